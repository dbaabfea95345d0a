"""The second look at a sentence: how sure it is evidence, given the rest of its answer.

Judged alone, the best sentence of an answer and a middling one elsewhere may score alike. What the other sentences and the whole answer
say settles most of that, and makes the probabilities honest. The encoder's reader of whole stories is heard here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assessor.concepts.features import Floats

_CLIP = 1e-4
# The record of what readers said of the corpora is kept in half precision, which cannot tell finer.
_TOLD_CLIP = 1e-3
_C = 0.3


def context_rows(probabilities: Floats, told: Floats, reached: Floats, ordinal: bool, places: Sequence[int]) -> Floats:
    """Features of each sentence and code.

    Parameters
    ----------
    probabilities : ndarray of shape (n_sentences, n_codes)
        Sentence by sentence, of one answer; concepts first, then exclusions.
    told : ndarray of shape (n_sentences, n_codes)
        What the reader of whole stories says of the same.
    reached : ndarray of shape (n_targets,)
        From the answer as a whole: probability of each level or higher, or of each demonstration.
    ordinal : bool
    places : sequence of int
        For each concept, the place of its level or demonstration in ``reached``.

    Returns
    -------
    ndarray of shape (n_sentences, n_codes, 13)
        Log-odds of: the sentence, the strongest and the second strongest sentence of the answer for the code, the sentence's strongest
        other code, the answer showing exactly this concept, and at least it; how far the sentence is from the strongest; whether it is the
        strongest; the logarithm of the number of sentences; and, to the reader, the sentence's log-odds, those of its strongest other
        code, how far the sentence is from the strongest, and that strongest.
    """
    own = _log_odds(probabilities)
    count, codes = own.shape
    ordered = np.sort(own, axis=0)[::-1]
    strongest, second = ordered[0], ordered[min(1, count - 1)]
    exactly = np.append(reached[:-1] - reached[1:], reached[-1:]) if ordinal else reached
    nothing = 1 - reached.max()
    carried, outside = np.asarray(places, dtype=np.intp), np.full(codes - len(places), nothing)
    rows = np.empty((count, codes, 13))
    rows[..., 0] = own
    rows[..., 1] = strongest
    rows[..., 2] = second
    rows[..., 3] = _strongest_other(own)
    rows[..., 4] = _log_odds(np.concatenate([exactly[carried], outside]))
    rows[..., 5] = _log_odds(np.concatenate([reached[carried], outside]))
    rows[..., 6] = own - strongest
    rows[..., 7] = own == strongest
    rows[..., 8] = np.log(count)
    read = _log_odds(told, _TOLD_CLIP)
    rows[..., 9] = read
    rows[..., 10] = _strongest_other(read)
    rows[..., 11] = read - read.max(axis=0)
    rows[..., 12] = read.max(axis=0)
    return rows


@dataclass(frozen=True, slots=True)
class ContextCalibrator:
    """One small logistic regression for each code, over :func:`context_rows`; None where the code had no examples."""

    classifiers: tuple[Any, ...]
    ordinal: bool
    places: tuple[int, ...]

    def apply(self, probabilities: Floats, told: Floats, reached: Floats) -> Floats:
        """Probabilities of one answer's sentences after the second look, shape (n_sentences, n_codes)."""
        if not len(probabilities):
            return probabilities
        rows = context_rows(probabilities, told, reached, self.ordinal, self.places)
        columns = [
            probabilities[:, code] if classifier is None else classifier.predict_proba(rows[:, code])[:, 1]
            for code, classifier in enumerate(self.classifiers)
        ]
        return np.stack(columns, axis=1)


def fit_context(
    answers: Sequence[tuple[Floats, Floats, Floats]], targets: Sequence[NDArray[np.intp]], ordinal: bool, places: tuple[int, ...]
) -> ContextCalibrator:
    """Fit the second look.

    Parameters
    ----------
    answers : sequence of (probabilities, told, reached)
        Of each answer, from models that did not see it.
    targets : sequence of ndarray of shape (n_sentences, n_codes)
        Which sentences carry which codes.
    ordinal : bool
    places : tuple of int
        As for :func:`context_rows`.
    """
    pairs = [(context_rows(*one, ordinal, places), target) for one, target in zip(answers, targets, strict=True) if len(target)]
    rows, marked = np.concatenate([row for row, _ in pairs]), np.concatenate([target for _, target in pairs])
    return ContextCalibrator(tuple(_fit_code(rows[:, code], marked[:, code]) for code in range(marked.shape[1])), ordinal, places)


def _fit_code(rows: Floats, marked: NDArray[np.intp]) -> Any:
    if len(np.unique(marked)) < 2:
        return None
    return make_pipeline(StandardScaler(), LogisticRegression(C=_C, max_iter=500)).fit(rows, marked)


def _strongest_other(own: Floats) -> Floats:
    """For each sentence and code, the strongest of the other codes; the code itself where there is no other."""
    if own.shape[1] == 1:
        return own
    return np.stack([np.delete(own, code, axis=1).max(axis=1) for code in range(own.shape[1])], axis=1)


def _log_odds(probability: Floats, clip: float = _CLIP) -> Floats:
    clipped = np.clip(probability, clip, 1 - clip)
    return np.asarray(np.log(clipped / (1 - clipped)))
