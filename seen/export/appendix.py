"""What stands behind a Story: how its figures were made, what was measured, of which data.

It promises each method once, with the cards it goes for, and no Measure that the cards do not use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seen.charts import dictionary as measured
from seen.charts.tables import Table
from seen.figures.asker import Asker
from seen.figures.shown import Shown
from seen.sources.provenance import Dataset
from seen.text import text

Fact = tuple[str, str]  # what it is called, and what it is
_FACTS: Final = ("title", "name", "source_type", "licence", "citation", "created_month")


@dataclass(frozen=True, kw_only=True)
class Method:
    """How figures were made, and which cards it goes for; none named where it goes for all."""

    said: str
    cards: tuple[int, ...]

    def words(self) -> str:
        """Return the method with its cards before it."""
        if not self.cards:
            return self.said
        cards = ", ".join(map(str, self.cards))
        key = "export.method_card" if len(self.cards) == 1 else "export.method_cards"
        return text(key, cards=cards, said=self.said)


def methods(told: Sequence[tuple[int, Sequence[str]]]) -> tuple[Method, ...]:
    """Return each method once, in the order in which cards first need it."""
    figures = [number for number, lines in told if lines]
    cards: dict[str, list[int]] = {}
    for number, lines in told:
        for line in lines:
            cards.setdefault(line, []).append(number)
    return tuple(
        Method(said=said, cards=() if numbers == figures else tuple(numbers))
        for said, numbers in cards.items()
    )


def dictionary(shown: Sequence[Shown], asker: Asker) -> Table | None:
    """Return the Measures that figures use, as a table; None where there is no figure."""
    names = {finding.measure.name for each in shown for finding in each.findings}
    if not names:
        return None
    return measured.measures(asker.catalog, names=names, is_released=asker.is_released)


def facts(dataset: Dataset, version: str) -> tuple[Fact, ...]:
    """Return where the data comes from, each fact with its name."""
    said = [(name, getattr(dataset, name)) for name in _FACTS]
    said[2] = ("source_type", text(f"methods.source_{dataset.source_type}"))
    said.insert(2, ("version", version))
    return tuple((text(f"methods.fact_{name}"), value) for name, value in said if value)
