"""Columns of the demo's tables, and the integer keys that go on from block to block.

It promises that what is not known is empty, never a number that stands for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from seen.demo.draws import Flags, Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Before:
    """How many of each kind earlier blocks hold; integer keys go on from there."""

    institutions: int = 0
    practitioners: int = 0
    recipients: int = 0
    encounters: int = 0
    areas: int = 0


def category(codes: Ints, names: Sequence[str], known: Flags | None = None) -> Any:
    """Return level names, empty where not known."""
    codes = codes if known is None else np.where(known, codes, -1)
    return pd.Categorical.from_codes(codes.astype(np.int8), categories=pd.Index(names))


def number(values: Ints, known: Flags | None = None) -> Any:
    """Return whole numbers, empty where not known."""
    small = values.astype(np.int32)
    return small if known is None else pd.arrays.IntegerArray(small, ~known)


def flag(values: Flags, known: Flags) -> Any:
    """Return yes or no, empty where not known."""
    return pd.arrays.BooleanArray(values.copy(), ~known)


def measured(values: Floats, known: Flags) -> Floats:
    """Return measured values to two decimals, empty where not known."""
    return np.where(known, np.round(values, 2), np.nan)
