"""Figures of dots: golden ones as data, and what every one of them must and must not draw."""

import base64
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.charts import Chart, clickable, dots
from seen.charts.boxes import text_width
from seen.charts.palette import DARK, LIGHT
from seen.domain.findings import Estimate, Finding, Reason, Verdict
from tests.helpers import (
    compared,
    everything,
    finding_of,
    question,
    source,
    visits,
    withheld,
)

GOLDEN = Path(__file__).parent / "golden"
IS_UPDATING = os.environ.get("SEEN_UPDATE_GOLDEN") == "1"
CATALOG = everything()
TITLE = "Who feels seen, and who is mis-seen?"


def usual():
    """Return every state a row can have."""
    return finding_of(
        compared("asian", 0.46, 0.45, 0.03, Verdict.ABOUT_EQUAL),
        compared("black", 0.36, 0.46, 0.04),
        withheld("indigenous", Reason.PRIVATE),
        compared("latino", 0.41, 0.45, 0.06, Verdict.NO_RELIABLE_DIFFERENCE),
        withheld("mena", Reason.TOO_FEW),
        withheld("pacific", Reason.NO_ANSWERS),
        compared("white", 0.5, 0.43, 0.02, Verdict.SMALL),
    )


def one_group():
    """Return a single group that is compared with nobody."""
    return finding_of(compared("black", 0.4, 0.4, 0.04), asked=question(versus="black"))


def all_withheld():
    """Return groups without a single number."""
    names = ("asian", "black", "white")
    return finding_of(*(withheld(name, Reason.PRIVATE) for name in names))


def crossed():
    """Return two Dimensions crossed."""
    return finding_of(
        *(
            compared(name, 0.3 + place / 10, 0.45, 0.04, second=second)
            for second in ("chaplain", "nurse")
            for place, name in enumerate(("low", "high"))
        ),
        asked=question(by="recipient_income", by2="profession"),
    )


FINDINGS = {made.__name__: made for made in (usual, one_group, all_withheld, crossed)}


def drawn(finding: Finding, *, is_narrow=False, is_dark=False, catalog=CATALOG) -> Chart:
    """Return the figure of a Finding."""
    return dots.gaps(finding, catalog, is_dark=is_dark, is_narrow=is_narrow, title=TITLE)


def plain(value):
    """Turn a figure into lists, strings and rounded numbers that diff well."""
    if isinstance(value, dict) and "bdata" in value:
        found = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
        shape = [int(size) for size in str(value.get("shape", found.size)).split(",")]
        value = found.reshape(shape).tolist()
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items() if key != "template"}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return round(value, 6) if isinstance(value, float) else value


def figure(chart: Chart) -> dict:
    """Return the plain data of a figure."""
    return plain(json.loads(chart.figure.to_json()))


def written(chart: Chart) -> str:
    """Return a chart as text with one line for each mark, word and part of the layout."""
    held = figure(chart)
    layout = held["layout"]
    parts = {
        "alt_text": [chart.alt_text],
        "data": held["data"],
        "shapes": layout.pop("shapes", []),
        "annotations": layout.pop("annotations", []),
        "layout": [{key: layout[key]} for key in sorted(layout)],
    }
    lines = [
        f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(item, sort_keys=True, ensure_ascii=False) for item in items)
        + "\n]"
        for name, items in parts.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", FINDINGS)
def test_figure_is_the_golden_one(name, width):
    # SEEN_UPDATE_GOLDEN=1 writes it anew; the diff is reviewed like code
    path = GOLDEN / f"gaps_{name}_{width}.json"
    chart = drawn(FINDINGS[name](), is_narrow=width == "narrow")
    if IS_UPDATING:
        path.write_text(written(chart), encoding="utf-8")

    assert json.loads(written(chart)) == json.loads(path.read_text(encoding="utf-8"))


# -- what is drawn -------------------------------------------------------------------------------


def marks(chart: Chart) -> dict:
    """Return the trace of dots."""
    (found,) = [trace for trace in figure(chart)["data"] if trace.get("mode") == "markers"]
    return found


def words(chart: Chart) -> str:
    """Return every word around the plot."""
    return " | ".join(item["text"] for item in figure(chart)["layout"]["annotations"])


