"""The figure of time pressure: golden ones as data, and what it must and must not draw."""

import json
import re
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.charts import Chart, clickable, pressure
from seen.charts.palette import DARK, LIGHT, text_on
from seen.domain.findings import Estimate, Part, Reason, Verdict
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.test_charts_axes import contrast
from tests.test_charts_equiplot import WIDTHS, assert_clear
from tests.test_charts_figures import GOLDEN, IS_UPDATING, figure, numbers_in, words, written

CATALOG = everything()
NONE = Verdict.NO_RELIABLE_DIFFERENCE
LEVELS = ("1", "2", "3", "4", "5")
# the other value at the least pressure, and how many pieces its bracket has
BRACKETS = [(0.405, NONE, 0), (0.6, NONE, 3), (0.405, Verdict.SMALL, 3)]


def asked(**parts):
    """Return the Question of the lines."""
    return question(by2="time_pressure", **parts)


def usual():
    """Return a group that falls, one with too few at 4, and one that is hidden at 1 and 2."""
    black = (0.38, 0.35, 0.31, 0.26, 0.22)
    others = (0.41, 0.39, 0.37, 0.35, 0.33)
    verdicts = (NONE, NONE, Verdict.SMALL, Verdict.NOTABLE, Verdict.NOTABLE)
    latino = (0.4, 0.37, 0.34, None, 0.28)
    made: list[Any] = []
    for level, value, other, verdict, second in zip(
        LEVELS, black, others, verdicts, latino, strict=True
    ):
        made.append(compared("black", value, other, 0.04, verdict, second=level))
        if second is None:
            made.append(withheld("latino", Reason.TOO_FEW, level))
        else:
            made.append(compared("latino", second, other, 0.04, NONE, second=level))
        if level in "12":
            made.append(withheld("pacific", Reason.PRIVATE, level))
        else:
            made.append(compared("pacific", second or 0.3, other, 0.06, NONE, second=level))
    made.append(compared("black", 0.9, 0.9, 0.01, second="not_stated"))
    return finding_of(*made, asked=asked())


def met():
    """Return which share of encounters falls at each level."""
    black, others = (0.08, 0.15, 0.24, 0.29, 0.24), (0.15, 0.24, 0.27, 0.21, 0.13)
    made: list[Any] = []
    for level, value, other in zip(LEVELS, black, others, strict=True):
        made.append(compared("black", value, other, 0.02, NONE, second=level))
        made.append(compared("latino", other, value, 0.02, NONE, second=level))
        made.append(withheld("pacific", Reason.PRIVATE, level))
    return finding_of(*made, asked=question("hurried", by2="time_pressure", view="distribution"))


def usual_three():
    """Return the usual groups with their strips."""
    return usual(), met(), ("black", "latino", "pacific")


def one_group():
    """Return the first group alone, without what it meets."""
    return usual(), None, ("black",)


def all_withheld():
    """Return a group that is hidden everywhere."""
    made = [withheld("black", Reason.PRIVATE, level) for level in LEVELS]
    hidden = finding_of(*made, asked=asked())
    exposure = question("hurried", by2="time_pressure", view="distribution")
    return hidden, finding_of(*made, asked=exposure), ("black",)


MADE = {"usual": usual_three, "one_group": one_group, "all_withheld": all_withheld}


def drawn(finding, exposure, groups, *, is_narrow=False, is_dark=False) -> Chart:
    """Return the figure of these groups."""
    return pressure.lines(
        finding,
        exposure,
        CATALOG,
        groups=groups,
        is_dark=is_dark,
        is_narrow=is_narrow,
        title="Who is seen when time is short?",
    )


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", MADE)
def test_figure_is_the_golden_one(name, width):
    path = GOLDEN / f"pressure_{name}_{width}.json"
    chart = drawn(*MADE[name](), is_narrow=width == "narrow")
    if IS_UPDATING:
        path.write_text(written(chart), encoding="utf-8")

    assert json.loads(written(chart)) == json.loads(path.read_text(encoding="utf-8"))


