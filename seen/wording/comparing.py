"""The sentence of one comparison, whatever came of it, in as few words as it takes.

It promises that every way of saying it names the group, the reference, the direction and the
interval, and what both sides share.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Gap, Reason, Verdict, Withheld
from seen.domain.measures import Show
from seen.domain.questions import DISTRIBUTION
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.wording import numbers
from seen.wording.counted import counted_words, kind_words
from seen.wording.length import fitting
from seen.wording.numbers import capital, uncapital
from seen.wording.people import both_named, is_about_self, people_named, sharing

_RELIABLE: Final = (Verdict.NOTABLE, Verdict.SMALL)


def say_gap(finding: Finding, gap: Gap, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return the sentence of one comparison, whatever its verdict."""
    if isinstance(gap.difference, Withheld):
        return _withheld(finding, gap, gap.difference, catalog, language)
    if gap.verdict in _RELIABLE:
        levels = finding.question.view == DISTRIBUTION
        ways = _at_level if levels else _reliable
        said = capital(fitting(ways(finding, gap, catalog, language)))
        small = text("sentence.small", language) if gap.verdict is Verdict.SMALL else ""
        return f"{said} {small}".strip()
    if gap.verdict is Verdict.ABOUT_EQUAL:
        return capital(fitting(_equal(finding, gap, catalog, language)))
    said = capital(fitting(_none(finding, gap, catalog, language)))
    if gap.excludes_zero:
        said = f"{said} {text('sentence.none_unadjusted', language)}"
    return said


