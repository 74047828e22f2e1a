"""DatasetSource on tiny files: the numbers by hand, the cluster, the shape of the JSON."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from seen.domain import closer
from seen.domain.dimensions import NOT_STATED
from seen.domain.findings import Estimate, Interval, Reason, Response, Verdict, Withheld
from seen.domain.measures import Show
from seen.errors import DataFileError, QuestionError
from seen.guard.rules import Strength
from seen.sources.dataset import DatasetSource
from seen.store import DataFile
from seen.text import text
from tests.helpers import (
    build,
    estimate,
    gap,
    institutions,
    question,
    reasons,
    source,
    surveys,
    visits,
)
from tests.machines import meetings

LOW = [4, 6, 8, 4, 6, 8]  # of 20 in each of six wards: 36 of 120
HIGH = [14, 12, 10, 10, 14, 12]  # 72 of 120
BY_INCOME = question(by="recipient_income")
UNCHECKED = (
    "The import took a column of the file for this question; how it was really put was not "
    "checked."
)


def six_wards(**columns):
    """Return 240 answers: 20 recipients of each income in each of six wards."""
    rows = [
        {
            "institution_id": ward + 1,
            "practitioner_id": ward + 1,
            "recipient_income": income,
            "felt_seen": 5 if place < yes[ward] else 3,
        }
        for ward in range(6)
        for income, yes in (("low", LOW), ("high", HIGH))
        for place in range(20)
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(recipient_id=range(1, 241), **columns)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """Return the Finding whose numbers stand worked out in the tests below."""
    return DatasetSource(build(tmp_path_factory.mktemp("by_hand"), six_wards())).finding(BY_INCOME)


def test_shares_and_counts_are_those_by_hand(by_hand):
    low, high = estimate(by_hand, "low"), estimate(by_hand, "high")

    assert (low.value, high.value) == pytest.approx((36 / 120, 72 / 120))
    assert (low.n_answers, low.n_people, low.n_clusters) == (120, 120, 6)
    assert low.df == pytest.approx(5)  # six equal clusters
    assert by_hand.overall.value == pytest.approx(108 / 240)
    assert low.method == "share, 95 % Korn-Graubard interval over institutions"


def test_the_interval_of_a_share_is_that_by_hand(by_hand):
    # wards differ from the mean of 6 by -2, 0, 2, -2, 0, 2, so with C = 6 clusters
    # V = 6/5 * 16 / 120² = 1/750; effective n = 0.3 * 0.7 * 750 = 157.5, at most 120
    effective = 120 * (stats.t.ppf(0.975, 119) / stats.t.ppf(0.975, 5)) ** 2
    yes = 0.3 * effective

    low = estimate(by_hand, "low")

    # Clopper-Pearson limits at the effective size (Korn and Graubard 1998)
    assert low.low == pytest.approx(stats.beta.ppf(0.025, yes, effective - yes + 1))
    assert low.high == pytest.approx(stats.beta.ppf(0.975, yes + 1, effective - yes))


def test_the_difference_and_its_test_are_those_by_hand(by_hand):
    # the deviations of the two groups, -2 0 2 -2 0 2 and 2 0 -2 -2 2 0, have products that sum to
    # -4, so V = 2/750 - 2 * 6/5 * (-4) / 120² = 1/300
    error = (1 / 300) ** 0.5
    half = stats.t.ppf(0.975, 5) * error

    low = gap(by_hand, "low")

    # fewer low-income recipients felt seen: worse for them, so positive
    assert low.difference.value == pytest.approx(0.3)
    assert low.difference.low == pytest.approx(0.3 - half)
    assert low.difference.high == pytest.approx(0.3 + half)
    assert low.p_holm == pytest.approx(2 * 2 * stats.t.sf(0.3 / error, 5))  # two comparisons
    assert low.ratio.value == pytest.approx(0.5)
    assert low.verdict is Verdict.NOTABLE
    assert gap(by_hand, "high").difference.value == pytest.approx(-0.3)


def test_the_sentence_says_it(by_hand):
    said = by_hand.sentence.replace("\u00a0", " ")

    # 0.3 ± 2.571 * 0.0577 is 0.152 to 0.448
    assert said == (
        "Recipients with low income reported feeling fully seen less often than everyone else: "
        "30 % against 60 %, 30 points fewer (15 to 45)."
    )


def test_a_mean_is_the_mean_of_the_answers(tmp_path):
    finding = DatasetSource(build(tmp_path, six_wards())).finding(
        question(show="mean", by="recipient_income")
    )

    # 36 fives and 84 threes; 72 fives and 48 threes
    assert estimate(finding, "low").value == pytest.approx((36 * 5 + 84 * 3) / 120)
    assert estimate(finding, "high").value == pytest.approx((72 * 5 + 48 * 3) / 120)
    assert gap(finding, "low").difference.value == pytest.approx(0.6)
    assert estimate(finding, "low").method == "mean, 95 % t interval over institutions"


# -- the cluster ----------------------------------------------------------------------------------


def cluster(name, asked):
    """Return the column whose values a Question's intervals stand over."""
    return source(name).statement(asked)[1]["cluster"]