def over_time(verdict):
    """Return a group whose fourth level came to a verdict against the three before it."""
    rows = [compared("black", 0.3, 0.33, 0.04, NONE, second=level) for level in LEVELS]
    found = finding_of(*rows, asked=asked(view="trend"))
    number = next(it.estimate for it in found.groups)
    flag = Part(name="flag", group="black", group_2="4", estimate=number, verdict=verdict)
    return replace(found, parts=(flag,))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_ring_marks_what_is_unlike_the_three_before_it_and_alt_text_says_so(is_narrow):
    for verdict, n_rings in ((Verdict.NOTABLE, 1), (Verdict.SMALL, 1), (NONE, 0)):
        chart = drawn(over_time(verdict), None, ("black",), is_narrow=is_narrow)
        rings = [it for it in chart.figure.data if it.marker.symbol == "circle-open"]

        assert len(rings) == n_rings
        assert all((list(it.x), list(it.y)) == ([3], [0.3]) for it in rings)
        assert ("unlike the three before it" in chart.alt_text) == bool(n_rings)


# -- what is drawn -------------------------------------------------------------------------------


def traces(chart: Chart, mode: str) -> list[dict]:
    """Return the lines of values with or without dots."""
    return [
        trace
        for trace in figure(chart)["data"]
        if trace.get("mode") == mode and "connectgaps" in trace
    ]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_missing_level_breaks_line_and_band(is_narrow):
    chart = drawn(*usual_three(), is_narrow=is_narrow)

    pacific, latino, black = traces(chart, "lines+markers")
    assert black["y"] == [0.38, 0.35, 0.31, 0.26, 0.22]
    assert latino["y"] == [0.4, 0.37, 0.34, None, 0.28]
    assert pacific["y"] == [None, None, 0.34, 0.3, 0.28]
    assert not any(line["connectgaps"] for line in (black, latino, pacific))
    bands = [trace["x"] for trace in figure(chart)["data"] if trace.get("fill") == "toself"]
    # everyone else, pacific, latino (its lone level has no band), black
    assert bands == [
        [0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0],
        [2, 3, 4, 4, 3, 2, 2],
        [0, 1, 2, 2, 1, 0, 0],
        [0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0],
    ]
    lone = [trace for trace in figure(chart)["data"] if trace["x"] == [4, 4]]
    assert [trace["y"] for trace in lone] == [pytest.approx([0.24, 0.32])]


def test_dots_are_filled_where_the_difference_at_that_level_is_reliable():
    *_, black = traces(drawn(*usual_three()), "lines+markers")

    ochre = LIGHT.slots[1]  # its place in the Catalog
    assert black["line"]["color"] == ochre
    assert black["marker"]["color"] == [LIGHT.card, LIGHT.card, ochre, ochre, ochre]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_each_mark_names_its_group_and_not_its_pressure(is_narrow):
    chart = clickable(drawn(*usual_three(), is_narrow=is_narrow))

    named = [trace for trace in figure(chart)["data"] if "customdata" in trace]
    race = "recipient_race_ethnicity"
    assert [(trace["type"], trace["customdata"]) for trace in named] == [
        *(("scatter", [[race, name]] * 5) for name in ("pacific", "latino", "black")),
        *(("bar", [[race, name]] * 5) for name in ("black", "latino")),
    ]
    (others,) = traces(chart, "lines")
    assert others["hoverinfo"] == "skip"


def test_everyone_else_is_a_grey_line_without_dots():
    (others,) = traces(drawn(*usual_three()), "lines")

    assert others["y"] == [0.41, 0.39, 0.37, 0.35, 0.33]
    assert others["line"]["color"] == LIGHT.second


def test_what_is_drawn_as_a_group_is_not_drawn_again_as_the_comparison():
    made = [
        compared(name, value, 0.4, 0.03, second=level, versus="white")
        for level in LEVELS
        for name, value in (("black", 0.3), ("white", 0.4))
    ]
    finding = finding_of(*made, asked=asked(versus="white"))

    chart = drawn(finding, None, ("black", "white"))

    assert traces(chart, "lines") == []
    assert len(traces(drawn(finding, None, ("black",)), "lines")) == 1
    assert "White" in words(drawn(finding, None, ("black",)))


