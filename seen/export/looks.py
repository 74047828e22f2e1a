"""Colours, faces and code of an exported page, all inside the page itself.

It promises that a page opened from a disk fetches nothing from anywhere.
"""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from seen.charts import Chart, faces
from seen.charts.palette import DARK, LIGHT
from seen.export.story import Scene, Story
from seen.settings import ROOT

LEAST: Final = 820  # px: the narrowest that a wide figure is set for
_FONTS: Final = ROOT / "static" / "fonts"
_HERE: Final = Path(__file__).parent
# nothing may be fetched; what is drawn and how stands in the page
POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'"
)


class Kind(StrEnum):
    """What a page is for."""

    SCREEN = "screen"
    PRINT = "print"  # everything open, light and wide
    PICTURE = "picture"  # a card each, without what is folded away


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way a figure is drawn: for a width and a theme."""

    is_narrow: bool
    is_dark: bool

    @property
    def name(self) -> str:
        """What page.js calls it."""
        width, theme = ("narrow", "wide"), ("dark", "light")
        return f"{width[not self.is_narrow]}_{theme[not self.is_dark]}"


PRINTED: Final = (Variant(is_narrow=False, is_dark=False),)
EVERY: Final = tuple(
    Variant(is_narrow=narrow, is_dark=dark) for narrow in (False, True) for dark in (False, True)
)


def style() -> str:
    """Return the style of a page: faces, the colours of both themes, and the rules."""
    light, dark = faces.variables(LIGHT), faces.variables(DARK)
    themes = (
        f":root{{color-scheme:light;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{"
        f":root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}"
    )
    return f"{_faces()}{themes}{(_HERE / 'page.css').read_text(encoding='utf-8')}"


def code() -> str:
    """Return the code of a page."""
    return (_HERE / "page.js").read_text(encoding="utf-8")


@cache
def library(*, is_kept: bool) -> str:
    """Return the library that draws, packed; soon where the page is not kept, else small."""
    held = files("plotly") / "package_data" / "plotly.min.js"
    return packed(held.read_bytes(), 9 if is_kept else 1)


def packed(content: bytes, level: int = 9) -> str:
    """Return bytes as page.js unpacks them; the same bytes give the same text."""
    return base64.b64encode(gzip.compress(content, level, mtime=0)).decode("ascii")


def figures(story: Story, variants: tuple[Variant, ...]) -> str:
    """Return every figure of a Story in some variants, packed, by the number of its card."""
    held = {str(it.number): _figure(story, it, variants) for it in story.scenes if it.shown}
    return packed(json.dumps(held, separators=(",", ":")).encode())


def _figure(story: Story, scene: Scene, variants: tuple[Variant, ...]) -> dict[str, Any]:
    """Return one figure; where it is drawn for one width alone, that is for every width."""
    charts = {
        it.name: story.chart(scene, is_dark=it.is_dark, is_narrow=it.is_narrow) for it in variants
    }
    least = LEAST if any(it.is_narrow for it in variants) else 0
    heights = {name: chart.height for name, chart in charts.items()}
    return {"least": least, "height": heights} | {n: bare(it) for n, it in charts.items()}


def bare(chart: Chart) -> dict[str, Any]:
    """Return a figure without what a click needs, which no export has."""
    found: dict[str, Any] = json.loads(chart.figure.to_json())
    for trace in found["data"]:
        trace.pop("customdata", None)
        trace["hoverinfo"] = "skip"
    return {"data": found["data"], "layout": found["layout"]}


@cache
def _faces() -> str:
    """Return the faces with their files inside."""
    return faces.rules(
        lambda name: (
            "data:font/woff2;base64,"
            + base64.b64encode((_FONTS / name).read_bytes()).decode("ascii")
        )
    )
