"""How often 95 % intervals hold the truth, and how often tests raise a false alarm.

It promises fixed seeds, populations whose true figures are known exactly, and every replicate
counted: what the statistics withhold is reported beside what they cover.

    python -m bench.coverage             about 25 minutes on two cores; writes bench/results
    python -m bench.coverage --turns 40  a quick look, which keeps nothing

A population has clusters of answers, three groups and five levels of pressure, which groups meet
differently. The answers of one cluster are alike: every probability is a quantile of a beta
distribution with the wanted mean and intraclass correlation, the same quantile in a whole cluster.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaincinv

from bench.summary import load, write
from seen.domain.cells import Cells, Contributors
from seen.domain.findings import Interval, Test, Verdict, Withheld
from seen.stats.adjusted import adjusted
from seen.stats.compare import compare
from seen.stats.decompose import decompose
from seen.stats.gaps import Scale
from seen.stats.sample import Sample
from seen.stats.slopes import slopes
from seen.stats.totals import WHOLE, Pair

RESULTS: Final = Path(__file__).parent / "results"
TURNS: Final = 400
NULL_TURNS: Final = 4000
CLUSTERS: Final = (8, 15, 30, 60)
ICCS: Final = (0.02, 0.05, 0.15)
SHAPES: Final = ("equal", "unequal")
_ANSWERS: Final = 80  # per cluster, on average
_PRESSURES: Final = ("1", "2", "3", "4", "5")
_GROUPS: Final = ("a", "b", "c")
_SHARES: Final = np.array([0.45, 0.35, 0.20])  # of the groups
_MEETS: Final = np.array(  # how often each group meets each pressure
    [[0.25, 0.25, 0.20, 0.20, 0.10], [0.20] * 5, [0.10, 0.20, 0.20, 0.25, 0.25]]
)
_SAYS: Final = np.array(  # the share that says yes
    [
        [0.50, 0.45, 0.40, 0.35, 0.30],
        [0.48, 0.42, 0.36, 0.30, 0.24],
        [0.45, 0.38, 0.31, 0.24, 0.17],
    ]
)
_NONE: Final = (0, 0, 0, 0)
_SEVERAL: Final = 100  # intervals, of fewer no lowest coverage is told
_SCALE: Final = Scale(is_share=True, worse_sign=-1, span=1.0)
Floats = npt.NDArray[np.float64]
Tally = dict[str, list[int]]  # what was asked: held, shown, in all, held from above


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One population to draw from."""

    clusters: int
    icc: float
    shape: str

    def sizes(self, draw: np.random.Generator) -> npt.NDArray[np.int64]:
        """Return how many answers each cluster has; unequal ones vary as much as their mean."""
        if self.shape == "equal":
            return np.full(self.clusters, _ANSWERS)
        drawn = draw.gamma(1.0, _ANSWERS, self.clusters)
        return np.maximum(np.round(drawn), 6).astype(np.int64)


def truths() -> dict[str, float]:
    """Return the true figures of the population, signed as the statistics store them."""
    joint = _SHARES[:, None] * _MEETS
    overall = joint.sum(axis=0)
    means = (_MEETS * _SAYS).sum(axis=1)
    found: dict[str, float] = {}
    steps = np.arange(5.0)
    for place, group in enumerate(_GROUPS):
        rest = np.delete(joint, place, axis=0).sum(axis=0)
        others = (np.delete(joint * _SAYS, place, axis=0).sum(axis=0)) / rest
        meets = rest / rest.sum()
        found[f"share {group}"] = float(means[place])
        found[f"gap {group}"] = float(meets @ others - means[place])
        found[f"standardised gap {group}"] = float(overall @ (others - _SAYS[place]))
        spread, level = _MEETS[place] - meets, (_SAYS[place] + others) / 2
        found[f"composition {group}"] = float(-(spread @ level))
        weight = (_MEETS[place] + meets) / 2
        found[f"same setting {group}"] = float(-(weight @ (_SAYS[place] - others)))
        found[f"slope {group}"] = _slope(steps, _SAYS[place], _MEETS[place])
        rest_slope = _slope(steps, others, meets)
        found[f"interaction {group}"] = rest_slope - found[f"slope {group}"]
    return found


