"""Moments in SQL: the sums of pandas over complete answers, and who stands behind those."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from seen import queries, store
from seen.domain.cells import MOST_VARIABLES, MomentCells
from seen.stats.moments import moments
from seen.stats.relative_importance import importance
from tests.helpers import build, shape
from tests.reference.moments import moment_cells

NAMES = ("felt_seen", "time_pressure", "screen_share", "mis_seen")


def slots(variables, **changes):
    """Return the bound values of a moments query; unused slots name the constant column."""
    filters = {f"filter_{slot}": "everyone" for slot in range(1, 9)}
    levels = {f"levels_{slot}": None for slot in range(1, 9)}
    names = [*variables, *["everyone"] * (MOST_VARIABLES - len(variables))]
    named = {f"variable_{place}": name for place, name in enumerate(names, start=1)}
    usual = {
        "table": "answers",
        "cluster": "institution_id",
        "cluster_else": "institution_id",
        "is_weighted": True,
    }
    people = {"person": "recipient_id", "practitioner": "practitioner_id"}
    return filters | levels | named | usual | people | changes


def run(con, name, variables, **changes):
    """Return the rows of a query given exactly the values it asks for."""
    values = slots(variables, **changes)
    return queries.run(con, name, **{key: values[key] for key in queries.parameters(name)})


def shares(cells, **roles):
    """Return the shares of variance of some variables."""
    return importance(moments(cells), **roles)


def rows(seed=5, n=700):
    """Return answers with holes everywhere, frequencies and weights in thousandths."""
    draw = np.random.default_rng(seed)

    def some(values, holes=0.15):
        picked = pd.Series(draw.choice(np.array(values, dtype=object), n))
        return picked.mask(pd.Series(draw.random(n) < holes))

    return pd.DataFrame(
        {
            "everyone": "everyone",
            "institution_id": draw.integers(1, 13, n),
            "practitioner_id": some(range(1, 40)).astype("Int64"),
            "recipient_id": some(range(1, 200)).astype("Int64"),
            "profession": some(["nurse", "chaplain"]).astype("string"),
            "frequency": draw.integers(1, 4, n),
            "weight": draw.choice([500, 1000, 2125], n),
            "felt_seen": some(range(1, 6)).astype("Int64"),
            "time_pressure": some(range(1, 6)).astype("Int64"),
            "screen_share": some([0.0, 0.2, 1 / 3, 0.9]).astype("Float64"),
            "mis_seen": some([True, False]).astype("boolean"),
        }
    )


@pytest.fixture(scope="module")
def memory():
    """Return a database of its own."""
    con = duckdb.connect()
    yield con
    con.close()


def repeated(frame):
    """Return one row per respondent, numbers as numbers."""
    numbers = {name: frame[name].astype("Float64").astype(float) for name in NAMES}
    each = frame.assign(cluster=frame["institution_id"], **numbers)
    return each.loc[each.index.repeat(each["frequency"])]


@pytest.mark.parametrize("is_weighted", [False, True], ids=["plain", "weighted"])
def test_moments_equal_those_of_pandas_over_complete_answers(is_weighted, memory):
    frame = rows()
    memory.register("answers", frame)
    expected = moment_cells(
        repeated(frame).assign(weight=lambda it: it["weight"] if is_weighted else 1000),
        NAMES,
        weight="weight",
    )

    found = run(memory, "cells/moments", NAMES, is_weighted=is_weighted)

    cells = MomentCells(variables=NAMES, frame=found)
    pd.testing.assert_frame_equal(
        found[list(cells.columns)],
        expected.frame[list(cells.columns)],
        check_dtype=False,
        rtol=1e-13,
    )


def test_a_slot_that_is_not_used_counts_nothing_and_leaves_nobody_out(memory):
    memory.register("answers", rows())

    found = run(memory, "cells/moments", NAMES[:2])

    unused = [name for name in found if any(f"_{slot}" in name for slot in range(3, 11))]
    assert not found[[name for name in unused if name.startswith("sum_wz")]].to_numpy().any()
    complete = rows().dropna(subset=list(NAMES[:2]))
    assert found["n_answers"].sum() == complete["frequency"].sum()


def test_a_variable_in_words_has_no_complete_answers(memory):
    memory.register("answers", rows())

    assert run(memory, "cells/moments", ("felt_seen", "profession")).empty


def test_filters_reach_the_moments(memory):
    frame = rows()
    memory.register("answers", frame)

    found = run(
        memory, "cells/moments", NAMES, filter_3="profession", levels_3=["nurse", "nobody"]
    )

    kept = frame[frame["profession"] == "nurse"].dropna(subset=list(NAMES))
    assert found["n_answers"].sum() == kept["frequency"].sum()


@given(seed=st.integers(0, 2**32 - 1), cut=st.integers(0, 60))
@hypothesis_settings(max_examples=15, deadline=None)
def test_moments_of_parts_add_to_the_moments_of_the_whole(seed, cut, memory):
    frame = rows(seed, 60)
    found = []
    for part in (frame.iloc[:cut], frame.iloc[cut:], frame):
        memory.register("answers", part)
        sums = run(memory, "cells/moments", NAMES)
        found.append(MomentCells(variables=NAMES, frame=sums))

    added = found[0].plus(found[1]).frame

    whole = found[2].frame[list(added)]
    pd.testing.assert_frame_equal(added.astype(float), whole.astype(float), rtol=1e-12)


def test_who_stands_behind_complete_answers_by_hand(memory):
    # person, practitioner, frequency, two answers
    table = [
        (1, 10, 1, 5, 1),
        (1, 10, 3, 4, 2),
        (2, 11, 1, 5, 3),
        (None, None, 2, 3, 3),  # nobody known: two people, no practitioner
        (3, 12, 1, 5, None),  # not complete: nobody stands here
    ]
    names = ["recipient_id", "practitioner_id", "frequency", "felt_seen", "time_pressure"]
    frame = pd.DataFrame(table, columns=names).astype("Int64").assign(everyone="everyone")
    memory.register("answers", frame)

    (found,) = run(memory, "cells/contributors_complete", names[3:]).to_dict("records")

    assert found["n_answers"] == 7
    assert found["n_people"] == 2 + 2
    assert (found["n_practitioners"], found["n_with_practitioner"]) == (2, 5)
    assert found["largest_practitioner_share"] == 0.8
    memory.register("answers", frame.iloc[4:])
    assert run(memory, "cells/contributors_complete", names[3:]).empty


def test_a_data_file_answers_with_its_moments():
    file = store.DataFile(shape("ordinary"))
    values = slots(("felt_seen", "time_pressure", "seen_by_recipient"), table="encounter_answer")
    asked = {key: values[key] for key in queries.parameters("cells/moments")}

    cells = MomentCells(
        variables=("felt_seen", "time_pressure", "seen"), frame=file.run("cells/moments", **asked)
    )
    file.close()

    found = shares(
        cells,
        outcome="felt_seen",
        blocks={"hurry": ["time_pressure"], "worker": ["seen"]},
    )
    assert found.shares.values.sum() == pytest.approx(1)
    assert found.shares.influence.shape == (12, 4)
    assert cells.frame["n_answers"].sum() == 1200


def test_burnout_and_what_goes_with_it_stand_in_one_row(tmp_path):
    surveys = pd.DataFrame(
        {
            "practitioner_id": range(1, 41),
            "wave": pd.Timestamp("2025-02-01"),
            "instrument": "CBI",
            "scale": "exhaustion",
            "raw": np.linspace(20, 80, 40),
            "raw_min": 0.0,
            "raw_max": 100.0,
            "direction": "higher_worse",
            "workload": np.linspace(1, 5, 40),
            "impeded_relationship": [1.0, 4.0] * 20,
        }
    )
    people = pd.DataFrame(
        {
            "practitioner_id": range(1, 41),
            "institution_id": [place % 8 + 1 for place in range(40)],
            "profession": "nurse",
        }
    )
    path = build(tmp_path, tables={"burnout_survey": surveys, "practitioner": people})
    names = ("burden_0_100", "workload", "impeded_relationship")
    file = store.DataFile(path)
    values = slots(names, table="burnout_answer")
    asked = {key: values[key] for key in queries.parameters("cells/moments")}

    cells = MomentCells(variables=names, frame=file.run("cells/moments", **asked))
    file.close()

    found = shares(cells, outcome=names[0], blocks={"overload": names[1:2], "impeded": names[2:]})
    assert found.r_squared == pytest.approx(1)
    assert len(cells.frame) == 8
