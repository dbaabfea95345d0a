"""Ridge regression on likeness to landmarks, with what it says of each answer when that answer is left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, eigh, solve_triangular

Floats = NDArray[np.float64]

PENALTIES = np.logspace(-3, 2, 16)
# Answers that say the same would leave nothing to tell them apart; single precision alone would make the difference negative.
_JITTER = 1e-4
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class LikenessRidge:
    """A fitted regression.

    Attributes
    ----------
    weights : ndarray of shape (n_landmarks,)
    intercept : float
    penalty : float
        The one with the smallest squared error on answers left out.
    """

    weights: Floats
    intercept: float
    penalty: float

    def predict(self, likeness: Floats) -> Floats:
        """Scores from likeness to the landmarks, shape (n_answers, n_landmarks)."""
        scores: Floats = likeness @ self.weights + self.intercept
        return scores


def fit_ridge(likeness: Floats, among: Floats, y: Floats, sample_weight: Floats) -> tuple[LikenessRidge, Floats]:
    """Fit, and say what each answer would have been given had it been left out.

    With every answer a landmark this is kernel ridge regression, exactly; with fewer, its Nyström approximation. Leaving one out has a
    closed form, so that no answer's own label helps the score that the next stage learns from, at the price of a single fit.

    Parameters
    ----------
    likeness : ndarray of shape (n_answers, n_landmarks)
    among : ndarray of shape (n_landmarks, n_landmarks)
        Likeness of the landmarks to each other.
    y, sample_weight : ndarray of shape (n_answers,)

    Returns
    -------
    LikenessRidge
    ndarray of shape (n_answers,)
        The scores of the answers left out.

    References
    ----------
    Rifkin, R. and Lippert, R. (2007). Notes on regularized least squares. MIT-CSAIL-TR-2007-025.
    Williams, C. and Seeger, M. (2001). Using the Nyström method to speed up kernel machines. NIPS 13.

    Examples
    --------
    >>> x = np.linspace(0, 3, 8)[:, None]
    >>> alike = np.exp(-((x - x.T) ** 2))
    >>> model, left_out = fit_ridge(alike, alike, np.round(x[:, 0]), np.ones(8))
    >>> bool(np.corrcoef(left_out, x[:, 0])[0, 1] > 0.8)
    True
    """
    lower = cholesky(among + _JITTER * np.trace(among) / len(among) * np.eye(len(among)), lower=True)
    total = sample_weight.sum()
    mean = float(sample_weight @ y / total)
    centre = solve_triangular(lower, likeness.T @ (sample_weight / total), lower=True)

    def coordinates(rows: slice) -> Floats:
        placed: Floats = solve_triangular(lower, likeness[rows].T, lower=True).T - centre
        return placed

    batches = [slice(first, first + _BATCH) for first in range(0, len(y), _BATCH)]
    gram = np.zeros_like(among)
    pull = np.zeros(len(among))
    for rows in batches:
        part = coordinates(rows)
        gram += part.T @ (part * sample_weight[rows, None])
        pull += part.T @ (sample_weight[rows] * (y[rows] - mean))
    strengths, axes = eigh(gram)
    shrink = 1 / (np.maximum(strengths, 0)[:, None] + PENALTIES)
    turned = shrink * (axes.T @ pull)[:, None]

    left_out = np.empty((len(y), len(PENALTIES)))
    for rows in batches:
        part = coordinates(rows) @ axes
        leverage = sample_weight[rows, None] * ((part**2) @ shrink + 1 / total)
        residual = y[rows, None] - mean - part @ turned
        left_out[rows] = y[rows, None] - residual / np.maximum(1 - leverage, 1e-6)
    best = int(np.argmin(sample_weight @ (left_out - y[:, None]) ** 2))
    weights = solve_triangular(lower, axes @ turned[:, best], lower=True, trans="T")
    intercept = mean - float(centre @ (axes @ turned[:, best]))
    return LikenessRidge(weights, intercept, float(PENALTIES[best])), left_out[:, best]
