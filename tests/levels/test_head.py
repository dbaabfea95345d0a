"""From evidence to the probability of each level: monotone, complete, tempered, and never without words that carry it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assessor.levels.head import fit_head, fit_temperature
from assessor.levels.inputs import AGGREGATES, LevelInputs, aggregate, design_row, log_odds, reaching
from assessor.levels.ordinal import class_probabilities
from assessor.rubric import read_scale
from assessor.training.fit import as_calibrated

ARC = read_scale("arc-collaboration")
CERIC = read_scale("ceric-partenariats")
MATRIX = arrays(np.float64, st.tuples(st.integers(1, 8), st.just(4)), elements=st.floats(0, 1))


def simulated(level: int, random: np.random.Generator, concepts: int = 4) -> LevelInputs:
    """An answer of some level: two sentences that show its concept, noise elsewhere."""
    evidence = random.beta(1, 12, (7, concepts))
    if level:
        evidence[2:4, level - 1] = random.beta(9, 2, 2)
    reached = np.array([0.9 if level >= number else 0.1 for number in range(1, concepts + 1)])
    gates = random.beta(1, 20, 3) if level else random.beta(2, 3, 3)
    return LevelInputs(evidence, random.beta(1, 8, (7, 2)), reached, 0.8 * reached + 0.1, gates)


def head_of(levels: list[int]):
    random = np.random.default_rng(11)
    return fit_head(ARC, [simulated(level, random) for level in levels], levels)


HEAD = head_of([0, 1, 2, 3, 4] * 12)
REACHED = np.array([0.6, 0.5, 0.4, 0.3])


def reached_with(evidence: np.ndarray, head=HEAD) -> np.ndarray:
    inputs = LevelInputs(evidence, np.full((len(evidence), 2), 0.1), REACHED, REACHED, np.full(3, 0.05))
    return head.reached([inputs])[0]


@given(MATRIX, st.data())
@settings(max_examples=200, deadline=None)
def test_more_evidence_for_a_concept_never_lowers_its_level(evidence, data):
    row, concept = data.draw(st.integers(0, len(evidence) - 1)), data.draw(st.integers(0, 3))
    raised = evidence.copy()
    raised[row, concept] = data.draw(st.floats(float(evidence[row, concept]), 1))
    before, after = reached_with(evidence), reached_with(raised)
    assert (after[: concept + 1] >= before[: concept + 1] - 1e-12).all()
    assert after[concept + 1 :] == pytest.approx(before[concept + 1 :])


@given(MATRIX, st.integers(0, 1), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_more_of_an_exclusion_or_a_failed_gate_never_raises_a_level(evidence, column, low, high):
    low, high = sorted((low, high))
    reached = []
    for strength in (low, high):
        exclusions, gates = np.full((len(evidence), 2), 0.1), np.full(3, 0.05)
        exclusions[0, column] = strength
        gates[column] = strength
        reached.append(HEAD.reached([LevelInputs(evidence, exclusions, REACHED, REACHED, gates)])[0])
    assert (reached[1] <= reached[0] + 1e-12).all()


@given(MATRIX)
@settings(max_examples=100, deadline=None)
def test_probabilities_of_levels_sum_to_one(evidence):
    reached = reached_with(evidence)
    assert (np.diff(reached) <= 1e-12).all()
    probabilities = class_probabilities(reached[None, :])[0]
    assert probabilities.sum() == pytest.approx(1)
    assert (probabilities >= 0).all()


def test_without_evidence_there_is_no_level():
    assert (reached_with(np.zeros((6, 4))) == 0).all()
    assert (reached_with(np.zeros((0, 4))) == 0).all()


def test_a_level_is_never_likelier_than_that_one_sentence_carries_it():
    evidence = np.zeros((6, 4))
    evidence[0, 1] = 0.3
    assert (reached_with(evidence) <= [0.3, 0.3, 0, 0]).all()


def test_clear_evidence_gives_the_level():
    for level in (1, 2, 3, 4):
        inputs = simulated(level, np.random.default_rng(level))
        assert class_probabilities(HEAD.reached([inputs]))[0].argmax() == level


@pytest.mark.parametrize("levels", [[0, 2, 4], [1, 2, 3], [0, 4], [2, 3]])
def test_levels_that_no_example_has_are_still_answered_for(levels):
    head = head_of(levels * 12)
    assert head.targets == ("1", "2", "3", "4")
    reached = reached_with(np.full((5, 4), 0.7), head)
    assert reached.shape == (4,)
    assert (np.diff(reached) <= 0).all()
    probabilities = class_probabilities(reached[None, :])[0]
    assert all(probabilities[number] < 1e-8 for number in range(1, 5) if number not in levels)
    assert sum(probabilities[number] for number in levels) > 0.99


@given(arrays(np.float64, (4,), elements=st.floats(0, 1)), st.integers(0, 3), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_what_the_reader_says_of_an_answer_never_speaks_against_it(told, place, more):
    told = np.sort(told)[::-1]
    raised = np.maximum.accumulate(np.where(np.arange(4) == place, np.maximum(told, more), told)[::-1])[::-1]
    evidence = np.full((3, 4), 0.5)
    low, high = (LevelInputs(evidence, np.full((3, 2), 0.1), REACHED, one, np.full(3, 0.05)) for one in (told, raised))
    before, after = HEAD.reached([low, high])
    assert (after >= before - 1e-12).all()
    assert (np.diff(after) <= 1e-12).all()


def test_temperature_flattens_and_keeps_the_order():
    evidence = np.full((5, 4), 0.9)
    cold, warm = reached_with(evidence), reached_with(evidence, replace(HEAD, temperature=3.0))
    assert (abs(warm - 0.5) <= abs(cold - 0.5) + 1e-12).all()
    assert (np.diff(warm) <= 0).all()


def test_the_temperature_undoes_overconfidence():
    random = np.random.default_rng(5)
    odds = random.normal(0, 1.5, 4000)
    truth = (random.random(4000) < 1 / (1 + np.exp(-odds))).astype(int)[:, None]
    overconfident = 1 / (1 + np.exp(-3 * odds))[:, None]
    assert fit_temperature(overconfident, truth) == pytest.approx(3, rel=0.15)
    assert fit_temperature(1 / (1 + np.exp(-odds))[:, None], truth) == pytest.approx(1, rel=0.15)


def test_a_checklist_judges_each_demonstration_by_its_own_evidence():
    random = np.random.default_rng(2)
    shown = random.integers(0, 2, (60, 5))
    inputs = []
    for row in shown:
        evidence = random.beta(1, 12, (6, 5))
        evidence[0] = np.maximum(evidence[0], row * 0.9)
        inputs.append(LevelInputs(evidence, np.zeros((6, 0)), np.where(row, 0.8, 0.2), np.where(row, 0.6, 0.4), np.full(3, 0.05)))
    head = fit_head(CERIC, inputs, shown)
    assert head.targets == CERIC.concept_codes
    assert np.mean((head.reached(inputs) >= 0.5) == shown) > 0.95
    more = inputs[0].evidence.copy()
    more[3, 2] = 1.0
    before, after = head.reached([inputs[0], replace(inputs[0], evidence=more)])
    assert after[2] >= before[2]
    assert np.delete(after, 2) == pytest.approx(np.delete(before, 2))


@given(arrays(np.float64, st.integers(0, 9), elements=st.floats(0, 1)), st.floats(0, 1))
def test_every_aggregate_grows_with_every_sentence(column, strength):
    assert aggregate(column).shape == (len(AGGREGATES),)
    if len(column):
        raised = np.append(column[1:], max(column[0], strength))
        assert (aggregate(raised) >= aggregate(column) - 1e-12).all()


def test_evidence_for_a_level_is_evidence_for_those_below():
    assert reaching(np.array([[0.1, 0.7, 0.2]]), (1, 2, 3)).tolist() == [[0.7, 0.7, 0.2]]
    assert reaching(np.zeros((0, 3)), (1, 2, 3)).shape == (0, 3)


def test_a_verdict_weighs_much_but_not_infinitely():
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
    inputs = simulated(2, np.random.default_rng(0))
    assert np.isfinite(design_row(inputs, reaching(inputs.evidence, (1, 2, 3, 4)))).all()


@given(MATRIX, st.floats(0.2, 12))
@settings(max_examples=60, deadline=None)
def test_whatever_the_temperature_no_level_is_likelier_than_the_words_that_carry_it(evidence, temperature):
    nothing = np.zeros_like(evidence)
    assert reached_with(nothing, replace(HEAD, temperature=temperature)).max() == 0
    inputs = LevelInputs(evidence, np.full((len(evidence), 2), 0.1), REACHED, REACHED, np.full(3, 0.05))
    raw, ceiling = HEAD.judged([inputs])
    shown = as_calibrated(raw, ceiling, temperature, np.zeros((1, 3)), np.zeros(1))
    assert np.array_equal(shown, replace(HEAD, temperature=temperature).reached([inputs])), "measured as it is shown"
    assert (shown <= ceiling).all()


def test_the_temperature_is_that_of_what_is_shown():
    odds = np.linspace(-4, 4, 400)
    truth = (np.random.default_rng(3).random(400) < 1 / (1 + np.exp(-odds)))[:, None].astype(int)
    said, ceiling = 1 / (1 + np.exp(-3 * odds))[:, None], np.ones((400, 1))
    never = np.vstack([said, np.full((200, 1), 0.999)]), np.vstack([truth, np.zeros((200, 1), dtype=int)])
    assert fit_temperature(*never, np.vstack([ceiling, np.zeros((200, 1))])) == pytest.approx(fit_temperature(said, truth), rel=0.02)
