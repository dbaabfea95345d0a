"""Which concept, exclusion and STAR role each sentence carries, with probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assessor.concepts.features import EncodedAnswer, FeatureSet, Floats, sentence_matrix
from assessor.domain.assessment import ROLES, Role, StarSpan

# Small: some 1 200 correlated features for a few hundred positive sentences. Chosen by cross-validation on the corpora.
CONCEPT_C = 0.003
ROLE_C = 0.003


def concept_classifier() -> Pipeline:
    """A multi-label classifier, one regularised logistic regression for each code."""
    return make_pipeline(StandardScaler(), OneVsRestClassifier(LogisticRegression(C=CONCEPT_C, max_iter=300)))


def role_classifier() -> Pipeline:
    """A classifier of STAR roles, a regularised multinomial logistic regression."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=ROLE_C, max_iter=300))


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


def label_probabilities(classifier: Any, matrix: Floats, labels: int) -> Floats:
    """Probabilities of a multi-label classifier, always of shape (n_samples, labels).

    scikit-learn's one-vs-rest takes a single label for a binary problem and then returns both sides of it.
    """
    probabilities: Floats = np.asarray(classifier.predict_proba(matrix))
    return probabilities[:, 1:] if labels == 1 and probabilities.shape[1] == 2 else probabilities


@dataclass(frozen=True, slots=True)
class RoleTagger:
    """Fitted STAR tagger: a classifier of single sentences, and how often one role follows another.

    ``transitions`` has shape (6, 5): log-probability of a role (columns, order of ``ROLES``) after each role (rows; the last row is the
    beginning of the answer), relative to the role's own frequency.
    """

    classifier: Any
    transitions: Floats
    features: FeatureSet

    def roles(self, answer: EncodedAnswer) -> tuple[Role, ...]:
        """The most probable sequence of roles, one a sentence (Viterbi)."""
        if not len(answer.vectors):
            return ()
        emission = np.log(role_probabilities(self.classifier, sentence_matrix(answer, self.features)) + 1e-9)
        best = emission[0] + self.transitions[-1]
        back: list[Any] = []
        for row in emission[1:]:
            paths = best[:, None] + self.transitions[:-1]
            back.append(paths.argmax(axis=0))
            best = paths.max(axis=0) + row
        sequence = [int(best.argmax())]
        for pointers in reversed(back):
            sequence.append(int(pointers[sequence[-1]]))
        return tuple(ROLES[index] for index in reversed(sequence))

    def spans(self, answer: EncodedAnswer) -> tuple[StarSpan, ...]:
        """One entry a sentence, in order."""
        pairs = zip(answer.read.sentences, self.roles(answer), strict=True)
        return tuple(StarSpan(sentence.start, sentence.end, role) for sentence, role in pairs)


def role_probabilities(classifier: Any, matrix: Floats) -> Floats:
    """Probability of each role in the order of ``ROLES``; a role the classifier never saw has probability 0."""
    probabilities = np.zeros((len(matrix), len(ROLES)))
    probabilities[:, [ROLES.index(role) for role in classifier.classes_]] = classifier.predict_proba(matrix)
    return probabilities


def fit_transitions(sequences: Sequence[Sequence[Role]], weight: float = 0.5) -> Floats:
    """How a role depends on the one before it, from annotated answers.

    Parameters
    ----------
    sequences : sequence of sequences of Role
        Roles of each answer's sentences, in order.
    weight : float, default=0.5
        1 trusts the transitions fully; less, because neighbours are already among the features of a sentence.

    Returns
    -------
    ndarray of shape (6, 5)
        Pointwise mutual information times ``weight``; rows: the role before, then the beginning of an answer.
    """
    counts = np.ones((len(ROLES) + 1, len(ROLES)))
    for roles in sequences:
        before = len(ROLES)
        for role in roles:
            counts[before, ROLES.index(role)] += 1
            before = ROLES.index(role)
    conditional = counts / counts.sum(axis=1, keepdims=True)
    frequency = counts.sum(axis=0) / counts.sum()
    information: Floats = weight * (np.log(conditional) - np.log(frequency))
    return information
