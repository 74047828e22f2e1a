"""Every figure by page and name: made anew from a Question, the same as the page shows."""

import json
import subprocess
import sys
from functools import cache
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seen.charts import Chart, clickable
from seen.charts.over import over
from seen.demo import generate
from seen.domain import burnout
from seen.domain.findings import Finding, Verdict
from seen.domain.measures import Show
from seen.domain.questions import Filters, Question
from seen.figures import words
from seen.figures.asker import Asker
from seen.figures.listed import figure, names
from seen.figures.shown import LEAD, Absent, Shown, Why, none
from seen.guard.rules import Strength
from seen.screen import links
from seen.sources.dataset import DatasetSource
from seen.sources.release import ReleaseSource
from tests.helpers import question, scratch, shape, source
from tests.hospital import imported, write_hospital
from tests.test_pages import _fresh as _fresh
from tests.test_pages import opened as opened
from tests.test_pages import said, unfold
from tests.tiny_releases import release

# of pages with a closed part that holds several figures
CLOSED: dict[str, dict[str, tuple[str, ...]]] = {
    "what_counts": {
        "screens": ("screens", "interruptions"),
        "scripts": ("scripts", "scripted"),
        "measured": ("measured", "intensity"),
        "credit": ("uncredited", "minutes"),
        "after_hours": ("week", "burnt_out"),
    },
    "human_or_machine": {
        **{name: (name,) for name in ("beside", "by_race", "reasons", "over_time")},
        "judged": ("judged", "regarded"),
        "kept": ("told", "felt_when_told", "kept"),
    },
    "burnout": {
        **{name: (name,) for name in ("level", "waves")},
        "meaning": ("purpose", "dignity", "meaning"),
    },
}
every_figure = pytest.mark.parametrize(("page", "part"), names())


@cache
def demo_file():
    """Return a small demo."""
    made = generate.build(
        folder=scratch() / "demo", encounters=30_000, seed=5, progress=lambda *_: None
    )
    return made


@cache
def demo() -> DatasetSource:
    """Return the small demo, open."""
    return DatasetSource(demo_file())


@cache
def hospital() -> DatasetSource:
    """Return an imported hospital: no burnout, no hours, no requests, no bots."""
    folder = scratch() / "figures"
    folder.mkdir()
    found = imported(write_hospital(folder / "visits.csv"), into=folder)
    return DatasetSource(found.path)


@cache
def released(name: str) -> ReleaseSource:
    """Return a small release, open."""
    return ReleaseSource(release(name))


def shown(page: str, part: str, asker: Asker, question: Question) -> Shown:
    """Return a figure that must be shown."""
    made = figure(page, part)(asker, question)
    assert isinstance(made, Shown)
    return made


