"""`seen ask`: the same answer as the dashboard, guarded as published, or one calm line."""

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from seen.charts.staffing import sums
from seen.cli import main
from seen.domain.findings import Estimate, Reason
from seen.figures.asker import Asker
from seen.figures.planned import plan, plans
from seen.figures.shown import Absent
from seen.guard.rules import Strength
from seen.settings import ROOT
from seen.sources.dataset import DatasetSource
from seen.sources.dictionary import standard
from seen.text import text
from tests.helpers import build, institutions, question, shape, source, visits


@pytest.fixture
def ask(monkeypatch, capsys):
    """Return a function that runs `seen ask` on a shape: exit code, output, errors."""

    def run(*arguments, on="ordinary", **environment):
        path = shape(on) if isinstance(on, str) else on
        monkeypatch.setenv("SEEN_DATA_FOLDER", str(path.parent))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main(["ask", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_an_answer_is_the_reading_line_the_sentence_and_every_group(ask):
    code, out, err = ask("felt_seen", "--by", "recipient_race_ethnicity")

    finding = source("ordinary").finding(question())
    assert (code, err) == (0, "")
    assert out.startswith("Everyone recorded, all 12 institutions, 2025: 1,200 encounters, ")
    assert finding.sentence in out
    assert "  Latino: Hidden to protect people\n" in out
    assert "  Black: 22\u00a0% (" in out
    assert out.count("\n  ") == len(finding.groups) + 1  # and whether they differ at all


def test_what_was_taken_from_records_is_not_called_an_answer(ask):
    _, out, _ = ask("met_bot", "--by", "recipient_income", on="bots")

    assert " records; " in out
    assert " answers; " not in out


def test_without_a_measure_the_first_question_is_asked(ask):
    _, plain, _ = ask()
    _, named, _ = ask("felt_seen", "--show", "top", "--by", "recipient_race_ethnicity")

    assert plain == named


def test_without_a_filter_one_instrument_and_scale_is_asked_and_with_one_it_must_be_named(ask):
    _, usual, _ = ask("burden", "--by", "profession", on="surveys")
    _, named, _ = ask("burden", "--by", "profession", "--where", "scale=exhaustion", on="surveys")
    code, _, error = ask("burden", "--where", "profession=nurse", on="surveys")

    assert usual == named
    assert code == 1
    assert "never averaged" in error
    assert "instrument=CBI, scale=depersonalization" in error


def test_notes_are_printed_below(ask):
    _, out, _ = ask("seen_by_recipient", "--by", "recipient_income", "--by2", "profession")

    assert "Groups are compared inside each level of profession." in out
    assert "  Low, Nurse: " in out
    assert out.endswith(".\n")


def test_synthetic_data_says_so_first(ask, tmp_path):
    build(tmp_path, visits(400), dataset={"source_type": "synthetic"})

    _, out, _ = ask(SEEN_DATA_FOLDER=str(tmp_path))

    assert out.startswith("SYNTHETIC. Invented people;")


def test_json_is_the_finding(ask):
    code, out, _ = ask(
        *("felt_seen", "--show", "bottom", "--by", "recipient_income", "--versus", "low"),
        *("--where", "profession=nurse,chaplain", "--where", "time_pressure=4,5", "--json"),
    )

    asked = question(
        show="bottom",
        by="recipient_income",
        versus="low",
        where={"profession": ["nurse", "chaplain"], "time_pressure": ["4", "5"]},
    )
    assert code == 0
    assert json.loads(out) == source("ordinary").finding(asked).to_json()


def test_sql_is_the_statement_with_what_is_bound(ask):
    _, out, _ = ask("felt_seen", "--where", "profession=nurse", "--sql")

    statement, _ = source("ordinary").statement(question())
    assert out.startswith(statement)
    assert "-- $levels_1 = ['nurse']" in out
    assert "-- $measure = felt_seen" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("joy",), "no Measure of that name to ask; there is: felt_seen"),
        (("felt_heard",), "no Measure of that name to ask; there is: felt_seen"),
        (("mis_seen", "--show", "mean"), "Measure mis_seen can be shown as: top"),
        (("felt_seen", "--by", "mood"), "no Dimension of that name to ask; there is: profession"),
        (("felt_seen", "--by2", "practitioner_id"), "no Dimension of that name"),
        (("felt_seen", "--versus", "nobody"), "versus must be one of: others, largest, asian"),
        (("felt_seen", "--where", "profession=pilot"), "no such level; there is: chaplain"),
        (("felt_seen", "--where", "mood=good"), "no Dimension of that name"),
        (("felt_seen", "--where", "profession"), "must look like dimension=level,level"),
        (("felt_seen", "--where", "profession="), "must look like dimension=level,level"),
        (("felt_seen", "--by", "profession", "--by2", "profession"), "two different Dimensions"),
    ],
)
def test_what_cannot_be_asked_ends_in_a_calm_line_with_the_choices(ask, arguments, said):
    code, out, err = ask(*arguments)

    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err
    _, opened = err.strip().splitlines()  # what is wrong, and of which data
    assert opened.startswith("The dataset that is open is tiny")
    assert len(opened) < 200  # names stand once, where they are what was wrong


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("felt_sen",), "felt_seen"),
        (("felt_seen", "--by", "recipient_incom"), "recipient_income"),
        (("felt_seen", "--where", "profesion=nurse"), "profession"),
    ],
)
def test_a_name_that_is_misspelt_is_answered_with_those_like_it(ask, arguments, near):
    _, _, err = ask(*arguments)

    assert f"Names like it: {near}" in err.strip().splitlines()[1]


