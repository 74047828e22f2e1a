"""A Dimension: something to group or filter by, with ordered or unordered levels.

It promises that a level keeps its place, and so its colour, whatever is filtered.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from typing import Final

from seen.domain.measures import check_name
from seen.errors import CatalogError
from seen.text import DEFAULT_LANGUAGE, has, text

ROLES: Final = ("filter", "recipient", "worker", "place", "encounter", "time")
NOT_STATED: Final = "not_stated"  # the level of a row whose column is empty
PRESSURES: Final = ("time_pressure", "time_pressure_band")  # which no bot has
RESERVED_LEVELS: Final = frozenset({"others", "largest", "everyone", NOT_STATED})
RESERVED: Final = frozenset(
    ("view", "measure", "show", "by", "by2", "versus", "adjust", "strata", "group", "data")
) | {"part", "lang", "embed", "embed_options"}


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """Something to group or filter by; its levels stand in the order they are shown."""

    name: str
    column: str
    role: str
    ordered: bool = False
    levels: tuple[str, ...] = ()
    levels_from_data: bool = False  # institutions, quarters: read when the file is built
    unstated: tuple[str, ...] = ()  # levels that mean "would not say": grey, last
    thirds_of: str | None = None
    cuts_of: str | None = None
    cuts: tuple[float, ...] = ()
    merge_of: str | None = None
    merges: tuple[tuple[str, tuple[str, ...]], ...] = ()
    # pairs of levels: the first is never shown without the second
    needs: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = field(default=())  # a recipe's label, people, level.<x>

    def __post_init__(self) -> None:
        check_name(self.name)
        check_name(self.column)
        if self.name in RESERVED:
            raise CatalogError(text("declared.reserved", name=self.name))
        if self.role not in ROLES:
            choices = ", ".join(ROLES)
            raise CatalogError(
                text(
                    "declared.choice",
                    kind="Dimension",
                    name=self.name,
                    part="role",
                    choices=choices,
                )
            )
        if taken := sorted(set(self.levels) & RESERVED_LEVELS):
            raise CatalogError(
                text("declared.reserved_level", name=self.name, levels=", ".join(taken))
            )
        if len(set(self.levels)) != len(self.levels):
            raise CatalogError(text("declared.level_twice", name=self.name))
        if not self.levels and not self.levels_from_data:
            raise CatalogError(text("declared.levels", name=self.name))
        if sum(part is not None for part in (self.thirds_of, self.cuts_of, self.merge_of)) > 1:
            raise CatalogError(text("declared.made_once", name=self.name))
        if not set(self.unstated) <= set(self.levels):
            raise CatalogError(text("declared.unstated", name=self.name))
        if any(level not in self.levels for pair in self.needs for level in pair):
            raise CatalogError(text("declared.needs", name=self.name))
        for part, said in self.words:
            if part.partition(".")[0] in _FILLED and not _has_level_blank_alone(said):
                raise CatalogError(text("declared.blank", name=self.name, part=part))

    @property
    def is_derived(self) -> bool:
        """Whether it is made at build from another column."""
        return any((self.thirds_of, self.cuts_of, self.merge_of))

    def place(self, level: str) -> int:
        """Return where a level stands; unknown levels and "not stated" come last."""
        return self.levels.index(level) if level in self.levels else len(self.levels)

    def is_unstated(self, level: str) -> bool:
        """Return whether a level means that the answer is not known."""
        return level == NOT_STATED or level in self.unstated

    def phrase(self, part: str, language: str = DEFAULT_LANGUAGE) -> str:
        """Return its label, or another of its texts."""
        own = dict(self.words)
        key = f"dimension.{self.name}.{part}"
        if part in own:
            return own[part]
        if has(key, language):
            return text(key, language)
        return self.name.replace("_", " ").capitalize()

    def level_label(self, level: str, language: str = DEFAULT_LANGUAGE) -> str:
        """Return how a level is written in a table or beside a mark."""
        own = dict(self.words).get(f"level.{level}")
        if own is not None:
            return own
        for key in (f"dimension.{self.name}.level.{level}", f"level.{level}"):
            if has(key, language):
                return text(key, language)
        plain = level.replace("_", " ")
        return plain[:1].upper() + plain[1:]

    def people(
        self, level: str, language: str = DEFAULT_LANGUAGE, *, are_workers: bool = False
    ) -> str:
        """Return how the answers of a level are named in a sentence: "Black recipients".

        Where workers answered about themselves they are "nurses", not "recipients of nurses".
        """
        own, label = dict(self.words), self.level_label(level, language)
        part = "workers" if are_workers else "people"
        for key in (f"{part}.{level}", part):
            if key in own:
                return own[key].format(level=label)
        keys = (f"{part}.{level}", f"{part}.any", *([f"plural.{level}"] if are_workers else []))
        for key in (f"dimension.{self.name}.{key}" for key in keys):
            if has(key, language):
                return text(key, language, level=label)
        dimension = self.phrase("label", language)
        if are_workers:
            dimension = dimension.lower()
        return text(f"sentence.{part}_fallback", language, dimension=dimension, level=label)


_FILLED: Final = ("people", "workers")  # words of a recipe whose blank is filled


def _has_level_blank_alone(said: str) -> bool:
    """Return whether a text has no blank, or only plain ones for the level."""
    try:
        parts = list(string.Formatter().parse(said))
    except ValueError:
        return False
    return all(
        name is None or (name == "level" and not spec and not conversion)
        for _, name, spec, conversion in parts
    )
