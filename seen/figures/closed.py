"""What figures of several pages have in common: one Question, one figure, one caution.

It promises that a part without an answer says what the data would have to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from seen.charts import Chart, dots
from seen.domain.findings import Finding
from seen.domain.questions import Question
from seen.figures.asker import Asker
from seen.figures.shown import Absent, Shown
from seen.text import text
from seen.wording import shared_versus, versus_words
from seen.wording.numbers import uncapital
from seen.wording.views import flagged


def one(
    asker: Asker, name: str, asked: Question | None, draw: Callable[..., Chart]
) -> Shown | Absent:
    """Return the part of a Question, or that this data holds no answer and what would."""
    found = asker.answer(asked, otherwise=asker.lacking(f"closer.{name}_none"))
    return found if isinstance(found, Absent) else part(name, [found], draw, (found,))


def dotted(
    asker: Asker, asked: Question | None, *, otherwise: str, **parts: Any
) -> Shown | Absent:
    """Return a Question's groups as dots; `otherwise` is said where there is none to ask."""
    found = asker.answer(asked, otherwise=otherwise)
    if isinstance(found, Absent):
        return found
    key = text("card.filled")
    return Shown(findings=[found], draw=dots.gaps, drawn=(found,), key=key, **parts)


def part(
    name: str,
    findings: Sequence[Finding],
    draw: Callable[..., Chart],
    drawn: tuple[Any, ...],
    **parts: Any,
) -> Shown:
    """Return the figure of a part with its caution."""
    return Shown(
        findings=findings,
        draw=draw,
        drawn=drawn,
        title=text(f"closer.{name}"),
        name=name,
        cautions=[text(f"closer.{name}_caution")],
        **parts,
    )


def over_time_key(asker: Asker, finding: Finding, groups: Sequence[str]) -> str:
    """Return how to read the marks of a figure over time; of a ring only where there is one."""
    said = [_versus_key(asker, finding, "over_time")]
    if any(flagged(finding, group) for group in groups):
        said.append(text("closer.ring"))
    return ". ".join(said)


def steps_key(asker: Asker, finding: Finding) -> str:
    """Return how to read the marks of slopes."""
    return _versus_key(asker, finding, "steps")


def _versus_key(asker: Asker, finding: Finding, name: str) -> str:
    """Return how to read the marks of a figure, with what each group is compared with."""
    by, by2 = (
        asker.catalog.dimension(it or "") for it in (finding.question.by, finding.question.by2)
    )
    return text(
        f"closer.{name}_key",
        versus=versus_words(shared_versus(finding), by),
        dimension=uncapital(by2.phrase("label")),
    )


def only(finding: Finding, groups: Sequence[str]) -> Finding:
    """Return a Finding with the groups that are drawn alone, for the table and the counts."""
    return replace(finding, groups=tuple(it for it in finding.groups if it.group in groups))
