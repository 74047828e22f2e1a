"""A survey of 360 workers over four quarters, with two instruments and a change of instrument.

Deterministic. Wards 1 to 8 are asked by the CBI in every quarter; wards 9 to 12 by the MBI in the
first two and by the CBI in the last two. The MBI is asked with three scales. Exhaustion follows
workload, distance follows impeded relating. No number here is evidence about anybody.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from seen.sources.dataset import DatasetSource
from tests.helpers import N_WARDS, build, institutions, scratch, visits

N_WORKERS = 360
QUARTERS = ("2024-02-01", "2024-05-01", "2024-08-01", "2024-11-01")
SCALES = {
    "CBI": {"exhaustion": 100},
    "MBI_SCORES": {"exhaustion": 54, "depersonalization": 30, "accomplishment": 48},
}
CHANGED = 8  # wards above this one changed their instrument
PROFESSIONS = ("chaplain", "nurse", "therapist")


def people() -> pd.DataFrame:
    """Return the workers: 30 in each ward, ten of each profession."""
    number = np.arange(N_WORKERS)
    draw = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "practitioner_id": number + 1,
            "institution_id": number % N_WARDS + 1,
            "profession": np.array(PROFESSIONS)[number // N_WARDS % 3],
            "caseload": draw.integers(5, 60, N_WORKERS),
            "trauma_exposure": draw.integers(1, 6, N_WORKERS),
        }
    )


def survey() -> pd.DataFrame:
    """Return the answers: one row per worker, quarter, instrument and scale."""
    workers = people()
    draw = np.random.default_rng(5)
    load = draw.normal(size=N_WORKERS)
    impeded = np.clip(np.rint(3 + draw.normal(size=N_WORKERS)), 1, 5)
    rows = []
    for place, quarter in enumerate(QUARTERS):
        has_changed = workers["institution_id"] > CHANGED
        asked_mbi = has_changed & (place < 2)
        answers = draw.random(N_WORKERS) < 0.85
        for instrument, scales in SCALES.items():
            asked = (asked_mbi if instrument == "MBI_SCORES" else ~asked_mbi) & answers
            for scale, most in scales.items():
                felt = 0.9 * load if scale == "exhaustion" else 0.9 * (impeded - 3)
                score = 0.5 + 0.15 * (felt + draw.normal(size=N_WORKERS))
                rows.append(
                    pd.DataFrame(
                        {
                            "practitioner_id": workers["practitioner_id"],
                            "wave": pd.Timestamp(quarter),
                            "instrument": instrument,
                            "scale": scale,
                            "raw": np.rint(np.clip(score, 0, 1) * most),
                            "raw_min": 0,
                            "raw_max": most,
                            "direction": "higher_better"
                            if scale == "accomplishment"
                            else "higher_worse",
                            "workload": 15 + 3 * load,
                            "impeded_relationship": impeded,
                        }
                    )[asked]
                )
    return pd.concat(rows, ignore_index=True)


def tables() -> dict[str, pd.DataFrame]:
    """Return the standard tables of the survey."""
    wards = range(1, N_WARDS + 1)
    labels = pd.DataFrame(
        {
            "institution_id": wards,
            "code": [f"w{ward:02}" for ward in wards],
            "label": [f"Ward {ward:02}" for ward in wards],
        }
    )
    years = pd.concat([institutions(year=2023), institutions(year=2024)])
    return {
        "practitioner": people(),
        "burnout_survey": survey(),
        "institution": years,
        "institution_label": labels,
    }


@cache
def workers_file() -> Path:
    """Return the data file of the survey alone."""
    return build(scratch() / "workers", tables=tables())


@cache
def workers_and_visits() -> Path:
    """Return a data file of the survey and of encounters workers reflected on."""
    found = tables()
    draw = np.random.default_rng(9)
    frame = visits(1200)
    reflected = {
        name: draw.integers(1, 6, len(frame)) for name in ("purpose", "dignity", "meaning")
    }
    found.pop("institution_label")  # the encounters bring their own
    return build(scratch() / "workers_visits", frame.assign(**reflected), tables=found)


@cache
def workers() -> DatasetSource:
    """Return an open source on the survey alone."""
    return DatasetSource(workers_file())