def test_a_name_like_no_other_is_not_guessed(ask):
    _, _, err = ask("joy")

    assert "Names like it" not in err


def test_a_ninth_filter_is_a_calm_line(ask):
    names = ("profession", "institution", "time_pressure", "recipient_race_ethnicity")
    more = ("recipient_income", "quarter", "time_pressure_band", "leadership_third", "region")
    where = [part for name in (*names, *more) for part in ("--where", f"{name}=x")]

    code, _, err = ask("felt_seen", *where)

    assert code == 1
    assert "At most 8 filters" in err


@pytest.mark.parametrize("hostile", ["'; drop table encounter; --", "x\x00y", "🙂", "x" * 10_000])
def test_hostile_arguments_are_ordinary_misses(ask, hostile):
    for arguments in (
        (hostile,),
        ("felt_seen", "--by", hostile),
        ("felt_seen", "--versus", hostile),
        ("felt_seen", "--where", f"profession={hostile}"),
        ("felt_seen", "--data", hostile),
    ):
        code, out, err = ask(*arguments)
        assert (code, out) == (1, "")
        assert "Traceback" not in err

    assert ask("felt_seen")[0] == 0


def test_ask_is_guarded_as_published_whatever_an_analyst_chose_for_their_screen(ask, tmp_path):
    rows = visits(400)
    rows.loc[rows.index < 8, "recipient_income"] = "unknown"
    rows.loc[rows.index < 8, "recipient_id"] = range(5000, 5008)
    build(tmp_path, rows)
    folder = {"SEEN_DATA_FOLDER": str(tmp_path), "SEEN_SCREEN_PEOPLE": "1"}

    _, out, _ = ask("felt_seen", "--by", "recipient_income", "--json", **folder)

    plain = json.loads(out)
    (few,) = [item for item in plain["groups"] if item["group"] == "unknown"]
    assert few["withheld"]["reason"] == Reason.PRIVATE
    assert plain["provenance"]["guard"] == Strength.PUBLISH


def test_another_dataset_can_be_named(ask):
    path = shape("all_withheld")

    _, out, _ = ask("felt_seen", "--data", str(path))

    assert "Hidden to protect people" in out
    assert "no counts, to protect people" in out


@pytest.mark.parametrize(
    ("folder", "data", "said"),
    [
        ("nothing", (), "There is no data yet. Build the demo with"),
        ("nothing", ("--data", "wards"), "There is no dataset named wards"),
        ("nothing", ("--data", "wards.duckdb"), "There is no file wards.duckdb"),
    ],
)
def test_data_that_is_not_there_is_a_calm_line(ask, tmp_path, folder, data, said):
    code, out, err = ask("felt_seen", *data, SEEN_DATA_FOLDER=str(tmp_path / folder))

    assert (code, out) == (1, "")
    assert err.startswith(said)
    assert len(err.strip().splitlines()) == 1


