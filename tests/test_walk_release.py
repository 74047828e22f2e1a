"""All that the screen, its links and the command line can reach of a release leaks nothing.

The release is made of people whose rows the test has; what may never come out is worked out from
those rows. A last part plants leaks and proves that the walk would find them.
"""

import contextlib
import io
import json
import logging
import re
import zipfile
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen import cli, text
from seen.charts import clickable
from seen.domain import decks
from seen.domain.catalog import Catalog
from seen.domain.decks import Card, Deck
from seen.domain.findings import Estimate, Withheld
from seen.domain.measures import Show
from seen.domain.questions import ADJUSTS, VIEWS, Filters, Question
from seen.errors import QuestionError
from seen.export import html, tables
from seen.export.story import MOST_CARDS, tell
from seen.figures import listed, pinned
from seen.figures.asker import Asker
from seen.screen import kept
from seen.screen.links import DECK
from seen.screen.links import NAMES as PAGES
from seen.sources.release import ReleaseSource
from tests.helpers import HOSTILE_LEVELS, question
from tests.releases import counted
from tests.walk import (
    DIMENSIONS,
    MEASURES,
    Known,
    Oracle,
    Said,
    Walker,
    known,
    of_figure,
    visiting,
)

pytestmark = pytest.mark.slow

FURTHER = "filter_more_by"  # the control that draws one more filter
HOSTILE = (
    *HOSTILE_LEVELS,
    *(
        "",
        "\x00",
        "a\x00b",
        "x" * 20_000,
        "<script>alert(1)</script>",
        "%00",
        "\u202e nurse",
        "\uff11",
    ),
    *("/home/ann/ward_round.csv", "../../secrets/publish.key", "{0.__class__}", "$levels_1"),
)


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Known:
    """Return the release and what is known of those it was made of."""
    return known(tmp_path_factory.mktemp("walk"))


@pytest.fixture(scope="module")
def walker(held):
    """Return a visitor of the release."""
    with visiting(held.release, Oracle(held.secret)) as walker:
        yield walker


@pytest.fixture(scope="module")
def source(held):
    """Return the release opened for asking."""
    opened = ReleaseSource(held.release)
    yield opened
    opened.close()


# -- what the screen offers ----------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_every_part_button_and_mark_of_a_page_leaks_nothing(walker, page):
    leaks = walker.enter(page)
    marks = walker.marks()
    walker.open_all()
    for part in [*walker.parts(), None]:
        leaks += walker.unfold(part)
        marks += walker.marks()
        for key in walker.actions():
            leaks += walker.press(key)
    for mark in marks:
        leaks += walker.follow(mark)

    assert not leaks, told(leaks)


@pytest.mark.parametrize("page", [it for it in PAGES if it != DECK])  # it has no controls
def test_every_option_of_every_control_of_a_page_leaks_nothing(walker, page):
    leaks = walker.enter(page)
    walker.open_all()
    leaks += walker.run()
    further = [it for it in walker.choices() if it[1] == FURTHER]
    done, before = set(), ""
    for more in (None, *further):
        if more is not None:
            leaks += walker.follow({}) + (walker.choose(*more) or [])
        for choice in walker.choices():
            if choice in done or choice[1] == FURTHER:
                continue
            done.add(choice)
            leaks += walker.follow({}) if choice[1] != before else []
            before = choice[1]
            leaks += walker.choose(*choice) or []

    assert len(done) > 15
    assert len(walker.links) > 15
    assert not leaks, told(leaks)


def told(leaks: list[str]) -> str:
    """Return leaks one by one, each once."""
    return "\n".join(dict.fromkeys(leaks))


# -- decks and what is made of them --------------------------------------------------------------

FILTERED: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"profession": ("nurse",)},
    {"recipient_income": ("low",)},
)


@pytest.fixture(scope="module")
def deck(source) -> Deck:
    """Return a deck of every figure that the release shows, filtered in several ways."""
    asker, usual = Asker(source), source.catalog.default_question()
    asked = [usual.asking(filters=Filters.of(it)) for it in FILTERED]
    made = [
        pinned.pin(asker, *name, one, today=date(2026, 11, 27))
        for name in listed.names()
        for one in asked
    ]
    return Deck(title="All", cards=tuple(it for it in made if isinstance(it, Card))[:MOST_CARDS])


