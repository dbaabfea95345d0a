"""Figures against RSMTool's own, and at the edges where a figure cannot be computed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.training import metrics, metrics_raters
from assessor.training.metrics import (
    agreement,
    confusion,
    continuous_qwk,
    dsm,
    kappa,
    level_agreement,
    pearson,
    plain,
    r_squared,
    rmse,
    smd,
)

GIVEN = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 2, 1]
GUESSED = [0, 1, 1, 1, 2, 3, 3, 2, 4, 3, 0, 1]
EXPECTED = [0.1, 0.8, 1.2, 0.9, 2.4, 2.9, 2.7, 2.2, 3.6, 3.1, 0.7, 1.3]
SECOND = [0, 1, 1, 2, 2, 2, 3, 4, 4, 3, 2, np.nan]

# Computed once with RSMTool 12.0.0 (rsmtool.utils.metrics, rsmtool.utils.prmse, and skll.metrics.kappa, which it calls) on these arrays.
RSMTOOL = {
    "exact": 58.333333333333336,
    "adjacent": 91.66666666666666,
    "kappa": 0.4736842105263158,
    "qwk": 0.7974683544303798,
    "qwk_continuous": 0.852857142857143,
    "pearson": 0.8727215259021658,
    "r_squared": 0.7537848605577689,
    "rmse": 0.6551081335677849,
    "smd": -0.07278053623809577,
}


def test_agreement_figures_are_those_of_rsmtool():
    found = level_agreement(GIVEN, GUESSED, EXPECTED, levels=5)
    assert found == pytest.approx(RSMTOOL, rel=1e-12)


def test_mean_differences_are_those_of_rsmtool():
    everybody, group = (GIVEN, EXPECTED), (GIVEN[:5], EXPECTED[:5])
    assert smd(GIVEN, EXPECTED, "unpooled") == pytest.approx(-0.06647548949689089, rel=1e-12)
    assert smd(*group, "johnson", everybody) == pytest.approx(0.20305240428141244, rel=1e-12)
    assert smd(*group, "williamson", everybody) == pytest.approx(0.22231145614545647, rel=1e-12)
    assert dsm(*group, everybody) == pytest.approx(0.14900728779013225, rel=1e-12)
    with pytest.raises(ValueError, match="population"):
        smd(*group, "johnson")


def test_true_score_figures_are_those_of_rsmtool():
    ratings = np.stack([GIVEN, SECOND], axis=1)
    assert metrics_raters.variance_of_errors(ratings) == pytest.approx(0.18181818181818182, rel=1e-12)
    assert metrics_raters.prmse(EXPECTED, ratings) == pytest.approx(0.7660181255018929, rel=1e-12)


def test_levels_come_from_the_scale_and_not_from_the_sample():
    # Nobody has level 3 or 4: the confusion matrix keeps their rows, and a level outside the scale is refused.
    assert confusion([0, 1, 2], [0, 1, 1], levels=5).shape == (5, 5)
    with pytest.raises(ValueError, match="allowed: 0 to 4"):
        confusion([0, 5], [0, 1], levels=5)
    with pytest.raises(ValueError, match="same answers"):
        agreement([0, 1], [0])


def test_what_cannot_be_computed_is_nan():
    constant, varied = [2, 2, 2], [1, 2, 3]
    for figure in (kappa(constant, constant, 5), kappa(constant, constant, 5, "quadratic"), continuous_qwk(constant, constant)):
        assert np.isnan(figure)
    assert np.isnan(pearson(constant, varied)) and np.isnan(r_squared(constant, varied)) and np.isnan(smd(constant, constant))
    assert np.isnan(dsm(constant, varied, (constant, varied)))
    # A constant guess of varied levels is chance agreement, not an undefined one.
    assert kappa(varied, constant, 5) == 0
    nothing = level_agreement([], [], [], levels=5)
    assert all(np.isnan(value) for value in nothing.values())
    assert plain(nothing) == dict.fromkeys(nothing)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_continuous_kappa_of_whole_levels_is_quadratic_kappa(pairs):
    first, second = zip(*pairs, strict=True)
    discrete, continuous = kappa(first, second, 5, "quadratic"), continuous_qwk(first, second)
    assert (np.isnan(discrete) and np.isnan(continuous)) or discrete == pytest.approx(continuous, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40))
def test_agreement_does_not_depend_on_the_order_of_answers_or_raters(pairs):
    first, second = zip(*pairs, strict=True)
    assert kappa(first, second, 5, "quadratic") == pytest.approx(kappa(second[::-1], first[::-1], 5, "quadratic"), nan_ok=True)
    assert agreement(first, second) <= agreement(first, second, tolerance=1)
    assert rmse(first, second) == pytest.approx(rmse(second, first))


def test_krippendorff_on_the_published_example():
    # Four observers, twelve units; Krippendorff (2011), "Computing Krippendorff's alpha-reliability", gives 0.815 for ordinal data.
    n = np.nan
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3],
        [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n],
    ]
    assert metrics_raters.krippendorff_alpha(np.array(observers).T, values=6) == pytest.approx(0.815, abs=5e-4)


def test_raters_who_cannot_be_compared():
    once = [[0, np.nan], [2, np.nan]]
    assert np.isnan(metrics_raters.variance_of_errors(once)) and np.isnan(metrics_raters.prmse([0.0, 2.0], once))
    assert np.isnan(metrics_raters.krippendorff_alpha(once, 5))
    # Everybody gave 2 everywhere: agreement beyond chance cannot be seen.
    assert np.isnan(metrics_raters.krippendorff_alpha([[2, 2], [2, 2]], 5)) and np.isnan(metrics_raters.prmse([2.0, 2.0], [[2, 2], [2, 2]]))
    assert metrics_raters.rater_agreement(once, 5)["count"] == 0


def test_every_public_figure_says_where_it_comes_from():
    for name in ("agreement", "kappa", "continuous_qwk", "smd", "dsm"):
        assert "[1]_" in getattr(metrics, name).__doc__
