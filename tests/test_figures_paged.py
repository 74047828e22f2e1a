"""A figure with many rows, parted for a room: every row once, on one axis."""

from hypothesis import given
from hypothesis import strategies as st

from seen.charts import dots
from seen.domain.questions import Question
from seen.figures import pinned
from seen.figures.asker import Asker
from seen.figures.paged import MOST_ROWS, paged
from seen.figures.shown import LEAD, Shown
from tests.test_figures import demo


@given(n_rows=st.integers(0, 200), most=st.integers(1, 20))
def test_rows_are_shared_out_evenly_and_each_stands_once(n_rows, most):
    parts = dots.parts(n_rows, most)

    if n_rows <= most:
        assert parts == (None,)
        return
    rows = [row for it in parts if it is not None for row in range(*it)]
    sizes = {it[1] - it[0] for it in parts if it is not None}
    assert rows == list(range(n_rows))
    assert max(sizes) <= most
    assert max(sizes) - min(sizes) <= 1


def figure(page: str, part: str = LEAD, **asked: str) -> Shown:
    """Return a figure of the small demo."""
    question: Question = demo().catalog.default_question().asking(**asked)
    found = pinned.made(Asker(demo()), page, part, question)
    assert isinstance(found, Shown)
    return found


def test_parts_keep_the_axis_and_the_order_and_their_words():
    whole = figure("gaps", by="profession")
    catalog = demo().catalog
    parts = paged(whole)

    assert len(parts) > 1
    figures = [it.chart(catalog).figure for it in parts]
    assert len({tuple(it["layout"]["xaxis"]["range"]) for it in figures}) == 1
    said = whole.chart(catalog)
    assert figures[0]["layout"]["xaxis"]["range"] == said.figure["layout"]["xaxis"]["range"]
    names = [catalog.dimension("profession").level_label(it.group) for it in whole.first.groups]
    found = [
        name
        for it in figures
        for note in it["layout"]["annotations"]
        for name in names
        if note["text"] == name
    ]
    assert found == names
    assert all(it.findings == whole.findings for it in parts)  # counts and cautions are of all


def test_few_rows_and_figures_that_are_no_rows_stay_whole():
    few = figure("gaps", by="recipient_income")
    lines = figure("time_pressure")

    assert len(few.first.groups) <= MOST_ROWS
    assert paged(few) == (few,)
    assert paged(lines) == (lines,)
