"""The equiplot: golden figures as data, and what it must and must not draw."""

import itertools
import json
import math
import re
from html import unescape
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.charts import Chart, equiplot
from seen.charts.boxes import spread, text_width, wrapped
from seen.charts.equiplot_rows import Band
from seen.charts.equiplot_setting import NARROW, WIDE, label_lines
from seen.charts.palette import DARK, LIGHT
from seen.domain.findings import Estimate, Reason, Verdict, Withheld
from tests.helpers import HOSTILE_LEVELS, compared, everything, finding_of, question, withheld
from tests.test_charts_figures import GOLDEN, IS_UPDATING, figure, numbers_in, words, written

CATALOG = everything()
EQUAL = Verdict.NO_RELIABLE_DIFFERENCE


def row(name, *made, **parts):
    """Return a Dimension with its Finding."""
    return CATALOG.dimension(name), finding_of(*made, asked=question(by=name), **parts)


def usual():
    """Return every state a row can have."""
    return [
        row(
            "recipient_income",
            compared("low", 0.22, 0.36, 0.03),
            compared("mid", 0.35, 0.3, 0.03, EQUAL),
            compared("high", 0.45, 0.28, 0.03),
            compared("unknown", 0.3, 0.33, 0.05, EQUAL),
        ),
        row(
            "recipient_race_ethnicity",
            compared("asian", 0.32, 0.33, 0.03, EQUAL),
            compared("black", 0.24, 0.35, 0.03),
            compared("indigenous", 0.36, 0.33, 0.06, EQUAL),
            compared("latino", 0.28, 0.34, 0.03, Verdict.SMALL),
            withheld("mena", Reason.PRIVATE),
            withheld("multi", Reason.TOO_FEW),
            withheld("pacific", Reason.PRIVATE),
            compared("white", 0.4, 0.29, 0.02),
        ),
        (CATALOG.dimension("age_band"), None),
        row(
            "disability",
            compared("no", 0.35, 0.27, 0.02, df=6.0),
            compared("yes", 0.27, 0.35, 0.02),
        ),
        row("lgbtq", withheld("no", Reason.PRIVATE), withheld("yes", Reason.PRIVATE)),
        row("language_match", withheld("none", Reason.TOO_FEW), withheld("same", Reason.TOO_FEW)),
    ]


def one_group():
    """Return one Dimension with one group."""
    return [row("disability", compared("yes", 0.4, 0.3, 0.04))]


def all_withheld():
    """Return rows without a single number."""
    names = ("recipient_income", "disability", "lgbtq")
    hidden = Withheld(reason=Reason.PRIVATE)
    return [
        *(row(name, withheld("no", Reason.PRIVATE), overall=hidden) for name in names),
        (CATALOG.dimension("age_band"), None),
    ]


ROWS = {made.__name__: made for made in (usual, one_group, all_withheld)}
WIDTHS = {False: (820, 1029, 1400), True: (320, 350, 760)}


def drawn(rows, *, is_narrow=False, is_dark=False) -> Chart:
    """Return the figure of these rows."""
    return equiplot.overview(
        rows, CATALOG, is_dark=is_dark, is_narrow=is_narrow, title="Felt fully seen"
    )


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", ROWS)
def test_figure_is_the_golden_one(name, width):
    path = GOLDEN / f"equiplot_{name}_{width}.json"
    chart = drawn(ROWS[name](), is_narrow=width == "narrow")
    if IS_UPDATING:
        path.write_text(written(chart), encoding="utf-8")

    assert json.loads(written(chart)) == json.loads(path.read_text(encoding="utf-8"))


# -- what is drawn -------------------------------------------------------------------------------


def dots(chart: Chart) -> dict:
    """Return the trace of dots."""
    (found,) = [trace for trace in figure(chart)["data"] if trace.get("mode") == "markers"]
    return found


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_reliable_group_is_filled_in_its_colour_and_named_and_no_other(is_narrow):
    chart = drawn(usual(), is_narrow=is_narrow)

    made = dots(chart)["marker"]
    filled = {colour for colour in made["color"] if colour != LIGHT.card}
    # low, high, black, latino, white and both of disability, by their places in the Catalog
    assert filled == {LIGHT.slots[place] for place in (0, 1, 2, 3)}
    assert len([colour for colour in made["color"] if colour != LIGHT.card]) == 7
    hollow = zip(made["color"], made["line"]["color"], strict=True)
    assert {line for fill, line in hollow if fill == LIGHT.card} == {LIGHT.second}
    for name in ("Low 22", "High 45", "Black 24", "Latino 28", "White 40", "Yes 27", "No 35"):
        assert name in words(chart)
    for name in ("Middle 35", "Asian", "Indigenous", "Not known"):
        assert name not in words(chart)
        assert name in chart.alt_text


