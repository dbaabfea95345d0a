"""Calibration, conformal sets, bootstrap, F1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from assessor.training.metrics_certainty import (
    bootstrap_interval,
    calibration_error,
    classwise_calibration_error,
    conformal_figures,
    paired_bootstrap,
    reliability_bins,
)
from assessor.training.metrics_labels import binary_scores, class_scores, label_scores, macro_f1, micro_f1


def test_calibration_error_is_the_weighted_gap():
    # Three answers said at 0.95 of which one is wrong, one at 0.55 that is right: (3 × |0.95 − 2/3| + 1 × |0.55 − 1|) / 4.
    assert calibration_error([0.95, 0.95, 0.95, 0.55], [1, 1, 0, 1]) == pytest.approx((3 * (0.95 - 2 / 3) + 0.45) / 4)


def test_bins_hold_their_upper_edge_and_every_answer():
    bins = reliability_bins([0.0, 0.1, 0.1000001, 0.7, 0.30000000000000004, 1.0], [0, 0, 0, 1, 1, 1])
    assert [(one["from"], one["count"]) for one in bins] == [(0.0, 2), (0.1, 1), (0.2, 1), (0.6, 1), (0.9, 1)]


def test_classwise_error_sees_what_the_best_guess_hides():
    # The best guess is always right and certain enough; the two other classes are mixed up.
    probabilities = [[0.6, 0.4, 0.0]] * 10
    truth = [[1, 0, 0]] * 6 + [[0, 0, 1]] * 4
    assert calibration_error([0.6] * 10, [1] * 6 + [0] * 4) == pytest.approx(0)
    assert classwise_calibration_error(probabilities, truth) == pytest.approx((0 + 0.4 + 0.4) / 3)


def test_nothing_to_measure():
    assert np.isnan(calibration_error([], [])) and reliability_bins([], []) == []
    assert np.isnan(conformal_figures([], [])["coverage"])
    assert all(np.isnan(end) for end in bootstrap_interval(lambda rows: 1.0, 0))
    assert np.isnan(paired_bootstrap(lambda rows: 1.0, lambda rows: 0.0, 0)["difference"])


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 5))
def test_bootstrap_is_seeded_and_stays_within_the_possible(hits, seed):
    values = np.array(hits, dtype=float)
    low, high = bootstrap_interval(lambda rows: float(values[rows].mean()), len(values), repeats=50, seed=seed)
    assert (low, high) == bootstrap_interval(lambda rows: float(values[rows].mean()), len(values), repeats=50, seed=seed)
    assert values.min() <= low <= high <= values.max()


def test_pairing_sees_a_small_gain_on_hard_answers():
    # Both fail on the same half; ours is right on one answer in ten more. Unpaired intervals overlap widely.
    base = np.array([1.0] * 50 + [0.0] * 50)
    ours = base.copy()
    ours[50:60] = 1
    found = paired_bootstrap(lambda rows: float(ours[rows].mean()), lambda rows: float(base[rows].mean()), 100)
    assert found["difference"] == pytest.approx(0.1) and found["low"] > 0 and found["better"] > 0.99
    alone = [bootstrap_interval(lambda rows, who=who: float(who[rows].mean()), 100) for who in (base, ours)]
    assert alone[0][1] > alone[1][0]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_macro_f1_is_that_of_scikit_learn_over_the_levels_that_occur(pairs):
    truth, guess = zip(*pairs, strict=True)
    ours = macro_f1(class_scores(truth, guess, list("0123")))
    assert ours == pytest.approx(f1_score(truth, guess, average="macro"))


def test_an_absent_label_has_no_f1_and_a_missed_one_has_zero():
    scores = label_scores([[1, 0, 0], [1, 1, 0]], [[1, 0, 0], [1, 0, 0]], ["D1", "D2", "D3"])
    assert scores["D2"]["f1"] == 0 and np.isnan(scores["D3"]["f1"])
    assert macro_f1(scores) == 0.5 and micro_f1([[1, 0], [1, 1]], [[1, 0], [1, 0]]) == pytest.approx(0.8)
    assert np.isnan(binary_scores([0, 0], [1, 0])["recall"]) and binary_scores([0, 0], [1, 0])["precision"] == 0
    assert np.isnan(macro_f1({}))