def method(finding):
    """Return what a Finding says its intervals stand over."""
    shown = [item.estimate for item in finding.groups if isinstance(item.estimate, Estimate)]
    (found,) = {estimate.method.rpartition(" over ")[2] for estimate in shown}
    return found


def test_institutions_are_the_cluster_where_there_are_five():
    assert cluster("ordinary", question()) == "institution_id"
    assert method(source("ordinary").finding(question())) == "institutions"


def test_practitioners_are_the_cluster_where_one_institution_is_left():
    assert cluster("one_ward", question()) == "practitioner_id"
    assert method(source("one_ward").finding(question())) == "practitioners in this institution"


def test_four_institutions_are_too_few_to_be_the_cluster():
    asked = question(where={"institution": ["w01", "w02", "w03", "w04"]})

    assert cluster("ordinary", asked) == "practitioner_id"
    assert method(source("ordinary").finding(asked)) == "practitioners"


def test_institutions_are_no_cluster_where_they_are_compared():
    for asked in (question(by="institution"), question(by2="institution")):
        assert cluster("ordinary", asked) == "practitioner_id"


def test_recipients_are_the_cluster_where_nobody_met_a_practitioner():
    bots = {"modality": ["bot"], "institution": ["w01", "w02", "w03"]}

    assert cluster("bots", question(where=bots)) == "recipient_id"


def test_answers_of_nobody_are_a_cluster_in_each_institution_and_outweigh_nobody(tmp_path):
    """As those of bots: as one cluster of all institutions they would be half of everybody."""
    rows = visits()
    is_bot = np.arange(len(rows)) % 2 == 0
    rows = rows.assign(practitioner_id=rows["practitioner_id"].where(~is_bot))

    finding = DatasetSource(build(tmp_path, rows)).finding(question(by="institution"))

    assert isinstance(finding.overall, Estimate)
    n_places = rows["institution_id"].nunique()
    n_named = rows["practitioner_id"].nunique()
    assert finding.overall.n_clusters == n_named + n_places
    assert finding.overall.df > n_places  # one cluster of half of everybody would leave 1


def test_answers_are_the_cluster_only_where_there_is_no_id_above_them():
    assert cluster("nobody_known", question()) == "institution_id"
    assert cluster("nobody_known", question(by="institution")) == "answer_id"
    # three institutions are few, but they are ids: too few to judge, not a finer cluster
    few = question(where={"institution": ["w01", "w02", "w03"]})
    assert cluster("nobody_known", few) == "institution_id"


def test_a_group_in_four_clusters_is_too_few_and_lowers_no_level_for_others(tmp_path):
    rows = visits().assign(
        recipient_income=lambda it: np.where(it["institution_id"] <= 4, "low", "high")
    )
    finding = DatasetSource(build(tmp_path, rows)).finding(BY_INCOME)

    n_low = (rows["institution_id"] <= 4).sum()
    assert estimate(finding, "low") == Withheld(reason=Reason.TOO_FEW, n_answers=n_low)
    assert method(finding) == "institutions"


# -- weights, people, practitioners ---------------------------------------------------------------


