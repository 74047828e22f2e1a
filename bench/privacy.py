"""What a release gives away, and what it is still worth: attacks, coverage, size and time.

It promises that every figure comes from a release that `seen publish` wrote, attacked as
`seen attack` does.

    python -m bench.privacy              S and L of the study, into bench/results/privacy.md
    python -m bench.privacy --size S     one of them; the other stays as it was measured
    python -m bench.privacy --size 10M   one outcome of ten million encounters: time and memory
    python -m bench.privacy --size L --publishing   how long publishing takes, and nothing else
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from bench.people import L, S, data_file, people
from bench.privacy_attacks import attacked
from bench.privacy_pooled import ENOUGH, PREVENTED, Made, attackable, pooled
from bench.privacy_worth import MINIMUM, SIDES, coverage, error, further
from bench.releases import OUTCOMES, published, settings_in
from bench.summary import load, write
from seen.release.attack.differing import DIFFERENCING, EQUALITY
from seen.release.attack.standing import LEFT
from seen.settings import MINIMUM_PEOPLE, Settings
from seen.store import find
from seen.text import text

RESULTS: Final = Path(__file__).parent / "results"
SIZES: Final[dict[str, dict[str, int]]] = {
    "S": S,
    "L": L,
    "10M": {"n": 10_000_000},
}
_JSON: Final = RESULTS / "privacy.json"
_DEMO: Final = "10M"  # the demo of that size: only time, memory and size are measured
_REMOVED: Final = {"S": 12, "L": 2}  # people who are taken out, one at a time
_FURTHER: Final = {"S": 5, "L": 0}  # releases of other people, for coverage
_MOST_FURTHER: Final = {"S": 40, "L": 0}  # for attacks that find too few targets in one
_MOST_FOLLOWED: Final = {"S": 6, "L": 1}  # pairs of releases of others, for the same reason


def size(name: str, *, is_publishing_alone: bool = False) -> dict[str, Any]:
    """Return everything that is measured on one size, or what publishing takes alone."""
    with tempfile.TemporaryDirectory(prefix="privacy-") as scratch:
        folder = Path(scratch)
        run = settings_in(folder)
        if name == _DEMO:
            return _published(_demo(run), run, OUTCOMES[:1])[1]
        made = people(**SIZES[name])
        path = data_file(run.data_folder, made)
        release, found = _published(path, run, OUTCOMES)
        if is_publishing_alone:
            return found
        seeds = range(201, 201 + _MOST_FOLLOWED[name])
        more = (people(**SIZES[name], seed=seed) for seed in seeds)
        found |= attacked(folder, path, release, made, times=_REMOVED[name], others=more)
        found["utility"] = error(path, run, release)
        others = further(folder, SIZES[name], _MOST_FURTHER[name])
        first = [Made(release=release, data=path, run=run), *islice(others, _FURTHER[name])]
        found["coverage"] = coverage(it.release for it in first)
        found["pooled"] = pooled(attackable(chain(first, others)))
        found["most_releases"] = 1 + _MOST_FURTHER[name]
        return found


def _demo(run: Settings) -> Path:
    """Return a demo of ten million encounters, built by another process."""
    folders = {
        "SEEN_DATA_FOLDER": str(run.data_folder),
        "SEEN_SECRETS": str(run.secrets_folder),
    }
    command = [sys.executable, "-m", "seen", "demo", "--encounters", str(SIZES[_DEMO]["n"])]
    done = subprocess.DEVNULL
    subprocess.run(command, check=True, env={**os.environ, **folders}, stdout=done, stderr=done)
    return find(run.data_folder, "demo")


def _published(
    path: Path, run: Settings, measures: tuple[str, ...]
) -> tuple[Path, dict[str, Any]]:
    """Return a release, and what making it took."""
    at, before, started = load(), _processor_seconds(), time.monotonic()
    release = published(path, run, measures=measures)
    return release, {
        "outcomes": list(measures),
        "publish_s": round(time.monotonic() - started, 1),
        "publish_cpu_s": round(_processor_seconds() - before, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "release_mb": round(release.stat().st_size / 1e6, 2),
        "publish_load": at,
    }


def _processor_seconds() -> float:
    """Return the processor seconds of this process, of all its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