def test_a_setting_that_means_nothing_is_a_calm_line(ask):
    code, _, err = ask("felt_seen", SEEN_SCREEN_PEOPLE="few")

    assert (code, len(err.strip().splitlines())) == (1, 1)
    assert "SEEN_SCREEN_PEOPLE" in err


def test_a_hosted_setting_refuses_a_local_file_here_too(ask):
    code, _, err = ask("felt_seen", SEEN_HOSTED="1")

    assert code == 1
    assert "can be reached by others" in err


def test_one_group_is_told_without_a_comparison(ask):
    code, out, _ = ask("felt_seen", on="one_group")

    assert code == 0
    assert "there are no groups to compare" in out
    assert all(
        isinstance(it.estimate, Estimate) for it in source("one_group").finding(question()).groups
    )


ONE = ("--by", "recipient_income", "--where", "recipient_income=low")


def test_the_parts_of_one_group_say_that_nothing_is_there_to_compare_with(ask):
    code, out, _ = ask("felt_seen", *ONE, "--view", "decomposition")
    _, plain, _ = ask("felt_seen", *ONE, "--view", "decomposition", "--json")

    assert code == 0
    assert "There is one group here, and nothing to compare it with" in out
    assert "Remains at the same mix, Low: One group, nothing to compare it with" in out
    assert "No answers" not in out + plain
    reasons = {part["withheld"]["reason"] for part in json.loads(plain)["parts"]}
    assert reasons == {Reason.ALONE}


def test_a_gradient_over_one_level_says_so_and_one_over_two_says_what_it_takes(ask):
    view = ("--by", "recipient_income", "--view", "gradient", "--where")
    code, one, _ = ask("felt_seen", *view, "recipient_income=low")
    _, two, _ = ask("felt_seen", *view, "recipient_income=low,high")

    assert code == 0
    assert "There is one level of income here, and no other to compare it with in " in one
    assert "Slope index of inequality: One group, nothing to compare it with" in one
    assert "Cannot be computed" not in one
    assert text("inequality.few_levels") in two
    assert text("inequality.few_levels") not in one


def test_a_mean_of_answers_from_1_to_5_has_a_slope_index_and_no_relative_one(ask):
    view = ("--by", "recipient_income", "--view", "gradient")
    _, mean, _ = ask("felt_seen", *view, "--show", "mean", "--json")
    _, share, _ = ask("felt_seen", *view, "--json")

    for out, is_known in ((mean, False), (share, True)):
        found = {part["name"]: "estimate" in part for part in json.loads(out)["parts"]}
        assert found == {"sii": True, "rii": is_known, "concentration": is_known}


def test_a_concentration_index_below_0_is_written_with_a_true_minus(ask):
    _, out, _ = ask("felt_seen", "--by", "time_pressure", "--view", "gradient", "--show", "bottom")

    (said,) = re.findall(r"Concentration index: (.*)", out)
    assert "-" not in said
    assert re.fullmatch(r"\u2212?\d\.\d\d \(\u2212?\d\.\d\d to \u2212?\d\.\d\d\)", said)


@pytest.mark.parametrize("how", ["standardised", "regression"])
def test_one_group_has_nothing_to_be_adjusted_to(ask, how):
    _, out, _ = ask("felt_seen", *ONE, "--adjust", how)

    assert "there are no groups to compare" in out
    assert "  Low: One group, nothing to compare it with" in out
    assert "No adjusted figures: there is one group here" in out
    assert "Too few" not in out
    assert "share too few circumstances" not in out


def test_one_group_still_has_a_trend_and_a_slope_of_its_own(ask):
    _, out, _ = ask("felt_seen", *ONE, "--view", "slope", "--by2", "time_pressure")

    assert re.search(r"Change with each step, Low: \d", out)
    assert "Change with each step, its comparison, Low: One group, nothing" in out


