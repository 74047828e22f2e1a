"""Labels as they are: Streamlit reads Markdown in most labels, and data must not write it.

It promises that a name from a file can neither link, nor load, nor dress up anything.
"""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_\[\]<>$~]|:(?=\S)|&(?=[#\w]))")


def plain(said: str) -> str:
    """Return words that show as themselves where Markdown is read."""
    return _MARKS.sub(r"\\\1", " ".join(said.split()))
