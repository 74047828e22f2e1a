"""Slides of a deck: the numbers of the Findings in charts that can be edited, words that fit."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn

from seen.charts import pressure
from seen.charts.tables import Table
from seen.domain.decks import Card, Deck
from seen.domain.findings import Estimate
from seen.export import native, slide, slide_tables
from seen.export.forms import Bars, Dots, Lines
from seen.export.powerpoint import as_pptx
from seen.export.story import Scene, Story
from seen.figures.paged import MOST_ROWS
from seen.text import text
from tests.exports import deck, story, told

HOSTILE = ("<a:t>&amp;", "=cmd()", "مرحبا \u202e dlrow", "x" * 4_000, "\x0b\x1b[0m", "long " * 700)


@cache
def own() -> Story:
    """Return the part of the deck that slides draw by themselves, without Chromium."""
    kept = tuple(
        it
        for it in story().scenes
        if it.is_words or native.native(it, story().catalog) is not None
    )
    return replace(story(), scenes=kept)


@cache
def content() -> bytes:
    """Return its slides."""
    return as_pptx(own())


def slides(found: bytes) -> Any:
    return Presentation(io.BytesIO(found)).slides


def words_of(one: Any) -> str:
    """Return every word on a slide."""
    said = [it.text_frame.text for it in one.shapes if it.has_text_frame]
    for it in one.shapes:
        if it.has_table:
            said += [cell.text for row in it.table.rows for cell in row.cells]
    return "\n".join(said)


def charts(found: bytes) -> list[Any]:
    return [it.chart for one in slides(found) for it in one.shapes if it.has_chart]


def cached(series: Any, name: str) -> list[float]:
    """Return the numbers of a part of a series."""
    held = series._element.iter(qn(f"c:{name}"))
    return [float(it.text) for part in held for it in part.iter(qn("c:v"))]


def scenes_of(kind: type) -> list[tuple[Scene, Any]]:
    made = [(it, native.native(it, own().catalog)) for it in own().scenes]
    return [(scene, held) for scene, held in made if isinstance(held, kind)]


def test_the_marks_of_rows_are_the_estimates_of_the_findings() -> None:
    drawn: list[tuple[float, float, float]] = []
    for chart in charts(content()):
        for series in chart.plots[0].series:
            if cached(series, "plus") and series._element.find(qn("c:xVal")) is not None:
                (value,) = cached(series, "xVal")
                lower = cached(series, "minus")
                upper = cached(series, "plus")
                place = int(series._element.find(qn("c:xVal")).find(f".//{qn('c:pt')}").get("idx"))
                at = [
                    int(it.get("idx"))
                    for it in series._element.find(qn("c:errBars"))
                    .find(qn("c:minus"))
                    .iter(qn("c:pt"))
                ]
                drawn.append(
                    (value, value - lower[at.index(place)], value + upper[at.index(place)])
                )
    wanted = [
        (it.found.value, it.found.low, it.found.high)
        for _, held in scenes_of(Dots)
        for it in held.rows
        if it.found is not None and not it.is_provisional
    ]
    assert drawn == [pytest.approx(it, abs=1e-12) for it in wanted]
    known = {
        (it.value, it.low, it.high)
        for scene, _ in scenes_of(Dots)
        if scene.shown
        for finding in scene.shown.findings
        for it in finding.numbers
        if isinstance(it, Estimate)
    }
    assert set(wanted) <= known


def test_the_points_of_lines_have_their_intervals() -> None:
    found = [it for it in charts(content()) if it.plots[0]._element.tag == qn("c:lineChart")]
    assert len(found) == len(scenes_of(Lines)) > 0
    for chart, (_, held) in zip(found, scenes_of(Lines), strict=True):
        for series, line in zip(chart.plots[0].series, held.lines, strict=True):
            points = [line.points[at].found for at in line.shown]
            assert cached(series, "val") == [it.value for it in points]
            assert cached(series, "minus") == [it.value - it.low for it in points]
            assert cached(series, "plus") == [it.high - it.value for it in points]


def test_the_sheet_of_a_chart_holds_what_is_drawn() -> None:
    for chart in charts(content()):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob), data_only=True)
        values = [it.value for row in book.active.iter_rows() for it in row]
        cells = {round(it, 12) for it in values if isinstance(it, int | float)}
        for series in chart.plots[0].series:
            for name in ("xVal", "val", "minus", "plus"):
                assert {round(it, 12) for it in cached(series, name)} <= cells


def test_the_ends_of_an_interval_follow_its_value_when_that_is_edited() -> None:
    chart = charts(content())[0]
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    formulas = [
        it.value for row in book.active.iter_rows() for it in row if str(it.value).startswith("=")
    ]
    assert formulas
    assert all(re.fullmatch(r"=[A-Z]+\d+[-+][CD]\d+", it) for it in formulas)


def test_bars_are_the_shares_of_the_figure() -> None:
    assert scenes_of(Bars)
    for _, held in scenes_of(Bars):
        n = len(held.labels)
        sums = [sum(it.values[at] or 0.0 for it in held.segments) for at in range(n)]
        assert all(it == pytest.approx(held.most, rel=0.01) for it in sums if it)
        assert sum(len(part.labels) for part in held.parted()) == n


def test_every_slide_says_whom_it_counts_that_they_are_invented_and_whence() -> None:
    first, *rest = slides(content())
    assert own().dataset in words_of(first)
    for one in (first, *rest):
        assert own().banner in words_of(one)
        assert one.shapes.title.text_frame.text
    said = [words_of(it) for it in rest]
    for scene in own().scenes:
        mine = [
            it
            for it in said
            if it.find(f"{own().place(scene)}") >= 0 and own().source(scene) in it
        ]
        assert mine
        if scene.shown:
            assert all(scene.reading in it and scene.caution in it for it in mine)
            assert all(scene.interval in it and scene.sentence in it for it in mine)


def test_notes_hold_method_link_and_what_whoever_pinned_it_wrote() -> None:
    notes = [
        it.notes_slide.notes_text_frame.text for it in slides(content()) if it.has_notes_slide
    ]
    for scene in own().scenes:
        if scene.shown:
            assert any(
                scene.note in it and scene.link in it and all(line in it for line in scene.method)
                for it in notes
            )


def test_every_chart_has_its_alt_text() -> None:
    alt = [own().chart(it).alt_text for it in own().scenes if it.shown]
    for one in slides(content()):
        for it in one.shapes:
            if it.has_chart:
                assert it._element.nvGraphicFramePr.cNvPr.get("descr") in alt


def test_no_slide_holds_more_rows_than_can_be_read() -> None:
    for _, held in scenes_of(Dots):
        assert all(len(part.rows) <= MOST_ROWS for part in held.parted())
        assert sum((part.rows for part in held.parted()), ()) == held.rows


def test_nothing_reaches_beyond_a_slide() -> None:
    made = Presentation(io.BytesIO(content()))
    for one in made.slides:
        for it in one.shapes:
            assert it.left >= 0
            assert it.left + it.width <= made.slide_width + 1
            assert it.top + it.height <= made.slide_height + 1


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_words_are_words_on_a_slide(said: str) -> None:
    title, note = said[:200], said[:4_000]
    found = as_pptx(told(Deck(title=title, cards=(Card(title=title, note=note),))))
    scene = told(Deck(cards=(Card(title=title, note=note),))).scenes[0]
    flat = words_of(slides(found)[1]).replace("\v", "\n")
    assert scene.title in flat
    assert scene.note in flat
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        assert not any("vba" in it.lower() for it in archive.namelist())


def test_a_card_that_cannot_be_shown_keeps_its_slide() -> None:
    card = deck().cards[1]
    assert card.figure is not None
    strange = replace(card, figure=replace(card.figure, part="nothing"))
    found = as_pptx(told(Deck(cards=(strange,))))
    assert text("deck.no_figure") in words_of(slides(found)[1])


def test_then_and_now_stand_on_a_slide_of_their_own() -> None:
    card = deck().cards[1]
    assert card.figure is not None
    figure = replace(card.figure, numbers=((card.figure.numbers[0][0], "99 %"),))
    found = as_pptx(told(Deck(cards=(replace(card, figure=figure),))))
    assert any("99 %" in words_of(it) for it in slides(found))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60), st.integers(1, 9))
def test_tables_are_shared_out_whole_and_in_order(lengths: list[int], n_columns: int) -> None:
    rows = tuple(("word " * (1 + 9 * n),) * n_columns for n in lengths)
    table = Table(caption="t", heads=("head",) * n_columns, rows=rows, numbers=frozenset())
    found = slide_tables.sheets((table, table))
    assert [row for some in found for it in some for row in it.rows] == [*rows, *rows]
    for some in found:
        ends = [it.top + sum(it.heights) for it in some]
        assert all(end <= later.top for end, later in zip(ends, some[1:], strict=False))


@given(st.text(alphabet="ab ", max_size=300), st.floats(60, 900), st.floats(20, 400))
def test_words_shrink_until_they_fit_or_are_as_small_as_may_be(
    said: str, room: float, tall: float
) -> None:
    words = [slide.Words(said=said, size=30.0)]
    scale = slide.fitting(words, room, tall)
    assert scale == 1.0 or scale * 30 <= 30
    assert slide.high(words, room, scale) <= tall or scale * 30 <= slide.LEAST + 0.6


def test_a_line_that_an_instrument_breaks_is_a_picture_and_no_line_across() -> None:
    scene = next(it for it in story().scenes if it.shown and it.shown.draw is pressure.lines)
    assert scene.shown is not None
    assert isinstance(native.native(scene, story().catalog), Lines)
    first, *rest = scene.shown.drawn
    levels = [it.group_2 for it in first.groups if it.group_2]
    broken = replace(scene.shown, drawn=(replace(first, breaks=(levels[2],)), *rest))

    assert native.native(replace(scene, shown=broken), story().catalog) is None
