"""Figures of burnout: one axis, a mark for each block, broken lines, nothing hidden left out."""

import json
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from seen.charts import shares as drawn_shares
from seen.charts.palette import DARK, LIGHT
from seen.charts.shares import shares
from seen.charts.tables import as_csv, parts_table, table
from seen.charts.waves import waves
from seen.domain import burnout
from seen.domain.findings import Estimate, Finding, Reason, Withheld
from tests.helpers import question
from tests.test_charts_figures import GOLDEN, IS_UPDATING, written
from tests.workers import workers

LOOKS: dict[str, Any] = {"is_dark": False, "title": "Why"}


def found(instrument="MBI_SCORES", **where):
    """Return a Finding of blocks for each scale of an instrument."""
    asked = question("burden", "mean", "profession", where={"instrument": [instrument], **where})
    return tuple(map(workers().finding, burnout.blocks(asked, workers().catalog)))


def wave_finding(instrument="CBI"):
    """Return the waves of exhaustion."""
    asked = question("burden", "mean", "profession", where={"instrument": [instrument]})
    made = burnout.waves(asked, workers().catalog)
    assert made is not None
    return workers().finding(made)


def hidden(finding: Finding, reason: Reason, names: tuple[str, ...] | None = None) -> Finding:
    """Return a Finding with some of its numbers, or all, withheld."""
    why = Withheld(reason=reason, n_answers=18 if reason is Reason.TOO_FEW else None)
    return replace(
        finding,
        parts=tuple(
            replace(it, estimate=why) if names is None or it.group in names else it
            for it in finding.parts
        ),
        groups=tuple(
            replace(it, estimate=why) if names is None or it.group in names else it
            for it in finding.groups
        ),
    )


CASES = {
    "usual": lambda: found(),
    "one": lambda: tuple(hidden(it, Reason.PRIVATE, ("impeded",)) for it in found()),
    "all": lambda: tuple(hidden(it, Reason.TOO_FEW) for it in found()),
}
WAVES = {
    "usual": lambda: wave_finding(),
    "one": lambda: hidden(wave_finding(), Reason.PRIVATE, ("2024 Q2",)),
    "all": lambda: hidden(wave_finding(), Reason.TOO_FEW),
}


def golden(name, chart):
    """Hold a figure against the one that was looked at; SEEN_UPDATE_GOLDEN=1 writes it anew."""
    path = GOLDEN / f"burnout_{name}.json"
    go.Figure(json.loads(chart.figure.to_json()))  # Plotly checks every name and value
    if IS_UPDATING:
        path.write_text(written(chart), encoding="utf-8")
    assert json.loads(written(chart)) == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_the_figure_of_shares_is_the_one_that_was_looked_at(case, is_narrow):
    chart = shares(CASES[case](), workers().catalog, is_narrow=is_narrow, **LOOKS)

    golden(f"shares_{case}_{'narrow' if is_narrow else 'wide'}", chart)


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("case", WAVES)
def test_the_figure_of_waves_is_the_one_that_was_looked_at(case, is_narrow):
    chart = waves(WAVES[case](), workers().catalog, is_narrow=is_narrow, **LOOKS)

    golden(f"waves_{case}_{'narrow' if is_narrow else 'wide'}", chart)


# -- shares --------------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_each_block_keeps_the_mark_of_the_design_whatever_is_withheld(colours):
    one = tuple(hidden(it, Reason.PRIVATE, ("overload",)) for it in found())

    chart = shares(one, workers().catalog, is_dark=colours is DARK, is_narrow=False, title="Why")

    (dots,) = [it for it in chart.figure.data if it.type == "scatter"]
    assert list(dots.marker.symbol) == ["square", "diamond"] * 3
    assert list(dots.marker.line.color) == [colours.slots[2], colours.slots[0]] * 3


