"""No difference of shown lines of a crossed table leaves a few people by themselves.

What a reader can know is worked out here without the guard: every shown cell, every shown margin
and the total are sums over cells; whatever these sums add up to, a reader knows.
"""

import itertools
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seen.domain.cells import Contributors
from seen.guard.rules import PUBLISH, Key, Rules
from seen.guard.suppress import TOTAL, hidden
from seen.guard.unions import unions

FEWEST = 11  # people: DESIGN.md section 6


def crossed(table):
    """Return who stands behind each cell, margin and the total; each of many practitioners."""
    sizes: dict[tuple[str | None, str | None], int] = {}
    for (row, line), column in itertools.product(enumerate(table), range(len(table[0]))):
        for key in itertools.product((f"r{row}", None), (f"c{column}", None)):
            sizes[key] = sizes.get(key, 0) + line[column]
    return {
        key: Contributors(
            n_answers=n,
            n_people=n,
            n_practitioners=n,
            n_with_practitioner=n,
            largest_practitioner_share=1 / n,
        )
        for key, n in sizes.items()
        if n
    }


def unknown_cells(behind, found):
    """Return the hidden cells, empty ones too, and how many people each has."""
    firsts = {key[0] for key in behind} - {None}
    seconds = {key[1] for key in behind} - {None}
    cells = sorted(key for key in itertools.product(firsts, seconds) if key in found)
    return cells, np.array([behind[key].n_people if key in behind else 0 for key in cells])


def known_sums(behind, found, cells):
    """Return the sums a reader knows: of the cells in each shown margin, and in the total."""
    shown = [key for key in behind if None in key and key not in found]
    return np.array(
        [
            [all(own in (None, of) for own, of in zip(key, cell, strict=True)) for cell in cells]
            for key in shown
        ],
        dtype=float,
    )


def few_together(behind, found):
    """Return every set of hidden cells of 1 to 10 people whose sum a reader can work out."""
    cells, sizes = unknown_cells(behind, found)
    if TOTAL in found or not cells:
        return set()
    sums = known_sums(behind, found, cells)
    chosen = np.arange(1, 2 ** len(cells))[:, None] >> np.arange(len(cells)) & 1
    people = chosen @ sizes
    chosen = chosen[(people > 0) & (people < FEWEST)]
    # a sum follows from the known ones exactly if it lies in the space they span
    _, spread, directions = np.linalg.svd(sums)
    free = directions[int((spread > 1e-9).sum()) :]
    is_known = np.abs(chosen @ free.T).max(axis=1, initial=0) < 1e-6
    return {frozenset(itertools.compress(cells, row)) for row in chosen[is_known]}


def few_margins(behind, found):
    """Return the hidden margins of a side that are 1 to 10 people together, or one alone."""
    sides = ([k for k in behind if k[1] is None], [k for k in behind if k[0] is None])
    closed = [[key for key in side if key in found and key != TOTAL] for side in sides]
    return [
        side
        for side in closed
        if side and (len(side) == 1 or sum(behind[key].n_people for key in side) < FEWEST)
    ]


tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.integers(0, 60) | st.sampled_from([0, 1, 4, 9, 12]),
            min_size=shape[1],
            max_size=shape[1],
        ),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(table=tables.filter(lambda table: any(map(any, table))))
@example(table=[[8, 5, 0], [60, 100, 2]])
@example(table=[[4, 0, 12], [12, 12, 60], [12, 4, 9]])
@settings(deadline=None, max_examples=300)
def test_no_sums_of_shown_lines_leave_a_few_people(table):
    behind = crossed(table)

    found = hidden(behind, rules=PUBLISH)

    assert {key for key, who in behind.items() if who.n_people < FEWEST} <= found
    assert not few_together(behind, found)
    assert TOTAL in found or not few_margins(behind, found)


@given(table=tables.filter(lambda table: any(map(any, table))), minimum=st.integers(2, 30))
@settings(deadline=None, max_examples=100)
def test_a_crossed_table_hides_the_margins_that_each_side_hides_alone(table, minimum):
    behind, rules = crossed(table), Rules(minimum_people=minimum)

    found = hidden(behind, rules=rules)

    for side in (0, 1):
        alone = {key: who for key, who in behind.items() if key[1 - side] is None}
        assert found & set(alone) == hidden(alone, rules=rules)


# -- the differences a reader can form, each worked out by hand ----------------------------------


def test_hidden_margins_less_a_shown_cell_leave_no_few_people():
    # low 68, mid 105, high 2: high and low are hidden, and are 175 - 105 = 70 people together.
    # Were white low (60) shown, black low (8) and white high (2) would be the 10 that are left.
    behind = crossed([[8, 5, 0], [60, 100, 2]])

    found = hidden(behind, rules=PUBLISH)

    assert {(None, "c0"), (None, "c2")} <= found
    assert (None, "c1") not in found
    assert {("r1", "c0"), ("r1", "c1")} <= found


