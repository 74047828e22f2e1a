"""Small multiples and the funnel of places: golden ones as data, and what they must draw."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from seen.charts import Chart, clickable, funnel, funnel_table, places
from seen.charts.boxes import text_width
from seen.charts.over import over
from seen.charts.palette import DARK, LIGHT
from seen.charts.places_frame import frame
from seen.domain.findings import Estimate, Part, Reason, Verdict, Withheld
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.test_charts_figures import GOLDEN, IS_UPDATING, figure, numbers_in, words, written

CATALOG = everything()
NONE = Verdict.NO_RELIABLE_DIFFERENCE
SENTENCE = "What goes with what."


def usual():
    """Return every state a level can have, in four panels."""
    return (
        finding_of(
            compared("lowest", 0.276, 0.334, 0.024),
            compared("middle", 0.33, 0.31, 0.02, NONE),
            compared("highest", 0.337, 0.302, 0.019, Verdict.SMALL),
            compared("not_stated", 0.9, 0.3, 0.02),
            asked=question(by="leadership_third"),
        ),
        finding_of(
            compared("lowest", 0.3, 0.32, 0.06, NONE, df=5.0),
            withheld("middle", Reason.TOO_FEW),
            compared("highest", 0.36, 0.3, 0.05, df=6.0),
            asked=question(by="mentoring_third"),
        ),
        finding_of(
            withheld("none", Reason.NO_ANSWERS),
            withheld("informal", Reason.PRIVATE),
            compared("regular_protected", 0.34, 0.3, 0.02),
            asked=question(by="reflective_practice"),
        ),
        finding_of(
            compared("lowest", 0.31, 0.31, 0.01, Verdict.ABOUT_EQUAL),
            compared("middle", 0.32, 0.31, 0.03, NONE),
            compared("highest", 0.31, 0.32, 0.03, NONE),
            asked=question(by="measure_intensity_third"),
        ),
    )


def one_group():
    """Return one level of one practice, which is compared with nobody."""
    asked = question(by="reflective_practice", versus="informal")
    return (finding_of(compared("informal", 0.4, 0.4, 0.04), asked=asked),)


def all_withheld():
    """Return three practices without a single number."""
    return tuple(
        finding_of(
            *(withheld(level, Reason.PRIVATE) for level in CATALOG.dimension(name).levels),
            asked=question(by=name),
        )
        for name in ("leadership_third", "reflective_practice", "measure_intensity_third")
    )


MADE = {made.__name__: made for made in (usual, one_group, all_withheld)}


def drawn(findings, *, is_narrow=False, is_dark=False) -> Chart:
    """Return the small multiples of these Findings."""
    return places.multiples(
        findings,
        CATALOG,
        is_dark=is_dark,
        is_narrow=is_narrow,
        title="What goes with connection?",
        sentence=SENTENCE,
    )


def same_as_golden(chart: Chart, name: str) -> bool:
    """Return whether a chart is the one that is kept; SEEN_UPDATE_GOLDEN=1 writes it anew."""
    path = GOLDEN / f"{name}.json"
    go.Figure(json.loads(chart.figure.to_json()))  # Plotly checks every name and value
    if IS_UPDATING:
        path.write_text(written(chart), encoding="utf-8")
    return bool(json.loads(written(chart)) == json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", MADE)
def test_figure_is_the_golden_one(name, width):
    chart = drawn(MADE[name](), is_narrow=width == "narrow")

    assert same_as_golden(chart, f"places_{name}_{width}")


# -- small multiples -----------------------------------------------------------------------------


def dots(chart):
    """Return the traces of dots, one for each panel."""
    return [trace for trace in figure(chart)["data"] if trace.get("mode") == "markers"]


def lines(chart, panel):
    """Return the upright lines of a panel."""
    shapes = figure(chart)["layout"]["shapes"]
    axis = "x" if panel == 0 else f"x{panel + 1}"
    return [it for it in shapes if it["type"] == "line" and it["xref"] == axis]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_all_panels_share_one_scale_that_holds_every_interval(is_narrow):
    layout = figure(drawn(usual(), is_narrow=is_narrow))["layout"]

    scales = [layout[name]["range"] for name in ("yaxis", "yaxis2", "yaxis3", "yaxis4")]
    assert scales == [[0.2, 0.5]] * 4  # 24 to 41 %, in round tens
    assert [len(trace["x"]) for trace in dots(drawn(usual()))] == [3, 2, 1, 3]


def test_each_state_of_a_level_has_its_own_mark_and_words():
    chart = drawn(usual())
    said = words(chart)

    fills = [trace["marker"]["color"] for trace in dots(chart)]
    assert fills[0] == [LIGHT.slots[0], LIGHT.card, LIGHT.slots[2]]  # notable, not, small
    assert [line["line"].get("dash") for line in lines(chart, 0)] == [None, None, None]
    assert [line["line"].get("dash") for line in lines(chart, 1)] == [
        *("2px,5px", "6px,4px", "6px,4px"),  # too few; then provisional
    ]
    (bar,) = [trace for trace in figure(chart)["data"] if trace["type"] == "bar"]
    assert (bar["x"], bar["xaxis"], bar["marker"]["pattern"]["shape"]) == ([1], "x3", "/")
    for phrase in ("Hidden to", "Too few to", "No answers", "<b>6 points fewer</b>", "400"):
        assert phrase in said
    assert "<b>4 points" not in said.replace("<b>4 points more</b>", "", 1)  # small is not bold


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_comparison_is_a_piece_at_each_level_at_its_own_value(is_narrow):
    shapes = figure(drawn(usual(), is_narrow=is_narrow))["layout"]["shapes"]

    pieces = [it["path"] for it in shapes if it["type"] == "path" and it["xref"] == "x"]

    assert pieces == ["M-0.34,0.334L0.34,0.334M0.66,0.31L1.34,0.31M1.66,0.302L2.34,0.302"]
    assert "line: everyone else" in words(drawn(usual())).replace(" | ", " ")


def test_what_is_not_stated_and_what_is_withheld_leaves_no_number():
    for is_narrow in (False, True):
        usual_numbers = numbers_in(figure(drawn(usual(), is_narrow=is_narrow)))
        hidden = figure(drawn(all_withheld(), is_narrow=is_narrow))

        assert 0.9 not in usual_numbers
        assert not any(trace.get("x") for trace in hidden["data"] if trace["type"] == "scatter")
        assert "Hidden to" in words(drawn(all_withheld(), is_narrow=is_narrow))


@pytest.mark.parametrize("n_panels", [1, 2, 3, 4])
@pytest.mark.parametrize("is_narrow", [False, True])
def test_words_stay_in_their_columns_and_inside_the_figure(n_panels, is_narrow):
    chart = drawn(usual()[:n_panels], is_narrow=is_narrow)
    placed = frame(n_panels, is_narrow=is_narrow)

    assert chart.height == places.height(n_panels, is_narrow=is_narrow) == placed.height
    for it in figure(chart)["layout"]["annotations"]:
        width = text_width(it["text"].removeprefix("<b>").removesuffix("</b>"), it["font"]["size"])
        if it["xanchor"] == "center":
            assert width <= placed.room(3), it["text"]
            assert "…" not in it["text"]
        assert 0 < placed.height * (1 - it["y"]) < placed.height


@pytest.mark.parametrize("name", MADE)
def test_every_word_lies_over_the_figure_and_plotly_takes_the_rest(name):
    for is_narrow in (False, True):
        chart = drawn(MADE[name](), is_narrow=is_narrow)

        laid = over(clickable(chart))

        assert not laid.figure.layout.annotations
        assert laid.words.count("<span") == len(chart.figure.layout.annotations)
        go.Figure(chart.figure.to_plotly_json())  # Plotly knows every part


def test_dark_has_its_own_colours_and_the_same_words():
    light, dark = drawn(usual()), drawn(usual(), is_dark=True)

    assert words(light) == words(dark)
    assert dots(dark)[0]["marker"]["color"][0] == DARK.slots[0]


def test_the_alt_text_says_every_level_of_every_practice():
    said = drawn(usual()).alt_text

    assert SENTENCE in said
    assert "Relational leadership, Lowest third: 28 % (25 to 30), 6 points fewer" in plain(said)
    assert "Reflective practice, Informal: Hidden to protect people." in said
    assert "Mentoring, Middle third: Too few to judge (18 answers)." in said


def test_a_click_on_a_level_filters_by_it():
    assert dots(drawn(usual()))[0]["customdata"][2] == ["leadership_third", "highest"]


def plain(said):
    """Return words with plain spaces."""
    return said.replace("\u00a0", " ")


def test_a_level_that_is_shown_and_compared_with_nobody_says_so():
    shown = usual()[0]
    gaps = [
        replace(it, difference=Withheld(reason=Reason.PRIVATE), reference=None)
        if it.group == "middle"
        else it
        for it in shown.gaps
    ]

    chart = drawn([replace(shown, gaps=tuple(gaps))])

    assert "no comparison" in words(chart).replace(" | ", " ")
    assert "Middle third: 33 % (31 to 35), no comparison" in plain(chart.alt_text)


# -- the funnel ----------------------------------------------------------------------------------

WARDS = ("2025 Q1", "a&b=c", "+1", "%41", "ä 🙂", "'; drop table x; --", '"', "<b>bold</b>")


def number(value, half, own):
    """Return a number with the counts of an institution."""
    counts = {"n_answers": own.n_answers, "n_people": 90, "n_clusters": 9, "df": 8.0}
    return Estimate(value=value, low=value - half, high=value + half, method="m", **counts)


def institutions(n=8, *, why: Reason | None = None, few: Reason | None = None):
    """Return a Finding of institutions in a funnel; the first is unusual, the last withheld."""
    made: list[Any] = []
    for place, name in enumerate(WARDS[:n]):
        if why or (place == n - 1 and n > 1):
            made.append(withheld(name, why or Reason.PRIVATE))
        else:
            made.append(compared(name, 0.9 if place == 0 else 0.3 + 0.01 * place, 0.4, 0.04))
    found = finding_of(*made, asked=question(by="institution"), catalog=CATALOG)
    groups, parts = [], []
    for place, item in enumerate(found.groups):
        own = item.estimate
        if isinstance(own, Estimate):
            own = number(own.value, 0.04, own)
            own = Estimate(**{**vars(own), "n_answers": 100 * (place + 1)})
        for name, value, half in (
            *(("limits_95", 0.4, 0.1), ("limits_998", 0.4, 0.2)),
            *(("shrunken", 0.5, 0.05), ("reliability", 0.6 + 0.2 * (place % 2), 0.1)),
        ):
            is_shown = isinstance(own, Estimate) and few is None
            held = number(value, half, own) if is_shown else Withheld(reason=few or Reason.PRIVATE)
            parts.append(Part(name=name, group=item.group, estimate=held))
        groups.append(type(item)(group=item.group, group_2=None, estimate=own))
    asked = question(by="institution", view="funnel")
    return found.__class__(
        **{**vars(found), "groups": tuple(groups), "parts": tuple(parts), "question": asked}
    )


FUNNELS = {
    "usual": institutions,
    "one_group": lambda: institutions(1, few=Reason.TOO_FEW),
    "all_withheld": lambda: institutions(why=Reason.PRIVATE),
}


def funnel_of(finding, *, is_narrow=False, is_dark=False):
    """Return the funnel of a Finding."""
    return funnel.funnel(
        finding, CATALOG, is_dark=is_dark, is_narrow=is_narrow, title="Beside what is usual"
    )


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", FUNNELS)
def test_funnel_is_the_golden_one(name, width):
    chart = funnel_of(FUNNELS[name](), is_narrow=width == "narrow")

    assert same_as_golden(chart, f"funnel_{name}_{width}")


@pytest.mark.parametrize(("fewest", "most"), [(77, 131), (3_000, 8_000), (40, 41_000), (101, 119)])
def test_at_least_two_counts_are_named_on_the_axis(fewest, most):
    found = institutions()
    counts = np.linspace(fewest, most, len(found.groups) - 1).astype(int)
    groups = [
        replace(item, estimate=replace(item.estimate, n_answers=int(n)))
        for item, n in zip(found.groups, counts, strict=False)
    ]

    axis = figure(funnel_of(replace(found, groups=(*groups, found.groups[-1]))))["layout"]["xaxis"]

    low, high = (10**end for end in axis["range"])
    assert 2 <= len(axis["tickvals"]) <= 12
    assert all(low <= at <= high for at in axis["tickvals"])


def test_an_unusual_institution_looks_like_any_other():
    rings = figure(funnel_of(institutions()))["data"][-1]

    assert rings["y"][0] == 0.9  # outside its limits of 0.2 to 0.6
    looks = set(zip(rings["marker"]["line"]["color"], rings["marker"]["size"], strict=True))
    # by how much is chance alone: 0.6 is grey and small, 0.8 is not
    assert looks == {(LIGHT.second, 8), (LIGHT.slots[0], 11)}
    assert rings["marker"]["line"]["color"][0] == rings["marker"]["line"]["color"][2]


def test_the_limits_and_the_shrunken_figures_stand_at_each_institution():
    usual_95, wide, shrunken, rings = figure(funnel_of(institutions()))["data"]

    assert usual_95["y"] == [0.3] * 7 + [0.5] * 7
    assert wide["y"] == [0.2] * 7 + [0.6] * 7
    assert shrunken["y"] == [0.5] * 7
    assert rings["x"] == [100, 200, 300, 400, 500, 600, 700]


def test_an_institution_that_is_withheld_is_counted_and_leaves_no_number():
    chart = funnel_of(institutions())
    table = funnel_table.table(institutions(), CATALOG)

    assert "Not shown: 1." in chart.alt_text
    assert table.rows[-1][1:] == ("Hidden to protect people", *[""] * 5)
    names = [CATALOG.dimension("institution").level_label(name) for name in WARDS]
    assert [row[0].lower() for row in table.rows] == [name.lower() for name in names]


def test_names_from_a_file_are_never_markup():
    chart = funnel_of(institutions())

    assert "<b>bold" not in json.dumps(figure(chart)["layout"])
