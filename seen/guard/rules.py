"""The private rule for one group, in the strengths a Finding can be guarded with.

It promises that whoever stands behind a shown number is many, and that no single practitioner
makes up most of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seen.domain.cells import Contributors
from seen.settings import MINIMUM_PEOPLE

Key = tuple[str | None, str | None]  # (group, second group); None runs over all levels


class Strength(StrEnum):
    """For whom a Finding is guarded."""

    SCREEN = "screen"  # an analyst's own screen, whose threshold they may lower
    PUBLISH = "publish"  # everything that leaves it: files, links, decks, `seen ask`


@dataclass(frozen=True, kw_only=True)
class Rules:
    """When a group is private (DESIGN.md section 6)."""

    minimum_people: int = MINIMUM_PEOPLE
    minimum_practitioners: int = 5
    largest_share: float = 0.5

    def allow(self, behind: Contributors) -> bool:
        """Return whether these contributors are many enough to be shown.

        The practitioner rules look only at answers that have a practitioner: a group that met
        bots alone has none to protect.
        """
        if behind.n_people < self.minimum_people:
            return False
        if behind.n_with_practitioner == 0:
            return True
        return (
            behind.n_practitioners >= self.minimum_practitioners
            and behind.largest_practitioner_share <= self.largest_share
        )


PUBLISH: Final = Rules()


def rules_for(strength: Strength, *, screen_minimum_people: int) -> Rules:
    """Return the rules of a strength; only an analyst's own screen can be made less strict."""
    if strength is Strength.PUBLISH:
        return PUBLISH
    return Rules(minimum_people=screen_minimum_people)


def remainder(
    total: Contributors, shown: Iterable[Contributors], hidden: Iterable[Contributors]
) -> Contributors:
    """Return the least that can stand behind all hidden groups of a total taken together.

    Whoever can subtract the shown groups from their total learns about the hidden ones as one.
    People and practitioners may be in several groups, so their distinct number is bounded from
    below: by the largest hidden group, and by the total less everyone in a shown group. The
    largest practitioner may be the same in every hidden group, so the shares add up as if so.
    """
    outside, inside = list(shown), list(hidden)
    return Contributors(
        n_answers=sum(group.n_answers for group in inside),
        n_people=max(
            max((group.n_people for group in inside), default=0),
            total.n_people - sum(group.n_people for group in outside),
        ),
        n_practitioners=max(
            max((group.n_practitioners for group in inside), default=0),
            total.n_practitioners - sum(group.n_practitioners for group in outside),
        ),
        n_with_practitioner=sum(group.n_with_practitioner for group in inside),
        largest_practitioner_share=largest_share(inside),
        amount_with_practitioner=sum(group.shared for group in inside),
    )


def largest_share(inside: Collection[Contributors]) -> float:
    """Return the most that one practitioner can have of some groups together: of them all."""
    shared = sum(group.shared for group in inside)
    largest = sum(group.largest_practitioner_share * group.shared for group in inside)
    return largest / shared if shared else 0.0
