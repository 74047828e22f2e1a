"""What is said of burnout: which share of a score goes with what, and how it moved over waves.

It promises an interval beside every number, "goes with" and never a cause, and that those who
answered twice are told from all who answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from seen.domain.catalog import Catalog
from seen.domain.findings import Estimate, Finding, Part, Verdict, Withheld
from seen.domain.measures import Show
from seen.text import DEFAULT_LANGUAGE, has, text
from seen.wording import numbers, short_words
from seen.wording.changes import moves, size, spread
from seen.wording.length import fitting
from seen.wording.numbers import capital, uncapital

_SCORE: Final = "burden"
_SCALE: Final = "scale"
_MOST: Final = 0.5  # from here on it is "most" that stays unexplained
_LEAST: Final = 0.01  # the smallest share that is said as a number where its interval reaches 0
_RELIABLE: Final = (Verdict.NOTABLE, Verdict.SMALL)


def scale_words(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what a score is a score of: "exhaustion"; of other Measures their label."""
    held = finding.question.filters.levels(_SCALE)
    if finding.measure.name != _SCORE or len(held) != 1:
        return finding.measure.phrase("label", language)
    return uncapital(catalog.dimension(_SCALE).level_label(held[0], language), language)


def block_words(name: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what a block is called; one that a recipe declares goes by its own name."""
    key = f"block.{name}"
    return text(key, language) if has(key, language) else name.replace("_", " ")


def share_words(found: Estimate, language: str = DEFAULT_LANGUAGE) -> str:
    """Return a share of the variation without its interval, which near 0 is too narrow."""
    if found.low <= 0 and found.value < _LEAST:
        return text("burnout.under_one", language)
    return numbers.value(found, Show.TOP)


def is_above_zero(found: Estimate) -> bool:
    """Return whether the lower end of a share is above 0 as it is printed."""
    return round(100 * found.low, numbers.decimals_of(found, Show.TOP)) > 0


def rest_words(found: Estimate, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how much stays unexplained: "most stays unexplained: 62 %"."""
    key = "rest_most" if found.value >= _MOST else "rest"
    return text(f"burnout.{key}", language, share=numbers.percent(found.value))


def say_blocks(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return what the two largest blocks account for, whether they differ, and what is left."""
    held, shown = _blocks_of(finding)
    rest = _estimate(finding, "unexplained")
    if len(shown) < max(2, len(held)) or rest is None:
        return _nothing(finding, held, catalog, language)
    (first, most), (second, next_most) = _largest(shown)
    label = scale_words(finding, catalog, language)
    both = text(
        "burnout.both",
        language,
        first=_with_span(most, language),
        first_name=block_words(first, language),
        second=_with_span(next_most, language),
        second_name=block_words(second, language),
        verdict=text(f"burnout.blocks_{_apart(finding, first, second)}", language),
    )
    said = fitting(
        [
            text("burnout.blocks", language, label=label, both=both),
            text("burnout.blocks_brief", language, label=capital(label), both=both),
        ]
    )
    return f"{said} {capital(rest_words(rest, language))}."


def say_all_blocks(
    findings: Sequence[Finding], catalog: Catalog, language: str = DEFAULT_LANGUAGE
) -> str:
    """Return the sentence of the first scale, and of others where another block leads."""
    first, *rest = findings
    lead = _leading(first)
    others: dict[str, list[str]] = {}
    for finding in rest:
        found = _leading(finding)
        if found is not None and (lead is None or found[0] != lead[0]):
            share = _with_span(found[1], language)
            said = text(
                "burnout.elsewhere_one",
                language,
                label=scale_words(finding, catalog, language),
                share=share,
            )
            others.setdefault(found[0], []).append(said)
    more = [
        text(
            "burnout.elsewhere",
            language,
            block=capital(block_words(block, language)),
            labels=f" {text('reading.and', language)} ".join(labels),
        )
        for block, labels in others.items()
    ]
    return " ".join([first.sentence, *more])


def _leading(finding: Finding) -> tuple[str, Estimate] | None:
    """Return the block with the largest share, where it is reliably larger than the next."""
    held, shown = _blocks_of(finding)
    if len(shown) < max(2, len(held)):
        return None
    (first, most), (second, _) = _largest(shown)
    return (first, most) if _apart(finding, first, second) == "reliable" else None


def _blocks_of(finding: Finding) -> tuple[list[Part], list[tuple[str, Estimate]]]:
    """Return the blocks of a Finding, and those that are shown with their shares."""
    held = [part for part in finding.parts if part.name == "block"]
    shown = [(it.group or "", it.estimate) for it in held if isinstance(it.estimate, Estimate)]
    return held, shown


def _largest(shown: list[tuple[str, Estimate]]) -> list[tuple[str, Estimate]]:
    """Return the two blocks with the largest shares, the larger first."""
    return sorted(shown, key=lambda it: -it[1].value)[:2]


def say_waves(finding: Finding, catalog: Catalog, language: str = DEFAULT_LANGUAGE) -> str:
    """Return how a figure moved from the first wave to the last, of all and of those in both."""
    whole, pairs = _part(finding, "change_all"), _part(finding, "change_pairs")
    if whole is None or not isinstance(whole.estimate, Estimate):
        return text("burnout.moved_nothing", language, label=_scored(finding, catalog, language))
    waves = catalog.dimension(finding.question.by)
    blanks = {
        "first": waves.level_label(whole.group_2 or "", language),
        "last": waves.level_label(whole.group or "", language),
        "label": _scored(finding, catalog, language),
    }
    said = text(
        f"burnout.moved_{_moved(whole)}", language, **blanks, **_sizes(whole, finding, language)
    )
    return f"{capital(said)} {_of_pairs(pairs, finding, language)}".strip()


def _of_pairs(pairs: Part | None, finding: Finding, language: str) -> str:
    """Return the change among those who answered both waves, or why it is not said."""
    both = _estimate(finding, "answered_both")
    if pairs is None:
        return ""
    if not isinstance(pairs.estimate, Estimate) or both is None:
        found = pairs.estimate
        why = found.words(language) if isinstance(found, Withheld) else ""
        return text("burnout.pairs_withheld", language, why=uncapital(why, language))
    blanks = {"share": numbers.percent(both.value)} | _sizes(pairs, finding, language)
    return text(f"burnout.pairs_{_moved(pairs)}", language, **blanks)


def _sizes(part: Part, finding: Finding, language: str) -> dict[str, str]:
    """Return the words of a change that is shown."""
    found, show = part.estimate, finding.question.show
    if not isinstance(found, Estimate):
        raise ValueError("A withheld change has no size.")
    return {
        "moves": moves(found, language),
        "size": size(found, show, language),
        "span": spread(found, show, language),
    }


def _moved(part: Part) -> str:
    """Return what may be said of a change: reliable, equal or none."""
    if part.verdict in _RELIABLE:
        return "reliable"
    return "equal" if part.verdict is Verdict.ABOUT_EQUAL else "none"


def _apart(finding: Finding, first: str, second: str) -> str:
    """Return what may be said of the difference between two blocks."""
    for part in finding.parts:
        if part.name == "block_difference" and {part.group, part.group_2} == {first, second}:
            return _moved(part)
    return "none"


def _scored(finding: Finding, catalog: Catalog, language: str) -> str:
    """Return a Measure with the scale it is shown on: "burden (exhaustion)"."""
    short, scale = short_words(finding, catalog, language), scale_words(finding, catalog, language)
    if finding.measure.name != _SCORE or scale == short:  # as where no scale was chosen
        return short
    return text("burnout.scored", language, label=short, scale=scale)


def _with_span(found: Estimate, language: str) -> str:
    """Return a share with its interval."""
    return f"{share_words(found, language)} ({numbers.span_words(found, Show.TOP, language)})"


def _nothing(finding: Finding, held: list[Part], catalog: Catalog, language: str) -> str:
    """Return that nothing can be said of blocks, and why."""
    label = scale_words(finding, catalog, language)
    why = next((it.estimate for it in held if isinstance(it.estimate, Withheld)), None)
    if why is None:
        return text("views.nothing", language, short=label)
    said = uncapital(why.words(language, of=finding.measure), language)
    return text("burnout.blocks_withheld", language, label=label, why=said)


def _part(finding: Finding, name: str) -> Part | None:
    """Return a part by name; None where the Finding has none."""
    return next((it for it in finding.parts if it.name == name), None)


def _estimate(finding: Finding, name: str) -> Estimate | None:
    """Return a part's number; None where it is withheld or absent."""
    found = _part(finding, name)
    return found.estimate if found and isinstance(found.estimate, Estimate) else None
