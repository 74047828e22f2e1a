"""Every file in `queries/`: what its header says, what it may do, and that its sums are right."""

import re
import tomllib
from itertools import product

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from seen import queries, store
from seen.domain.cells import KEYS, SUMS, Cells
from seen.errors import DataFileError, QueryError
from seen.importing.build import SQL_TYPES
from seen.settings import ROOT
from tests.helpers import build, institutions, shape

ALL = queries.names()
READ = [name for name in ALL if name.startswith(("cells/", "choices/", "checks/"))]
NO_FILTERS = {f"filter_{slot}": "everyone" for slot in range(1, 9)} | {
    f"levels_{slot}": None for slot in range(1, 9)
}
USUAL = NO_FILTERS | {
    "table": "encounter_answer",
    "measure": "felt_seen",
    "box": [5.0],
    "by": "recipient_income",
    "by_2": "everyone",
    "stratum_1": "everyone",
    "stratum_2": "everyone",
    "stratum_3": "everyone",
    "cluster": "institution_id",
    "cluster_else": "institution_id",
    "is_weighted": False,
    "amount": "everyone",
    "person": "recipient_id",
    "practitioner": "practitioner_id",
    "dimension": "profession",
    "column": "relational_leadership",
    "columns": ["profession"],
    "minimum": 11,
    "place": "institution_id",
    "instrument": "profession",
    "shown": ["nurse"],
    **{f"variable_{slot}": "everyone" for slot in range(3, 11)},
    **{"variable_1": "felt_seen", "variable_2": "time_pressure"},
}
HOSTILE = [
    *("'; drop table encounter_answer; --", '" or 1=1', "nurse' or 'a'='a", "\x00", "nur\x00se"),
    *("🙂", "%", "_", "null", "", " ", "$levels_1", "{table}", "x" * 100_000, "é\u202e"),
]


def values_for(name, **changes):
    """Return exactly the values a query asks for."""
    return {key: (USUAL | changes)[key] for key in queries.parameters(name)}


@pytest.fixture(scope="module")
def empty():
    """Return a database with every table and no row."""
    con = duckdb.connect()
    for name in queries.names("schema/"):
        queries.change(con, name)
    for table in ("encounter_answer", "burnout_answer", "access_answer", "time_answer"):
        queries.change(con, f"build/{table}")
    yield con
    con.close()


@pytest.fixture(scope="module")
def file():
    """Return the ordinary data file."""
    opened = store.DataFile(shape("ordinary"))
    yield opened
    opened.close()


# -- what a file says and what it may do ---------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_header_names_exactly_the_real_parameters(name):
    comments = re.match(r"(--[^\n]*\n)+", queries.sql(name))
    assert comments, "the first line is a comment"
    first, *rest = comments.group().splitlines()

    named = {
        part.split(":")[0].strip()
        for line in rest
        for part in line.removeprefix("--").split(";")
        if re.match(r"\s*[a-z_0-9]+:", part)
    }

    assert first.endswith((".", ":"))
    assert named == queries.parameters(name)


@pytest.mark.parametrize("name", ALL)
def test_file_holds_one_statement(name):
    assert len(duckdb.extract_statements(queries.sql(name))) == 1


@pytest.mark.parametrize("name", READ)
def test_reading_file_only_selects_in_order(name):
    (statement,) = duckdb.extract_statements(queries.sql(name))

    assert statement.type == duckdb.StatementType.SELECT
    one_row = re.match(r"-- One row: ", queries.sql(name)) or name == "choices/dataset"
    assert one_row or "\norder by" in queries.sql(name)


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_pasted_into_a_statement_but_checked_names_in_quotes(name):
    body = re.sub(r"--[^\n]*", "", queries.sql(name))

    blanks = re.findall(r".?\{[a-z_]*\}.?", body)

    assert all(re.fullmatch(r'"\{[a-z]+\}"', blank) for blank in blanks), blanks
    assert not blanks or name.startswith("build/")


@pytest.mark.parametrize("name", [name for name in READ if name.startswith("cells/")])
def test_no_id_of_a_person_stands_in_the_result(name, empty):
    columns = queries.run(empty, name, **values_for(name)).columns

    assert [column for column in columns if column.endswith("_id")] in ([], ["cluster_id"])


