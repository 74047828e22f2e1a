"""Click to repaint, in a real browser, beside a one-chart Streamlit page that does no work.

It promises that a page and the baseline are clicked in turn, in the same minutes, on one machine.

    python -m bench.click                        a demo of 360,000 encounters, every page
    python -m bench.click --encounters 10000000  a larger one, built in a temporary folder
    python -m bench.click --page gaps            one page: printed, and not kept

A click is counted from its pointerdown in the page until the first task after the frame that
shows what it asked for: another reading line, every figure drawn anew, no script running and
nothing stale (bench/repaint.js). The baseline is counted the same way. Of every page and of the
baseline the table is open. Uncached clicks ask for combinations of filters not asked before;
cached ones go back and forth between two that were.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page

from bench import data_time, sessions
from bench.browser import ROOT, Running, Watched, launched, started
from bench.summary import beside, keep, load, machine, markdown
from seen import settings
from seen.demo.generate import NAME
from seen.demo.generate import build as build_demo
from seen.demo.sizes import FULL
from seen.sources.opening import data_file, open_source
from seen.text import text

RESULTS: Final = ROOT / "bench" / "results"
BASELINE: Final = "bench/baseline/app.py"
WARM_UP: Final = 2  # clicks of each series that do not count
PRESSURES: Final = "12345"
_REPAINT: Final = (ROOT / "bench" / "repaint.js").read_text(encoding="utf-8")
_SETTLE: Final = 400  # ms between clicks
_SEEN: Final = {"line": ".seen-reading", "figures": '[class*="st-key-figure"] .js-plotly-plot'}
_PLAIN: Final = {"line": ".line", "figures": ".st-key-figure .js-plotly-plot"}

# Where a visit starts: each page elsewhere, since what one page asked is cached for all.
_PROFESSIONS: Final = (
    *("nurse", "hospital_doctor", "primary_care_doctor", "social_worker", "therapist"),
    "k12_teacher",
)
_MOST_CLICKS: Final = 2 ** len(PRESSURES) - 1 - WARM_UP


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A page that is measured: its link and which filter is clicked."""

    path: str
    chooses_profession: bool = False  # where a figure of the page knows no time pressure
    start: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...] = ()

    def link(self) -> str:
        """Return the link that clicks start from."""
        return f"{self.path}?{urlencode([*self.query, *self.start])}"


PAGES: Final = {
    "overview": Measured(path="/overview", start=(("profession", _PROFESSIONS[0]),)),
    "gaps": Measured(path="/gaps", start=(("profession", _PROFESSIONS[1]),)),
    "gaps, crossed open": Measured(
        path="/gaps",
        query=(("by2", "recipient_income"),),
        start=(("profession", _PROFESSIONS[2]),),
    ),
    "time_pressure": Measured(
        path="/time_pressure",
        chooses_profession=True,
        start=(("recipient_race_ethnicity", "black"), ("recipient_race_ethnicity", "white")),
    ),
    "places": Measured(path="/places", start=(("recipient_income", "low"),)),
    "burnout": Measured(
        path="/burnout",
        chooses_profession=True,
        start=(("worker_gender", "man"), ("worker_gender", "woman")),
    ),
    "what_counts": Measured(
        path="/what_counts",
        chooses_profession=True,
        start=(("safety_net", "true"), ("safety_net", "false")),
    ),
    "human_or_machine": Measured(
        path="/human_or_machine",
        chooses_profession=True,
        start=(("recipient_race_ethnicity", "black"), ("recipient_race_ethnicity", "white")),
    ),
    "methods": Measured(path="/methods", start=(("profession", _PROFESSIONS[3]),)),
}


def toggles(n_buttons: int) -> Iterator[int]:
    """Yield which button to click next, so that no combination comes twice (Gray's code)."""
    for turn in range(1, 2**n_buttons):
        yield (turn & -turn).bit_length() - 1


