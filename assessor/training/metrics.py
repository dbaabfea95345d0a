"""Agreement between given and guessed levels, as defined by ETS RSMTool, with the list of levels fixed by the scale.

Levels are compared by their *positions* in the scale's list (0 is the lowest), so that a scale of levels 0, 4, 5, 6, 7 has neighbours one
apart. What cannot be computed (no answers, no variance) is ``nan``, never a zero that looks like a result.

References
----------
.. [1] Madnani, N., Loukina, A., von Davier, A., Burstein, J. and Cahill, A. (2017). Building better open-source tools to support fairness
   in automated scoring. EthNLP. Definitions: https://rsmtool.readthedocs.io/en/stable/evaluation.html
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
SmdMethod = Literal["pooled", "unpooled", "johnson", "williamson"]
Weights = Literal["quadratic"] | None

NAN = float("nan")


def agreement(truth: ArrayLike, guess: ArrayLike, tolerance: int = 0) -> float:
    """Percentage of answers whose two levels are at most ``tolerance`` apart: 0 for exact, 1 for adjacent agreement [1]_.

    Examples
    --------
    >>> agreement([0, 1, 2, 3], [0, 1, 1, 1]), agreement([0, 1, 2, 3], [0, 1, 1, 1], tolerance=1)
    (50.0, 75.0)
    """
    first, second = _pair(truth, guess)
    return 100 * float(np.mean(abs(first - second) <= tolerance)) if len(first) else NAN


def confusion(truth: ArrayLike, guess: ArrayLike, levels: int) -> NDArray[np.intp]:
    """How often each position (row) was guessed as each position (column). Shape (levels, levels).

    Raises
    ------
    ValueError
        If a position is outside the scale.
    """
    first, second = (values.astype(np.intp) for values in _pair(truth, guess))
    both = np.concatenate([first, second])
    if len(both) and not 0 <= both.min() <= both.max() < levels:
        raise ValueError(f"positions from {both.min()} to {both.max()}, allowed: 0 to {levels - 1}")
    counts = np.bincount(first * levels + second, minlength=levels * levels)
    return counts.reshape(levels, levels).astype(np.intp)


def kappa(truth: ArrayLike, guess: ArrayLike, levels: int, weights: Weights = None) -> float:
    """Cohen's kappa; with ``weights="quadratic"`` disagreement counts by the square of the distance [1]_.

    ``nan`` where chance alone leaves nothing to disagree on: both sides constant and equal (RSMTool, through SKLL, then says 1).

    Parameters
    ----------
    truth, guess : array-like of int of shape (n_answers,)
        Positions.
    levels : int
        How many levels the scale has, whether or not they occur.
    weights : {None, "quadratic"}

    Examples
    --------
    >>> round(kappa([0, 1, 2, 2], [0, 1, 1, 2], levels=5), 4), round(kappa([0, 1, 2, 2], [0, 1, 1, 2], 5, "quadratic"), 4)
    (0.6364, 0.8)
    """
    observed = confusion(truth, guess, levels).astype(np.float64)
    if not observed.sum():
        return NAN
    distance = abs(np.subtract.outer(np.arange(levels), np.arange(levels)))
    penalty = distance**2 if weights == "quadratic" else distance > 0
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    chance = float((penalty * expected).sum())
    return 1 - float((penalty * observed).sum()) / chance if chance > 0 else NAN


def continuous_qwk(truth: ArrayLike, score: ArrayLike) -> float:
    """Quadratic weighted kappa of scores that need not be whole (Haberman 2019; the ``wtkappa`` of [1]_, with population variances).

    Equal to :func:`kappa` with quadratic weights where both sides are whole.

    Examples
    --------
    >>> round(continuous_qwk([0, 1, 2, 2], [0, 1, 1, 2]), 4), round(continuous_qwk([0, 1, 2, 2], [0.2, 1.1, 1.4, 1.9]), 4)
    (0.8, 0.9028)
    """
    first, second = _pair(truth, score)
    if not len(first):
        return NAN
    spread = first.var() + second.var() + (first.mean() - second.mean()) ** 2
    return 2 * float(np.mean((first - first.mean()) * (second - second.mean()))) / float(spread) if spread > 0 else NAN


def pearson(truth: ArrayLike, score: ArrayLike) -> float:
    """Pearson's correlation; ``nan`` if either side is constant.

    Examples
    --------
    >>> round(pearson([0, 1, 2], [0.1, 1.0, 1.9]), 4)
    1.0
    """
    first, second = _pair(truth, score)
    if not len(first) or first.std() == 0 or second.std() == 0:
        return NAN
    return float(np.corrcoef(first, second)[0, 1])


def r_squared(truth: ArrayLike, score: ArrayLike) -> float:
    """Share of the variance of ``truth`` that ``score`` accounts for as it stands (no line is refitted); can be negative.

    Examples
    --------
    >>> r_squared([0, 1, 2], [0, 1, 2])
    1.0
    """
    first, second = _pair(truth, score)
    total = float(((first - first.mean()) ** 2).sum()) if len(first) else 0.0
    return 1 - float(((first - second) ** 2).sum()) / total if total > 0 else NAN


def rmse(truth: ArrayLike, score: ArrayLike) -> float:
    """Root mean squared error, in levels.

    Examples
    --------
    >>> rmse([0, 0], [3, 4]) == 12.5**0.5
    True
    """
    first, second = _pair(truth, score)
    return float(np.sqrt(np.mean((first - second) ** 2))) if len(first) else NAN


def smd(truth: ArrayLike, score: ArrayLike, method: SmdMethod = "pooled", population: tuple[ArrayLike, ArrayLike] | None = None) -> float:
    """Standardised mean difference: mean score minus mean truth, over a standard deviation (divisor n − 1) [1]_.

    Parameters
    ----------
    truth, score : array-like of shape (n_answers,)
        Of a group, or of everybody.
    method : {"pooled", "unpooled", "johnson", "williamson"}
        The deviation: root mean square of both sides' (pooled), the truth's (unpooled), the population's truth's (johnson), root mean
        square of both of the population's (williamson).
    population : pair of array-like, optional
        Truth and scores of everybody, for "johnson" and "williamson".

    Examples
    --------
    >>> round(smd([0, 1, 2], [1, 2, 3]), 3)
    1.0
    """
    if method in ("johnson", "williamson") and population is None:
        raise ValueError(f"method {method!r} needs the population's truth and scores")
    first, second = _pair(truth, score)
    base, other = _pair(*population) if population is not None and method in ("johnson", "williamson") else (first, second)
    if min(len(first), len(base) - 1) < 1:
        return NAN
    both = method in ("pooled", "williamson")
    variance = (base.var(ddof=1) + other.var(ddof=1)) / 2 if both else base.var(ddof=1)
    return float((second.mean() - first.mean()) / np.sqrt(variance)) if variance > 0 else NAN


def dsm(truth: ArrayLike, score: ArrayLike, population: tuple[ArrayLike, ArrayLike]) -> float:
    """Difference of standardised means of a group: mean z-score minus mean z-truth, both standardised on everybody [1]_.

    Unlike :func:`smd` it is not moved by a score that is too high for everybody alike.

    Examples
    --------
    >>> dsm([0, 1], [1, 2], population=([0, 1, 2, 3], [1, 2, 3, 4]))
    0.0
    """
    first, second = _pair(truth, score)
    everybody, scores = _pair(*population)
    if not len(first) or len(everybody) < 2 or everybody.std() == 0 or scores.std() == 0:
        return NAN
    high = (second.mean() - scores.mean()) / scores.std(ddof=1)
    return float(high - (first.mean() - everybody.mean()) / everybody.std(ddof=1))


def level_agreement(truth: ArrayLike, guess: ArrayLike, score: ArrayLike, levels: int) -> dict[str, float]:
    """All of the above for one set of answers: best guesses against levels, expected positions (``score``) against levels."""
    return {
        "exact": agreement(truth, guess),
        "adjacent": agreement(truth, guess, tolerance=1),
        "kappa": kappa(truth, guess, levels),
        "qwk": kappa(truth, guess, levels, "quadratic"),
        "qwk_continuous": continuous_qwk(truth, score),
        "pearson": pearson(truth, score),
        "r_squared": r_squared(truth, score),
        "rmse": rmse(truth, score),
        "smd": smd(truth, score),
    }


def plain(value: Any) -> Any:
    """A value as JSON can hold it: numbers rounded to six decimals, ``nan`` as None, arrays as lists.

    Examples
    --------
    >>> plain({"a": np.float64("nan"), "b": np.array([1, 2])})
    {'a': None, 'b': [1, 2]}
    """
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, np.ndarray | list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if isinstance(value, float | np.floating):
        return round(float(value), 6) if np.isfinite(value) else None
    return value


def _pair(truth: ArrayLike, other: ArrayLike) -> tuple[Floats, Floats]:
    first, second = np.asarray(truth, dtype=np.float64).ravel(), np.asarray(other, dtype=np.float64).ravel()
    if len(first) != len(second):
        raise ValueError(f"{len(first)} values against {len(second)}: they must be of the same answers")
    return first, second
