"""Several classifiers of the same labels, heard together."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.exceptions import ConvergenceWarning

from assessor.concepts.features import Floats


class MeanProbability(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """The mean of the probabilities that several classifiers give; one label a sample, or several.

    scikit-learn's own ``VotingClassifier`` takes one label a sample only.

    Parameters
    ----------
    estimators : sequence of classifiers
        Each with ``predict_proba``.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1])
    >>> both = MeanProbability(estimators=[LogisticRegression(), LogisticRegression(C=0.1)]).fit(X, y)
    >>> both.predict(X).tolist()
    [0, 0, 1, 1]
    """

    def __init__(self, *, estimators: Sequence[Any]) -> None:
        self.estimators = estimators

    def fit(self, X: Any, y: Any) -> MeanProbability:
        """Fit each classifier.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        y : array-like of shape (n_samples,) or (n_samples, n_labels)
            Classes, or labels as 0 and 1.
        """
        targets = np.asarray(y)
        if targets.ndim == 2 and targets.shape[1] == 1:
            targets = targets.ravel()
        with warnings.catch_warnings():
            # A network is stopped after a set number of rounds: to go on would learn the examples by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            self.estimators_ = [clone(one).fit(X, targets) for one in self.estimators]
        for one in self.estimators_:
            # A network's optimiser is twice as large as the network, and serves only to go on training it.
            vars(one).pop("_optimizer", None)
        self.classes_ = self.estimators_[0].classes_
        return self

    def predict_proba(self, X: Any) -> Floats:
        """Mean probabilities: of shape (n_samples, n_classes), or (n_samples, n_labels) if there are several labels a sample."""
        return np.asarray(np.mean([one.predict_proba(X) for one in self.estimators_], axis=0), dtype=np.float64)

    def predict(self, X: Any) -> Any:
        """The likeliest class of each sample, or each label's 0 or 1."""
        probabilities = self.predict_proba(X)
        if self.estimators_[0].predict(X[:1]).ndim == 2:
            return (probabilities >= 0.5).astype(np.intp)
        return self.classes_[probabilities.argmax(axis=1)]
