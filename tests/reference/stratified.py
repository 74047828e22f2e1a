"""Stratified microdata for the tests of adjusted figures: drawn by seed, summed as in SQL."""

import numpy as np
import pandas as pd

from seen.domain.cells import SUMS, Cells
from seen.stats.gaps import Scale
from seen.stats.sample import SEPARATOR, Sample
from seen.stats.strata import strata
from seen.stats.support import common_support
from tests.reference.cells import contributors_of


def drawn(
    seed, *, groups=3, clusters=40, answers=4000, levels=(3, 2), is_share=True, weights=(1,)
):
    """Return microdata (group, cluster, d0, d1, …, stratum, w, y).

    Groups, clusters and levels all move the answers, and groups meet the levels unequally.
    """
    draw = np.random.default_rng(seed)
    group = draw.integers(0, groups, answers)
    cluster = draw.choice(clusters, answers, p=draw.dirichlet(np.full(clusters, 3.0)))
    parts = {
        f"d{place}": np.minimum(draw.binomial(n, 0.35 + 0.1 * (group % 2)), n - 1)
        for place, n in enumerate(levels)
    }
    level = 0.3 + 0.05 * group + 0.1 * draw.standard_normal(clusters)[cluster]
    share = np.clip(level + sum(0.08 * part for part in parts.values()), 0.05, 0.95)
    return joined(
        pd.DataFrame(
            {
                "group": np.char.add("g", group.astype(str)),
                "cluster": cluster,
                **parts,
                "w": draw.choice(weights, answers),
                "y": draw.binomial(1, share) if is_share else 1 + draw.binomial(4, share),
            }
        ),
        *parts,
    )


def joined(answers, *dimensions):
    """Return microdata whose stratum joins the levels of some Dimensions."""
    if not dimensions:
        return answers.assign(stratum="x")
    names, place = np.unique(
        answers[list(dimensions)].astype(str).to_numpy(dtype="U9"), axis=0, return_inverse=True
    )
    return answers.assign(stratum=np.array([SEPARATOR.join(row) for row in names])[place])


def summed(answers):
    """Return the cells of microdata, by group, stratum and cluster."""
    w, y = answers["w"], answers["y"]
    products = answers.assign(n_answers=1, sum_w=w, sum_w2=w * w, sum_wy=w * y, sum_wy2=w * y * y)
    keys = ["group", "stratum", "cluster"]
    sums = products.groupby(keys, as_index=False, dropna=False)[list(SUMS)].sum()
    names = {"group": "group_value", "cluster": "cluster_id"}
    return Cells(frame=sums.rename(columns=names).assign(group_value_2=None))


def support_of(answers, **shown):
    """Return the common support of all groups of microdata, or of those that are shown."""
    return common_support(strata(summed(answers)), **({"shown": set(answers["group"])} | shown))


def sample_of(cells, **options):
    """Return a Sample of cells: a share, higher is better, against the others."""
    usual = {
        "scale": Scale(is_share=True, worse_sign=-1, span=1.0),
        "versus": "others",
        "cluster_word": "institutions",
        "contributors": contributors_of(cells),
    }
    return Sample(cells=cells, **(usual | options))


def jackknife_errors(answers, figures):
    """Return standard errors by leaving out each cluster in turn: √((C - 1)/C Σ (θ_c - θ̄)²)."""
    clusters = answers["cluster"].unique()
    found = np.array([figures(answers[answers["cluster"] != cluster]) for cluster in clusters])
    spread = ((found - found.mean(axis=0)) ** 2).sum(axis=0)
    return np.sqrt((len(clusters) - 1) / len(clusters) * spread)
