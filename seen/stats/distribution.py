"""How groups spread over the levels of a Dimension, as shares with the one variance engine.

It promises that the shares of a group add up to 1, and that what follows from Cells for any share
(intervals, comparisons, what is withheld) follows here too.
"""

from __future__ import annotations

import pandas as pd

from seen.domain.cells import KEYS, SUMS, Cells

_GROUP = ["group_value", "cluster_id"]


def shares(cells: Cells) -> Cells:
    """Return Cells whose answers are 1 at a row's own level of `group_value_2` and 0 elsewhere.

    Every pair of group and level then carries all answers of its group: with w the weight and z
    whether an answer stands at the level, Σw and Σw² run over the whole group and cluster, and
    Σwz = Σwz² over those at the level. The mean of such Cells is the share of the group at the
    level, a domain mean like any other (Särndal, Swensson and Wretman 1992, chapter 5).

    Parameters
    ----------
    cells
        Crossed Cells without strata; their `sum_wy` and `sum_wy2` are not looked at.
    """
    frame = cells.frame
    whole = frame.groupby(_GROUP, dropna=False, as_index=False)[["n_answers", "sum_w", "sum_w2"]]
    levels = pd.DataFrame({"group_value_2": frame["group_value_2"].unique()})
    every = whole.sum().merge(levels, how="cross")
    here = frame[[*_GROUP, "group_value_2", "sum_w"]].rename(columns={"sum_w": "sum_wy"})
    made = every.merge(here, how="left", on=[*_GROUP, "group_value_2"])
    made["sum_wy"] = made["sum_wy"].fillna(0)
    made["sum_wy2"] = made["sum_wy"]
    return Cells(frame=made.assign(stratum=None)[[*KEYS, *SUMS]])
