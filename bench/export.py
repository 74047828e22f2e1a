"""How long a deck of 20 cards takes to become a file, cold and warm.

    python -m bench.export                      on the demo of data/, into bench/results/export.md
    python -m bench.export --data FILE --turns 3

Cold is a program of its own from its start to its end: libraries loaded, data opened, every figure
asked, Chromium started where the kind needs it. Warm is the same again in a program that has done
it before, as a dashboard has. It promises the load and the machine beside every time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.browser import chromium
from bench.summary import load, machine, write
from seen import settings
from seen.domain import decks
from seen.domain.decks import Card, Deck
from seen.export.story import tell
from seen.export.writing import KINDS, made
from seen.figures import pinned
from seen.figures.asker import Asker
from seen.sources.opening import data_file, open_source

N_CARDS: Final = 20
LIMITS: Final = {"pptx": 5.0, "pdf": 15.0}  # seconds (issue 8)
RESULTS: Final = Path(__file__).parent / "results" / "export.md"
# one of each kind of figure, and as many rows with intervals as people pin
FIGURES: Final = (
    *(("overview", "lead"), ("gaps", "lead"), ("gaps", "adjusted"), ("gaps", "crossed")),
    *(("gaps", "gradient"), ("gaps", "earlier"), ("gaps", "over_time"), ("time_pressure", "lead")),
    *(("time_pressure", "minutes"), ("places", "lead"), ("places", "funnel")),
    *(("places", "community"), ("burnout", "lead"), ("burnout", "level"), ("burnout", "purpose")),
    *(("what_counts", "lead"), ("what_counts", "screens"), ("what_counts", "uncredited")),
    *(("human_or_machine", "lead"), ("human_or_machine", "told")),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every kind and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="a data file; by default the one built last")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args(arguments)
    run = settings.load()
    file = data_file(run, options.data)
    before = load()
    with TemporaryDirectory() as folder:
        deck = Path(folder) / "deck.toml"
        asker = Asker(open_source(file, run))
        deck.write_text(decks.to_toml(_deck(asker)), encoding="utf-8")
        found = {
            kind: (
                [_cold(kind, deck, file) for _ in range(options.turns)],
                *_warm(kind, deck, asker, options.turns),
            )
            for kind in KINDS
        }
    write(RESULTS, _markdown(found, before, file))
    print(RESULTS.read_text(encoding="utf-8"))
    return 0


def _deck(asker: Asker) -> Deck:
    """Return the deck that is measured."""
    asked = asker.catalog.default_question()
    cards = [pinned.pin(asker, *name, asked, today=date.today()) for name in FIGURES]
    made_cards = tuple(it for it in cards if isinstance(it, Card))
    if len(made_cards) != N_CARDS:
        raise SystemExit(f"This data shows {len(made_cards)} of {N_CARDS} figures; use the demo.")
    return Deck(title="Twenty cards", cards=made_cards)


def _cold(kind: str, deck: Path, file: Path) -> float:
    """Return how many seconds a program of its own takes."""
    out = deck.with_name(f"deck{KINDS[kind].ending}")
    words = ("-m", "seen", "deck", "export", deck, "--to", kind, "--data", file, "--out", out)
    started = time.perf_counter()
    subprocess.run((sys.executable, *words), check=True, capture_output=True)
    return time.perf_counter() - started


def _warm(kind: str, deck: Path, asker: Asker, turns: int) -> tuple[list[float], float]:
    """Return how many seconds it takes again, and how many MB the file has."""
    spent, size = [], 0
    for _ in range(turns + 1):
        started = time.perf_counter()
        story = tell(decks.from_toml(deck.read_bytes()), asker, today=date.today())
        size = len(made(story, kind))
        spent.append(time.perf_counter() - started)
    return spent[1:], size / 1e6


def _markdown(
    found: dict[str, tuple[list[float], list[float], float]], before: list[float], file: Path
) -> str:
    """Return the times as a page."""
    where = machine(_browser())
    rows = [
        f"| {kind} | {median(cold):.1f} ({min(cold):.1f} to {max(cold):.1f}) "
        f"| {median(warm):.1f} ({min(warm):.1f} to {max(warm):.1f}) "
        f"| {LIMITS.get(kind, '')} | {size:.1f} |"
        for kind, (cold, warm, size) in found.items()
    ]
    lines = [
        "# A deck of 20 cards as a file",
        "",
        "Written by `python -m bench.export`, which says how. Seconds, median (least to most) of"
        f" {len(next(iter(found.values()))[0])}.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {where['processor']}, {where['cores']} cores; Python"
        f" {where['python']}, Chromium {where['chromium']}. Load averages (1, 5, 15 minutes):"
        f" {before} before, {load()} after. Data: {file.name.split('-')[0]},"
        f" {file.stat().st_size / 1e6:.0f} MB.",
        "",
        "| kind | cold, s | warm, s | limit, s | MB |",
        "|---|---|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _browser() -> str:
    """Return the version of the Chromium that is used."""
    said = subprocess.run((chromium(), "--version"), capture_output=True, text=True, check=True)
    return next((it for it in said.stdout.split() if it[:1].isdigit()), "")


if __name__ == "__main__":
    raise SystemExit(main())