def test_a_deck_shown_and_presented_leaks_nothing(walker, deck):
    leaks = walker.enter(DECK)
    walker.app.session_state["_deck"] = kept.Held(deck=deck)
    leaks += walker.run()
    walker.app.session_state["deck_download"] = True
    n_rows = sum(it.startswith("deck_row_") for it in walker.actions())
    for place in range(n_rows):
        row = next(it for it in walker.actions() if it.startswith(f"deck_row_{place}"))
        leaks += walker.press(row)
    walker.app.session_state["deck_download"] = False
    leaks += walker.press("deck_row_0") + walker.press("deck_present")
    leaks += walker.press("present_notes") + walker.press("present_filters")
    for _ in range(2 * n_rows):
        leaks += walker.press("present_forward")

    assert n_rows >= 10
    assert not leaks, told(leaks)


def test_no_export_of_a_deck_leaks_anything(held, source, deck):
    story = tell(deck, Asker(source), today=date(2026, 11, 27))
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", html.page(story, has_notes=True), flags=re.S)
    said = [Said("page.body", page)]
    for scene in story.scenes:
        if scene.shown is not None:
            chart = story.chart(scene)
            said += of_figure(json.loads(chart.figure.to_json()))
            said += [Said("figure.alt", chart.alt_text), Said("figure.body", chart.words or "")]
    with zipfile.ZipFile(io.BytesIO(tables.as_zip(story))) as files:
        said += [Said("csv", files.read(name).decode()) for name in files.namelist()]
    said += [Said("deck", decks.to_toml(deck))]

    leaks = Oracle(held.secret).leaks(said)

    assert len(story.scenes) >= 10
    assert not leaks, told(leaks)


# -- what a link can ask -------------------------------------------------------------------------


def names(catalog: Catalog) -> dict[str, list[str]]:
    """Return what each key of a link can hold that the Catalog declares, released or not."""
    dimensions = {it.name: [*it.levels, "not_stated"] for it in catalog.dimensions}
    every = [level for levels in dimensions.values() for level in levels]
    return {
        "measure": [it.name for it in catalog.measures],
        "show": [str(it) for it in Show],
        "by": list(dimensions),
        "by2": list(dimensions),
        "versus": ["others", "largest", *every],
        "view": list(VIEWS),
        "adjust": list(ADJUSTS),
        "strata": list(dimensions),
        "group": every,
        "data": ["0" * 12],
        **dimensions,
    }


def links(catalog: Catalog) -> st.SearchStrategy[dict[str, list[str]]]:
    """Return links: of what is declared, of nonsense, and of both mixed."""
    known_names = names(catalog)
    released = {it: known_names[it] for it in (*DIMENSIONS, "institution", "by", "by2", "measure")}

    def of(held: dict[str, list[str]]) -> st.SearchStrategy[dict[str, list[str]]]:
        values = {
            key: st.lists(
                st.one_of(st.sampled_from(levels), st.sampled_from(HOSTILE), st.text(max_size=8))
                if levels
                else st.sampled_from(HOSTILE),
                min_size=1,
                max_size=3,
            )
            for key, levels in held.items()
        }
        return st.fixed_dictionaries({}, optional=values)

    def of_declared(held: dict[str, list[str]]) -> st.SearchStrategy[dict[str, list[str]]]:
        return st.dictionaries(
            st.sampled_from(sorted(held)), st.integers(0, 10**6), max_size=4
        ).map(lambda drawn: {key: [held[key][at % len(held[key])]] for key, at in drawn.items()})

    strange = st.dictionaries(
        st.sampled_from([*HOSTILE, "__proto__", "lang", "q"]),
        st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3),
        max_size=3,
    )
    usable = {key: levels for key, levels in released.items() if levels}
    whole = {key: levels for key, levels in known_names.items() if levels}
    several = st.one_of(of_declared(usable), of_declared(whole), of(known_names), strange)
    return st.lists(several, min_size=1, max_size=2).map(
        lambda parts: {key: list(it) for part in parts for key, it in part.items()}
    )


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_no_link_whatever_it_asks_leaks_anything(walker, source, data):
    page = data.draw(st.sampled_from(PAGES))
    first, *more = data.draw(st.lists(links(source.catalog), min_size=3, max_size=3))

    leaks = walker.enter(page, **first)
    walker.open_all()
    for query in more:
        leaks += walker.follow(query)
    part = data.draw(st.sampled_from([*walker.parts(), None]))
    leaks += walker.unfold(part)
    if pressed := [it for it in walker.actions() if it.startswith("action_")]:
        leaks += walker.press(data.draw(st.sampled_from(pressed)))

    assert not leaks, told(leaks)


# -- what the source and the command line can be asked -------------------------------------------


