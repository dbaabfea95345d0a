"""The ordinal head: a cumulative-link model that is monotone where it must be, as a scikit-learn classifier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

Floats = NDArray[np.float64]

_LEAST_STEP = 1e-3
_TINY = 1e-12


class CumulativeLinkClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """Proportional-odds logistic regression with covariates that change with the threshold and signs that are given.

    For classes :math:`c_0 < … < c_K` the model is :math:`P(y ≥ c_k) = σ(Σ_g β_g x_{g,k} + w·z − θ_k)` with :math:`θ_1 < … < θ_K`,
    :math:`β_g ≥ 0`, and :math:`w_j` of the sign that ``signs`` asks for. As long as the columns of a group do not increase with the
    threshold (evidence for "level k or higher" cannot exceed that for "level k−1 or higher"), the cumulative probabilities are ordered and
    each is monotone in its evidence, by construction and whatever the data.

    Parameters
    ----------
    groups : sequence of sequences of int, optional
        Each group names one column for each threshold, lowest first. Columns in no group are shared by all thresholds.
    signs : sequence of int, optional
        For each shared column, in their order: 1 (the weight cannot be negative), -1 (cannot be positive) or 0 (free). Default: all free.
    alpha : float, default=1.0
        Strength of the L2 penalty on the weights, per fit (not per sample); thresholds are not penalised.
    max_iter : int, default=500
        Iterations of L-BFGS-B.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Ascending.
    coef_ : ndarray of shape (n_shared,)
        Weights of the shared columns.
    group_coef_ : ndarray of shape (n_groups,)
        Weights of the groups, all ≥ 0.
    thresholds_ : ndarray of shape (n_classes - 1,)
        Ascending.
    n_features_in_ : int
    n_iter_ : int

    References
    ----------
    McCullagh, P. (1980). Regression models for ordinal data. Journal of the Royal Statistical Society B, 42(2), 109-142.

    Examples
    --------
    >>> X = np.array([[0.0], [0.2], [1.0], [1.2], [2.0], [2.2]])
    >>> head = CumulativeLinkClassifier(signs=[1], alpha=0.01).fit(X, [0, 0, 1, 1, 2, 2])
    >>> head.predict([[0.1], [1.1], [2.1]]).tolist()
    [0, 1, 2]
    """

    def __init__(
        self,
        *,
        groups: Sequence[Sequence[int]] | None = None,
        signs: Sequence[int] | None = None,
        alpha: float = 1.0,
        max_iter: int = 500,
    ) -> None:
        self.groups = groups
        self.signs = signs
        self.alpha = alpha
        self.max_iter = max_iter

    def __sklearn_tags__(self) -> Any:
        """Classes are taken as ordered, so unordered classes are learnt poorly."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit by penalised maximum likelihood.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        y : array-like of shape (n_samples,)
            Labels whose sorted order is the order of the levels.
        sample_weight : array-like of shape (n_samples,), optional

        Returns
        -------
        CumulativeLinkClassifier
            The estimator itself.

        Raises
        ------
        ValueError
            If there are fewer than two classes, or a group does not have one column for each threshold.
        """
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        weight = _check_sample_weight(sample_weight, X)
        self.classes_, codes = np.unique(y, return_inverse=True)
        steps = len(self.classes_) - 1
        if steps < 1:
            raise ValueError(f"CumulativeLinkClassifier needs samples of at least 2 classes, got one class: {self.classes_[0]!r}")
        groups = [list(group) for group in self.groups or ()]
        for group in groups:
            if len(group) != steps:
                raise ValueError(f"a group names {len(group)} columns; it needs one for each of the {steps} thresholds")
        self._columns = np.array(groups, dtype=np.intp).reshape(len(groups), steps)
        grouped = set(self._columns.ravel().tolist())
        self._shared = np.array([column for column in range(X.shape[1]) if column not in grouped], dtype=np.intp)
        signs = [0] * len(self._shared) if self.signs is None else list(self.signs)
        if len(signs) != len(self._shared):
            raise ValueError(f"signs has {len(signs)} entries for {len(self._shared)} shared columns")

        start, bounds = self._start(codes, weight, steps, len(groups), signs)
        found = minimize(
            _loss_and_gradient,
            start,
            args=(X[:, self._columns], X[:, self._shared], codes, weight, self.alpha),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"maxiter": self.max_iter},
        )
        self.n_iter_ = int(found.nit)
        self.group_coef_, self.coef_, self.thresholds_ = _unpack(found.x, len(groups), len(self._shared))
        return self

    @staticmethod
    def _start(
        codes: NDArray[np.intp], weight: Floats, steps: int, groups: int, signs: Sequence[int]
    ) -> tuple[Floats, list[tuple[float | None, float | None]]]:
        """Weights near zero, thresholds that give the classes their shares, and the bounds that make signs and order hold."""
        shares = np.bincount(codes, weights=weight, minlength=steps + 1) + 1e-3
        above = 1 - np.cumsum(shares)[:-1] / shares.sum()
        thresholds = -np.log(above / (1 - above))
        increments = np.maximum(np.diff(thresholds), _LEAST_STEP)
        start = np.concatenate([np.full(groups, 0.1), np.zeros(len(signs)), thresholds[:1], increments])
        limits: dict[int, tuple[float | None, float | None]] = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
        bounds = [(0.0, None)] * groups + [limits[sign] for sign in signs] + [(None, None)] + [(_LEAST_STEP, None)] * (steps - 1)
        return start, bounds

    def predict_reached(self, X: Any) -> Floats:
        """Probability of reaching each class but the lowest, never increasing along a row. Shape (n_samples, n_classes - 1)."""
        reached: Floats = np.minimum.accumulate(expit(self._log_odds(X)), axis=1)
        return reached

    def predict_proba(self, X: Any) -> Floats:
        """Probability of each class; rows sum to 1. Shape (n_samples, n_classes)."""
        return class_probabilities(self.predict_reached(X))

    def decision_function(self, X: Any) -> Floats:
        """Log-odds of the higher class, shape (n_samples,), for two classes; else log-probabilities, shape (n_samples, n_classes)."""
        log_odds = self._log_odds(X)
        if len(self.classes_) == 2:
            return log_odds[:, 0]
        scores: Floats = np.log(class_probabilities(expit(log_odds)) + _TINY)
        return scores

    def _log_odds(self, X: Any) -> Floats:
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        return _scores(X[:, self._columns], X[:, self._shared], self.group_coef_, self.coef_, self.thresholds_)

    def predict(self, X: Any) -> NDArray[Any]:
        """The most probable class. Shape (n_samples,)."""
        probabilities = self.predict_proba(X)
        predicted: NDArray[Any] = self.classes_[np.argmax(probabilities, axis=1)]
        return predicted


def class_probabilities(reached: Floats) -> Floats:
    """Probabilities of the classes from those of reaching each class but the lowest.

    Parameters
    ----------
    reached : ndarray of shape (n_samples, n_classes - 1)
        :math:`P(y ≥ c_k)`; where a column exceeds the one before it, it is lowered to it.

    Returns
    -------
    ndarray of shape (n_samples, n_classes)

    Examples
    --------
    >>> class_probabilities(np.array([[0.75, 0.25]])).tolist()
    [[0.25, 0.5, 0.25]]
    """
    ordered = np.minimum.accumulate(reached, axis=1)
    edges = np.hstack([np.ones((len(ordered), 1)), ordered, np.zeros((len(ordered), 1))])
    probabilities: Floats = edges[:, :-1] - edges[:, 1:]
    return probabilities


def _unpack(parameters: Floats, groups: int, shared: int) -> tuple[Floats, Floats, Floats]:
    weights, rest = parameters[: groups + shared], parameters[groups + shared :]
    return weights[:groups], weights[groups:], np.cumsum(rest)


def _scores(grouped: Floats, shared: Floats, group_coef: Floats, coef: Floats, thresholds: Floats) -> Floats:
    """Log-odds, (n_samples, n_thresholds), from grouped columns (n_samples, n_groups, n_thresholds) and shared ones."""
    scores: Floats = np.einsum("ngk,g->nk", grouped, group_coef) + (shared @ coef)[:, None] - thresholds
    return scores


def _loss_and_gradient(
    parameters: Floats, grouped: Floats, shared: Floats, codes: NDArray[np.intp], weight: Floats, alpha: float
) -> tuple[float, Floats]:
    groups, free = grouped.shape[1], shared.shape[1]
    group_coef, coef, thresholds = _unpack(parameters, groups, free)
    reached = expit(_scores(grouped, shared, group_coef, coef, thresholds))
    rows = np.arange(len(codes))
    edges = np.hstack([np.ones((len(codes), 1)), reached, np.zeros((len(codes), 1))])
    likelihood = np.maximum(edges[rows, codes] - edges[rows, codes + 1], _TINY)

    slopes = np.zeros_like(edges)
    slopes[:, 1:-1] = reached * (1 - reached)
    pull = np.zeros_like(edges)
    pull[rows, codes] -= slopes[rows, codes] * weight / likelihood
    pull[rows, codes + 1] += slopes[rows, codes + 1] * weight / likelihood
    pull = pull[:, 1:-1]

    penalised = np.concatenate([group_coef, coef])
    loss = -float(weight @ np.log(likelihood)) + alpha / 2 * float(penalised @ penalised)
    # θ_k is the sum of the first k increments, so each increment moves its own threshold and all above.
    gradient = np.concatenate(
        [
            np.einsum("ngk,nk->g", grouped, pull) + alpha * group_coef,
            shared.T @ pull.sum(axis=1) + alpha * coef,
            -np.cumsum(pull.sum(axis=0)[::-1])[::-1],
        ]
    )
    return loss, gradient
