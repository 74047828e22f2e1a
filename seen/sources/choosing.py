"""The levels a filter offers, each with a count that may be said.

It promises that a level too small to be safe shows no count, and that none follows from the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from seen.domain.cells import Contributors
from seen.domain.dimensions import Dimension
from seen.domain.scopes import Choice
from seen.guard.rules import PUBLISH, Key
from seen.guard.suppress import hidden


def guarded_choices(
    dimension: Dimension, behind: Mapping[Key, Contributors]
) -> tuple[Choice, ...]:
    """Return the levels in Catalog order, counts left out where they must not be said."""
    unsaid = hidden(behind, rules=PUBLISH)
    return tuple(
        Choice(
            level=level,
            n_rows=None if (level, None) in unsaid else behind[level, None].n_answers,
        )
        for level in dimension.levels
        if (level, None) in behind
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
