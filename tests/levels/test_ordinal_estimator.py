"""The ordinal head is a scikit-learn classifier to the letter."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime
from sklearn.utils.estimator_checks import parametrize_with_checks

from assessor.levels.ordinal import CumulativeLinkClassifier, _loss_and_gradient, class_probabilities


@parametrize_with_checks([CumulativeLinkClassifier(), CumulativeLinkClassifier(alpha=0.1, max_iter=200)])
def test_scikit_learn_contract(estimator, check):
    check(estimator)


@pytest.fixture
def data():
    """Sixty answers of four levels: two groups of three columns that never increase, and two shared columns."""
    random = np.random.default_rng(3)
    levels = random.integers(0, 4, 60)
    reach = (levels[:, None] >= [1, 2, 3]).astype(float)
    groups = [np.minimum.accumulate(reach + random.normal(0, 0.8, reach.shape), axis=1) for _ in range(2)]
    return np.hstack([*groups, random.normal(0, 1, (60, 2))]), levels


GROUPS = [[0, 1, 2], [3, 4, 5]]


def fitted(data, **settings):
    X, y = data
    return CumulativeLinkClassifier(groups=GROUPS, signs=[-1, 0], **settings).fit(X, y)


def test_the_gradient_is_that_of_the_loss(data):
    X, codes = data
    random = np.random.default_rng(0)
    args = (X[:, np.array(GROUPS)], X[:, 6:], codes, random.uniform(0.5, 2, len(codes)), 0.7)
    for _ in range(5):
        point = np.concatenate([random.uniform(0, 1, 2), random.normal(0, 1, 2), [-1.0], random.uniform(0.3, 1.5, 2)])
        numeric = approx_fprime(point, lambda at: _loss_and_gradient(at, *args)[0], 1e-6)
        assert np.allclose(_loss_and_gradient(point, *args)[1], numeric, rtol=1e-3, atol=1e-3)


def test_weights_have_the_signs_asked_for_and_thresholds_ascend(data):
    head = fitted(data)
    assert (head.group_coef_ >= 0).all()
    assert head.coef_[0] <= 0
    assert (np.diff(head.thresholds_) > 0).all()


def test_a_sign_holds_even_against_the_data():
    X = np.linspace(0, 1, 40)[:, None]
    y = (X[:, 0] > 0.5).astype(int)
    against = CumulativeLinkClassifier(signs=[-1]).fit(X, y)
    assert against.coef_[0] == 0
    assert CumulativeLinkClassifier(signs=[1]).fit(X, y).coef_[0] > 0


def test_it_learns(data):
    head = fitted(data, alpha=0.1)
    assert np.mean(head.predict(data[0]) == data[1]) > 0.7


def test_probabilities_sum_to_one_and_follow_the_cumulative_ones(data):
    head = fitted(data)
    far = np.vstack([data[0], np.full((1, 8), 1e6), np.full((1, 8), -1e6)])
    probabilities, reached = head.predict_proba(far), head.predict_reached(far)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert (probabilities >= 0).all()
    assert (np.diff(reached, axis=1) <= 0).all()
    assert np.allclose(class_probabilities(reached), probabilities)


def test_sample_weight_counts_like_repetition(data):
    X, y = data
    twice = CumulativeLinkClassifier(groups=GROUPS, signs=[-1, 0]).fit(np.vstack([X, X[:10]]), np.append(y, y[:10]))
    weighted = CumulativeLinkClassifier(groups=GROUPS, signs=[-1, 0]).fit(X, y, sample_weight=np.where(np.arange(60) < 10, 2.0, 1.0))
    assert np.allclose(twice.predict_proba(X), weighted.predict_proba(X), atol=1e-3)


@pytest.mark.parametrize(
    ("settings", "labels", "said"),
    [
        ({}, [1, 1, 1, 1], "2 classes"),
        ({"groups": [[0]]}, [0, 1, 2, 2], "2 thresholds"),
        ({"signs": [1]}, [0, 1, 0, 1], "2 shared columns"),
    ],
)
def test_a_bad_call_says_what_is_wrong(settings, labels, said):
    with pytest.raises(ValueError, match=said):
        CumulativeLinkClassifier(**settings).fit(np.eye(4, 2), labels)
