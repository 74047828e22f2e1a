"""Heats: golden ones as data, which class a cell has, what empty cells say, and the colours."""

import itertools
import json
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seen.charts import clickable, heat
from seen.charts.heat_cells import N_CLASSES, State, grid, of_gap, of_share, width
from seen.charts.palette import DARK, LIGHT, text_on
from seen.domain.findings import Estimate, Reason, Verdict, Withheld
from tests.helpers import compared, everything, finding_of, question, source, withheld
from tests.test_charts_axes import contrast, distance
from tests.test_charts_figures import GOLDEN, IS_UPDATING, TITLE, figure, written

CATALOG = everything()
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
WIDTHS = pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])


# -- Findings by hand -----------------------------------------------------------------------------


def crossed(*rows, **parts):
    """Return a Finding of incomes crossed with professions."""
    usual_parts = {"by": "recipient_income", "by2": "profession"}
    return finding_of(*rows, asked=question(**(usual_parts | parts)))


def usual():
    """Return every class and every state a cell can have."""
    equal, none = Verdict.ABOUT_EQUAL, Verdict.NO_RELIABLE_DIFFERENCE
    return crossed(
        compared("low", 0.30, 0.45, 0.04, second="chaplain"),
        compared("mid", 0.42, 0.45, 0.02, Verdict.SMALL, second="chaplain"),
        compared("high", 0.47, 0.45, 0.02, Verdict.SMALL, second="chaplain"),
        compared("unknown", 0.60, 0.45, 0.04, second="chaplain"),
        compared("low", 0.40, 0.45, 0.06, none, second="nurse"),
        compared("mid", 0.45, 0.45, 0.01, equal, second="nurse"),
        compared("high", 0.50, 0.45, 0.04, none, second="nurse", df=4.0),
        withheld("unknown", Reason.NO_ANSWERS, "nurse"),
        withheld("low", Reason.PRIVATE, "therapist"),
        withheld("mid", Reason.PRIVATE, "therapist"),
        withheld("high", Reason.TOO_FEW, "therapist"),
        withheld("unknown", Reason.UNDEFINED, "therapist"),
    )


def one_group():
    """Return one income in two professions."""
    return crossed(
        compared("low", 0.30, 0.45, 0.04, second="chaplain"),
        compared("low", 0.40, 0.45, 0.06, Verdict.NO_RELIABLE_DIFFERENCE, second="nurse"),
    )


def all_withheld():
    """Return cells without a single number."""
    names = itertools.product(("chaplain", "nurse"), ("low", "mid", "high"))
    return crossed(*(withheld(name, Reason.PRIVATE, second) for second, name in names))


def spread(finding):
    """Return the same cells as the Finding of a distribution."""
    asked = replace(finding.question, view="distribution")
    return replace(finding, question=asked, measure=replace(finding.measure, better="none"))


FINDINGS = {made.__name__: made for made in (usual, one_group, all_withheld)}
HEATS = {"gaps": heat.gaps, "shares": heat.shares}


def drawn(finding, kind="gaps", *, is_narrow=False, is_dark=False, catalog=CATALOG):
    """Return a heat of a Finding."""
    if kind == "shares" and finding.question.view != "distribution":
        finding = spread(finding)
    return HEATS[kind](finding, catalog, is_dark=is_dark, is_narrow=is_narrow, title=TITLE)


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("name", FINDINGS)
@pytest.mark.parametrize("kind", HEATS)
def test_heat_is_the_golden_one(kind, name, size):
    # SEEN_UPDATE_GOLDEN=1 writes it anew; the diff is reviewed like code
    path = GOLDEN / f"heat_{kind}_{name}_{size}.json"
    chart = drawn(FINDINGS[name](), kind, is_narrow=size == "narrow")
    if IS_UPDATING:
        path.write_text(written(chart), encoding="utf-8")

    assert json.loads(written(chart)) == json.loads(path.read_text(encoding="utf-8"))


# -- which class ----------------------------------------------------------------------------------