def test_where_one_group_alone_is_shown_the_hidden_ones_are_still_the_reason():
    assert not source("all_withheld").finding(question()).has_one_group


# -- naming levels --------------------------------------------------------------------------------


def filters(out):
    """Return the filters of a Finding as `--json` prints it."""
    return json.loads(out)["question"]["filters"]


def test_one_dimension_named_twice_means_the_levels_of_both(ask):
    where = ("--where", "profession=nurse", "--where", "profession=chaplain")

    _, out, _ = ask("felt_seen", *where, "--json")

    assert filters(out) == {"profession": ["chaplain", "nurse"]}


@pytest.fixture
def wards(tmp_path):
    """Return the folder of a file that calls its institutions wards, of oddly named owners."""
    owners = ["north, upper"] * 4 + ["north"] * 4 + ["upper"] * 4
    build(
        tmp_path,
        visits(),
        tables={"institution": institutions().assign(organisation=owners)},
        catalog=replace(standard(), institution_word="ward"),
    )
    return str(tmp_path)


@pytest.mark.parametrize(
    ("levels", "chosen"),
    [
        ("north, upper", ["north, upper"]),  # one level, not two
        ("north,upper", ["north", "upper"]),
        ("North", ["north"]),  # as a reader sees it
    ],
)
def test_a_level_may_hold_a_comma(ask, wards, levels, chosen):
    _, out, _ = ask(
        "felt_seen", "--where", f"organisation={levels}", "--json", SEEN_DATA_FOLDER=wards
    )

    assert filters(out) == {"organisation": chosen}


@pytest.mark.parametrize("name", ["institution", "ward"])
@pytest.mark.parametrize("levels", ["w02,w03", "Ward 02,Ward 03", "ward 02,w03"])
def test_wards_are_named_by_code_or_name(ask, wards, name, levels):
    _, out, _ = ask("felt_seen", "--where", f"{name}={levels}", "--json", SEEN_DATA_FOLDER=wards)

    assert filters(out) == {"institution": ["w02", "w03"]}


# -- notes, and who reads on ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source_type", "measure", "is_said"),
    [
        ("public_real", "felt_seen", True),
        ("public_real", "mis_seen", True),
        ("synthetic", "felt_seen", False),
    ],
)
def test_imported_answers_come_with_the_note_that_their_wording_is_unchecked(
    ask, tmp_path, source_type, measure, is_said
):
    build(tmp_path, visits(400), dataset={"source_type": source_type})

    _, out, _ = ask(measure, SEEN_DATA_FOLDER=str(tmp_path))

    assert (text("notes.wording_unchecked") in out) == is_said


@pytest.mark.parametrize("unbuffered", ["1", ""])
@pytest.mark.parametrize("output", [(), ("--json",), ("--sql",)])
def test_a_reader_who_has_read_enough_is_no_error(output, unbuffered):
    read, write = os.pipe()
    os.close(read)  # as `| head -1` does once it has its line
    environment = {
        "SEEN_DATA_FOLDER": str(shape("ordinary").parent),
        "PYTHONUNBUFFERED": unbuffered,
    }

    done = subprocess.run(
        [sys.executable, "-m", "seen", "ask", "felt_seen", *output],
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        cwd=ROOT,
        check=False,
    )
    os.close(write)

    assert (done.returncode, done.stderr) == (0, b"")


def test_what_rests_on_few_clusters_is_called_provisional(ask, tmp_path):
    # six wards, five degrees of freedom: below the eight of the NCHS standard
    rows = visits(1200)
    rows = rows[rows["institution_id"] <= 6]
    path = build(tmp_path, rows)

    code, out, _ = ask("felt_seen", "--by", "recipient_income", "--data", str(path))

    rows_said = [line for line in out.splitlines() if " answers" in line and line[:2] == "  "]
    assert code == 0
    assert rows_said
    assert all("provisional" in line for line in rows_said)


# -- what goes with an answer --------------------------------------------------------------------


