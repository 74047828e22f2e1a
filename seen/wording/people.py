"""Who is compared with whom, as they stand in a sentence: groups, references, levels they share.

It promises that a reference always has a name, and that a level both sides share is said of both.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.dimensions import Dimension
from seen.domain.findings import Finding, Gap
from seen.domain.measures import Measure
from seen.domain.questions import DISTRIBUTION, VERSUS_LARGEST, VERSUS_OTHERS
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.numbers import uncapital

_NAMELESS: Final = {VERSUS_OTHERS: "everyone_else", VERSUS_LARGEST: "largest_group"}


def versus_words(versus: str, dimension: Dimension, language: str = DEFAULT_LANGUAGE) -> str:
    """Return who a group is compared with, as it stands beside a figure."""
    if versus in _NAMELESS:
        return text(f"sentence.{_NAMELESS[versus]}", language)
    return dimension.level_label(versus, language)


def shared_versus(finding: Finding) -> str:
    """Return what all groups are compared with; "largest" where each level has its own."""
    named = {gap.versus for gap in finding.gaps} or {finding.question.versus}
    return named.pop() if len(named) == 1 else VERSUS_LARGEST


def people_named(
    finding: Finding, gap: Gap, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> tuple[str, str]:
    """Return the group and the reference of a comparison, whatever the second group."""
    by = catalog.dimension(finding.question.by)
    people = by.people(gap.group, language, are_workers=finding.measure.is_about_workers)
    return people, versus_people(finding, gap.versus, catalog, language)


def versus_people(
    finding: Finding, versus: str, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return who a group is compared with, as they stand in a sentence."""
    dimension = catalog.dimension(finding.question.by)
    if versus in _NAMELESS:
        return versus_words(versus, dimension, language)
    return dimension.people(versus, language, are_workers=finding.measure.is_about_workers)


def both_named(
    finding: Finding, people: str, versus: str, language: str = DEFAULT_LANGUAGE
) -> tuple[str, str]:
    """Return both sides of a comparison, and in what they are compared.

    What workers said of encounters is theirs: "workers with Black recipients and with everyone
    else", in "feeling seen".
    """
    measure, show = finding.measure, finding.question.show
    is_of_workers = measure.reporter == "worker" and not measure.is_about_workers
    if not is_of_workers or finding.question.view == DISTRIBUTION:
        return text("sentence.both", language, people=people, versus=versus), ""
    said = text("sentence.both_worker", language, people=people, versus=versus)
    return said, measure.phrase(f"did_{show}", language)


def sharing(
    finding: Finding, gap: Gap, catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> tuple[str, str, str]:
    """Return the level of the second Dimension that both sides share, in three lengths.

    As people ("among recipients with high income, "), as a level ("at income “high”, ") and as a
    part of a heading (", income “high”"); all empty where no level is shared.
    """
    second = finding.question.by2
    if gap.group_2 is None or second is None or finding.question.view == DISTRIBUTION:
        return "", "", ""
    dimension = catalog.dimension(second)
    are_workers = finding.measure.is_about_workers
    people = dimension.people(gap.group_2, language, are_workers=are_workers)
    at = level_words(dimension, gap.group_2, language)
    return (
        text("sentence.among", language, people=people),
        text("sentence.at", language, level=at),
        text("sentence.at_heading", language, level=at),
    )


def level_words(dimension: Dimension, level: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a level with the name of its Dimension: "income “high”"."""
    return text(
        "sentence.level",
        language,
        dimension=uncapital(dimension.phrase("label", language), language),
        level=uncapital(dimension.level_label(level, language), language),
    )


def is_about_self(measure: Measure) -> bool:
    """Return whether those who reported are those the groups are made of."""
    return measure.reporter == "worker" and measure.is_about_workers
