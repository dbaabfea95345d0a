"""Which levels cannot be ruled out: split-conformal sets of neighbouring levels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assessor.levels.inputs import Floats


def nonconformity(probabilities: Floats, truth: NDArray[np.intp]) -> Floats:
    """How strange the true level looks: the probability mass that an interval grown from the best guess gathers before it holds the truth.

    Parameters
    ----------
    probabilities : ndarray of shape (n_answers, n_levels)
    truth : ndarray of shape (n_answers,)
        Positions of the true levels.

    Returns
    -------
    ndarray of shape (n_answers,), between 0 and 1
    """
    return np.array([_mass_before(row, int(position)) for row, position in zip(probabilities, truth, strict=True)])


def conformal_quantile(scores: Floats, coverage: float) -> float:
    """The threshold under which a set holds the true level for ``coverage`` of exchangeable answers.

    References
    ----------
    Romano, Y., Sesia, M. and Candès, E. (2020). Classification with valid and adaptive coverage. NeurIPS.
    """
    count = len(scores)
    if not count:
        return 1.0
    rank = min(int(np.ceil((count + 1) * coverage)), count)
    return float(np.sort(scores)[rank - 1])


def conformal_set(probabilities: Floats, quantile: float) -> tuple[int, ...]:
    """Positions of the levels that cannot be ruled out: neighbours, ascending, the best guess always among them.

    Examples
    --------
    >>> conformal_set(np.array([0.05, 0.5, 0.4, 0.05]), quantile=0.6)
    (1, 2)
    """
    inside = [position for position in range(len(probabilities)) if _mass_before(probabilities, position) <= quantile]
    best = best_guess(probabilities)
    return tuple(range(min([best, *inside]), max([best, *inside]) + 1))


def best_guess(probabilities: Floats) -> int:
    """Position of the median level, the highest that is reached with probability 1/2 or more; of the mode where that is twice as probable.

    The median errs least in levels; but between two peaks it may be a level that hardly anything speaks for.

    Examples
    --------
    >>> best_guess(np.array([0.1, 0.3, 0.4, 0.2])), best_guess(np.array([0.47, 0.11, 0.04, 0.38]))
    (2, 0)
    """
    reached = 1 - np.cumsum(probabilities)[:-1]
    median, mode = int(np.sum(reached >= 0.5 - 1e-12)), int(np.argmax(probabilities))
    return mode if probabilities[mode] > 2 * probabilities[median] else median


def _mass_before(probabilities: Floats, position: int) -> float:
    """Mass of the interval grown greedily from the best guess, before it holds ``position``; 0 for the best guess."""
    low = high = best_guess(probabilities)
    mass = 0.0
    while not low <= position <= high:
        mass = float(probabilities[low : high + 1].sum())
        below = probabilities[low - 1] if low > 0 else -1.0
        above = probabilities[high + 1] if high + 1 < len(probabilities) else -1.0
        if above > below:
            high += 1
        else:
            low -= 1
    return mass
