"""Sentence classifiers: every code has its column, and roles follow one another as they do in real answers."""

import itertools

import numpy as np
import pytest
from toy import Fixed, encoded

from assessor.concepts import FeatureSet, RoleTagger, SentenceFinder, sentence_matrix
from assessor.concepts.finder import concept_classifier, fit_transitions, role_classifier, role_probabilities
from assessor.domain.assessment import ROLES

NEUTRAL = np.zeros((6, 5))


def tagger(probabilities: list[list[float]], transitions: np.ndarray = NEUTRAL) -> RoleTagger:
    return RoleTagger(Fixed(np.array(probabilities), ROLES), transitions, FeatureSet())


def test_without_transitions_each_sentence_has_its_likeliest_role():
    roles = tagger([[0.6, 0.1, 0.1, 0.1, 0.1], [0.1, 0.2, 0.5, 0.1, 0.1], [0.0, 0.1, 0.3, 0.6, 0.0]]).roles(encoded(3))
    assert roles == ("S", "A", "R")


def test_a_doubtful_sentence_goes_with_its_neighbours():
    doubtful = [[0.05, 0.05, 0.8, 0.05, 0.05], [0.39, 0.01, 0.38, 0.21, 0.01], [0.05, 0.05, 0.8, 0.05, 0.05]]
    assert tagger(doubtful).roles(encoded(3)) == ("A", "S", "A")
    habits = fit_transitions([("S", "T", "A", "A", "A", "A", "R")] * 20, weight=1.0)
    assert tagger(doubtful, habits).roles(encoded(3)) == ("A", "A", "A")


@pytest.mark.parametrize("seed", range(6))
def test_the_sequence_is_the_likeliest_of_all(seed):
    random = np.random.default_rng(seed)
    probabilities, transitions = random.dirichlet(np.ones(5), 4), random.normal(size=(6, 5))
    emission = np.log(probabilities + 1e-9)

    def likelihood(sequence: tuple[int, ...]) -> float:
        before = itertools.chain([5], sequence)
        return sum(emission[row, role] + transitions[last, role] for row, (last, role) in enumerate(zip(before, sequence, strict=False)))

    best = max(itertools.product(range(5), repeat=4), key=likelihood)
    assert tagger(probabilities.tolist(), transitions).roles(encoded(4)) == tuple(ROLES[role] for role in best)


def test_spans_are_the_sentences_in_order():
    answer = encoded(3)
    spans = tagger([[0.2] * 5] * 3).spans(answer)
    assert [(span.start, span.end) for span in spans] == [(one.start, one.end) for one in answer.read.sentences]


def test_nothing_read_is_no_roles_and_no_codes():
    assert tagger([]).roles(encoded(0)) == ()
    assert SentenceFinder(("1", "2"), None, FeatureSet()).probabilities(encoded(0)).shape == (0, 2)


def test_a_role_no_example_has_is_never_given():
    random = np.random.default_rng(0)
    matrix, roles = random.normal(size=(40, 3)), ["S", "A"] * 20
    probabilities = role_probabilities(role_classifier().fit(matrix, roles), matrix)
    assert probabilities.shape == (40, 5)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert probabilities[:, [ROLES.index(role) for role in ("T", "R", "-")]].max() == 0


def test_transitions_are_relative_to_how_frequent_a_role_is():
    information = fit_transitions([("S", "A", "R"), ("S", "A", "A", "R")] * 10)
    assert information.shape == (6, 5)
    beginning, after_action = information[-1], information[ROLES.index("A")]
    assert beginning[ROLES.index("S")] > 0 > beginning[ROLES.index("R")]
    assert after_action[ROLES.index("R")] > after_action[ROLES.index("S")]
    assert np.allclose(fit_transitions([("S", "A")], weight=0.0), 0)


@pytest.mark.parametrize("codes", [("1",), ("1", "2"), ("1", "2", "3")])
def test_every_code_has_a_column_even_a_single_one(codes):
    answers = [encoded(4, seed) for seed in range(10)]
    matrix = np.vstack([sentence_matrix(answer) for answer in answers])
    targets = (matrix[:, : len(codes)] > 0).astype(int)
    finder = SentenceFinder(codes, concept_classifier().fit(matrix, targets), FeatureSet())
    probabilities = finder.probabilities(answers[0])
    assert probabilities.shape == (4, len(codes))
    shown = targets[:4].astype(bool)
    assert probabilities[shown].mean() > probabilities[~shown].mean()
