"""A release as a Source: what it answers, what it cannot and why, and which files are refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen import store
from seen.domain.findings import Estimate, Finding, Interval
from seen.domain.questions import Filters
from seen.errors import DataFileError, NotServedError, QuestionError
from seen.settings import Settings
from seen.sources.dataset import DatasetSource
from seen.sources.opening import open_source
from seen.sources.release import ReleaseSource
from tests.helpers import question, scratch, shape, source
from tests.releases import Publisher, small
from tests.tiny_releases import altered, release, released

BY = ("recipient_race_ethnicity", "recipient_income", "profession", "time_pressure", "quarter")
LEVELS = {
    "recipient_income": ["low"],
    "profession": ["nurse"],
    "time_pressure": ["1", "2"],
    "quarter": ["2025 Q1"],
}
COUNTS = {"n_answers", "n_people", "n_clusters", "asked", "answered", "n_rows", "n_asked"}


def counts(found: Any) -> list[int]:
    """Return every count in plain data."""
    if isinstance(found, dict):
        own = [it for name, it in found.items() if name in COUNTS and it is not None]
        return own + [n for it in found.values() for n in counts(it)]
    return [n for it in found for n in counts(it)] if isinstance(found, list) else []


def estimates(finding: Finding) -> dict[tuple[str, str | None], Estimate]:
    """Return the groups that are shown."""
    return {
        (it.group, it.group_2): it.estimate
        for it in finding.groups
        if isinstance(it.estimate, Estimate)
    }


def settings_of(*, hosted: bool) -> Settings:
    """Return the settings of a run."""
    folder = scratch()
    return Settings(data_folder=folder, secrets_folder=folder, data=None, is_hosted=hosted)


# -- answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("show", ["top", "mean"])
@pytest.mark.parametrize("by2", [None, "profession"])
def test_a_release_agrees_with_its_data_within_both_intervals(show, by2):
    asked = question(show=show, by="recipient_income", by2=by2)

    exact, shown = (
        estimates(it.finding(asked)) for it in (source("ordinary"), released("ordinary"))
    )

    assert exact.keys() == shown.keys()
    for key, own in shown.items():
        joint = (own.high - own.low) + (exact[key].high - exact[key].low)
        assert abs(own.value - exact[key].value) < joint / 2


def test_one_cell_has_one_value_however_it_is_asked_for():
    asked = released("ordinary")

    alone = asked.finding(question(where={"profession": ["nurse"]}))
    crossed = asked.finding(question(by2="profession"))

    own = estimates(alone)
    assert own
    for (group, _), found in own.items():
        assert estimates(crossed)[group, "nurse"] == found


def test_the_whole_is_a_cell_of_its_own_on_every_page():
    asked = released("ordinary")

    wholes = {by: asked.finding(question(by=by)).overall for by in BY}

    assert len(set(wholes.values())) == 1
    assert isinstance(wholes["profession"], Estimate)


def test_several_levels_are_added_up_with_the_noise_of_each():
    asked = released("ordinary")

    one = asked.finding(question(by="recipient_income", where={"time_pressure": ["1"]}))
    two = asked.finding(question(by="recipient_income", where={"time_pressure": ["1", "2"]}))

    assert isinstance(two.overall, Estimate)
    assert isinstance(one.overall, Estimate)
    assert two.overall.n_answers > 1.8 * one.overall.n_answers


def test_everyone_else_under_a_filter_on_the_groups_is_the_others_of_them():
    both = {"recipient_race_ethnicity": ["black", "white"]}

    found = released("ordinary").finding(question(where=both))

    assert [it.group for it in found.groups] == ["black", "white"]
    first, second = (it.difference for it in found.gaps)
    assert isinstance(first, Interval)
    assert isinstance(second, Interval)
    assert first.value == pytest.approx(-second.value)


def test_shares_over_the_levels_of_a_dimension_add_up():
    found = released("ordinary").finding(
        question(view="distribution", by="recipient_income", by2="time_pressure")
    )

    shown = estimates(found)
    for income in ("low", "mid", "high"):
        assert sum(it.value for key, it in shown.items() if key[0] == income) == pytest.approx(1)


def test_a_score_in_bands_gives_a_mean_and_says_that_it_is_approximate():
    asked = released("surveys")

    found = asked.finding(asked.catalog.default_question())

    assert any("approximate" in note for note in found.notes)
    exact = source("surveys").finding(found.question)
    for key, own in estimates(found).items():
        assert own.low <= estimates(exact)[key].value <= own.high


def test_every_figure_says_that_it_was_protected_and_is_not_weighted():
    found = released("weighted").finding(question())

    assert not found.is_weighted
    assert any("changed at random; intervals allow for it" in note for note in found.notes)


def test_what_was_not_released_is_declared_and_refused_in_words():
    asked = released("ordinary")

    assert asked.catalog.dimension("time_pressure_band").merge_of == "time_pressure"
    assert asked.can(question(by="time_pressure_band")) is not None


def test_what_publish_writes_opens_and_agrees_with_its_data(tmp_path):
    publisher = Publisher(tmp_path).with_key()
    made = publisher.publish(small(), measures=("felt_seen", "mis_seen"))
    assert made.path is not None
    data = DatasetSource(store.find(publisher.settings.data_folder, "people"))

    opened = open_source(made.path, settings_of(hosted=True))

    for measure, by in (("felt_seen", "recipient_race_ethnicity"), ("mis_seen", "profession")):
        shown, exact = (estimates(it.finding(question(measure, by=by))) for it in (opened, data))
        assert shown
        for key in shown.keys() & exact.keys():
            own, other = shown[key], exact[key]
            joint = ((own.high - own.low) ** 2 + (other.high - other.low) ** 2) ** 0.5
            assert abs(own.value - other.value) < joint / 2


# -- what is never said --------------------------------------------------------------------------


@given(
    st.sampled_from(["ordinary", "too_few"]),
    st.sampled_from(["felt_seen", "mis_seen", "seen_by_recipient"]),
    st.sampled_from(BY),
    st.sampled_from([None, *BY]),
    st.lists(st.sampled_from(sorted(LEVELS)), max_size=3, unique=True),
    st.sampled_from(["levels", "distribution"]),
)
@settings(max_examples=60, deadline=None)
def test_no_answer_says_a_count_of_1_to_10(name, measure, by, by2, filtered, view):
    asked = released(name)
    try:
        wanted = question(
            measure, by=by, by2=by2, view=view, where={it: LEVELS[it] for it in filtered}
        )
    except QuestionError:
        return
    if asked.can(wanted) is not None:
        with pytest.raises(QuestionError):
            asked.finding(wanted)
        return

    plain = asked.finding(wanted).to_json()
    said = counts(json.loads(json.dumps(plain, allow_nan=False)))
    said += counts(vars(asked.scope(wanted)))

    assert not [n for n in said if 0 < n < 11]


@pytest.mark.parametrize("name", ["ordinary", "too_few"])
@pytest.mark.parametrize("dimension", BY)
def test_counts_beside_levels_are_rounded_or_not_said(name, dimension):
    filters = Filters.of({"profession": ["nurse"]})

    found = released(name).choices(dimension, "encounter_answer", filters)

    assert found
    assert all(it.n_rows is None or (it.n_rows >= 30 and it.n_rows % 10 == 0) for it in found)


# -- what cannot be asked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"adjust": "standardised"}, "adjusting needs"),
        ({"adjust": "regression"}, "answers one by one"),
        ({"view": "trend", "by2": "quarter"}, "Quarters can be compared"),
        ({"view": "gradient", "by": "recipient_income"}, "answers one by one"),
        ({"by": "institution", "where": LEVELS}, "one institution goes with one"),
        ({"by2": "time_pressure", "where": LEVELS}, "Take one filter away"),
        ({"by": "lgbtq"}, "no Dimension of that name"),
    ],
)
def test_what_cannot_be_asked_has_its_reason(asked, why):
    held = released("ordinary")

    assert why in str(held.can(question(**asked)))
    with pytest.raises(QuestionError):
        held.finding(question(**asked))


def test_scores_in_bands_have_no_share():
    held = released("surveys")
    asked = held.catalog.default_question().asking(by="instrument")

    assert "one at a time" in str(held.can(asked))


def test_a_scope_of_what_cannot_be_asked_says_no_count():
    found = released("ordinary").scope(question(by2="time_pressure", where=LEVELS))

    assert found.is_hidden
    assert found.n_answers == 0


# -- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("hosted", [True, False])
def test_a_release_opens_where_others_can_reach_it(hosted):
    opened = open_source(release("ordinary"), settings_of(hosted=hosted))

    assert isinstance(opened, ReleaseSource)


def test_microdata_opens_as_a_dataset_and_only_here():
    assert isinstance(open_source(shape("ordinary"), settings_of(hosted=False)), DatasetSource)
    with pytest.raises(NotServedError, match="make a release"):
        open_source(shape("ordinary"), settings_of(hosted=True))


@pytest.mark.parametrize(
    "more",
    [
        "create table encounter (recipient_id integer)",
        "alter table cells add column recipient_id varchar",
        "alter table meta add column secret varchar",
        "insert into meta values ('secret', 'x')",
        "create view everything as select * from cells",
        "create macro twice(a) as 2 * a",
        "create schema other; create table other.t (a integer)",
        "create type mood as enum ('Ada Byron')",
        "create sequence ids",
        "drop table deff",
        "update cells set n_p = 1 where cuboid = 'profession'",
        "update meta set content = '0.4' where name = 'q'",
        "update meta set content = 'x' where name = 'V'",
        "update measures set content = 'no catalog'",
        "delete from measures",
        "delete from dims where dim = 'profession'",
    ],
)
def test_a_release_with_anything_more_or_less_is_refused(tmp_path, more):
    path = altered("too_few", tmp_path, more)

    with pytest.raises(DataFileError, match="no release may hold") as refused:
        open_source(path, settings_of(hosted=True))

    assert "Ada" not in str(refused.value)


def test_a_release_of_another_format_is_refused(tmp_path):
    later = "update meta set content = '9' where name = 'format_version'"
    path = altered("too_few", tmp_path, later)

    with pytest.raises(DataFileError, match="another version of Seen"):
        open_source(path, settings_of(hosted=True))


def test_a_truncated_release_is_refused(tmp_path):
    path = altered("too_few", tmp_path, "checkpoint")
    path.write_bytes(path.read_bytes()[:5000])

    with pytest.raises(DataFileError, match="damaged"):
        open_source(path, settings_of(hosted=True))