def _slope(steps: Floats, says: Floats, meets: Floats) -> float:
    """Return the weighted least-squares slope."""
    centred = steps - meets @ steps
    return float((meets * centred) @ says / ((meets * centred) @ centred))


def drawn(setting: Setting, draw: np.random.Generator, says: Floats, meets: Floats) -> Cells:
    """Return the Cells of one sample: groups by pressure (also as strata) by cluster."""
    n_groups, n_levels = says.shape
    shares = (_SHARES if n_groups == len(_SHARES) else np.full(n_groups, 1 / n_groups))[:, None]
    chance = (shares * meets).ravel()
    both = 1 / setting.icc - 1
    n = draw.multinomial(setting.sizes(draw), chance / chance.sum())  # clusters times cells
    at = draw.uniform(size=(setting.clusters, 1))
    yes = draw.binomial(n, betaincinv(both * says.ravel(), both * (1 - says.ravel()), at))
    n, yes = n.ravel(), yes.ravel()
    names = [_name(place) for place in range(n_groups)]
    frame = pd.DataFrame(
        {
            "group_value": np.tile(np.repeat(names, n_levels), setting.clusters),
            "group_value_2": np.tile(_PRESSURES[:n_levels], n_groups * setting.clusters),
            "cluster_id": np.repeat(np.arange(setting.clusters), n_groups * n_levels),
            "n_answers": n,
            "sum_w": n,
            "sum_w2": n,
            "sum_wy": yes,
            "sum_wy2": yes,
        }
    )
    return Cells(frame=frame.assign(stratum=frame["group_value_2"])[n > 0])


def _name(place: int) -> str:
    """Return the name of a group."""
    return "abcdefghij"[place]


def sample(cells: Cells, *, is_crossed: bool) -> Sample:
    """Return a Sample of Cells, one-way with strata or crossed by pressure."""
    frame = cells.frame if is_crossed else cells.frame.assign(group_value_2=None)
    return Sample(
        cells=Cells(frame=frame),
        scale=_SCALE,
        versus="others",
        contributors=_contributors(frame),
        cluster_word="clusters",
        order=_PRESSURES,
        strata=("pressure",),
    )


def _contributors(frame: pd.DataFrame) -> dict[Pair, Contributors]:
    """Return contributors where each answer is another person's; nothing is private here."""
    counts = frame.groupby(["group_value", "group_value_2"], dropna=False, as_index=False)
    found: dict[Pair, int] = {}
    for name, second, n in counts["n_answers"].sum().itertuples(index=False, name=None):
        found[str(name), None if pd.isna(second) else str(second)] = int(n)
    for group, n in frame.groupby("group_value")["n_answers"].sum().items():
        found[str(group), None] = int(n)
    found[WHOLE] = int(frame["n_answers"].sum())
    return {
        pair: Contributors(
            n_answers=n,
            n_people=n,
            n_practitioners=0,
            n_with_practitioner=0,
            largest_practitioner_share=0.0,
        )
        for pair, n in found.items()
    }


def estimates(cells: Cells) -> Iterator[tuple[str, Interval | Withheld]]:
    """Yield every interval whose truth is known."""
    plain, crossed = sample(cells, is_crossed=False), sample(cells, is_crossed=True)
    parted = decompose(plain)
    for item in parted.groups:
        yield f"share {item.group}", item.estimate
    for gap in parted.gaps:
        yield f"gap {gap.group}", gap.difference
    for gap in adjusted(plain, how="standardised").gaps:
        yield f"standardised gap {gap.group}", gap.difference
    for part in parted.parts:
        if part.name in ("composition", "same_setting"):
            yield f"{part.name.replace('_', ' ')} {part.group}", part.estimate
    sloped = slopes(crossed)
    for part in sloped.parts:
        if part.name == "slope":
            yield f"slope {part.group}", part.estimate
    for gap in sloped.gaps:
        yield f"interaction {gap.group}", gap.difference


