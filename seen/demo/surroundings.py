"""From drawn arrays to the tables around encounters: communities, requests, hours and stories.

It promises integer keys that go on from block to block, as in the tables of people.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seen.demo import columns, levels, tables
from seen.demo.columns import Before
from seen.demo.communities import Communities
from seen.demo.hours import Hours
from seen.demo.requests import Requests
from seen.demo.world import World

KINDS = (
    *("direct_connective", "direct_task", "documentation", "measure_reporting"),
    *("after_hours", "admin", "other"),
)


def community(before: Before, here: Communities) -> pd.DataFrame:
    """Return one row per area."""
    return pd.DataFrame(
        {
            "area_id": before.areas + 1 + np.arange(here.n),
            "ucla3_lonely_share": np.round(here.lonely, 3),
            "deprivation_quintile": columns.number(here.deprivation),
            "civic_participation": np.round(here.civic, 3),
            "human_provider_per_10k": np.round(here.providers, 1),
        }
    )


def access_request(world: World, before: Before, asked: Requests) -> pd.DataFrame:
    """Return one row per area, month, income, race, setting and profession sought."""
    first = np.datetime64(world.truth.names["first_month"], "M")
    got = [asked.human, asked.human_with_ai, asked.bot, asked.nobody]
    return pd.DataFrame(
        {
            "area_id": columns.number(before.areas + 1 + asked.area),
            "month": (first + asked.month).astype("datetime64[s]"),
            "recipient_income": columns.category(asked.income, levels.INCOMES),
            "recipient_race_ethnicity": columns.category(asked.race, levels.RACES),
            "setting": columns.category(asked.setting, levels.SETTINGS),
            "profession": columns.category(asked.profession, levels.PROFESSIONS),
            "requests": columns.number(np.sum(got, axis=0)),
            "got_human": columns.number(asked.human),
            "got_ai_assisted": columns.number(asked.human_with_ai),
            "got_bot": columns.number(asked.bot),
            "got_nothing": columns.number(asked.nobody),
            "median_wait_days": np.round(asked.median_wait, 2),
            "mean_wait_days": np.round(asked.mean_wait, 2),
            "human_over_week": columns.number(asked.long_human),
            "ai_assisted_over_week": columns.number(asked.long_human_with_ai),
        }
    )


def time_use(world: World, before: Before, hours: Hours) -> pd.DataFrame:
    """Return one row per practitioner in post and month, in hours."""
    who, wave = np.nonzero(hours.is_in_post)
    kinds = {kind: np.round(getattr(hours, kind)[who, wave], 1) for kind in KINDS}
    return pd.DataFrame(
        {
            "practitioner_id": before.practitioners + 1 + who,
            "month": tables.wave_month(world, wave).astype("datetime64[s]"),
            **kinds,
            "unmeasured_share": np.round(hours.unmeasured_share[who, wave], 3),
            "uncredited_minutes_per_encounter": np.round(hours.uncredited_minutes[who, wave], 2),
        }
    )
