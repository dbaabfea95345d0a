"""Sets of levels that cannot be ruled out: neighbours, with the best guess, and as often right as they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.levels.conformal import best_guess, conformal_quantile, conformal_set, hesitates, nonconformity, possible_levels

PROBABILITIES = (
    st.lists(st.floats(0, 1), min_size=2, max_size=7).filter(lambda row: sum(row) > 0.01).map(lambda row: np.array(row) / sum(row))
)


@given(PROBABILITIES, st.floats(0, 1))
@settings(max_examples=300, deadline=None)
def test_levels_shown_are_the_best_guess_its_rivals_and_the_conformal_set_and_nothing_between(probabilities, quantile):
    inside, shown = conformal_set(probabilities, quantile), possible_levels(probabilities, quantile)
    assert list(shown) == sorted(set(shown))
    named = {best_guess(probabilities), *inside, *np.flatnonzero(probabilities >= 0.2)}
    assert named <= set(shown)
    # Where the conformal set is empty, one level more.
    assert len(set(shown) - named) <= (0 if inside else 1)


def test_levels_far_apart_are_a_hesitation_though_nothing_speaks_for_what_lies_between():
    possible = possible_levels(np.array([0.58, 0.0, 0.41, 0.01]), quantile=0.2)
    assert possible == (0, 2)
    assert hesitates(possible, 2) and not hesitates((1, 2), 2) and not hesitates((3,), 1)


@given(PROBABILITIES)
@settings(max_examples=200, deadline=None)
def test_where_no_level_is_probable_enough_the_best_guess_does_not_stand_alone(probabilities):
    too_strict = float(1 - probabilities.max()) - 1e-6
    assert conformal_set(probabilities, too_strict) == ()
    assert len(possible_levels(probabilities, too_strict)) > 1


@given(PROBABILITIES, st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_a_larger_threshold_never_drops_a_level(probabilities, first, second):
    small, large = sorted((first, second))
    assert set(conformal_set(probabilities, small)) <= set(conformal_set(probabilities, large))


@given(PROBABILITIES)
@settings(max_examples=200, deadline=None)
def test_the_best_guess_is_the_median_or_a_mode_twice_as_probable(probabilities):
    best = best_guess(probabilities)
    is_median = probabilities[: best + 1].sum() >= 0.5 - 1e-9 and probabilities[best:].sum() >= 0.5 - 1e-9
    median = int(np.sum(1 - np.cumsum(probabilities)[:-1] >= 0.5 - 1e-12))
    assert is_median or (best == np.argmax(probabilities) and probabilities[best] > 2 * probabilities[median])


def simulated(count: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Answers whose levels are drawn from other probabilities than those announced: an overconfident model."""
    centre = random.uniform(-0.5, 4.5, count)
    true = np.exp(-((np.arange(5) - centre[:, None]) ** 2) / 1.6)
    told = np.exp(-((np.arange(5) - centre[:, None]) ** 2) / 0.7)
    true, told = (one / one.sum(axis=1, keepdims=True) for one in (true, told))
    return told, np.array([random.choice(5, p=row) for row in true])


@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_sets_cover_as_often_as_the_policy_asks(coverage):
    random = np.random.default_rng(42)
    probabilities, levels = simulated(1500, random)
    quantile = conformal_quantile(nonconformity(probabilities, levels), coverage)
    probabilities, levels = simulated(3000, random)
    sets = [conformal_set(row, quantile) for row in probabilities]
    covered = np.mean([level in found for level, found in zip(levels, sets, strict=True)])
    assert covered == pytest.approx(coverage, abs=0.03)  # chance alone: three standard errors
    assert np.mean([len(found) for found in sets]) < 4


def test_nothing_to_calibrate_on_rules_nothing_out():
    assert conformal_quantile(np.zeros(0), 0.9) == 1.0
    assert conformal_set(np.array([0.3, 0.3, 0.4]), 1.0) == (0, 1, 2)


def test_few_answers_ask_for_the_strangest_of_them():
    assert conformal_quantile(np.array([0.1, 0.7, 0.3]), 0.9) == 0.7
