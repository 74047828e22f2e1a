"""An invented hospital with twelve wards, as its flat export would look: one row per visit.

Deterministic for a seed. Fewer people feel fully seen under pressure and with low income; the ids,
names and comments are easy to find again, so that a test can prove that they are gone.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from seen.errors import ImportRefusedError
from seen.importing.problems import Problem
from seen.importing.run import ImportResult, check_files, import_files
from seen.settings import Settings
from seen.store import DataFile

ROOT = Path(__file__).resolve().parent.parent
RECIPE = ROOT / "data" / "recipes" / "twelve_wards.toml"
N_VISITS = 3600
WARDS = tuple(f"Ward {number}" for number in range(1, 13))
STAFF = (
    *("Nurse", "Nurse", "Nurse", "Nurse", "Nurse", "Nurse", "Doctor", "Doctor", "Doctor"),
    *("Physiotherapist", "Social worker", "Chaplain"),
)
RACES = (("White", 0.55), ("Black", 0.2), ("Latino", 0.12), ("Asian", 0.08), ("Black;White", 0.04))
INCOMES = (("Low", 0.3), ("Middle", 0.45), ("High", 0.2), ("NA", 0.05))
GENDERS = (("F", 0.52), ("M", 0.47), ("X", 0.01))
ANSWERS = ("Not at all", "A little", "Somewhat", "Mostly", "Completely")
REASONS = ("My race", "My income", "My age", "My weight", "Something else")
HEADER = (
    *("visit_no", "visit_date", "ward", "ward_leadership", "staff_no", "profession"),
    *("years_in_post", "patient_no", "patient_name", "age", "gender", "race", "income"),
    *("minutes_planned", "minutes_used", "time_pressure", "asked", "felt_seen", "felt_heard"),
    *("mis_seen", "why_mis_seen", "comment"),
)


def hospital_rows(seed: int = 1, n_visits: int = N_VISITS) -> list[dict[str, str]]:
    """Return the visits, every value as the text a file would hold."""
    chance = random.Random(seed)
    patients = [_patient(chance, number) for number in range(1 + n_visits * 2 // 3)]
    return [_visit(chance, number, patients) for number in range(n_visits)]


def write_hospital(path: Path, seed: int = 1, n_visits: int = N_VISITS) -> Path:
    """Write the visits as CSV or Parquet, by the ending of the path, and return it."""
    return write_rows(path, hospital_rows(seed, n_visits))


def write_rows(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Write rows as CSV or Parquet, by the ending of the path, and return it."""
    if path.suffix == ".parquet":
        pd.DataFrame(list(rows)).replace("", None).to_parquet(path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else list(HEADER))
        writer.writeheader()
        writer.writerows(rows)
    return path


def settings_in(folder: Path) -> Settings:
    """Return local settings whose data and secrets lie in a folder."""
    return Settings(
        data_folder=folder / "data",
        secrets_folder=folder / "secrets",
        data=None,
        is_hosted=False,
    )


def imported(
    *files: Path | str, into: Path, recipe: Path = RECIPE, name: str = "hospital"
) -> ImportResult:
    """Return the import of files, with data and secrets in a folder."""
    return import_files(
        files=[str(file) for file in files], recipe=recipe, name=name, settings=settings_in(into)
    )


def problems_in(*files: Path | str, recipe: Path = RECIPE) -> tuple[Problem, ...]:
    """Return the Problems that checking files finds: those that refuse them, or the warnings."""
    try:
        return check_files(files=[str(file) for file in files], recipe=recipe).warnings
    except ImportRefusedError as error:
        return tuple(it for it in error.problems if isinstance(it, Problem))


def answers(path: Path, table: str = "encounter_answer") -> pd.DataFrame:
    """Return a table of a data file in a stable order."""
    file = DataFile(path)
    try:
        found = file._con.table(table).df()
    finally:
        file.close()
    return found.sort_values([str(name) for name in found.columns[1:2]], ignore_index=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def edited(recipe: str, *changes: tuple[str, str]) -> str:
    """Return a recipe with some of its text replaced, each change at least once."""
    for before, after in changes:
        assert before in recipe, before
        recipe = recipe.replace(before, after)
    return recipe


def _patient(chance: random.Random, number: int) -> dict[str, str]:
    race = "Pacific" if number < 5 else _pick(chance, RACES, "Other")  # too few to be shown
    return {
        "patient_no": f"PAT-{7 * number + 100003}-Q",
        "patient_name": f"Nightingale-{number}",
        "age": str(18 + int(chance.random() * 75)),
        "gender": _pick(chance, GENDERS, ""),
        "race": race,
        "income": _pick(chance, INCOMES, ""),
    }


def _visit(chance: random.Random, number: int, patients: list[dict[str, str]]) -> dict[str, str]:
    ward = number % len(WARDS)
    role = int(chance.random() * len(STAFF))
    patient = patients[int(chance.random() * len(patients))]
    pressure = 1 + min(4, int(chance.random() * 4.2 + (0.8 if ward % 3 == 0 else 0)))
    is_low = patient["income"] == "Low"
    asked = chance.random() < 0.9
    answered = asked and chance.random() < (0.6 if is_low else 0.7)
    seen = _answer(chance, 0.62 - 0.09 * pressure - (0.15 if is_low else 0))
    mis_seen = chance.random() < (0.12 if is_low else 0.06)
    return {
        "visit_no": f"VIS-{3 * number + 500009}",
        "visit_date": f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
        "ward": WARDS[ward],
        "ward_leadership": f"{2 + 0.2 * ward:.1f}",
        "staff_no": f"STAFF-{ward:02}{role:02}-ZK",
        "profession": STAFF[role],
        "years_in_post": str((ward * 7 + role * 3) % 31),
        **patient,
        "minutes_planned": "20",
        "minutes_used": str(10 + int(chance.random() * 18)),
        "time_pressure": str(pressure),
        "asked": "yes" if asked else "no",
        "felt_seen": seen if answered else "",
        "felt_heard": _answer(chance, 0.5) if answered else "",
        "mis_seen": ("yes" if mis_seen else "no") if answered else "",
        "why_mis_seen": _pick(chance, [(it, 0.2) for it in REASONS], "")
        if mis_seen and answered
        else "",
        "comment": f'She said, "thank you" {number}; call me on 555-0100' if answered else "",
    }


def _answer(chance: random.Random, top: float) -> str:
    if chance.random() < top:
        return ANSWERS[4]
    return ANSWERS[int(chance.random() * 4)]


def _pick(chance: random.Random, shares: Sequence[tuple[str, float]], otherwise: str) -> str:
    left = chance.random()
    for value, share in shares:
        left -= share
        if left < 0:
            return value
    return otherwise
