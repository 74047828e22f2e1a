"""Waves of a survey: with which of them an instrument changed.

It promises to look at everybody who was asked, whatever the instrument, and to tell nothing but
the wave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from seen.domain.questions import TREND, WAVES
from seen.sources.asking import EVERYONE, Asking, slots

CHANGES: Final = "cells/instrument_changes"
_APART: Final = ("instrument", "scale")
_PLACE: Final = "institution_id"
_PERIOD: Final = "quarter"
_SERIES: Final = (WAVES, TREND)

Run = Callable[..., pd.DataFrame]


def breaks(run: Run, asking: Asking) -> frozenset[str]:
    """Return the quarters with which a place began with the instrument that is asked about.

    None where it is not asked how scores run over quarters.

    Parameters
    ----------
    run
        Asks the data file a named query.
    asking
        A Question; its filters hold for other instruments as well.
    """
    question, filters = asking.question, asking.filters
    along = question.by2 or question.by
    is_series = question.view in _SERIES and along == _PERIOD
    if not (is_series and asking.holds("instrument")):
        return frozenset()
    for name in (*_APART, along):
        filters = filters.without(name)
    chosen = asking.filters.levels("instrument")
    values: dict[str, Any] = slots(filters, asking.catalog) | {
        "table": asking.table,
        "place": _PLACE if asking.holds(_PLACE) else EVERYONE,
        "instrument": "instrument",
        "shown": list(chosen) or None,
    }
    return frozenset(map(str, run(CHANGES, **values)["quarter"]))
