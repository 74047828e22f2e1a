"""The guard hides what is private and whatever would give it back."""

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.cells import Contributors
from seen.guard.rules import PUBLISH, Rules, Strength, remainder, rules_for
from seen.guard.suppress import TOTAL, hidden, recoverable


def behind(n_people, *, n_practitioners=20, share=None):
    """Return contributors who each answered once."""
    n_practitioners = min(n_practitioners, n_people)
    return Contributors(
        n_answers=n_people,
        n_people=n_people,
        n_practitioners=n_practitioners,
        n_with_practitioner=n_people if n_practitioners else 0,
        largest_practitioner_share=share
        if share is not None
        else (1 / n_practitioners if n_practitioners else 0.0),
    )


def one_way(**sizes):
    """Return one-way groups and their total."""
    groups = {(name, None): behind(n) for name, n in sizes.items() if n}
    return {**groups, TOTAL: behind(sum(sizes.values()))}


def two_way(table):
    """Return two-way groups with both margins and the total, from rows of counts."""
    sizes = {
        (f"r{row}", f"c{column}"): n
        for row, line in enumerate(table)
        for column, n in enumerate(line)
        if n
    }
    found = dict(sizes)
    for (row, column), n in sizes.items():
        for margin in ((row, None), (None, column), TOTAL):
            found[margin] = found.get(margin, 0) + n
    return {key: behind(n) for key, n in found.items()}


def test_ten_people_are_private_and_eleven_are_not():
    assert not PUBLISH.allow(behind(10))
    assert PUBLISH.allow(behind(11))


def test_four_practitioners_are_private_and_five_are_not():
    assert not PUBLISH.allow(behind(40, n_practitioners=4))
    assert PUBLISH.allow(behind(40, n_practitioners=5))


def test_hidden_groups_of_an_amount_are_weighed_by_the_amount():
    # 400 of 410 minutes are one worker's, though only 6 of 66 records are
    few = replace(behind(6, share=0.9), amount_with_practitioner=400)
    many = replace(behind(60, share=0.1), amount_with_practitioner=10)

    left = remainder(behind(200), [], [few, many])

    assert left.largest_practitioner_share == pytest.approx((0.9 * 400 + 0.1 * 10) / 410)
    assert not PUBLISH.allow(left)
    assert PUBLISH.allow(remainder(behind(200), [], [behind(6, share=0.9), behind(60, share=0.1)]))


def test_one_practitioner_may_not_make_up_more_than_half():
    assert not PUBLISH.allow(behind(40, share=0.51))
    assert PUBLISH.allow(behind(40, share=0.5))


def test_practitioner_rules_do_not_apply_where_nobody_met_a_practitioner():
    assert PUBLISH.allow(behind(40, n_practitioners=0))


def test_only_the_own_screen_can_be_made_less_strict():
    assert rules_for(Strength.SCREEN, screen_minimum_people=5) == Rules(minimum_people=5)
    assert rules_for(Strength.PUBLISH, screen_minimum_people=5) == PUBLISH


def test_a_single_private_group_takes_the_next_smallest_with_it():
    groups = one_way(nurse=400, chaplain=50, midwife=3)

    assert hidden(groups, rules=PUBLISH) == {("midwife", None), ("chaplain", None)}


def test_of_two_groups_none_is_shown_where_one_is_private():
    groups = one_way(nurse=40, midwife=3)

    assert hidden(groups, rules=PUBLISH) == {("midwife", None), ("nurse", None)}


def test_a_private_total_hides_everything():
    groups = one_way(nurse=5, midwife=3)

    assert hidden(groups, rules=PUBLISH) == set(groups)


def test_two_private_groups_too_few_together_take_a_third():
    groups = one_way(nurse=400, chaplain=60, midwife=3, doula=2)

    assert ("chaplain", None) in hidden(groups, rules=PUBLISH)


def test_people_in_several_groups_are_not_counted_twice():
    total, shown, inside = behind(20), [behind(15)], [behind(8), behind(7)]

    assert remainder(total, shown, inside).n_people == 8


