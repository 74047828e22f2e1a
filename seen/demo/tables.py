"""From drawn arrays to the rows of the standard tables.

It promises that a bot row names no practitioner and no circumstances of a person, that an
outcome row holds no answer where nobody answered, and that no reflection is about a bot.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from seen.demo import columns, levels
from seen.demo.answers import Answers
from seen.demo.burnout import Burnout
from seen.demo.circumstances import Circumstances
from seen.demo.columns import Before
from seen.demo.communities import Communities
from seen.demo.draws import Flags, Floats, Ints
from seen.demo.histories import Histories
from seen.demo.hours import Hours
from seen.demo.items import Items
from seen.demo.meetings import Meetings
from seen.demo.mentors import Mentors
from seen.demo.places import REGION_SIMPSON
from seen.demo.reflections import Reflections
from seen.demo.relating import Relating
from seen.demo.strain import MONTHS_APART, N_WAVES, SIDES
from seen.demo.world import World

TOP = 5
_IN_QUARTER = 1  # a survey is in the middle month of its quarter, and who leaves does so after it


def institution(world: World, before: Before, here: Communities, mentors: Mentors) -> pd.DataFrame:
    """Return one row per institution and year."""
    places, names = world.places, world.truth.names
    regions = [*names["regions"], names["simpson_region"]]
    region = np.where(places.region == REGION_SIMPSON, len(regions) - 1, places.region)
    sectors = [names["sector"][setting] for setting in levels.SETTINGS]
    first_year = int(names["first_month"][:4])
    years = [
        pd.DataFrame(
            {
                "institution_id": before.institutions + 1 + np.arange(places.n),
                "year": first_year + year,
                "setting": columns.category(places.setting, levels.SETTINGS),
                "sector": np.array(sectors)[places.setting],
                "region": np.array(regions)[region],
                "area_id": before.areas + 1 + here.of_place,
                "safety_net": places.is_safety_net,
                # 1 to 5 like the Mayo index: 3.5 + 0.55 z
                "relational_leadership": np.clip(
                    np.round(3.5 + 0.55 * places.leadership[:, year], 2), 1, 5
                ),
                "mentoring": np.round(mentors.offered, 2),
                "reflective_practice": columns.category(places.reflective, levels.REFLECTIVE),
                "measure_intensity": np.round(places.intensity, 1),
                "script_mandate": np.round(places.script_mandate, 2),
                "ai_adoption": columns.category(places.ai_adoption, levels.AI_ADOPTION),
                "ai_data_retention": columns.category(places.retention, levels.AI_RETENTION),
            }
        )
        for year in range(places.leadership.shape[1])
    ]
    return pd.concat(years, ignore_index=True)


def institution_label(world: World, before: Before, n_blocks: int) -> pd.DataFrame:
    """Return one row per institution: its code and its words."""
    places = world.places
    in_block = np.bincount(places.setting)
    number = 1 + places.in_setting + world.block * in_block[places.setting]
    id_ = before.institutions + 1 + np.arange(places.n)
    digits = max(2, len(str(n_blocks * in_block.max())))
    code_digits = max(3, len(str(n_blocks * places.n)))
    words = [world.truth.names["institution"][setting] for setting in levels.SETTINGS]
    named = zip(places.setting, number, strict=True)
    return pd.DataFrame(
        {
            "institution_id": id_,
            "code": [f"i{each:0{code_digits}d}" for each in id_],
            "label": [f"{words[setting]} {at:0{digits}d}" for setting, at in named],
        }
    )


def practitioner(
    world: World,
    before: Before,
    relating: Relating,
    burnt: Burnout,
    mentors: Mentors,
    hours: Hours,
) -> pd.DataFrame:
    """Return one row per practitioner."""
    workers = world.practitioners
    left, stays = wave_month(world, burnt.left_after) + 1, burnt.left_after == N_WAVES
    return pd.DataFrame(
        {
            "practitioner_id": before.practitioners + 1 + np.arange(workers.n),
            "institution_id": before.institutions + 1 + workers.place,
            "profession": columns.category(workers.profession, levels.PROFESSIONS),
            "experience_band": columns.category(workers.experience, levels.EXPERIENCE),
            "worker_gender": columns.category(workers.gender, levels.GENDERS),
            "worker_race_ethnicity": columns.category(workers.race, levels.RACES),
            "wage_band": columns.category(workers.wage, levels.WAGES),
            "caseload": columns.number(relating.caseload),
            "mission_focus": np.round(hours.mission_focus, 2),
            "has_mentor": mentors.has_mentor,
            # 0 to 10: 3 + 1.5 z
            "trauma_exposure": np.clip(np.round(3 + 1.5 * relating.trauma, 1), 0, 10),
            "workload": _workload(workers.workload),
            "left_month": np.where(stays, np.datetime64("NaT"), left).astype("datetime64[s]"),
        }
    )


def encounter(
    world: World,
    before: Before,
    met: Meetings,
    past: Histories,
    around: Circumstances,
    connective: Floats,
    is_credited: Flags,
) -> pd.DataFrame:
    """Return one row per encounter; `connective` are its connective minutes."""
    people, human = world.recipients, ~past.is_bot
    age = people.age[met.recipient]
    first = np.datetime64(world.truth.names["first_month"], "M")
    has_ai = past.is_bot | (around.modality == levels.AI_ASSISTED)
    is_stated = (met.race != levels.UNSTATED_RACE) & (met.race != levels.OTHER_RACE)
    return pd.DataFrame(
        {
            "encounter_id": columns.number(before.encounters + 1 + np.arange(met.n)),
            "practitioner_id": columns.number(before.practitioners + 1 + met.practitioner, human),
            "institution_id": columns.number(before.institutions + 1 + met.place),
            "recipient_id": columns.number(before.recipients + 1 + met.recipient),
            "month": (first + met.month).astype("datetime64[s]"),
            "profession": columns.category(
                world.practitioners.profession[met.practitioner], levels.PROFESSIONS
            ),
            "modality": columns.category(around.modality, levels.MODALITIES),
            "ai_disclosed": columns.flag(around.is_disclosed | human, has_ai),
            "access_reason": columns.category(around.access_reason, levels.ACCESS_REASONS),
            "prior_encounters_with_same": columns.number(past.prior_with_same, human),
            "minutes_scheduled": columns.measured(around.scheduled, human),
            "minutes_needed": columns.measured(around.needed, human),
            "minutes_actual": columns.measured(around.actual, human),
            "time_ratio": columns.measured(around.needed / around.scheduled, human),
            "time_pressure": columns.number(met.pressure, human),
            "screen_share": columns.measured(met.screen, human),
            "interruptions": columns.number(around.interruptions, human),
            "scripted": columns.category(met.scripted, levels.SCRIPTED, human),
            "connective_minutes": np.where(human, np.round(connective, 1), np.nan),
            "connective_credited": columns.flag(is_credited, human),
            "stakes": columns.number(around.stakes),
            "documented_goal": columns.flag(around.has_goal, human),
            "recipient_race_ethnicity": columns.category(met.race, levels.RACES),
            "recipient_income": columns.category(met.income, levels.INCOMES),
            "recipient_gender": columns.category(people.gender[met.recipient], levels.GENDERS),
            "age_band": columns.category(age, levels.AGES),
            "disability": columns.category(people.disability[met.recipient], levels.YES_NO),
            "lgbtq": columns.category(
                people.lgbtq[met.recipient], levels.YES_NO, age != levels.UNDER_18
            ),
            "language_match": columns.category(met.language, levels.LANGUAGES, human),
            "race_concordance": columns.flag(met.is_concordant, human & is_stated),
        }
    )


def outcome(before: Before, past: Histories, answers: Answers, items: Items) -> pd.DataFrame:
    """Return one row per encounter: everyone was asked."""
    answered = answers.has_answered
    n = len(answered)
    gave_reason = answered & past.is_mis_seen
    return pd.DataFrame(
        {
            "encounter_id": columns.number(before.encounters + 1 + np.arange(n)),
            "asked": np.ones(n, dtype=np.bool_),
            "answered": answered,
            "survey_mode": columns.category(answers.survey_mode, levels.SURVEY_MODES),
            "proxy": columns.flag(answers.is_proxy, answered),
            "days_after": columns.number(answers.days_after, answered),
            "felt_seen": columns.number(answers.felt.seen, answered),
            "felt_heard": columns.number(answers.felt.heard, answered),
            "felt_known": columns.number(items.known, answered),
            "felt_understood": columns.number(items.understood, answered),
            "connection_top": np.where(answered, _connection(answers, items), np.nan),
            "mis_seen": columns.flag(past.is_mis_seen, answered),
            "mis_seen_reason": columns.category(answers.reason, levels.REASONS, gave_reason),
            "mis_seen_weight": columns.number(answers.stayed, gave_reason),
            "mis_seen_count_24m": columns.number(past.earlier_mis_seen, answered),
            "trust": columns.number(items.trust, answered),
            "goal_progress": columns.number(items.goal_progress, answered),
            "aha": columns.flag(answers.is_aha, answered),
            "vulnerability_risk": columns.number(answers.risk, answered),
            "felt_human_regard": columns.number(items.human_regard, answered),
            "weight": np.where(answered, np.round(answers.weight, 3), np.nan),
        }
    )


def _connection(answers: Answers, items: Items) -> Floats:
    """Return the share of the four answers about being seen that are the top one."""
    four = (answers.felt.seen, answers.felt.heard, items.known, items.understood)
    return np.asarray(sum((one == TOP).astype(np.float64) for one in four) / len(four))


def worker_reflection(before: Before, said: Reflections) -> pd.DataFrame:
    """Return one row per encounter of which the worker reported."""
    return pd.DataFrame(
        {
            "encounter_id": columns.number(before.encounters + 1 + said.at),
            "purpose": columns.number(said.purpose),
            "dignity": columns.number(said.dignity),
            "meaning": columns.number(said.meaning),
            "seen_by_recipient": columns.number(said.seen_by_recipient),
            "dissonance": columns.number(said.dissonance),
            "uncredited": said.is_uncredited,
        }
    )


def burnout_survey(world: World, before: Before, burnt: Burnout) -> pd.DataFrame:
    """Return one row per practitioner, wave, instrument and scale."""
    truth = world.truth
    most = {side: truth.number(f"burnout.mbi_{side}.most") for side in SIDES}
    parts = [_scores(world, before, burnt, "CBI", SIDES[0], burnt.cbi, most=100.0)]
    parts += [
        _scores(world, before, burnt, "MBI_SCORES", side, burnt.mbi[side], most=most[side])
        for side in SIDES
    ]
    keys = ["practitioner_id", "wave", "instrument", "scale"]
    return pd.concat(parts).sort_values(keys, ignore_index=True)


def _scores(
    world: World,
    before: Before,
    burnt: Burnout,
    instrument: str,
    scale: str,
    scores: Floats,
    *,
    most: float,
) -> pd.DataFrame:
    """Return the answers on one scale of one instrument; a case only by the instrument's rule."""
    is_cbi = instrument == "CBI"
    is_asked = burnt.has_cbi if is_cbi else burnt.has_mbi
    who, wave = np.nonzero(burnt.has_answered & is_asked)
    raw, under = scores[who, wave], burnt.strain
    has_rule = np.full(len(who), is_cbi)
    return pd.DataFrame(
        {
            "practitioner_id": before.practitioners + 1 + who,
            "wave": wave_month(world, wave).astype("datetime64[s]"),
            "instrument": instrument,
            "scale": scale,
            "raw": raw,
            "raw_min": 0.0,
            "raw_max": most,
            "direction": "higher_better" if scale == "accomplishment" else "higher_worse",
            "is_case": columns.flag(raw >= world.truth.number("burnout.cbi.case_from"), has_rule),
            "impeded_relationship": _mean_of_four(under.impeded[who, wave]),
            "workload": _workload(under.workload[who, wave]),
            "ehr_after_hours": burnt.hours_after[who, wave],
            "job_satisfaction": columns.number(burnt.satisfaction[who, wave]),
            "intent_to_leave": columns.number(burnt.intent_to_leave[who, wave]),
            "responded": True,
        }
    )


def wave_month(world: World, wave: Ints) -> Any:
    """Return the month of each wave, from 0."""
    first = np.datetime64(world.truth.names["first_month"], "M")
    return first + MONTHS_APART * wave + _IN_QUARTER


def _workload(workload: Floats) -> Floats:
    """Return workload as it is stored: 1 to 5, 3 + 0.8 z."""
    return np.clip(np.round(3 + 0.8 * workload, 2), 1, 5)


def _mean_of_four(impeded: Floats) -> Floats:
    """Return the mean of four items as it is stored: 1 to 5, 3 + 0.8 z in steps of a quarter."""
    return np.clip(np.rint(4 * (3 + 0.8 * impeded)) / 4, 1, 5)