def covered(task: tuple[Setting, int, int]) -> Tally:
    """Return how often the intervals of one setting hold the truth."""
    setting, turns, seed = task
    draw, true = np.random.default_rng(seed), truths()
    tally: Tally = defaultdict(lambda: [0, 0, 0, 0])
    for _ in range(turns):
        for name, found in estimates(drawn(setting, draw, _SAYS, _MEETS)):
            kind = name.rpartition(" ")[0]
            tally[kind][2] += 1
            if isinstance(found, Interval):
                tally[kind][1] += 1
                tally[kind][0] += found.low <= true[name] <= found.high
                tally[kind][3] += true[name] <= found.high
    return dict(tally)


def alarmed(task: tuple[Setting, int, int]) -> dict[str, list[int]]:
    """Return how often six equal groups are called different: by the overall test, by a flag."""
    setting, turns, seed = task
    draw = np.random.default_rng(seed)
    says, meets = np.full((6, 1), 0.35), np.ones((6, 1))
    found = {"overall test": [0, 0], "any flag": [0, 0], "any plain interval": [0, 0]}
    for _ in range(turns):
        cells = drawn(setting, draw, says, meets)
        plain = sample(cells, is_crossed=False)
        answer = compare(
            plain.cells,
            is_share=True,
            worse_sign=-1,
            span=1.0,
            versus="others",
            cluster_word="clusters",
            contributors=plain.contributors,
        )
        if isinstance(answer.test, Test):
            found["overall test"][1] += 1
            found["overall test"][0] += answer.test.p < 0.05
        shown = [gap for gap in answer.gaps if gap.p is not None]
        if shown:
            flagged = any(gap.verdict in (Verdict.NOTABLE, Verdict.SMALL) for gap in shown)
            found["any flag"][1] += 1
            found["any flag"][0] += flagged
            found["any plain interval"][1] += 1
            found["any plain interval"][0] += any(gap.excludes_zero for gap in shown)
    return found


def run(turns: int, null_turns: int) -> dict[str, Any]:
    """Return all of it."""
    settings = [
        Setting(clusters=clusters, icc=icc, shape=shape)
        for clusters, icc, shape in product(CLUSTERS, ICCS, SHAPES)
    ]
    null = [Setting(clusters=c, icc=0.05, shape=s) for c, s in product((10, 20, 40, 100), SHAPES)]
    started, before = time.time(), load()
    with ProcessPoolExecutor(max_workers=2) as pool:
        tasks = [(setting, turns, 1000 + place) for place, setting in enumerate(settings)]
        held = list(pool.map(covered, tasks))
        tasks = [(setting, null_turns, 5000 + place) for place, setting in enumerate(null)]
        alarms = list(pool.map(alarmed, tasks))
    coverage = zip(settings, held, strict=True)
    return {
        "measured_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "seconds": round(time.time() - started),
        "load_before": before,
        "turns": turns,
        "null_turns": null_turns,
        "coverage": [_facts(one) | {"held": tally} for one, tally in coverage],
        "alarms": [_facts(one) | {"alarms": it} for one, it in zip(null, alarms, strict=True)],
    }


def _facts(setting: Setting) -> dict[str, Any]:
    """Return what a setting is."""
    return {"clusters": setting.clusters, "icc": setting.icc, "shape": setting.shape}


# -- the table -----------------------------------------------------------------------------------


