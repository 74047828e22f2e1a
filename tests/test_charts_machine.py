"""A hundred requests, and a bot beside humans: golden figures as data, and what they must draw."""

from html import unescape
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seen.charts import Chart, beside, clickable, hundred, hundred_frame, hundred_table
from seen.charts.boxes import text_width
from seen.charts.hundred_rows import parted
from seen.charts.over import over
from seen.charts.palette import DARK, LIGHT
from seen.domain.findings import Reason, Verdict
from seen.domain.machine import PARTS
from tests.helpers import compared, everything, finding_of, question, withheld
from tests.test_charts_figures import figure, numbers_in, words
from tests.test_charts_places import same_as_golden

CATALOG = everything()
NONE = Verdict.NO_RELIABLE_DIFFERENCE
SENTENCE = "Who gets a human."
INCOMES = ("low", "mid", "high", "unknown")


def requests(shares, humans, waits):
    """Return the Findings of a figure: shares of each part by group, or why there is none."""

    def of(measure, show, rows):
        made = [
            withheld(group, it) if isinstance(it, Reason) else compared(group, *it)
            for group, it in rows.items()
        ]
        return finding_of(*made, asked=question(measure, show, by="recipient_income"))

    parts = [
        of(
            name,
            "top",
            {
                group: it if isinstance(it, Reason) else (it[place], 0.5, 0.01, NONE)
                for group, it in shares.items()
            },
        )
        for place, name in enumerate(PARTS)
    ]
    return (of("got_human", "top", humans), *parts, of("wait_days", "mean", waits))


def usual():
    """Return every state a row can have."""
    shares: dict[str, Any] = {"low": (0.57, 0.12, 0.2, 0.11), "mid": (0.76, 0.12, 0.07, 0.05)}
    shares |= {"high": Reason.PRIVATE, "unknown": Reason.TOO_FEW}
    humans: dict[str, Any] = {"low": (0.69, 0.88, 0.03), "mid": (0.88, 0.8, 0.02, Verdict.SMALL)}
    humans |= {"high": Reason.PRIVATE, "unknown": Reason.TOO_FEW}
    waits: dict[str, Any] = {"low": (9.06, 6.0, 0.06), "mid": Reason.TOO_FEW}
    return requests(shares, humans, waits | {"high": Reason.PRIVATE, "unknown": Reason.TOO_FEW})


def one_group():
    """Return one group that is compared with nobody."""
    found = requests(
        {"low": (0.57, 0.12, 0.2, 0.11)}, {"low": (0.69, 0.69, 0.03)}, {"low": (9.0, 9.0, 0.1)}
    )
    return (
        finding_of(compared("low", 0.69, 0.69, 0.03, NONE), asked=found[0].question),
        *found[1:],
    )


def all_withheld():
    """Return groups without a single number."""
    hidden = dict.fromkeys(INCOMES[:3], Reason.PRIVATE)
    return requests(hidden, hidden, hidden)


def partly():
    """Return a group of whose shares one is too small to judge."""
    human, alone, _, bot, nobody, wait = one_group()
    asked = question("got_human_with_ai", by="recipient_income")
    hidden = finding_of(withheld("low", Reason.TOO_FEW), asked=asked)
    return (human, alone, hidden, bot, nobody, wait)


MADE = {made.__name__: made for made in (usual, one_group, all_withheld)}


def drawn(findings, *, is_narrow=False, is_dark=False) -> Chart:
    """Return the figure of a hundred requests."""
    return hundred.hundred(
        findings,
        CATALOG,
        is_dark=is_dark,
        is_narrow=is_narrow,
        title="Who gets a human?",
        sentence=SENTENCE,
    )


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", MADE)
def test_figure_is_the_golden_one(name, width):
    chart = drawn(MADE[name](), is_narrow=width == "narrow")

    assert same_as_golden(chart, f"hundred_{name}_{width}")


def segments(chart):
    """Return the bars of shares, without the key and what is hidden."""
    return [it for it in figure(chart)["data"] if it.get("customdata")]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_each_bar_is_a_hundred_in_one_order_and_nobody_is_an_outline(is_narrow):
    made = segments(drawn(usual(), is_narrow=is_narrow))

    assert [it["x"][0] for it in made] == [0.57, 0.12, 0.2, 0.11]
    assert [it["base"][0] for it in made] == [0, 0.57, 0.69, 0.89]
    colours = [it["marker"]["color"] for it in made]
    assert colours == [*LIGHT.access, "rgba(0,0,0,0)"]
    assert made[3]["marker"]["pattern"]["shape"] == "/"
    assert made[3]["marker"]["line"]["width"] == 1


