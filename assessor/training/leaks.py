"""How well a label can be guessed from what must not matter: length, sector, register, region, gender, author, names.

What is predictable here, a model would learn in place of the rubric.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.rubric import read_scale
from assessor.training.dataset import examples_folder, read_examples
from assessor.training.metrics import Weights, kappa

GROUPS = ("sector", "register", "region", "gender", "author")
WARNING, ERROR = 0.15, 0.30
_LEAST = 40  # answers; below, chance alone passes the thresholds
_FOLDS, _REPEATS = 5, 3
_NAME_LEAST = 3
# A capital after a word or a comma, hence not at the head of a sentence: people first of all, and places.
_NAME = re.compile(r"(?<=[\wà-ÿ,] )[A-ZÀ-ÖØ-Þ][\w-]+")
# How people are addressed names nobody.
_TITLES = {"Mme", "Mmes", "Mlle", "Madame", "Monsieur", "Messieurs", "Mesdames", "Dr", "Dre", "Me", "Si", "Lalla"}

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


def leaks(examples: Sequence[Example], scale: Scale) -> dict[str, float]:
    """Agreement between the labels and what a logistic regression guesses from one thing alone, cross-validated.

    Parameters
    ----------
    examples : sequence of Example
        With a level or demonstrations of the scale.
    scale : Scale

    Returns
    -------
    dict of str to float
        For ``length``, each of ``sector``, ``register``, ``region``, ``gender``, ``author``, and ``names`` (first names and other proper
        nouns in the text): quadratic weighted kappa on an ordinal scale, mean Cohen's kappa of the demonstrations on a checklist. About 0
        when nothing can be guessed. Empty below forty answers.

    Notes
    -----
    Levels weigh the same whatever their number, so that a thing that gives a rare level away is seen. Folds are drawn at random, not by
    author: what an author does must be able to show. Means of three draws with fixed seeds.
    """
    if len(examples) < _LEAST:
        return {}
    if scale.kind == "ordinal":
        steps = {level: step for step, level in enumerate(scale.level_numbers)}
        targets = [np.array([steps[example.level or 0] for example in examples], dtype=np.intp)]
        weights: Weights = "quadratic"
    else:
        targets = [np.array([code in (one.demonstrated or ()) for one in examples], dtype=np.intp) for code in scale.concept_codes]
        weights = None
    classes = max(len(scale.level_numbers), 2)
    found = {}
    # One thread: these fits are too small to share, and the last bits do not depend on the machine.
    with threadpool_limits(1):
        for name, rows in _measures(examples).items():
            # An answer that names nobody says nothing of which names go with which level; that it names nobody is no leak.
            telling = rows.any(axis=1)
            found[name] = float(np.mean([_kappa(rows[telling], target[telling], weights, classes) for target in targets]))
    return found


def leak_table(scale_id: str) -> dict[str, float]:
    """The :func:`leaks` of a scale's examples on disk.

    Raises
    ------
    TrainingDataError
        If there are no examples, or some cannot be read.
    """
    scale = read_scale(scale_id)
    return leaks(read_examples(examples_folder(scale_id), scale), scale)


def _measures(examples: Sequence[Example]) -> dict[str, Floats]:
    """What each guess is made from, shape (n_examples, n_columns)."""
    length = np.log1p([len(example.text.split()) for example in examples])
    spread = (length - length.mean()) / (length.std() or 1.0)
    # The square lets middling lengths be told from both ends.
    measures = {"length": np.column_stack([spread, spread**2])}
    for key in GROUPS:
        measures[key] = _indicators([{example.meta.get(key) or ""} for example in examples], 1)
    measures["names"] = _indicators([set(_NAME.findall(example.text)) - _TITLES for example in examples], _NAME_LEAST)
    return measures


def _indicators(held: Sequence[set[str]], least: int) -> Floats:
    """One column for each value that at least so many examples hold; rows of length 1, so that how many values they hold does not show."""
    counts = Counter(value for values in held for value in values)
    kept = sorted(value for value, count in counts.items() if count >= least)
    rows = np.array([[value in values for value in kept] for values in held], dtype=np.float64).reshape(len(held), len(kept))
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1.0)
    return scaled


def _kappa(rows: Floats, target: Indices, weights: Weights, classes: int) -> float:
    """Mean kappa of the guesses over several draws of the folds; 0 where there is nothing to guess from, or nothing to guess."""
    if len(rows) < _LEAST or np.ptp(rows, axis=0).max() == 0 or np.ptp(target) == 0:
        return 0.0
    kappas = []
    for seed in range(_REPEATS):
        guesses = np.empty_like(target)
        for train, test in KFold(_FOLDS, shuffle=True, random_state=seed).split(rows):
            guesses[test] = _guess(rows[train], target[train], rows[test])
        kappas.append(kappa(target, guesses, classes, weights))
    return float(np.mean(kappas))


def _guess(rows: Floats, target: Indices, unseen: Floats) -> Indices:
    if np.ptp(target) == 0:
        return np.full(len(unseen), target[0])
    model = LogisticRegression(class_weight="balanced", max_iter=1000)
    guesses: Indices = model.fit(rows, target).predict(unseen)
    return guesses
