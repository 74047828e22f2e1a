"""Waves of a survey: with which of them an instrument changed.

It promises to look at everybody who was asked, whatever the instrument, and to tell nothing but
the wave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from seen.sources.asking import EVERYONE, Asking, slots

CHANGES: Final = "cells/instrument_changes"
_APART: Final = ("instrument", "scale")
_PLACE: Final = "institution_id"

Run = Callable[..., pd.DataFrame]


def breaks(run: Run, asking: Asking) -> frozenset[str]:
    """Return the waves with which a place began with the instrument that is asked about.

    Parameters
    ----------
    run
        Asks the data file a named query.
    asking
        A Question by wave of a table of scores; its filters hold for other instruments as well.
    """
    filters = asking.filters
    for name in (*_APART, asking.question.by):
        filters = filters.without(name)
    chosen = asking.filters.levels("instrument")
    values: dict[str, Any] = slots(filters, asking.catalog) | {
        "table": asking.table,
        "place": _PLACE if asking.holds(_PLACE) else EVERYONE,
        "instrument": "instrument",
        "shown": list(chosen) or None,
    }
    return frozenset(map(str, run(CHANGES, **values)["quarter"]))
