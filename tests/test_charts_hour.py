"""The hour: golden figures as data, and what every one of them must and must not draw."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from seen.charts import Chart, clickable, places
from seen.charts.boxes import text_width
from seen.charts.hour import height, hour
from seen.charts.over import over
from seen.charts.palette import DARK, LIGHT
from seen.domain.findings import Estimate, Finding, Reason, Verdict
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.test_charts_figures import figure, words
from tests.test_charts_places import same_as_golden

CATALOG = everything()
PARTS = CATALOG.dimension("part_of_hour").levels
SENTENCE = "62 % of connective minutes were covered by no code, credit or metric."
TITLE = "What gets counted, and what goes uncounted?"
NONE = Verdict.NO_RELIABLE_DIFFERENCE
HOUR = question("after_hours", by="profession", by2="part_of_hour", view="distribution")


def divided(group, minutes, *, half=0.4, verdicts=(), df=20.0):
    """Return the parts of a group's hour, in minutes."""
    judged = (*verdicts, *[NONE] * len(PARTS))
    return [
        compared(group, m / 60, m / 60 + 0.01, half / 60, verdict, second=part, df=df)
        for part, m, verdict in zip(PARTS, minutes, judged, strict=False)
    ]


def closed(group, reason):
    """Return the parts of a group of which nothing is shown."""
    return [withheld(group, reason, part) for part in PARTS]


def usual():
    """Return every state a group can have, with credit and work after hours."""
    some = divided("nurse", (10, 24, 12, 4, 10), verdicts=(Verdict.NOTABLE, Verdict.SMALL))
    some[3] = withheld("nurse", Reason.TOO_FEW, "reporting")
    hours = finding_of(
        *divided("chaplain", (11, 29, 6, 3, 11), half=1.2, verdicts=(Verdict.NOTABLE,), df=5.0),
        *closed("college_teacher", Reason.PRIVATE),
        *closed("helpline_worker", Reason.TOO_FEW),
        *some,
        asked=HOUR,
    )
    beyond = finding_of(
        compared("chaplain", 0.1, 0.1, 0.01, NONE),
        withheld("college_teacher", Reason.PRIVATE),
        compared("nurse", 0.08, 0.1, 0.005),
        asked=question("after_hours", by="profession"),
    )
    credit = finding_of(
        compared("chaplain", 0.62, 0.6, 0.03, NONE),
        compared("helpline_worker", 0.6, 0.6, 0.03, NONE),
        compared("therapist", 0.6, 0.6, 0.03, NONE),
        asked=question("share_uncredited", by="profession"),
    )
    return hours, beyond, credit


def one_group():
    """Return one group of whose credit and hours after hours nothing is known."""
    rows = divided("nurse", (10, 24, 12, 4, 10))
    return finding_of(*rows, asked=HOUR.asking(versus="nurse")), None, None


def all_withheld():
    """Return two groups without a single number."""
    rows = [*closed("chaplain", Reason.PRIVATE), *closed("nurse", Reason.PRIVATE)]
    beyond = finding_of(
        withheld("chaplain", Reason.PRIVATE),
        withheld("nurse", Reason.PRIVATE),
        asked=question("after_hours", by="profession"),
    )
    return finding_of(*rows, asked=HOUR), beyond, None


MADE = {made.__name__: made for made in (usual, one_group, all_withheld)}


def drawn(findings, *, is_narrow=False, is_dark=False) -> Chart:
    """Return the figure of these Findings."""
    looks: dict[str, Any] = {"is_dark": is_dark, "is_narrow": is_narrow}
    hours, beyond, credit = findings
    return hour(hours, beyond, credit, CATALOG, **looks, title=TITLE, sentence=SENTENCE)


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", MADE)
def test_figure_is_the_golden_one(name, width):
    chart = drawn(MADE[name](), is_narrow=width == "narrow")

    assert same_as_golden(chart, f"hour_{name}_{width}")


@pytest.mark.parametrize(
    ("reason", "why", "is_hatched"),
    [
        (Reason.PRIVATE, "hidden to protect people", True),
        (Reason.TOO_FEW, "too few to judge", False),
    ],
)
def test_parts_that_are_not_shown_say_why_and_show_only_what_they_are_together(
    reason, why, is_hatched
):
    rows = divided("nurse", (10, 24, 12, 4, 10))
    for place in (1, 3):
        rows[place] = withheld("nurse", reason, PARTS[place])
    chart = drawn((finding_of(*rows, asked=HOUR), None, None))

    labels = [CATALOG.dimension("part_of_hour").level_label(PARTS[place]) for place in (1, 3)]
    assert f"{', '.join(labels)}: {why}" in unescape(chart.alt_text)
    assert f"{', '.join(labels)}: " in unescape(words(chart))
    hatched = [it for it in figure(chart)["data"] if "customdata" not in it]
    assert bool(hatched) is is_hatched
    if hatched:
        assert sum(hatched[0]["x"]) == pytest.approx(28)  # 24 and 4 minutes, as one