def cells(finding, make=of_gap):
    """Return the cells of a Finding by their levels."""
    made = grid(finding, CATALOG, make, "en")
    return {
        (row, column): cell
        for row, line in zip(made.rows, made.cells, strict=True)
        for column, cell in zip(made.columns, line, strict=True)
    }


def test_rows_are_levels_of_the_first_and_columns_of_the_second_dimension():
    made = grid(usual(), CATALOG, of_gap, "en")

    assert (made.corner, made.head) == ("Income", "Profession")
    assert made.rows == ("Low", "Middle", "High", "Not known")
    assert made.columns == ("Chaplain", "Nurse", "Therapist")


def test_a_class_is_the_verdict_and_its_direction():
    found = {key: cell.place for key, cell in cells(usual()).items()}

    assert [found[row, "Chaplain"] for row in ("Low", "Middle", "High", "Not known")] == [
        *(0, 1, 3, 4)
    ]
    # 5 points fewer and 5 more, neither reliable, and about equal: all the same grey
    assert [found[row, "Nurse"] for row in ("Low", "Middle", "High")] == [2, 2, 2]
    assert [found[row, "Therapist"] for row in ("Low", "High")] == [None, None]


@pytest.mark.parametrize(
    ("measure", "show", "first", "last"),
    [
        ("felt_seen", "top", "fewer: worse for the group", "more: better for the group"),
        ("felt_seen", "bottom", "more: worse for the group", "fewer: better for the group"),
        ("felt_seen", "mean", "lower: worse for the group", "higher: better for the group"),
        ("mis_seen", "top", "more: worse for the group", "fewer: better for the group"),
        ("documented_goal", "top", "more than everyone else", "fewer than everyone else"),
    ],
)
@WIDTHS
def test_both_ends_are_written_out_and_judge_only_what_has_a_better_end(
    measure, show, first, last, is_narrow
):
    finding = crossed(
        compared("low", 0.30, 0.45, 0.04, second="nurse"), measure=measure, show=show
    )

    said = words(drawn(finding, is_narrow=is_narrow))

    assert first in said
    assert last in said
    assert ("worse" in " ".join(said)) == (measure != "documented_goal")


@given(
    value=st.floats(0.05, 0.95),
    other=st.floats(0.05, 0.95),
    verdict=st.sampled_from([it for it in Verdict if it is not Verdict.WITHHELD]),
)
def test_the_class_never_says_more_than_the_verdict(value, other, verdict):
    (cell,) = cells(crossed(compared("low", value, other, 0.04, verdict, second="nurse"))).values()

    is_reliable = verdict in (Verdict.NOTABLE, Verdict.SMALL)
    assert (cell.place != 2) == is_reliable
    assert cell.is_bold == (verdict is Verdict.NOTABLE)
    if is_reliable and value != other:  # felt seen: fewer is worse
        assert (cell.place < 2) == (value < other)


def test_cells_print_magnitudes_without_a_sign():
    found = cells(usual())

    assert (found["Low", "Chaplain"].lead, found["Low", "Chaplain"].small) == (
        *("15 fewer", "11 to 19"),
    )
    assert found["Not known", "Chaplain"].lead == "15 more"
    assert found["Low", "Chaplain"].words == "15 fewer (11 to 19)"
    # what is not reliable prints the range that is plausible, and is named in words in the list
    assert (found["Low", "Nurse"].lead, found["Low", "Nurse"].small) == ("11 fewer to", "1 more")
    assert found["Low", "Nurse"].words == "no reliable difference"
    assert found["Middle", "Nurse"].small == "about equal"
    for cell in found.values():
        assert not re.search(r"[\u2212+-]\d", f"{cell.lead} {cell.small} {cell.words}")


RANGES = [  # value, other, half, both lines by hand
    (0.400, 0.4155, 0.0155, ("0 to", "3 fewer")),
    (0.4155, 0.400, 0.0155, ("0 to", "3 more")),
    (0.400, 0.415, 0.030, ("4 fewer to", "2 more")),
    (0.400, 0.450, 0.030, ("2 to", "8 fewer")),
    (0.400, 0.401, 0.003, ("0.4 fewer to", "0.2 more")),
]