def questions(catalog: Catalog) -> st.SearchStrategy[Question | None]:
    """Return Questions over everything that the Catalog declares; None where none can be made."""
    known_names = names(catalog)
    dimensions = st.one_of(st.sampled_from(DIMENSIONS), st.sampled_from(known_names["by"]))
    filters = st.lists(dimensions, max_size=3, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {
                name: st.lists(
                    st.sampled_from([*known_names[name], "'; drop table cells; --"]),
                    min_size=1,
                    max_size=3,
                )
                for name in chosen
            }
        )
    )
    return st.builds(
        _question,
        measure=st.one_of(st.sampled_from(MEASURES), st.sampled_from(known_names["measure"])),
        show=st.sampled_from(list(Show)),
        by=dimensions,
        by2=st.one_of(st.none(), dimensions),
        filters=filters,
        versus=st.sampled_from(["others", "largest", "nurse", "black", "\x00"]),
        view=st.one_of(st.sampled_from(["levels", "distribution"]), st.sampled_from(VIEWS)),
        adjust=st.one_of(st.just("none"), st.sampled_from(ADJUSTS)),
        strata=st.sampled_from([("profession",), ("profession", "setting", "time_pressure")]),
        groups=st.sampled_from([(), ("nurse",), ("black", "white"), ("\x00",)]),
    )


def _question(*, filters: dict[str, list[str]], **parts: Any) -> Question | None:
    """Return a Question, or None where no such Question can be."""
    with contextlib.suppress(QuestionError):
        return Question(filters=Filters.of(filters), **parts)
    return None


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_no_question_to_the_source_leaks_anything(held, source, data):
    asked = data.draw(questions(source.catalog))
    if asked is None:
        return
    said = []

    if (why := source.can(asked)) is not None:
        with pytest.raises(QuestionError):
            source.finding(asked)
        said.append(Said("error", why))
    else:
        said.append(Said("json", json.dumps(source.finding(asked).to_json(), allow_nan=False)))
        scope, (statement, bound) = source.scope(asked), source.statement(asked)
        counts = [scope.n_rows, scope.n_asked or 0, scope.n_answers, scope.n_institutions]
        said += [Said("json", json.dumps(counts)), Said("sql", f"{statement} {bound}")]
        held_rows = source.choices(asked.by, "encounter_answer", asked.filters)
        said.append(Said("json", json.dumps([it.n_rows or 0 for it in held_rows])))

    leaks = Oracle(held.secret).leaks(said)
    assert not leaks, told(leaks)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_seen_ask_leaks_nothing_whatever_it_is_asked(held, walker, source, data):
    asked = data.draw(questions(source.catalog))
    if asked is None:
        return
    command = ["ask", asked.measure, "--show", str(asked.show), "--by", asked.by]
    command += ["--versus", asked.versus, "--view", asked.view, "--adjust", asked.adjust]
    command += ["--by2", asked.by2] if asked.by2 else []
    command += [it for group in asked.groups for it in ("--group", group)]
    command += [it for name in asked.strata for it in ("--strata", name)]
    for name, levels in asked.filters.chosen:
        command += ["--where", f"{name}={','.join(levels)}"]
    kind = data.draw(st.sampled_from([[], ["--json"], ["--sql"]]))

    leaks = Oracle(held.secret).leaks(printed([*command, *kind]))

    assert not leaks, told(leaks)


