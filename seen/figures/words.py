"""The words of a figure: its sentence, line of facts, caution, small print and tables.

It promises the same words on the screen, in a deck and in an export.
"""

from __future__ import annotations

from collections.abc import Sequence

from seen.charts import funnel_table
from seen.charts.tables import Table, parts_table, table
from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Reason, Response, Withheld
from seen.domain.measures import Show
from seen.domain.questions import COMPARES_NONE, DISTRIBUTION, FUNNEL
from seen.figures.asker import Asker
from seen.figures.shown import Shown
from seen.sources import Source
from seen.text import text
from seen.wording import leading_gap, numbers, shared_versus, versus_words
from seen.wording.cautions import caution, small_print
from seen.wording.counted import asked_words, counted_fact
from seen.wording.protected import protected_lines
from seen.wording.reading import period_words, place_words


def sentence(shown: Shown, catalog: Catalog) -> tuple[str, str]:
    """Return the sentence of a figure, and the part of it that says the size of a difference."""
    if shown.sentence:
        return shown.sentence, shown.strong
    if not shown.first.sentence:
        return "", ""
    lead = leading_gap(shown.first, catalog)
    strong = shown.strong if lead is None else numbers.magnitude(lead, shown.first)
    return shown.first.sentence, strong


def asked(shown: Shown, catalog: Catalog) -> str:
    """Return what was asked, of whom and with which instrument."""
    return shown.asked or asked_words(shown.first, catalog)


def facts(asker: Asker, shown: Shown) -> str:
    """Return the line of facts: how to read the marks, counts, comparison, weights."""
    finding = shown.first
    counts = ", ".join(_counts(asker, finding))
    parts = [shown.key, counts, _versus(asker.catalog, finding), _weighting(finding)]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def cautions(asker: Asker, shown: Shown) -> tuple[str, str, str]:
    """Return one caution in plain words, what else stands beside the figure, the small print."""
    said = caution(shown.findings, asker.catalog, shown.cautions)
    notes = small_print(shown.findings, asker.catalog)
    return said, shown.beside() if shown.beside else "", notes


def tables(shown: Shown, catalog: Catalog) -> list[Table]:
    """Return the numbers of a figure as tables."""
    if shown.table is not None:
        return [shown.table]
    found: list[Table] = []
    for finding in shown.findings:
        if finding.question.view == FUNNEL:  # a row for each place, not for each part
            found.append(funnel_table.table(finding, catalog))
            continue
        if (parts := parts_table(finding, catalog)) is not None:
            found.append(parts)
        if finding.groups:
            found.append(table(finding, catalog))
    return found


def method(asker: Asker, findings: Sequence[Finding]) -> list[str]:
    """Return how a figure was computed, when a difference is reliable, when none is shown."""
    first = findings[0]
    methods = [found.method for found in first.numbers if isinstance(found, Estimate)]
    is_protected = asker.source.protection is not None
    key = "computed.method_released" if is_protected else "computed.method"
    blanks = {} if is_protected else {"plural": first.cluster_words}
    said = [text(key, method=methods[0], **blanks)] if methods else []
    if len(findings) == 1 and (n_compared := _n_allowed_for(first)) > 1:
        said.append(text("card.caution_holm", n=n_compared))
    if any(gap.p_holm is not None for each in findings for gap in each.gaps):
        said.append(_holm(first))
    return [*said, *thresholds(asker.source, first.cluster_words)]


def _n_allowed_for(finding: Finding) -> int:
    """Return for how many comparisons shown differences allow; 0 where none is shown."""
    is_shown = any(gap.p_holm is not None for gap in finding.gaps)
    return sum(gap.is_comparison for gap in finding.gaps) if is_shown else 0


def thresholds(source: Source, plural: str) -> list[str]:
    """Return when a number is not shown, and how far that protects anybody."""
    if source.protection is not None:
        few = text("computed.few_released")
        return [few, text("computed.not_published"), *protected_lines(source.protection)]
    keys = {"few": {"plural": plural}, "guard": {}, "across": {}}
    return [text(f"computed.{key}", **blanks) for key, blanks in keys.items()]


def _holm(finding: Finding) -> str:
    """Return when a difference is called reliable, notable and about equal."""
    margin = numbers.margin(finding)
    is_score = finding.question.show is Show.MEAN and not finding.measure.has_zero
    large = text("computed.large_relative")
    if is_score:
        large = text("computed.large_scale", margin=margin)
    return text("computed.holm", margin=margin, large=large)


def _counts(asker: Asker, finding: Finding) -> list[str]:
    """Return how many answered, where and when."""
    scope, said = asker.scope(finding.question), []
    if isinstance(finding.response, Response):
        response = finding.response
        said.append(counted_fact(finding.measure, response.answered))
        if response.asked:
            share = numbers.percent(response.answered / response.asked)
            said.append(text("card.facts_response", share=share))
    word, plural = place_words(asker.catalog, finding.measure.table)
    n = scope.n_institutions
    if said and n:
        said.append(text("card.facts_institutions", n=n, plural=word if n == 1 else plural))
    return [part for part in (*said, period_words(scope)) if part]


def _versus(catalog: Catalog, finding: Finding) -> str:
    """Return who groups are compared with; nothing in a view that compares none."""
    question = finding.question
    if question.view in (*COMPARES_NONE, FUNNEL):  # the line of a funnel is the mean of all
        return ""
    said = versus_words(shared_versus(finding), catalog.dimension(question.by))
    said = text("card.facts_versus", versus=said)
    if question.by2 is None:
        return said
    second = numbers.uncapital(catalog.dimension(question.by2).phrase("label"))
    key = "facts_at" if question.view == DISTRIBUTION else "facts_within"
    return f"{said} {text(f'card.{key}', dimension=second)}"


def _weighting(finding: Finding) -> str:
    """Return whether answers are weighted; nothing where there are none to weight."""
    if not any(_is_answered(found) for found in finding.numbers):
        return ""
    if finding.measure.amount:
        return text(f"card.facts_amount_{finding.measure.amount}")
    return text("card.facts_weighted" if finding.is_weighted else "card.facts_unweighted")


def _is_answered(found: Estimate | Withheld) -> bool:
    """Return whether there are answers behind a group, shown or not."""
    return isinstance(found, Estimate) or found.reason is not Reason.NO_ANSWERS