@pytest.mark.parametrize(("value", "other", "half", "lines"), RANGES)
def test_ranges_have_one_form_whole_points_and_a_nought_without_a_way(value, other, half, lines):
    verdict = Verdict.NO_RELIABLE_DIFFERENCE
    found = cells(crossed(compared("low", value, other, half, verdict, second="nurse")))

    assert (found["Low", "Nurse"].lead, found["Low", "Nurse"].small) == lines


def test_the_lines_of_a_key_start_at_one_edge():
    held = figure(drawn(usual()))["layout"]["annotations"]

    wide = [it for it in held if it["text"].startswith(("fewer: worse", "Points more"))]
    assert {(it["x"], it["xshift"], it["xanchor"]) for it in wide} == {(0, -176, "left")}
    held = figure(drawn(usual(), is_narrow=True))["layout"]["annotations"]
    narrow = [
        it
        for it in held
        if it["text"] in ("fewer: worse for the group", "more: better for the group")
    ]
    narrow += [it for it in held if it["text"] == "no reliable difference"][:1]
    assert len({it["xshift"] for it in narrow}) == 1


def test_a_provisional_number_has_its_mark_and_the_key_explains_it():
    found = cells(usual())

    assert found["High", "Nurse"].small.endswith("*")
    assert "* provisional: few wards" in words(drawn(usual()))
    assert "* provisional: few wards" in words(drawn(usual(), is_narrow=True))
    assert "provisional" not in " ".join(words(drawn(one_group())))


def test_whom_the_others_are_compared_with_has_no_class():
    finding = crossed(
        compared("low", 0.30, 0.50, 0.04, second="nurse", versus="high"),
        compared("high", 0.50, 0.50, 0.04, second="nurse", versus="high"),
        versus="high",
    )

    found = cells(finding)["High", "Nurse"]

    assert (found.state, found.place) == (State.UNCLASSED, None)
    assert (found.lead, found.small) == ("50\u00a0%", "comparison")


# -- amounts --------------------------------------------------------------------------------------


@given(values=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=6))
@example(values=[0.025])
def test_a_share_stands_in_the_class_that_its_printed_number_names(values):
    levels = CATALOG.dimension("recipient_race_ethnicity").levels
    rows = [
        compared(name, value, 0.5, 0.03, Verdict.SMALL, second="nurse")
        for name, value in zip(levels, values, strict=False)
    ]
    finding = spread(finding_of(*rows, asked=question(by2="profession")))

    step = 100 * width(finding)
    for cell in cells(finding, of_share).values():
        printed = float(cell.lead.split("\u00a0")[0])
        assert 0 <= cell.place < N_CLASSES
        assert cell.place * step <= printed + 1e-6
        assert printed < (cell.place + 1) * step + 1e-6 or cell.place == N_CLASSES - 1


def test_the_classes_of_amounts_are_named_in_the_key():
    said = words(drawn(usual(), "shares"))

    assert said[:5] == [
        *("under 20\u00a0%", "20 to 40\u00a0%", "40 to 60\u00a0%", "60 to 80\u00a0%"),
        "80\u00a0% or more",
    ]


def test_a_notable_share_alone_is_bold():
    found = cells(spread(usual()), of_share)

    assert [key for key, cell in found.items() if cell.is_bold] == [
        *(("Low", "Chaplain"), ("Not known", "Chaplain"))
    ]
    assert "<b>30\u00a0%</b>" in words(drawn(usual(), "shares"))
    assert (found["Low", "Chaplain"].lead, found["Low", "Chaplain"].small) == (
        *("30\u00a0%", "26 to 34"),
    )


def test_only_a_distribution_has_shares_at_levels():
    with pytest.raises(ValueError, match="distribution"):
        heat.shares(usual(), CATALOG, is_dark=False, is_narrow=False, title=TITLE)