def test_counts_intervals_waits_and_requests_stand_beside_each_bar():
    for is_narrow in (False, True):
        said = words(drawn(usual(), is_narrow=is_narrow)).replace("\u00a0", " ")

        for phrase in ("57", "12", "20", "<b>reached a human: 19 points fewer (16 to 22)</b>"):
            assert phrase in said
        assert "9.06 days (9.00 to 9.12)" in said
        assert "400 requests" in said
        assert "Hidden to protect people" in said
        assert "Too few to judge" in said


def test_what_is_hidden_leaves_no_number_and_keeps_its_row():
    chart = drawn(all_withheld())

    assert segments(chart) == []
    assert words(chart).count("Hidden to protect people") == 3
    assert "requests" not in words(chart)
    (band,) = [it for it in figure(chart)["data"] if len(it["y"]) == 3]
    assert band["marker"]["line"]["width"] == 0  # hidden is no outline: that would be nobody
    assert not {0.57, 0.69} & set(numbers_in(figure(chart)))


def test_a_share_too_small_to_judge_leaves_its_room_open_and_is_named():
    chart = drawn(partly())

    assert [it["base"][0] for it in segments(chart)] == [0, 0.69, 0.89]
    assert "Human with AI: too few to judge" in words(chart)


@given(
    cuts=st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted),
    hidden=st.sets(st.integers(0, 3)),
)
def test_bars_never_leave_their_row_whatever_is_shown(cuts, hidden):
    ends = [0.0, *cuts, 1.0]
    shares = [right - left for left, right in pairwise(ends)]
    findings = list(one_group())
    for place, share in enumerate(shares):
        asked = question(PARTS[place], by="recipient_income")
        row: Any = compared("low", share, 0.5, 0.01, NONE)
        if place in hidden:
            row = withheld("low", Reason.TOO_FEW)
        findings[place + 1] = finding_of(row, asked=asked)

    made = segments(drawn(findings))

    edges = [(it["base"][0], it["base"][0] + it["x"][0]) for it in made]
    assert all(-1e-6 <= start <= end <= 1 + 1e-5 for start, end in edges)
    assert all(before[1] <= after[0] + 1e-5 for before, after in pairwise(edges))
    assert len(edges) == 4 - len(hidden)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_height_is_known_beforehand_and_words_stay_inside(is_narrow):
    chart = drawn(usual(), is_narrow=is_narrow)
    layout = hundred_frame.NARROW if is_narrow else hundred_frame.WIDE

    assert chart.height == hundred_frame.height(4, is_narrow=is_narrow)
    for it in figure(chart)["layout"]["annotations"]:
        if it["xref"] == "paper" and it["x"] == 0 and it["xshift"] < 0:
            room = layout.least if is_narrow else layout.left
            plain = it["text"].removeprefix("<b>").removesuffix("</b>")
            assert text_width(plain, it["font"]["size"]) <= room, it["text"]


@pytest.mark.parametrize("name", MADE)
def test_every_word_lies_over_the_figure_and_plotly_takes_the_rest(name):
    for is_narrow in (False, True):
        chart = drawn(MADE[name](), is_narrow=is_narrow)

        laid = over(clickable(chart))

        assert not laid.figure.layout.annotations
        go.Figure(chart.figure.to_plotly_json())  # Plotly knows every part


def test_dark_has_its_own_colours_and_the_same_words():
    light, dark = drawn(usual()), drawn(usual(), is_dark=True)

    assert words(light) == words(dark)
    assert segments(dark)[0]["marker"]["color"] == DARK.access[0]


def test_the_alt_text_and_the_table_say_every_row():
    said = drawn(usual()).alt_text.replace("\u00a0", " ")
    table = hundred_table.table(usual(), CATALOG)

    assert "Low: human 57, human with AI 12, bot 20, nobody 11" in said
    assert "wait 9.06 days" in said
    assert "High: Hidden to protect people." in said
    assert [row[0] for row in table.rows] == ["Low", "Middle", "High", "Not known"]
    assert table.rows[0][1].replace("\u00a0", " ") == "69 % (66 to 72)"
    assert table.rows[0][-1] == "400"
    assert {len(row) for row in table.rows} == {len(table.heads)}
    assert "Hidden to protect people" in table.rows[2][2]
    assert table.rows[2][-1] == ""


def test_without_a_wait_nothing_is_said_of_one():
    chart = drawn(usual()[:-1])

    assert parted(usual()[:-1]).wait is None
    assert "days" not in words(chart)
    assert "wait" not in words(chart)


