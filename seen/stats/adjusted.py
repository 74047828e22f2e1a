"""Adjusted figures of a Finding: groups compared as if all had met the same circumstances.

They promise the same rules as crude figures: what is private or too few to judge stays withheld,
and comparisons, verdicts and the allowance for their number are made by the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from seen.domain.findings import Estimate, Group, Interval, Part, Reason, Withheld
from seen.domain.questions import VERSUS_OTHERS
from seen.stats.compare import comparisons
from seen.stats.estimates import Means, means
from seen.stats.references import Side, closed_others, references, side
from seen.stats.regression import regress
from seen.stats.sample import Answer, Sample
from seen.stats.standardise import standardise, standardise_others
from seen.stats.strata import Strata, strata
from seen.stats.support import Support, common_support
from seen.stats.totals import WHOLE, Pair, Totals, whole
from seen.stats.views import told_of
from seen.text import text

STANDARDISED: Final = "standardised"
REGRESSION: Final = "regression"
COVERAGE: Final = "coverage"
_TOO_FEW: Final = Withheld(reason=Reason.TOO_FEW)
_ALONE: Final = Withheld(reason=Reason.ALONE)


def adjusted(sample: Sample, *, how: str) -> Answer:
    """Return adjusted estimates of all groups, their gaps, and how many answers they cover.

    Groups whose crude figure is shown are compared over their common support (`Support`); the
    standard are all answers within it. Withheld are: a group whose crude figure is, for the same
    reason; as alone, one that nobody is there to compare with; as too few to judge, a group that
    shares too little with the others, and every group where the support covers less than 80 % of
    all answers; as undefined, what a regression cannot say. The whole is crude: it is its own
    standard.

    Parameters
    ----------
    sample
        Its cells hold a stratum; a second Dimension is added up over. "largest" is the largest
        crude group, so that crude and adjusted figures have the same reference.
    how
        "standardised" or "regression". What "others" are differs between them: see
        `standardise_others` and `regress`.

    Returns
    -------
    An Answer whose counts are those of whole groups, while intervals and rules go by the answers
    within support. Its part "coverage" is the share of the weight of all answers within support.

    Raises
    ------
    DataFileError
        When the cells hold sums no honest data can have.
    ValueError
        When `how` is neither, a share lies outside 0 to 1, or a stratum joins other than
        `Sample.strata` levels.

    References
    ----------
    As in `standardise` and `regress`; comparisons as in `compare`.
    """
    if how not in (STANDARDISED, REGRESSION):
        raise ValueError(f"Figures are adjusted by {STANDARDISED} or {REGRESSION}.")
    is_share = sample.scale.is_share
    cells = strata(sample.cells).with_groups(sample.known)
    sums = cells.margin()
    crude = side(means(sums, is_share=is_share), private=sample.private, is_share=is_share)
    support = _support(cells, crude)
    own, rest = _sides(sample, how, crude, support)
    compared = references(own, versus=sample.versus, rest=rest, crude=crude)
    kind = "share" if is_share else "mean"
    method = text(f"adjusted.{kind}_{how}", word=sample.cluster_word)
    return Answer(
        groups=tuple(
            Group(group=pair[0], group_2=None, estimate=_estimate(sample, own, pair, method))
            for pair in sums.groups
        ),
        gaps=comparisons(own, compared, scale=sample.scale, only=sample.only),
        overall=_overall(sample, sums),
        is_weighted=sums.has_unequal_weights,
        parts=(Part(name=COVERAGE, group=None, estimate=_coverage(sample, crude, support)),),
        notes=tuple(_notes(sample, how, crude, own, support)),
    )


def _support(cells: Strata, crude: Side) -> Support | None:
    """Return the common support of the groups that are shown; None for fewer than two."""
    shown = {
        name
        for (name, _), found in zip(crude.means.groups, crude.found, strict=True)
        if isinstance(found, Interval)
    }
    return common_support(cells, shown=shown) if len(shown) > 1 else None


def _sides(
    sample: Sample, how: str, crude: Side, support: Support | None
) -> tuple[Side, Callable[[], Side]]:
    """Return adjusted figures of all groups, and what gives those of everyone else."""
    if support is None or not support.is_enough:
        why = _ALONE if _is_alone(crude) else _TOO_FEW
        nobody = tuple(found if isinstance(found, Withheld) else why for found in crude.found)
        nothing = Side(means=crude.means, found=nobody)
        return nothing, lambda: nothing
    is_share, groups = sample.scale.is_share, crude.means.groups
    found, others = _means(sample, how, support)
    own = _as_crude(side(found.of(groups), private=sample.private, is_share=is_share), crude)

    def rest() -> Side:
        closed = closed_others(crude.means, private=sample.private)
        return side(others().of(groups), private=closed, is_share=is_share)

    return own, rest


def _is_alone(crude: Side) -> bool:
    """Return whether one group alone has answers, so that none can be compared."""
    return sum(found != Withheld(reason=Reason.NO_ANSWERS) for found in crude.found) == 1


def _means(sample: Sample, how: str, support: Support) -> tuple[Means, Callable[[], Means]]:
    """Return adjusted means of the compared groups, and what gives those of everyone else."""
    is_share = sample.scale.is_share
    if how == REGRESSION:
        model = regress(support, is_share=is_share, n_dimensions=len(sample.strata))
        return model.own, lambda: model.rest
    own = standardise(support, is_share=is_share)
    return own, lambda: standardise_others(support, is_share=is_share)


def _as_crude(own: Side, crude: Side) -> Side:
    """Return adjusted figures where the crude one is shown, without counts where withheld.

    A count would be that of the answers within support, beside another one on the crude figure.
    """
    found: list[Interval | Withheld] = []
    for mine, plain in zip(own.found, crude.found, strict=True):
        if isinstance(plain, Withheld) or isinstance(mine, Interval):
            found.append(plain if isinstance(plain, Withheld) else mine)
        elif mine.reason is Reason.UNDEFINED:
            found.append(Withheld(reason=Reason.UNDEFINED))
        else:  # a shown group has answers: that none were adjusted means that it left
            found.append(_TOO_FEW)
    return Side(means=own.means, found=tuple(found))


def _estimate(sample: Sample, found: Side, pair: Pair, method: str) -> Estimate | Withheld:
    """Return one of the figures as an Estimate, or why it is withheld."""
    index = found.means.groups.index(pair)
    interval = found.found[index]
    if isinstance(interval, Withheld):
        return interval
    return sample.estimate(
        interval,
        pair,
        n_clusters=int(found.means.n_clusters[index]),
        df=float(found.means.df[index]),
        method=method,
    )


def _overall(sample: Sample, sums: Totals) -> Estimate | Withheld:
    """Return the crude figure of all answers together."""
    is_share = sample.scale.is_share
    method = text("method.share" if is_share else "method.mean", word=sample.cluster_word)
    found = side(means(whole(sums), is_share=is_share), private=sample.private, is_share=is_share)
    return _estimate(sample, found, WHOLE, method)


def _coverage(sample: Sample, crude: Side, support: Support | None) -> Estimate | Withheld:
    """Return the share of all answers within support, or why it is withheld."""
    if WHOLE in sample.private:
        return Withheld(reason=Reason.PRIVATE)
    if support is None:
        return _ALONE if _is_alone(crude) else _TOO_FEW
    found = side(support.coverage, private=(), is_share=True)
    return _estimate(sample, found, WHOLE, text("adjusted.coverage", word=sample.cluster_word))


def _notes(
    sample: Sample, how: str, crude: Side, own: Side, support: Support | None
) -> Iterator[str]:
    """Return the keys of what has to be said about adjusted figures."""
    if support is None:
        yield "adjusted.one_group" if _is_alone(crude) else "adjusted.one_shown"
        return
    if not support.is_enough:
        yield "adjusted.no_support"
        return
    is_cut = bool(support.coverage.values[0] < 1)
    yield from (told_of(support.cells) if not is_cut else ()) or ("adjusted.same_mix",)
    if is_cut:
        yield "adjusted.left_out"
    shown = [isinstance(found, Interval) for found in crude.found]
    if sum(shown) > len(support.compared):
        yield "adjusted.dropped"
    undefined = Withheld(reason=Reason.UNDEFINED)
    if any(was and now == undefined for was, now in zip(shown, own.found, strict=True)):
        yield "adjusted.no_fit"
    if how == REGRESSION and sample.versus == VERSUS_OTHERS:
        yield "adjusted.others"