@pytest.mark.parametrize("name", [*READ, "build/levels", "build/labels", "build/present"])
def test_empty_database_is_no_error(name, empty):
    rows = queries.run(empty, name, **values_for(name))

    counts = rows.select_dtypes("number").fillna(0)
    assert rows.empty or (len(rows) == 1 and not counts.to_numpy().any())


@pytest.mark.parametrize("name", [*READ, "build/levels", "build/present", "build/thirds"])
def test_tables_it_names_are_declared(name):
    made = {f"{table}_answer" for table in ("encounter", "burnout", "access", "time")}
    declared = {path.removeprefix("schema/") for path in queries.names("schema/")} | made
    body = re.sub(r"--[^\n]*", "", queries.sql(name))

    steps = set(re.findall(r"(\w+) as (?:materialized )?\(", body))
    read = set(re.findall(r"\b(?:from|join) (\w+)\b", body)) - steps - {"query_table"}

    assert read <= declared


@pytest.mark.parametrize("level", HOSTILE)
def test_hostile_value_finds_nothing_and_breaks_nothing(level, file):
    for name in ("cells/levels", "cells/contributors", "cells/contributors_crossed"):
        values = values_for(name, filter_1="profession", levels_1=[level])
        assert file.run(name, **values).empty

    rows = values_for("cells/scope", filter_1="profession", levels_1=[level])
    assert file.run("cells/scope", **rows)["n_rows"].item() == 0
    assert file.run("checks/rows", table="encounter_answer")["n"].item() == 1200


@pytest.mark.parametrize("part", ["by", "by_2", "cluster", "measure", "filter_3", "table"])
@pytest.mark.parametrize("name", ["no_such_column", "felt_seen; drop table x", ".*", ""])
def test_unknown_name_is_refused_without_repeating_data(part, name, file):
    with pytest.raises(DataFileError) as error:
        file.run("cells/levels", **values_for("cells/levels", **{part: name}))

    assert file.path.name in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_missing_and_surplus_values_are_refused(file):
    with pytest.raises(QueryError, match="checks/rows takes"):
        file.run("checks/rows")
    with pytest.raises(QueryError, match="was given"):
        file.run("choices/meta", table="meta")


@pytest.mark.parametrize("name", ["cells/none", "../seen/store", "", "cells", "/etc/passwd"])
def test_query_that_is_no_file_is_refused(name):
    with pytest.raises(QueryError, match="no query"):
        queries.sql(name)


@pytest.mark.parametrize("name", ['a" , b', "A", "1a", "", "a" * 61, "a b", "a;b", "ä"])
def test_name_that_could_leave_its_quotes_is_refused(name, empty):
    with pytest.raises(QueryError, match="lower-case"):
        queries.change(
            empty, "build/add_column", {"table": "encounter", "column": name, "type": "integer"}
        )


# -- the tables are those of the dictionary ------------------------------------------------------


@pytest.mark.parametrize("table", [n.removeprefix("schema/") for n in queries.names("schema/")])
def test_schema_equals_the_dictionary(table, empty):
    dictionary = tomllib.loads((ROOT / "data" / "dictionary.toml").read_text("utf-8"))["table"]
    if table in {"meta", "pseudonym", "institution_label"}:  # of the file itself, not of the data
        assert table not in dictionary
        return
    found = empty.execute(f"describe {table}").fetchall()

    declared = [
        (name, SQL_TYPES[column["type"]].upper(), "NO" if column.get("required") else "YES")
        for name, column in dictionary[table]["column"].items()
    ]

    assert [row[:3] for row in found] == declared


def test_every_table_of_the_dictionary_has_a_schema():
    dictionary = tomllib.loads((ROOT / "data" / "dictionary.toml").read_text("utf-8"))["table"]

    assert {f"schema/{table}" for table in dictionary} <= set(ALL)


# -- the sums are right --------------------------------------------------------------------------


