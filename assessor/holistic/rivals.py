"""Simpler methods on the same answers, each where it does well: what a benchmark sets beside the holistic fit."""

from __future__ import annotations

import warnings
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from assessor.holistic.decision import decide
from assessor.holistic.features import AnswerFeatures
from assessor.holistic.texts import EncodedTexts
from assessor.holistic.words import fit_words_left_out
from assessor.training.metrics import kappa

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

RIVALS = ("length", "ridge", "ridge_cut", "mord")
_MORD_ALPHAS = (10.0, 30.0, 100.0, 300.0)
_FOLDS = 3


def missing() -> tuple[str, ...]:
    """Rivals that need a library that is not installed."""
    return () if find_spec("mord") else ("mord",)


def rival_guesses(train: EncodedTexts, truth: Positions, test: EncodedTexts, levels: int) -> dict[str, Positions]:
    """What each rival says of the test answers.

    Parameters
    ----------
    train : EncodedTexts
    truth : ndarray of shape (n_train,)
        Positions of their levels.
    test : EncodedTexts
    levels : int

    Returns
    -------
    dict of str to ndarray of shape (n_test,)
        ``length``: the ordinal head and cuts of the holistic fit, on the number of words alone. ``ridge``: ridge regression on word and
        character n-grams, rounded. ``ridge_cut``: the same score, with the holistic fit's head and cuts. ``mord``: all-threshold ordinal
        regression on :class:`AnswerFeatures`, if installed. Penalties are chosen by cross-validation on the training answers.
    """
    with threadpool_limits(1):
        guesses = {"length": _length(train, truth, test, levels)} | _ridge(train, truth, test, levels)
        return guesses if missing() else guesses | {"mord": _mord(train, truth, test, levels)}


def _length(train: EncodedTexts, truth: Positions, test: EncodedTexts, levels: int) -> Positions:
    decision = decide(_words(train), truth, levels, np.ones(len(truth)), sign=0)
    return decision.positions(_words(test))


def _words(answers: EncodedTexts) -> Floats:
    counts: Floats = np.log1p([[len(text.split())] for text in answers.texts])
    return counts


def _ridge(train: EncodedTexts, truth: Positions, test: EncodedTexts, levels: int) -> dict[str, Positions]:
    weight = np.ones(len(truth))
    fitted, left_out = fit_words_left_out(train.texts, truth.astype(np.float64), weight)
    score = fitted.predict(test.texts)
    cut = decide(left_out[:, None], truth, levels, weight).positions(score[:, None])
    return {"ridge": np.clip(np.rint(score), 0, levels - 1).astype(np.intp), "ridge_cut": cut}


def _mord(train: EncodedTexts, truth: Positions, test: EncodedTexts, levels: int) -> Positions:
    features = AnswerFeatures()
    rows = features.fit(train.texts).transform_encoded(train)
    scaler = StandardScaler().fit(rows)
    rows = scaler.transform(rows).astype(np.float64)
    left_out = {alpha: np.empty_like(truth) for alpha in _MORD_ALPHAS}
    for learnt, held in KFold(_FOLDS, shuffle=True, random_state=0).split(rows):
        for alpha, said in left_out.items():
            said[held] = _all_threshold(alpha, rows[learnt], truth[learnt], rows[held])
    best = max(_MORD_ALPHAS, key=lambda alpha: kappa(truth, left_out[alpha], levels, "quadratic"))
    return _all_threshold(best, rows, truth, scaler.transform(features.transform_encoded(test)).astype(np.float64))


def _all_threshold(alpha: float, rows: Floats, truth: Positions, asked: Floats) -> Positions:
    """Fit and predict; the library wants classes that occur numbered from 0 without a gap, and more than one of them."""
    seen, codes = np.unique(truth, return_inverse=True)
    if len(seen) == 1:
        return np.full(len(asked), seen[0])
    model: Any = import_module("mord").LogisticAT(alpha=alpha)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # mord names options that scipy no longer has
        positions: Positions = seen[model.fit(rows, codes).predict(asked)]
    return positions
