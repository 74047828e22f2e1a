"""Hours, credit and the scribe in the demo: planted terms come out, and sources agree.

Targets: notes/demo.md section 4 (6.4 connective minutes, 62 % uncredited, minutes short) and
data/demo.toml; SDs are ours over 24 seeds (docs/demo.md). statsmodels computes.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from seen.demo import generate, truth
from seen.demo.surroundings import KINDS
from tests.test_demo_burnout import on, surveys
from tests.test_demo_frames import SMALL, answers, blocks
from tests.test_demo_observables import SEEDS, near

KIND_WORDS = {kind: f"hours a month, {kind.replace('_', ' ')}" for kind in KINDS}


@cache
def diaries(seed=generate.SEED):
    """Hours of each practitioner and month, with their worker and place."""
    (block,) = blocks(seed=seed)
    rows = block.time_use.assign(year=block.time_use["month"].dt.year)
    rows = rows.merge(block.practitioner, on="practitioner_id")
    rows = rows.merge(block.institution, on=["institution_id", "year"])
    return rows.assign(profession=rows["profession"].astype(str), scribe=has_scribe(rows))


def has_scribe(rows):
    return rows["ai_adoption"].eq("scribe").astype(float)


def hours(seed):
    """Return where the hours go, and what is measured and credited."""
    rows, met = diaries(seed), answers(seed=seed)
    met = met[~met["is_bot"]]
    short = (met["minutes_needed"] - met["minutes_scheduled"]).astype(float).clip(lower=0)
    low = met["income"].eq("low")
    minutes = met["connective_minutes"]
    uncredited = ~met["connective_credited"].astype(bool)
    much, little = (rows["measure_intensity"].quantile(at) for at in (2 / 3, 1 / 3))
    reporting = rows["measure_reporting"]
    return {
        **{words: rows[kind].mean() for kind, words in KIND_WORDS.items()},
        "hours of reports, much less little measured": reporting[
            rows["measure_intensity"] > much
        ].mean()
        - reporting[rows["measure_intensity"] < little].mean(),
        "connective minutes uncredited": 100 * minutes[uncredited].sum() / minutes.sum(),
        "minutes too short, low income": short[low].mean(),
        "minutes too short, others": short[~low].mean(),
    }


def scribes(seed):
    """Return what goes with a scribe, inside professions and kinds of institution."""
    scores = on(surveys(seed), "CBI", "exhaustion")
    scores = scores.assign(scribe=has_scribe(scores), sd=scores["raw"] / 16.5)
    return {
        "scribe, after-hours records a week": _beside(scores, "ehr_after_hours"),
        "scribe, exhaustion in SD": _beside(scores, "sd"),
        "scribe, hours of records a month": _beside(diaries(seed), "documentation"),
    }


def _beside(rows, column):
    """Return the coefficient of a scribe, given measuring, leadership, workload and profession."""
    terms = rows[["scribe", "measure_intensity", "relational_leadership"]].astype(float)
    terms["safety_net"] = rows["safety_net"].astype(float)
    load = "workload" if "workload" in rows else "usual_workload"
    terms["workload"] = rows[load]
    unit = pd.get_dummies(rows["profession"] + rows["setting"].astype(str), dtype=float)
    x = pd.concat([terms, unit], axis=1).to_numpy()
    return np.linalg.lstsq(x, rows[column].to_numpy(dtype=float), rcond=None)[0][0]


@pytest.fixture(scope="module", params=SEEDS)
def seed(request):
    return request.param


@pytest.fixture(scope="module")
def rows(seed):
    return diaries(seed)


@pytest.mark.slow
def test_minutes_and_credit_come_out_as_designed(seed):
    found = hours(seed)

    near(found["connective minutes uncredited"], 62, 0.8)
    near(found["minutes too short, low income"], 3.8, 0.1)
    near(found["minutes too short, others"], 2.9, 0.1)
    near(answers(seed=seed)["connective_minutes"].mean(), 6.4, 0.05)


@pytest.mark.slow
def test_reports_take_hours_where_much_is_measured(rows):
    part = truth.load().numbers("hours.measure_reporting")
    centred = (rows["measure_intensity"] - 5.18) / 1.6  # z over institutions

    found = np.polyfit(centred, rows["measure_reporting"], 1)[0]

    assert found == pytest.approx(part["intensity"], abs=0.15)
    near(rows["measure_reporting"].mean(), part["centre"], 0.3)


@pytest.mark.slow
def test_what_reports_take_is_lost_to_recipients(rows):
    direct = rows["direct_connective"] + rows["direct_task"]
    terms = rows[["measure_reporting", "documentation", "admin", "other"]].astype(float)
    unit = pd.get_dummies(rows["profession"], dtype=float)

    found = sm.OLS(direct, pd.concat([terms, unit], axis=1)).fit().params

    # hours of a month are given: each hour elsewhere is one hour less, beside the noise of all
    assert found["measure_reporting"] == pytest.approx(-1, abs=0.1)
    assert found["documentation"] == pytest.approx(-1, abs=0.1)


@pytest.mark.slow
def test_records_go_with_the_screen(rows, seed):
    met = answers(seed=seed)
    usual = met[~met["is_bot"]].groupby("practitioner_id")["screen_share"].agg(["mean", "size"])
    both = rows.merge(usual[usual["size"] >= 60], left_on="practitioner_id", right_index=True)
    unit = pd.get_dummies(both["profession"], dtype=float)
    x = pd.concat([both["mean"].astype(float), unit], axis=1)

    found = sm.OLS(both["documentation"], x).fit().params["mean"]

    # 45 hours per 1.0; noise in a mean of 60 or more encounters shrinks it by a few per cent
    assert found == pytest.approx(43, abs=4)


@pytest.mark.slow
def test_administration_and_the_rest_are_noise(rows):
    for kind in ("admin", "other"):
        means = rows.groupby("profession")[kind].mean()
        assert means.max() - means.min() < 0.6, kind  # SE .08
        assert abs(np.corrcoef(rows[kind], rows["measure_intensity"])[0, 1]) < 0.03, kind


@pytest.mark.slow
def test_connective_hours_are_those_of_the_encounters(rows, seed):
    met = answers(seed=seed)
    met = met[~met["is_bot"]]
    sums = met.groupby("practitioner_id")[["connective_minutes", "minutes_actual"]].sum()
    recorded = (sums["connective_minutes"] / sums["minutes_actual"]).astype(float)
    kept = rows.groupby("practitioner_id")[["direct_connective", "direct_task"]].sum()
    share = kept["direct_connective"] / kept.sum(axis=1)

    both = pd.concat([recorded, share], axis=1, join="inner")

    assert both.corr().iloc[0, 1] > 0.95
    assert both.iloc[:, 1].mean() == pytest.approx(both.iloc[:, 0].mean(), rel=0.03)


@pytest.mark.slow
def test_hours_after_hours_agree_with_the_survey_of_the_quarter(rows, seed):
    asked = on(surveys(seed), "CBI", "exhaustion")[["practitioner_id", "wave", "ehr_after_hours"]]
    both = rows.merge(
        asked, left_on=["practitioner_id", "month"], right_on=["practitioner_id", "wave"]
    )
    weekly = both["after_hours"] / 4.345

    assert np.corrcoef(weekly, both["ehr_after_hours"])[0, 1] > 0.97
    assert (weekly - both["ehr_after_hours"]).mean() == pytest.approx(0, abs=0.05)


@pytest.mark.slow
def test_a_scribe_spares_hours_and_a_little_exhaustion(seed):
    found = scribes(seed)

    # published -0.9 hours, Olson 2025; a few report no hours at all, which none can have fewer of
    near(found["scribe, after-hours records a week"], -0.87, 0.08)
    near(found["scribe, exhaustion in SD"], -0.15, 0.06)
    near(found["scribe, hours of records a month"], -5.4, 0.6)


def test_nobody_keeps_a_diary_after_leaving():
    (block,) = blocks(SMALL)
    rows = block.time_use.merge(block.practitioner, on="practitioner_id")
    gone = rows["left_month"].notna() & (rows["month"] >= rows["left_month"])

    assert not gone.any()
    assert rows.groupby("practitioner_id").size().max() == 8


def test_hours_are_those_of_a_month():
    (block,) = blocks(SMALL)
    hours_ = block.time_use[list(KINDS)]

    assert (hours_ >= 0).all(axis=None)
    assert hours_.sum(axis=1).between(80, 300).all()


def test_the_record_says_of_credit_what_the_worker_said():
    rows = answers(SMALL)
    told = rows[rows["uncredited"].notna()]

    assert (told["connective_credited"].astype(bool) == ~told["uncredited"].astype(bool)).all()
    assert rows.loc[rows["is_bot"], "connective_credited"].isna().all()


def test_focus_is_the_share_of_hours_with_recipients():
    (block,) = blocks(SMALL)
    stays = block.practitioner[block.practitioner["left_month"].isna()]
    sums = (
        block.time_use.groupby("practitioner_id")[list(KINDS)].sum().loc[stays["practitioner_id"]]
    )
    direct = sums["direct_connective"] + sums["direct_task"]

    share = (direct / sums.sum(axis=1)).to_numpy()

    assert stays["mission_focus"].to_numpy() == pytest.approx(share, abs=0.02)