def test_a_heat_needs_two_dimensions():
    finding = finding_of(compared("black", 0.3, 0.4, 0.04))

    with pytest.raises(ValueError, match="second Dimension"):
        drawn(finding)


# -- what is drawn --------------------------------------------------------------------------------


def words(chart):
    """Return every word of a figure."""
    return [item["text"] for item in figure(chart)["layout"]["annotations"]]


def said_in(chart):
    """Return all words of a figure in one line."""
    return " | ".join(words(chart))


def shapes(chart):
    """Return the shapes that lie on columns: the cells of a table."""
    return [it for it in figure(chart)["layout"]["shapes"] if it["xref"] == "x"]


@pytest.mark.parametrize("kind", HEATS)
def test_each_state_has_its_own_cell(kind):
    chart = drawn(usual(), kind)

    (bar,) = hatches(chart)
    assert bar["marker"]["pattern"]["shape"] == "/"
    assert sorted(bar["base"]) == [1.5, 1.5]  # two private cells in the third column
    dotted = [it for it in shapes(chart) if it["line"].get("dash") == "2px,5px"]
    assert [(it["x0"], it["fillcolor"]) for it in dotted] == [(1.52, "rgba(0,0,0,0)")]
    assert words(chart).count("–") == 3  # no answers, cannot be computed, and the key
    for said in (
        "Hidden to protect people",
        "Too few to judge",
        "No answers, Cannot be computed",
    ):
        assert said in words(chart)


def hatches(chart):
    """Return the traces that stand for what is hidden."""
    return [trace for trace in figure(chart)["data"] if "pattern" in trace["marker"]]


@WIDTHS
@pytest.mark.parametrize("kind", HEATS)
def test_a_cell_with_a_number_names_both_levels_and_no_other_can_be_clicked(kind, is_narrow):
    chart = clickable(drawn(usual(), kind, is_narrow=is_narrow))

    (aimed,) = [trace for trace in figure(chart)["data"] if "customdata" in trace]
    shown = [item for item in usual().groups if isinstance(item.estimate, Estimate)]
    assert sorted(aimed["customdata"]) == sorted(
        ["recipient_income", item.group, "profession", item.group_2] for item in shown
    )
    assert aimed["marker"]["color"] == "rgba(0,0,0,0)"
    assert {it["hoverinfo"] for it in hatches(chart)} <= {"skip"}


@WIDTHS
def test_a_click_counts_for_the_cell_it_is_on(is_narrow):
    chart = drawn(usual(), is_narrow=is_narrow)

    (aimed,) = [trace for trace in figure(chart)["data"] if "customdata" in trace]
    boxes = [
        (left, left + wide, y - high / 2, y + high / 2)
        for left, wide, y, high in zip(
            *(aimed[part] for part in ("base", "x", "y", "width")), strict=True
        )
    ]
    for one, other in itertools.combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
    said = figure(chart)["layout"]["annotations"]
    for place, named in enumerate(aimed["customdata"]):
        left, right, top, bottom = boxes[place]
        inside = " ".join(
            it["text"] for it in said if left <= it["x"] <= right and top < it["y"] < bottom
        )
        assert ("15 fewer" in inside) is (named[1::2] == ["low", "chaplain"])


@pytest.mark.parametrize("kind", HEATS)
def test_a_list_says_every_state_in_words(kind):
    said = words(drawn(usual(), kind, is_narrow=True))

    assert said.count("Hidden to protect people") == 2
    for once in ("Too few to judge", "No answers", "Cannot be computed"):
        assert said.count(once) == 1


@WIDTHS
@pytest.mark.parametrize("kind", HEATS)
def test_nothing_is_printed_where_all_is_withheld(kind, is_narrow):
    chart = drawn(all_withheld(), kind, is_narrow=is_narrow)

    key = words(drawn(one_group(), kind, is_narrow=is_narrow))
    assert not shapes(chart)
    if kind == "gaps":
        assert {it for it in words(chart) if re.search(r"\d", it)} <= set(key)
    else:  # the classes have no share to be made for
        assert not re.search(
            r"\d", re.sub(r"under \d.%|\d to \d.%|\d.% or more|95.%", "", said_in(chart))
        )
    assert chart.alt_text.count("Hidden to protect people.") == 6


