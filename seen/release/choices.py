"""What a publisher chooses, and what a publish comes to.

It promises nothing of its own: both are plain records.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from seen.release.suppression import Protected


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a publisher chose."""

    measures: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    out: Path | None = None
    is_strict: bool = False
    is_dry_run: bool = False
    one_answer_per_person: bool = False
    accepts_unweighted: bool = False
    is_new_series: bool = False
    purges: bool = False  # forgets the series before, and starts anew
    consents: Path | None = None  # a file of signed consents to be named
    is_out_of_turn: bool = False  # without a new quarter, more often, or with one unfinished


@dataclass(frozen=True, kw_only=True)
class Published:
    """What a publish came to."""

    path: Path | None  # None of a dry run
    protected: Protected
    n_rows: int
    moved: tuple[tuple[str, float], ...]  # how far each outcome moves without weights
    withheld: pd.DataFrame  # by outcome and number of Dimensions crossed
    merging: pd.DataFrame  # pairs of levels that would free withheld cells; of a dry run
    n_named: int = 0  # institutions that are named
    n_consents: int = 0
    was_public: bool = False  # republished aggregates, of which nothing is protected
    n_past: int = 0  # answers of quarters published before that stay as they were
