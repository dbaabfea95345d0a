"""The second look: how sure a sentence is, once the rest of its answer is known."""

import numpy as np
import pytest

from assessor.concepts.context import ContextCalibrator, context_rows, fit_context


def simulated(count: int, ordinal: bool):
    """Answers where the strongest of six sentences is evidence, if the answer as a whole shows the concept."""
    random = np.random.default_rng(7)
    answers, targets = [], []
    for number in range(count):
        probabilities = random.beta(2, 4, (6, 3))
        shown = number % 3
        reached = np.array([0.9 if shown >= level else 0.1 for level in (1, 2)])
        target = np.zeros((6, 3), dtype=int)
        if shown:
            target[probabilities[:, shown - 1].argmax(), shown - 1] = 1
        target[:, 2] = probabilities[:, 2] > 0.6
        told = np.full((6, 3), 0.5)
        answers.append((probabilities, told, reached if ordinal else np.array([0.9 * (shown == 1), 0.9 * (shown == 2)])))
        targets.append(target)
    return answers, targets


@pytest.mark.parametrize("ordinal", [True, False])
def test_rows_are_one_a_sentence_and_code_and_finite(ordinal):
    rows = context_rows(np.array([[0.0, 1.0, 0.2], [0.5, 0.1, 0.2]]), np.full((2, 3), 0.5), np.array([1.0, 0.0]), ordinal, (0, 1))
    assert rows.shape == (2, 3, 13)
    assert np.isfinite(rows).all()
    assert rows[:, 0, 7].tolist() == [0, 1]
    assert rows[:, 0, 6].max() == 0


def test_one_code_alone_has_no_other():
    assert context_rows(np.array([[0.3], [0.6]]), np.full((2, 1), 0.5), np.array([0.5]), True, (0,)).shape == (2, 1, 13)


@pytest.mark.parametrize("ordinal", [True, False])
def test_the_second_look_is_better_than_the_first(ordinal):
    answers, targets = simulated(150, ordinal)
    calibrator = fit_context(answers[:100], targets[:100], ordinal, (0, 1))
    before = np.concatenate([probabilities for probabilities, *_ in answers[100:]])
    after = np.concatenate([calibrator.apply(*answer) for answer in answers[100:]])
    truth = np.concatenate(targets[100:])
    assert after.shape == before.shape
    assert ((after >= 0) & (after <= 1)).all()

    def surprise(probabilities: np.ndarray) -> float:
        return float(-np.mean(np.log(np.where(truth, probabilities, 1 - probabilities).clip(1e-9))))

    assert surprise(after) < 0.7 * surprise(before)


def test_the_same_sentence_counts_for_more_in_an_answer_that_shows_the_concept():
    calibrator = fit_context(*simulated(150, True), True, (0, 1))
    probabilities = np.full((5, 3), 0.2)
    probabilities[2, 0] = 0.5
    shown = calibrator.apply(probabilities, np.full((5, 3), 0.5), np.array([0.95, 0.02]))
    hidden = calibrator.apply(probabilities, np.full((5, 3), 0.5), np.array([0.05, 0.02]))
    assert shown[2, 0] > hidden[2, 0]


def test_a_reader_that_was_right_before_is_believed():
    random = np.random.default_rng(4)
    targets = [(random.random((5, 2)) > 0.7).astype(int) for _ in range(120)]
    answers = [(random.random((5, 2)), 0.6 * target + 0.2, np.array([0.5, 0.5])) for target in targets]
    calibrator = fit_context(answers, targets, False, (0, 1))
    doubtful = np.full((2, 2), 0.5)
    after = calibrator.apply(doubtful, np.array([[0.9, 0.1], [0.1, 0.9]]), np.array([0.5, 0.5]))
    assert (after[[0, 1], [0, 1]] > 0.7).all() and (after[[1, 0], [0, 1]] < 0.3).all()


def test_a_code_without_examples_stays_as_it_was():
    answers, targets = simulated(60, True)
    calibrator = fit_context(answers, [np.where([True, True, False], target, 0) for target in targets], True, (0, 1))
    assert calibrator.classifiers[2] is None
    probabilities = answers[0][0]
    assert np.array_equal(calibrator.apply(*answers[0])[:, 2], probabilities[:, 2])


def test_an_answer_without_sentences_stays_empty():
    assert ContextCalibrator((None,), True, (0,)).apply(np.zeros((0, 1)), np.zeros((0, 1)), np.array([0.5])).shape == (0, 1)


def test_unannotated_answers_are_left_out_of_the_fit():
    answers, targets = simulated(60, True)
    empty = (np.zeros((0, 3)), np.zeros((0, 3)), np.array([0.5, 0.2]))
    with_empty = fit_context([*answers, empty], [*targets, np.zeros((0, 3), dtype=int)], True, (0, 1))
    assert np.array_equal(with_empty.apply(*answers[0]), fit_context(answers, targets, True, (0, 1)).apply(*answers[0]))


def test_concepts_find_their_level_whatever_their_order_and_however_many_carry_it():
    probabilities, reached = np.array([[0.3, 0.6, 0.2, 0.1], [0.2, 0.5, 0.4, 0.1]]), np.array([0.9, 0.2])
    told = 1 - probabilities
    in_order = context_rows(probabilities, told, reached, True, (0, 1))
    other = [1, 0, 2, 3]
    turned = context_rows(probabilities[:, other], told[:, other], reached, True, (1, 0))
    assert np.array_equal(turned[:, other], in_order)
    two_of_one_level = context_rows(probabilities, told, reached, True, (0, 0, 1))
    assert np.array_equal(two_of_one_level[:, 0, 4:6], two_of_one_level[:, 1, 4:6])
    assert np.array_equal(two_of_one_level[:, 2, 4:6], in_order[:, 1, 4:6])
