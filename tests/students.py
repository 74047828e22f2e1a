"""Invented students as the wide file of data/recipes/carrard.toml would hold them: a row each.

Deterministic for a seed. Exhaustion falls with the year of study; five name a third gender. No
number here is evidence about anybody.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.hospital import ROOT, write_rows

RECIPE = ROOT / "data" / "recipes" / "carrard.toml"
N_STUDENTS = 300
N_THIRD_GENDER = 5


def students(seed: int = 1, n: int = N_STUDENTS) -> list[dict[str, str]]:
    """Return the students, every value as the text a file would hold."""
    chance = random.Random(seed)
    return [_student(chance, number) for number in range(n)]


def write_students(path: Path, rows: list[dict[str, str]] | None = None) -> Path:
    """Write students as CSV and return the path."""
    return write_rows(path, students() if rows is None else rows)


def _student(chance: random.Random, number: int) -> dict[str, str]:
    """Return one student."""
    year = 1 + number % 6
    gender = 3 if number < N_THIRD_GENDER else 1 + (chance.random() < 0.65)
    exhaustion = min(30, max(5, round(chance.gauss(19 - year, 4))))
    return {
        "id": f"{4000 + number}",
        "age": f"{18 + year + chance.randrange(4)}",
        "year": f"{year}",
        "sex": f"{gender}",
        "glang": "1",
        "part": f"{chance.randrange(2)}",
        "job": f"{chance.randrange(2)}",
        "stud_h": f"{chance.randrange(60)}",
        "health": f"{1 + chance.randrange(5)}",
        "psyt": "0",
        "jspe": f"{chance.randrange(80, 130)}",
        "qcae_cog": f"{chance.randrange(40, 76)}",
        "qcae_aff": f"{chance.randrange(20, 48)}",
        "amsp": f"{chance.randrange(10, 35)}",
        "erec_mean": f"{chance.random():.3f}",
        "cesd": f"{chance.randrange(50)}",
        "stai_t": f"{chance.randrange(25, 75)}",
        "mbi_ex": f"{exhaustion}",
        "mbi_cy": f"{chance.randrange(4, 25)}",
        "mbi_ea": f"{chance.randrange(10, 37)}",
    }
