"""What has to be said under a figure: one caution in plain words, and beneath it the small print.

It promises that the caution says what the figure is adjusted for, that few answered and that few
places stand behind it, and that what is not shown is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from seen.domain.catalog import Catalog
from seen.domain.findings import PROVISIONAL_DF, Estimate, Finding
from seen.domain.questions import DISTRIBUTION, UNADJUSTED
from seen.text import DEFAULT_LANGUAGE, text
from seen.wording.numbers import count, uncapital
from seen.wording.responding import response_words
from seen.wording.views import strata_words


def caution(
    findings: Sequence[Finding],
    catalog: Catalog,
    own: Sequence[str] = (),
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """Return the caution under a figure of these Findings.

    A figure's own caution stands in place of the general one, which is said only of a reliable
    difference; what the figure is adjusted for, that few answered, and that it is provisional, is
    always said.
    """
    first = findings[0]
    said = list(own)
    if not own and any(gap.is_reliable for finding in findings for gap in finding.gaps):
        said = [text("card.caution", language)]
    is_one = text("notes.one_stratum", language) in first.notes
    if first.question.adjust != UNADJUSTED and not is_one:
        strata = strata_words(first, catalog, language)
        said.append(text("card.caution_adjusted", language, strata=strata))
    said += _few_answered(findings, catalog, language)
    if any(_is_provisional(finding) for finding in findings):
        said.append(text("card.caution_provisional", language, plural=first.cluster_words))
    return " ".join(said)


def small_print(
    findings: Sequence[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return how much is not shown, and the notes of these Findings, each once.

    That groups are compared inside a level stands in the line of facts already, and that few
    answered in the caution.
    """
    first = findings[0]
    elsewhere = (_inside(first, catalog, language), *_few_answered(findings, catalog, language))
    notes = [it for it in first.notes if it not in elsewhere]
    said = [_missing(findings, catalog, language), *notes]
    for finding in findings[1:]:
        is_beneath = finding.question.view == DISTRIBUTION != first.question.view
        for note in finding.notes:
            if note in (*said, *elsewhere):
                continue
            said.append(
                text("card.in_strips", language, note=uncapital(note, language))
                if is_beneath
                else note
            )
    return " ".join(dict.fromkeys(filter(None, said)))


def _few_answered(findings: Sequence[Finding], catalog: Catalog, language: str) -> list[str]:
    """Return that few of those who were asked answered, each way of saying it once."""
    said = (response_words(finding, catalog, language) for finding in findings)
    return list(dict.fromkeys(filter(None, said)))


def _inside(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return the note that groups are compared inside each level of a second Dimension."""
    if finding.question.by2 is None:
        return ""
    label = catalog.dimension(finding.question.by2).phrase("label", language)
    return text("notes.within", language, dimension=uncapital(label, language))


def _is_provisional(finding: Finding) -> bool:
    """Return whether few clusters stand behind a value or a comparison that is shown."""
    shown = [item.estimate for item in finding.groups if isinstance(item.estimate, Estimate)]
    return any(found.is_provisional for found in shown) or any(
        gap.df is not None and gap.df < PROVISIONAL_DF for gap in finding.gaps
    )


def _missing(findings: Sequence[Finding], catalog: Catalog, language: str) -> str:
    """Return how many groups are not shown; of two Dimensions how many of their pairs.

    Beside a figure of values, the strips that say where a group stands are another count.
    """
    first = findings[0]
    alike = [finding for finding in findings if finding.question.view == first.question.view]
    found = [item.estimate for finding in alike for item in finding.groups]
    n = sum(not isinstance(estimate, Estimate) for estimate in found)
    if not n:
        return ""
    if first.question.by2 is None:
        are_values = n > 1 and len({finding.measure for finding in alike}) > 1
        key = (
            "card.missing_values"
            if are_values
            else "card.missing_one"
            if n == 1
            else "card.missing"
        )
        return text(key, language, n=count(n))
    label = catalog.dimension(first.question.by2).phrase("label", language)
    return text(
        "card.missing_pairs",
        language,
        n=count(n),
        total=count(len(found)),
        dimension=uncapital(label, language),
    )