def test_not_stated_is_a_hollow_grey_square():
    made = dots(drawn(usual()))["marker"]

    (place,) = [at for at, symbol in enumerate(made["symbol"]) if symbol == "square"]
    assert (made["color"][place], made["line"]["color"][place]) == (LIGHT.card, LIGHT.second)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_each_state_of_a_row_has_its_mark_and_words(is_narrow):
    chart = drawn(usual(), is_narrow=is_narrow)
    data = figure(chart)["data"]

    (bar,) = [trace for trace in data if trace["type"] == "bar"]
    dotted = [trace for trace in data if trace.get("line", {}).get("dash") == "2px,5px"]
    assert [round(at) for at in bar["y"]] == [4]  # lgbtq: private
    assert [round(at) for trace in dotted for at in trace["y"] if at] == [5, 5]  # too few
    for said in ("not in this data", "Hidden to protect people", "Too few to judge"):
        assert said in words(chart)
    assert "2 hidden, 1 too few" in words(chart)
    assert "1 provisional" in words(chart)


def test_everyone_is_one_line_named_once_with_its_interval_in_the_alt_text():
    chart = drawn(usual())

    lines = [trace for trace in figure(chart)["data"] if trace["x"] == [0.4, 0.4]]
    assert len(lines) == 1
    assert words(chart).count("everyone 40\xa0%") == 1
    assert "Everyone: 40\xa0% (36 to 44)." in chart.alt_text


@pytest.mark.parametrize("name", ROWS)
def test_alt_text_says_every_group_with_its_interval_or_its_cause(name):
    rows = ROWS[name]()

    said = drawn(rows).alt_text

    assert said.startswith("Felt fully seen")
    for item, finding in rows:
        assert item.phrase("label") in said
        for group in finding.groups if finding else ():
            assert item.level_label(group.group) in said
            if isinstance(group.estimate, Estimate):
                low, high = (round(100 * group.estimate.low), round(100 * group.estimate.high))
                assert f"({low} to {high})" in said
            else:
                assert group.estimate.words() in said
    assert drawn(rows, is_narrow=True).alt_text == said


@pytest.mark.parametrize("is_narrow", [False, True])
def test_what_is_withheld_has_no_mark(is_narrow):
    chart = drawn(usual(), is_narrow=is_narrow)
    shown = [
        group.estimate.value
        for _, finding in usual()
        for group in (finding.groups if finding else ())
        if isinstance(group.estimate, Estimate)
    ]

    assert sorted(dots(chart)["x"]) == sorted(shown)
    empty = drawn(all_withheld(), is_narrow=is_narrow)
    assert dots(empty)["x"] == []
    assert not re.search(r"\d", words(empty))
    assert numbers_in(words(empty)) == set()


def test_nothing_in_the_data_leaves_rows_with_their_words():
    rows = [(CATALOG.dimension(name), None) for name in ("disability", "age_band")]

    chart = drawn(rows)

    assert words(chart).count("not in this data") == 2
    assert "Disability: not in this data." in chart.alt_text


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("is_narrow", [False, True])
def test_height_is_that_of_its_rows_and_nothing_moves(name, is_narrow):
    rows = ROWS[name]()
    chart = drawn(rows, is_narrow=is_narrow)

    held = figure(chart)
    go.Figure(held)  # Plotly refuses what it does not know
    sizes = re.findall(r'"size": (\d+)', json.dumps(held["layout"]))
    assert chart.height == (88 * len(rows) + 114 if is_narrow else 48 * len(rows) + 96)
    assert min(map(int, sizes)) >= 14
    assert held["layout"]["hovermode"] is False
    assert held["layout"]["dragmode"] is False
    assert held["layout"]["xaxis"]["fixedrange"]
    assert not any("hovertext" in trace for trace in held["data"])


