"""The levels a filter offers, each with a count that may be said.

It promises that a level too small to be safe shows no count, and that none follows from the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seen.domain.cells import Contributors
from seen.domain.dimensions import Dimension
from seen.domain.scopes import Choice
from seen.guard.rules import PUBLISH
from seen.guard.suppress import TOTAL, Key, hidden


def guarded_choices(
    dimension: Dimension,
    levels: Iterable[object],
    n_rows: Iterable[int],
    n_people: Iterable[int],
) -> tuple[Choice, ...]:
    """Return the levels in Catalog order, counts left out where they must not be said."""
    names = [str(level) for level in levels]
    counts = dict(zip(names, map(int, n_rows), strict=True))
    people = dict(zip(names, map(people_alone, map(int, n_people)), strict=True))
    unsaid = _unsaid(people)
    return tuple(
        Choice(level=level, n_rows=None if level in unsaid else counts[level])
        for level in dimension.levels
        if level in counts
    )


def people_alone(n_people: int) -> Contributors:
    """Return contributors known only by how many people they are."""
    return Contributors(
        n_answers=n_people,
        n_people=n_people,
        n_practitioners=0,
        n_with_practitioner=0,
        largest_practitioner_share=0.0,
    )


def _unsaid(people: Mapping[str, Contributors]) -> set[str]:
    """Return the levels whose counts must not be said."""
    behind: dict[Key, Contributors] = {(level, None): who for level, who in people.items()}
    behind[TOTAL] = people_alone(sum(who.n_people for who in people.values()))
    return {key[0] for key in hidden(behind, rules=PUBLISH) if key[0] is not None}
