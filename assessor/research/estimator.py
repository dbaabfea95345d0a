"""The whole bottleneck, from texts to levels, as a scikit-learn classifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from assessor.artifacts import common_model
from assessor.concepts.finder import CONCEPT_C
from assessor.domain.answer import Answer
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.levels.head import ALPHA
from assessor.research.bottleneck import Settings, learn
from assessor.research.checking import LEAST_FOLDS
from assessor.research.encoding import encode
from assessor.research.fitting import Fitted, fitted
from assessor.research.scales import read_scale
from assessor.threads import one_thread
from assessor.training.groups import FOLDS
from assessor.training.opinions import as_if_unseen

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment

FEATURES = ("encoder", "facts", "context")


class LevelClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Levels of a rubric from written answers, by way of evidence for its concepts.

    Sentences to concepts, concepts to a level, gates and calibration, all cross-fitted inside ``fit``: what :func:`assessor.fit` does, with
    its settings open to a search. Texts are read and encoded once in a process, whatever is searched.

    Parameters
    ----------
    scale : str, pathlib.Path or Scale, default="arc-collaboration"
        A scale of levels, not a checklist.
    concept_C : float, default=0.0015
        Inverse strength of the penalty of the regressions among the sentence classifiers.
    alpha : float, default=3.0
        Strength of the penalty of the answer-level head.
    features : sequence of str, default=("encoder", "facts", "context")
        Sources of what is known of a sentence: its vector, its linguistic facts, its neighbours and place.
    folds : int, default=6
        Folds of the cross-fitting inside ``fit``. Each model learns without two of them: 4 leave it half of the answers and take half of
        the time; 3, the fewest, leave it a third of the answers, which is enough to try things out only.
    n_jobs : int or None, default=None
        Processes; changes speed, never a result.

    Attributes
    ----------
    classes_ : ndarray of shape (n_levels,)
        All levels of the scale, 0 first, whether or not an answer had them.
    fitted_ : Fitted
        The model, its held-out figures and its card.

    Notes
    -----
    ``X`` is a sequence of texts or of :class:`assessor.Example`. Examples bring their marked sentences, and
    authors that are kept on one side of the inner splits; their own levels are not looked at, ``y`` is. For the outer splits give
    ``groups`` to the search as usual.

    Examples
    --------
    >>> LevelClassifier(alpha=1.0).get_params()["alpha"]
    1.0
    """

    def __init__(
        self,
        scale: str | Path | Scale = "arc-collaboration",
        *,
        concept_C: float = CONCEPT_C,
        alpha: float = ALPHA,
        features: Sequence[str] = FEATURES,
        folds: int = FOLDS,
        n_jobs: int | None = None,
    ) -> None:
        self.scale = scale
        self.concept_C = concept_C
        self.alpha = alpha
        self.features = features
        self.folds = folds
        self.n_jobs = n_jobs

    def __sklearn_tags__(self) -> Any:
        """Texts in, ordered classes out."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.input_tags.string = True
        tags.no_validation = True
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None) -> Self:
        """Fit the bottleneck.

        Parameters
        ----------
        X : sequence of str or Example
        y : array-like of shape (n_answers,)
            Levels of the scale.
        sample_weight : array-like of shape (n_answers,), optional
            Weight of each answer in the answer-level head.
        groups : array-like of shape (n_answers,), optional
            Who wrote each answer, for the inner splits; by default what the examples say.

        Returns
        -------
        LevelClassifier
            The estimator itself.

        Raises
        ------
        TrainingDataError
            If the answers cannot be learnt from; the message says what is lacking.
        ValueError
            If the scale is a checklist, or a setting has a value that is not allowed.
        """
        scale, settings = self._settings()
        levels = np.asarray(y)
        examples = [_example(one, place, scale) for place, one in enumerate(_sequence(X))]
        if levels.shape != (len(examples),):
            raise ValueError(f"y has shape {levels.shape}; {len(examples)} answers need as many levels")
        labelled = [replace(one, level=_whole(level), demonstrated=None) for one, level in zip(examples, levels.tolist(), strict=True)]
        weight = None if sample_weight is None else _check_sample_weight(sample_weight, levels[:, None], ensure_non_negative=True)
        by = None if groups is None else np.asarray(groups).tolist()
        jobs = self.n_jobs or 1
        learnt = learn(labelled, encode(labelled, jobs), scale, common_model(), settings, weight=weight, groups=by, jobs=jobs)
        self.classes_ = np.array(scale.level_numbers)
        self.fitted_: Fitted = fitted(learnt)
        return self

    def predict(self, X: Any) -> NDArray[np.intp]:
        """The suggested level of each answer. Shape (n_answers,)."""
        return np.array([one.suggestion.level for one in self._assess(X)], dtype=np.intp)

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """Calibrated probability of each level, gates included; rows sum to 1. Shape (n_answers, n_levels)."""
        found = np.array([list(one.suggestion.probabilities.values()) for one in self._assess(X)], dtype=np.float64)
        shares = found.reshape(-1, len(self.classes_))
        # They are kept to six decimals, and need not sum to 1 to the last of them.
        exact: NDArray[np.float64] = shares / shares.sum(axis=1, keepdims=True)
        return exact

    def _assess(self, X: Any) -> list[Assessment]:
        check_is_fitted(self)
        assessor = self.fitted_.assessor
        answers = [Answer(str(place), _text(one)) for place, one in enumerate(_sequence(X))]
        # As in fitting: an answer of the corpora is judged without what the encoder's reader learnt from it.
        encoded = as_if_unseen(encode(answers, self.n_jobs or 1))
        with one_thread():
            return [assessor.conclude(assessor.interpret(one)) for one in encoded]

    def _settings(self) -> tuple[Scale, Settings]:
        scale, features = read_scale(self.scale), tuple(self.features)
        if scale.kind == "checklist":
            raise ValueError(f"LevelClassifier needs a scale of levels; {scale.id!r} is a checklist: use assessor.fit")
        if unknown := set(features) - set(FEATURES):
            raise ValueError(f"features {sorted(unknown)}; allowed: {', '.join(FEATURES)}")
        if not {"encoder", "facts"} & set(features):
            raise ValueError("features needs 'encoder' or 'facts'")
        if self.concept_C <= 0 or self.alpha < 0 or self.folds < LEAST_FOLDS:
            raise ValueError(
                f"concept_C={self.concept_C}, alpha={self.alpha}, folds={self.folds}; "
                f"allowed: concept_C > 0, alpha >= 0, folds >= {LEAST_FOLDS}"
            )
        return scale, Settings(self.concept_C, self.alpha, features, self.folds)


def _sequence(X: Any) -> list[Any]:
    if isinstance(X, str) or getattr(X, "ndim", 1) != 1:
        raise ValueError("X must be a one-dimensional sequence of texts or of examples, such as a list or one column of a table")
    return list(X)


def _text(one: Any) -> str:
    text = one.text if isinstance(one, (Answer, Example)) else one
    if not isinstance(text, str):
        raise ValueError(f"X holds a {type(text).__name__}; texts or examples are needed")
    return text


def _example(one: Any, place: int, scale: Scale) -> Example:
    return replace(one, scale=scale.id) if isinstance(one, Example) else Example(str(place), scale.id, _text(one))


def _whole(level: Any) -> int:
    """A level as scikit-learn may hand it over: 2, 2.0 or numpy's."""
    if isinstance(level, (int, float)) and int(level) == level:
        return int(level)
    raise ValueError(f"y holds {level!r}; levels are whole numbers")
