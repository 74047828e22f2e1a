"""Answers in settings for the tests of slopes and decompositions: microdata, Cells and Samples."""

import numpy as np
import pandas as pd

from seen.domain.cells import SUMS
from seen.stats.gaps import Scale
from seen.stats.sample import Sample
from tests.reference.cells import cells_of, contributors_of

ORDER = ("0", "1", "2", "3", "4")


def answers_in_settings(
    seed, *, groups=3, clusters=14, answers=12_000, settings=5, is_share=True, weights=(1000,)
):
    """Return microdata (group, x, cluster, w, y): groups differ in where they are met and in y.

    Clusters are unequal, have their own level, and their own slope along x.
    """
    draw = np.random.default_rng(seed)
    cluster = draw.choice(clusters, answers, p=draw.dirichlet(np.full(clusters, 4.0)))
    group = draw.integers(0, groups, answers)
    middle = (settings - 1) / 2 + 0.4 * (group - 1) + 0.3 * draw.standard_normal(clusters)[cluster]
    x = np.clip(np.round(middle + 1.5 * draw.standard_normal(answers)), 0, settings - 1).astype(
        int
    )
    level = 0.55 + 0.08 * draw.standard_normal(clusters)[cluster] - 0.05 * group
    slope = -0.05 - 0.02 * group + 0.02 * draw.standard_normal(clusters)[cluster]
    share = np.clip(level + slope * (x - middle.mean()), 0.05, 0.95)
    y = draw.binomial(1, share) if is_share else 1 + draw.binomial(4, share)
    w = draw.choice(weights, answers)
    names = np.array([f"g{place}" for place in range(groups)])[group]
    return pd.DataFrame({"group": names, "x": x, "cluster": cluster, "w": w, "y": y})


def cells_in(answers, column):
    """Return the Cells of microdata, x in one of the columns "group_value_2" and "stratum"."""
    w, y = answers["w"], answers["y"]
    products = answers.assign(n_answers=1, sum_w=w, sum_w2=w * w, sum_wy=w * y, sum_wy2=w * y * y)
    keys = ["group", "x", "cluster"]
    sums = products.groupby(keys, as_index=False)[list(SUMS)].sum()
    names = {"group": "group_value", "x": column, "cluster": "cluster_id"}
    columns = sums.assign(x=sums["x"].astype(str)).rename(columns=names)
    return cells_of(**columns.to_dict("series"))


def sample_of(cells, **options):
    """Return a Sample of cells; a share, higher is better, against the others."""
    usual = {
        "scale": Scale(is_share=True, worse_sign=-1, span=1.0),
        "versus": "others",
        "contributors": contributors_of(cells),
        "cluster_word": "institutions",
        "order": ORDER if cells.frame["group_value_2"].notna().any() else (),
    }
    return Sample(cells=cells, **(usual | options))


def part(answer, name, group):
    """Return a part of a group; it must be there once."""
    (found,) = [item for item in answer.parts if (item.name, item.group) == (name, group)]
    return found.estimate


def jackknife_error(cells, value):
    """Return the delete-one-cluster jackknife standard error of `value(cells)`."""
    clusters = cells.frame["cluster_id"].unique()
    left = [
        value(cells_of(**cells.frame[cells.frame["cluster_id"] != cluster].to_dict("series")))
        for cluster in clusters
    ]
    n = len(clusters)
    return np.sqrt((n - 1) / n * ((np.array(left) - np.mean(left)) ** 2).sum())


def scores_of(sums):
    """Return the level of each pair of a group and a level as a number."""
    return np.array([float(level) for _, level in sums.groups])
