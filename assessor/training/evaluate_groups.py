"""Figures by kind of answer and by group of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assessor.levels.inputs import Floats
from assessor.training.crossfit import Indices
from assessor.training.metrics import agreement, dsm, kappa, smd
from assessor.training.metrics_labels import label_scores, macro_f1, whole_lists
from assessor.training.prepared import Prepared

FIELDS = ("difficulty", "gender", "region", "register", "sector")
# Figures of fewer answers say more about those answers than about a group.
LEAST = 10


def members(prepared: Prepared, field: str, least: int = LEAST) -> dict[str, Indices]:
    """Positions of the answers of each group of ``least`` or more, groups in alphabetical order; an answer without a value is in none."""
    values = [example.meta.get(field) or "" for example in prepared.examples]
    groups = {
        value: np.array([row for row, one in enumerate(values) if one == value], dtype=np.intp) for value in sorted(set(values) - {""})
    }
    return {value: rows for value, rows in groups.items() if len(rows) >= least}


def by_group(prepared: Prepared, truth: Floats, guess: Indices, score: Floats, levels: int) -> dict[str, dict[str, dict[str, Any]]]:
    """Figures of every group of every field of ``FIELDS``.

    Parameters
    ----------
    prepared : Prepared
    truth, guess : ndarray of shape (n_answers,) or (n_answers, n_concepts)
        Positions of levels, or demonstrations as 0/1.
    score : ndarray of the same shape
        Expected positions, or probabilities.
    levels : int
    """
    figures: Callable[[Indices], dict[str, float]] = _level_figures(truth, guess, score, levels)
    if truth.ndim == 2:
        figures = _code_figures(truth, guess, score)
    return {field: {value: {"count": len(rows), **figures(rows)} for value, rows in members(prepared, field).items()} for field in FIELDS}


def _level_figures(truth: Floats, guess: Indices, score: Floats, levels: int) -> Callable[[Indices], dict[str, float]]:
    def figures(rows: Indices) -> dict[str, float]:
        return {
            "exact": agreement(truth[rows], guess[rows]),
            "adjacent": agreement(truth[rows], guess[rows], tolerance=1),
            "qwk": kappa(truth[rows], guess[rows], levels, "quadratic"),
            "smd": smd(truth[rows], score[rows], "williamson", (truth, score)),
            "dsm": dsm(truth[rows], score[rows], (truth, score)),
        }

    return figures


def _code_figures(truth: Floats, guess: Indices, score: Floats) -> Callable[[Indices], dict[str, float]]:
    names = [str(column) for column in range(truth.shape[1])]

    def figures(rows: Indices) -> dict[str, float]:
        shown, expected = truth.sum(axis=1), score.sum(axis=1)
        return {
            "exact": whole_lists(truth[rows], guess[rows]),
            "macro_f1": macro_f1(label_scores(truth[rows], guess[rows], names)),
            "smd": smd(shown[rows], expected[rows], "williamson", (shown, expected)),
            "dsm": dsm(shown[rows], expected[rows], (shown, expected)),
        }

    return figures