def test_dark_and_light_differ_in_colour_alone():
    light, dark = figure(drawn(usual())), figure(drawn(usual(), is_dark=True))

    assert LIGHT.ink not in json.dumps(dark)
    assert DARK.ink in json.dumps(dark)
    colour = re.compile(r"#[0-9A-F]{6}")
    assert colour.sub("", json.dumps(light)) == colour.sub("", json.dumps(dark))


def test_a_level_is_drawn_as_it_is_called_and_never_out_of_the_figure():
    made = [
        compared(level, 0.1 + place / 20, 0.5, 0.02) for place, level in enumerate(HOSTILE_LEVELS)
    ]
    finding = finding_of(*made, asked=question(by="region"))
    rows = [(CATALOG.dimension("region"), finding)]

    chart = drawn(rows)

    assert "<b>bold" not in words(chart)
    assert_clear(chart, 820)


# -- room ----------------------------------------------------------------------------------------


def boxes(chart: Chart, width: float) -> list[tuple[str, float, float, float, float]]:
    """Return every word of a figure with its left, right, top and bottom in px."""
    held = figure(chart)["layout"]
    margin = held["margin"]
    wide = width - margin["l"] - margin["r"]
    high = chart.height - margin["t"] - margin["b"]
    found = []
    for item in held["annotations"]:
        lines = re.sub(r"<(?!br)[^>]*>", "", item["text"]).split("<br>")
        x = item["x"] if item["xref"] == "paper" else part(held["xaxis"], item["x"])
        y = item["y"] if item["yref"] == "paper" else part(held["yaxis"], item["y"])
        size = item["font"]["size"]
        is_bold = "<b>" in item["text"]
        across = max(text_width(unescape(line), size, is_bold=is_bold) for line in lines)
        left = margin["l"] + x * wide + item.get("xshift", 0)
        left -= {"left": 0, "center": across / 2, "right": across}[item["xanchor"]]
        middle = margin["t"] + (1 - y) * high - item.get("yshift", 0)
        half = 1.14 * size * len(lines) / 2  # from the top of a letter to the foot of a g
        found.append((item["text"], left, left + across, middle - half, middle + half))
    return found


def part(axis: dict, value: float) -> float:
    """Return where a value stands as a part of the whole figure."""
    (low, high), (start, end) = axis["range"], axis.get("domain", [0, 1])
    return start + (value - low) / (high - low) * (end - start)


def assert_clear(chart: Chart, width: float, marks=()) -> None:
    """Fail where a word stands on another, on a mark or out of the figure."""
    found = boxes(chart, width)
    for place, (said, left, right, top, bottom) in enumerate(found):
        assert left >= 0, f"{said} at {width}"
        assert right <= width, f"{said} at {width}"
        assert top >= 0, said
        assert bottom <= chart.height, said
        for other, left_2, right_2, top_2, bottom_2 in [*found[:place], *marks]:
            is_clear = left >= right_2 or right <= left_2 or top >= bottom_2 or bottom <= top_2
            assert is_clear, f"{said!r} stands on {other!r} at {width}"


def dot_boxes(chart: Chart, width: float) -> list[tuple[str, float, float, float, float]]:
    """Return every dot with its left, right, top and bottom in px."""
    held, trace = figure(chart)["layout"], dots(chart)
    margin = held["margin"]
    wide = width - margin["l"] - margin["r"]
    high = chart.height - margin["t"] - margin["b"]
    found = []
    for x, y in zip(trace["x"], trace["y"], strict=True):
        across = margin["l"] + part(held["xaxis"], x) * wide
        down = margin["t"] + (1 - part(held["yaxis"], y)) * high
        found.append((f"dot {x}", across - 6.5, across + 6.5, down - 6.5, down + 6.5))
    return found


RACES = CATALOG.dimension("recipient_race_ethnicity").levels


def race_row(made):
    """Return a row of these groups; None and withheld ones have no number."""
    named: list[Any] = []
    for level, value, verdict in made:
        if verdict is None or verdict is Verdict.WITHHELD:
            reason = Reason.TOO_FEW if verdict is None else Reason.PRIVATE
            named.append(withheld(level, reason))
        else:
            named.append(
                compared(level, value, 0.5, 0.02, verdict, df=6.0 if value > 0.6 else 9.0)
            )
    return row("recipient_race_ethnicity", *named)


