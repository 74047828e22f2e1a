"""The words of a figure as HTML that the page lays over it: a browser sets them far sooner there.

It promises every word where Plotly would have put it at any width; what it cannot place so, it
leaves to Plotly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from seen.charts import Chart

_PLACED: Final = frozenset(
    ("text", "x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift", "showarrow")
)
_DRESSED: Final = frozenset(("align", "font", "bgcolor", "borderpad", "height"))
_BACK: Final = {"left": 0, "center": -50, "right": -100}  # % of its width a word is moved
_BORDER: Final = 1  # px; Plotly counts a border around every annotation, and pads by as much


def over(chart: Chart) -> Chart:
    """Return a chart whose words are HTML; the one that is given keeps its own.

    A figure of ten rows holds some fifty annotations, and Plotly takes longer over those than over
    everything else in it: drawn alone, 93 ms with them and 30 without.
    """
    drawn = chart.figure.to_plotly_json()
    layout = drawn["layout"]
    kept, words = [], []
    for word in layout.get("annotations", ()):
        if _can_lie_over(word, layout):
            words.append(_html(word, layout, chart.height))
        else:
            kept.append(word)
    bare = type(chart.figure)(
        {"data": drawn["data"], "layout": {**layout, "annotations": kept}}, _validate=False
    )
    return replace(chart, figure=bare, words="".join(words))


def _can_lie_over(word: Mapping[str, Any], layout: Mapping[str, Any]) -> bool:
    """Return whether a word has a place and a dress that can be said in HTML."""
    known = set(word) <= _PLACED | _DRESSED and word.get("yanchor") == "middle"
    placed = all(_has_range(layout, word.get(f"{axis}ref", "")) for axis in "xy")
    return placed and known and not word.get("showarrow")


def _has_range(layout: Mapping[str, Any], ref: str) -> bool:
    """Return whether an axis, or the plot, runs between numbers that are given."""
    if ref == "paper":
        return True
    axis = layout.get(_axis(ref), {})
    ends = axis.get("range", ())
    return len(ends) == 2 and all(isinstance(end, int | float) for end in ends)


def _axis(ref: str) -> str:
    """Return the name of an axis in a layout: "y2" is "yaxis2"."""
    return f"{ref[:1]}axis{ref[1:]}"


def _share(at: float, ref: str, layout: Mapping[str, Any]) -> float:
    """Return how far along the plot something stands, 0 to 1 where it is inside."""
    if ref == "paper":
        return at
    axis = layout[_axis(ref)]
    first, last = axis["range"]
    start, end = axis.get("domain", (0, 1))
    return float(start + (end - start) * (at - first) / (last - first))


def _html(word: Mapping[str, Any], layout: Mapping[str, Any], height: int) -> str:
    """Return one word, its place in px and in parts of the width."""
    margin, font = layout["margin"], word["font"]
    along = _share(word["x"], word["xref"], layout)
    x = margin["l"] - along * (margin["l"] + margin["r"]) + word.get("xshift", 0)
    plot = height - margin["t"] - margin["b"]
    up = _share(word["y"], word["yref"], layout)
    y = margin["t"] + (1 - up) * plot - word.get("yshift", 0)
    pad = word.get("borderpad", _BORDER) + _BORDER
    said = {
        "left": f"calc({100 * along:.4g}% + {x:.4g}px)",
        "top": f"{y:.5g}px",
        "transform": f"translate({_BACK[word['xanchor']]}%,-50%)",
        "color": font["color"],
        "font-size": f"{font['size']}px",
        "padding": f"{pad}px",
    }
    if word.get("align", "center") != "left":
        said["text-align"] = word.get("align", "center")
    if "bgcolor" in word:
        said["background"] = word["bgcolor"]
    if "height" in word:
        line = word["height"] / (1 + word["text"].count("<br>"))
        said |= {"height": f"{word['height']}px", "line-height": f"{line:g}px"}
    style = ";".join(f"{name}:{value}" for name, value in said.items())
    return f'<span style="{style}">{word["text"]}</span>'
