"""Which levels cannot be ruled out: least ambiguous conformal sets, and what a person is shown besides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assessor.levels.inputs import Floats

# From this share of probability a level is close enough to be named as a rival.
RIVAL = 0.2


def nonconformity(probabilities: Floats, truth: NDArray[np.intp]) -> Floats:
    """How strange the true level looks: what its probability lacks to 1.

    Parameters
    ----------
    probabilities : ndarray of shape (n_answers, n_levels)
    truth : ndarray of shape (n_answers,)
        Positions of the true levels.

    Returns
    -------
    ndarray of shape (n_answers,), between 0 and 1

    References
    ----------
    Sadinle, M., Lei, J. and Wasserman, L. (2019). Least ambiguous set-valued classifiers with bounded error levels. Journal of the
    American Statistical Association, 114(525).
    """
    return 1 - probabilities[np.arange(len(truth)), truth]


def conformal_quantile(scores: Floats, coverage: float) -> float:
    """The threshold under which a set holds the true level for ``coverage`` of exchangeable answers."""
    count = len(scores)
    if not count:
        return 1.0
    rank = min(int(np.ceil((count + 1) * coverage)), count)
    return float(np.sort(scores)[rank - 1])


def conformal_set(probabilities: Floats, quantile: float) -> tuple[int, ...]:
    """Positions of the levels probable enough for the coverage asked for; none, if no level is.

    Examples
    --------
    >>> conformal_set(np.array([0.05, 0.5, 0.4, 0.05]), quantile=0.6), conformal_set(np.array([0.3, 0.3, 0.4]), quantile=0.5)
    ((1, 2), ())
    """
    return tuple(map(int, np.flatnonzero(1 - probabilities <= quantile)))


def possible_levels(probabilities: Floats, quantile: float) -> tuple[int, ...]:
    """Positions of the levels that a person is told cannot be ruled out: never fewer than the conformal set holds.

    The best guess is among them, and every level with a fifth of the probability: where held-out answers are nearly all guessed right, the
    coverage asked for is had by single levels, but a level with such a share is not ruled out for all that. Where no level is probable
    enough for the conformal set, the best guess does not stand alone: the likeliest other level is named too. What lies between two of
    them is not added: of an answer that is either off the subject or of level 2, nobody should read that level 1 is possible.

    Examples
    --------
    >>> possible_levels(np.array([0.3, 0.3, 0.4]), quantile=0.5), possible_levels(np.array([0.02, 0.83, 0.15]), quantile=0.1)
    ((0, 1, 2), (1, 2))
    >>> possible_levels(np.array([0.55, 0.01, 0.44]), quantile=0.2)
    (0, 2)
    """
    inside, best = conformal_set(probabilities, quantile), best_guess(probabilities)
    others = np.argsort(-probabilities, kind="stable")
    second = [] if inside else [int(next(position for position in others if position != best))]
    return tuple(sorted({best, *inside, *second, *map(int, np.flatnonzero(probabilities >= RIVAL))}))


def hesitates(possible: Sequence[int], most: int) -> bool:
    """Whether levels that cannot be ruled out are too many, or too far apart: from the first to the last more than ``most`` levels.

    Examples
    --------
    >>> hesitates((1, 2), most=2), hesitates((0, 2), most=2)
    (False, True)
    """
    return max(possible) - min(possible) + 1 > most


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
