"""How long the statistics take at 20,000 clusters, beside a pandas group-by on the same cells.

It promises ratios taken in turn, in the same run: a group-by of the Cells, then Seen.

    python -m bench.stats          writes bench/results/stats.md and stats.json
    python -m bench.stats --show   prints and keeps nothing
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from bench.coverage import sample
from bench.summary import load, quantiles, write
from seen.domain.cells import KEYS, SUMS, Cells
from seen.stats.adjusted import adjusted
from seen.stats.compare import compare
from seen.stats.decompose import decompose

RESULTS: Final = Path(__file__).parent / "results"
CLUSTERS: Final = 20_000
GROUPS: Final = 6
STRATA: Final = 24
ROWS_PER_CLUSTER: Final = 10
TURNS: Final = 9
LIMITS: Final = {  # ms, or 0.3 of pandas
    "compare": 15,
    "compare, weighted": 15,
    "standardised": 50,
    "decomposition": 50,
}
RATIO: Final = 0.3


def plain_cells(*, is_weighted: bool = False) -> Cells:
    """Return Cells of six groups over all clusters."""
    draw = np.random.default_rng(1)
    cluster, group = np.divmod(np.arange(CLUSTERS * GROUPS), GROUPS)
    return _cells(draw, cluster, group, None, is_weighted=is_weighted)


def stratified_cells() -> Cells:
    """Return Cells of ten combinations of group and stratum in every cluster."""
    draw = np.random.default_rng(2)
    cluster = np.repeat(np.arange(CLUSTERS), ROWS_PER_CLUSTER)
    place = np.concatenate(
        [draw.choice(GROUPS * STRATA, ROWS_PER_CLUSTER, replace=False) for _ in range(CLUSTERS)]
    )
    group, stratum = np.divmod(place, STRATA)
    return _cells(draw, cluster, group, stratum)


def _cells(
    draw: np.random.Generator, cluster: Any, group: Any, stratum: Any, *, is_weighted: bool = False
) -> Cells:
    """Return Cells with a few answers in each row, in the types and order of queries/cells."""
    n = draw.integers(3, 12, len(cluster))
    yes = draw.binomial(n, 0.3).astype(np.float64)
    weight = draw.uniform(0.5, 2.0, len(cluster)) if is_weighted else np.ones(len(cluster))
    names = np.array(list("abcdef"))
    frame = pd.DataFrame(
        {
            "group_value": names[group],
            "group_value_2": None,
            "stratum": None if stratum is None else np.char.add("s", stratum.astype(str)),
            "cluster_id": cluster.astype(np.int32),
            **dict(
                zip(SUMS, (n, n * weight, n * weight**2, yes * weight, yes * weight), strict=True)
            ),
        }
    )
    return Cells(frame=frame.sort_values(list(KEYS), ignore_index=True))


def grouped(cells: Cells) -> Callable[[], object]:
    """Return the group-by of the same cells that everything is measured beside."""
    keys = ["group_value", "cluster_id"]
    if cells.frame["stratum"].notna().any():
        keys.insert(1, "stratum")
    return lambda: cells.frame.groupby(keys, sort=True)[list(SUMS)].sum()


def tasks() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return what is timed, each with what it is timed beside."""
    plain, weighted, strata = plain_cells(), plain_cells(is_weighted=True), stratified_cells()
    one, many = sample(plain, is_crossed=False), sample(strata, is_crossed=False)

    def compared(cells: Cells) -> object:
        return compare(
            cells,
            is_share=True,
            worse_sign=-1,
            span=1.0,
            versus="others",
            cluster_word="clusters",
            contributors=one.contributors,
        )

    return {
        "compare": (lambda: compared(plain), grouped(plain)),
        "compare, weighted": (lambda: compared(weighted), grouped(weighted)),
        "standardised": (lambda: adjusted(many, how="standardised"), grouped(strata)),
        "decomposition": (lambda: decompose(many), grouped(strata)),
    }


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def run() -> dict[str, Any]:
    """Return the times of everything, in turn with what it is measured beside."""
    found: dict[str, Any] = {}
    before = load()
    for name, (work, beside) in tasks().items():
        work(), beside()  # once for the caches of both
        pairs = [(timed(work), timed(beside)) for _ in range(TURNS)]
        own, other = (list(column) for column in zip(*pairs, strict=True))
        limit = max(LIMITS[name], RATIO * quantiles(other)["p50"])
        found[name] = {
            "seen_ms": quantiles(own),
            "pandas_ms": quantiles(other),
            "ratio_p50": round(quantiles(own)["p50"] / quantiles(other)["p50"], 2),
            "limit_ms": round(limit, 1),
            "is_within": quantiles(own)["p50"] <= limit,
        }
    return {
        "measured_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "load": {"before": before, "after": load()},
        "clusters": CLUSTERS,
        "times": found,
    }


def markdown(result: dict[str, Any]) -> str:
    """Return the results as a page."""
    said = [
        "# Time of the statistics",
        "",
        f"Written by `python -m bench.stats`: {CLUSTERS:,} clusters, {GROUPS} groups, {STRATA} "
        f"strata with {ROWS_PER_CLUSTER} cells in each cluster, answers unweighted unless said; "
        f"median (ninth decile) of {TURNS} "
        f"turns, each beside a pandas group-by of the same cells. {result['measured_at']}, load "
        f"{result['load']['before']} before, {result['load']['after']} after.",
        "",
        "| what | Seen, ms | pandas group-by, ms | ratio | limit, ms | within |",
        "|---|---|---|---|---|---|",
    ]
    for name, found in result["times"].items():
        own, other = found["seen_ms"], found["pandas_ms"]
        within = "yes" if found["is_within"] else "no"
        said.append(
            f"| {name} | {own['p50']} ({own['p90']}) | {other['p50']} ({other['p90']}) "
            f"| {found['ratio_p50']} | {found['limit_ms']} | {within} |"
        )
    limit = f"The limit is the larger of the milliseconds of the issue and {RATIO} of pandas."
    return "\n".join([*said, "", limit, ""])


def main(arguments: list[str] | None = None) -> None:
    """Run it and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    result = run()
    print(markdown(result))
    if not options.show:
        write(RESULTS / "stats.json", json.dumps(result, indent=1))
        write(RESULTS / "stats.md", markdown(result))


if __name__ == "__main__":
    main()
