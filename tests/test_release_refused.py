"""What no release can be made of is refused by name, with what to do about it."""

from dataclasses import replace

import pandas as pd
import pytest

from seen.errors import PublishError
from seen.release.outcomes import outcomes
from seen.sources.dictionary import standard
from tests.releases import Publisher, small


@pytest.fixture(scope="module")
def made():
    """Return few people."""
    return small()


@pytest.fixture
def publisher(tmp_path):
    """Return somebody who can publish."""
    return Publisher(tmp_path).with_key()


def changed(made, **columns):
    """Return the people with other columns."""
    return {**made, "encounters": made["encounters"].assign(**columns)}


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"measures": ("felt_sen",)}, "No measure called felt_sen.*Choose from:.*felt_seen"),
        ({"dimensions": ("race",)}, "no dimension race.*Choose from:.*recipient_race_ethnicity"),
        ({"dimensions": ("practitioner_id",)}, "without bands|no dimension"),
        ({"dimensions": ("recipient_id",)}, "without bands|no dimension"),
        ({"dimensions": ("month",)}, "without bands|no dimension"),
        ({"dimensions": ("'; drop table x; --",)}, "no dimension"),
        ({"dimensions": ("relational_leadership",)}, "number without bands"),
    ],
)
def test_unknown_choices_are_refused_with_the_valid_ones(publisher, made, chosen, told):
    with pytest.raises(PublishError, match=told):
        publisher.publish(made, **chosen)


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("institution_id", "at least 3 institutions"),
        ("practitioner_id", "at least 25 practitioners"),
        ("recipient_id", "at least 500 people"),
    ],
)
def test_too_few_behind_everything_is_refused(publisher, made, column, told):
    few = made["encounters"][column] % 2 + 1

    with pytest.raises(PublishError, match=told):
        publisher.publish(changed(made, **{column: few}))


def test_a_rare_level_is_refused_with_what_to_merge(publisher, made):
    race = made["encounters"]["recipient_race_ethnicity"].copy()
    race.iloc[:5] = "pacific"

    with pytest.raises(PublishError, match=r"fewer than 11 people: Pacific Islander\. Merge"):
        publisher.publish(changed(made, recipient_race_ethnicity=race))


def test_a_dimension_with_many_levels_is_refused(publisher, made):
    areas = [f"region_{it % 14:02}" for it in range(len(made["institution"]))]
    places = {**made, "institution": made["institution"].assign(region=areas)}
    places["institution"].loc[:, "region"] = [f"r{it:02}" for it in range(len(areas))]
    many = pd.concat([places["institution"].assign(year=2023, region=f"x{it}") for it in range(3)])

    with pytest.raises(PublishError, match="more than 12 levels"):
        publisher.publish(
            {
                **places,
                "institution": pd.concat([places["institution"], many.iloc[:1].assign(year=2025)]),
            },
            dimensions=("region",),
        )


def test_answers_that_give_each_other_away_are_refused(publisher, made):
    twice = changed(made, felt_heard=made["encounters"]["felt_seen"])

    with pytest.raises(PublishError, match=r"felt_heard and felt_seen go together"):
        publisher.publish(twice, measures=("felt_seen", "felt_heard"))


def test_answers_that_people_repeat_are_refused(publisher, made):
    rows = made["encounters"]
    always = changed(made, mis_seen=(rows["recipient_id"] % 3 == 0))

    with pytest.raises(PublishError, match="nearly the same answer to mis_seen"):
        publisher.publish(always, measures=("mis_seen",))


def test_an_outcome_that_follows_from_a_dimension_is_refused(publisher, made):
    rows = made["encounters"]
    follows = changed(made, mis_seen=(rows["time_pressure"] == 5))

    with pytest.raises(PublishError, match="mis_seen follows from time_pressure"):
        publisher.publish(follows, measures=("mis_seen",))