# -- bars ----------------------------------------------------------------------------------------


def bars(chart):
    """Return the traces of parts, without those of groups that are hidden."""
    found = [trace for trace in figure(chart)["data"] if trace["type"] == "bar"]
    return [trace for trace in found if "customdata" in trace]


def pieces(finding: Finding, group):
    """Return the shown parts of a group, in minutes."""
    return [
        60 * item.estimate.value
        for item in finding.groups
        if item.group == group and isinstance(item.estimate, Estimate)
    ]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_very_long_name_is_cut_before_the_bar_and_whole_in_the_alt_text(is_narrow):
    name = "<b>" + "y" * 200
    findings = (finding_of(*divided(name, (10, 24, 12, 4, 10)), asked=HOUR), None, None)

    chart = drawn(findings, is_narrow=is_narrow)

    (shown,) = (it for it in figure(chart)["layout"]["annotations"] if "yyy" in it["text"])
    assert shown["text"].startswith("&lt;b&gt;yyy")
    assert shown["text"].endswith("…")
    assert text_width(unescape(shown["text"]), 16) < (300 if is_narrow else 200)
    assert "y" * 200 in chart.alt_text


@pytest.mark.parametrize("is_narrow", [False, True])
def test_parts_stand_in_one_order_from_0_and_fill_the_hour(is_narrow):
    findings = usual()

    drawn_bars = bars(drawn(findings, is_narrow=is_narrow))

    of_chaplains = [
        (trace["base"][at], trace["x"][at])
        for trace in drawn_bars
        for at, named in enumerate(trace["customdata"])
        if named == ["profession", "chaplain"]
    ]
    starts, sizes = zip(*of_chaplains, strict=True)
    assert starts[0] == 0
    assert list(starts) == sorted(starts)
    assert sum(sizes) == pytest.approx(60)
    assert sum(sizes[:2]) == pytest.approx(pieces(findings[0], "chaplain")[0])
    assert sizes[1] == pytest.approx(0.62 * sum(sizes[:2]))  # the uncredited part of connecting


def test_what_nobody_credits_is_hatched_and_only_where_it_is_known():
    credit, none = bars(drawn(usual())), bars(drawn(one_group()))

    hatched = [trace for trace in credit if "pattern" in trace["marker"]]
    assert [trace["customdata"] for trace in hatched] == [[["profession", "chaplain"]]]
    assert not any("pattern" in trace["marker"] for trace in none)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_part_has_the_same_colour_in_every_bar(colours):
    drawn_bars = bars(drawn(usual(), is_dark=colours is DARK))

    plain = [trace["marker"]["color"] for trace in drawn_bars if "pattern" not in trace["marker"]]
    assert plain == list(colours.slots[: len(PARTS)])


def test_work_after_hours_stands_beyond_the_hour_by_what_it_is_to_the_hours_before():
    chart = drawn(usual())

    (marks,) = [trace for trace in figure(chart)["data"] if trace["type"] == "scatter"]
    assert marks["x"] == [pytest.approx(60 + 60 * 0.1 / 0.9), pytest.approx(60 + 60 * 0.08 / 0.92)]
    assert marks["marker"]["symbol"] == "diamond"
    assert "7 (6 to 7) min after hours" in words(chart)
    assert figure(chart)["layout"]["xaxis"]["range"][1] >= 60 + 60 * 0.11 / 0.89
    assert figure(drawn(one_group()))["layout"]["xaxis"]["range"] == [0, 60]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_every_part_has_its_interval_under_its_end(is_narrow):
    findings = usual()

    shapes = figure(drawn(findings, is_narrow=is_narrow))["layout"]["shapes"]

    lines = [it for it in shapes if it["type"] == "line" and it["line"].get("width") == 3]
    spans = [round(it["x1"] - it["x0"], 6) for it in lines if it["xref"] == "x"]
    n_shown = len(pieces(findings[0], "chaplain")) + len(pieces(findings[0], "nurse"))
    assert spans.count(2.4) == len(PARTS)  # chaplains: 1.2 minutes to either side
    assert len(spans) == n_shown + 2  # and of both marks beyond the hour
    assert sum(it["line"].get("dash") == "6px,4px" for it in lines) == 0  # df of the estimates