def test_two_columns_less_a_row_leave_no_few_people():
    # each line has two hidden cells or none, and still 16 + 16 - 24 = 8 = 4 + 4 people
    behind = crossed([[4, 0, 12], [12, 12, 60], [12, 4, 9]])
    found = {("r0", "c0"), ("r0", "c2"), ("r1", "c0"), ("r1", "c1"), ("r2", "c1"), ("r2", "c2")}

    assert few_together(behind, found) == {frozenset({("r0", "c0"), ("r2", "c1")})}
    assert found < hidden(behind, rules=PUBLISH)


def test_a_hidden_margin_counts_as_unknown_in_such_a_difference():
    # r0 has 9 people and is hidden with r1 (23): what follows needs both, which are known as one
    behind = crossed([[4, 5, 0], [5, 9, 9], [30, 40, 50]])

    found = hidden(behind, rules=PUBLISH)

    assert {("r0", None), ("r1", None)} <= found
    assert not few_together(behind, found)


def test_what_needs_no_further_hiding_stays_shown():
    behind = crossed([[4, 30, 60], [30, 9, 70], [80, 80, 80]])

    found = hidden(behind, rules=PUBLISH)

    # the two private cells and the two that close the square between them
    square = set(itertools.product(("r0", "r1"), ("c0", "c1")))
    assert found == square


def test_hidden_margins_hide_no_more_than_they_have_to():
    # c1 (7 people) is hidden with c0: 187 - 90 = 97 together, so no sum holds c1 alone
    behind = crossed([[60, 2, 60], [30, 5, 30]])

    found = hidden(behind, rules=PUBLISH)

    assert {("r0", "c2"), ("r1", "c2"), (None, "c2")} <= set(behind) - found


def test_what_hidden_margins_leave_together_is_not_mostly_one_practitioners():
    # One practitioner met all 40 of r1 c1. c1 and c2 are hidden: 222 - 90 = 132 people together.
    # Were r0 c2 (60) shown, 72 would be left, 40 of them that practitioner's.
    behind = crossed([[60, 20, 60], [30, 40, 12]])
    for key in itertools.product(("r1", None), ("c1", None)):
        share = 40 / behind[key].n_answers
        behind[key] = replace(behind[key], largest_practitioner_share=share)
    behind["r1", "c1"] = replace(behind["r1", "c1"], n_practitioners=1)

    found = hidden(behind, rules=PUBLISH)

    assert {(None, "c1"), (None, "c2")} <= found
    assert ("r0", "c2") in found


@pytest.mark.parametrize("minimum", [5, 11])
def test_two_groups_too_few_by_themselves_are_never_known_as_one(minimum):
    # 8 people together where nobody stands in both; nothing in the counts says that nobody does
    behind = crossed([[4, 0, 12], [12, 12, 60], [12, 4, 9]])

    found = hidden(behind, rules=Rules(minimum_people=minimum))

    pair = {("r0", "c0"), ("r2", "c1")}
    assert pair <= found
    assert pair not in known_unions(behind, found)


# -- people and practitioners who stand in several groups ----------------------------------------


def behind_rows(rows):
    """Return who stands behind each cell and margin of (first, second, person, staff)."""
    members: dict[Key, list[tuple[int, int]]] = {}
    for first, second, person, staff in rows:
        for key in itertools.product((first, None), (second, None)):
            members.setdefault(key, []).append((person, staff))
    return {key: contributors_behind(pairs) for key, pairs in members.items()}


def contributors_behind(pairs):
    """Return who stands behind some answers, each a person's with a practitioner."""
    staff = Counter(practitioner for _, practitioner in pairs)
    return Contributors(
        n_answers=len(pairs),
        n_people=len({person for person, _ in pairs}),
        n_practitioners=len(staff),
        n_with_practitioner=len(pairs),
        largest_practitioner_share=max(staff.values()) / len(pairs),
    )


def known_unions(behind, found):
    """Return every set of hidden cells whose sum a reader can work out, by algebra alone."""
    cells, _ = unknown_cells(behind, found)
    if TOTAL in found or not cells or len(cells) > 12:
        return []
    sums = known_sums(behind, found, cells)
    chosen = np.arange(1, 2 ** len(cells))[:, None] >> np.arange(len(cells)) & 1
    _, spread, directions = np.linalg.svd(sums)
    free = directions[int((spread > 1e-9).sum()) :]
    is_known = np.abs(chosen @ free.T).max(axis=1, initial=0) < 1e-6
    return [set(itertools.compress(cells, row)) for row in chosen[is_known]]