def test_dashes_and_diamonds_mark_the_second_six():
    pacific, latino, _ = traces(drawn(*usual_three()), "lines+markers")

    assert pacific["marker"]["symbol"] == "diamond"
    assert pacific["line"]["dash"] == "8px,4px"
    assert "dash" not in latino["line"]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_withheld_levels_are_ticks_at_the_foot_with_their_cause(is_narrow):
    chart = drawn(*usual_three(), is_narrow=is_narrow)

    ticks = [trace for trace in figure(chart)["data"] if trace.get("yaxis") == "y2"]
    hollow, hatched = ticks
    assert hollow["x"] == [3]
    assert hatched["x"] == [0, 1]
    assert "pattern" in hatched["marker"]
    if is_narrow:
        assert "Latino: too few to judge at 4" in words(chart)
        assert "…: hidden to protect people at 1 and 2" in words(chart)
    else:
        assert "Latino | Too few to judge (18 answers) at 4" in words(chart)
        assert "Pacific Islander | Hidden to protect people at 1 and 2" in words(chart)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_everyone_else_say_where_they_are_not_drawn_and_that_it_is_not_their_own_cause(is_narrow):
    made: list[Any] = [
        withheld("black", Reason.TOO_FEW, level)
        if level in "12"
        else compared("black", 0.3, 0.4, 0.03, second=level)
        for level in LEVELS
    ]

    chart = drawn(finding_of(*made, asked=asked()), None, ("black",), is_narrow=is_narrow)

    assert "Black: too few to judge at 1 and 2" in words(chart).replace(" | Too", ": too")
    where = (
        "not shown where Black is not" if is_narrow else "Not shown at 1 and 2, as Black is not"
    )
    assert where in words(chart)
    assert "Everyone else, by time pressure: 1, least: not shown where Black" in chart.alt_text
    ticks = [trace for trace in figure(chart)["data"] if trace.get("yaxis") == "y2"]
    assert [trace["x"] for trace in ticks] == [[0, 1]]  # Black's alone


def test_brackets_say_how_far_apart_with_an_interval_on_wide_screens():
    wide, narrow = drawn(*usual_three()), drawn(*usual_three(), is_narrow=True)

    said = re.sub(r"<[^>]*>", " ", words(wide))
    assert "no reliable difference (7 points fewer to 1 more)" in re.sub(" +", " ", said)
    assert "11 points fewer (7 to 15)" in re.sub(" +", " ", said)
    assert "<b>11 points fewer</b>" in words(wide)
    assert "points fewer" not in words(narrow)
    assert "11 points fewer (7 to 15)" in narrow.alt_text


@pytest.mark.parametrize(("other", "verdict", "n_pieces"), BRACKETS)
def test_a_speck_that_is_not_reliable_has_words_and_no_bracket(other, verdict, n_pieces):
    made = [
        compared("black", 0.4, other if level == "1" else 0.8, 0.04, verdict, second=level)
        for level in LEVELS
    ]

    chart = drawn(finding_of(*made, asked=asked()), None, ("black",))

    left = [it for it in figure(chart)["layout"]["shapes"] if it.get("xanchor") == 0]
    assert len([it for it in left if it["x0"] < -40]) == n_pieces
    wanted = "no reliable difference" if verdict is NONE else "points fewer"
    assert wanted in words(chart).replace("<br>", " ")


def test_a_difference_that_rounds_to_nothing_is_not_called_nothing():
    made = [compared("black", 0.4, 0.401, 0.04, NONE, second=level) for level in LEVELS]

    said = drawn(finding_of(*made, asked=asked()), None, ("black",)).alt_text

    assert not re.search(r"\b0 points", said)
    assert "Time pressure 5, most: no reliable difference (4 points fewer to 4 more)." in said


