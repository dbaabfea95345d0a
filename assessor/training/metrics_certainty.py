"""Whether probabilities mean what they say: calibration, conformal sets; and how sure the figures themselves are: bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assessor.training.metrics import NAN

BINS = 10
REPEATS = 1000


def reliability_bins(confidence: ArrayLike, right: ArrayLike, bins: int = BINS) -> list[dict[str, float]]:
    """Answers sorted into bins of equal width by confidence: how many, how confident, how often right. Empty bins are left out.

    Bin k holds confidences in ((k-1)/bins, k/bins]; 0 goes into the first.

    Examples
    --------
    >>> reliability_bins([0.85, 0.95, 0.95], [1, 1, 0])[-1]
    {'from': 0.9, 'to': 1.0, 'count': 2, 'confidence': 0.95, 'right': 0.5}
    """
    sure, hits = np.asarray(confidence, dtype=np.float64), np.asarray(right, dtype=np.float64)
    # Rounded first: 0.7 stored as 0.7000000000000001 belongs to the bin that ends there.
    index = np.clip(np.ceil(np.round(sure * bins, 9)).astype(int) - 1, 0, bins - 1)
    return [
        {
            "from": round(one / bins, 9),
            "to": round((one + 1) / bins, 9),
            "count": int(np.sum(index == one)),
            "confidence": float(sure[index == one].mean()),
            "right": float(hits[index == one].mean()),
        }
        for one in np.unique(index).tolist()
    ]


def calibration_error(confidence: ArrayLike, right: ArrayLike, bins: int = BINS) -> float:
    """Expected calibration error: mean gap between confidence and frequency over bins of equal width, weighted by their counts.

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y. and Weinberger, K. Q. (2017). On calibration of modern neural networks. ICML.

    Examples
    --------
    >>> round(calibration_error([0.8, 0.8, 0.8, 0.8, 0.8], [1, 1, 1, 1, 0]), 9)
    0.0
    """
    found = reliability_bins(confidence, right, bins)
    total = sum(one["count"] for one in found)
    return sum(one["count"] * abs(one["confidence"] - one["right"]) for one in found) / total if total else NAN


def classwise_calibration_error(probabilities: ArrayLike, truth: ArrayLike, bins: int = BINS) -> float:
    """Mean over classes of the calibration error of that class's own probability.

    Parameters
    ----------
    probabilities : array-like of shape (n_answers, n_classes)
    truth : array-like of shape (n_answers, n_classes)
        1 where the class is the true one (or, for several labels, where the label holds).

    References
    ----------
    Kull, M., Perelló-Nieto, M., Kängsepp, M., Silva Filho, T., Song, H. and Flach, P. (2019). Beyond temperature scaling. NeurIPS.

    Examples
    --------
    >>> classwise_calibration_error([[1.0, 0.0], [0.0, 1.0]], [[1, 0], [0, 1]])
    0.0
    """
    columns, hits = np.asarray(probabilities, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    return float(np.mean([calibration_error(column, hit, bins) for column, hit in zip(columns.T, hits.T, strict=True)]))


def conformal_figures(sets: Sequence[Sequence[int]], truth: Sequence[int]) -> dict[str, float]:
    """How often a conformal set holds the true level, how large sets are, and how often one level stands alone.

    Examples
    --------
    >>> conformal_figures([(1,), (1, 2)], [1, 3])
    {'count': 2, 'coverage': 0.5, 'size': 1.5, 'single': 0.5}
    """
    if not len(sets):
        return {"count": 0, "coverage": NAN, "size": NAN, "single": NAN}
    return {
        "count": len(sets),
        "coverage": float(np.mean([level in one for level, one in zip(truth, sets, strict=True)])),
        "size": float(np.mean([len(one) for one in sets])),
        "single": float(np.mean([len(one) == 1 for one in sets])),
    }


def bootstrap_interval(
    statistic: Callable[[NDArray[np.intp]], float], count: int, *, coverage: float = 0.95, repeats: int = REPEATS, seed: int = 0
) -> tuple[float, float]:
    """Percentile interval of a statistic under resampling of the answers.

    Parameters
    ----------
    statistic : callable
        Takes positions of answers (with repetition), gives a number; resamples where it is ``nan`` are left out.
    count : int
        How many answers there are.
    coverage, repeats, seed
        The same seed gives the same interval.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An introduction to the bootstrap, chapter 13.

    Examples
    --------
    >>> values = np.array([1.0, 1.0, 1.0])
    >>> bootstrap_interval(lambda rows: float(values[rows].mean()), 3)
    (1.0, 1.0)
    """
    drawn = _resampled(statistic, count, repeats, seed)
    if not len(drawn):
        return NAN, NAN
    low, high = np.quantile(drawn, [(1 - coverage) / 2, (1 + coverage) / 2])
    return float(low), float(high)


def paired_bootstrap(
    ours: Callable[[NDArray[np.intp]], float],
    theirs: Callable[[NDArray[np.intp]], float],
    count: int,
    *,
    coverage: float = 0.95,
    repeats: int = REPEATS,
    seed: int = 0,
) -> dict[str, float]:
    """Difference between two systems on the same answers, with its interval.

    Both are computed on the same resamples, so what makes an answer hard for both cancels out.

    Returns
    -------
    dict
        ``difference`` (ours minus theirs, on all answers), ``low``, ``high``, and ``better``: in which share of resamples ours is higher.

    References
    ----------
    Koehn, P. (2004). Statistical significance tests for machine translation evaluation. EMNLP.

    Examples
    --------
    >>> a, b = np.array([1.0, 1.0, 1.0]), np.array([0.0, 0.0, 0.0])
    >>> paired_bootstrap(lambda rows: float(a[rows].mean()), lambda rows: float(b[rows].mean()), 3, repeats=20)
    {'difference': 1.0, 'low': 1.0, 'high': 1.0, 'better': 1.0}
    """

    def difference(rows: NDArray[np.intp]) -> float:
        return ours(rows) - theirs(rows)

    drawn = _resampled(difference, count, repeats, seed)
    if not len(drawn):
        return {"difference": NAN, "low": NAN, "high": NAN, "better": NAN}
    low, high = np.quantile(drawn, [(1 - coverage) / 2, (1 + coverage) / 2])
    return {"difference": difference(np.arange(count)), "low": float(low), "high": float(high), "better": float(np.mean(drawn > 0))}


def _resampled(statistic: Callable[[NDArray[np.intp]], float], count: int, repeats: int, seed: int) -> NDArray[np.float64]:
    if not count:
        return np.zeros(0)
    random = np.random.default_rng(seed)
    drawn: NDArray[np.float64] = np.array([statistic(random.integers(0, count, count)) for _ in range(repeats)], dtype=np.float64)
    return drawn[~np.isnan(drawn)]
