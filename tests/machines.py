"""Small data for the page Human or machine: requests for help, and bots beside humans.

No number here is evidence about anybody.
"""

from __future__ import annotations

import pandas as pd

from tests.helpers import institutions, visits

SETTINGS = ("hospital", "helpline")
REASONS = ("only_option", "chosen", "assigned", "triaged_away")
N_AREAS = 12


def requests(*, wait: str = "mean_wait_days") -> pd.DataFrame:
    """Return requests of 12 areas; of low income fewer reach a human than of the others."""
    rows = [
        {
            "area_id": area + 1,
            "month": pd.Timestamp(2025, month, 1),
            "recipient_income": income,
            "recipient_race_ethnicity": race,
            "got_human": 5 if income == "low" else 7 + area % 2,
            "got_ai_assisted": 1,
            "got_bot": 3 if income == "low" else 1,
            "got_nothing": 1,
            wait: (9.0 if income == "low" else 6.0) + area % 3 / 10 + month / 20,
        }
        for area in range(N_AREAS)
        for month in range(1, 13)
        for income in ("low", "mid", "high")
        for race in ("black", "white")
    ]
    frame = pd.DataFrame(rows)
    parts = ["got_human", "got_ai_assisted", "got_bot", "got_nothing"]
    return frame.assign(requests=frame[parts].sum(axis=1))


def meetings(n: int = 6000) -> pd.DataFrame:
    """Return visits of which every fourth was to a bot, which has no practitioner and no hurry."""
    rows = visits(n)
    is_bot = rows.index % 4 == 0
    unhurried = rows["time_pressure"] <= 2
    draw = rows.index * 7919 % 100
    felt = rows["felt_seen"].mask(is_bot & (draw < 60), 3)
    felt = felt.mask(~is_bot & unhurried & (draw < 40), 5)
    quarter = rows.index * 31 % 12
    return rows.assign(
        month=[pd.Timestamp(2025, 1 + int(it), 1) for it in quarter],
        modality=["bot" if bot else "human_in_person" for bot in is_bot],
        practitioner_id=rows["practitioner_id"].mask(is_bot).astype("Int64"),
        time_pressure=rows["time_pressure"].mask(is_bot).astype("Int64"),
        stakes=rows.index // 7 % 5 + 1,
        felt_seen=felt,
        access_reason=[REASONS[it % 4] if it % 12 else "only_option" for it in rows.index],
        ai_disclosed=pd.Series(draw < 70, index=rows.index).where(is_bot).astype("boolean"),
        vulnerability_risk=rows.index // 3 % 5 + 1,
        aha=draw < 10 + 3 * (rows.index // 3 % 5),
        felt_human_regard=(5 - is_bot * 2 - draw // 40).astype(int),
    )


def places() -> pd.DataFrame:
    """Return wards of two kinds that say what they keep."""
    kept = ("vendor", "internal", "none")
    return institutions().assign(
        setting=[SETTINGS[ward % 2] for ward in range(12)],
        ai_data_retention=[kept[ward % 3] for ward in range(12)],
    )