def markdown(result: Mapping[str, Any]) -> str:
    """Return the results as a page."""
    kinds = list(result["coverage"][0]["held"])
    rows = result["coverage"]
    said = [
        "# Coverage of the intervals, and false alarms",
        "",
        "Written by `python -m bench.coverage`, which says how the populations are drawn. "
        f"{result['measured_at']}, {result['seconds']} s, {result['turns']} samples for each of "
        f"{len(rows)} settings ({_ANSWERS} answers per cluster on average), fixed seeds.",
        "",
        "Share of 95 % intervals that hold the truth, in per cent, of those that were shown; "
        "mean over intraclass correlations of 0.02, 0.05 and 0.15.",
        "",
        _line(["clusters", *kinds]),
        _line(["---"] * (len(kinds) + 1)),
    ]
    for clusters, shape in product(CLUSTERS, SHAPES):
        own = [row for row in rows if (row["clusters"], row["shape"]) == (clusters, shape)]
        said.append(_line([f"{clusters}, {shape}", *(_percent(own, kind) for kind in kinds)]))
    said.append(
        _line(["**all intervals alike**", *(f"**{_pooled(rows, kind)}**" for kind in kinds)])
    )
    said.append(_line(["mean of settings", *(_percent(rows, kind) for kind in kinds)]))
    said.append(_line(["upper end alone", *(_percent(rows, kind, upper=True) for kind in kinds)]))
    said.append(_line(["lowest setting", *(_lowest(rows, kind) for kind in kinds)]))
    said.append(_line(["withheld", *(_withheld(rows, kind) for kind in kinds)]))
    said += [
        "",
        "The lowest setting is one of 24, of a few hundred samples each. Withheld are figures too "
        "few to judge; covering is counted of the rest, which is what a reader sees.",
        "",
        f"Six equal groups, {result['null_turns']} samples each, intraclass correlation 0.05: how "
        "often something is called different, in per cent.",
        "",
        _line(["clusters", "overall test below .05", "any flag (Holm)", "any plain interval"]),
        _line(["---"] * 4),
    ]
    for row in result["alarms"]:
        found = (f"{100 * hit / max(n, 1):.1f}" for hit, n in row["alarms"].values())
        said.append(_line([f"{row['clusters']}, {row['shape']}", *found]))
    said.append(_line(["mean of settings", *_means(result["alarms"])]))
    off = 196 * (0.05 * 0.95 / result["null_turns"]) ** 0.5
    said += [
        "",
        f"A true 5 % comes out within {off:.1f} points 19 times in 20. Differences withheld as "
        "too few to judge count in Holm's list, so that withholding raises no flag.",
    ]
    return "\n".join([*said, ""])


def _means(rows: list[Any]) -> Iterator[str]:
    """Yield how often each kind of alarm is raised, mean over settings."""
    for kind in rows[0]["alarms"]:
        found = [row["alarms"][kind] for row in rows]
        yield f"{sum(100 * hit / max(n, 1) for hit, n in found) / len(found):.1f}"


def _line(cells: list[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def _percent(rows: list[Any], kind: str, *, upper: bool = False) -> str:
    """Return the share that holds the truth, mean over settings."""
    found = [row["held"][kind] for row in rows if row["held"].get(kind, _NONE)[1]]
    shares = [it[3 if upper else 0] / it[1] for it in found]
    return f"{100 * sum(shares) / len(shares):.1f}" if shares else "–"


def _pooled(rows: list[Any], kind: str) -> str:
    """Return the share that holds the truth, every interval that is shown counting alike."""
    found = [row["held"].get(kind, _NONE) for row in rows]
    shown = sum(it[1] for it in found)
    return f"{100 * sum(it[0] for it in found) / shown:.1f}" if shown else "–"


def _lowest(rows: list[Any], kind: str) -> str:
    """Return the lowest coverage of any setting."""
    found = [row["held"][kind] for row in rows if row["held"].get(kind, _NONE)[1] >= _SEVERAL]
    return f"{100 * min(it[0] / it[1] for it in found):.1f}" if found else "–"


def _withheld(rows: list[Any], kind: str) -> str:
    """Return the share that is not shown."""
    found = [row["held"].get(kind, _NONE) for row in rows]
    return f"{100 * (1 - sum(it[1] for it in found) / sum(it[2] for it in found)):.1f}"


def main(arguments: list[str] | None = None) -> None:
    """Run it and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int)
    options = parser.parse_args(arguments)
    result = run(options.turns or TURNS, options.turns or NULL_TURNS)
    page = markdown(result)
    print(page)
    if not options.turns:
        write(RESULTS / "coverage.json", json.dumps(result, indent=1) + "\n")
        write(RESULTS / "coverage.md", page)


if __name__ == "__main__":
    main()