# -- the page ------------------------------------------------------------------------------------


def markdown(found: dict[str, Any]) -> str:
    """Return the results as a page."""
    said = [
        "# What a release gives away, and what it is worth",
        "",
        f"Written by `python -m bench.privacy`, which says how. {found['measured_at']}, load "
        f"{found['load']}.",
    ]
    for name, one in found["sizes"].items():
        said += [
            "",
            f"## {_heading(name)}",
            "",
            f"Publishing {', '.join(one['outcomes'])}: {one['publish_s']} s "
            f"({one['publish_cpu_s']} s of the processors), at most {one['peak_mb']:,} MB; the "
            f"release has {one['release_mb']} MB.{_load(one)}",
        ]
        if "attacks" in one:
            said += ["", *_attack_rows(one), "", *_other_lines(one)]
    return "\n".join([*said, ""])


def _load(one: dict[str, Any]) -> str:
    """Return what else the machine was doing before a release was published, where it is known."""
    return f" Load before it: {one['publish_load']}." if "publish_load" in one else ""


def _heading(name: str) -> str:
    """Return what a size is."""
    of = SIZES[name]
    if name == _DEMO:
        return f"The demo of {of['n']:,} encounters"
    return (
        f"{name}: {of['n']:,} encounters, {of['n_recipients']:,} recipients, "
        f"{of['n_workers']:,} practitioners, {of['n_places']} institutions"
    )


def _attack_rows(one: dict[str, Any]) -> Iterator[str]:
    """Yield the table of attacks."""
    yield "| attack | outcome | targets | recovered % | best guess % | without % | within limit |"
    yield "|---|---|---|---|---|---|---|"
    instead = {(it["attack"], it["outcome"]): it for it in one.get("pooled", ())}
    alone = [(row, "") for row in one["attacks"]]
    followed = [(row, ", second release") for row in one.get("followed", ())]
    for own, which in (*alone, *followed):
        row = instead.get((own["attack"], own["outcome"]), own)
        n = max(row["n_targets"], 1)
        told = [f"{100 * row[key] / n:.1f}" for key in ("recovered", "guessed", "base")]
        told = told if row["has_guess"] else [told[0], "", ""]
        name = text(f"attack.name.{row['attack']}")
        name += which if own["attack"] == LEFT else ""
        cells = [name, row["outcome"], _targets(row), *told, _within(row)]
        yield f"| {' | '.join(cells)} |"


def _targets(row: dict[str, Any]) -> str:
    """Return how many targets an attack had, and what stands behind that number."""
    beside = []
    if (n_all := row.get("n_all", 0)) > row["n_targets"]:
        beside.append(f"of {n_all:,}")
    if n_unsolved := row.get("n_unsolved", 0):
        beside.append(f"{n_unsolved:,} not solved")
    if (n_releases := row.get("n_releases", 1)) > 1:
        beside.append(f"in {n_releases} {row.get('of', 'releases')}")
    return f"{row['n_targets']:,} ({'; '.join(beside)})" if beside else f"{row['n_targets']:,}"


def _pair_lines(one: dict[str, Any]) -> Iterator[str]:
    """Yield which attacks did not look at all pairs of sets."""
    for row in (*one["attacks"], *one.get("pooled", ())):
        if row.get("n_pairs", 0) < row.get("n_all_pairs", 0):
            name, n, n_all = row["attack"], row["n_pairs"], row["n_all_pairs"]
            n_releases = row.get("n_releases", 1)
            yield (
                f"- {text(f'attack.name.{name}').capitalize()}, {row['outcome']}: looked at {n:,} "
                f"of {n_all:,} pairs of sets in {n_releases} release(s), those with the least "
                f"noise first."
            )


