"""Why a gap: what goes with the settings two groups are met in, and what remains in the same ones.

It promises that the parts add up to the crude gap exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from seen.domain.findings import Gap, Interval, Part, Reason, Withheld
from seen.domain.questions import VERSUS_OTHERS
from seen.stats.gaps import Scale
from seen.stats.kitagawa import decomposed, support
from seen.stats.linear import Linearised
from seen.stats.paired import paired
from seen.stats.sample import Answer, Sample
from seen.stats.strata import Strata
from seen.stats.views import Named, answered, crude_by_stratum, named, number, share, told_of
from seen.text import text

MINIMUM_COVERAGE: Final = 0.8
_NAMES: Final = ("composition", "same_setting", "coverage", "composition_share")
_COMPOSITION, _SAME, _CRUDE, _COVERED = range(4)  # the order of Decomposed


def decompose(sample: Sample) -> Answer:
    """Return the crude gaps and, of each, how much goes with who is met in which setting.

    The parts of a compared group, positive where worse for it:

    - `composition` goes with the shares of the strata, `same_setting` remains within them, and
      `uncovered`, left out where there is none, stands for the answers in strata that one side
      hardly has; these add up to the crude gap;
    - `coverage` is the share of answers in strata that both sides have, of the side where it is
      smaller;
    - `composition_share` is composition over gap, undefined where the gap's interval holds 0.

    Below 80 % coverage all but the coverage is too few to judge. Where the crude gap is withheld,
    so is every part, for the same reason.

    Parameters
    ----------
    sample
        One Dimension, its Cells in strata; parts come in the unit of the Measure.

    Raises
    ------
    DataFileError
        When the cells hold sums no honest data can have.
    ValueError
        When a shown group has no contributors, or a share lies outside 0 to 1.

    References
    ----------
    Kitagawa 1955, Journal of the American Statistical Association 50, 1168-1194. Intervals by the
    delta method over clusters, with the degrees of freedom of the crude gap: those of Bell and
    McCaffrey of the side that has fewer.
    """
    rows, plain = crude_by_stratum(sample)
    found = _decomposed(sample, rows, plain.gaps)
    parts: list[Part] = []
    for gap in plain.gaps:
        one = named(sample, plain, gap)
        if isinstance(gap.difference, Withheld):
            parts += [one.part(name, gap.difference, method="") for name in _NAMES]
        else:
            parts += _parts(one, *found[gap.group], scale=sample.scale)
    return answered(plain, parts=parts, notes=told_of(rows))


def _decomposed(
    sample: Sample, rows: Strata, gaps: Sequence[Gap]
) -> dict[str, tuple[Linearised, float]]:
    """Return, of each shown gap, its decomposition and the answers behind the coverage."""
    shown = [gap for gap in gaps if isinstance(gap.difference, Interval)]
    if not shown:
        return {}
    is_others = sample.versus == VERSUS_OTHERS
    sides = paired(rows, versus=None if is_others else shown[0].versus)
    found = decomposed(sides, support(sides))
    places = {gap.group: sides.rows.groups.index(gap.group) for gap in shown}
    return {
        gap.group: (
            found.of(places[gap.group], df=gap.df or 0.0),
            float(found.n_answers[places[gap.group]]),
        )
        for gap in shown
    }


def _parts(one: Named, found: Linearised, n_answers: float, *, scale: Scale) -> Iterator[Part]:
    """Return the parts of a shown gap."""
    method = text("decomposition.method", word=one.sample.cluster_word)
    few = Withheld(reason=Reason.TOO_FEW)
    coverage = float(found.values[_COVERED])
    sums = {"composition": (1, 0, 0, 0), "same_setting": (0, 1, 0, 0)}
    if coverage < 1:
        sums["uncovered"] = (-1, -1, 1, 0)
    signed = found.combined(scale.worse_sign * np.array(list(sums.values()), dtype=np.float64))
    for place, name in enumerate(sums):
        shown = few if coverage < MINIMUM_COVERAGE else number(signed, place, span=scale.span)
        yield one.part(name, shown, method=method)
    yield one.part(
        "coverage",
        share(found, _COVERED, n_answers=n_answers),
        method=text("decomposition.coverage", word=one.sample.cluster_word),
    )
    of_gap = few if coverage < MINIMUM_COVERAGE else _composition_share(found, one.gap)
    yield one.part("composition_share", of_gap, method=method)


def _composition_share(found: Linearised, gap: Gap) -> Interval | Withheld:
    """Return composition over gap (delta method), where the gap is known not to be 0."""
    composition, whole = (float(found.values[place]) for place in (_COMPOSITION, _CRUDE))
    if not gap.excludes_zero or whole == 0:
        return Withheld(reason=Reason.UNDEFINED)
    by = np.array([[1 / whole, 0.0, -composition / whole**2, 0.0]])
    return number(found.mapped(np.array([composition / whole]), by), 0, span=1.0)
