"""Where others can reach it a release with anything added is refused, and microdata in any guise.

Each refusal is one calm sentence that names the file alone: no path, nothing of what was found.
"""

import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seen.demo.generate import build as build_demo
from seen.domain.releases import THRESHOLDS
from seen.errors import DataFileError, NotServedError, RecipeError
from seen.settings import Settings
from seen.sources.genuine import truth_hash
from seen.sources.opening import open_source
from seen.text import text
from tests.helpers import scratch
from tests.hospital import RECIPE, edited, imported, write_hospital
from tests.tiny_releases import altered
from tests.walk import Oracle, visiting

N_DEMO = 3_000
NAME = "Ada Byron, room 7"  # what somebody could have put into a file
TRACES = ("Ada", "Byron", "room 7", "/", "\\")
TABLES = ("bands", "cells", "dataset", "deff", "dims", "measures", "meta", "published")


def hosted() -> Settings:
    """Return the settings of a run that others can reach."""
    return Settings(data_folder=scratch(), secrets_folder=scratch(), data=None, is_hosted=True)


def refusal(path: Path) -> str:
    """Return in which words a file is refused; that it is refused is required."""
    with pytest.raises(DataFileError) as refused:
        open_source(path, hosted()).close()
    said = str(refused.value)
    assert not [it for it in TRACES if it in said]
    return said


def changed(path: Path, folder: Path, *statements: str) -> Path:
    """Return a copy of a data file on which statements were run, named after its new bytes."""
    copy = Path(shutil.copy(path, folder / "changed.duckdb"))
    with duckdb.connect(copy) as con:
        for statement in statements:
            con.execute(statement)
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()[:12]
    return copy.rename(folder / f"changed-{digest}.duckdb")


# -- releases ------------------------------------------------------------------------------------

WEAKER = (
    {"people": 5},
    {"answers": 1},
    {"practitioners": 1},
    {"institutions": 0},
    {"largest_share": 1},
    {"people": "many"},
)
ADDED = {
    "table": 'create table "{name}" (n integer)',
    "column": 'alter table {table} add column "{name}" varchar',
    "column_of_a_usual_value": "alter table dims alter label set default '{name}'",
    "view": 'create view "{name}" as select 1 as n',
    "macro": 'create macro "{name}"(a) as a',
    "table_macro": 'create macro "{name}"(a) as table select a',
    "empty_schema": 'create schema "{name}"',
    "type": "create type \"{name}\" as enum ('a')",
    "sequence": 'create sequence "{name}"',
    "index": 'create index "{name}" on dims (level)',
    "remark_on_a_table": "comment on table {table} is '{name}'",
    "remark_on_a_column": "comment on column dims.level is '{name}'",
    "hidden_levels": "alter table dims alter dim type enum ({dims}, '{name}')",
    "another_type": "alter table cells alter n_p type double",
    "fact": "insert into meta values ('{name}', 'x')",
    "fact_said_twice": "insert into meta values ('name', '{name}')",
    "fact_with_a_text": "update meta set content = '{name}' where name = '{fact}'",
    "level": "insert into dims values ('profession', '{name}', 'x')",
    "level_said_twice": "insert into dims select dim, level, '{name}' from dims limit 1",
    "level_of_a_cell": "update cells set profession = '{name}' where profession = 'nurse'",
    "catalog": "insert into measures values ('{name}', '{{}}')",
    "dataset": "insert into dataset select * replace ('{name}' as title) from dataset",
    "aggregate": "insert into published values ('{name}', '5', 'x', '2025 Q1', 3)",
    "band": "insert into bands values ('{name}', 'b1', 0, 1)",
    "effect": "insert into deff values ('{name}', '', 1.5)",
    "effect_of_a_crossing": "insert into deff values ('felt_seen', '{name}', 1.5)",
    "crossing": "update cells set cuboid = '{name}' where cuboid = 'profession'",
    "outcome": "insert into cells (cuboid, outcome, level, n_p) values ('', '{name}', '1', 40)",
}
FACTS = (
    *("release_id", "series_id", "previous_release_id", "created_month", "app_version", "name"),
    *("q", "V", "D", "K", "thresholds", "schema_hash", "outcomes", "is_weighted"),
    "one_answer_per_person",
)


def filled(statement: str, *, name: str, table: str, fact: str) -> str:
    """Return a statement with its blanks filled."""
    held = "'modality', 'profession', 'time_pressure', 'recipient_race_ethnicity', "
    held += "'recipient_income', 'quarter', 'institution', 'setting'"
    return statement.format(name=name, table=table, fact=fact, dims=held)


def test_a_release_to_which_nothing_was_added_opens(tmp_path):
    open_source(altered("too_few", tmp_path, "checkpoint"), hosted()).close()


@pytest.mark.parametrize("kind", ADDED)
def test_a_release_with_one_thing_more_is_refused(tmp_path, kind):
    statement = filled(ADDED[kind], name=NAME, table="cells", fact="app_version")

    assert "no release may hold" in refusal(altered("too_few", tmp_path, statement))