def apart(chart: Chart, width: float) -> float:
    """Return how near, in px, the two dots of a row come that are nearest to each other."""
    middles = [((b[1] + b[2]) / 2, (b[3] + b[4]) / 2) for b in dot_boxes(chart, width)]
    return min(math.dist(one, other) for one, other in itertools.combinations(middles, 2))


CLOSE = [  # groups of the demo that hid one another
    [("multi", 0.329, EQUAL), ("other", 0.33, EQUAL), ("prefer_not", 0.33, EQUAL)],
    [("asian", 0.364, Verdict.NOTABLE), ("black", 0.364, Verdict.NOTABLE)],
]


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("made", CLOSE)
def test_dots_that_would_overlap_stand_clear_of_one_another(made, is_narrow):
    ends = [("white", 0.22, EQUAL), ("latino", 0.39, EQUAL)]

    chart = drawn([race_row([*made, *ends])], is_narrow=is_narrow)

    for width in WIDTHS[is_narrow]:
        assert apart(chart, width) >= 12.9  # as wide as a dot: 11 px and its outline
    for level, _, verdict in made:
        name = CATALOG.dimension("recipient_race_ethnicity").level_label(level)
        assert (name in words(chart)) is (verdict is not EQUAL)


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.floats(0.3, 0.34), min_size=2, max_size=10),
    verdict=st.sampled_from([EQUAL, Verdict.NOTABLE]),
    is_narrow=st.booleans(),
)
def test_every_dot_shows_however_many_coincide(values, verdict, is_narrow):
    made = [(level, value, verdict) for level, value in zip(RACES, values, strict=False)]

    chart = drawn([race_row(made)], is_narrow=is_narrow)

    for width in WIDTHS[is_narrow]:
        assert apart(chart, width) >= 3
        for _, _, _, top, bottom in dot_boxes(chart, width):
            assert top >= 44
            assert bottom <= 44 + (88 if is_narrow else 48)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_every_filled_group_is_named_in_its_row(is_narrow):
    made = [
        ("asian", 0.255, Verdict.NOTABLE),
        ("black", 0.262, Verdict.NOTABLE),
        *((level, 0.3 + place / 100, EQUAL) for place, level in enumerate(("latino", "multi"))),
        ("white", 0.339, Verdict.NOTABLE),
        ("pacific", 0.34, Verdict.NOTABLE),
    ]

    said = words(drawn([race_row(made)], is_narrow=is_narrow))

    for name in ("Asian 26", "Black 26", "White 34", "Pacific Islander 34"):
        assert name in said
    assert "unnamed" not in said


def test_names_without_room_near_their_dots_stand_beside_the_row_or_are_counted():
    filled = {"asian": 0.294, "pacific": 0.363, "white": 0.366, "indigenous": 0.37}
    near = {"latino": 0.345, "other": 0.347, "prefer_not": 0.35, "mena": 0.358}
    few = [(level, value, Verdict.NOTABLE) for level, value in filled.items()]
    few += [(level, value, EQUAL) for level, value in near.items()]
    many = [(level, 0.3, Verdict.NOTABLE) for level in RACES]

    said = words(drawn([race_row(few)], is_narrow=True))
    counted = words(drawn([race_row(many)], is_narrow=True))

    assert re.search(r"also \w", said)
    assert all(name in said for name in ("Asian 29", "Islander 36", "White 37", "Indigenous 37"))
    assert re.search(r"\d unnamed", counted)


def test_a_name_that_is_not_next_to_its_dot_is_tied_to_it():
    made = [("indigenous", 0.219, Verdict.NOTABLE), ("other", 0.298, Verdict.NOTABLE)]
    near = {"prefer_not": 0.234, "mena": 0.263, "multi": 0.297, "pacific": 0.298}

    others = [(level, value, EQUAL) for level, value in near.items()]
    chart = drawn([race_row([*made, *others])], is_narrow=True)

    ties = [it for it in figure(chart)["data"] if it.get("line", {}).get("width") == 1]
    assert ties
    assert {x for tie in ties for x in tie["x"]} <= {0.219, 0.298, None}


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_axis_spans_what_is_drawn_and_not_the_intervals(is_narrow):
    wide = [
        row(
            "recipient_income",
            compared("low", 0.24, 0.38, 0.3, EQUAL),
            compared("high", 0.37, 0.3, 0.3, EQUAL),
        )
    ]

    held = figure(drawn(wide, is_narrow=is_narrow))["layout"]["xaxis"]

    assert held["range"] == [0.2, 0.4]  # everyone: 40 %


