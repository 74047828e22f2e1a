"""What has to be said where few of those who were asked answered.

It promises one rule for every figure, whose two thresholds stand here and in docs/methods.md, and
that nobody is accused: the reader is told to look at who was asked and how.
"""

from __future__ import annotations

from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Response
from seen.domain.measures import Show
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.numbers import capital, count, percent

LOW_RESPONSE: Final = 0.20  # below it those who answered may be unlike all others
NEARLY_ALL: Final = 0.90  # from it on nearly everyone who answered gave the top answer
_MOST_NAMED: Final = 3


def response_words(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return that few answered, of all who were asked or in groups; empty where enough did.

    Groups are told apart where they are institutions, or kinds of them, and only those that are
    shown.
    """
    whole = finding.response
    if isinstance(whole, Response) and is_low(whole):
        everyone = [finding.overall, *(it.estimate for it in finding.groups)]
        shown = [it for it in everyone if isinstance(it, Estimate)][:1]
        key = "whole_extreme" if shown and all(_is_nearly_all(it, finding) for it in shown) else ""
        return text(f"responding.{key or 'whole'}", language, share=_share(whole))
    low = [
        (item.group, item.estimate, response)
        for item in finding.groups
        for group, response in finding.responses
        if group == item.group and isinstance(item.estimate, Estimate) and is_low(response)
    ]
    if not low:
        return ""
    by = catalog.dimension(finding.question.by)
    names = [capital(by.level_label(group, language)) for group, _, _ in low]
    key = "groups"
    if all(_is_nearly_all(found, finding) for _, found, _ in low):
        key = "groups_extreme"
    if len(low) == 1:
        return text(f"responding.{key}_one", language, name=names[0], share=_share(low[0][2]))
    named = ", ".join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        more = count(len(names) - _MOST_NAMED)
        named = text("responding.and_more", language, names=named, n=more)
    return text(f"responding.{key}", language, names=named, share=percent(LOW_RESPONSE))


def is_low(response: Response) -> bool:
    """Return whether fewer answered, of those who were asked, than the rule allows."""
    return bool(response.asked) and response.answered < LOW_RESPONSE * (response.asked or 0)


def _is_nearly_all(found: Estimate, finding: Finding) -> bool:
    """Return whether nearly everyone who answered gave the top answer."""
    return finding.question.show is Show.TOP and found.value >= NEARLY_ALL


def _share(response: Response) -> str:
    """Return what share of those who were asked answered."""
    return percent(response.answered / (response.asked or 1))
