"""People like those of the study of disclosure: small groups, several answers, several visits.

It promises the two sizes of the privacy notes, S (the harder case) and L, and how likely each
answer was. No number here is evidence about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import norm

from seen import store
from seen.importing.build import declare, finish
from seen.sources.dictionary import standard

S: Final = {"n": 20_000, "n_recipients": 6_274, "n_workers": 300, "n_places": 40}
L: Final = {"n": 300_000, "n_recipients": 94_035, "n_workers": 2_000, "n_places": 150}
PROFESSIONS: Final = (
    *("nurse", "home_health_aide", "hospital_doctor", "therapist", "social_worker"),
    *("primary_care_doctor", "helpline_worker", "chaplain"),
)
PROFESSION_SHARES: Final = (0.34, 0.2, 0.14, 0.1, 0.09, 0.07, 0.04, 0.02)
MODALITIES: Final = ("human_in_person", "human_phone", "human_video", "ai_assisted_human")
MODALITY_SHARES: Final = (0.62, 0.25, 0.11, 0.02)
SETTINGS: Final = ("hospital", "home_care", "primary_care", "therapy_practice")
RACES: Final = ("asian", "black", "latino", "multi", "white")
RACE_SHARES: Final = (0.07, 0.18, 0.2, 0.05, 0.5)
AGES: Final = ("0-17", "18-29", "30-44", "45-64", "65-79", "80+")
QUARTERS: Final = 8
MARK: Final = "source-id-of"  # stands in every id, so that it is found wherever one is
LEANING: Final = 0.4  # how much recipients differ, beside answers that differ by 1
MIS_SEEN: Final = 0.12
_DATASET: Final = {
    "dataset_id": "people",
    "title": "Invented people of the study of disclosure",
    "version": "1",
    "source_type": "synthetic",
    "licence": "CC0",
    "citation": "Made for the study of disclosure",
    "consent_basis": "None needed: everybody is invented",
}


def people(
    *, n: int, n_recipients: int, n_workers: int, n_places: int, seed: int = 11
) -> dict[str, pd.DataFrame]:
    """Return encounters with three answers each, and the institutions; recipients come back."""
    draw = np.random.default_rng(seed)
    staff = draw.pareto(1.2, n_places) + 0.3  # some places are many times as large as others
    place_of_worker = draw.choice(n_places, n_workers, p=staff / staff.sum())
    place_of_worker[:n_places] = np.arange(n_places)
    profession_of_worker = draw.choice(len(PROFESSIONS), n_workers, p=PROFESSION_SHARES)
    busy = draw.pareto(1.5, n_workers) + 0.3  # some see many more than others
    worker = draw.choice(n_workers, n, p=busy / busy.sum())
    recipient = draw.integers(0, n_recipients, n)
    race = draw.choice(len(RACES), n_recipients, p=RACE_SHARES)
    income = draw.integers(0, 3, n_recipients)
    gender = draw.choice(3, n_recipients, p=(0.48, 0.03, 0.49))
    language = draw.choice(3, n_recipients, p=(0.03, 0.07, 0.9))
    age = draw.integers(0, len(AGES), n_recipients)
    leaning = draw.normal(size=n_recipients)
    hurry = draw.integers(1, 6, n)
    score = _middle(hurry, np.array(RACES)[race[recipient]]) + LEANING * leaning[recipient]
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
            "modality": draw.choice(MODALITIES, n, p=MODALITY_SHARES),
            "recipient_race_ethnicity": np.array(RACES)[race][recipient],
            "recipient_income": np.array(("low", "mid", "high"))[income][recipient],
            "recipient_gender": np.array(("man", "non_binary", "woman"))[gender][recipient],
            "language_match": np.array(("none", "interpreter", "same"))[language][recipient],
            "age_band": np.array(AGES)[age][recipient],
            "asked": True,
            "answered": answered,
            "felt_seen": pd.Series(seen).where(answered).astype("Int64"),
            "felt_heard": pd.Series(heard).where(answered).astype("Int64"),
            "mis_seen": pd.Series(draw.random(n) < MIS_SEEN).where(answered).astype("boolean"),
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


def top_chance(race: str | None, hurry: int | None) -> float:
    """Return how likely the top answer on being seen is for a group: the generating truth.

    Parameters
    ----------
    race, hurry
        Of the group; None where it holds all.
    """
    races = {race: 1.0} if race else dict(zip(RACES, RACE_SHARES, strict=True))
    hurries = [hurry] if hurry else range(1, 6)
    spread = np.hypot(1, LEANING)
    chances = [
        weight * norm.sf((4.5 - _middle(np.array([it]), np.array([name]))[0]) / spread)
        for name, weight in races.items()
        for it in hurries
    ]
    return float(np.sum(chances) / len(hurries))


def _middle(hurry: np.ndarray, race: np.ndarray) -> np.ndarray:
    """Return the middle of answers on being seen, before they are rounded."""
    return np.asarray(3.6 - 0.25 * (hurry - 3) - 0.4 * (race == "black"))


def data_file(folder: Path, made: Mapping[str, pd.DataFrame], *, name: str = "people") -> Path:
    """Return the data file of people, built by the steps of an import."""
    flat = made["encounters"]
    catalog = standard()
    with store.building(folder, name) as building:
        declare(building, ())
        for table in ("encounter", "outcome"):
            held = [column.name for column in catalog.table(table) if column.name in flat]
            building.insert(table, flat[held])
        building.insert("institution", made["institution"])
        building.insert("institution_label", _labels(made["institution"]["institution_id"]))
        for kind in ("encounter", "recipient", "practitioner", "institution"):
            building.insert("pseudonym", _pseudonyms(flat[f"{kind}_id"], kind))
        finish(building, catalog=catalog, dataset=_DATASET, facts={})
    assert building.path is not None
    return building.path


def _labels(ids: pd.Series) -> pd.DataFrame:
    """Return the codes and names of institutions."""
    codes = "p" + ids.astype(str).str.zfill(3)
    return pd.DataFrame({"institution_id": ids, "code": codes, "label": MARK + " " + codes})


def _pseudonyms(ids: pd.Series, kind: str) -> pd.DataFrame:
    """Return the ids of the source behind the numbers of a data file."""
    held = pd.Series(ids.unique())
    names = MARK + "-" + kind + "-" + held.astype(str)
    return pd.DataFrame({"kind": kind, "id": held, "pseudonym": names})
