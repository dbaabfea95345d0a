"""Which concepts and exclusions each sentence carries, with probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assessor.concepts.averaged import MeanProbability
from assessor.concepts.features import EncodedAnswer, FeatureSet, Floats, Matrix, sentence_matrix

# Some 2 500 correlated features for a few hundred positive sentences: strong penalties, and networks that share what the codes have in
# common. Chosen by cross-validation on the corpora; the mean of both kinds is better than either.
CONCEPT_C = 0.0015
_NETWORKS = 2


def network(seed: int, rounds: int = 25) -> MLPClassifier:
    """A small network with a strong penalty, stopped after some rounds over the examples."""
    return MLPClassifier((128,), alpha=5.0, learning_rate_init=5e-4, max_iter=rounds, random_state=seed)


def concept_classifier(C: float = CONCEPT_C) -> Pipeline:
    """A multi-label classifier: one regularised logistic regression for each code, and networks for all codes together.

    Parameters
    ----------
    C : float
        Inverse strength of the penalty of the regressions.
    """
    alone = OneVsRestClassifier(LogisticRegression(C=C, max_iter=300, tol=1e-3))
    return make_pipeline(StandardScaler(), MeanProbability(estimators=[alone, *(network(seed) for seed in range(_NETWORKS))]))


@dataclass(frozen=True, slots=True)
class SentenceFinder:
    """Fitted sentence classifier of one scale: ``codes`` names the columns of what it returns."""

    codes: tuple[str, ...]
    classifier: Any
    features: FeatureSet

    def probabilities(self, answer: EncodedAnswer) -> Floats:
        """Probability that each sentence is evidence for each code. Shape (n_sentences, n_codes)."""
        if not len(answer.vectors):
            return np.zeros((0, len(self.codes)))
        return label_probabilities(self.classifier, sentence_matrix(answer, self.features), len(self.codes))


def label_probabilities(classifier: Any, matrix: Floats | Matrix, labels: int) -> Floats:
    """Probabilities of a multi-label classifier, always of shape (n_samples, labels).

    scikit-learn takes a single label for a binary problem and then returns both sides of it.
    """
    probabilities: Floats = np.asarray(classifier.predict_proba(matrix))
    return probabilities[:, 1:] if labels == 1 and probabilities.shape[1] == 2 else probabilities
