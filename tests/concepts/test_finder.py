"""Sentence classifiers: every code has its column, one classifier's doubt is another's certainty."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from toy import encoded

from assessor.concepts import FeatureSet, SentenceFinder, sentence_matrix
from assessor.concepts.averaged import MeanProbability
from assessor.concepts.finder import concept_classifier, label_probabilities


def test_nothing_read_is_no_codes():
    assert SentenceFinder(("1", "2"), None, FeatureSet()).probabilities(encoded(0)).shape == (0, 2)


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


def learnable(labels: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    matrix = random.normal(size=(400, 6)).astype(np.float32)
    return matrix, (matrix[:, :labels] + random.normal(scale=0.3, size=(400, labels)) > 0).astype(int)


@pytest.mark.parametrize("labels", [1, 2, 4])
def test_classifiers_heard_together_say_the_mean(labels):
    matrix, targets = learnable(labels)
    both = concept_classifier().fit(matrix, targets)
    mean = both[-1]
    scaled = both[0].transform(matrix)
    each = [label_probabilities(one, scaled, labels) for one in mean.estimators_]
    assert len(each) == 3 and not np.allclose(each[0], each[1])
    assert np.allclose(label_probabilities(both, matrix, labels), np.mean(each, axis=0))
    said = label_probabilities(both, matrix, labels)
    assert said[targets == 1].mean() > said[targets == 0].mean() + 0.05


def test_the_same_examples_make_the_same_classifier():
    matrix, targets = learnable(2)
    first, second = (concept_classifier().fit(matrix, targets).predict_proba(matrix) for _ in range(2))
    assert np.array_equal(first, second)


def test_one_label_a_sample_keeps_its_classes():
    matrix, targets = learnable(1)
    names = np.where(targets[:, 0] == 1, "oui", "non")
    both = MeanProbability(estimators=[LogisticRegression(), LogisticRegression(C=0.01)]).fit(matrix, names)
    assert set(both.predict(matrix)) == {"oui", "non"} == set(both.classes_)
    assert (both.predict(matrix) == names).mean() > 0.85
    assert both.predict(np.vstack([matrix[:1]])).shape == (1,)
