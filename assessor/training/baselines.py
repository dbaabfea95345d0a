"""What simpler methods make of the same answers on the same folds: the yardstick of ``assessor evaluate``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import StandardScaler

from assessor.concepts import FeatureSet
from assessor.concepts.features import answer_vector
from assessor.domain.scale import Scale
from assessor.training.crossfit import Indices, fit_and_predict
from assessor.training.fit import target_matrix
from assessor.training.prepared import Prepared

# Terms of each kind, the most frequent: more only make the fit slower.
_MOST = 20_000
# Each set where it did best on the corpora, in favour of the baseline.
_TFIDF_C = 100.0
_VECTOR_C = 0.03
_RIDGE_ALPHA = 100.0
_MORD_ALPHA = 100.0

Rows = Callable[[Prepared], Any]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A simpler method.

    Attributes
    ----------
    rows : callable
        From prepared examples to one row an answer: texts, or an array.
    estimator : callable
        A new estimator; for demonstrations a classifier is wrapped, one a code.
    checklist : bool
        Whether it makes sense for demonstrations too.
    rounds : bool
        Whether it predicts a number, to be rounded to a level of the scale.
    needs : str
        A library that is not among the program's own; empty if none.
    """

    rows: Rows
    estimator: Callable[[], Any]
    checklist: bool = True
    rounds: bool = False
    needs: str = ""

    @property
    def available(self) -> bool:
        """Whether the library it needs is installed."""
        try:
            return not self.needs or bool(import_module(self.needs))
        except ImportError:
            return False


@dataclass
class _Constant:
    """The most frequent level (the lowest of those), whatever the answer."""

    level: int = 0

    def fit(self, rows: Any, levels: Indices) -> _Constant:
        self.level = int(np.bincount(levels).argmax())
        return self

    def predict(self, rows: Any) -> Indices:
        return np.full(len(rows), self.level, dtype=np.intp)

    def predict_proba(self, rows: Any) -> np.ndarray:
        return np.tile([1.0 - self.level, float(self.level)], (len(rows), 1))


def _texts(prepared: Prepared) -> Any:
    return np.array([example.text for example in prepared.examples], dtype=object)


def _length(prepared: Prepared) -> Any:
    return np.log1p([[len(example.text.split())] for example in prepared.examples])


def _vectors(prepared: Prepared) -> Any:
    return np.array([answer_vector(one, FeatureSet(facts=False)) for one in prepared.encoded])


def _tfidf() -> Any:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode", min_df=2, max_features=_MOST)
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, strip_accents="unicode", min_df=3, max_features=_MOST
    )
    return make_pipeline(make_union(words, characters), LogisticRegression(C=_TFIDF_C, tol=1e-3, max_iter=200))


def _mord() -> Any:
    return make_pipeline(StandardScaler(), import_module("mord").LogisticAT(alpha=_MORD_ALPHA))


BASELINES: Mapping[str, Baseline] = {
    "majority": Baseline(_length, _Constant),
    "length": Baseline(_length, lambda: make_pipeline(StandardScaler(), LogisticRegression())),
    "tfidf": Baseline(_texts, _tfidf),
    "ridge": Baseline(_vectors, lambda: make_pipeline(StandardScaler(), Ridge(_RIDGE_ALPHA)), checklist=False, rounds=True),
    "vector": Baseline(_vectors, lambda: make_pipeline(StandardScaler(), LogisticRegression(C=_VECTOR_C, max_iter=500))),
    "mord": Baseline(_vectors, _mord, checklist=False, needs="mord"),
}


def baseline_guesses(name: str, prepared: Prepared, scale: Scale, fold: Indices) -> Indices:
    """What a baseline says of every answer, fitted without the answer's fold.

    Parameters
    ----------
    name : str
        One of ``BASELINES``.
    prepared : Prepared
    scale : Scale
    fold : ndarray of shape (n_answers,)

    Returns
    -------
    ndarray
        Positions of levels, shape (n_answers,), or demonstrations as 0/1, shape (n_answers, n_concepts).
    """
    baseline = BASELINES[name]
    rows, truth = baseline.rows(prepared), target_matrix(prepared, scale)
    ordinal = scale.kind == "ordinal"
    levels = truth.sum(axis=1) if ordinal else truth
    guesses = np.zeros_like(levels)
    for one in np.unique(fold):
        train, test = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        guesses[test] = (
            _levels(baseline, rows, levels, train, test, scale) if ordinal else _demonstrations(baseline, rows, levels, train, test)
        )
    return guesses


def _levels(baseline: Baseline, rows: Any, levels: Indices, train: Indices, test: Indices, scale: Scale) -> Indices:
    seen = np.unique(levels[train])
    if len(seen) == 1:
        return np.full(len(test), seen[0])
    # The classes that occur, numbered from 0 without a gap: some estimators accept nothing else.
    codes = levels[train] if baseline.rounds else np.searchsorted(seen, levels[train])
    predicted = np.asarray(baseline.estimator().fit(rows[train], codes).predict(rows[test]))
    if baseline.rounds:
        predicted = np.clip(np.rint(predicted), 0, len(scale.levels))
    said: Indices = (predicted if baseline.rounds else seen[predicted.astype(np.intp)]).astype(np.intp)
    return said


def _demonstrations(baseline: Baseline, rows: Any, truth: Indices, train: Indices, test: Indices) -> Indices:
    labels = truth.shape[1]
    if isinstance(made := baseline.estimator(), _Constant):
        often = truth[train].mean(axis=0) >= 0.5
        return np.tile(often, (len(test), 1)).astype(np.intp)
    *before, classifier = (step for _, step in made.steps)
    multi = make_pipeline(*before, OneVsRestClassifier(classifier))
    shown: Indices = (fit_and_predict(multi, rows, truth, train, test, labels) >= 0.5).astype(np.intp)
    return shown
