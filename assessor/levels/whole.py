"""What the answer as a whole says of its level, before any sentence is singled out."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from assessor.domain.scale import Scale
from assessor.levels.inputs import Floats

Texts = Sequence[str] | NDArray[np.object_]

# Chosen by cross-validation on the corpora.
VECTOR_C = 0.01
MACHINE_C = 3.0
WORDS_C = 100.0
# How much the first opinion counts beside the second, whose weight is 1.
MEANING_WEIGHT = 0.5
_LEAST = 1e-6
# The machine is calibrated in five folds, each of which needs some answers of every label: so many in all, so many in each fit.
_ENOUGH, _FEWEST = 20, 5


@dataclass(frozen=True, slots=True)
class WholeClassifier:
    """Two fitted opinions on an answer: of its mean vector and facts, and of its words (None on a checklist, where they err).

    Their log-probabilities are added, by weight, and the sum made to add up to one again (a logarithmic opinion pool): what either holds
    for hardly possible stays hardly possible. The weights add up to more than one, which sharpens the pool; the head's temperature and the
    calibration of the gate come after.

    References
    ----------
    Genest, C. and Zidek, J. (1986). Combining probability distributions. Statistical Science, 1, 114-135.
    """

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
        if self.words is None:
            return meaning
        words: Floats = np.asarray(self.words.predict_proba(texts))
        pooled = MEANING_WEIGHT * np.log(np.maximum(meaning, _LEAST)) + np.log(np.maximum(words, _LEAST))
        likely: Floats = np.exp(pooled - pooled.max(axis=1, keepdims=True))
        pool: Floats = likely / likely.sum(axis=1, keepdims=True)
        return pool


def fit_whole(vectors: Floats, texts: Texts, labels: Any, scale: Scale, machine: bool) -> WholeClassifier:
    """Fit both opinions on levels, shape (n_answers,), or demonstrations, shape (n_answers, n_concepts).

    ``machine`` is what :func:`enough_for_machine` says of all labels of the scale, so that every fit on a part of them is of the same kind
    as the one that will be used.
    """
    if scale.kind == "checklist":
        meaning = OneVsRestClassifier(LogisticRegression(C=VECTOR_C, max_iter=500))
        return WholeClassifier(make_pipeline(StandardScaler(), meaning).fit(vectors, labels), None)
    return fit_opinions(vectors, texts, labels, machine)


def fit_opinions(vectors: Floats, texts: Texts, labels: Any, machine: bool) -> WholeClassifier:
    """Fit both opinions on one label an answer, shape (n_answers,)."""
    return WholeClassifier(meaning_classifier(labels, machine).fit(vectors, labels), words_classifier().fit(texts, labels))


def enough_for_machine(labels: Any) -> bool:
    """Whether there are answers enough of every label to calibrate a support vector machine.

    Examples
    --------
    >>> enough_for_machine([0] * 30 + [1] * 20), enough_for_machine([0] * 300 + [1] * 19)
    (True, False)
    """
    return bool(np.unique(labels, return_counts=True)[1].min() >= _ENOUGH)


def meaning_classifier(labels: Any, machine: bool) -> Pipeline:
    """Mean vector and facts to a label: a support vector machine, or a regression where a label is too rare to calibrate one."""
    if not machine or np.unique(labels, return_counts=True)[1].min() < _FEWEST:
        return make_pipeline(StandardScaler(), LogisticRegression(C=VECTOR_C, max_iter=500))
    return make_pipeline(StandardScaler(), _PairwiseMachine(C=MACHINE_C, probability=True, random_state=0))


class _PairwiseMachine(SVC):  # type: ignore[misc]
    """A support vector machine with one calibrated opinion for each pair of labels, coupled.

    What scikit-learn recommends instead (one against the rest) was clearly worse on all three ordinal scales, which have nothing like the
    coupling; its notice is for those who choose anew.

    References
    ----------
    Wu, T.-F., Lin, C.-J. and Weng, R. (2004). Probability estimates for multi-class classification by pairwise coupling. Journal of Machine
    Learning Research, 5, 975-1005.
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The `probability` parameter", FutureWarning)
            super().fit(X, y, sample_weight)
        return self


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
