"""Tiny data files for tests, built by the same steps as an import, in a third of a second each.

A shape is a flat table of encounters with the answers in it; `shape("ordinary")` returns its
file, built once for all tests of a process. No number here is evidence about anybody.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from seen import store
from seen.domain.catalog import Catalog
from seen.domain.findings import (
    Estimate,
    Finding,
    Gap,
    Group,
    Interval,
    Provenance,
    Reason,
    Response,
    Verdict,
    Withheld,
)
from seen.domain.measures import ANSWER_TABLES, Show
from seen.domain.questions import Filters, Question
from seen.importing.build import declare, finish
from seen.sources.dataset import DatasetSource
from seen.sources.dictionary import standard
from seen.wording import with_sentence

DATASET = {
    "dataset_id": "tiny",
    "title": "Twelve invented wards",
    "version": "1",
    "source_type": "public_real",
    "licence": "CC0",
    "citation": "Made for tests",
    "consent_basis": "None needed",
}
N_WARDS = 12
RACES = ("asian", "black", "latino", "white")
INCOMES = ("low", "mid", "high")
_PARTS = ("encounter", "outcome", "worker_reflection")


def build(
    folder: Path,
    encounters: pd.DataFrame | None = None,
    *,
    name: str = "tiny",
    tables: Mapping[str, pd.DataFrame] | None = None,
    catalog: Catalog | None = None,
    dataset: Mapping[str, Any] | None = None,
    facts: Mapping[str, str] | None = None,
) -> Path:
    """Build a data file from a flat table of encounters and further standard tables."""
    catalog = catalog or standard()
    new = set(catalog.columns) - set(standard().columns)
    with store.building(folder, name) as building:
        declare(building, tuple(column for column in catalog.columns if column in new))
        for table, frame in {**split(encounters, catalog), **(tables or {})}.items():
            building.insert(table, frame)
        finish(
            building, catalog=catalog, dataset={**DATASET, **(dataset or {})}, facts=facts or {}
        )
    assert building.path is not None
    return building.path


def split(encounters: pd.DataFrame | None, catalog: Catalog) -> dict[str, pd.DataFrame]:
    """Return a flat table as encounter, outcome, worker_reflection and institution_label."""
    if encounters is None:
        return {}
    flat = encounters.reset_index(drop=True)
    if "encounter_id" not in flat:
        flat.insert(0, "encounter_id", range(1, len(flat) + 1))
    found = {}
    for table in _PARTS:
        own = [column.name for column in catalog.table(table) if column.name in flat]
        if table == "encounter" or len(own) > 1:  # encounter_id alone says nothing
            found[table] = flat[own]
    wards = sorted(flat["institution_id"].unique())
    found["institution_label"] = pd.DataFrame(
        {
            "institution_id": wards,
            "code": [f"w{ward:02}" for ward in wards],
            "label": [f"Ward {ward:02}" for ward in wards],
        }
    )
    return found


# -- shapes --------------------------------------------------------------------------------------


def visits(n: int = 1200, *, seed: int = 7, **columns: Any) -> pd.DataFrame:
    """Return ordinary visits: 12 wards, 60 practitioners, 4 races, an answer to each.

    Who met whom follows from the row number; answers are drawn by the seed. About half of the
    recipients choose 5, Black recipients a quarter, and wards differ a little.
    """
    number = np.arange(n)
    ward = (number // 16) % N_WARDS
    race = np.array(RACES)[number % 4]
    draw = np.random.default_rng(seed)
    share = 0.5 + 0.02 * (ward % 5 - 2) - 0.25 * (race == "black")
    month = pd.to_datetime("2025-01-01") + pd.to_timedelta(number % 12 * 30.5, unit="D")
    frame = pd.DataFrame(
        {
            "institution_id": ward + 1,
            "practitioner_id": (number // 16) % 60 + 1,
            "recipient_id": number % 797 + 1,
            "month": month.to_period("M").to_timestamp(),
            "profession": np.where(number % 3 > 0, "nurse", "chaplain"),
            "time_pressure": number // 2 % 5 + 1,
            "recipient_race_ethnicity": race,
            "recipient_income": np.array(INCOMES)[number // 4 % 3],
            "asked": True,
            "answered": True,
            "felt_seen": np.where(draw.random(n) < share, 5, draw.integers(1, 5, n)),
            "mis_seen": draw.random(n) < 0.1,
            "seen_by_recipient": draw.integers(1, 6, n),
        }
    )
    return frame.assign(**columns)


def ordinary() -> dict[str, Any]:
    """Return enough people and places for everything but two Pacific recipients."""
    frame = visits()
    frame.loc[frame.index[-2:], "recipient_race_ethnicity"] = "pacific"
    return {"encounters": frame, "tables": {"institution": institutions()}}


def one_group() -> dict[str, Any]:
    """Return visits of one race alone."""
    return {"encounters": visits(recipient_race_ethnicity="black")}


def all_withheld() -> dict[str, Any]:
    """Return eight visits of eight people."""
    return {"encounters": visits(8)}


def too_few() -> dict[str, Any]:
    """Return 25 answers of each race: enough not to be private, too few to judge."""
    return {"encounters": visits(100)}


def no_recipients() -> dict[str, Any]:
    """Return an anonymous survey: no ids of recipients."""
    return {"encounters": visits().drop(columns="recipient_id")}


def no_practitioners() -> dict[str, Any]:
    """Return visits without ids of practitioners."""
    return {"encounters": visits().drop(columns="practitioner_id")}


def nobody_known() -> dict[str, Any]:
    """Return visits without ids of recipients or practitioners."""
    return {"encounters": visits().drop(columns=["recipient_id", "practitioner_id"])}


def one_ward() -> dict[str, Any]:
    """Return visits to a single ward with 60 practitioners."""
    return {"encounters": visits(institution_id=1)}


def weighted() -> dict[str, Any]:
    """Return visits of which every third stands for three."""
    frame = visits()
    return {"encounters": frame.assign(weight=[3.0 if i % 3 == 0 else 0.5 for i in frame.index])}


def bots() -> dict[str, Any]:
    """Return visits of which every fifth was to a bot, without a practitioner."""
    frame = visits()
    is_bot = frame.index % 5 == 0
    return {
        "encounters": frame.assign(
            modality=["bot" if bot else "human_in_person" for bot in is_bot],
            practitioner_id=frame["practitioner_id"].mask(is_bot).astype("Int64"),
        )
    }


def organisations() -> dict[str, Any]:
    """Return twelve wards of two hospitals, with leadership measured in two years."""
    both = [institutions(year=2024), institutions(year=2025)]
    frame = pd.concat(both).assign(
        organisation=lambda it: [
            "north" if ward <= 6 else "south" for ward in it["institution_id"]
        ]
    )
    return {"encounters": visits(), "tables": {"institution": frame}}


def surveys() -> dict[str, Any]:
    """Return a burnout survey of 240 practitioners in 12 wards, two scales each, no encounters."""
    practitioners = pd.DataFrame(
        {
            "practitioner_id": range(1, 241),
            "institution_id": [i % N_WARDS + 1 for i in range(240)],
            "profession": ["nurse" if i // 12 % 3 else "chaplain" for i in range(240)],
        }
    )
    answers = practitioners[["practitioner_id"]].merge(
        pd.DataFrame({"scale": ["exhaustion", "depersonalization"]}), how="cross"
    )
    draw = np.random.default_rng(7)
    answers = answers.assign(
        wave=pd.Timestamp("2025-03-01"),
        instrument="CBI",
        raw=draw.integers(0, 101, len(answers)),
        raw_min=0,
        raw_max=100,
        direction="higher_worse",
        is_case=draw.random(len(answers)) < 0.3,
    )
    labels = pd.DataFrame(
        {
            "institution_id": range(1, N_WARDS + 1),
            "code": [f"w{ward:02}" for ward in range(1, N_WARDS + 1)],
            "label": [f"Ward {ward:02}" for ward in range(1, N_WARDS + 1)],
        }
    )
    tables = {
        "practitioner": practitioners,
        "burnout_survey": answers,
        "institution": institutions(),
        "institution_label": labels,
    }
    return {"tables": tables}


def institutions(year: int = 2025) -> pd.DataFrame:
    """Return one row per ward; leadership rises from 1.25 in ward 1 to 4 in ward 12."""
    wards = range(1, N_WARDS + 1)
    return pd.DataFrame(
        {
            "institution_id": wards,
            "year": year,
            "relational_leadership": [1 + 0.25 * ward for ward in wards],
        }
    )


SHAPES: dict[str, Callable[[], dict[str, Any]]] = {
    made.__name__: made
    for made in (
        *(ordinary, one_group, all_withheld, too_few, no_recipients, no_practitioners),
        *(nobody_known, one_ward, weighted, bots, organisations, surveys),
    )
}


@cache
def shape(name: str) -> Path:
    """Return the data file of a shape, built once; pages and sources may open it."""
    return build(scratch() / name, **SHAPES[name]())


@cache
def source(name: str) -> DatasetSource:
    """Return an open source on a shape; tests share it, since nothing can change it."""
    return DatasetSource(shape(name))


@cache
def scratch() -> Path:
    """Return a folder that is gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="seen-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def everything() -> Catalog:
    """Return the standard Catalog as if every table held every column."""
    dimensions = tuple(
        replace(item, levels=HOSTILE_LEVELS) if item.levels_from_data else item
        for item in standard().dimensions
    )
    columns = {item.column for item in standard().measures} | {item.column for item in dimensions}
    present = frozenset((table, column) for table in ANSWER_TABLES for column in columns)
    return replace(standard(), dimensions=dimensions, present=present)