@pytest.mark.parametrize("is_narrow", [False, True])
def test_strips_share_one_scale_and_print_every_share(is_narrow):
    chart = drawn(*usual_three(), is_narrow=is_narrow)
    held = figure(chart)

    bars = [trace for trace in held["data"] if trace.get("yaxis") in ("y3", "y4", "y5", "y6")]
    shown = [
        trace["y"] for trace in bars if trace["type"] == "bar" and "pattern" not in trace["marker"]
    ]
    assert shown == [
        [0.08, 0.15, 0.24, 0.29, 0.24],
        [0.15, 0.24, 0.27, 0.21, 0.13],
        [0.15, 0.24, 0.27, 0.21, 0.13],  # everyone else
    ]
    assert {tuple(held["layout"][f"yaxis{place}"]["range"]) for place in (3, 4, 5, 6)} == {
        (0, 0.31)
    }
    sign = "" if is_narrow else "\xa0%"
    assert f"| 29{sign} |" in words(chart)
    assert "Hidden to protect people" in words(chart)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_strip_says_how_much_falls_at_the_two_highest_levels(is_narrow):
    chart = drawn(*usual_three(), is_narrow=is_narrow)

    said = words(chart).replace("<br>", " ")
    assert said.count("53\xa0% at 4 and 5") == 1  # 29 and 24
    assert said.count("34\xa0% at 4 and 5") == 2  # 21 and 13: Latino, and everyone else
    assert "Black: 53\xa0% at 4 and 5." in chart.alt_text
    assert "Pacific Islander: 0" not in chart.alt_text


def test_where_one_of_the_two_highest_levels_is_missing_their_sum_is_not_said():
    made: list[Any] = [
        withheld("black", Reason.PRIVATE, level)
        if level == "5"
        else compared("black", 0.2, 0.2, 0.02, NONE, second=level)
        for level in LEVELS
    ]
    exposure = question("hurried", by2="time_pressure", view="distribution")

    chart = drawn(usual(), finding_of(*made, asked=exposure), ("black",))

    assert "at 4 and 5" not in words(chart)
    assert "at 4 and 5" not in chart.alt_text


@pytest.mark.parametrize("is_dark", [False, True])
def test_the_interval_of_a_bar_is_a_line_of_3_px_that_reads_on_it_and_above_it(is_dark):
    chart, colours = drawn(*usual_three(), is_dark=is_dark), DARK if is_dark else LIGHT

    (bar,) = [trace for trace in figure(chart)["data"] if trace.get("yaxis") == "y3"]
    on_bar, above = [it for it in figure(chart)["layout"]["shapes"] if it["yref"] == "y3"]
    assert {on_bar["line"]["width"], above["line"]["width"]} == {3}
    assert contrast(on_bar["line"]["color"], bar["marker"]["color"]) >= 3
    assert contrast(above["line"]["color"], colours.card) >= 3
    assert on_bar["path"].startswith("M0,0.06L0,0.08M1,")
    assert above["path"].startswith("M0,0.08L0,0.1M1,")


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_an_interval_reads_on_a_bar_of_any_group(colours):
    for colour in (*colours.slots, colours.second):
        assert contrast(text_on(colour), colour) >= 3


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_strip_says_at_which_level_a_share_is_missing(is_narrow):
    made: list[Any] = [
        compared("black", 0.2, 0.2, 0.02, NONE, second=level)
        if level in "123"
        else withheld("black", Reason.TOO_FEW, level)
        for level in LEVELS
    ]
    exposure = question("hurried", by2="time_pressure", view="distribution")

    chart = drawn(usual(), finding_of(*made, asked=exposure), ("black",), is_narrow=is_narrow)

    assert "Too few to judge at 4 and 5" in words(chart)
    hidden = drawn(*usual_three(), is_narrow=is_narrow)  # where all are, the cause says it
    assert "| Hidden to protect people" in words(hidden)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_levels_stand_under_the_lines_and_again_under_the_last_strip(is_narrow):
    said = words(drawn(*usual_three(), is_narrow=is_narrow)).split(" | ")

    most = "5<br>most" if is_narrow else "5, most"  # side by side "4" and "5, most" would touch
    assert said.count(most) == 2
    without = words(drawn(*one_group(), is_narrow=is_narrow)).split(" | ")
    assert without.count(most) == 1


