"""The path from a predictor over a mediator to an outcome: total, direct and indirect.

It promises that direct and indirect add up to the total, and says nothing about what came first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from seen.domain.findings import Part, Reason, Withheld
from seen.stats.linear import Linearised
from seen.stats.moment_sample import MomentSample
from seen.stats.moments import Moments
from seen.stats.sample import Answer
from seen.stats.totals import Array
from seen.text import text

TOTAL, DIRECT, INDIRECT = "total", "direct", "indirect"
TO_MEDIATOR, FROM_MEDIATOR = "to_mediator", "from_mediator"
EFFECTS: Final = (TOTAL, DIRECT, INDIRECT, TO_MEDIATOR, FROM_MEDIATOR)


@dataclass(frozen=True, kw_only=True, eq=False)
class Mediation:
    """The five effects of a path, in the order of `EFFECTS`.

    `effects` holds change of the outcome per unit of the predictor for total, direct and
    indirect, change of the mediator per unit of the predictor (a), and of the outcome per unit
    of the mediator at a given predictor (b); indirect is a·b.
    """

    effects: Linearised


def mediation(
    found: Moments,
    *,
    predictor: str,
    mediator: str,
    outcome: str,
    covariates: Sequence[str] = (),
) -> Mediation | Withheld:
    """Return total, direct and indirect effects from moments, with delta influence.

    Three least-squares regressions over the same complete answers: outcome on predictor (total),
    mediator on predictor (a), outcome on predictor and mediator (direct, b); covariates stand in
    all three, so total = direct + a·b exactly. A coefficient of target t on variables A has
    dβ = g'(dS_At - dS_AA β), g being its row of S_AA⁻¹.

    Parameters
    ----------
    found
        Moments over complete answers; they may hold further variables.
    predictor, mediator, outcome
        Variables in their own units. An outcome one wave later, with the outcome of now among
        the covariates, says more than one of the same wave.
    covariates
        What is adjusted for.

    Returns
    -------
    Mediation, or Withheld as undefined where a variable is constant or the predictor, mediator
    and covariates repeat one another.

    Raises
    ------
    ValueError
        When a variable is unknown or has two roles.

    References
    ----------
    MacKinnon, Warsi and Dwyer 1995, Multivariate Behavioral Research 30, 41-62, equations 1 to
    5; standard error of a·b by the multivariate delta method as in Sobel 1982, Sociological
    Methodology 13, 290-312, here with the covariance of a and b over clusters.
    """
    roles = [predictor, mediator, outcome, *covariates]
    if len(set(roles)) != len(roles):
        raise ValueError("Predictor, mediator, outcome and covariates must all differ.")
    given = [predictor, mediator, *covariates]
    if found.is_constant[found.places(roles)].any() or found.is_collinear(given):
        return Withheld(reason=Reason.UNDEFINED)
    alone = [predictor, *covariates]
    total, d_total = _coefficient(found, outcome, alone)
    a, d_a = _coefficient(found, mediator, alone)
    direct, d_direct = _coefficient(found, outcome, given)
    b, d_b = _coefficient(found, outcome, [mediator, *alone])
    values = np.array([total, direct, a * b, a, b])
    slopes = np.stack([d_total, d_direct, a * d_b + b * d_a, d_a, d_b])
    unit = _units(found, predictor, mediator, outcome)
    return Mediation(effects=found.mapped(values * unit, slopes * unit[:, None, None]))


def paths(
    sample: MomentSample,
    *,
    predictor: str,
    mediator: str,
    outcome: str,
    covariates: Sequence[str] = (),
) -> Answer:
    """Return the parts `total`, `direct` and `indirect`, in units of the outcome per predictor.

    Withheld as `blocks.blocks` withholds its shares. The whole is the mean of the outcome among
    complete answers. Parameters as `mediation` takes them.

    References
    ----------
    As in `mediation`.
    """
    found: Mediation | Withheld | None = sample.withheld()
    if found is None:
        found = mediation(
            sample.moments,
            predictor=predictor,
            mediator=mediator,
            outcome=outcome,
            covariates=covariates,
        )
    method = text("blocks.method_path", word=sample.cluster_word)
    parts = [
        Part(
            name=name,
            group=None,
            estimate=found
            if isinstance(found, Withheld)
            else sample.number(found.effects, place, method=method),
        )
        for place, name in enumerate(EFFECTS[:3])
    ]
    return Answer(
        groups=(),
        gaps=(),
        overall=sample.mean(outcome),
        is_weighted=sample.is_weighted,
        parts=tuple(parts),
        notes=("blocks.self_report", "blocks.same_time"),
    )


def _coefficient(found: Moments, target: str, given: Sequence[str]) -> tuple[float, Array]:
    """Return the coefficient of the first given variable, and its derivatives by the products."""
    left = found.residual(target, given)
    at = found.places(given)
    own = np.zeros(len(found.variables))
    own[at] = found.inverse(given)[0]
    return -float(left[at[0]]), np.outer(own, left)


def _units(found: Moments, predictor: str, mediator: str, outcome: str) -> Array:
    """Return what turns each effect from units of spread into those of the variables."""
    x, m, y = found.spread[found.places([predictor, mediator, outcome])]
    return np.array([y / x, y / x, y / x, m / x, y / m])