def test_weights_count_for_answers_of_recipients_alone():
    opened = source("weighted")
    frame = visits()
    weight = np.where(frame.index % 3 == 0, 3.0, 0.5)
    is_black = frame["recipient_race_ethnicity"] == "black"

    felt, reported = (
        opened.finding(question(name)) for name in ("felt_seen", "seen_by_recipient")
    )

    yes = frame["felt_seen"] == 5
    expected = (weight * yes)[is_black].sum() / weight[is_black].sum()
    assert estimate(felt, "black").value == pytest.approx(expected)
    assert estimate(felt, "black").n_answers == is_black.sum()  # counts are not weighted
    plain = (frame["seen_by_recipient"] >= 4)[is_black].mean()
    assert estimate(reported, "black").value == pytest.approx(plain)
    assert (felt.is_weighted, reported.is_weighted) == (True, False)
    assert any("weighted" in note for note in felt.notes)
    assert not any("weighted" in note for note in reported.notes)


def test_equal_weights_are_not_called_weighted(tmp_path):
    finding = DatasetSource(build(tmp_path, visits(weight=0.25))).finding(question())

    assert not finding.is_weighted
    assert finding.notes == (UNCHECKED,)


@pytest.mark.parametrize(
    ("shape", "notes"),
    [
        ("ordinary", ()),
        ("no_recipients", ("People are not known here; answers are counted as people.",)),
        (
            "no_practitioners",
            (
                "Practitioners are not known here; institutions are counted in their "
                "place, so none is shown by itself.",
            ),
        ),
        ("surveys", ()),
    ],
)
def test_a_finding_says_whom_the_data_does_not_know(shape, notes):
    opened = source(shape)

    found = opened.finding(opened.catalog.default_question()).notes

    assert found == (*notes, UNCHECKED)


def test_answers_count_as_people_where_people_are_not_known():
    finding = source("no_recipients").finding(question())

    shown = [estimate(finding, item.group) for item in finding.groups]
    assert all(item.n_people == item.n_answers for item in shown)


def test_people_with_several_answers_count_once():
    black = estimate(source("no_practitioners").finding(question()), "black")

    rows = range(1, 1200, 4)  # the second race of four; recipients repeat after 797 rows
    assert (black.n_answers, black.n_people) == (300, len({row % 797 for row in rows}))


