"""Words laid over a figure: where they stand, and which stay Plotly's own."""

import re

import pytest

from seen.charts import Chart, clickable, dots
from seen.charts.marks import figure, word
from seen.charts.over import over
from tests.helpers import compared, everything, finding_of

LAYOUT = {
    "margin": {"l": 200, "r": 400, "t": 40, "b": 60},
    "xaxis": {"range": [20, 60]},
    "yaxis": {"range": [9.5, -0.5]},
}


def drawn(*words, **more):
    """Return a chart of 460 px, 360 of them plot, with words around it."""
    layout = {**LAYOUT, **more, "annotations": list(words)}
    return over(Chart(figure=figure([], layout), alt_text="", height=460))


def style(chart):
    """Return the declarations of the first word."""
    (found,) = re.findall(r'<span style="([^"]*)"', chart.words)
    return dict(part.split(":", 1) for part in found.split(";"))


@pytest.mark.parametrize(
    ("x", "xref", "xshift", "left"),
    [
        (0, "paper", -200, "calc(0% + 0px)"),  # at the left edge of the figure
        (1, "paper", 20, "calc(100% + -380px)"),  # 20 px right of the plot: 400 - 20 from the end
        (30, "x", 0, "calc(25% + 50px)"),  # 200 + (width - 600) / 4
    ],
)
def test_a_word_stands_where_plotly_would_put_it_at_any_width(x, xref, xshift, left):
    chart = drawn(word("Black", x=x, y=0, xref=xref, xshift=xshift, colour="#000000"))

    assert style(chart)["left"] == left


@pytest.mark.parametrize(("y", "yshift", "top"), [(0, 0, "58px"), (9, 0, "382px"), (0, 8, "50px")])
def test_a_word_stands_in_the_middle_of_its_row(y, yshift, top):
    chart = drawn(word("Black", x=0, y=y, yshift=yshift, colour="#000000"))

    assert style(chart)["top"] == top  # rows of 36 px under a margin of 40
    assert style(chart)["transform"] == "translate(0%,-50%)"


def test_a_word_on_an_axis_of_its_own_stands_in_the_part_of_that_axis():
    own = word("Black", x=0, y=1, colour="#000000") | {"yref": "y2"}

    chart = drawn(own, yaxis2={"range": [0, 1], "domain": [0, 0.25]})

    assert style(chart)["top"] == "310px"  # 40 + 0.75 * 360


def test_a_word_that_html_cannot_place_stays_with_plotly():
    turned = word("Black", x=0, y=0, colour="#000000") | {"textangle": -90}
    unranged = word("White", x=0, y=0, colour="#000000") | {"yref": "y3"}

    chart = drawn(turned, unranged)

    assert chart.words == ""
    assert [it.text for it in chart.figure.layout.annotations] == ["Black", "White"]


def test_every_word_of_a_dot_figure_is_laid_over_it_and_the_chart_given_keeps_its_own():
    finding = finding_of(compared("black", 0.36, 0.46, 0.04))
    made = dots.gaps(finding, everything(), is_dark=False, is_narrow=False, title="Who?")
    n_words = len(made.figure.layout.annotations)

    laid = over(clickable(made))

    assert laid.words.count("position") == 0  # one class places them all
    assert len(re.findall(r'<span style="left', laid.words)) == n_words > 4
    assert not laid.figure.layout.annotations
    assert len(made.figure.layout.annotations) == n_words
