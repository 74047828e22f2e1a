"""People like those of the study of disclosure: small groups, several answers, several visits.

`people(**S)` is the harder case of the privacy notes, `people(**TINY)` what a test can publish in
seconds. No number here is evidence about anybody.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from tests.helpers import build

S = {"n": 20_000, "n_recipients": 6_274, "n_workers": 300, "n_places": 40}
L = {"n": 300_000, "n_recipients": 94_035, "n_workers": 2_000, "n_places": 150}
TINY = {"n": 3_000, "n_recipients": 1_100, "n_workers": 60, "n_places": 9}
PROFESSIONS = ("chaplain", "nurse", "social_worker", "therapist", "hospital_doctor")
SETTINGS = ("hospital", "home_care", "primary_care", "therapy_practice")
RACES = ("asian", "black", "latino", "multi", "white")
RACE_SHARES = (0.07, 0.18, 0.2, 0.05, 0.5)
AGES = ("0-17", "18-29", "30-44", "45-64", "65-79", "80+")
QUARTERS = 8


def people(
    *, n: int, n_recipients: int, n_workers: int, n_places: int, seed: int = 11
) -> dict[str, pd.DataFrame]:
    """Return encounters with three answers each, and the institutions; recipients come back."""
    draw = np.random.default_rng(seed)
    place_of_worker = draw.integers(0, n_places, n_workers)
    place_of_worker[:n_places] = np.arange(n_places)
    profession_of_worker = draw.integers(0, len(PROFESSIONS), n_workers)
    busy = draw.pareto(1.5, n_workers) + 0.3  # some see many more than others
    worker = draw.choice(n_workers, n, p=busy / busy.sum())
    recipient = draw.integers(0, n_recipients, n)
    race = draw.choice(len(RACES), n_recipients, p=RACE_SHARES)
    income = draw.integers(0, 3, n_recipients)
    gender = draw.choice(3, n_recipients, p=(0.48, 0.04, 0.48))
    language = draw.choice(3, n_recipients, p=(0.03, 0.07, 0.9))
    age = draw.integers(0, len(AGES), n_recipients)
    leaning = draw.normal(size=n_recipients)
    hurry = draw.integers(1, 6, n)
    score = 3.6 - 0.25 * (hurry - 3) - 0.4 * (race[recipient] == 1) + 0.4 * leaning[recipient]
    seen = np.clip(np.round(score + draw.normal(size=n)), 1, 5).astype(int)
    heard = np.clip(np.round(score + 0.2 + draw.normal(size=n)), 1, 5).astype(int)
    month = pd.to_datetime("2024-01-01") + pd.to_timedelta(
        draw.integers(0, QUARTERS * 3, n) * 30.44, unit="D"
    )
    answered = draw.random(n) < 0.8
    frame = pd.DataFrame(
        {
            "encounter_id": np.arange(1, n + 1),
            "institution_id": place_of_worker[worker] + 1,
            "practitioner_id": worker + 1,
            "recipient_id": recipient + 1,
            "month": month.to_period("M").to_timestamp(),
            "profession": np.array(PROFESSIONS)[profession_of_worker[worker]],
            "time_pressure": hurry,
            "modality": np.where(draw.random(n) < 0.7, "human_in_person", "human_phone"),
            "recipient_race_ethnicity": np.array(RACES)[race][recipient],
            "recipient_income": np.array(("low", "mid", "high"))[income][recipient],
            "recipient_gender": np.array(("man", "non_binary", "woman"))[gender][recipient],
            "language_match": np.array(("none", "interpreter", "same"))[language][recipient],
            "age_band": np.array(AGES)[age][recipient],
            "asked": True,
            "answered": answered,
            "felt_seen": pd.Series(seen).where(answered).astype("Int64"),
            "felt_heard": pd.Series(heard).where(answered).astype("Int64"),
            "mis_seen": pd.Series(draw.random(n) < 0.12).where(answered).astype("boolean"),
        }
    )
    places = pd.DataFrame(
        {
            "institution_id": np.arange(1, n_places + 1),
            "year": 2024,
            "setting": np.array(SETTINGS)[np.arange(n_places) % len(SETTINGS)],
            "relational_leadership": draw.uniform(1, 5, n_places),
        }
    )
    return {"encounters": frame, "institution": places}


def file_of(folder: Path, made: dict[str, pd.DataFrame], name: str = "people") -> Path:
    """Return the data file of people."""
    return build(
        folder, made["encounters"], name=name, tables={"institution": made["institution"]}
    )