def _within(row: dict[str, Any]) -> str:
    """Return whether an attack stayed within its limit, in words."""
    if row["within"] == PREVENTED:
        return f"yes: {row['n_before']:,} before protection, none left"
    return text(f"attack.kept.{row['within']}")


def _pooled_lines(one: dict[str, Any]) -> Iterator[str]:
    """Yield what the attacks by two sets that differ by one were tried on."""
    if not one.get("pooled"):
        return
    n, n_most = one["pooled"][0]["n_releases"], one["most_releases"]
    attacks = [text(f"attack.name.{it}") for it in (EQUALITY, DIFFERENCING)]
    yield (
        f"- {attacks[0].capitalize()} and {attacks[1]} were attacked in {n} releases of different "
        f"people and keys, one after another until {ENOUGH} targets were found, in at most "
        f"{n_most}."
    )
    told = [
        f"{it['outcome']} {it['n_before']:,} ({100 * it['recovered_before'] / it['n_before']:.0f} "
        f"% read)"
        for it in one["pooled"]
        if it.get("n_before")
    ]
    yield (
        f"- Equal counts before protection, where groups of fewer than {MINIMUM_PEOPLE} answers "
        f"are withheld and nothing more is done: {', '.join(told) or 'none'}."
    )


def _other_lines(one: dict[str, Any]) -> Iterator[str]:
    """Yield the other findings as a list."""
    removed, utility, coverage = one["removed"], one["utility"], one["coverage"]
    n = max(removed["n_targets"], 1)
    yield from _pooled_lines(one)
    yield from _pair_lines(one)
    yield (
        f"- One person taken out, {removed['releases']} times: {removed['changed']} releases "
        f"changed; of {removed['n_targets']} answers that left "
        f"{100 * removed['recovered'] / n:.1f} % recovered, guessed "
        f"{100 * removed['guessed'] / n:.1f} % against "
        f"{100 * removed['base'] / n:.1f} % without."
    )
    same = "the same cells" if one["same_key_same_cells"] else "OTHER CELLS"
    yield (
        f"- The same key and people give {same}; another key changes "
        f"{100 * one['other_key_changes']:.0f} % of the values."
    )
    yield f"- Ids, names, paths and forms of the key in the bytes or texts: {one['traces']}."
    yield (
        f"- Published shares of {utility['cells']:,} cells of {MINIMUM} answers or more lie "
        f"{utility['mean_points']} points from those given (mean; 95 of 100 within "
        f"{utility['p95_points']})."
    )
    yield "- The share that answers were drawn from, and intervals of 95 % of 30 to 400 answers:"
    yield ""
    yield "| outcome, cells | intervals | hold it % | it lies above % | it lies below % |"
    yield "|---|---|---|---|---|"
    for name, sides in coverage.items():
        n = max(sum(sides.values()), 1)
        told = " | ".join(f"{100 * sides[side] / n:.1f}" for side in SIDES)
        yield f"| {name} | {n:,} | {told} |"


def main(arguments: list[str] | None = None) -> None:
    """Run it, one size after another, each in a process of its own so that memory is its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--publishing", action="store_true")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.json:
        found = size(options.size, is_publishing_alone=options.publishing)
        print(json.dumps(found, default=int))
        return
    kept = json.loads(_JSON.read_text("utf-8"))["sizes"] if _JSON.exists() else {}
    before = load()
    for name in [options.size] if options.size else ["S", "L"]:
        command = [sys.executable, "-m", "bench.privacy", "--json", "--size", name]
        command += ["--publishing"] if options.publishing else []
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        kept[name] = kept.get(name, {}) | json.loads(done.stdout)
    result = {
        "measured_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "load": before,
        "sizes": {name: kept[name] for name in SIZES if name in kept},
    }
    print(markdown(result))
    write(_JSON, json.dumps(result, indent=1))
    write(RESULTS / "privacy.md", markdown(result))


if __name__ == "__main__":
    main()
