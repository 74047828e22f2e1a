"""Samples of institutions for the tests: answers of practitioners, or counts without a level."""

import numpy as np

from seen.domain.cells import Cells
from seen.domain.findings import Estimate, Interval
from seen.stats.gaps import Scale
from seen.stats.sample import Sample
from tests.reference.cells import cells_of, contributors_of

SHARE = Scale(is_share=True, worse_sign=-1, span=1.0)
RATING = Scale(is_share=False, worse_sign=-1, span=4.0, lowest=1.0)


def sample_of(cells, **options):
    """Return a Sample of cells; a share, higher is better, against everyone else."""
    usual = {
        "scale": SHARE,
        "versus": "others",
        "contributors": contributors_of(cells),
        "cluster_word": "practitioners",
    }
    return Sample(cells=cells, **(usual | options))


def counted(table, *, weight=1000):
    """Return cells of published counts, {group: (respondents, yes)}, without any lower level."""
    n, yes = (np.array([pair[place] for pair in table.values()]) for place in (0, 1))
    return cells_of(
        group_value=list(table),
        cluster_id=None,
        n_answers=n,
        sum_w=n * weight,
        sum_w2=n * weight**2,
        sum_wy=yes * weight,
        sum_wy2=yes * weight,
    )


def drawn_places(seed, *, levels, practitioners=(10, 20), answers=(20, 40), alike=0.03, steps=1):
    """Return cells of institutions of these levels, their practitioners being the clusters.

    With `steps` 1 answers are yes or no; with more they are 0 to `steps`, level times steps on
    average. `alike` is the correlation of answers to one practitioner.
    """
    draw = np.random.default_rng(seed)
    rows: list[tuple] = []
    spread = (1 - alike) / alike
    fewest, most = answers
    for place, level in enumerate(levels):
        size = draw.integers(practitioners[0], practitioners[1] + 1)
        for n in draw.integers(fewest, most + 1, size):
            share = draw.beta(level * spread, (1 - level) * spread)
            y = draw.binomial(steps, share, n)
            rows.append((f"ward {place:03}", len(rows), n, y.sum(), (y**2).sum()))
    ward, practitioner, n, wy, wy2 = (list(column) for column in zip(*rows, strict=True))
    return cells_of(
        group_value=ward,
        cluster_id=practitioner,
        n_answers=n,
        sum_w=n,
        sum_w2=n,
        sum_wy=wy,
        sum_wy2=wy2,
    )


def shifted(cells, by):
    """Return cells whose answers are all higher by so much."""
    frame = cells.frame
    more = 2 * by * frame["sum_wy"] + by**2 * frame["sum_w"]
    added = frame["sum_wy"] + by * frame["sum_w"]
    return Cells(frame=frame.assign(sum_wy=added, sum_wy2=frame["sum_wy2"] + more))


def part(answer, name, group=None):
    """Return a part of an Answer."""
    return next(item for item in answer.parts if (item.name, item.group) == (name, group))


def number(answer, name, group=None):
    """Return the estimate of a part, which must not be withheld."""
    found = part(answer, name, group).estimate
    assert isinstance(found, Estimate), found
    return found


def estimate_of(value, low, high, *, n=400, clusters=20, df=19.0):
    """Return an Estimate of these numbers."""
    return Estimate(
        value=value,
        low=low,
        high=high,
        n_answers=n,
        n_people=n,
        n_clusters=clusters,
        df=df,
        method="share",
    )


def limits(found):
    """Return both ends of an interval that must not be withheld."""
    assert isinstance(found, Interval), found
    return found.low, found.high
