"""Cells for the tests of the statistics: from reference numbers, by hand, or drawn by seed."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd

from seen.domain.cells import SUMS, Cells, Contributors
from seen.domain.findings import Interval
from seen.stats.compare import compare
from seen.stats.totals import WHOLE, totals

FOLDER = Path(__file__).parent


def reference(name):
    """Return a JSON file of reference numbers."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def reference_rows(name):
    """Return a CSV file of reference numbers as a list of mappings."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def reference_cells(columns):
    """Return the cells of a reference file, whose groups are numbers."""
    return cells_of(
        group_value=[str(group) for group in columns["group"]],
        cluster_id=columns["cluster"],
        n_answers=columns["n"],
        sum_w=columns["sw"],
        sum_w2=columns["sw2"],
        sum_wy=columns["swy"],
        sum_wy2=columns["swy2"],
    )


def cells_of(**columns):
    """Return Cells of these columns; group_value_2 and stratum are null unless given."""
    frame = pd.DataFrame({"group_value_2": None, "stratum": None} | columns)
    return Cells(frame=frame)


def share_cells(table, *, weight=1000, group_2=None):
    """Return cells of yes-or-no answers from {group: [(answers, yes) per cluster, …]}."""
    rows = [
        (group, cluster, n, yes)
        for group, clusters in table.items()
        for cluster, (n, yes) in enumerate(clusters)
        if n
    ]
    n, yes = (np.array([row[place] for row in rows]) for place in (2, 3))
    return cells_of(
        group_value=[row[0] for row in rows],
        group_value_2=group_2,
        cluster_id=[row[1] for row in rows],
        n_answers=n,
        sum_w=n * weight,
        sum_w2=n * weight**2,
        sum_wy=yes * weight,
        sum_wy2=yes * weight,
    )


def drawn_answers(seed, *, groups=3, clusters=8, answers=900, is_share=True, weights=(1000,)):
    """Return microdata (group, cluster, w, y): unequal clusters, groups and levels by seed."""
    draw = np.random.default_rng(seed)
    sizes = draw.dirichlet(np.full(clusters, 2.0))
    frame = pd.DataFrame(
        {
            "group": draw.choice([f"g{place}" for place in range(groups)], answers),
            "cluster": draw.choice(clusters, answers, p=sizes),
            "w": draw.choice(weights, answers),
        }
    )
    level = 0.4 + 0.1 * draw.standard_normal(clusters)[frame["cluster"]]
    level += 0.05 * frame["group"].str[1:].astype(int)
    share = np.clip(level, 0.05, 0.95)
    frame["y"] = draw.binomial(1, share) if is_share else 1 + draw.binomial(4, share)
    return frame


def summed(answers):
    """Return the cells of microdata, as the SQL sums them."""
    w, y = answers["w"], answers["y"]
    products = answers.assign(n_answers=1, sum_w=w, sum_w2=w * w, sum_wy=w * y, sum_wy2=w * y * y)
    sums = products.groupby(["group", "cluster"], as_index=False)[list(SUMS)].sum()
    return cells_of(
        **sums.rename(columns={"group": "group_value", "cluster": "cluster_id"}).to_dict("series")
    )


def drawn_cells(seed, **options):
    """Return cells of drawn microdata."""
    return summed(drawn_answers(seed, **options))


def contributors_of(cells):
    """Return contributors where each answer is one person's."""
    sums = totals(cells)
    counts = dict(zip(sums.groups, sums.n.sum(axis=0).astype(int).tolist(), strict=True))
    return {
        pair: Contributors(
            n_answers=n,
            n_people=n,
            n_practitioners=0,
            n_with_practitioner=0,
            largest_practitioner_share=0.0,
        )
        for pair, n in (counts | {WHOLE: sum(counts.values())}).items()
    }


def compared(cells, **options):
    """Return the comparison of cells; a share, higher is better, against the others."""
    usual = {
        "is_share": True,
        "worse_sign": -1,
        "span": 1.0,
        "versus": "others",
        "cluster_word": "institutions",
        "contributors": contributors_of(cells),
    }
    return compare(cells, **(usual | options))


def group(comparison, name, second=None):
    """Return the estimate of a group, or why it is withheld."""
    return next(
        item.estimate for item in comparison.groups if (item.group, item.group_2) == (name, second)
    )


def gap(comparison, name, second=None):
    """Return the gap of a group."""
    return next(item for item in comparison.gaps if (item.group, item.group_2) == (name, second))


def shown(found):
    """Return an interval that must not be withheld."""
    assert isinstance(found, Interval)
    return found