def mixed(seed=3, n=900):
    """Return rows with holes everywhere, frequencies and weights."""
    draw = np.random.default_rng(seed)

    def some(values, holes=0.1):
        picked = pd.Series(draw.choice(np.array(values, dtype=object), n))
        return picked.mask(pd.Series(draw.random(n) < holes))

    return pd.DataFrame(
        {
            "institution_id": draw.integers(1, 13, n),
            "practitioner_id": some(range(1, 40), 0.2).astype("Int64"),
            "recipient_id": some(range(1, 200)).astype("Int64"),
            "month": pd.Timestamp("2025-04-01"),
            "profession": some(["nurse", "chaplain", "therapist"]),
            "time_pressure": some(range(1, 6)).astype("Int64"),
            "recipient_race_ethnicity": some(["black", "white", "black;white"]),
            "screen_share": some([0.0, 0.2, 0.20001, 0.5, 0.9]).astype("Float64"),
            "frequency": draw.integers(1, 5, n),
            "asked": True,
            "answered": True,
            "felt_seen": some(range(1, 6), 0.3).astype("Int64"),
            "connection_top": some([0.0, 0.25, 1 / 3, 1.0]).astype("Float64"),
            "mis_seen": some([True, False]).astype("boolean"),
            "weight": draw.choice([0.5, 1.0, 2.125], n),
        }
    )


def expected_cells(rows, *, measure, box, by, by_2=None, is_weighted, keep):
    """Return the cells of rows as pandas sums them."""
    kept = rows[keep(rows)].dropna(subset=[measure])
    answer = kept[measure].astype(float)
    y = answer.isin(box).astype(float) if box else answer
    w = (kept["weight"] * 1000).round() if is_weighted else 1000.0
    f = kept["frequency"]
    sums = pd.DataFrame(
        {
            "group_value": kept[by].astype("string").fillna("not_stated"),
            "group_value_2": kept[by_2].astype("string").fillna("not_stated") if by_2 else "-",
            "cluster_id": kept["institution_id"],
            "n_answers": f,
            "sum_w": f * w,
            "sum_w2": f * w * w,
            "sum_wy": f * w * y,
            "sum_wy2": f * w * y * y,
        }
    )
    keys = ["group_value", "group_value_2", "cluster_id"]
    return sums.groupby(keys, dropna=False)[list(SUMS)].sum().reset_index()


