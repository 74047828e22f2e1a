"""The view of blocks: which share of an outcome goes with each block of predictors.

It promises shares between nothing and all, that add up, and no comparison of blocks that are
withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from seen.domain.findings import Estimate, Part, Verdict, Withheld
from seen.stats.gaps import Scale, holm_of, verdict
from seen.stats.moment_sample import MomentSample
from seen.stats.relative_importance import Importance, importance
from seen.stats.sample import Answer
from seen.text import text

BLOCK: Final = "block"
COVARIATES: Final = "covariates"
UNEXPLAINED: Final = "unexplained"
DIFFERENCE: Final = "block_difference"
_SCALE: Final = Scale(is_share=True, worse_sign=1, span=1.0)


def blocks(
    sample: MomentSample,
    *,
    outcome: str,
    blocks: Mapping[str, Sequence[str]],
    covariates: Sequence[str] = (),
) -> Answer:
    """Return the shares of the variance of an outcome, and what differs between blocks.

    Parts: `block` for each block (`group` its name), `covariates` where something is adjusted
    for, `unexplained`; they add up to 1. `block_difference` for each pair: the share of `group`
    less that of `group_2`, with Holm over the pairs; notable where it is at least a tenth of the
    second. Intervals use t with the smaller of clusters - 1 and the Bell-McCaffrey degrees of
    freedom, and those of shares end at 0 and 1: the delta method is too narrow for a share near
    0, so one whose interval begins at 0 is to be said as "under 1 %" where it rounds to that. The
    whole is the mean of the outcome among complete answers.

    Withheld: all where the answers are private, fewer than 30 are complete or they come from
    fewer than 8 clusters, and undefined where the outcome or a predictor is constant.

    Parameters
    ----------
    sample
        Moments that hold the outcome, all predictors and covariates.
    outcome, blocks, covariates
        As `relative_importance.importance` takes them.

    References
    ----------
    As in `relative_importance.importance`; Holm as in `gaps`.
    """
    found: Importance | Withheld | None = sample.withheld()
    if found is None:
        found = importance(sample.moments, outcome=outcome, blocks=blocks, covariates=covariates)
    names = [(BLOCK, name) for name in blocks]
    shares = [*names, (COVARIATES, None), (UNEXPLAINED, None)]
    parts = [
        Part(name=name, group=group, estimate=_share(sample, found, place))
        for place, (name, group) in enumerate(shares)
        if covariates or name != COVARIATES
    ]
    return Answer(
        groups=(),
        gaps=(),
        overall=sample.mean(outcome),
        is_weighted=sample.is_weighted,
        parts=(*parts, *_differences(sample, found, tuple(blocks))),
        notes=("blocks.self_report",),
    )


def _share(sample: MomentSample, found: Importance | Withheld, place: int) -> Estimate | Withheld:
    """Return one share, its interval cut at 0 and 1, or why it is withheld."""
    if isinstance(found, Withheld):
        return found
    method = text("blocks.method_share", word=sample.cluster_word)
    share = sample.number(found.shares, place, method=method)
    if isinstance(share, Withheld):
        return share
    return replace(share, low=max(share.low, 0.0), high=min(share.high, 1.0))


def _differences(
    sample: MomentSample, found: Importance | Withheld, blocks: tuple[str, ...]
) -> list[Part]:
    """Return what differs between each two blocks, with Holm over all judged."""
    if isinstance(found, Withheld):
        pairs = [(a, b) for place, a in enumerate(blocks) for b in blocks[place + 1 :]]
        return [_difference(pair, found) for pair in pairs]
    names, differences = found.differences()
    method = text("blocks.method_difference", word=sample.cluster_word)
    shown = [sample.number(differences, place, method=method) for place in range(len(names))]
    p_values = {
        place: differences.p_value(place)
        for place, item in enumerate(shown)
        if isinstance(item, Estimate)
    }
    p_holm = holm_of(p_values, among=shown)
    share = dict(zip(found.blocks, found.shares.values.tolist(), strict=False))
    return [
        _difference(pair, shown[place], p_holm=p_holm.get(place), reference=share[pair[1]])
        for place, pair in enumerate(names)
    ]


def _difference(
    pair: tuple[str, str],
    found: Estimate | Withheld,
    *,
    p_holm: float | None = None,
    reference: float = 0.0,
) -> Part:
    """Return the difference of two blocks with what may be said of it."""
    said = Verdict.WITHHELD
    if isinstance(found, Estimate) and p_holm is not None:
        said = verdict(found, p_holm=p_holm, reference=reference, scale=_SCALE)
    return Part(
        name=DIFFERENCE,
        group=pair[0],
        group_2=pair[1],
        estimate=found,
        p_holm=p_holm,
        verdict=said,
    )