@pytest.mark.parametrize("name", MADE)
def test_alt_text_says_every_number_with_its_interval_or_its_cause(name):
    finding, exposure, groups = MADE[name]()

    said = drawn(finding, exposure, groups).alt_text

    for source in filter(None, (finding, exposure)):
        for item in source.groups:
            if item.group not in groups or item.group_2 == "not_stated":
                continue
            if isinstance(item.estimate, Estimate):
                low, high = (
                    round(100 * end, 6) for end in (item.estimate.low, item.estimate.high)
                )
                assert f"({low:.0f} to {high:.0f})" in said
            else:
                assert item.estimate.words() in said
    assert drawn(finding, exposure, groups, is_narrow=True).alt_text == said


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_level_not_stated_is_not_drawn(is_narrow):
    chart = drawn(*usual_three(), is_narrow=is_narrow)

    assert 0.9 not in numbers_in(figure(chart)["data"])
    assert "90" not in words(chart)
    assert "Not stated" not in chart.alt_text


@pytest.mark.parametrize("is_narrow", [False, True])
def test_nothing_is_drawn_of_a_group_that_is_hidden(is_narrow):
    chart = drawn(*all_withheld(), is_narrow=is_narrow)

    values = [trace["y"] for trace in traces(chart, "lines+markers")]
    assert values == [[None] * 5]
    assert not re.search(r"\d", re.sub(r"\b[1-5]((, |<br>)\w+)?( \||$)", "", words(chart)))
    said = words(chart).replace(": hid", " | Hid").replace(": not", " | Not")
    assert "Black | Hidden to protect people |" in said
    assert "Everyone else | Not shown where Black is not" in said


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("is_narrow", [False, True])
def test_nothing_moves_and_every_part_is_known_to_plotly(name, is_narrow):
    held = figure(drawn(*MADE[name](), is_narrow=is_narrow))

    go.Figure(held)
    sizes = re.findall(r'"size": (\d+)', json.dumps(held["layout"]))
    assert min(map(int, sizes)) >= 14
    assert held["layout"]["hovermode"] is False
    assert held["layout"]["dragmode"] is False
    axes = [axis for key, axis in held["layout"].items() if re.match("[xy]axis", key)]
    assert all(axis["fixedrange"] for axis in axes)


def test_height_depends_on_the_number_of_groups_alone():
    full, hidden = drawn(usual(), met(), ("black",)), drawn(*all_withheld())

    assert full.height == hidden.height


def test_dark_and_light_differ_in_colour_alone():
    light, dark = (figure(drawn(*usual_three(), is_dark=is_dark)) for is_dark in (False, True))

    around = {name: part for name, part in dark["layout"].items() if name != "shapes"}
    assert LIGHT.ink not in json.dumps(around)  # on a light bar an interval is dark in both
    assert DARK.ink in json.dumps(dark)
    colour = re.compile(r"#[0-9A-F]{6}|rgba\([^)]*\)")
    assert colour.sub("", json.dumps(light)) == colour.sub("", json.dumps(dark))


# -- room ----------------------------------------------------------------------------------------

point = st.one_of(st.floats(0.02, 0.98), st.sampled_from([Reason.PRIVATE, Reason.TOO_FEW]))
NAMES = ("mena", "black", "prefer_not")


@settings(max_examples=40, deadline=None)
@given(
    found=st.lists(st.lists(point, min_size=5, max_size=5), min_size=1, max_size=3),
    verdict=st.sampled_from([verdict for verdict in Verdict if verdict is not Verdict.WITHHELD]),
    is_narrow=st.booleans(),
)
def test_no_word_stands_on_another_or_leaves_the_figure(found, verdict, is_narrow):
    groups = NAMES[: len(found)]
    made = [
        withheld(name, value, level)
        if isinstance(value, Reason)
        else compared(name, value, min(0.95, value + 0.05), 0.02, verdict, second=level, df=6.0)
        for name, values in zip(groups, found, strict=True)
        for level, value in zip(LEVELS, values, strict=True)
    ]
    exposure = question("hurried", by2="time_pressure", view="distribution")
    finding, meets = finding_of(*made, asked=asked()), finding_of(*made, asked=exposure)

    chart = drawn(finding, meets, groups, is_narrow=is_narrow)

    for width in WIDTHS[is_narrow]:
        assert_clear(chart, width)
    for line, values in zip(traces(chart, "lines+markers"), reversed(found), strict=True):
        assert line["y"] == [None if isinstance(it, Reason) else round(it, 6) for it in values]