HOSTILE_LEVELS = (
    *("2025 Q1", "a&b=c", "+1", "%41", "ä 🙂", "'; drop table x; --", '"', "<b>bold</b>"),
    *("=1+1", "a,b", "#top", "?", "/", "\\", "none", "x" * 300),
)


# -- asking --------------------------------------------------------------------------------------


def question(
    measure: str = "felt_seen",
    show: str = "top",
    by: str = "recipient_race_ethnicity",
    *,
    where: Mapping[str, list[str]] | None = None,
    **parts: Any,
) -> Question:
    """Return a Question; `where` holds the filters."""
    return Question(
        measure=measure, show=Show(show), by=by, filters=Filters.of(where or {}), **parts
    )


def estimate(finding: Finding, name: str, second: str | None = None) -> Any:
    """Return the Estimate of a group, or what is withheld; a test says which it expects."""
    (found,) = [it for it in finding.groups if (it.group, it.group_2) == (name, second)]
    return found.estimate


def gap(finding: Finding, name: str, second: str | None = None) -> Any:
    """Return the comparison of a group."""
    return finding.gap(name, second)


def reasons(finding: Finding) -> set[Reason]:
    """Return why the groups that are withheld are."""
    return {it.estimate.reason for it in finding.groups if isinstance(it.estimate, Withheld)}


