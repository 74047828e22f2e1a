"""Hours of 240 workers over four months, and visits with what is counted of them.

Deterministic. Nurses spend more of an hour on records than chaplains do, therapists keep their
name though they recorded no hours. More is measured from ward to ward, and more goals are
documented there; fully scripted visits are mis-seen more often. Evidence about nobody.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from tests.helpers import N_WARDS, build, scratch, visits

KINDS = (
    *("direct_connective", "direct_task", "documentation", "measure_reporting", "after_hours"),
    *("admin", "other"),
)
N_WORKERS = 240
MONTHS = ("2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01")
_HOURS = {
    "nurse": (40, 50, 40, 10, 14, 12, 8),
    "chaplain": (70, 40, 20, 5, 6, 12, 13),
}


def workers() -> pd.DataFrame:
    """Return the workers: 20 in each ward, of whom seven in twenty are chaplains."""
    number = np.arange(N_WORKERS)
    return pd.DataFrame(
        {
            "practitioner_id": number + 1,
            "institution_id": number % N_WARDS + 1,
            "profession": np.where(number // N_WARDS % 3 > 0, "nurse", "chaplain"),
        }
    )


def time_use() -> pd.DataFrame:
    """Return what every worker's hours went to in each month."""
    draw = np.random.default_rng(4)
    made = []
    for month in MONTHS:
        usual = np.array([_HOURS[name] for name in workers()["profession"]])
        spent = np.round(usual * draw.uniform(0.8, 1.2, usual.shape), 1)
        frame = pd.DataFrame(spent, columns=list(KINDS))
        made.append(
            frame.assign(
                practitioner_id=workers()["practitioner_id"],
                month=pd.Timestamp(month),
            )
        )
    return pd.concat(made, ignore_index=True)


def met(n: int = 4800) -> pd.DataFrame:
    """Return visits with screens, interruptions, scripts, goals and what was credited."""
    draw = np.random.default_rng(6)
    rows = visits(n)
    ward = rows["institution_id"]
    scripted = np.array(["none", "partly", "fully"])[draw.integers(0, 3, n)]
    return rows.assign(
        practitioner_id=(rows.index // 16) % N_WORKERS + 1,
        profession=np.where(rows.index % 5 == 0, "therapist", rows["profession"]),
        screen_share=np.round(draw.uniform(0.2, 0.5, n), 2),
        interruptions=draw.poisson(0.7, n),
        scripted=scripted,
        mis_seen=draw.random(n) < np.where(scripted == "fully", 0.25, 0.1),
        connective_minutes=np.round(draw.gamma(4, 1.6, n), 1),
        connective_credited=draw.random(n) < 0.4,
        documented_goal=draw.random(n) < 0.3 + 0.03 * ward,
    )


def measuring() -> pd.DataFrame:
    """Return wards in which more is measured from one to the next."""
    wards = range(1, N_WARDS + 1)
    return pd.DataFrame(
        {
            "institution_id": wards,
            "year": 2025,
            "measure_intensity": [0.8 * ward for ward in wards],
        }
    )


@cache
def counted() -> Path:
    """Return the data file of both."""
    tables = {"practitioner": workers(), "time_use": time_use(), "institution": measuring()}
    return build(scratch() / "counted", met(), tables=tables)


@cache
def hours_alone() -> Path:
    """Return a data file of the hours without any encounter."""
    wards = range(1, N_WARDS + 1)
    labels = pd.DataFrame(
        {
            "institution_id": wards,
            "code": [f"w{ward:02}" for ward in wards],
            "label": [f"Ward {ward:02}" for ward in wards],
        }
    )
    tables = {
        "practitioner": workers(),
        "time_use": time_use(),
        "institution_label": labels,
    }
    return build(scratch() / "hours", tables=tables)