def closed_parts() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return every closed part of a page with the figures in it."""
    found = []
    for page in dict.fromkeys(page for page, _ in names()):
        own = [part for of, part in names() if of == page and part != LEAD]
        if page != "methods":
            parts = CLOSED.get(page, {name: (name,) for name in own})
            assert sorted(own) == sorted(name for it in parts.values() for name in it)
            found += [(page, closed, parts[closed]) for closed in parts]
    return found


def says_something(made: Shown | Absent, asker: Asker, part: str) -> bool:
    """Return whether a figure can be drawn with all its words, or says why it cannot."""
    if isinstance(made, Absent):
        return bool(made.said) and (made.why is not Why.MISSING or bool(made.how))
    chart = made.chart(asker.catalog)
    sentence, _ = words.sentence(made, asker.catalog)
    held = [made.heading or sentence, words.facts(asker, made), *words.tables(made, asker.catalog)]
    assert made.name == part
    return isinstance(chart, Chart) and bool(chart.alt_text) and all(held)


# -- every figure --------------------------------------------------------------------------------


@every_figure
def test_every_figure_of_the_demo_is_shown(page, part):
    asker = Asker(demo())

    made = shown(page, part, asker, asker.catalog.default_question())

    assert says_something(made, asker, part)
    assert all(isinstance(it, Finding) for it in made.findings)
    assert {it.provenance.guard for it in made.findings} == {Strength.PUBLISH}


@every_figure
def test_every_figure_stands_on_imported_data_or_says_what_is_missing(page, part):
    asker = Asker(hospital())

    made = figure(page, part)(asker, asker.catalog.default_question())

    assert says_something(made, asker, part)
    is_about_what_it_lacks = page in ("burnout", "human_or_machine")
    assert isinstance(made, Absent) or not is_about_what_it_lacks


@every_figure
@pytest.mark.parametrize("name", ["ordinary", "surveys"])
def test_every_figure_stands_on_a_release_or_says_why_not(page, part, name):
    asker = Asker(released(name))

    made = figure(page, part)(asker, asker.catalog.default_question())

    assert says_something(made, asker, part)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["all_withheld", "bots", "surveys"])
@every_figure
def test_every_figure_stands_on_every_shape_of_data(page, part, name):
    asker = Asker(source(name))

    made = figure(page, part)(asker, asker.catalog.default_question())

    assert says_something(made, asker, part)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_question_breaks_a_figure(data):
    asker = Asker(data.draw(st.sampled_from([demo(), hospital()])))
    catalog = asker.catalog
    measure = data.draw(st.sampled_from(catalog.offered_measures()))
    offered = catalog.offered_dimensions(measure.table)
    by, other = (data.draw(st.sampled_from(offered)) for _ in range(2))
    levels = data.draw(st.lists(st.sampled_from(other.levels), max_size=1))
    second = data.draw(st.sampled_from([None, *(it.name for it in offered if it != by)]))
    question = Question(
        measure=measure.name,
        show=data.draw(st.sampled_from(measure.shows)),
        by=by.name,
        by2=second,
        filters=Filters.of({other.name: levels}),
    )
    page, part = data.draw(st.sampled_from(names()))

    made = figure(page, part)(asker, question)

    assert says_something(made, asker, part)


# -- as the page shows it ------------------------------------------------------------------------


@pytest.mark.parametrize("page", [page for page, part in names() if part in (LEAD, "response")])
def test_what_leads_a_page_is_the_figure_that_is_listed(opened, page):
    app = opened(demo_file(), page, by=["recipient_income"])
    asker = Asker(demo(), Strength.SCREEN)
    part = "response" if page == "methods" else LEAD

    made = shown(page, part, asker, app.session_state["_visit"].question)

    assert app.session_state["_visit"].shown[0] == made.first.question
    sentence, strong = words.sentence(made, asker.catalog)
    if not made.heading:
        bold = escape(sentence).replace(escape(strong), f"<b>{escape(strong)}</b>", 1)
        assert (bold if strong else sentence) in whole(app, "seen-sentence")
    assert words.facts(asker, made) in whole(app, "seen-facts")
    assert all(it in whole(app) for it in words.cautions(asker, made))
    drawn = over(clickable(made.chart(asker.catalog)))
    assert json.loads(app.get("plotly_chart")[0].proto.spec) == json.loads(drawn.figure.to_json())


@pytest.mark.slow
@pytest.mark.parametrize(("page", "closed", "parts"), closed_parts())
def test_a_closed_part_shows_the_figures_that_are_listed(opened, page, closed, parts):
    app = opened(demo_file(), page)
    unfold(app, closed)
    asker = Asker(demo(), Strength.SCREEN)
    question = app.session_state["_visit"].question

    made = [shown(page, part, asker, question) for part in parts]

    newest = app.session_state["_visit"].shown[: len(parts)]
    assert newest[::-1] == [it.first.question for it in made]
    for it in made:
        assert words.facts(asker, it) in whole(app, "seen-facts")


def whole(app, kind=""):
    """Return the words of a page without the marks that keep an interval on one line."""
    return said(app, kind).replace('<span class="seen-whole">', "").replace("</span>", "")


# -- what must hold ------------------------------------------------------------------------------


def test_figures_need_no_streamlit():
    code = "import sys; from seen.figures import listed; print('streamlit' in sys.modules)"

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "False"


def test_every_page_of_figures_is_a_page_and_has_one_that_leads_it():
    pages = dict.fromkeys(page for page, _ in names())

    assert set(pages) == set(links.NAMES) - {"voices", "deck"}
    for page in pages:
        figure(page, "response" if page == "methods" else LEAD)


def test_a_bot_is_not_shown_beside_a_hurried_human_alone():
    asker = Asker(demo())
    question = asker.catalog.default_question()

    made = shown("human_or_machine", "beside", asker, question)

    levels = {item.group for item in made.first.groups}
    assert {"bot", "human_hurried", "human_unhurried"} <= levels


def test_what_stands_beside_a_figure_is_asked_only_when_it_is_wanted(monkeypatch):
    asked, ask = [], DatasetSource.finding

    def noting(self, question, *more):
        asked.append(question)
        return ask(self, question, *more)

    monkeypatch.setattr(DatasetSource, "finding", noting)
    asker = Asker(demo())

    made = shown("gaps", LEAD, asker, asker.catalog.default_question())
    before = len(asked)
    assert made.beside is not None
    made.beside()

    assert before == 1
    assert len(asked) > before


def test_a_second_dimension_that_is_asked_by_is_the_one_that_is_crossed():
    asker = Asker(demo())
    question = asker.catalog.default_question()

    usual = shown("gaps", "crossed", asker, question)
    chosen = shown("gaps", "crossed", asker, question.crossed_with("recipient_income"))

    assert usual.first.question.by2 == "time_pressure"
    assert chosen.first.question.by2 == "recipient_income"


def test_over_time_says_and_rings_the_group_it_draws():
    asker = Asker(demo())
    for by in ("recipient_income", "recipient_race_ethnicity", "stakes", "sector"):
        made = shown("gaps", "over_time", asker, demo().catalog.default_question().asking(by=by))
        groups = made.first.question.groups
        flags = [it for it in made.first.parts if it.name == "flag" and it.group in groups]
        out = [it for it in flags if it.verdict in (Verdict.NOTABLE, Verdict.SMALL)]

        assert {it.group for it in made.first.parts} == set(groups)
        assert made.key.startswith("Filled: a reliable difference from everyone else in that")
        assert ("Ring: unlike the three before it" in made.key) == bool(out)
        assert ("unlike the three before it" in made.chart(asker.catalog).alt_text) == bool(out)


def test_slopes_say_what_filled_means_and_adjusted_marks_what_they_are():
    asker, asked = Asker(demo()), demo().catalog.default_question()

    steps = shown("time_pressure", "steps", asker, asked)
    adjusted = shown("gaps", "adjusted", asker, asked)

    assert "Line: the change of everyone else" in steps.key
    assert "Filled: a reliable difference from it" in steps.key
    assert "Triangles are adjusted, other marks crude" in adjusted.key
    assert "Line: the adjusted comparison" in adjusted.key
    assert "Differences are taken before rounding" in adjusted.key


def test_a_chosen_instrument_is_the_one_that_is_shown():
    asker = Asker(demo())
    held = burnout.instruments(asker.catalog)
    assert len(held) > 1
    for instrument in held:
        question = Question(
            measure="burden",
            show=Show.MEAN,
            by="profession",
            filters=Filters.of({"instrument": [instrument]}),
        )
        for part in ("lead", "level", "waves"):
            made = shown("burnout", part, asker, question)

            levels = {it.question.filters.levels("instrument") for it in made.findings}
            assert levels == {(instrument,)}


@pytest.mark.parametrize(
    ("name", "parts", "n"),
    [
        ("ordinary", {}, 3),  # Latino recipients are hidden
        ("ordinary", {"where": {"recipient_income": ["low", "mid"]}, "versus": "low"}, 0),  # one
        ("all_withheld", {}, 0),
        ("surveys", {"by": "instrument"}, 0),
    ],
)
def test_how_many_comparisons_are_allowed_for_is_said_where_several_are_shown(name, parts, n):
    asker = Asker(source(name))
    asked = question(**({"by": "recipient_income"} if parts.get("versus") else {}) | parts)
    if name == "surveys":
        asked = question("burden", "mean", by="instrument", where={"scale": ["exhaustion"]})
    finding = asker.finding(asked)

    said = " ".join(words.method(asker, [finding]))

    assert (f"after allowing for {n} comparisons made here" in said) == bool(n)
    assert ("comparisons made here" in said) == bool(n)


def test_a_figure_needs_a_finding_and_an_empty_place_its_reason():
    with pytest.raises(ValueError, match="Finding"):
        Shown(findings=[], draw=over, drawn=(), title="")
    with pytest.raises(ValueError, match="reason"):
        none("")


def test_what_a_figure_may_ask_is_guarded_as_if_published_unless_told_otherwise():
    assert Asker(DatasetSource(shape("ordinary"))).guard is Strength.PUBLISH