class Clicked:
    """A page in the browser, ready to be clicked."""

    def __init__(self, page: Page, watched: dict[str, str], button: Callable[[int], Any]) -> None:
        self._page, self._watched, self._button = page, watched, button

    def click(self, place: int) -> float:
        """Click a button; return the milliseconds until what it asked for is drawn."""
        self._page.bring_to_front()
        self._page.wait_for_timeout(_SETTLE)
        self._page.evaluate(_REPAINT, self._watched)
        self._button(place).click()
        return float(self._page.evaluate("() => window.repainted"))


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Watched]:
    """Yield an empty page of a new visitor, 1280 px wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Watched(page=context.new_page(), address=address)
    context.close()


def plain(visitor: Watched) -> Clicked:
    """Open the baseline."""
    _first_figure(visitor, "/")
    buttons = visitor.page.get_by_role("radiogroup").or_(
        visitor.page.locator('[data-testid="stButtonGroup"]')
    )
    return Clicked(
        visitor.page,
        _PLAIN,
        lambda place: buttons.get_by_role("button", name=PRESSURES[place], exact=True),
    )


def seen(visitor: Watched, measured: Measured) -> Clicked:
    """Open a page of Seen with its table."""
    page = visitor.page
    visitor.open(measured.link())
    page.get_by_role("button", name=text("card.table")).first.click()
    page.locator(".st-key-action .seen-table").first.wait_for()
    visitor.rest()
    if not measured.chooses_profession:
        bar = page.locator(".st-key-filters")
        return Clicked(
            page,
            _SEEN,
            lambda place: bar.get_by_role("button", name=PRESSURES[place], exact=True),
        )
    page.get_by_role("button", name=text("filters.profession")).first.click()
    pills = page.locator('[data-testid="stPopoverBody"]').get_by_role("button")
    pills.first.wait_for()
    visitor.rest()
    return Clicked(page, _SEEN, pills.nth)


def series(own: Clicked, other: Clicked, *, clicks: int, kind: str) -> dict[str, Any]:
    """Return a series of clicks on a page and, between them, on the baseline."""
    total = clicks + WARM_UP
    places = toggles(len(PRESSURES)) if kind == "uncached" else cycle([0])
    found: tuple[list[float], list[float]] = ([], [])
    for _, place in zip(range(total), places, strict=False):
        found[1].append(other.click(place))
        found[0].append(own.click(place))
    return beside(found[0][WARM_UP:], found[1][WARM_UP:])


def click_pages(
    browser: Browser, at: Running, baseline: Running, names: Sequence[str], clicks: int
) -> dict[str, Any]:
    """Return every series of every page."""
    found: dict[str, Any] = {}
    for name in names:
        for kind in ("uncached", "cached"):
            with opened(browser, at.address) as own, opened(browser, baseline.address) as other:
                clicked = seen(own, PAGES[name])
                done = series(clicked, plain(other), clicks=clicks, kind=kind)
            found.setdefault(name, {})[kind] = done
            print(f"{name}, {kind}: {done['ratio_p50']:.2f} times", flush=True)
    return found


def cold_starts(browser: Browser, folder: Path, times: int) -> dict[str, dict[str, list[float]]]:
    """Return the seconds from starting a server until it answers, and until a figure is drawn."""
    found: dict[str, dict[str, list[float]]] = {}
    for _ in range(times):
        for name, script, path in (
            ("baseline", BASELINE, "/"),
            ("Seen", "dashboard.py", "/gaps"),
        ):
            start = time.monotonic()
            with _server(folder, script) as running, opened(browser, running.address) as visitor:
                healthy = time.monotonic() - start
                _first_figure(visitor, path)
                drawn = time.monotonic() - start
            kept = found.setdefault(name, {"healthy_s": [], "first_figure_s": []})
            kept["healthy_s"].append(round(healthy, 2))
            kept["first_figure_s"].append(round(drawn, 2))
    return found


def memory(folder: Path, n_sessions: int) -> dict[str, Any]:
    """Return the memory of a fresh server with many sessions, each on a page and filters."""
    paths = [it.path.lstrip("/") for it in PAGES.values()]
    links = [
        (
            paths[place % len(paths)],
            urlencode(
                {
                    "profession": _PROFESSIONS[place % len(_PROFESSIONS)],
                    "time_pressure": PRESSURES[place // len(_PROFESSIONS) % len(PRESSURES)],
                }
            ),
        )
        for place in range(n_sessions)
    ]
    with _server(folder, "dashboard.py") as running:
        return sessions.memory(running, links)


@contextmanager
def _server(folder: Path, script: str) -> Iterator[Running]:
    """Yield a fresh server on the demo of a folder."""
    with started(folder, script=script, environment={"SEEN_DATA": NAME}) as running:
        yield running


def _first_figure(visitor: Watched, path: str) -> None:
    """Open a link and wait until its figure is drawn and nothing runs."""
    visitor.page.goto(f"{visitor.address}{path}")
    visitor.page.locator(".st-key-figure .main-svg").first.wait_for(state="attached")
    visitor.rest()


def run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure everything that was asked for on a demo of its size."""
    _ensure_demo(folder, options.encounters)
    places = {"SEEN_DATA_FOLDER": str(folder), "SEEN_DATA": NAME}
    run_settings = settings.load(places)
    path = data_file(run_settings)
    names = options.page or list(PAGES)
    result: dict[str, Any] = {
        "encounters": options.encounters,
        "measured_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "file_mb": round(path.stat().st_size / 2**20, 1),
        "load": {"before": load()},
    }
    print(f"load {result['load']['before']}; data time", flush=True)
    source = open_source(path, run_settings)
    result["data_time"] = data_time.measure(source, turns=options.clicks)
    source.close()
    with launched() as browser:
        result["machine"] = machine(browser.version)
        with _server(folder, "dashboard.py") as own, _server(folder, BASELINE) as other:
            result["clicks"] = click_pages(browser, own, other, names, options.clicks)
        if not options.page:
            print("cold starts", flush=True)
            result["cold_start"] = cold_starts(browser, folder, options.cold)
    if not options.page:
        print("memory", flush=True)
        result["memory"] = memory(folder, options.sessions)
    result["load"]["after"] = load()
    return result


def _ensure_demo(folder: Path, encounters: int) -> None:
    """Build the demo unless the folder holds one."""
    if not (folder / f"{NAME}.current").exists():
        print(f"building a demo of {encounters:,} encounters", flush=True)
        build_demo(folder=folder, encounters=encounters, progress=lambda *_: None)


def _parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(
        prog="bench.click",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--encounters", type=int, default=FULL)
    parser.add_argument("--clicks", type=int, default=15, help=f"9 to {_MOST_CLICKS}")
    parser.add_argument("--page", action="append", choices=list(PAGES), help="only this page")
    parser.add_argument("--cold", type=int, default=3, help="how many cold starts")
    parser.add_argument("--sessions", type=int, default=50, help="how many are open at once")
    parser.add_argument("--data", type=Path, help="keep the demo in this folder, for the next run")
    parser.add_argument("--results", type=Path, default=RESULTS)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and, when every page was measured, keep the results."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not 9 <= options.clicks <= _MOST_CLICKS:
        parser.error(f"--clicks must lie between 9 and {_MOST_CLICKS}.")
    for name in ("SEEN_SCREEN_PEOPLE", "SEEN_HOSTED"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="seen-bench-") as temporary:
        folder = options.data / f"demo-{options.encounters}" if options.data else Path(temporary)
        result = run(options, folder)
    print(markdown(result))
    if not options.page:
        print(f"kept in {keep(result, options.results)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
