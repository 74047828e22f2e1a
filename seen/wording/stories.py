"""What stands above a story: what kind it is, who has read it, and of whom it tells.

It promises that a draft is called one, and that a composite is never taken for a person.
"""

from __future__ import annotations

from seen.domain.catalog import Catalog
from seen.domain.questions import Question
from seen.domain.stories import DRAFT, Story
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.numbers import uncapital
from seen.wording.reading import month_words


def title(story: Story, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what a story is called; its number where it has no name."""
    return story.title or text("voices.untitled", language, n=story.number)


def kind(story: Story, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what a story is and who has reviewed it."""
    said = text(f"voices.kind_{story.kind}", language)
    if story.status == DRAFT or story.review_date is None or not story.reviewers:
        return f"{said} {text('voices.draft', language)}"
    month = month_words(story.review_date, language)
    return f"{said} {text('voices.vetted', language, reviewers=story.reviewers, month=month)}"


def asked(question: Question, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return which Question a story goes with: "What this data says: mis-seen, by race"."""
    measure = catalog.measure(question.measure).phrase("label", language)
    by = catalog.dimension(question.by).phrase("label", language)
    dimension = uncapital(by, language)
    return text("voices.ask", language, measure=uncapital(measure, language), dimension=dimension)


def tags(story: Story, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return of whom a story tells: "Profession: nurse. Kind of institution: hospital."."""
    said = []
    for name, levels in story.tags.chosen:
        dimension = catalog.dimension(name)
        named = [uncapital(dimension.level_label(level, language), language) for level in levels]
        label = dimension.phrase("label", language)
        said.append(text("voices.tag", language, dimension=label, levels=", ".join(named)))
    return " ".join(said)