# -- Findings made by hand -----------------------------------------------------------------------


def compared(
    name: str,
    value: float,
    other: float,
    half: float,
    verdict: Verdict = Verdict.NOTABLE,
    *,
    second: str | None = None,
    versus: str = "others",
    df: float = 9.5,
) -> tuple[Group, tuple[float, float, Verdict, str, float]]:
    """Return a shown group and what its comparison with another value came to."""
    estimate = Estimate(
        value=value, low=value - half, high=value + half, method="share over wards", **_counts()
    )
    return Group(group=name, group_2=second, estimate=estimate), (other, half, verdict, versus, df)


def withheld(name: str, reason: Reason, second: str | None = None) -> tuple[Group, None]:
    """Return a group without a number."""
    n_answers = 18 if reason is Reason.TOO_FEW else None
    why = Withheld(reason=reason, n_answers=n_answers)
    return Group(group=name, group_2=second, estimate=why), None


def finding_of(
    *rows: tuple[Group, tuple[float, float, Verdict, str, float] | None],
    asked: Question | None = None,
    catalog: Catalog | None = None,
    overall: Estimate | Withheld | None = None,
) -> Finding:
    """Return a Finding of these groups and comparisons, with its sentence."""
    asked, catalog = asked or question(), catalog or everything()
    measure = catalog.measure(asked.measure)
    sign = measure.worse_sign(asked.show)
    gaps = []
    difference: Interval | Withheld
    ratio: Interval | Withheld
    for row, comparison in rows:
        if comparison is None or not isinstance(row.estimate, Estimate):
            assert isinstance(row.estimate, Withheld)
            difference = ratio = Withheld(reason=row.estimate.reason)
            parts: dict[str, Any] = {"versus": asked.versus, "verdict": Verdict.WITHHELD}
        else:
            other, half, verdict, versus, df = comparison
            size = sign * (row.estimate.value - other)
            difference = Interval(value=size, low=size - half, high=size + half)
            ratio = Interval(value=0.9, low=0.8, high=1.1)
            parts = {"versus": versus, "verdict": verdict, "df": df, "p": 0.02}
            parts["reference"] = Interval(value=other, low=other - half, high=other + half)
        p_holm = None if parts["verdict"] is Verdict.WITHHELD else 0.04
        gaps.append(
            Gap(
                group=row.group,
                group_2=row.group_2,
                difference=difference,
                ratio=ratio,
                p_holm=p_holm,
                **parts,
            )
        )
    whole = Estimate(value=0.4, low=0.36, high=0.44, method="share over wards", **_counts())
    found = Finding(
        question=asked,
        measure=measure,
        groups=tuple(row for row, _ in rows),
        gaps=tuple(gap for gap in gaps if gap.group != asked.versus),
        overall=overall or whole,
        response=Response(asked=800, answered=400),
        provenance=Provenance(
            dataset="tiny",
            version="0" * 12,
            source_type="public_real",
            layout=measure.table,
            query="cells/levels",
            guard="publish",
            created_month="2026-01",
        ),
        cluster_words="wards",
    )
    return with_sentence(found, catalog)


def _counts() -> dict[str, Any]:
    """Return the counts behind a shown Estimate."""
    return {"n_answers": 400, "n_people": 380, "n_clusters": 12, "df": 10.4}