def test_a_question_that_only_one_answer_leads_to_is_refused_beside_it(publisher, made):
    seen = made["encounters"]["felt_seen"]
    is_asked = (seen == 5) & (made["encounters"]["encounter_id"] % 2 == 0)
    of_some = changed(made, aha=(made["encounters"]["encounter_id"] % 3 == 0).where(is_asked))

    with pytest.raises(PublishError, match="asked aha tells what they answered to felt_seen"):
        publisher.publish(of_some, measures=("felt_seen", "aha"))

    assert publisher.publish(of_some, measures=("aha",)).path is not None


def test_a_level_that_only_one_answer_leads_to_is_refused_beside_it(publisher, made):
    mis_seen = made["encounters"]["mis_seen"]
    is_told = mis_seen.eq(1) & (mis_seen.index % 3 > 0)
    reason = pd.Series("age", index=mis_seen.index).where(is_told)

    with pytest.raises(PublishError, match="mis_seen follows from mis_seen_reason"):
        publisher.publish(
            changed(made, mis_seen_reason=reason),
            measures=("mis_seen",),
            dimensions=("profession", "mis_seen_reason"),
        )


def test_an_outcome_cannot_be_a_dimension_too(publisher, made):
    with pytest.raises(PublishError, match="both an outcome and a dimension"):
        publisher.publish(made, measures=("hurried",), dimensions=("profession", "time_pressure"))


def test_a_raw_score_is_never_released(publisher, made):
    scores = changed(made, dms_mean=made["encounters"]["felt_seen"].fillna(3) * 1.0)

    with pytest.raises(PublishError, match="Cut it into bands"):
        publisher.publish(scores, measures=("dms_mean",))


def test_data_without_a_usual_measure_says_what_can_be_named(publisher, made):
    rows = made["encounters"]
    only = rows.drop(columns=["felt_seen", "felt_heard", "mis_seen"], errors="ignore")
    goal = only.assign(documented_goal=rows["encounter_id"] % 2 == 0)
    with pytest.raises(PublishError, match=r"with --measure: .*documented_goal"):
        publisher.publish({**made, "encounters": goal}, measures=())


@pytest.mark.parametrize("named", [(), ("felt_seen",)])
def test_data_whose_measures_are_all_scores_says_that_none_can_be_released(named):
    scores = replace(standard(), present=frozenset({("encounter_answer", "dms_mean")}))
    with pytest.raises(PublishError, match="No measure of this data has few enough answers"):
        outcomes(scores, named)


def test_a_share_of_an_amount_is_never_released(publisher, made):
    rows = made["encounters"]
    minutes = changed(
        made, connective_minutes=10.0, connective_credited=rows["encounter_id"] % 2 == 0
    )
    (name,) = [it.name for it in standard().measures if it.amount == "connective_minutes"][:1]

    with pytest.raises(PublishError, match="share of an amount"):
        publisher.publish(minutes, measures=(name,))


def test_people_without_id_need_the_publishers_word(publisher, made):
    anonymous = {**made, "encounters": made["encounters"].drop(columns="recipient_id")}

    with pytest.raises(PublishError, match="--one-answer-per-person"):
        publisher.publish(anonymous)

    assert publisher.publish(anonymous, one_answer_per_person=True).path is not None


def test_weights_that_matter_need_the_publishers_word(publisher, made):
    rows = made["encounters"]
    weighted = changed(made, weight=rows["felt_seen"].map({5: 4.0}).fillna(1.0).astype(float))

    with pytest.raises(
        PublishError, match=r"felt_seen move by up to .* points.*accept-unweighted"
    ):
        publisher.publish(weighted)

    result = publisher.publish(weighted, accepts_unweighted=True)
    assert dict(result.moved)["felt_seen"] > 0.02


def test_rows_that_stand_for_several_answers_are_refused(publisher, made):
    with pytest.raises(PublishError, match="stand for several answers"):
        publisher.publish(changed(made, frequency=3))


def test_one_practitioner_with_most_encounters_withholds_cells_but_publishes(publisher, made):
    rows = made["encounters"]
    busy = rows["practitioner_id"].where(rows["encounter_id"] % 5 > 2, 1)

    result = publisher.publish(changed(made, practitioner_id=busy))

    assert result.path is not None
    assert result.protected.n_shown < result.protected.n_cells
