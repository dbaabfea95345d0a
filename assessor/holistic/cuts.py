"""Where to cut a score into levels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CANDIDATES = 200
_ROUNDS = 20


def best_cuts(expected: Floats, truth: NDArray[np.intp], sample_weight: Floats) -> Floats:
    """Cuts of a score under which quadratic weighted kappa is expected to be highest.

    Rounding an expected level gives too few of the extreme ones, and kappa counts that. The cuts that look best on the labels themselves
    chase noise; these maximise what kappa is expected to be if the score is honest, that is if answers of expected level m have mean level
    m. Only the mean and the spread of the levels are read from the labels.

    Parameters
    ----------
    expected : ndarray of shape (n_answers,)
        Expected level, as a position from 0, of answers that were left out of the fit.
    truth : ndarray of shape (n_answers,)
        Positions of their levels, of two levels at least.
    sample_weight : ndarray of shape (n_answers,)

    Returns
    -------
    ndarray of shape (n_occurring - 1,)
        Ascending; a score that reaches the first is of the second level that occurs in ``truth``, and so on.

    Examples
    --------
    >>> expected = np.array([0.2, 0.3, 0.4, 1.0, 1.1, 1.6, 1.7, 1.7])
    >>> best_cuts(expected, np.array([0, 0, 0, 1, 1, 2, 2, 2]), np.ones(8)).round(2).tolist()
    [0.7, 1.35]
    """
    order = np.argsort(expected, kind="stable")
    score, share = expected[order], sample_weight[order] / sample_weight.sum()
    mean = float(sample_weight @ truth / sample_weight.sum())
    variance = float(sample_weight @ (truth - mean) ** 2 / sample_weight.sum())
    levels = np.unique(truth)
    steps = np.diff(levels).astype(np.float64)
    starts = np.flatnonzero(np.diff(score, prepend=-np.inf) > 0)[1:]  # between equal scores there is nothing to cut
    if not len(starts):
        return (levels[1:] + levels[:-1]) / 2
    # Of a cut just before each place: the share of answers above it, and by how much their scores exceed the mean score, summed.
    above = np.append(np.cumsum(share[::-1])[::-1], 0.0)
    excess = np.append(np.cumsum((share * (score - share @ score))[::-1])[::-1], 0.0)

    def kappa(places: NDArray[np.intp]) -> float:
        """The guess is the lowest level and a step for each cut reached, so its moments are sums over cuts, and over pairs of cuts."""
        given = above[places]
        average = float(steps @ given)
        spread = float(steps @ np.minimum.outer(given, given) @ steps) - average**2
        covariance = float(steps @ excess[places])
        return 2 * covariance / float(variance + spread + (mean - levels[0] - average) ** 2)

    candidates = starts[np.unique(np.linspace(0, len(starts) - 1, _CANDIDATES).astype(int))]
    reached = np.array([share[truth[order] >= level].sum() for level in levels[1:]])
    places = candidates[np.abs(np.subtract.outer(reached, above[candidates])).argmin(axis=1)]
    best = kappa(places)
    for _ in range(_ROUNDS):
        before = best
        for cut in range(len(places)):
            low, high = (places[cut - 1] if cut else 0), (places[cut + 1] if cut + 1 < len(places) else len(score))
            for candidate in candidates[(candidates >= low) & (candidates <= high)]:
                tried = places.copy()
                tried[cut] = candidate
                if (value := kappa(tried)) > best + 1e-12:
                    places, best = tried, value
        if best == before:
            break
    cuts: Floats = (score[places - 1] + score[places]) / 2
    return cuts
