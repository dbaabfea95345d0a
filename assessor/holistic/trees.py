"""Randomised trees on the terms an answer has: what the sum of similarities cannot see, one term that counts only beside another."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.feature_extraction.text import CountVectorizer

from assessor.holistic.statistics import Singles, statistics

Floats = NDArray[np.float64]

TREES = 200
_WORDS, _LETTERS = 2000, 3000
_ANY_WORD = r"(?u)\w+"
# One answer more in a leaf for so many answers: deeper trees only grow the file.
_PER_LEAF = 5000
_BATCH = 1000


@dataclass(slots=True)
class TermTrees:
    """Extremely randomised trees, each on its own resample, so that those that did not draw an answer judge it unseen.

    References
    ----------
    Geurts, P., Ernst, D. and Wehenkel, L. (2006). Extremely randomized trees. Machine Learning, 63, 3-42.

    Examples
    --------
    >>> texts = ["J'ai appelé le maire.", "Je ne sais pas."] * 10
    >>> trees, left_out = TermTrees(seed=0).fit(texts, np.array([1.0, 0.0] * 10), np.ones(20))
    >>> bool(left_out[0] > left_out[1])
    True
    """

    seed: int
    vectorisers: tuple[Any, ...] = ()
    forest: Any = None

    def fit(self, texts: Sequence[str], y: Floats, sample_weight: Floats, jobs: int = 1) -> tuple[Self, Floats]:
        """Fit; also what the trees that did not draw an answer say of it, shape (n_answers,)."""
        few = len(texts) < 50
        shared = {"binary": True, "strip_accents": "unicode", "dtype": np.float32}
        words = CountVectorizer(ngram_range=(1, 2), token_pattern=_ANY_WORD, min_df=1 if few else 3, max_features=_WORDS, **shared)
        letters = CountVectorizer(analyzer="char_wb", ngram_range=(4, 5), min_df=1 if few else 5, max_features=_LETTERS, **shared)
        self.vectorisers = (words.fit(texts), letters.fit(texts))
        forest = ExtraTreesRegressor(
            TREES,
            max_features=0.1,
            min_samples_leaf=2 + len(texts) // _PER_LEAF,
            bootstrap=True,
            oob_score=True,
            random_state=self.seed,
            n_jobs=jobs,
        )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Some inputs do not have OOB scores")  # told apart below
            forest.fit(self._rows(texts), y, sample_weight)
        # With several threads the order in which the trees' votes are summed, and so the last bit, would depend on chance.
        self.forest = forest.set_params(n_jobs=1)
        judged = np.zeros(len(y), dtype=bool)
        for drawn in forest.estimators_samples_:
            judged |= np.bincount(drawn, minlength=len(y)) == 0
        left_out: Floats = np.where(judged, forest.oob_prediction_, np.average(y, weights=sample_weight))
        return self, left_out

    def predict(self, texts: Sequence[str]) -> Floats:
        """Scores, shape (n_answers,)."""
        scores: Floats = self.forest.predict(self._rows(texts))
        return scores

    def _rows(self, texts: Sequence[str]) -> Singles:
        terms, counts = [one.transform(texts) for one in self.vectorisers], statistics(texts)
        rows = np.empty((len(texts), sum(one.shape[1] for one in terms) + counts.shape[1]), dtype=np.float32)
        # Filled part by part: of many answers, the whole would not fit twice in the memory of a small machine.
        for first in range(0, len(texts), _BATCH):
            part = slice(first, first + _BATCH)
            rows[part] = np.hstack([*(one[part].toarray() for one in terms), counts[part]])
        return rows
