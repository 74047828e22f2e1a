"""A Story: what connection sounds like, in a few words; never evidence, never beside a number.

It promises that a story stands only where its own people are among those who are filtered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from seen.domain.catalog import Catalog
from seen.domain.links import read
from seen.domain.measures import NAME_PATTERN
from seen.domain.questions import MOST_FILTERS, Filters, Question

DRAFT: Final = "draft"
_BETWEEN: Final = "; "
_NO_NOTE: Final = ("", "None")


@dataclass(frozen=True, kw_only=True)
class Story:
    """One story, with the levels of Dimensions it tells of.

    `status` is "draft" until two people have read it, one who does such work and one who has been
    on the other side of it; their roles stand in `reviewers`. `link` is the address of the
    Question it goes with, relative to the root of the dashboard.
    """

    number: int
    title: str
    told: str
    kind: str
    status: str
    reviewers: str
    review_date: date | None
    note: str  # what a reader may want to be told before; empty for nothing
    tags: Filters
    link: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Story:
        """Return a story from a row of the table `vignette`."""
        note = row["content_note"] or ""
        return cls(
            number=int(row["vignette_id"]),
            title=row["title"] or "",
            told=row["story"],
            kind=row["kind"],
            status=row["status"],
            reviewers=row["reviewers"] or "",
            review_date=row["review_date"],
            note="" if note in _NO_NOTE else note,
            tags=_tags(row["filter_tags"] or ""),
            link=row["data_link"] or "",
        )

    def among(self, filters: Filters) -> Filters | None:
        """Return the filters narrowed to those the story tells of; None where nobody is left."""
        narrowed = dict(filters.chosen)
        for name, levels in self.tags.chosen:
            kept = set(levels) & set(narrowed.get(name, levels))
            if not kept:
                return None
            narrowed[name] = tuple(kept)
        return Filters.of(narrowed) if len(narrowed) <= MOST_FILTERS else None

    def asks(self, catalog: Catalog, filters: Filters) -> tuple[str, Question] | None:
        """Return the page and the Question it goes with; None where the data cannot be asked it.

        Filters that its table can honour are kept.
        """
        parts = urlsplit(self.link)
        asked, ignored = read(parse_qs(parts.query), catalog)
        page = parts.path.strip("/")
        if not NAME_PATTERN.fullmatch(page) or ignored:
            return None
        table = catalog.measure(asked.measure).table
        kept = {
            name: levels
            for name, levels in filters.chosen
            if catalog.splits(catalog.dimension(name), table)
        }
        return page, asked.asking(filters=Filters.of(kept))


def placed(
    stories: Iterable[Story], catalog: Catalog, filters: Filters, table: str
) -> tuple[tuple[Story, Filters], ...]:
    """Return the stories that fit the filters, each with those narrowed to whom it tells of.

    A story tagged with what the data does not tell apart is left out: whether enough people
    stand behind it could not be known.
    """
    known = {item.name: item for item in catalog.dimensions if catalog.splits(item, table)}
    found = []
    for story in stories:
        is_known = all(
            name in known and set(levels) <= set(known[name].levels)
            for name, levels in story.tags.chosen
        )
        narrowed = story.among(filters)
        if is_known and narrowed is not None:
            found.append((story, narrowed))
    return tuple(found)


def _tags(said: str) -> Filters:
    """Return tags as they are stored, "profession=nurse; setting=hospital", as Filters."""
    levels: dict[str, list[str]] = {}
    for tag in filter(None, said.split(_BETWEEN)):
        name, _, level = tag.partition("=")
        levels.setdefault(name, []).append(level)
    return Filters.of(levels)