@WIDTHS
@pytest.mark.parametrize("view", ["levels", "distribution"])
def test_a_hidden_cell_draws_no_value_anywhere(view, is_narrow):
    opened = source("ordinary")
    finding = opened.finding(question(by2="recipient_income", view=view))
    made = heat.shares if view == "distribution" else heat.gaps

    chart = made(finding, opened.catalog, is_dark=False, is_narrow=is_narrow, title=TITLE)

    hidden = [it for it in finding.groups if it.estimate == Withheld(reason=Reason.PRIVATE)]
    assert len(hidden) >= 2
    assert "Pacific Islander, High: Hidden to protect people." in chart.alt_text
    assert chart.alt_text.count("Hidden to protect people.") == len(hidden)
    if is_narrow:
        assert words(chart).count("Hidden to protect people") == len(hidden)
        return
    (bar,) = hatches(chart)
    private = {(base + 0.5, y) for base, y in zip(bar["base"], bar["y"], strict=True)}
    written_at = [it for it in figure(chart)["layout"]["annotations"] if it["xref"] == "x"]
    assert len(private) == len(hidden)
    for x, y in private:
        assert not [it for it in written_at if it["x"] == x and abs(it["y"] - y) < 26]


@pytest.mark.parametrize("name", FINDINGS)
@pytest.mark.parametrize("kind", HEATS)
def test_alt_text_says_every_cell_whatever_the_width(kind, name):
    finding = FINDINGS[name]()

    said = drawn(finding, kind).alt_text

    assert said.startswith(TITLE)
    assert finding.sentence in said
    for item in finding.groups:
        row = CATALOG.dimension("recipient_income").level_label(item.group)
        column = CATALOG.dimension("profession").level_label(item.group_2)
        (cell,) = re.findall(rf"{row}, {column}: (.*?)\.(?: |$)", said)
        if isinstance(item.estimate, Estimate):
            assert "400 answers" in cell
        else:
            assert cell == item.estimate.words()
    assert drawn(finding, kind, is_narrow=True).alt_text == said


def many(n_columns, n_rows=2):
    """Return a Finding of so many columns and rows."""
    regions = [f"{place:02} region of the north" for place in range(n_columns)]
    rows = [f"r{place:02}" for place in range(n_rows)]
    return finding_of(
        *(compared(row, 0.4, 0.5, 0.04, second=region) for region in regions for row in rows),
        asked=question(by="ward_of_birth", by2="region"),
        catalog=MANY,
    )


MANY = replace(
    CATALOG,
    dimensions=(
        *CATALOG.dimensions,
        replace(CATALOG.dimension("region"), name="ward_of_birth", column="ward_of_birth"),
    ),
)


@pytest.mark.parametrize("n_columns", [1, 8, 9, 10, 30])
def test_more_columns_than_fit_become_lists(n_columns):
    chart = drawn(many(n_columns), catalog=MANY)

    is_table = bool(shapes(chart))
    assert is_table == (n_columns <= heat.MOST_COLUMNS)
    assert sum("10 fewer" in it for it in words(chart)) == 2 * n_columns


@pytest.mark.parametrize("n_rows", [1, 12, 13, 40])
def test_height_grows_with_the_rows_alone(n_rows):
    heights = [drawn(many(4, n), catalog=MANY).height for n in (n_rows, n_rows + 1)]

    assert heights[1] - heights[0] == 52


@WIDTHS
@pytest.mark.parametrize("kind", HEATS)
def test_a_withheld_cell_moves_nothing(kind, is_narrow):
    shown, hidden = (
        one_group(),
        crossed(
            withheld("low", Reason.PRIVATE, "chaplain"), withheld("low", Reason.TOO_FEW, "nurse")
        ),
    )

    heights = [drawn(it, kind, is_narrow=is_narrow).height for it in (shown, hidden)]

    assert heights[0] == heights[1]