@pytest.mark.parametrize("is_narrow", [False, True])
def test_every_share_stands_with_its_interval_and_its_words(is_narrow):
    findings = found()

    chart = shares(findings, workers().catalog, is_narrow=is_narrow, **LOOKS)

    estimates = [
        it.estimate
        for finding in findings
        for it in finding.parts
        if it.name == "block" and isinstance(it.estimate, Estimate)
    ]
    (dots,) = chart.figure.data
    lines = [it for it in chart.figure.layout.shapes if it.type == "line"]
    assert list(dots.x) == [it.value for it in estimates]
    assert [(it.x0, it.x1) for it in lines] == [(it.low, it.high) for it in estimates]
    words = [it.text for it in chart.figure.layout.annotations]
    assert sum("%" in said and "(" in said for said in words) == len(estimates)
    assert sum("unexplained" in said for said in words) == len(findings)
    assert "Maslach Burnout Inventory, scores" in words


def test_a_share_whose_interval_reaches_nothing_is_hollow_and_said_as_under_one():
    finding = found()[0]
    tiny = replace(
        next(it.estimate for it in finding.parts if isinstance(it.estimate, Estimate)),
        value=0.004,
        low=0.0,
        high=0.02,
    )
    made = replace(
        finding,
        parts=tuple(
            replace(it, estimate=tiny) if (it.name, it.group) == ("block", "relating") else it
            for it in finding.parts
        ),
    )

    chart = shares([made], workers().catalog, is_narrow=False, **LOOKS)

    (dots,) = chart.figure.data
    assert [it == LIGHT.card for it in dots.marker.color].count(True) >= 1
    assert dots.marker.color[1] == LIGHT.card
    assert any(it.text.startswith("under\u00a01") for it in chart.figure.layout.annotations)


def test_what_is_hidden_keeps_its_row_its_height_and_its_cause():
    usual, closed = CASES["usual"](), tuple(hidden(it, Reason.PRIVATE) for it in found())

    charts = [shares(it, workers().catalog, is_narrow=False, **LOOKS) for it in (usual, closed)]

    assert charts[0].height == charts[1].height
    assert charts[0].height == drawn_shares.height(3, 3, is_narrow=False)
    (bars,) = charts[1].figure.data
    assert len(bars.y) == 9
    assert charts[1].alt_text.count("Hidden to protect people") == 9


# -- waves ---------------------------------------------------------------------------------------


def test_the_line_is_broken_where_the_instrument_changed_and_says_so():
    finding = wave_finding()

    chart = waves(finding, workers().catalog, is_narrow=False, **LOOKS)

    (line,) = chart.figure.data
    assert finding.breaks == ("2024 Q3",)
    assert [value is None for value in line.x] == [False, False, True, False, False]
    assert [it.text for it in chart.figure.layout.annotations].count("instrument changed") == 1
    assert "2024 Q3: instrument changed" in chart.alt_text


def test_a_wave_that_is_withheld_joins_nothing():
    chart = waves(WAVES["one"](), workers().catalog, is_narrow=False, **LOOKS)

    line = next(it for it in chart.figure.data if it.type == "scatter")
    assert [value is None for value in line.x] == [False, True, True, False, False]
    assert "Hidden to protect people" in chart.alt_text


# -- the same numbers as a table -----------------------------------------------------------------


def test_the_table_of_shares_says_what_the_figure_says_and_of_which_scale():
    finding = found()[1]

    made = parts_table(finding, workers().catalog)

    assert made is not None
    assert made.caption.startswith("Distance (depersonalization)")
    chart = shares([finding], workers().catalog, is_narrow=False, **LOOKS)
    drawn = {it.text for it in chart.figure.layout.annotations}
    said = {row[0]: row[1] for row in made.rows}
    assert said["Share of the variation that goes with impeded relating"] in drawn
    assert "Share of overload less share of impeded relating" in said


def test_the_table_of_waves_compares_no_wave_with_all_others():
    made = table(wave_finding(), workers().catalog)
    said = as_csv(wave_finding(), workers().catalog, reading="", banner="")

    assert not any("everyone else" in head for head in made.heads)
    assert {len(row) for row in made.rows} == {len(made.heads)}
    assert "change_pairs,2024 Q4,2024 Q3," in said