# -- a bot beside humans -------------------------------------------------------------------------


def kinds(hurried, unhurried, mis_saw):
    """Return a bot beside three kinds of humans: what came of each, or why there is nothing."""

    def row(level, it):
        if isinstance(it, Reason):
            return withheld(level, it)
        value, verdict = it
        return compared(level, value, 0.207, 0.014, verdict, versus="bot")

    bot = compared("bot", 0.207, 0.207, 0.01)
    levels = ("human_hurried", "human_unhurried")
    first = question(by="form", versus="bot", groups=levels)
    second = question(by="form_mis_seen", versus="bot", groups=("human_mis_saw",))
    made = (
        finding_of(row(levels[0], hurried), row(levels[1], unhurried), asked=first),
        finding_of(row("human_mis_saw", mis_saw), asked=second),
    )
    assert bot[0].group == "bot"
    return made


def beside_usual():
    """Return what the demo holds."""
    return kinds((0.202, Verdict.ABOUT_EQUAL), (0.423, Verdict.NOTABLE), (0.149, Verdict.NOTABLE))


def beside_one_group():
    """Return hurry alone, in a file that does not know who was mis-seen."""
    return beside_usual()[:1]


def beside_all_withheld():
    """Return kinds of which nothing may be shown."""
    return kinds(Reason.PRIVATE, Reason.TOO_FEW, Reason.PRIVATE)


BESIDE = {made.__name__: made for made in (beside_usual, beside_one_group, beside_all_withheld)}


def set_beside(findings, *, is_narrow=False, is_dark=False) -> Chart:
    """Return the figure of a bot beside humans."""
    return beside.beside(
        findings,
        CATALOG,
        is_dark=is_dark,
        is_narrow=is_narrow,
        title="Compared with whom?",
        sentence=SENTENCE,
    )


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("name", BESIDE)
def test_the_figure_beside_is_the_golden_one(name, width):
    chart = set_beside(BESIDE[name](), is_narrow=width == "narrow")

    assert same_as_golden(chart, f"{name}_{width}")


@pytest.mark.parametrize("name", BESIDE)
def test_nobody_has_a_row_and_was_not_asked(name):
    for is_narrow in (False, True):
        chart = set_beside(BESIDE[name](), is_narrow=is_narrow)
        n_kinds = sum(len(it.gaps) for it in BESIDE[name]())

        assert "Those who got nobody were not asked" in words(chart)
        (band,) = [it for it in figure(chart)["data"] if it["type"] == "bar"]
        assert band["y"][-1] == n_kinds
        assert chart.height == beside.height(n_kinds, is_narrow=is_narrow)
        assert over(clickable(chart)).words.count("<span") == len(chart.figure.layout.annotations)
        go.Figure(chart.figure.to_plotly_json())


def test_what_is_worse_for_the_human_stands_left_of_a_bot():
    (dots,) = [it for it in figure(set_beside(beside_usual()))["data"] if it["type"] == "scatter"]

    assert dots["x"] == pytest.approx([-0.005, 0.216, -0.058])
    assert dots["marker"]["color"] == [LIGHT.card, LIGHT.access[0], LIGHT.access[0]]
    said = words(set_beside(beside_usual())).replace("\u00a0", " ")
    assert "left of the line: points fewer than with a bot" in str(
        figure(set_beside(beside_usual()))["layout"]["xaxis"]["title"]
    )
    for phrase in ("about equal", "points more", "points fewer", "400 answers", "with a bot"):
        assert phrase in said


def test_hidden_kinds_keep_their_rows_and_leave_no_number():
    chart = set_beside(beside_all_withheld())

    assert not any(it["type"] == "scatter" for it in figure(chart)["data"])
    assert words(chart).count("Hidden to protect people") == 2
    assert "Too few to judge" in words(chart)


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_very_long_name_is_cut_before_the_bar_and_whole_in_the_alt_text(is_narrow):
    name = "<b>" + "y" * 200
    found = requests(
        {name: (0.57, 0.12, 0.2, 0.11)}, {name: (0.69, 0.8, 0.03)}, {name: (9.0, 9.0, 0.1)}
    )

    chart = drawn(found, is_narrow=is_narrow)

    (shown,) = (it for it in figure(chart)["layout"]["annotations"] if "yyy" in it["text"])
    assert shown["text"].startswith("&lt;b&gt;yyy")
    assert shown["text"].endswith("…")
    assert text_width(unescape(shown["text"]), 16) < (350 if is_narrow else 240)
    assert "y" * 200 in chart.alt_text