@WIDTHS
@pytest.mark.parametrize("name", FINDINGS)
@pytest.mark.parametrize("kind", HEATS)
def test_heats_set_no_type_under_14_px_and_never_move(kind, name, is_narrow):
    held = figure(drawn(FINDINGS[name](), kind, is_narrow=is_narrow))

    sizes = [item["font"]["size"] for item in held["layout"]["annotations"]]
    assert min(sizes) >= 14
    assert held["layout"]["dragmode"] is False
    assert held["layout"]["hovermode"] is False
    assert held["layout"]["yaxis"]["fixedrange"]


@WIDTHS
@pytest.mark.parametrize("kind", HEATS)
def test_every_word_stands_inside_the_figure(kind, is_narrow):
    chart = drawn(usual(), kind, is_narrow=is_narrow)

    for item in figure(chart)["layout"]["annotations"]:
        half = (item["text"].count("<br>") + 1) * 9
        assert half - 1 <= item["y"] <= chart.height - half + 5, item["text"]


@WIDTHS
def test_a_level_is_drawn_as_it_is_called(is_narrow):
    finding = finding_of(
        compared("<b>bold</b>", 0.4, 0.5, 0.04, second="a&b=c"),
        asked=question(by="ward_of_birth", by2="region"),
        catalog=MANY,
    )

    said = " ".join(words(drawn(finding, is_narrow=is_narrow, catalog=MANY)))

    assert "&lt;b&gt;bold&lt;/b&gt;" in said
    assert "A&amp;b=c" in said


@WIDTHS
@pytest.mark.parametrize("kind", HEATS)
def test_the_text_of_every_cell_can_be_read_on_its_ground(kind, is_narrow):
    for is_dark, theme in ((False, LIGHT), (True, DARK)):
        layout = figure(drawn(usual(), kind, is_narrow=is_narrow, is_dark=is_dark))["layout"]
        fills = theme.heat if kind == "gaps" else theme.amounts
        colours = {item["font"]["color"] for item in layout["annotations"]}
        assert colours <= {theme.ink, theme.second, *map(text_on, fills)}
        assert not {theme.second} & {
            item["font"]["color"]
            for item in layout["annotations"]
            if item["xref"] == "x" and re.search(r"\d", item["text"])
        }


# -- colours: VISUAL.md section 2 -----------------------------------------------------------------


@THEMES
@pytest.mark.parametrize("ramp", ["heat", "amounts"])
def test_ink_or_white_can_be_read_on_every_cell(theme, ramp):
    found = getattr(theme, ramp)

    assert len(found) == N_CLASSES
    for colour in found:
        assert contrast(text_on(colour), colour) >= 4.5
        assert text_on(colour) in ("#1C1E21", "#FFFFFF")


@THEMES
@pytest.mark.parametrize("ramp", ["heat", "amounts"])
@pytest.mark.parametrize("method", ["brettel", "machado"])
@pytest.mark.parametrize("sight", [None, "deutan", "protan", "tritan"])
def test_neighbouring_classes_can_be_told_apart(theme, ramp, sight, method):
    found = getattr(theme, ramp)

    nearest = min(distance(*pair, sight, method) for pair in itertools.pairwise(found))

    assert nearest >= NEAREST[ramp]


@THEMES
@pytest.mark.parametrize("method", ["brettel", "machado"])
@pytest.mark.parametrize("sight", [None, "deutan", "protan", "tritan"])
def test_worse_and_better_are_never_the_same_colour(theme, sight, method):
    worse, better = theme.heat[:2], theme.heat[3:]

    assert min(distance(*pair, sight, method) for pair in itertools.product(worse, better)) >= 14


@THEMES
def test_amounts_rise_in_one_direction_in_grey_print(theme):
    lights = [contrast(colour, "#000000") for colour in theme.amounts]

    assert lights == sorted(lights, reverse=theme is LIGHT)


NEAREST = {"heat": 20, "amounts": 12}