def test_a_hidden_group_in_a_crossed_table_cannot_be_had_by_subtraction():
    groups = two_way([[90, 80, 3], [70, 60, 50], [55, 65, 75]])

    found = hidden(groups, rules=PUBLISH)

    assert ("r0", "c2") in found
    assert not recoverable(groups, found)


def test_a_bridge_between_two_hidden_blocks_is_found():
    # two 2 x 2 blocks of hidden cells joined by one more: every line has two hidden cells, and
    # still the joining cell follows from the lines of one block
    groups = two_way([[50] * 4 for _ in range(4)])
    block = {(f"r{row}", f"c{column}") for row, column in itertools.product((0, 1), (0, 1))}
    other = {(f"r{row}", f"c{column}") for row, column in itertools.product((2, 3), (2, 3))}

    assert recoverable(groups, block | other | {("r0", "c2")}) == {("r0", "c2")}
    assert not recoverable(groups, block | other)


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 1, 4, 9, 12, 30, 200]), min_size=width, max_size=width),
        min_size=2,
        max_size=4,
    )
)


@given(table=tables.filter(lambda table: any(map(any, table))))
@settings(deadline=None, max_examples=150)
def test_no_crossed_table_gives_back_a_private_group(table):
    groups = two_way(table)

    found = hidden(groups, rules=PUBLISH)

    private = {key for key in groups if not PUBLISH.allow(groups[key])}
    assert private <= found
    assert not private & _solved_exactly(groups, found)


@given(sizes=st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 60), min_size=1))
@settings(deadline=None, max_examples=200)
def test_no_one_way_table_gives_back_fewer_than_eleven_people(sizes):
    groups = one_way(**sizes)

    found = hidden(groups, rules=PUBLISH)

    inside = [groups[key].n_people for key in found if key != TOTAL]
    assert TOTAL in found or not inside or sum(inside) >= 11
    assert len(inside) != 1 or TOTAL in found


@given(sizes=st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 60), min_size=1))
@settings(deadline=None)
def test_guarding_twice_changes_nothing(sizes):
    groups = one_way(**sizes)
    found = hidden(groups, rules=PUBLISH)

    assert hidden(dict(reversed(groups.items())), rules=PUBLISH) == found


@pytest.mark.parametrize("minimum", [1, 11, 40])
def test_a_stricter_minimum_never_shows_more(minimum):
    groups = one_way(a=400, b=60, c=30, d=12, e=5)

    more = hidden(groups, rules=Rules(minimum_people=minimum + 5))

    assert hidden(groups, rules=Rules(minimum_people=minimum)) <= more


def _solved_exactly(groups, found):
    """Return what exact elimination over fractions recovers: an independent check."""
    unknown = sorted(found, key=str)
    firsts, seconds = {k[0] for k in groups} - {None}, {k[1] for k in groups} - {None}
    inner = list(itertools.product(firsts, seconds))  # an empty place not hidden is known
    lines = [(TOTAL, [k for k in groups if k[0] is not None and k[1] is None])]
    lines.append((TOTAL, [k for k in groups if k[0] is None and k[1] is not None]))
    for margin in {(r, None) for r, _ in inner} | {(None, c) for _, c in inner}:
        lines.append((margin, [k for k in inner if k[0] == margin[0] or k[1] == margin[1]]))
    rows = [
        [Fraction(int(key in children) - int(key == parent)) for key in unknown]
        for parent, children in lines
    ]
    pivots = _reduce(rows)
    return {
        unknown[column] for row, column in pivots if sum(value != 0 for value in rows[row]) == 1
    }


def _reduce(rows):
    """Bring rows into reduced echelon form; return the pivots."""
    pivots, row = [], 0
    for column in range(len(rows[0]) if rows else 0):
        best = next((r for r in range(row, len(rows)) if rows[r][column]), None)
        if best is None:
            continue
        rows[row], rows[best] = rows[best], rows[row]
        lead = rows[row][column]
        rows[row] = [value / lead for value in rows[row]]
        for other in range(len(rows)):
            factor = rows[other][column]
            if other != row and factor:
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[row], strict=True)]
        pivots.append((row, column))
        row += 1
    return pivots