@st.composite
def answer_rows(draw):
    """Return answers of people who come back, to practitioners of whom some do most of a cell."""
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = draw(st.tuples(st.integers(2, 3), st.integers(2, 3)))
    sizes = draw(st.lists(st.sampled_from([0, 3, 6, 12, 40, 90]), min_size=9, max_size=9))
    rows = []
    for place, (first, second) in enumerate(itertools.product(*map(range, shape))):
        own, n_staff = int(seed.integers(12)), int(seed.choice([1, 4, 12]))
        for _ in range(sizes[place]):
            staff = own if seed.random() < 0.4 else int(seed.integers(n_staff))
            rows.append((f"r{first}", f"c{second}", int(seed.integers(60)), staff))
    return rows


@given(rows=answer_rows().filter(bool))
@settings(deadline=None, max_examples=150)
def test_no_union_a_reader_can_work_out_is_of_too_few_people_or_practitioners(rows):
    behind = behind_rows(rows)

    found = hidden(behind, rules=PUBLISH)

    for cells in known_unions(behind, found):
        pairs = [row[2:] for row in rows if row[:2] in cells]
        whole = [key for key in behind if None in key and key not in found]
        is_margin = any(
            {cell for cell in behind if None not in cell and matches(key, cell)} == cells
            for key in whole
        )
        assert is_margin or not pairs or PUBLISH.allow(contributors_behind(pairs))


def matches(margin, cell):
    """Return whether a cell stands in a margin."""
    return all(own in (None, of) for own, of in zip(margin, cell, strict=True))


def repeat_table(staff_of):
    """Return a table in which the six of r0 c0 are the six of r2 c1, each twice there."""
    sizes = [[6, 90, 40], [40, 40, 60], [90, 6, 40]]
    rows = []
    for first, line in enumerate(sizes):
        for second, n in enumerate(line):
            same = (first, second) in ((0, 0), (2, 1))
            people = range(n) if same else range(1000 * (3 * first + second + 1), 10**6)
            rows += [
                (f"r{first}", f"c{second}", person, staff_of(first, second, at))
                for at, person in zip(range(n), people, strict=False)
            ]
    return behind_rows(rows)


def test_the_same_people_in_two_hidden_cells_are_counted_once():
    # column 0 and column 1 less row 1 is r0 c0 and r2 c1: 12 answers, but of 6 people
    behind = repeat_table(lambda first, second, at: 20 * first + at % 20)

    found = hidden(behind, rules=PUBLISH)

    assert {"r0", "r2"} <= {key[0] for key in found}
    assert {("r0", "c0"), ("r2", "c1")} not in known_unions(behind, found)


def test_two_hidden_cells_of_one_practitioner_each_do_not_follow_together():
    sizes = [[12, 90, 40], [40, 40, 60], [90, 12, 40]]
    one = {(0, 0): "a", (2, 1): "b"}
    rows = [
        (f"r{first}", f"c{second}", (first, second, at), one.get((first, second), at % 20))
        for first, line in enumerate(sizes)
        for second, n in enumerate(line)
        for at in range(n)
    ]
    behind = behind_rows(rows)

    found = hidden(behind, rules=PUBLISH)

    assert {("r0", "c0"), ("r2", "c1")} <= found
    assert {("r0", "c0"), ("r2", "c1")} not in known_unions(behind, found)


def ring(n):
    """Return the ends of hidden cells that join n rows in a ring, and two of them once more."""
    cells: list[Key] = [(f"r{at}", f"c{at}") for at in range(n)]
    cells += [(f"r{at}", f"c{(at + 1) % n}") for at in range(n)]
    cells += [("r5", "x"), ("r6", "x")]  # so that there is a column more than there are rows
    return {cell: ((cell[0], None), (None, cell[1])) for cell in cells}


def turned(ends):
    """Return the ends of the cells of a table whose rows are columns."""
    return {key[::-1]: (two[::-1], one[::-1]) for key, (one, two) in ends.items()}


@pytest.mark.parametrize("n", [12, 24])
def test_two_lines_less_the_one_between_are_found_among_very_many(n):
    found, other = dict(unions(ring(n))), dict(unions(turned(ring(n))))

    assert frozenset({("r0", "c0"), ("r1", "c2")}) in found
    assert frozenset({("c0", "r0"), ("c2", "r1")}) in other


def test_sixteen_lines_of_the_shorter_side_are_looked_at_in_every_way():
    far = frozenset({("r7", "c7"), ("r11", "c0")})  # five rows less the four columns between
    near = {
        *((f"r{at}", None) for at in range(7, 12)),
        *((None, f"c{at}") for at in range(8, 12)),
    }

    found, other = dict(unions(ring(12))), dict(unions(turned(ring(12))))

    assert found[far] == near
    assert frozenset(key[::-1] for key in far) in other
