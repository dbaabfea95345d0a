"""From opinions on an answer to probabilities of its level, and to one level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessor.holistic.cuts import best_cuts
from assessor.levels.ordinal import CumulativeLinkClassifier

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

# A little, so that an opinion that parts a small sample without error gets a finite weight.
_PENALTY = 0.1


@dataclass(frozen=True, slots=True)
class Decision:
    """What opinions amount to.

    Attributes
    ----------
    head : CumulativeLinkClassifier
        Fitted on positions of levels; knows those that occurred.
    cuts : ndarray of shape (n_occurring - 1,)
        Where the expected position is cut.
    levels : int
        How many levels there are, whether or not they occurred.
    """

    head: CumulativeLinkClassifier
    cuts: Floats
    levels: int

    def probabilities(self, opinions: Floats) -> Floats:
        """Probability of each level, 0 for those that no answer had in the fit. Shape (n_answers, n_levels)."""
        probabilities = np.zeros((len(opinions), self.levels))
        probabilities[:, self.head.classes_] = self.head.predict_proba(opinions)
        return probabilities

    def expected(self, opinions: Floats) -> Floats:
        """Expected position of the level, shape (n_answers,)."""
        expected: Floats = self.head.predict_proba(opinions) @ self.head.classes_
        return expected

    def positions(self, opinions: Floats) -> Positions:
        """One position an answer, among those that occurred. Shape (n_answers,)."""
        positions: Positions = self.head.classes_[np.searchsorted(self.cuts, self.expected(opinions), side="right")]
        return positions


def decide(opinions: Floats, truth: Positions, levels: int, sample_weight: Floats, sign: int = 1) -> Decision:
    """Learn how far to trust each opinion, from what it said of answers left out of its fit.

    Parameters
    ----------
    opinions : ndarray of shape (n_answers, n_opinions)
    truth : ndarray of shape (n_answers,)
        Positions of the answers' levels.
    levels : int
    sample_weight : ndarray of shape (n_answers,)
    sign : {1, 0}
        1 if no opinion may count against the level it speaks for.

    Examples
    --------
    >>> decision = decide(np.array([[0.1], [0.3], [0.8], [0.9]]), np.array([0, 0, 1, 1]), 2, np.ones(4))
    >>> decision.positions(np.array([[0.0], [1.0]])).tolist()
    [0, 1]
    """
    head = CumulativeLinkClassifier(signs=[sign] * opinions.shape[1], alpha=_PENALTY).fit(opinions, truth, sample_weight)
    expected = head.predict_proba(opinions) @ head.classes_
    return Decision(head, best_cuts(expected, truth, sample_weight), levels)
