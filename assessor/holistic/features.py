"""Answers as rows of numbers, for any estimator that wants numbers, and a pipeline built on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from assessor.encoder import DIMENSION
from assessor.holistic.statistics import NAMES, statistics
from assessor.holistic.texts import EncodedTexts, as_texts, encode
from assessor.holistic.words import ngrams
from assessor.levels.ordinal import CumulativeLinkClassifier

Singles = NDArray[np.float32]


class AnswerFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Counts, vectors and wording of answers; learns the wording from the texts alone, never from labels.

    Parameters
    ----------
    counts : bool, default=True
        Length, variety, punctuation: see :data:`~assessor.holistic.statistics.NAMES`.
    vectors : bool, default=True
        The encoder's vector of the whole answer, and the mean of those of its sentences: 384 numbers each.
    wording : int, default=100
        How many numbers sum up the word and character n-grams (truncated singular value decomposition); 0 for none. Never more than the
        texts and their n-grams allow.
    random_state : int, default=0
        Of the decomposition.
    jobs : int, default=1
        Processes that encode; changes speed, never a number.

    Attributes
    ----------
    n_wording_ : int
        How many numbers the wording has.

    Examples
    --------
    >>> features = AnswerFeatures(vectors=False, wording=2).set_output(transform="pandas")
    >>> frame = features.fit_transform(["J'ai appelé le maire.", "Je ne sais pas.", "J'ai appelé."])
    >>> frame.columns.tolist()[-3:], frame.shape
    (['capitals', 'wording_0', 'wording_1'], (3, 12))
    """

    def __init__(self, *, counts: bool = True, vectors: bool = True, wording: int = 100, random_state: int = 0, jobs: int = 1) -> None:
        self.counts = counts
        self.vectors = vectors
        self.wording = wording
        self.random_state = random_state
        self.jobs = jobs

    def __sklearn_tags__(self) -> Any:
        """Texts in, float32 out."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.transformer_tags.preserves_dtype = []
        return tags

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the n-grams of the texts; ``y`` is not looked at.

        Raises
        ------
        ValueError
            If an item of ``X`` is no text or empty, or nothing is left to compute.
        """
        texts = as_texts(X)
        if not (self.counts or self.vectors or self.wording > 0):
            raise ValueError("counts=False, vectors=False and wording=0 leave no feature; keep at least one of them")
        self.n_wording_ = 0
        if self.wording > 0:
            with threadpool_limits(1):
                self._ngrams = ngrams(len(texts))
                rows = self._ngrams.fit_transform(texts)
                self.n_wording_ = min(self.wording, min(rows.shape))
                self._summary = TruncatedSVD(self.n_wording_, random_state=self.random_state).fit(rows)
        return self

    def transform(self, X: Any) -> Singles:
        """Features of answers, shape (n_answers, n_features), float32; a row does not depend on the others."""
        check_is_fitted(self, "n_wording_")
        texts = as_texts(X)
        return self._transform(texts, encode(texts, self.jobs) if self.vectors else None)

    def transform_encoded(self, answers: EncodedTexts) -> Singles:
        """:meth:`transform` of what :func:`~assessor.holistic.texts.encode` gave."""
        check_is_fitted(self, "n_wording_")
        return self._transform(answers.texts, answers)

    def _transform(self, texts: Sequence[str], answers: EncodedTexts | None) -> Singles:
        blocks: list[Singles] = []
        if self.counts:
            blocks.append(statistics(texts))
        if self.vectors and answers is not None:
            blocks += [answers.whole, answers.mean()]
        if self.n_wording_:
            with threadpool_limits(1):
                blocks.append(self._summary.transform(self._ngrams.transform(texts)).astype(np.float32))
        return np.hstack(blocks)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Names of the columns; ``input_features`` is not looked at."""
        check_is_fitted(self, "n_wording_")
        names = list(NAMES) if self.counts else []
        if self.vectors:
            names += [f"{part}_{place}" for part in ("whole", "sentences") for place in range(DIMENSION)]
        return np.array([*names, *(f"wording_{place}" for place in range(self.n_wording_))], dtype=object)


def holistic_pipeline(*, jobs: int = 1) -> Pipeline:
    """Features, scaling and ordinal head as separate steps, so that a grid search runs over all of them.

    Simpler than :class:`~assessor.holistic.HolisticClassifier`, and less accurate; every column and every weight can be looked at.

    Parameters
    ----------
    jobs : int, default=1
        Processes that encode.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Steps ``answerfeatures``, ``standardscaler``, ``cumulativelinkclassifier``.

    Examples
    --------
    >>> pipeline = holistic_pipeline().set_params(answerfeatures__vectors=False, answerfeatures__wording=4)
    >>> pipeline.fit(["J'ai appelé.", "Rien.", "J'ai appelé deux fois.", "Rien du tout."], [1, 0, 1, 0]).predict(["J'ai appelé."]).tolist()
    [1]
    """
    return make_pipeline(AnswerFeatures(jobs=jobs), StandardScaler(), CumulativeLinkClassifier(alpha=_HEAD_PENALTY))


# Chosen by cross-validation on the training part of public short-answer sets.
_HEAD_PENALTY = 100.0
