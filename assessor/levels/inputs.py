"""What the answer-level head sees of an answer: evidence aggregated per threshold, the two whole-answer scores, the gates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Probabilities are clipped here before their log-odds are taken, so that a verdict (exactly 0 or 1) weighs much but not infinitely.
_CLIP = 0.01
AGGREGATES = ("strongest", "two strongest", "noisy-or", "spread")
# One log-odds a target for each of these: the aggregates, the answer as a whole, the reader.
BLOCKS = len(AGGREGATES) + 2


@dataclass(frozen=True, slots=True)
class LevelInputs:
    """Numbers of one answer, before the head.

    Attributes
    ----------
    evidence : ndarray of shape (n_sentences, n_concepts)
        Probability that each sentence is evidence for each concept, in the scale's order; verdicts already applied.
    exclusions : ndarray of shape (n_sentences, n_exclusions)
    whole : ndarray of shape (n_targets,)
        Probability, from the answer as a whole, of reaching each level above 0 (ordinal, never increasing) or of each demonstration.
    told : ndarray of shape (n_targets,)
        The same, to the encoder's reader of whole stories.
    gates : ndarray of shape (n_gates,)
        Probability that each learnt gate fails.
    """

    evidence: Floats
    exclusions: Floats
    whole: Floats
    told: Floats
    gates: Floats


def log_odds(probability: Floats) -> Floats:
    """Log-odds of probabilities clipped to [0.01, 0.99]."""
    clipped = np.clip(probability, _CLIP, 1 - _CLIP)
    return np.asarray(np.log(clipped / (1 - clipped)))


def aggregate(column: Floats) -> Floats:
    """Strength of one concept over an answer: strongest, mean of the two strongest, noisy-or, mean. Each grows with every entry.

    Examples
    --------
    >>> aggregate(np.array([0.5, 0.0, 0.5])).round(2).tolist()
    [0.5, 0.5, 0.75, 0.33]
    """
    if not len(column):
        return np.zeros(len(AGGREGATES))
    first, second = np.sort(np.append(column, 0.0))[::-1][:2]
    return np.array([first, (first + second) / 2, 1 - np.prod(1 - column), column.mean()])


def reaching(evidence: Floats, levels: tuple[int, ...]) -> Floats:
    """Each sentence's evidence for "level k or higher": the strongest of the concepts at or above k. Shape (n_sentences, n_levels)."""
    if not len(evidence):
        return np.zeros((0, len(levels)))
    from_above: Floats = np.maximum.accumulate(evidence[:, ::-1], axis=1)[:, ::-1]
    return from_above


def design_row(inputs: LevelInputs, columns: Floats) -> Floats:
    """The head's features of one answer.

    ``columns`` holds, for each target (a threshold or a demonstration), the sentences' evidence for it. The row is, for each aggregate,
    then for the answer as a whole and for what the reader says of it, one log-odds a target; then those of the exclusions' two strongest
    and of the gates.
    """
    strengths = np.array([aggregate(column) for column in columns.T]).reshape(columns.shape[1], len(AGGREGATES))
    exclusions = np.array([aggregate(column)[1] for column in inputs.exclusions.T])
    return np.concatenate(
        [log_odds(strengths).T.ravel(), log_odds(inputs.whole), log_odds(inputs.told), log_odds(exclusions), log_odds(inputs.gates)]
    )
