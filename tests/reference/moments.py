"""MomentCells for the tests of the statistics: from microdata, as the SQL sums them."""

import numpy as np
import pandas as pd

from seen.domain.cells import Contributors, MomentCells
from seen.stats.moment_sample import MomentSample


def moment_cells(frame, variables, *, cluster="cluster", weight=None):
    """Return the moments of microdata over its complete rows."""
    rows = frame.dropna(subset=list(variables))
    w = np.ones(len(rows)) if weight is None else rows[weight].to_numpy(dtype=float)
    z = rows[list(variables)].to_numpy(dtype=float)
    sums = {"cluster_id": rows[cluster].to_numpy(), "n_answers": 1, "sum_w": w, "sum_w2": w * w}
    for i in range(len(variables)):
        sums[f"sum_wz_{i + 1}"] = w * z[:, i]
        for j in range(i, len(variables)):
            sums[f"sum_wzz_{i + 1}_{j + 1}"] = w * z[:, i] * z[:, j]
    added = pd.DataFrame(sums).groupby("cluster_id", as_index=False).sum()
    return MomentCells(variables=tuple(variables), frame=added)


def drawn_workers(seed, *, clusters=60, answers=900, equal=False):
    """Return workers by seed: load x1 and x2, impeded m, outcome y, covariate c, weight w."""
    draw = np.random.default_rng(seed)
    sizes = np.full(clusters, 1 / clusters) if equal else draw.dirichlet(np.full(clusters, 3.0))
    cluster = draw.choice(clusters, answers, p=sizes)
    place = 0.4 * draw.standard_normal((clusters, 5))[cluster]
    noise = draw.standard_normal((answers, 5))
    c = noise[:, 0] + place[:, 0]
    x1 = 0.3 * c + noise[:, 1] + place[:, 1]
    x2 = 0.5 * x1 + noise[:, 2] + place[:, 2]
    m = 0.3 * x1 + noise[:, 3] + place[:, 3]
    y = 0.35 * x1 + 0.1 * x2 + 0.3 * m - 0.1 * c + noise[:, 4] + place[:, 4]
    columns = {"cluster": cluster, "c": c, "x1": x1, "x2": x2, "m": m, "y": y}
    return pd.DataFrame(columns | {"w": draw.choice([400, 1000, 2600], answers)})


def moment_sample(cells, **options):
    """Return a MomentSample in which each answer is one person's."""
    n = int(cells.frame["n_answers"].sum())
    behind = Contributors(
        n_answers=n,
        n_people=n,
        n_practitioners=n,
        n_with_practitioner=n,
        largest_practitioner_share=0.0,
    )
    usual = {"cells": cells, "contributors": behind, "cluster_word": "institutions"}
    return MomentSample(**(usual | options))