@pytest.fixture(scope="module")
def sums(tmp_path_factory):
    """Return the rows of a data file, with what the build makes of them, and the open file."""
    rows = mixed()
    tables = {"institution": institutions()}
    path = build(tmp_path_factory.mktemp("mixed"), rows, tables=tables)
    bands = {1: "1_2", 2: "1_2", 3: "3", 4: "4_5", 5: "4_5"}
    cuts = [-1, 0.2, 0.5, 1]  # a value on a cut belongs to the lower band
    # leadership is 1 + ward/4: of twelve wards four stand in each third
    thirds = {ward: ("lowest", "middle", "highest")[(ward - 1) // 4] for ward in range(1, 13)}
    rows = rows.assign(
        recipient_race_ethnicity=rows["recipient_race_ethnicity"].replace("black;white", "multi"),
        time_pressure_band=rows["time_pressure"].map(bands),
        screen_band=pd.cut(rows["screen_share"], cuts, labels=["band_1", "band_2", "band_3"]),
        leadership_third=rows["institution_id"].map(thirds),
        institution=rows["institution_id"].map("w{:02}".format),
        quarter="2025 Q2",
    )
    opened = store.DataFile(path)
    yield rows, opened
    opened.close()


MEASURES = [
    *[("felt_seen", [5.0]), ("felt_seen", [1.0, 2.0]), ("felt_seen", None)],
    *[("connection_top", None), ("mis_seen", [1.0]), ("time_pressure", None)],
]
GROUPINGS = [
    *[("recipient_race_ethnicity", None), ("time_pressure", None), ("screen_band", None)],
    *[("leadership_third", None), ("institution", None), ("quarter", None)],
    *[("profession", "time_pressure_band"), ("leadership_third", "recipient_race_ethnicity")],
]
FILTERS = {
    "everyone": ({}, lambda rows: rows["frequency"] > 0),
    "two": (
        {"profession": ["nurse", "chaplain"], "time_pressure": ["4", "5"]},
        lambda rows: (
            rows["profession"].isin(["nurse", "chaplain"]) & rows["time_pressure"].isin([4, 5])
        ),
    ),
    "derived": (
        {"leadership_third": ["lowest"], "time_pressure_band": ["1_2"]},
        lambda rows: (
            (rows["leadership_third"] == "lowest") & (rows["time_pressure_band"] == "1_2")
        ),
    ),
}


@pytest.mark.parametrize("is_weighted", [False, True], ids=["plain", "weighted"])
@pytest.mark.parametrize("filters", FILTERS)
def test_cells_equal_a_short_pandas_version(filters, is_weighted, sums):
    rows, file = sums
    chosen, keep = FILTERS[filters]
    is_full = filters == "everyone" and is_weighted
    pairs = product(MEASURES, GROUPINGS) if is_full else zip(MEASURES * 2, GROUPINGS, strict=False)
    for (measure, box), (by, by_2) in pairs:
        expected = expected_cells(
            rows, measure=measure, box=box, by=by, by_2=by_2, is_weighted=is_weighted, keep=keep
        )

        found = file.run(
            "cells/levels",
            **values_for(
                "cells/levels",
                measure=measure,
                box=box,
                by=by,
                by_2=by_2 or "everyone",
                is_weighted=is_weighted,
                **slots(chosen),
            ),
        )
        assert found.pop("stratum").isna().all()
        found["group_value_2"] = found["group_value_2"].fillna("-")  # NaN and None are one

        pd.testing.assert_frame_equal(
            found, expected, check_dtype=False, check_exact=False, rtol=1e-5, obj=f"{measure} {by}"
        )


def slots(chosen):
    """Return the filter slots of chosen levels."""
    pairs = enumerate(chosen.items(), start=1)
    return {
        key: value
        for slot, (column, levels) in pairs
        for key, value in ((f"filter_{slot}", column), (f"levels_{slot}", levels))
    }


def test_an_empty_list_of_levels_means_nobody(sums):
    _, file = sums

    rows = file.run("cells/levels", **values_for("cells/levels", **slots({"profession": []})))

    assert rows.empty


def test_all_eight_filters_hold_together(sums):
    rows, file = sums
    chosen = {
        "profession": ["nurse"],
        "time_pressure": ["1", "2", "3", "4"],
        "recipient_race_ethnicity": ["multi", "white"],
        "leadership_third": ["middle", "highest"],
        "institution": ["w06", "w07", "w11", "w12"],
        "quarter": ["2025 Q2"],
        "screen_band": ["band_1", "band_2"],
        "mis_seen": ["false"],
    }
    kept = rows[
        np.logical_and.reduce(
            [
                rows[key].astype("string").replace("False", "false").isin(held)
                for key, held in chosen.items()
            ]
        )
    ]

    found = file.run("cells/scope", **values_for("cells/scope", **slots(chosen)))

    assert len(kept) > 3
    assert found["n_rows"].item() == kept["frequency"].sum()
    assert found["n_answers"].item() == kept.dropna(subset="felt_seen")["frequency"].sum()


@pytest.mark.parametrize("column", ["profession", "leadership_third", "screen_band", "quarter"])
def test_filters_only_remove(column, sums):
    rows, file = sums
    whole = scope(file, {})
    for level in rows[column].dropna().unique():
        narrow = scope(file, {column: [level]})
        wider = scope(file, {column: [level, "no such level"]})

        assert (narrow <= whole).all()
        assert (narrow == wider).all()


def scope(file, chosen):
    """Return the counts under some filters."""
    found = file.run("cells/scope", **values_for("cells/scope", **slots(chosen)))
    return found.select_dtypes("number").iloc[0]


# -- laws ----------------------------------------------------------------------------------------

answers = st.lists(
    st.tuples(
        st.sampled_from(["low", "high", None]),
        st.sampled_from(["a", "b", None]),
        st.integers(1, 4),
        st.sampled_from([1, 2, 3, 4, 5, None]),
        st.integers(1, 1000),
        st.integers(1, 9000),
    ),
    max_size=40,
)
COLUMNS = ["recipient_income", "profession", "institution_id", "felt_seen", "frequency", "weight"]


@pytest.fixture(scope="module")
def memory():
    """Return a database of its own."""
    con = duckdb.connect()
    yield con
    con.close()


def cells(con, rows, **changes):
    """Return the cells of some rows."""
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(
        dict.fromkeys(COLUMNS[:2], "object") | dict.fromkeys(COLUMNS[2:], "Int64")
    )
    con.register("answers", frame.assign(everyone="everyone"))
    values = values_for("cells/levels", table="answers", by_2="profession", **changes)
    return Cells(frame=queries.run(con, "cells/levels", **values))


def tidy(found):
    """Return cells in one order and one set of types."""
    keys = {key: found.frame[key].astype("string") for key in KEYS}
    frame = found.frame.assign(**keys, **found.frame[list(SUMS)].astype(float))
    return frame.sort_values(list(KEYS), ignore_index=True)


@given(first=answers, second=answers, is_share=st.booleans(), is_weighted=st.booleans())
@hypothesis_settings(max_examples=25)
def test_cells_of_parts_add_to_the_cells_of_the_whole(
    first, second, is_share, is_weighted, memory
):
    asked = {"box": [5.0] if is_share else None, "is_weighted": is_weighted}

    whole = cells(memory, [*second, *first], **asked)

    parts = cells(memory, first, **asked).plus(cells(memory, second, **asked))
    pd.testing.assert_frame_equal(tidy(parts), tidy(whole))


@given(rows=answers, is_weighted=st.booleans())
@hypothesis_settings(max_examples=15)
def test_a_row_with_frequency_three_equals_three_rows(rows, is_weighted, memory):
    few = [(*row[:4], row[4] % 4 + 1, row[5]) for row in rows]
    repeated = [(*row[:4], 1, row[5]) for row in few for _ in range(row[4])]

    once = cells(memory, few, is_weighted=is_weighted, box=None)

    assert tidy(once).equals(tidy(cells(memory, repeated, is_weighted=is_weighted, box=None)))


# -- who stands behind ---------------------------------------------------------------------------


CONTRIBUTING = st.tuples(
    st.sampled_from(["low", "high", None]),
    st.sampled_from(["nurse", "chaplain", None]),
    st.none() | st.integers(1, 6),
    st.none() | st.integers(10, 14),
    st.integers(1, 4),
    st.none() | st.integers(1, 5),
)


def tidy_lines(found):
    """Return rows as tuples in one order, with None for what is missing."""
    lines = found.astype(object).where(found.notna(), None).itertuples(index=False, name=None)
    return sorted(lines, key=str)


@given(rows=st.lists(CONTRIBUTING, max_size=30))
@hypothesis_settings(max_examples=20)
def test_one_way_contributors_are_the_margins_of_the_crossed_ones(rows, memory):
    names = ["recipient_income", "profession", "recipient_id", "practitioner_id", "frequency"]
    frame = pd.DataFrame(rows, columns=[*names, "felt_seen"]).assign(everyone="everyone")
    whole = dict.fromkeys((*names[2:], "felt_seen"), "Int64")
    memory.register("drawn", frame.astype(whole | dict.fromkeys(names[:2], "string")))

    alone = values_for("cells/contributors", table="drawn")
    crossed = values_for("cells/contributors_crossed", table="drawn", by_2="profession")
    margins = queries.run(memory, "cells/contributors", **alone)
    found = queries.run(memory, "cells/contributors_crossed", **crossed)

    expected = [line for line in tidy_lines(found) if line[1] is None]
    assert tidy_lines(margins) == expected


def test_contributors_are_right_on_a_table_by_hand(memory):
    # income, profession, person, practitioner, frequency, answer
    rows = [
        ("low", "nurse", 1, 10, 1, 5),
        ("low", "nurse", 1, 10, 3, 4),
        ("low", "chaplain", 2, 11, 1, 5),
        ("low", "chaplain", 3, None, 5, 5),  # a bot: counts as answers, not as a practitioner
        ("high", "nurse", 1, 11, 2, 1),
        ("high", "nurse", 4, 12, 1, None),  # no answer: nobody stands here
        (None, "nurse", 5, 12, 1, 2),
        (None, "nurse", None, 12, 2, 3),  # nobody known: two people
    ]
    names = ["recipient_income", "profession", "recipient_id", "practitioner_id", "frequency"]
    frame = pd.DataFrame(rows, columns=[*names, "felt_seen"]).assign(everyone="everyone")
    whole = dict.fromkeys(["recipient_id", "practitioner_id", "felt_seen"], "Int64")
    memory.register("by_hand", frame.astype(whole))
    name = "cells/contributors_crossed"
    values = values_for(name, table="by_hand", by_2="profession")
    alone = values_for("cells/contributors", table="by_hand")

    found = queries.run(memory, name, **values)
    margins = queries.run(memory, "cells/contributors", **alone)

    assert tidy_lines(margins) == [line for line in tidy_lines(found) if line[1] is None]
    lines = found.astype(object).where(found.notna(), None).itertuples(index=False, name=None)
    # group, second: answers, people, not known, practitioners, answers with one, amount, largest
    assert {line[:2]: line[2:] for line in lines} == {
        ("low", "nurse"): (4, 1, 0, 1, 4, 4, 1.0),
        ("low", "chaplain"): (6, 2, 0, 1, 1, 1, 1.0),
        ("high", "nurse"): (2, 1, 0, 1, 2, 2, 1.0),
        ("not_stated", "nurse"): (3, 3, 2, 1, 3, 3, 1.0),
        ("low", None): (10, 3, 0, 2, 5, 5, 0.8),  # practitioner 10: 4 of 5
        ("high", None): (2, 1, 0, 1, 2, 2, 1.0),
        ("not_stated", None): (3, 3, 2, 1, 3, 3, 1.0),
        (None, "nurse"): (9, 4, 2, 3, 9, 9, 4 / 9),  # people 1 and 5, and two not known
        (None, "chaplain"): (6, 2, 0, 1, 1, 1, 1.0),
        (None, None): (15, 6, 2, 3, 10, 10, 0.4),
    }


SHARED = st.tuples(
    st.sampled_from(["low", "high"]),
    st.sampled_from(["nurse", "chaplain"]),
    st.none() | st.integers(10, 14),
    st.integers(1, 4),
    st.none() | st.sampled_from([0.0, 0.1, 1.5, 40.0]),
    st.none() | st.integers(0, 1),
)


def largest_by_pandas(frame, columns):
    """Return the largest practitioner's part of each group's amount; 0 where there is none."""
    known = frame[frame["felt_seen"].notna() & frame["practitioner_id"].notna()]
    shared = known["frequency"] * known["minutes"].fillna(0.0)
    own = shared.groupby([known[name] for name in [*columns, "practitioner_id"]]).sum()
    sizes = own.groupby(level=list(range(len(columns))))
    return (sizes.max() / sizes.sum()).fillna(0.0)


@given(rows=st.lists(SHARED, min_size=1, max_size=30))
@hypothesis_settings(max_examples=40)
def test_the_largest_practitioner_is_the_one_with_most_of_what_is_shared_out(rows, memory):
    names = ["recipient_income", "profession", "practitioner_id", "frequency", "minutes"]
    frame = pd.DataFrame(rows, columns=[*names, "felt_seen"])
    kinds = dict.fromkeys(["practitioner_id", "felt_seen"], "Int64") | {"minutes": "Float64"}
    frame = frame.astype(kinds).assign(everyone="everyone", recipient_id=1)
    memory.register("shared", frame)
    name = "cells/contributors_crossed"
    values = values_for(name, table="shared", by_2="profession", amount="minutes")
    alone = values_for("cells/contributors", table="shared", amount="minutes")

    crossed = queries.run(memory, name, **values)
    margins = queries.run(memory, "cells/contributors", **alone)

    assert tidy_lines(margins) == [line for line in tidy_lines(crossed) if line[1] is None]
    found = crossed.set_index(["group_value", "group_value_2"])["largest_practitioner_share"]
    by_pair = largest_by_pandas(frame, ["recipient_income", "profession"])
    for pair, share in by_pair.items():
        assert found[pair] == pytest.approx(share)
    one_way = margins.set_index("group_value")["largest_practitioner_share"]
    for group, share in largest_by_pandas(frame, ["recipient_income"]).items():
        assert one_way[group] == pytest.approx(share)


# -- the build -----------------------------------------------------------------------------------


def test_answers_take_the_institution_of_their_year_or_the_latest_before(tmp_path):
    years = [2023, 2025]
    places = pd.concat(
        [institutions(year).assign(sector=["health", "faith"][year == 2025]) for year in years]
    )
    months = ["2022-06-01", "2023-06-01", "2024-06-01", "2025-06-01", None]
    rows = pd.DataFrame(
        {"institution_id": 1, "felt_seen": 5, "month": pd.to_datetime(pd.Series(months))}
    )
    path = build(tmp_path, rows, tables={"institution": places})

    found = duckdb.connect(path, read_only=True).sql(
        "select month, sector from encounter_answer order by answer_id"
    )

    # nothing is known before 2023; without a month the latest year counts
    assert [sector for _, sector in found.fetchall()] == [
        None,
        "health",
        "health",
        "faith",
        "faith",
    ]


def test_who_was_not_surveyed_counts_as_not_asked_only_where_asking_is_recorded(tmp_path):
    rows = pd.DataFrame({"institution_id": 1, "felt_seen": [5, 4]})
    later = pd.DataFrame({"encounter_id": [1], "asked": [True], "answered": [True]})
    asked = build(tmp_path / "a", rows.drop(columns="felt_seen"), tables={"outcome": later})
    silent = build(tmp_path / "b", rows)

    found = [
        duckdb.connect(path, read_only=True)
        .sql("select asked from encounter_answer order by answer_id")
        .fetchall()
        for path in (asked, silent)
    ]

    assert found == [[(True,), (False,)], [(None,), (None,)]]


def test_requests_become_one_row_for_each_way_they_ended(tmp_path):
    requests = pd.DataFrame(
        {
            "area_id": [1],
            "month": [pd.Timestamp("2025-02-01")],
            "recipient_income": ["low"],
            "requests": [10],
            "got_human": [4],
            "got_ai_assisted": [1],
            "got_bot": [5],
            "got_nothing": [0],
        }
    )
    path = build(tmp_path, tables={"access_request": requests})

    found = duckdb.connect(path, read_only=True).sql(
        "select got, frequency, got_human, got_bot, got_nothing from access_answer order by got"
    )

    assert found.fetchall() == [
        ("bot", 5, False, True, False),
        ("human", 4, True, False, False),
        ("human_with_ai", 1, True, False, False),
    ]


def test_burden_runs_from_0_to_100_whatever_the_direction(tmp_path):
    surveys = pd.DataFrame(
        {
            "practitioner_id": [1, 2],
            "wave": pd.Timestamp("2025-02-01"),
            "instrument": "OLBI",
            "scale": "exhaustion",
            "raw": [2.0, 2.0],
            "raw_min": 1.0,
            "raw_max": 5.0,
            "direction": ["higher_worse", "higher_better"],
        }
    )
    path = build(tmp_path, tables={"burnout_survey": surveys})

    found = duckdb.connect(path, read_only=True).sql(
        "select burden_0_100 from burnout_answer order by practitioner_id"
    )

    assert found.fetchall() == [(25.0,), (75.0,)]  # (2 - 1) / 4 and (5 - 2) / 4


def test_hours_become_one_row_for_each_kind_of_time(tmp_path):
    used = pd.DataFrame(
        {
            "practitioner_id": [1],
            "month": [pd.Timestamp("2025-02-01")],
            "direct_connective": [40.0],
            "admin": [0.0],
        }
    )
    path = build(tmp_path, tables={"time_use": used})

    found = duckdb.connect(path, read_only=True).sql(
        "select kind_of_time, hours, quarter from time_answer order by kind_of_time"
    )

    assert found.fetchall() == [("admin", 0.0, "2025 Q1"), ("direct_connective", 40.0, "2025 Q1")]


def test_hours_after_work_are_told_from_the_others_and_set_on_a_week(tmp_path):
    used = pd.DataFrame(
        {
            "practitioner_id": [1],
            "month": [pd.Timestamp("2025-02-01")],
            "documentation": [30.0],
            "after_hours": [8.69625],  # 2 hours in each of 52.1775 / 12 weeks
            "other": [0.0],
        }
    )
    path = build(tmp_path, tables={"time_use": used})

    found = duckdb.connect(path, read_only=True).sql(
        "select kind_of_time, is_after_hours, after_hours_week, part_of_hour "
        "from time_answer order by kind_of_time"
    )

    assert found.fetchall() == [
        ("after_hours", True, pytest.approx(2.0), None),
        ("documentation", False, None, "records"),
        ("other", None, None, "other"),  # no hours say nothing of when they were
    ]
