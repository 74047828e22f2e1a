"""Axes of figures whose values run to the right: where they start, end and are marked.

It promises that a zoomed axis is chosen by one rule and says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seen.domain.findings import Estimate, Finding
from seen.domain.measures import Show
from seen.text import text
from seen.wording.counted import share_words
from seen.wording.numbers import MINUS, NO_BREAK

_ZOOM_WITHIN: Final = 0.40  # VISUAL.md: zoom where all intervals fit in 40 points
_TEN: Final = 0.1
_MOST_TICKS: Final = 6
_LEAST_SPAN: Final = 1e-6


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The value axis of a figure."""

    low: float
    high: float
    ticks: tuple[float, ...]
    tick_words: tuple[str, ...]
    title: str
    short: str = ""  # the title without what the sentence says too, where room is short


def value_axis(finding: Finding, language: str, *, values: Sequence[float] | None = None) -> Axis:
    """Return the axis on which a Finding's values are drawn.

    `values` are all ends and comparisons of a figure that draws several Findings or parts of one.
    """
    drawn = drawn_ends(finding) if values is None else values
    if finding.question.show is Show.MEAN:
        return _mean_axis(finding, drawn, language)
    title = share_words(finding.measure, finding.question.show, language)
    return _share_axis(drawn, title, language)


def variation_axis(values: Sequence[float], language: str) -> Axis:
    """Return the axis on which shares of a variation are drawn; `values` are all of their ends."""
    return _share_axis(values, text("burnout.axis", language), language)


def _share_axis(values: Sequence[float], title: str, language: str) -> Axis:
    """Return an axis of shares, whose title says its ends where it is not whole."""
    low, high = _share_ends(values)
    ticks = _steps(low, high, _TEN if high - low <= 0.6 else 2 * _TEN)
    short = ""
    if (low, high) != (0.0, 1.0):
        ends = {"low": round(100 * low), "high": f"{round(100 * high)}{NO_BREAK}%"}
        short = text("chart.axis_zoom", language, **ends)
        title = f"{title}, {short}"
    words = tuple(f"{round(100 * tick)}{NO_BREAK}%" for tick in ticks)
    return Axis(low=low, high=high, ticks=ticks, tick_words=words, title=title, short=short)


def change_axis(
    values: Sequence[float], show: Show, title: str, language: str, sign: int = 1
) -> Axis:
    """Return an axis of changes around zero, whose title says what lies to either side of it.

    Parameters
    ----------
    values
        Every value that is drawn, and zero.
    title
        A key of seen/text.
    sign
        -1 where more is drawn to the left.
    """
    span = max(max(values) - min(values), _LEAST_SPAN)
    step = _round_step(span / _MOST_TICKS)
    low = math.floor(round(min(values) / step, 9)) * step
    high = math.ceil(round(max(values) / step, 9)) * step
    ticks = _steps(low, high, step)
    scale, sides = (1, ["lower", "higher"]) if show is Show.MEAN else (100, ["fewer", "more"])
    left = text(f"changes.{sides[::sign][0]}", language)
    return Axis(
        low=low,
        high=high,
        ticks=ticks,
        tick_words=tuple(_number(abs(scale * at)) for at in ticks),
        title=text(title, language, left=left),
    )


def _share_ends(values: Sequence[float]) -> tuple[float, float]:
    """Return 0 and 1, or round tens around all values where they lie close together."""
    if not values or max(values) - min(values) > _ZOOM_WITHIN:
        return 0.0, 1.0
    low = math.floor(round(min(values) / _TEN, 9)) * _TEN
    high = math.ceil(round(max(values) / _TEN, 9)) * _TEN
    if round(high - low, 9) < _TEN:  # all values are one, a round ten
        low, high = (low, high + _TEN) if high < 1 else (low - _TEN, high)
    if round(high - low, 9) < 2 * _TEN:  # a narrower axis makes small differences look large
        low, high = (low - _TEN, high) if low >= _TEN else (low, high + _TEN)
    return max(0.0, round(low, 9)), min(1.0, round(high, 9))


def _mean_axis(finding: Finding, values: Sequence[float], language: str) -> Axis:
    """Return the whole scale of an instrument; round ends where a record has no scale."""
    low, high = finding.measure.scale
    key = "chart.axis_scale"
    if finding.measure.reporter == "record" and values:
        step = _round_step(max(max(values) - min(values), _LEAST_SPAN) / 2)
        low = math.floor(round(min(values) / step, 9)) * step
        high = math.ceil(round(max(values) / step, 9)) * step
        key = "chart.axis_zoom"
    ticks = _steps(low, high, _round_step((high - low) / _MOST_TICKS))
    title = text("chart.axis_mean", language, label=finding.measure.phrase("label", language))
    ends = text(key, language, low=_number(low), high=_number(high))
    return Axis(
        low=low,
        high=high,
        ticks=ticks,
        tick_words=tuple(_number(tick) for tick in ticks),
        title=f"{title}, {ends}",
        short=f"{text('show.mean', language)}, {ends}",
    )


def _number(found: float) -> str:
    """Return a round number with a true minus."""
    return f"{round(found, 9) + 0.0:,g}".replace("-", MINUS)


def drawn_ends(finding: Finding) -> list[float]:
    """Return every end of an interval and every comparison that will be drawn."""
    found: list[float] = []
    for item in finding.groups:
        if isinstance(item.estimate, Estimate):
            found += [item.estimate.low, item.estimate.high]
    return found + [gap.reference.value for gap in finding.gaps if gap.reference is not None]


def _steps(low: float, high: float, step: float) -> tuple[float, ...]:
    """Return round values from low to high."""
    first, last = math.ceil(round(low / step, 9)), math.floor(round(high / step, 9))
    return tuple(round(index * step, 9) for index in range(first, last + 1))


def _round_step(wanted: float) -> float:
    """Return the round number (1, 2 or 5 times a power of ten) at or above a step."""
    power = 10.0 ** math.floor(math.log10(wanted))
    choices: Sequence[float] = (1, 2, 5, 10)
    return next(power * choice for choice in choices if power * choice >= wanted * (1 - 1e-9))
