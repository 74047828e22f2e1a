"""A path over a mediator: the coefficients of statsmodels, and errors over clusters."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from seen.domain.findings import Estimate, Reason, Withheld
from seen.stats.mediation import mediation, paths
from seen.stats.moments import moments
from seen.text import has
from tests.reference.moments import drawn_workers, moment_cells, moment_sample

VARIABLES = ("y", "x1", "m", "c")
ROLES = {"predictor": "x1", "mediator": "m", "outcome": "y"}


def found(cells, **options):
    """Return the usual path."""
    return mediation(moments(cells), **(ROLES | options))


def fitted(frame, target, names):
    """Return a weighted regression with errors over clusters, by statsmodels."""
    return sm.WLS(frame[target], sm.add_constant(frame[names]), weights=frame["w"]).fit(
        cov_type="cluster", cov_kwds={"groups": frame["cluster"], "use_correction": False}
    )


@pytest.mark.parametrize("covariates", [[], ["c"]])
def test_coefficients_and_errors_are_those_of_statsmodels(covariates):
    frame = drawn_workers(1)
    total = fitted(frame, "y", ["x1", *covariates])
    direct = fitted(frame, "y", ["x1", "m", *covariates])
    to = fitted(frame, "m", ["x1", *covariates])

    effects = found(moment_cells(frame, VARIABLES, weight="w"), covariates=covariates).effects

    a, b = to.params["x1"], direct.params["m"]
    expected = [total.params["x1"], direct.params["x1"], a * b, a, b]
    assert effects.values == pytest.approx(expected, abs=1e-10)
    clusters = frame["cluster"].nunique()
    factor = np.sqrt(clusters / (clusters - 1))  # the convention of survey, not of statsmodels
    for place, error in ((0, total.bse["x1"]), (1, direct.bse["x1"]), (3, to.bse["x1"])):
        assert effects.standard_error(place) == pytest.approx(factor * error, rel=1e-9)


def test_the_errors_are_those_of_a_bootstrap_over_clusters():
    frame = drawn_workers(2, clusters=200, answers=4000, equal=True)
    effects = found(moment_cells(frame, VARIABLES)).effects
    rows = frame.assign(one=1.0)[["one", "x1", "m", "y"]].to_numpy()
    products = np.zeros((200, 4, 4))
    np.add.at(products, frame["cluster"].to_numpy(), rows[:, :, None] * rows[:, None, :])
    counts = np.random.default_rng(7).multinomial(200, np.full(200, 1 / 200), size=4000)

    # least squares on the sums of each draw, by numpy
    drawn = np.tensordot(counts, products, axes=1)
    total = np.linalg.solve(drawn[:, :2, :2], drawn[:, :2, [3]])[:, 1, 0]
    a = np.linalg.solve(drawn[:, :2, :2], drawn[:, :2, [2]])[:, 1, 0]
    direct, b = np.linalg.solve(drawn[:, :3, :3], drawn[:, :3, [3]])[:, 1:, 0].T

    for place, effect in enumerate((total, direct, a * b)):  # statistics.md: within 3 %
        assert effects.standard_error(place) == pytest.approx(effect.std(), rel=0.03)


def test_a_mediator_outside_the_path_carries_nothing():
    frame = drawn_workers(3, clusters=100, answers=4000)
    frame["m"] = np.random.default_rng(1).standard_normal(len(frame))

    effects = found(moment_cells(frame, VARIABLES)).effects

    interval = effects.interval(2)
    assert interval.low <= 0 <= interval.high
    assert abs(interval.value) < 0.01


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from([10, 40]), st.booleans())
def test_direct_and_indirect_are_the_total(seed, clusters, is_adjusted):
    cells = moment_cells(drawn_workers(seed, clusters=clusters), VARIABLES, weight="w")

    effects = found(cells, covariates=["c"] if is_adjusted else []).effects

    added = effects.combined(np.array([[1.0, -1.0, -1.0, 0.0, 0.0]]))
    assert added.values[0] == pytest.approx(0, abs=1e-12)
    assert added.standard_error(0) == pytest.approx(0, abs=1e-10)


@settings(deadline=None, max_examples=25)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.01, -3.0, 100.0]),
    st.sampled_from([-20.0, 0.0, 55.0]),
)
def test_another_unit_of_the_outcome_is_another_unit_of_the_effects(seed, factor, shift):
    frame = drawn_workers(seed)
    changed = frame.assign(y=factor * frame["y"] + shift)

    before = found(moment_cells(frame, VARIABLES)).effects
    after = found(moment_cells(changed, VARIABLES)).effects

    assert after.values[:3] == pytest.approx(factor * before.values[:3], rel=1e-7, abs=1e-9)
    assert after.standard_error(2) == pytest.approx(
        abs(factor) * before.standard_error(2), rel=1e-6
    )


@pytest.mark.parametrize(
    "columns", [{"m": lambda it: 2 * it["x1"]}, {"m": 1.0}, {"c": lambda it: it["x1"] - it["m"]}]
)
def test_what_cannot_be_told_apart_is_undefined(columns):
    cells = moment_cells(drawn_workers(4).assign(**columns), VARIABLES)

    assert found(cells, covariates=["c"]) == Withheld(reason=Reason.UNDEFINED)


def test_a_variable_with_two_roles_is_refused():
    with pytest.raises(ValueError, match="must all differ"):
        found(moment_cells(drawn_workers(4), VARIABLES), covariates=["m"])


def test_parts_are_the_three_effects_with_their_intervals_and_a_caution():
    sample = moment_sample(moment_cells(drawn_workers(5, clusters=40), VARIABLES))

    answer = paths(sample, **ROLES)

    estimates = {item.name: item.estimate for item in answer.parts}
    assert list(estimates) == ["total", "direct", "indirect"]
    for item in estimates.values():
        assert isinstance(item, Estimate)
        assert item.n_clusters == len(sample.cells.frame)
    assert "blocks.same_time" in answer.notes
    assert all(has(note) for note in answer.notes)


@pytest.mark.parametrize(
    ("rows", "is_private", "reason"),
    [(20, False, Reason.TOO_FEW), (900, True, Reason.PRIVATE), (0, False, Reason.NO_ANSWERS)],
)
def test_too_few_or_private_answers_are_withheld(rows, is_private, reason):
    cells = moment_cells(drawn_workers(5).iloc[:rows], VARIABLES)

    answer = paths(moment_sample(cells, is_private=is_private), **ROLES)

    assert len(answer.parts) == 3
    for item in answer.parts:
        assert isinstance(item.estimate, Withheld)
        assert item.estimate.reason is reason