def test_workers_are_the_people_of_their_own_survey():
    asked = question("burden", "mean", by="profession", where={"scale": ["exhaustion"]})

    nurse = estimate(source("surveys").finding(asked), "nurse")

    # 240 practitioners in blocks of twelve, of which every third is of chaplains
    n_nurses = sum(place // 12 % 3 > 0 for place in range(240))
    assert (nurse.n_people, nurse.n_answers) == (n_nurses, n_nurses)


def test_bots_stand_without_a_practitioner(tmp_path):
    finding = source("bots").finding(question(by="modality"))

    bot = estimate(finding, "bot")
    assert isinstance(bot, Estimate)
    assert bot.n_answers == 240


# -- what is compared -----------------------------------------------------------------------------


def test_everyone_else_is_the_default_reference():
    finding = source("no_recipients").finding(question())

    assert {gap.versus for gap in finding.gaps} == {"others"}
    assert len(finding.gaps) == len(finding.groups) == 4
    rest = shown_together(finding, but="black")
    assert gap(finding, "black").reference.value == pytest.approx(rest)


def shown_together(finding, *, but, second=None):
    """Return the share of all groups but one taken together."""
    shown = [
        item.estimate
        for item in finding.groups
        if item.group != but and item.group_2 == second and isinstance(item.estimate, Estimate)
    ]
    return sum(it.value * it.n_answers for it in shown) / sum(it.n_answers for it in shown)


def test_the_largest_group_can_be_the_reference(tmp_path):
    rows = visits().assign(recipient_income=lambda it: np.where(it.index % 8 < 5, "mid", "low"))
    finding = DatasetSource(build(tmp_path, rows)).finding(
        question(by="recipient_income", versus="largest")
    )

    assert [gap.versus for gap in finding.gaps] == ["mid"]
    assert gap(finding, "mid") is None


def test_a_named_level_can_be_the_reference():
    finding = source("no_recipients").finding(question(versus="white"))

    assert {gap.versus for gap in finding.gaps} == {"white"}
    assert gap(finding, "white") is None
    white = estimate(finding, "white").value
    assert gap(finding, "black").reference.value == pytest.approx(white)


def test_two_dimensions_compare_within_the_second():
    asked = question(by="recipient_income", by2="profession")

    finding = source("no_recipients").finding(asked)

    low = gap(finding, "low", "nurse")
    rest = shown_together(finding, but="low", second="nurse")
    assert low.reference.value == pytest.approx(rest)
    assert "Groups are compared inside each level of profession." in finding.notes


# -- rows and filters -----------------------------------------------------------------------------


def test_which_side_felt_seen_adds_up_and_states_its_sample():
    opened = source("ordinary")
    asked = closer.both_sides(question(by="profession"), opened.catalog)
    assert asked is not None

    found = opened.finding(asked)

    mutual = opened.finding(question("mutual", by="profession"))
    assert mutual.groups
    for group in mutual.groups:
        shares = {it.group_2: estimate(found, group.group, it.group_2) for it in found.groups}
        whole = estimate(mutual, group.group)
        assert sum(it.value for it in shares.values()) == pytest.approx(1, abs=1e-12)
        assert {it.n_answers for it in shares.values()} == {whole.n_answers}
        assert shares["both"].value == pytest.approx(whole.value, abs=1e-12)


def test_groups_stand_in_catalog_order_with_not_stated_last(tmp_path):
    rows = visits()
    rows["recipient_income"] = rows["recipient_income"].mask(rows.index % 7 == 0)
    rows.loc[rows.index % 11 == 0, "recipient_income"] = "unknown"
    finding = DatasetSource(build(tmp_path, rows)).finding(BY_INCOME)

    # "unknown" is a level of the data; not_stated stands for an empty column
    assert [item.group for item in finding.groups] == ["low", "mid", "high", "unknown", NOT_STATED]
    assert any("Not stated" in note for note in finding.notes)


@pytest.mark.parametrize(
    ("view", "parts"),
    [
        ("slope", {"by2": "time_pressure"}),
        ("trend", {"by2": "quarter"}),
        ("decomposition", {"strata": ("time_pressure",)}),
        ("within", {"strata": ("time_pressure",)}),
        ("bands", {}),
    ],
)
@pytest.mark.parametrize("by", ["recipient_income", "recipient_race_ethnicity"])
def test_parts_and_comparisons_stand_in_the_order_of_the_groups(view, parts, by):
    opened = source("ordinary")
    asked = opened.catalog.default_question().asking(view=view, by=by, **parts)
    finding = opened.finding(opened.catalog.checked(asked))
    levels = opened.catalog.dimension(by).levels
    seconds = opened.catalog.dimension(parts.get("by2", by)).levels

    by_name: dict[str, list[tuple[str | None, str | None]]] = {}
    for item in finding.parts:
        by_name.setdefault(item.name, []).append((item.group, item.group_2))

    assert any(len({group for group, _ in found}) > 1 for found in by_name.values())
    assert [it.name for it in finding.parts] == [n for n, held in by_name.items() for _ in held]
    for found in by_name.values():
        places = [(levels.index(one), two and seconds.index(two)) for one, two in found]
        assert places == sorted(places)
    gaps = [levels.index(gap.group) for gap in finding.gaps if gap.group_2 in (None, seconds[0])]
    assert gaps == sorted(gaps)


def test_parts_of_no_group_stay_where_they_are():
    opened = source("ordinary")
    asked = opened.catalog.default_question().asking(view="summary", by="recipient_income")

    finding = opened.finding(opened.catalog.checked(asked))

    assert [item.name for item in finding.parts] == ["mdm", "range", "potential_gain"]


def test_a_level_without_answers_keeps_its_row():
    asked = question(where={"recipient_race_ethnicity": ["black", "white"]})
    opened = source("no_recipients")

    by_race = opened.finding(asked)
    by_pressure = opened.finding(
        question(by="recipient_race_ethnicity", where={"profession": ["nurse"]})
    )

    assert [item.group for item in by_race.groups] == ["black", "white"]
    assert len(by_pressure.groups) == 4


def test_a_level_nobody_answered_for_says_no_answers(tmp_path):
    rows = visits()
    rows.loc[rows["recipient_income"] == "mid", "felt_seen"] = None
    rows["felt_seen"] = rows["felt_seen"].astype("Int64")
    finding = DatasetSource(build(tmp_path, rows)).finding(BY_INCOME)

    assert estimate(finding, "mid") == Withheld(reason=Reason.NO_ANSWERS)
    assert isinstance(estimate(finding, "low"), Estimate)


def test_a_filter_nobody_is_left_under_is_an_answer_too():
    nobody = {"institution": ["w01"], "recipient_race_ethnicity": ["pacific"]}

    finding = source("ordinary").finding(question(by="profession", where=nobody))

    assert reasons(finding) == {Reason.NO_ANSWERS}
    assert finding.overall == Withheld(reason=Reason.NO_ANSWERS)
    assert finding.response == Response(asked=None, answered=0)
    assert finding.sentence == "Nobody answered here about feeling fully seen."


@pytest.mark.parametrize(
    ("name", "levels", "keeps"),
    [
        ("time_pressure_band", ["4_5"], lambda it: it["time_pressure"] >= 4),
        # leadership rises with the ward's number: four wards in each third
        ("leadership_third", ["lowest"], lambda it: it["institution_id"] <= 4),
        ("leadership_third", ["middle", "highest"], lambda it: it["institution_id"] > 4),
        ("quarter", ["2025 Q2"], lambda it: it["month"].dt.quarter == 2),
    ],
)
def test_a_derived_dimension_filters(tmp_path, name, levels, keeps):
    frame = visits()
    opened = source("organisations")

    finding = opened.finding(question(where={name: levels}))

    assert finding.response == Response(asked=keeps(frame).sum(), answered=keeps(frame).sum())


def test_filters_do_not_move_the_thirds():
    opened = source("organisations")
    asked = question(by="leadership_third", where={"organisation": ["north"]})

    finding = opened.finding(asked)

    # wards 1 to 6: four in the lowest third of all, two in the middle third, none in the highest
    assert estimate(finding, "highest") == Withheld(reason=Reason.NO_ANSWERS)
    assert estimate(finding, "lowest").n_answers == (visits()["institution_id"] <= 4).sum()


# -- what else a Finding carries ------------------------------------------------------------------


def test_response_says_how_many_were_asked_and_answered(tmp_path):
    rows = visits()
    rows.loc[rows.index % 4 == 3, "answered"] = False
    rows["felt_seen"] = rows["felt_seen"].astype("Int64").mask(~rows["answered"])
    rows.loc[rows.index % 12 == 11, "asked"] = False
    opened = DatasetSource(build(tmp_path, rows))

    assert opened.finding(BY_INCOME).response == Response(asked=1100, answered=900)
    worker = opened.finding(question("seen_by_recipient", by="recipient_income"))
    assert worker.response == Response(asked=None, answered=1200)


def test_response_says_nothing_of_asking_that_was_not_recorded(tmp_path):
    rows = visits().drop(columns=["asked", "answered"])

    finding = DatasetSource(build(tmp_path, rows)).finding(BY_INCOME)

    assert finding.response == Response(asked=None, answered=1200)


def test_a_private_whole_hides_the_response():
    assert source("all_withheld").finding(question()).response == Withheld(reason=Reason.PRIVATE)


def test_provenance_says_where_it_comes_from():
    opened = source("ordinary")

    found = opened.finding(question(), Strength.SCREEN).provenance

    assert (found.dataset, found.source_type, found.query) == (
        "tiny",
        "public_real",
        "cells/levels",
    )
    assert (found.layout, found.guard) == ("encounter_answer", "screen")
    assert found.version == opened.version == opened._file.path.stem.rpartition("-")[2]
    assert len(found.created_month) == 7


def test_what_cannot_be_asked_is_refused_with_the_choices():
    opened = source("ordinary")

    assert opened.can(question()) is None
    assert "felt_seen" in str(opened.can(question("felt_heard")))
    with pytest.raises(QuestionError, match="there is: felt_seen"):
        opened.finding(question("felt_heard"))


def test_the_statement_is_the_one_that_is_run():
    statement, values = source("ordinary").statement(question(where={"profession": ["nurse"]}))

    assert statement.startswith("-- One row per group")
    assert values["filter_1"] == "profession"
    assert values["levels_1"] == ["nurse"]
    assert values["box"] == [5.0]
    assert "nurse" not in statement


ESTIMATE = {"value", "low", "high", "n_answers", "n_people", "n_clusters", "df", "method"}
FINDING = {
    *("schema_version", "question", "groups", "parts", "gaps", "overall", "sentence", "notes"),
    *("response", "provenance", "test"),
}


@pytest.mark.parametrize("name", ["ordinary", "all_withheld", "too_few", "weighted", "surveys"])
@pytest.mark.parametrize("is_crossed", [False, True])
def test_the_json_has_the_pinned_shape_and_no_gap(name, is_crossed):
    opened = source(name)
    asked = opened.catalog.default_question()
    if is_crossed:
        others = opened.catalog.offered_dimensions(opened.catalog.measure(asked.measure).table)
        asked = asked.asking(by2=next(it.name for it in others if it.name != asked.by))

    finding = opened.finding(asked)
    plain = json.loads(json.dumps(finding.to_json(), allow_nan=False))

    # DESIGN.md section 6
    assert plain["schema_version"] == 1
    assert set(plain) == FINDING
    assert set(plain["provenance"]) == {
        *("dataset", "version", "source_type", "layout", "query", "guard", "created_month")
    }
    for item in plain["groups"]:
        assert set(item) in (
            {"group", "group_2", "answers", "estimate"},
            {"group", "group_2", "answers", "withheld"},
        )
        assert set(item.get("estimate", ESTIMATE)) == ESTIMATE
    for item in (*plain["groups"], plain["overall"], plain["response"]):
        if "withheld" in item:
            assert set(item["withheld"]) == {"reason", "text"}
            assert item["withheld"]["text"]
    for item in plain["gaps"]:
        assert set(item) == {
            *("group", "group_2", "versus", "difference", "ratio", "p_holm", "verdict")
        }
        for part in (item["difference"], item["ratio"]):
            assert set(part) in ({"value", "low", "high"}, {"withheld"})
    assert len(plain["groups"]) == len(finding.groups) > 0


def test_json_numbers_are_exact():
    finding = source("ordinary").finding(question())

    plain = json.loads(json.dumps(finding.to_json()))

    (asian,) = [item for item in plain["groups"] if item["group"] == "asian"]
    assert asian["estimate"]["value"] == estimate(finding, "asian").value
    assert asian["estimate"]["low"] == estimate(finding, "asian").low


def test_fifty_threads_asking_at_once_get_equal_answers():
    opened = DatasetSource(source("ordinary")._file.path)
    asked = [
        question(by=by, where={"profession": [profession]} if profession else {})
        for by in ("recipient_income", "time_pressure", "institution", "quarter", "profession")
        for profession in ("", "nurse")
    ]
    expected = {it: source("ordinary").finding(it) for it in asked}

    with ThreadPoolExecutor(50) as threads:
        found = list(threads.map(opened.finding, asked * 10))

    assert found == [expected[it] for it in asked * 10]


def test_several_questions_are_answered_in_their_order_as_one_by_one():
    path = source("ordinary")._file.path
    names = ("recipient_income", "profession", "recipient_income")
    asked = [question(by=by) for by in names]

    found = DatasetSource(path).findings(asked, Strength.SCREEN)

    alone = DatasetSource(path)
    assert found == [alone.finding(one, Strength.SCREEN) for one in asked]
    assert tuple(it.question.by for it in found) == names


def test_one_that_cannot_be_asked_is_refused_among_several_and_again():
    here = source("ordinary")

    for _ in range(2):
        with pytest.raises(QuestionError, match="no Dimension of that name"):
            here.findings([question(), question(by="nonsense")])


def test_asking_twice_gives_the_same_finding():
    path = source("weighted")._file.path

    first, second = (DatasetSource(path).finding(question()) for _ in range(2))

    assert first == second
    assert isinstance(first.gaps[0].difference, Interval)


def test_the_version_of_a_link_comes_back_with_its_own_question():
    here = source("ordinary")

    found = [here.finding(question().asking(data=version)) for version in ("aaaa", "bbbb", "")]

    assert [it.question.data for it in found] == ["aaaa", "bbbb", ""]


def test_many_who_ask_the_same_at_once_ask_the_data_once(monkeypatch):
    opened, asked, run = DatasetSource(source("ordinary")._file.path), [], DataFile.run

    def noting(file, name, **values):
        asked.append(name)
        return run(file, name, **values)

    monkeypatch.setattr(DataFile, "run", noting)
    with ThreadPoolExecutor(20) as threads:
        list(threads.map(opened.finding, [question()] * 20))

    assert asked.count("cells/levels") == 1
    assert asked.count("cells/scope") == 1
    assert asked.count("cells/contributors") == 1


def test_a_closed_source_lets_go_of_its_answers():
    opened = DatasetSource(source("ordinary")._file.path)
    opened.finding(question())

    opened.close()

    with pytest.raises(DataFileError):
        opened.finding(question())


def test_institutions_of_other_years_lend_their_attributes():
    assert institutions(2024)["year"].unique().tolist() == [2024]
    assert source("organisations").catalog.dimension("organisation").levels == ("north", "south")


def test_all_or_none_and_an_uncertain_rest_are_said(tmp_path):
    rows = visits(1000)
    is_black = rows["recipient_race_ethnicity"] == "black"
    is_white = rows["recipient_race_ethnicity"] == "white"
    rows["felt_seen"] = rows["felt_seen"].mask(is_black, 5)  # all of them
    rows["felt_seen"] = rows["felt_seen"].mask(is_white & (rows.index % 40 > 3), 5)  # nearly all

    path = build(tmp_path, rows)
    opened = DatasetSource(path)
    finding = opened.finding(question())

    notes = " ".join(finding.notes)
    assert "Where a group stands at 0 % or 100 %" in notes
    assert "how many did not is too uncertain to read off" in notes


def test_the_view_of_blocks_names_and_prints_its_own_query(tmp_path):
    parts = surveys()
    answers = parts["tables"]["burnout_survey"]
    draw = np.random.default_rng(3)
    answers["workload"] = draw.integers(1, 6, len(answers)).astype(float)
    answers["impeded_relationship"] = draw.integers(1, 6, len(answers)).astype(float)
    opened = DatasetSource(build(tmp_path, **parts))
    asked = opened.catalog.asking_measure(opened.catalog.default_question(), "burden")
    asked = asked.asking(view="blocks", show=Show.MEAN)

    statement, values = opened.statement(asked)
    finding = opened.finding(asked)

    assert finding.provenance.query == "cells/moments"
    assert "sums of up to ten variables" in statement
    assert values["variable_1"] == "burden_0_100"
    shares = [it.estimate for it in finding.parts if it.name in ("block", "unexplained")]
    assert len(shares) == 3
    shown = [found.value for found in shares if isinstance(found, Estimate)]
    assert sum(shown) == pytest.approx(1, abs=1e-9)
    assert len(shown) == 3


def test_bots_are_said_to_be_among_the_pressures_that_are_not_stated(tmp_path):
    told = text("notes.bots_not_stated")
    rows = meetings(1200)
    with_bots = DatasetSource(build(tmp_path / "bots", rows))
    without = DatasetSource(build(tmp_path / "humans", rows.drop(columns=["modality"])))

    by_pressure = with_bots.finding(question(by="time_pressure"))

    assert [it.group for it in by_pressure.groups if it.group == NOT_STATED]
    assert told in by_pressure.notes
    assert told not in with_bots.finding(question(by="recipient_income")).notes
    assert told not in without.finding(question(by="time_pressure")).notes
    assert told in with_bots.finding(question(by="profession", by2="time_pressure")).notes