def numbers_in(value) -> set[float]:
    """Return every number anywhere in plain data, those in texts and in per cent too."""
    if isinstance(value, dict):
        return set().union(*map(numbers_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(numbers_in, value))
    if isinstance(value, str):
        return {float(found) for found in re.findall(r"\d+\.?\d*", value)}
    return {float(value)} if isinstance(value, int | float) else set()


@pytest.mark.parametrize("is_narrow", [False, True])
def test_reliable_is_filled_and_the_rest_is_hollow(is_narrow):
    found = marks(drawn(usual(), is_narrow=is_narrow))["marker"]

    hollow = [colour == LIGHT.card for colour in found["color"]]
    # about equal, notable, not reliable, small
    assert hollow == [True, False, True, False]
    assert found["line"]["color"] == [
        LIGHT.slots[0],
        LIGHT.slots[1],
        LIGHT.slots[3],
        found["line"]["color"][3],
    ]


def test_each_state_has_its_own_mark():
    data = figure(drawn(usual()))["data"]

    (bar,) = [trace for trace in data if trace["type"] == "bar"]
    dotted = [line for line in across(drawn(usual())) if line["line"].get("dash") == "2px,5px"]
    assert bar["y"] == [2]  # private: hatched
    assert bar["marker"]["pattern"]["shape"] == "/"
    assert [(line["y0"], line["y1"]) for line in dotted] == [(4, 4)]  # too few
    assert "Hidden to protect people" in words(drawn(usual()))
    assert "Too few to judge (18 answers)" in words(drawn(usual()))
    assert "No answers" in words(drawn(usual()))
    assert "<b>10 points fewer</b>" in words(drawn(usual()))  # notable alone is bold
    assert "<b>7 points more" not in words(drawn(usual()))


def test_few_clusters_are_dashed_and_called_provisional():
    finding = source("one_ward").finding(question())
    few = finding_of(compared("black", 0.36, 0.46, 0.04, df=4.0))

    assert "provisional" in words(drawn(few))
    assert "dash" not in str(across(drawn(finding, catalog=source("one_ward").catalog)))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_everyone_else_is_a_piece_in_each_row_and_a_level_one_line(is_narrow):
    pieces = verticals(drawn(usual(), is_narrow=is_narrow))
    one = verticals(
        drawn(
            finding_of(
                compared("asian", 0.36, 0.5, 0.04, versus="white"),
                compared("black", 0.4, 0.5, 0.04, versus="white"),
                compared("white", 0.5, 0.5, 0.04),
                asked=question(versus="white"),
            ),
            is_narrow=is_narrow,
        )
    )

    assert [piece["x0"] for piece in pieces] == pytest.approx([0.45, 0.46, 0.45, 0.43])
    assert [(line["x0"], line["y0"], line["y1"]) for line in one] == [(0.5, -0.5, 2.5)]


def across(chart: Chart) -> list[dict]:
    """Return the lines along the scale: intervals, and rows of too few."""
    shapes = figure(chart)["layout"]["shapes"]
    return [it for it in shapes if it["type"] == "line" and (it["xref"], it["yref"]) == ("x", "y")]


def verticals(chart: Chart) -> list[dict]:
    """Return the lines that mark the comparison."""
    found = []
    for shape in figure(chart)["layout"]["shapes"]:
        if shape["xref"] == "x" and "path" in shape:
            for piece in re.findall(r"M([\d.-]+),([\d.-]+)L([\d.-]+),([\d.-]+)", shape["path"]):
                found.append(dict(zip(("x0", "y0", "x1", "y1"), map(float, piece), strict=True)))
    return found


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_comparison_is_named_once(is_narrow):
    assert words(drawn(usual(), is_narrow=is_narrow)).count("line: everyone else") == 1
    assert "line:" not in words(drawn(all_withheld(), is_narrow=is_narrow))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_hidden_row_draws_no_value_anywhere(is_narrow):
    opened = source("ordinary")
    finding = opened.finding(question())
    frame = visits().iloc[:-2]
    true = {
        race: (rows["felt_seen"] == 5).mean()
        for race, rows in frame.groupby("recipient_race_ethnicity")
    }

    chart = drawn(finding, is_narrow=is_narrow, catalog=opened.catalog)

    held = numbers_in([figure(chart), chart.alt_text])
    (asian, latino) = true["asian"], true["latino"]
    assert any(abs(number - asian) < 1e-6 for number in held)
    assert not any(abs(number - latino) < 1e-6 for number in held)
    assert "Latino: Hidden to protect people. Pacific Islander: Hidden" in chart.alt_text


@pytest.mark.parametrize("is_narrow", [False, True])
def test_nothing_but_the_axis_is_drawn_where_all_is_withheld(is_narrow):
    chart = drawn(all_withheld(), is_narrow=is_narrow)

    assert marks(chart)["x"] == []
    assert not re.search(r"\d", words(chart).replace("95", ""))
    assert words(chart).count("Hidden to protect people") == 3


@pytest.mark.parametrize("name", FINDINGS)
def test_alt_text_says_every_row(name):
    finding = FINDINGS[name]()
    by = CATALOG.dimension(finding.question.by)

    said = drawn(finding).alt_text

    assert said.startswith(TITLE)
    assert finding.sentence in said
    for item in finding.groups:
        assert by.level_label(item.group) in said
        if isinstance(item.estimate, Estimate):
            assert f"{item.estimate.n_answers} answers" in said
        else:
            assert item.estimate.words() in said
    assert drawn(finding, is_narrow=True).alt_text == said


@pytest.mark.parametrize("name", FINDINGS)
def test_the_wide_and_the_narrow_figure_hold_the_same_values(name):
    finding = FINDINGS[name]()

    wide, narrow = drawn(finding), drawn(finding, is_narrow=True)

    assert marks(wide)["x"] == marks(narrow)["x"]
    assert wide.height == 36 * len(finding.groups) + 96  # VISUAL.md section 4
    assert narrow.height == 80 * len(finding.groups) + 96


def test_an_axis_without_room_for_its_title_says_its_scale_alone():
    long = replace(
        finding_of(compared("black", 3.1, 3.4, 0.2), asked=question("felt_seen", "mean")),
    )
    named = replace(long, measure=replace(long.measure, words=(("label", "exhaustion " * 9),)))

    wide, narrow = (
        figure(drawn(named, is_narrow=is_narrow))["layout"]["xaxis"]["title"]["text"]
        for is_narrow in (False, True)
    )

    assert wide.startswith("exhaustion exhaustion")
    assert narrow == "mean, scale from 1 to 5"


def test_a_level_keeps_its_colour_whatever_is_filtered():
    opened = source("no_recipients")
    everyone = drawn(opened.finding(question()), catalog=opened.catalog)
    filtered = question(where={"recipient_race_ethnicity": ["latino", "white"]})

    some = drawn(opened.finding(filtered), catalog=opened.catalog)

    assert marks(some)["marker"]["line"]["color"] == marks(everyone)["marker"]["line"]["color"][2:]


def test_dark_and_light_differ_in_colour_alone():
    light, dark = figure(drawn(usual())), figure(drawn(usual(), is_dark=True))

    assert DARK.ink in json.dumps(dark)
    assert LIGHT.ink not in json.dumps(dark)
    colour = re.compile(r"#[0-9A-F]{6}")
    assert colour.sub("", json.dumps(light)) == colour.sub("", json.dumps(dark))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_level_is_drawn_as_it_is_called(is_narrow):
    finding = finding_of(
        compared("<b>bold</b>", 0.4, 0.5, 0.04, versus="a&b=c"),
        asked=question(by="region", versus="a&b=c"),
    )

    said = words(drawn(finding, is_narrow=is_narrow))

    assert "&lt;b&gt;bold&lt;/b&gt;" in said
    assert "line: A&amp;b=c" in said


@pytest.mark.parametrize("name", FINDINGS)
def test_figures_set_no_type_under_14_px_and_never_move(name):
    for is_narrow in (False, True):
        held = figure(drawn(FINDINGS[name](), is_narrow=is_narrow))
        sizes = re.findall(r'"size": (\d+)', json.dumps(held["layout"]))
        assert min(map(int, sizes)) >= 14
        assert held["layout"]["dragmode"] is False
        assert held["layout"]["hovermode"] is False
        assert held["layout"]["yaxis"]["fixedrange"]


def test_only_marks_that_name_their_level_can_be_clicked_and_nothing_hovers():
    chart = clickable(drawn(usual()))

    held = figure(chart)
    named = [trace for trace in held["data"] if trace["hoverinfo"] == "none"]
    assert ["recipient_race_ethnicity", "black"] in named[0]["customdata"]
    assert {trace["hoverinfo"] for trace in held["data"]} == {"none", "skip"}
    assert named[0]["unselected"]["marker"]["opacity"] == 1
    assert held["layout"]["clickmode"] == "event+select"


def test_people_of_whom_nothing_is_known_cannot_be_filtered_by():
    chart = clickable(drawn(finding_of(compared("not_stated", 0.4, 0.5, 0.04))))

    assert [trace.get("customdata") for trace in figure(chart)["data"]][-1] == [[]]


# -- words that need room ------------------------------------------------------------------------


def said_of(chart: Chart, part: str) -> list[dict]:
    """Return the words around the plot that hold a part."""
    return [it for it in figure(chart)["layout"]["annotations"] if part in it["text"]]


def span_of(item: dict, plot: float, at: float) -> tuple[float, float]:
    """Return where words start and end on a plot so many px wide."""
    plain_text = re.sub("<[^>]*>", "", item["text"])
    width = text_width(plain_text, item["font"]["size"])
    start = {"left": 0.0, "center": -width / 2, "right": -width}[item["xanchor"]]
    return at * plot + item["xshift"] + start, at * plot + item["xshift"] + start + width


# px beside the plot, and the plots from the narrowest to the widest figure
ROOMS = {False: (216, 8, (148, 288, 408)), True: (18, 18, (282, 314, 700))}


@settings(max_examples=40, deadline=None)
@given(other=st.floats(0.02, 0.98), is_narrow=st.booleans())
def test_the_label_of_the_comparison_is_never_cut_nor_on_the_next_column(other, is_narrow):
    chart = drawn(finding_of(compared("black", 0.5, other, 0.3)), is_narrow=is_narrow)

    (label,) = said_of(chart, "line: everyone else")
    left, right, plots = ROOMS[is_narrow]
    low, high = figure(chart)["layout"]["xaxis"]["range"]
    at = (label["x"] - low) / (high - low)
    for plot in plots:
        start, end = span_of(label, plot, at)
        assert -left <= start
        assert end <= plot + right
        assert start <= at * plot <= end  # it touches its line


def test_a_label_longer_than_the_plot_is_cut_in_words_not_by_the_edge():
    name = "A region with quite a long name that no phone can hold"
    finding = finding_of(
        compared("north", 0.4, 0.5, 0.04, versus=name), asked=question(by="region", versus=name)
    )

    (label,) = said_of(drawn(finding, is_narrow=True), "line: ")

    assert label["text"].endswith("…")


@pytest.mark.parametrize("df", [4.0, 9.5])
@pytest.mark.parametrize("verdict", [Verdict.NOTABLE, Verdict.NO_RELIABLE_DIFFERENCE])
@pytest.mark.parametrize("second", ["mena", "black"])
def test_words_of_a_narrow_row_never_run_into_one_another(second, verdict, df):
    finding = finding_of(compared(second, 0.537, 0.445, 0.013, verdict, df=df))

    chart = drawn(finding, is_narrow=True)

    label, *_ = said_of(chart, CATALOG.dimension("recipient_race_ethnicity").level_label(second))
    held = figure(chart)["layout"]["annotations"]
    beside = [it for it in held if it["y"] == label["y"] and it is not label and it["x"] == 1]
    width = text_width(label["text"], 16) + sum(
        12 + text_width(re.sub("<[^>]*>", "", it["text"]), 16) for it in beside
    )
    assert width <= 318
    (beneath,) = [it for it in held if it["y"] > 0]
    lines = re.sub("</?b>", "", beneath["text"]).split("<br>")
    assert all(text_width(line, 14) <= 318 for line in lines)
    high = 16 + 18 * (len(lines) - 1)
    assert beneath["y"] * 80 - high / 2 >= 4.5  # under a diamond, which ends there
    assert beneath["y"] * 80 + high / 2 <= 40  # over the next row
    assert ("provisional" in words(chart)) is (df < 5)
    assert "400 answers" in beneath["text"]
    said = re.sub("<[^>]*>", "", " | ".join(it["text"] for it in held))
    assert "53.7\xa0% (52.4 to 55.0)" in said  # value and interval stand together


@pytest.mark.parametrize("df", [4.0, 9.5])
def test_crude_and_adjusted_stand_clear_of_the_words_of_a_narrow_row(df):
    crude = finding_of(compared("mena", 0.56, 0.445, 0.013, Verdict.NOTABLE, df=df))
    adjusted = finding_of(compared("mena", 0.537, 0.445, 0.013, Verdict.NOTABLE, df=df))

    chart = dots.adjusted(crude, adjusted, CATALOG, is_dark=False, is_narrow=True, title="x")

    held = figure(chart)["layout"]
    row = chart.height - held["margin"]["t"] - held["margin"]["b"]
    above, *_ = said_of(chart, CATALOG.dimension("recipient_race_ethnicity").level_label("mena"))
    (beneath,) = [it for it in held["annotations"] if it["y"] > 0]
    lines = beneath["text"].count("<br>") + 1
    upper, lower = [
        trace for trace in figure(chart)["data"] if trace.get("mode") == "markers" and trace["y"]
    ]
    reach = 0.65 * upper["marker"]["size"][0] + 1  # half a diamond with its line
    assert upper["y"][0] * row - reach >= above["y"] * row + 8
    assert lower["y"][0] * row + 5.5 <= beneath["y"] * row - (16 + 18 * (lines - 1)) / 2
    assert lower["y"][0] * row - upper["y"][0] * row >= 12
    assert beneath["y"] * row + (16 + 18 * (lines - 1)) / 2 <= row / 2


def test_no_line_runs_through_the_words_of_a_narrow_row():
    one_line = finding_of(
        compared("asian", 0.36, 0.5, 0.04, versus="white"),
        withheld("black", Reason.PRIVATE),
        asked=question(versus="white"),
    )

    for finding in (usual(), one_line):
        held = figure(drawn(finding, is_narrow=True))["layout"]["annotations"]
        grounds = {it.get("bgcolor") for it in held if "line: " not in it["text"]}
        assert grounds == {LIGHT.card}


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_last_tick_of_an_axis_is_written_though_it_reaches_past_the_plot(is_narrow):
    finding = finding_of(compared("black", 0.1, 0.9, 0.03))

    axis = figure(drawn(finding, is_narrow=is_narrow))["layout"]["xaxis"]

    assert axis["ticktext"][-1] == "100\xa0%"
    assert axis["ticklabeloverflow"] == "allow"


def test_provisional_stands_under_its_gap_and_clear_of_the_answers():
    few = compared("black", 0.4, 0.45, 0.04, Verdict.NO_RELIABLE_DIFFERENCE, df=4.0)

    chart = drawn(finding_of(few))

    (gap,) = said_of(chart, "no reliable difference")
    (small,) = said_of(chart, "provisional")
    assert gap["y"] == small["y"] == 0
    assert gap["yshift"] - small["yshift"] >= 16  # two lines of words
    assert gap["xshift"] + text_width(gap["text"], 16) + 60 <= 450  # the answers end at 450


@pytest.mark.parametrize("is_narrow", [False, True])
def test_an_interval_is_dashed_where_the_words_say_provisional_and_nowhere_else(is_narrow):
    for df, is_dashed in ((4.0, True), (9.5, False)):
        finding = finding_of(compared("black", 0.4, 0.45, 0.04, df=df))

        chart = drawn(finding, is_narrow=is_narrow)

        assert ("6px,4px" in str(across(chart))) is is_dashed
        assert ("provisional" in words(chart)) is is_dashed
        assert ("provisional" in chart.alt_text) is is_dashed


def test_a_provisional_value_without_a_comparison_says_so():
    few, _ = compared("black", 0.4, 0.45, 0.04)
    assert isinstance(few.estimate, Estimate)
    finding = replace(
        finding_of(compared("black", 0.4, 0.45, 0.04)),
        groups=(replace(few, estimate=replace(few.estimate, df=3.0)),),
        gaps=(),
    )

    chart = drawn(finding)

    assert "6px,4px" in str(across(chart))
    assert "provisional" in words(chart)
    assert "provisional" in chart.alt_text