def test_what_a_difference_takes_is_printed_as_the_page_says_it(ask):
    _, plain, _ = ask("felt_seen", "--by", "recipient_race_ethnicity")
    code, out, err = ask("felt_seen", "--by", "recipient_race_ethnicity", "--plan")

    finding = source("ordinary").finding(question())
    found = plan(Asker(source("ordinary")), finding)
    assert not isinstance(found, Absent)
    said, table = found
    assert (code, err) == (0, "")
    assert out.startswith(plain)
    assert f"{said}\n{table.caption}\n  A difference of: 1 point; " in out
    assert out.count("A difference of: ") == len(table.rows)


@pytest.mark.parametrize("view", ["levels", "distribution", "slope", "trend"])
@pytest.mark.parametrize("output", [(), ("--json",)])
def test_nothing_is_planned_from_one_level_of_many_or_from_slopes(ask, view, output):
    second = "quarter" if view == "trend" else "time_pressure"
    options = ("--by", "recipient_income", "--by2", second, "--view", view, *output)

    code, out, err = ask("felt_seen", *options, "--plan")

    assert (code, err) == (0, "")
    assert text("planner.by_one") in out
    assert "A difference of" not in out


def test_how_far_silence_reaches_is_printed_and_of_a_mean_that_it_is_not_known(ask):
    _, share, _ = ask("felt_seen", "--by", "recipient_income", "--bounds")
    _, mean, _ = ask("felt_seen", "--by", "recipient_income", "--show", "mean", "--bounds")

    assert "At the extremes, had all who did not answer said no, or all yes, " in share
    assert mean.endswith(text("planner.no_bounds") + "\n")


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Return visits that fall short of the minutes they needed."""
    rows = visits()
    rows["minutes_scheduled"] = 20.0
    rows["minutes_needed"] = 20.0 + rows["time_pressure"] + rows.index % 3
    return build(tmp_path_factory.mktemp("short"), rows)


def test_minutes_short_are_printed_as_staff_and_nothing_else_is(ask, short):
    _, out, _ = ask("minutes_short", "--by", "recipient_income", "--staff", on=short)
    _, other, _ = ask("felt_seen", "--by", "recipient_income", "--staff", on=short)

    assert "Hours short in a week, all encounters together: " in out
    assert "  Group: Everybody; Minutes short of an encounter: " in out
    assert other.endswith(text("minutes.not_asked") + "\n")


@pytest.mark.parametrize(
    "more",
    [
        ("--by2", "time_pressure"),
        ("--by2", "time_pressure", "--view", "slope"),
        ("--adjust", "standardised"),
    ],
)
@pytest.mark.parametrize("output", [(), ("--json",)])
def test_minutes_of_one_level_or_adjusted_minutes_are_no_staff(ask, short, more, output):
    options = ("--by", "recipient_income", "--staff", *more, *output)

    code, out, _ = ask("minutes_short", *options, on=short)

    assert code == 0
    assert text("minutes.by_one") in out
    assert "Hours short in a week" not in out


def test_what_goes_with_an_answer_is_exact_in_json(ask, short):
    options = ("--by", "recipient_income", "--json", "--plan", "--bounds", "--staff")
    found = json.loads(ask("minutes_short", *options, on=short)[1])
    share = json.loads(ask("felt_seen", *options, on=short)[1])

    with closing(DatasetSource(short)) as held:
        asker = Asker(held)
        minutes = held.finding(question("minutes_short", show="mean", by="recipient_income"))
        added = sums(minutes, asker.scope(minutes.question))
        planned = plans(asker, held.finding(question(by="recipient_income")))
    assert not isinstance(planned, Absent)
    assert [it["group"] for it in found["staff"]] == list(added)
    assert found["staff"][-1]["hours"]["value"] == added[None][1].hours.value
    assert found["bounds"]["withheld"]["reason"] == "undefined"
    assert [it["wanted"] for it in share["plan"]] == pytest.approx([0.01, 0.02, 0.03, 0.05, 0.1])
    assert [it["smallest"] for it in share["plan"]] == [it.smallest for it in planned]
    assert 0 <= share["bounds"]["lowest"]["low"] <= share["bounds"]["highest"]["high"] <= 1
    assert share["staff"] == {"withheld": {"text": text("minutes.not_asked")}}