@pytest.mark.parametrize("fact", FACTS)
def test_no_fact_of_a_release_has_room_for_a_text(tmp_path, fact):
    statement = filled(ADDED["fact_with_a_text"], name=NAME, table="", fact=fact)

    assert "no release may hold" in refusal(altered("too_few", tmp_path, statement))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        *(
            ("q", "0"),
            ("q", "0.01"),
            ("q", "0.5"),
            ("q", "nan"),
            ("V", "0"),
            ("D", "1"),
            ("K", "4"),
        ),
        *(("thresholds", json.dumps({**THRESHOLDS, **it})) for it in WEAKER),
    ],
)
def test_a_release_with_less_protection_is_refused(tmp_path, fact, value):
    statement = f"update meta set content = '{value}' where name = '{fact}'"

    assert "no release may hold" in refusal(altered("too_few", tmp_path, statement))


@pytest.mark.slow
@given(
    kind=st.sampled_from(sorted(ADDED)),
    name=st.text(
        st.characters(exclude_characters="\"'\0{}", exclude_categories=["Cs"]), min_size=3
    ),
    table=st.sampled_from(TABLES),
    fact=st.sampled_from(FACTS),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_added_to_a_release_under_whatever_name_is_refused(
    tmp_path, kind, name, table, fact
):
    name = f"{NAME} {name}"
    statement = filled(ADDED[kind], name=name, table=table, fact=fact)

    assert "no release may hold" in refusal(altered("too_few", tmp_path, statement))


# -- microdata -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """Return a small demo as `seen demo` builds it."""
    return build_demo(
        folder=tmp_path_factory.mktemp("demo"), encounters=N_DEMO, seed=7, progress=_quiet
    )


@pytest.fixture(scope="module")
def visits(tmp_path_factory) -> Path:
    """Return a hospital that was imported."""
    folder = tmp_path_factory.mktemp("visits")
    return imported(write_hospital(folder / "visits.csv"), into=folder).path


def _quiet(_part: float, _doing: str) -> None:
    """Say nothing of how far a build is."""


def forged(n: int) -> tuple[str, ...]:
    """Return what turns the facts of a data file into those of a demo of a size."""
    facts = {
        "generator": "seen demo",
        "seed": "7",
        "encounters": f"{n}",
        "truth_hash": truth_hash(seed=7, encounters=n),
    }
    return (
        "update dataset set source_type = 'synthetic'",
        *(f"delete from meta where name = '{name}'" for name in facts),
        *(f"insert into meta values ('{name}', '{it}')" for name, it in facts.items()),
    )


def test_the_demo_opens(demo):
    source = open_source(demo, hosted())

    assert source.dataset.is_synthetic
    source.close()


@pytest.mark.parametrize(
    "more",
    [
        f'create table "{NAME}" (n integer)',
        f'alter table encounter_answer add column "{NAME}" varchar',
        f'alter table practitioner add column "{NAME}" varchar',
        f'create view "{NAME}" as from practitioner',
        f'create macro "{NAME}"(a) as a',
        f'create schema "{NAME}"',
        f"comment on table practitioner is '{NAME}'",
        f"insert into pseudonym values ('recipient', 1, '{NAME}')",
        "insert into encounter (encounter_id, institution_id) values (999999, 1)",
        "delete from encounter where encounter_id = (select min(encounter_id) from encounter)",
    ],
)
def test_a_demo_with_anything_more_or_less_is_refused(demo, tmp_path, more):
    assert "can be reached by others" in refusal(changed(demo, tmp_path, more))


@pytest.mark.parametrize(
    "statements",
    [
        (),
        ("update meta set content = 'seen demo' where name = 'generator'",),
        ("update dataset set source_type = 'synthetic'",),
        forged(N_DEMO),
        forged(3600),  # as many as were imported
    ],
)
def test_microdata_is_refused_whatever_it_calls_itself(visits, tmp_path, statements):
    assert "can be reached by others" in refusal(changed(visits, tmp_path, *statements))


def test_nothing_is_imported_under_the_name_of_the_demo(tmp_path):
    with pytest.raises(RecipeError, match="kept for the synthetic demo"):
        imported(write_hospital(tmp_path / "visits.csv"), into=tmp_path, name="demo")


def test_a_recipe_may_not_call_its_data_synthetic(tmp_path):
    recipe = tmp_path / "recipe.toml"
    own = RECIPE.read_text(encoding="utf-8")
    recipe.write_text(edited(own, ('source_type = "partner_real"', 'source_type = "synthetic"')))

    with pytest.raises(RecipeError):
        imported(write_hospital(tmp_path / "visits.csv"), into=tmp_path, recipe=recipe)


def test_microdata_that_calls_itself_a_release_is_refused(visits, tmp_path):
    path = changed(
        visits,
        tmp_path,
        "insert into meta values ('release_id', '0123456789ab')",
        "update meta set content = '2' where name = 'format_version'",
    )

    assert "no release may hold" in refusal(path)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["overview", "methods"])
def test_a_page_says_of_a_refused_file_no_more_than_that(visits, demo, tmp_path, page):
    added = altered("too_few", tmp_path, f'create table "{NAME}" (n integer)')
    for path in (added, visits, changed(demo, tmp_path, f'create view "{NAME}" as select 1 as n')):
        with visiting(path, Oracle()) as walker:
            leaks = {it.rpartition(": ")[2] for it in walker.enter(page)}

            assert leaks - {"a trace '.duckdb'"} == {text("error.page_title")}  # the file is named
            assert not walker.app.get("plotly_chart")


def test_only_microdata_is_refused_as_not_served(visits):
    with pytest.raises(NotServedError):
        open_source(visits, hosted())