def printed(command: list[str]) -> list[Said]:
    """Return what a command prints: its answer, or its one calm line."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(command)
    is_json = code == 0 and "--json" in command
    return [
        Said("json" if is_json else "printed", out.getvalue()),
        Said("printed", err.getvalue()),
    ]


# -- what the rows themselves say ----------------------------------------------------------------

CROSSED = [*((*pair, None) for pair in combinations(DIMENSIONS, 2)), *combinations(DIMENSIONS, 3)]


def small(held: Known, dimensions: list[str]) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """Return the cells of Dimensions that too few stand in, and those where anybody does."""
    behind = counted(held.rows, dimensions)
    is_few = (behind[["n", "people"]] < 11).any(axis=1) | (behind["workers"] < 5)
    is_few |= (behind["share"] > 0.5) | (behind["places"] < 3)
    keys = [it if isinstance(it, tuple) else (it,) for it in behind.index]
    return {key for key, few in zip(keys, is_few, strict=True) if few}, set(keys)


def test_a_group_that_is_small_in_truth_is_never_shown_and_reads_like_an_absent_one(held, source):
    n_small, said = 0, set()
    for by, by2, third in CROSSED:
        few, anybody = small(held, [by, by2, *([third] if third else [])])
        for level in source.catalog.dimension(third).levels if third else ("",):
            where = {third: [level]} if third else {}
            asked = question(by=by, by2=by2, where=where)
            if source.can(asked) is not None:
                continue
            for item in source.finding(asked).groups:
                key = (item.group, item.group_2, *([level] if third else []))
                if key in few or key not in anybody:
                    assert isinstance(item.estimate, Withheld), key
                    said.add(item.estimate)
                    n_small += key in few

    assert n_small > 300
    assert {(it.reason, it.words(), it.n_answers) for it in said} == {
        ("not_released", text.text("withheld.not_released"), None)
    }


def test_a_level_too_few_stand_at_is_in_no_sum_of_levels(held, source):
    few, _ = small(held, ["profession", "setting"])
    assert few
    for profession, setting in sorted(few):
        for other in source.catalog.dimension("setting").levels:
            where = {"setting": sorted({setting, other}), "profession": [profession]}
            found = source.finding(question(by="profession", where=where))

            assert not [it for it in found.groups if isinstance(it.estimate, Estimate)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_about_too_few_reads_like_one_about_nobody(held, walker, page):
    few, anybody = small(held, ["profession", "setting"])
    private = sorted(few)[0]
    absent = (private[0], "helpline")
    assert absent not in anybody

    pages = [read(walker, page, *cell) for cell in (private, absent)]

    assert pages[0] == pages[1]


def read(walker: Walker, page: str, profession: str, setting: str) -> str:
    """Return the words of a page about one kind of institution, which is not named."""
    query = {"by": ["profession"], "profession": [profession], "setting": [setting]}
    leaks = walker.enter(page, **query)
    assert not leaks, told(leaks)
    words = walker.words
    names = [text.text(f"dimension.setting.{it}.{setting}") for it in ("plural", "level")]
    return re.sub("|".join(map(re.escape, names)), "…", words, flags=re.IGNORECASE)


# -- the walk finds what leaks -------------------------------------------------------------------


@pytest.fixture
def fresh(held):
    """Return a visitor who has seen nothing yet, for a screen that is made to leak."""
    with visiting(held.release, Oracle(held.secret)) as walker:
        yield walker


@pytest.mark.parametrize(
    ("key", "words", "found"),
    [
        ("withheld.not_released", "Hidden to protect people", "Hidden to protect people"),
        ("withheld.not_released", "Too few to judge (7 answers)", "7 answers"),
        ("card.facts_versus", "From 4 practitioners, {versus}", "4 practitioners"),
        ("release.note", "n = 6", "n = 6"),
        ("filters.level_few", "{level} (4)", "the count 4"),
        ("filters.help", "Read from /home/ann/ward_round.csv", "a trace"),
        ("withheld.between", "17 to 29", "17 to 29"),
    ],
)
def test_words_that_leak_are_found(fresh, monkeypatch, key, words, found):
    monkeypatch.setitem(text.phrases("en"), key, words)

    leaks = fresh.enter("gaps", by2=["quarter"])
    fresh.open_all()
    leaks += fresh.run()

    assert found in told(leaks)


def test_a_count_that_is_not_rounded_is_found_in_figure_table_file_and_json(
    fresh, held, monkeypatch
):
    monkeypatch.setattr("seen.stats.released.rounded", int)

    leaks = fresh.enter("gaps") + fresh.press("action_table")
    leaks += fresh.press("action_download")
    plain = Oracle(held.secret).leaks(printed(["ask", "felt_seen", "--json"]))

    for place in (
        "under answers",
        "under Answers",
        "under n_answers",
        "plotly_chart.alt: the count",
    ):
        assert place in told(leaks)
    assert "the whole number" in told(plain)


def test_a_pseudonym_or_a_name_in_a_download_is_found(fresh, held, monkeypatch):
    pseudonym = sorted(it for it in held.secret if len(it) == 32)[0]
    for words in (pseudonym, "STAFF-0007", "Nightingale-003"):
        monkeypatch.setattr(
            "seen.charts.tables.as_csv", lambda *_, words=words, **__: f"group\n{words}\n"
        )
        leaks = fresh.enter("gaps") + fresh.press("action_download")

        assert "csv: " in told(leaks)


def test_a_number_that_a_mark_carries_is_found(fresh, monkeypatch):
    def carrying(chart):
        made = clickable(chart)
        made.figure.update_traces(customdata=[[7]])
        return made

    monkeypatch.setattr("seen.screen.cached.clickable", carrying)

    assert "customdata: the number 7" in told(fresh.enter("gaps"))


def test_a_crash_and_a_line_of_the_log_are_found(fresh, monkeypatch):
    name = "-".join(("STAFF", "0007"))  # a log of the place of a crash quotes this line

    def crash(*_, **__):
        logging.getLogger("seen").warning("could not read /home/ann/ward_round.csv")
        raise ValueError(name)

    monkeypatch.setattr("seen.figures.gaps.dots.gaps", crash)

    leaks = told(fresh.enter("gaps"))

    assert "log: a trace ' /home/'" in leaks
    assert text.text("error.page") in leaks
    assert "STAFF" not in leaks