def short_words(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return in what groups are compared, in a word or two."""
    if finding.question.view != DISTRIBUTION:
        return finding.measure.phrase(f"short_{finding.question.show}", language)
    label = catalog.dimension(finding.question.by2 or "").phrase("label", language)
    return uncapital(label, language)


def heading(finding: Finding, catalog: Catalog, language: str, *, at: str = "") -> str:
    """Return what a statement is about as a sentence before it: "Feeling seen, mean."."""
    short = short_words(finding, catalog, language)
    key = "heading_mean" if finding.question.show is Show.MEAN else "heading"
    return capital(text(f"sentence.{key}", language, short=short, at=at))


def say_reliable(
    finding: Finding,
    gap: Gap,
    names: tuple[str, str],
    language: str = DEFAULT_LANGUAGE,
    *,
    scope: str = "",
    values: str = "",
) -> str:
    """Return a reliable difference in one sentence, without a capital.

    `names` are the group and the reference; `scope` is what both share and stands first, `values`
    are the two that differ and stand before their difference.
    """
    raised = numbers.raised_by(gap, finding) > 0
    return text(
        _key(finding, language),
        language,
        people=names[0],
        versus=names[1],
        did=finding.measure.phrase(f"did_{finding.question.show}", language),
        label=finding.measure.phrase("label", language),
        often=text(f"sentence.{'more' if raised else 'less'}", language),
        level=text(f"sentence.{'higher' if raised else 'lower'}", language),
        **_sizes(finding, gap, language),
        scope=scope,
        values=values,
    )


def _reliable(finding: Finding, gap: Gap, catalog: Catalog, language: str) -> Iterator[str]:
    """Yield the ways to say a reliable difference, the fullest first."""
    names = people_named(finding, gap, catalog, language)
    among, at, at_heading = sharing(finding, gap, catalog, language)
    values = _values(finding, gap, language)
    for scope, kept in ((among, values), (among, ""), (at, "")):
        yield say_reliable(finding, gap, names, language, scope=scope, values=kept)
    about = heading(finding, catalog, language, at=at_heading)
    blanks = {"people": capital(names[0]), "versus": names[1], **_sizes(finding, gap, language)}
    yield f"{about} {text('sentence.brief', language, **blanks)}"


def _key(finding: Finding, language: str) -> str:
    """Return the key of the sentence of a reliable difference; a Measure may have its own."""
    measure = finding.measure
    own = f"sentence.share_{measure.name}"
    if has(own, language) and not measure.words:
        return own
    kind = "mean" if finding.question.show is Show.MEAN else "share"
    return f"sentence.{kind}_{'self' if is_about_self(measure) else measure.reporter}"


def _at_level(finding: Finding, gap: Gap, catalog: Catalog, language: str) -> Iterator[str]:
    """Yield the ways to say at which level of a second Dimension two groups differ."""
    people, versus = people_named(finding, gap, catalog, language)
    second = catalog.dimension(finding.question.by2 or "")
    level = uncapital(second.level_label(gap.group_2 or "", language), language)
    label = uncapital(second.phrase("label", language), language)
    base, says = (f"dimension.{second.name}.{key}" for key in ("base", f"says.{gap.group_2}"))
    shared = {
        "dimension": label,
        "level": level,
        "base": text(base, language) if has(base, language) else "",
        "says": text(says, language) if has(says, language) else "",
        **_sizes(finding, gap, language),
    }
    own = "says" if shared["says"] else "named" if shared["base"] else ""
    of_people = is_about_self(finding.measure) or finding.measure.reporter == "recipient"
    value, other = _pair(finding, gap, language)
    yield text(
        f"sentence.level_{own or ('people' if of_people else 'encounters')}",
        language,
        **shared,
        people=people,
        versus=versus,
        value=value,
        other=other,
    )
    key = "_".join(filter(None, ("sentence.level_brief", own)))
    yield text(key, language, **shared, people=capital(people), versus=versus)


def _equal(finding: Finding, gap: Gap, catalog: Catalog, language: str) -> Iterator[str]:
    """Yield the ways to say that two groups are about equal."""
    margin = numbers.margin(finding, language)
    people, versus = people_named(finding, gap, catalog, language)
    both, did = both_named(finding, people, versus, language)
    among, at, at_heading = sharing(finding, gap, catalog, language)
    short = did or short_words(finding, catalog, language)
    for scope in (among, at):
        yield text("sentence.equal", language, scope=scope, both=both, margin=margin, short=short)
    about = heading(finding, catalog, language, at=at_heading)
    blanks = {"people": capital(people), "versus": versus, "margin": margin}
    yield f"{about} {text('sentence.equal_brief', language, **blanks)}"


def _none(finding: Finding, gap: Gap, catalog: Catalog, language: str) -> Iterator[str]:
    """Yield the ways to say that no reliable difference was found."""
    people, versus = people_named(finding, gap, catalog, language)
    both, did = both_named(finding, people, versus, language)
    among, at, at_heading = sharing(finding, gap, catalog, language)
    low, high = numbers.range_words(gap, finding, language)
    blanks = {"both": both, "low": low, "high": high}
    blanks["short"] = did or short_words(finding, catalog, language)
    for key, scope in (("none", among), ("none_apart", among), ("none_apart", at)):
        yield text(f"sentence.{key}", language, **blanks, scope=scope)
    about = heading(finding, catalog, language, at=at_heading)
    blanks = {"people": people, "versus": versus, "low": low, "high": high}
    yield f"{about} {text('sentence.none_brief', language, **blanks)}"


def _withheld(finding: Finding, gap: Gap, why: Withheld, catalog: Catalog, language: str) -> str:
    """Return the sentence of a comparison that could not be shown."""
    short = short_words(finding, catalog, language)
    kind = kind_words(finding.measure, language)
    if why.is_hidden:
        return text(f"sentence.{why.reason}_any", language, short=short)
    if why.reason is not Reason.TOO_FEW or why.n_answers is None:
        return text("sentence.too_few_any", language, short=short, kind=kind)
    people, versus = people_named(finding, gap, catalog, language)
    among, at, at_heading = sharing(finding, gap, catalog, language)
    blanks = {"people": people, "versus": versus, "kind": kind}
    blanks["n"] = counted_words(finding.measure, why.n_words(language), language)
    ways = [
        text("sentence.too_few", language, **blanks, short=short, scope=scope)
        for scope in (among, at)
    ]
    about = heading(finding, catalog, language, at=at_heading)
    ways.append(f"{about} {text('sentence.too_few_brief', language, **blanks)}")
    return capital(fitting(ways))


def _sizes(finding: Finding, gap: Gap, language: str) -> dict[str, str]:
    """Return the size of a reliable difference with its word, and the ends of its interval."""
    low, high = numbers.magnitude_ends(gap, finding)
    return {"gap": numbers.magnitude(gap, finding, language), "low": low, "high": high}


def _values(finding: Finding, gap: Gap, language: str) -> str:
    """Return the two values that differ, to stand before their difference."""
    value, other = _pair(finding, gap, language)
    return text("sentence.values", language, value=value, other=other)


def _pair(finding: Finding, gap: Gap, language: str) -> tuple[str, str]:
    """Return the values of a group and of its reference."""
    found = next(
        item.estimate
        for item in finding.groups
        if (item.group, item.group_2) == (gap.group, gap.group_2)
    )
    if not isinstance(found, Estimate) or gap.reference is None:
        raise ValueError("A reliable difference needs both of its values.")
    show = finding.question.show
    decimals = numbers.decimals_of(found, show)
    value, other = (
        numbers.value(side, show, language)
        if side.bound
        else numbers.number(side.value, decimals, show)
        for side in (found, gap.reference)
    )
    return value, other
