"""When a published cell keeps its value although people came or left.

It promises that no two releases differ in a cell by fewer people than may stand behind a cell.
"""

from __future__ import annotations

from typing import Final

from seen.settings import MINIMUM_PEOPLE

RECOMPUTED_FROM: Final = MINIMUM_PEOPLE  # people who came, left or changed
