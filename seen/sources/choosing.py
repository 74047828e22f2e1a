"""The levels a filter offers, each with a count that may be said.

It promises that a level too small to be safe shows no count, and that none follows from the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from seen.domain.cells import Contributors
from seen.domain.dimensions import Dimension
from seen.domain.scopes import Choice
from seen.guard.rules import PUBLISH, Key, Rules
from seen.guard.suppress import hidden


def guarded_choices(
    dimension: Dimension,
    behind: Mapping[Key, Contributors],
    *,
    rules: Rules = PUBLISH,
    are_workers: bool = False,
) -> tuple[Choice, ...]:
    """Return the levels in Catalog order, counts left out where they must not be said.

    Workers who answered about themselves are counted once each, however often they answered and
    on however many scales.
    """
    unsaid = hidden(behind, rules=rules)
    counts = {key: who.n_people if are_workers else who.n_answers for key, who in behind.items()}
    return tuple(
        Choice(
            level=level,
            n_rows=None if (level, None) in unsaid else counts[level, None],
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
