"""Waves of a survey: broken where an instrument changed, paired by worker, guarded as ever."""

import numpy as np
import pytest
from scipy import stats

from seen.charts import pressure
from seen.domain import burnout
from seen.domain.findings import Estimate, Reason, Withheld
from seen.sources.dataset import DatasetSource
from tests.helpers import build, question, shape
from tests.reference.cells import shown
from tests.workers import survey, tables, workers


def of(instrument, here=None, **where):
    """Return the waves of exhaustion on an instrument."""
    here = here or workers()
    asked = question(
        "burden", "mean", by="profession", where={"instrument": [instrument], **where}
    )
    found = burnout.waves(asked, here.catalog)
    assert found is not None
    return here.finding(found)


def part(finding, name):
    """Return a part by name."""
    (found,) = [it for it in finding.parts if it.name == name]
    return found


def test_the_series_is_broken_where_wards_came_over_from_another_instrument():
    cbi, mbi = of("CBI"), of("MBI_SCORES")

    assert cbi.breaks == ("2024 Q3",)
    assert [item.group for item in cbi.groups] == ["2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4"]
    assert (part(cbi, "change_all").group_2, part(cbi, "change_all").group) == (
        "2024 Q3",
        "2024 Q4",
    )
    assert mbi.breaks == ()  # wards left it, none came to it


def test_a_trend_over_quarters_is_broken_there_too_and_its_line_is_not_drawn_across():
    here = workers()
    asked = question(
        "burden",
        "mean",
        by="profession",
        by2="quarter",
        view="trend",
        where={"instrument": ["CBI"], "scale": ["exhaustion"]},
    )

    finding = here.finding(asked)

    assert finding.breaks == ("2024 Q3",)
    group = finding.groups[0].group
    chart = pressure.lines(
        finding,
        None,
        here.catalog,
        is_dark=False,
        is_narrow=False,
        title="Over time",
        groups=(group,),
    )
    drawn = [it for it in chart.figure.data if it.mode == "lines+markers"]
    assert [list(it.x) for it in drawn] == [[0, 1, None, 2, 3]]
    assert [at for at, y in zip(drawn[0].x, drawn[0].y, strict=True) if y is None] == [None]


def test_wards_that_never_changed_have_one_unbroken_series():
    finding = of("CBI", institution=[f"w{ward:02}" for ward in range(1, 9)])

    assert finding.breaks == ()
    assert part(finding, "change_all").group_2 == "2024 Q1"


def test_the_change_of_those_in_both_waves_is_the_paired_t_test():
    rows = survey().query("instrument == 'CBI' and scale == 'exhaustion'")
    wide = rows.pivot(index="practitioner_id", columns="wave", values="raw")
    both = wide[["2024-08-01", "2024-11-01"]].dropna().to_numpy()
    expected = stats.ttest_rel(both[:, 1], both[:, 0]).confidence_interval(0.95)

    found = part(of("CBI"), "change_pairs").estimate

    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(np.diff(both).mean(), abs=1e-9)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-6)
    assert found.n_people == len(both)


def test_how_many_answered_both_is_said():
    rows = survey().query("instrument == 'CBI' and scale == 'exhaustion'")
    waves = {
        day: set(rows[rows["wave"] == day]["practitioner_id"]) for day in rows["wave"].unique()
    }
    third, fourth = list(waves.values())[-2:]

    share = shown(part(of("CBI"), "answered_both").estimate)

    assert share.value == pytest.approx(len(third & fourth) / len(third | fourth))
    assert "who answered both times" in of("CBI").sentence


def test_waves_are_set_beside_the_first_and_never_beside_each_other():
    finding = of("CBI")

    assert finding.gaps == ()
    assert finding.cluster_words == "practitioners"


def test_two_who_answered_one_wave_alone_cannot_be_told_by_subtraction(tmp_path):
    rows = survey()
    held = rows[(rows["instrument"] == "CBI") & (rows["practitioner_id"] <= 240)]
    is_last = held["wave"] == held["wave"].max()
    in_all = held.groupby("practitioner_id")["wave"].transform("nunique") == 4
    alone = held["practitioner_id"].isin(sorted(held[in_all]["practitioner_id"].unique())[:2])
    made = {**tables(), "burnout_survey": held[in_all & ~(alone & is_last)]}
    here = DatasetSource(build(tmp_path, tables=made))

    finding = of("CBI", here)

    assert part(finding, "change_pairs").estimate == Withheld(reason=Reason.PRIVATE)
    assert part(finding, "answered_both").estimate == Withheld(reason=Reason.PRIVATE)
    assert "hidden to protect people" in finding.sentence
    here.close()


def test_blocks_of_nobody_say_no_answers_and_of_few_hide_them():
    here = workers()
    nobody = question(
        "burden",
        "mean",
        by="profession",
        view="blocks",
        where={"instrument": ["MBI_SCORES"], "scale": ["exhaustion"], "institution": ["w01"]},
    )
    few = nobody.asking(
        filters=nobody.filters.including("institution", ["w12"])
        .including("profession", ["nurse"])
        .including("quarter", ["2024 Q1"])
    )

    reasons = [
        {
            it.estimate.reason
            for it in here.finding(asked).parts
            if isinstance(it.estimate, Withheld)
        }
        for asked in (nobody, few)
    ]

    assert reasons == [{Reason.NO_ANSWERS}, {Reason.PRIVATE}]


def test_a_survey_of_one_wave_changes_nothing():
    here = DatasetSource(shape("surveys"))
    asked = question(
        "burden",
        "mean",
        by="quarter",
        view="waves",
        where={"instrument": ["CBI"], "scale": ["exhaustion"]},
    )

    finding = here.finding(asked)

    assert here.statement(asked)[1]["cluster_else"] == "practitioner_id"  # nobody is no cluster
    assert part(finding, "change_all").estimate == Withheld(reason=Reason.TOO_FEW)
    assert finding.sentence.startswith("Too few waves of burden (exhaustion)")
    here.close()
