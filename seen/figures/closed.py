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


def one(
    asker: Asker, name: str, asked: Question | None, draw: Callable[..., Chart]
) -> Shown | Absent:
    """Return the part of a Question, or that this data holds no answer and what would."""
    found = asker.answer(asked, otherwise=text(f"closer.{name}_none"))
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


def only(finding: Finding, groups: Sequence[str]) -> Finding:
    """Return a Finding with the groups that are drawn alone, for the table and the counts."""
    return replace(finding, groups=tuple(it for it in finding.groups if it.group in groups))
