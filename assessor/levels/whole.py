"""What the answer as a whole says of its level, before any sentence is singled out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assessor.domain.scale import Scale
from assessor.levels.inputs import Floats

Texts = Sequence[str] | NDArray[np.object_]

# Chosen by cross-validation on the corpora.
VECTOR_C = 0.01
WORDS_C = 100.0


@dataclass(frozen=True, slots=True)
class WholeClassifier:
    """Two fitted opinions on an answer, averaged: of its mean vector and facts, and of its words (None on a checklist, where they err)."""

    vectors: Any
    words: Any

    @property
    def classes_(self) -> Any:
        """The labels, ascending."""
        return self.vectors.classes_

    def predict_proba(self, vectors: Floats, texts: Texts) -> Floats:
        """Probability of each label (or demonstration), shape (n_answers, n_labels).

        Parameters
        ----------
        vectors : ndarray of shape (n_answers, n_features)
        texts : sequence of str, of the same answers
        """
        meaning: Floats = np.asarray(self.vectors.predict_proba(vectors))
        return meaning if self.words is None else (meaning + self.words.predict_proba(texts)) / 2


def fit_whole(vectors: Floats, texts: Texts, labels: Any, scale: Scale) -> WholeClassifier:
    """Fit both opinions on levels, shape (n_answers,), or demonstrations, shape (n_answers, n_concepts)."""
    meaning = LogisticRegression(C=VECTOR_C, max_iter=500)
    if scale.kind == "checklist":
        return WholeClassifier(make_pipeline(StandardScaler(), OneVsRestClassifier(meaning)).fit(vectors, labels), None)
    return WholeClassifier(make_pipeline(StandardScaler(), meaning).fit(vectors, labels), words_classifier().fit(texts, labels))


def words_classifier() -> Pipeline:
    """Words and pairs of words, without accents, weighted by rarity, to a label."""
    terms = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode", min_df=2)
    return make_pipeline(terms, LogisticRegression(C=WORDS_C, tol=1e-3, max_iter=200))


def whole_answer(classifier: WholeClassifier, vectors: Floats, texts: Texts, scale: Scale) -> Floats:
    """Probability of reaching each level above 0, or of each demonstration.

    Parameters
    ----------
    classifier : WholeClassifier
    vectors : ndarray of shape (n_answers, n_features)
    texts : sequence of str
    scale : Scale

    Returns
    -------
    ndarray of shape (n_answers, n_targets)
    """
    probabilities = classifier.predict_proba(vectors, texts)
    if scale.kind == "checklist":
        return probabilities
    classes = classifier.classes_
    return np.stack([probabilities[:, classes >= level.number].sum(axis=1) for level in scale.levels], axis=1)