def test_words_in_a_hatch_leave_none_of_it_before_them():
    for item in figure(drawn(all_withheld()))["layout"]["annotations"]:
        if item["text"] == "Hidden to protect people":
            assert item["xshift"] + item["borderpad"] == 0
            assert item["bgcolor"] == LIGHT.card


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("verdict", [EQUAL, Verdict.NOTABLE])
def test_dots_that_coincide_stand_a_little_apart_and_evenly_about_their_line(verdict, is_narrow):
    made = [
        row(
            "recipient_income",
            compared("low", 0.3, 0.5, 0.02, verdict),
            compared("mid", 0.3, 0.5, 0.02, verdict),
            compared("high", 0.9, 0.5, 0.02, EQUAL),
        )
    ]

    chart = drawn(made, is_narrow=is_narrow)

    trace, high = dots(chart), 88 if is_narrow else 48
    found = sorted(y for x, y in zip(trace["x"], trace["y"], strict=True) if x == 0.3)
    (line,) = {y for x, y in zip(trace["x"], trace["y"], strict=True) if x == 0.9}
    assert (found[1] - found[0]) * high >= 2
    assert found[1] + found[0] == pytest.approx(2 * line, abs=1e-5)


def test_what_is_beneath_a_row_on_a_phone_is_clear_of_the_next_row():
    chart = drawn(usual(), is_narrow=True)

    found = boxes(chart, 320)
    (beneath,) = [item for item in found if item[0] == "1 provisional"]
    below = min(item[3] for item in found if item[1] < 60 and item[3] > beneath[4])
    assert below - beneath[4] >= 6


groups = st.lists(
    st.tuples(
        st.sampled_from(RACES),
        st.floats(0.02, 0.98),
        st.sampled_from((*Verdict, None)),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda item: item[0],
)


@settings(max_examples=40, deadline=None)
@given(made=st.lists(groups, min_size=1, max_size=3), is_narrow=st.booleans())
def test_no_word_stands_on_a_word_or_a_mark_or_leaves_the_figure(made, is_narrow):
    chart = drawn([race_row(item) for item in made], is_narrow=is_narrow)

    for width in WIDTHS[is_narrow]:
        assert_clear(chart, width, dot_boxes(chart, width))
    shown = [item for row_ in made for item in row_ if item[2] not in (None, Verdict.WITHHELD)]
    assert len(dots(chart)["x"]) == len(shown)


@given(
    wanted=st.lists(st.floats(0, 300), min_size=1, max_size=4),
    high=st.integers(16, 60),
)
def test_spread_names_keep_their_order_and_never_overlap(wanted, high):
    found = spread(wanted, [float(high)] * len(wanted), 0, 300)

    ranked = sorted(found)
    assert all(b - a >= high - 1e-6 for a, b in itertools.pairwise(ranked))
    assert ranked[0] >= high / 2 - 1e-6
    assert ranked[-1] <= 300 - high / 2 + 1e-6
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    assert [found[place] for place in order] == ranked


def test_names_that_have_room_stay_where_they_are_wanted():
    assert spread([50, 10, 100], [20, 20, 20], 0, 200) == [50, 10, 100]
    assert spread([50, 50], [20, 20], 0, 200) == [40, 60]


def test_a_long_label_beside_its_row_takes_two_lines_and_is_whole():
    label = "Worker’s experience in years"
    band = Band(label=label, groups=(), instead="", reason=None, beside=(), words="")

    lines = label_lines(band, WIDE)

    assert " ".join(lines) == label
    assert len(lines) == 2
    assert label_lines(band, NARROW) == (label,)


def test_words_are_wrapped_evenly_and_cut_where_no_line_holds_them():
    assert wrapped("one two three four", 14, 90) == ("one two", "three four")
    assert wrapped("short", 14, 200) == ("short",)
    assert wrapped("x" * 300, 14, 100)[-1].endswith("…")
    assert text_width("é", 10) == text_width("e", 10)
