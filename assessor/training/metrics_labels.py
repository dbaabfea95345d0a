"""Precision, recall and F1 of labels: levels one by one, demonstrations, sentence concepts, STAR roles, gates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from assessor.training.metrics import NAN

Scores = dict[str, float]


def binary_scores(truth: ArrayLike, found: ArrayLike) -> Scores:
    """Precision, recall and F1 of one label.

    Recall is ``nan`` without a true case and precision without a found one; F1 is ``nan`` only without either, and 0 where all was missed
    or all was false.

    Examples
    --------
    >>> binary_scores([1, 1, 0], [1, 0, 0])
    {'count': 2, 'found': 1, 'precision': 1.0, 'recall': 0.5, 'f1': 0.6666666666666666}
    """
    true, said = np.asarray(truth, dtype=bool), np.asarray(found, dtype=bool)
    hits, there, given = int((true & said).sum()), int(true.sum()), int(said.sum())
    return {
        "count": there,
        "found": given,
        "precision": hits / given if given else NAN,
        "recall": hits / there if there else NAN,
        "f1": 2 * hits / (there + given) if there + given else NAN,
    }


def label_scores(truth: ArrayLike, found: ArrayLike, names: Sequence[str]) -> dict[str, Scores]:
    """:func:`binary_scores` of each column of 0/1 arrays of shape (n_samples, n_labels)."""
    true, said = np.asarray(truth, dtype=bool), np.asarray(found, dtype=bool)
    return {name: binary_scores(true[:, column], said[:, column]) for column, name in enumerate(names)}


def class_scores(truth: ArrayLike, guess: ArrayLike, names: Sequence[str]) -> dict[str, Scores]:
    """:func:`binary_scores` of each class, where ``truth`` and ``guess`` hold positions in ``names``."""
    true, said = np.asarray(truth), np.asarray(guess)
    return {name: binary_scores(true == position, said == position) for position, name in enumerate(names)}


def whole_lists(truth: ArrayLike, found: ArrayLike) -> float:
    """Percentage of answers, rows of 0/1 arrays of shape (n_answers, n_labels), whose labels were all found and no other.

    Examples
    --------
    >>> whole_lists([[1, 0], [1, 1]], [[1, 0], [0, 1]])
    50.0
    """
    return 100 * float(np.mean((np.asarray(truth) == np.asarray(found)).all(axis=1)))


def macro_f1(scores: dict[str, Scores]) -> float:
    """Mean F1 over the labels that occur or were found; what is absent on both sides has no F1 and does not count.

    Examples
    --------
    >>> macro_f1(class_scores([0, 0, 1], [0, 0, 1], ["a", "b", "absent"]))
    1.0
    """
    values = [one["f1"] for one in scores.values() if not np.isnan(one["f1"])]
    return float(np.mean(values)) if values else NAN


def micro_f1(truth: ArrayLike, found: ArrayLike) -> float:
    """F1 over all labels of all answers together.

    Examples
    --------
    >>> round(micro_f1([[1, 0], [1, 1]], [[1, 0], [1, 0]]), 4)
    0.8
    """
    return binary_scores(np.asarray(truth).ravel(), np.asarray(found).ravel())["f1"]