def test_each_state_of_a_group_has_its_own_look_and_words():
    chart = drawn(usual())
    said = words(chart)

    for phrase in (
        *("Hidden to protect people", "Too few to judge (18 records)", "No records"),
        *("Reporting: too few to judge", "380 workers", "62 % (59 to 65) uncredited"),
        "<b>10.0</b>",
    ):
        assert phrase in said.replace("\u00a0", " "), phrase
    names = [name for name in ("Chaplain", "College teacher", "Therapist") if name in said]
    assert len(names) == 3  # also where there are no hours
    hidden = [trace for trace in figure(chart)["data"] if trace.get("base") == [0.0]]
    assert [trace["x"] for trace in hidden] == [[60.0]]


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("name", MADE)
def test_no_word_under_a_bar_lies_on_its_neighbour(name, is_narrow):
    chart = drawn(MADE[name](), is_narrow=is_narrow)

    layout = figure(chart)["layout"]
    high = layout["xaxis"]["range"][1]
    plot = 296 if is_narrow else 390
    rows: dict[float, list[tuple[float, float]]] = {}
    for it in layout["annotations"]:
        if it["xref"] == "x":
            is_bold = it["text"].startswith("<b>")
            said = it["text"].removeprefix("<b>").removesuffix("</b>")
            half = text_width(said, 14, is_bold=is_bold) / 2
            at = it["x"] / high * plot
            rows.setdefault(it["y"], []).append((at - half, at + half))
    for spans in rows.values():
        for (_, end), (start, _) in zip(sorted(spans), sorted(spans)[1:], strict=False):
            assert end <= start


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("name", MADE)
def test_the_key_stands_over_the_plot(name, is_narrow):
    chart = drawn(MADE[name](), is_narrow=is_narrow)

    layout = figure(chart)["layout"]
    key = [it["yshift"] for it in layout["annotations"] if it["yref"] == "paper"]
    assert key
    assert min(key) >= 11  # half a line over the bars
    assert max(key) <= layout["margin"]["t"]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_height_is_known_before(is_narrow):
    chart = drawn(usual(), is_narrow=is_narrow)

    assert chart.height == height(5, is_narrow=is_narrow)


def test_the_alt_text_says_every_number_and_every_cause():
    said = drawn(usual()).alt_text.replace("\u00a0", " ")

    assert said.startswith(TITLE)
    assert SENTENCE in said
    assert "Chaplain: Connecting 11 (10 to 12); Tasks 29 (28 to 30)" in said
    assert "College teacher: Hidden to protect people" in said
    assert "Therapist: No records; 60 % (57 to 63) uncredited." in said


def test_a_part_can_be_clicked_to_filter_by_its_group():
    chart = over(clickable(drawn(usual())))

    named = [trace.customdata for trace in chart.figure.data if trace.customdata is not None]
    assert all(pair[0] == "profession" for trace in named for pair in trace)
    assert "Connecting" in chart.words


def test_an_hour_after_hours_alone_has_no_mark_beyond():
    hours, _, credit = usual()
    beyond = finding_of(
        compared("chaplain", 1.0, 0.5, 0.0), asked=question("after_hours", by="profession")
    )

    chart = drawn((hours, beyond, credit))

    assert not [trace for trace in figure(chart)["data"] if trace["type"] == "scatter"]


# -- measured beside asked -----------------------------------------------------------------------


def measured():
    """Return documented goals and feeling seen by how much is measured."""
    by = "measure_intensity_third"
    return (
        finding_of(
            compared("lowest", 0.52, 0.6, 0.03),
            compared("middle", 0.58, 0.57, 0.04, NONE),
            compared("highest", 0.61, 0.55, 0.03),
            asked=question("documented_goal", by=by),
        ),
        finding_of(
            compared("lowest", 0.34, 0.32, 0.02, NONE),
            withheld("middle", Reason.PRIVATE),
            compared("highest", 0.31, 0.33, 0.02, NONE),
            asked=question("felt_seen", by=by),
        ),
    )


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_two_measures_stand_side_by_side_under_their_own_names(width):
    looks: dict[str, Any] = {"is_dark": False, "is_narrow": width == "narrow"}

    chart = places.multiples(measured(), CATALOG, **looks, title="Where", sentence="So.")

    assert same_as_golden(chart, f"measured_{width}")
    said = words(chart)
    assert "<b>Documented goals</b>" in said
    assert "<b>Feeling fully seen</b>" in said
    assert "share of encounters, or of those" in said
    layout = figure(chart)["layout"]
    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"]


def test_a_group_whose_credit_is_by_something_else_is_not_hatched():
    hours, beyond, credit = usual()
    other = replace(credit, question=credit.question.asking(by="setting"))

    assert not any("pattern" in it["marker"] for it in bars(drawn((hours, beyond, other))))
