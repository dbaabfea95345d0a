"""Ridge regression on word and character n-grams: the rival to beat, and an opinion where answers are too many to compare pairwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.model_selection import KFold
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from assessor.levels.terms import Terms

Floats = NDArray[np.float64]

ALPHAS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
_FEW = 50
# Up to here leaving one out is exact and quick; beyond, its matrix of all answers against all grows too large.
_EXACT = 4000
_FOLDS = 5
_TOLERANCE = 1e-3


def ngrams(count: int) -> Pipeline:
    """Words and pairs of words, characters three to five at a time, weighted by rarity.

    Parameters
    ----------
    count : int
        How many texts it will learn from: among few, a term seen once still counts.
    """
    shared = {"sublinear_tf": True, "strip_accents": "unicode", "min_df": 2 if count >= _FEW else 1, "dtype": np.float32}
    words = Terms(ngram_range=(1, 2), token_pattern=r"(?u)\w+", **shared)
    return make_union(words, Terms(analyzer="char_wb", ngram_range=(3, 5), **shared))


def fit_words(texts: Sequence[str], y: Floats, sample_weight: Floats) -> Pipeline:
    """N-grams and ridge regression, the penalty chosen by cross-validation on these texts."""
    terms = ngrams(len(texts))
    rows = terms.fit_transform(texts)
    if len(texts) <= _EXACT:
        chosen = RidgeCV(ALPHAS).fit(rows, y, sample_weight).alpha_
    else:
        errors = [float(sample_weight @ (_left_out(rows, y, sample_weight, alpha) - y) ** 2) for alpha in ALPHAS]
        chosen = ALPHAS[int(np.argmin(errors))]
    return make_pipeline(terms, _ridge(chosen).fit(rows, y, sample_weight))


def fit_words_left_out(texts: Sequence[str], y: Floats, sample_weight: Floats) -> tuple[Pipeline, Floats]:
    """:func:`fit_words`, and what is said of each answer by a fit without its fold, shape (n_answers,)."""
    fitted = fit_words(texts, y, sample_weight)
    terms, ridge = (step for _, step in fitted.steps)
    return fitted, _left_out(terms.transform(texts), y, sample_weight, ridge.alpha)


def _ridge(alpha: float) -> Ridge:
    return Ridge(alpha, solver="sparse_cg", tol=_TOLERANCE)


def _left_out(rows: Any, y: Floats, sample_weight: Floats, alpha: float) -> Floats:
    said = np.empty(len(y))
    for train, test in KFold(min(_FOLDS, len(y)), shuffle=True, random_state=0).split(y):
        said[test] = _ridge(alpha).fit(rows[train], y[train], sample_weight[train]).predict(rows[test])
    return said
