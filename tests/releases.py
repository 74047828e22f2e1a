"""Releases of small people for tests, and what a reader of the microdata would count.

The counts here are made with pandas from the rows themselves, so that they share no step with
what they check.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from bench.people import people
from seen.release.choices import Choices, Published
from seen.release.publish import publish
from seen.settings import Settings
from tests.helpers import build

SMALL = {"n": 2_000, "n_recipients": 800, "n_workers": 150, "n_places": 12}
DIMENSIONS = ("profession", "recipient_race_ethnicity", "time_pressure")
KEY = bytes(range(32))


@dataclass(frozen=True)
class Publisher:
    """Somebody with a folder of data and a key."""

    folder: Path

    @property
    def settings(self) -> Settings:
        """Where their data and secrets lie."""
        return Settings(
            data_folder=self.folder / "data",
            secrets_folder=self.folder / "secrets",
            data=None,
            is_hosted=False,
        )

    def with_key(self, key: bytes = KEY, *, name: str = "people") -> "Publisher":
        """Return the publisher with a key of their own in its place."""
        secrets = self.folder / "secrets" / name
        secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
        secrets.chmod(0o700)
        file = secrets / "publish.key"
        file.write_bytes(key)
        file.chmod(0o600)
        return self

    def publish(self, made: dict[str, pd.DataFrame], **chosen) -> Published:
        """Return a release of people; few outcomes, in turn or not, unless chosen."""
        usual = {"measures": ("felt_seen",), "dimensions": DIMENSIONS, "is_out_of_turn": True}
        path = file_of(self.folder / "data", made)
        return publish(path, self.settings, Choices(**{**usual, **chosen}))


def file_of(folder: Path, made: dict[str, pd.DataFrame], name: str = "people") -> Path:
    """Return the data file of people, whose ids are the numbers they have in the rows."""
    return build(
        folder, made["encounters"], name=name, tables={"institution": made["institution"]}
    )


def small(seed: int = 5) -> dict[str, pd.DataFrame]:
    """Return few people."""
    return people(**SMALL, seed=seed)


def cells(published: Published, table: str = "cells") -> pd.DataFrame:
    """Return the rows of a release as they lie in the file."""
    assert published.path is not None
    with duckdb.connect(published.path, read_only=True) as con:
        return con.execute(f"from {table}").df()


def counted(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return who really stands behind each cell of some Dimensions."""
    keyed = rows.assign(everyone="everyone")
    by = names or ["everyone"]
    grouped = keyed.groupby(by)
    found = grouped.agg(
        n=("recipient_id", "size"),
        people=("recipient_id", "nunique"),
        workers=("practitioner_id", "nunique"),
        places=("institution_id", "nunique"),
    )
    largest = keyed.groupby([*by, "practitioner_id"]).size().groupby(level=by).max()
    return found.assign(share=largest / found["n"])


def answers(made: dict[str, pd.DataFrame], column: str = "felt_seen") -> pd.DataFrame:
    """Return the encounters with an answer, levels as the release writes them, kinds beside."""
    kinds = made["institution"].set_index("institution_id")["setting"]
    rows = made["encounters"].dropna(subset=[column])
    quarter = rows["month"].dt.to_period("Q").astype(str).str.replace("Q", " Q")
    return rows.assign(
        setting=rows["institution_id"].map(kinds),
        quarter=quarter,
        time_pressure=rows["time_pressure"].astype(str),
    )


def shown(frame: pd.DataFrame, names: list[str], outcome: str = "felt_seen") -> set[tuple]:
    """Return the cells of some Dimensions that a release shows."""
    is_here = (frame["cuboid"] == "|".join(sorted(names))) & (frame["outcome"] == outcome)
    held = frame.loc[is_here, names].drop_duplicates()
    return (
        set(held.itertuples(index=False, name=None)) if names else {()} if is_here.any() else set()
    )


def too_few(rows: pd.DataFrame) -> bool:
    """Return whether the rows that remain are so few that they give somebody away."""
    by_practitioner = rows["practitioner_id"].value_counts()
    return (
        len(rows) < 11
        or rows["recipient_id"].nunique() < 11
        or len(by_practitioner) < 5
        or by_practitioner.max() > len(rows) / 2
        or rows["institution_id"].nunique() < 3
    )


def flipped(rows: pd.DataFrame, *, q: float, key: bytes, levels: int = 5) -> np.ndarray:
    """Return the answers after the flip, worked out with Python's own hmac."""
    import hmac

    chance = q * levels / (levels - 1)
    found = []
    for encounter, answer in zip(rows["encounter_id"], rows["felt_seen"], strict=True):
        digest = hmac.digest(key, f"flip|felt_seen|{encounter}".encode(), "sha256")
        first, second = (int.from_bytes(digest[i : i + 8], "big") / 2**64 for i in (0, 8))
        found.append(1 + min(levels - 1, int(second * levels)) if first < chance else int(answer))
    return np.array(found)
