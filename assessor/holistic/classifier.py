"""A level for an answer as a whole, learnt from labelled answers alone: no spans, no rubric, French or English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted
from threadpoolctl import threadpool_limits

from assessor.holistic.decision import decide
from assessor.holistic.kernel import Likeness
from assessor.holistic.ridge import fit_ridge
from assessor.holistic.texts import EncodedTexts, as_texts, encode
from assessor.holistic.trees import TermTrees
from assessor.holistic.words import fit_words_left_out

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]


class HolisticClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Ordinal levels of whole answers, from their wording and their meaning.

    Opinions are formed by ridge regression on likeness to the training answers (letters, words, vectors of the whole and of the sentences:
    :class:`~assessor.holistic.kernel.Likeness`) and by randomised trees on the terms that occur; beyond ``landmarks`` answers also by ridge
    regression on n-grams. A cumulative-link model, in which no opinion can count against the level it speaks for, turns what they say of
    answers *left out of their fits* into calibrated probabilities. :meth:`predict` cuts the expected level where quadratic weighted kappa
    is expected to be highest, so it is not always the most probable level.

    Parameters
    ----------
    levels : sequence of int, optional
        Every level of the scale, whether or not it occurs in the sample. By default those that occur.
    landmarks : int, default=2500
        Likeness is computed to at most so many training answers, drawn with ``random_state``.
    random_state : int, default=0
        Of the draw and of the trees. The same seed gives the same bytes.
    jobs : int, default=1
        Processes that encode and threads that grow trees; changes speed, never a result.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Ascending.
    decision_ : Decision
        From opinions to probabilities, and to a level.

    See Also
    --------
    holistic_pipeline : Features and head as separate steps, each of which can be searched over.

    References
    ----------
    Wolpert, D. (1992). Stacked generalization. Neural Networks, 5, 241-259.

    Examples
    --------
    >>> texts = ["J'ai appelé le maire et obtenu son accord.", "Je ne sais pas trop.", "I called the mayor.", "No idea."] * 5
    >>> classifier = HolisticClassifier().fit(texts, [1, 0, 1, 0] * 5)
    >>> classifier.predict(["J'ai appelé la mairie.", "Aucune idée."]).tolist()
    [1, 0]
    """

    def __init__(self, *, levels: Sequence[int] | None = None, landmarks: int = 2500, random_state: int = 0, jobs: int = 1) -> None:
        self.levels = levels
        self.landmarks = landmarks
        self.random_state = random_state
        self.jobs = jobs

    def __sklearn_tags__(self) -> Any:
        """Texts in, ordered classes out."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.classifier_tags.poor_score = True
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit on texts and their levels.

        Parameters
        ----------
        X : sequence of str
            A list, an array of objects, a pandas Series.
        y : array-like of int of shape (n_answers,)
            Levels; their order is that of the numbers, their distance that of their places.
        sample_weight : array-like of shape (n_answers,), optional
            Answers of weight 0 are left out.

        Returns
        -------
        HolisticClassifier
            The estimator itself.

        Raises
        ------
        ValueError
            If an item of ``X`` is no text or empty, a label is not a whole number or not in ``levels``, or fewer than two levels occur.
        """
        texts = as_texts(X)
        labels = whole_numbers(y, len(texts))
        return self.fit_encoded(encode(texts, self.jobs), labels, sample_weight)

    def fit_encoded(self, answers: EncodedTexts, labels: Labels, sample_weight: Any = None) -> Self:
        """:meth:`fit` on what :func:`~assessor.holistic.texts.encode` gave, for those who fit the same answers more than once."""
        weight = _check_sample_weight(sample_weight, labels[:, None], ensure_non_negative=True)
        classes = np.unique(labels) if self.levels is None else np.unique(np.asarray(self.levels, dtype=labels.dtype))
        if len(unknown := np.setdiff1d(labels, classes)):
            raise ValueError(f"y holds {unknown.tolist()}, not in levels={classes.tolist()}; add them to levels, or mend the labels")
        kept = np.flatnonzero(weight > 0)
        if len(occurring := np.unique(labels[kept])) < 2:
            raise ValueError(f"HolisticClassifier needs answers of at least 2 classes, got one class: {occurring.tolist()}")
        if len(kept) < len(labels):
            answers, labels, weight = answers.take(kept), labels[kept], weight[kept]
        positions = np.searchsorted(classes, labels)
        with threadpool_limits(1):
            left_out = self._fit_opinions(answers, positions.astype(np.float64), weight)
            self.decision_ = decide(left_out, positions, len(classes), weight)
        self.classes_ = classes
        return self

    def _fit_opinions(self, answers: EncodedTexts, y: Floats, weight: Floats) -> Floats:
        """Fit each opinion, and gather what it says of every answer left out. Shape (n_answers, n_opinions)."""
        drawn = np.arange(len(answers))
        if sampled := len(answers) > self.landmarks:
            drawn = np.sort(np.random.default_rng(self.random_state).permutation(len(answers))[: self.landmarks])
        self._likeness = Likeness().fit(answers.take(drawn))
        likeness = self._likeness.to(answers)
        self._ridge, alike = fit_ridge(likeness, likeness[drawn], y, weight)
        del likeness  # the largest array of all; the trees need its room
        self._trees, grown = TermTrees(self.random_state).fit(answers.texts, y, weight, self.jobs)
        opinions = [alike, grown]
        self._words = None
        if sampled:
            self._words, said = fit_words_left_out(answers.texts, y, weight)
            opinions.append(said)
        return np.column_stack(opinions)

    def _opinions_of(self, answers: EncodedTexts) -> Floats:
        """What each opinion says of answers, shape (n_answers, n_opinions)."""
        with threadpool_limits(1):
            said = [self._ridge.predict(self._likeness.to(answers)), self._trees.predict(answers.texts)]
            if self._words is not None:
                said.append(self._words.predict(answers.texts))
        return np.column_stack(said)

    def predict_encoded(self, answers: EncodedTexts) -> NDArray[Any]:
        """:meth:`predict` of what :func:`~assessor.holistic.texts.encode` gave."""
        check_is_fitted(self)
        levels: NDArray[Any] = self.classes_[self.decision_.positions(self._opinions_of(answers))]
        return levels

    def predict(self, X: Any) -> NDArray[Any]:
        """Levels of answers, shape (n_answers,).

        Parameters
        ----------
        X : sequence of str
        """
        check_is_fitted(self)
        return self.predict_encoded(encode(as_texts(X), self.jobs))

    def predict_proba(self, X: Any) -> Floats:
        """Probability of each level; 0 for a level that no training answer had. Shape (n_answers, n_classes)."""
        check_is_fitted(self)
        return self.decision_.probabilities(self._opinions_of(encode(as_texts(X), self.jobs)))

    def predict_expected(self, X: Any) -> Floats:
        """Expected position of the level in ``classes_``, which :meth:`predict` cuts. Shape (n_answers,)."""
        check_is_fitted(self)
        return self.decision_.expected(self._opinions_of(encode(as_texts(X), self.jobs)))


def whole_numbers(y: Any, count: int) -> Labels:
    """Labels as integers.

    Raises
    ------
    ValueError
        If they are not one whole number an answer.

    Examples
    --------
    >>> whole_numbers([0.0, 3.0], 2).tolist()
    [0, 3]
    """
    given = np.asarray(y)
    if given.shape not in {(count,), (count, 1)}:
        raise ValueError(f"y has shape {given.shape}; expected one level for each of the {count} texts")
    try:
        numbers = given.ravel().astype(np.float64)
    except (TypeError, ValueError):
        numbers = np.array([np.nan])
    if not np.all(np.isfinite(numbers)) or np.any(numbers != np.rint(numbers)):
        wrong = [value for value in given.ravel().tolist() if not _is_whole(value)][:3]
        raise ValueError(f"y must hold whole numbers, the levels; found {wrong}; number the levels 0, 1, 2… from the lowest")
    return numbers.astype(np.intp)


def _is_whole(value: Any) -> bool:
    try:
        return float(value).is_integer()
    except (TypeError, ValueError):
        return False
