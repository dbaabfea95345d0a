"""The holistic fit beside simpler methods, on any table of texts and levels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from numpy.typing import NDArray

from assessor.holistic.classifier import HolisticClassifier
from assessor.holistic.comparison_data import Data, Trial, prepare
from assessor.holistic.rivals import RIVALS, missing, rival_guesses
from assessor.holistic.splits import Rows
from assessor.holistic.texts import EncodedTexts, Progress, encode, silent
from assessor.training.metrics import NAN, agreement, kappa, plain
from assessor.training.metrics_certainty import paired_bootstrap

OURS = "holistic"
METHODS = (OURS, *RIVALS)
Guesses = dict[str, Rows]


def benchmark(
    frame: pd.DataFrame,
    text: str,
    label: str,
    split: str | None = None,
    prompt: str | None = None,
    *,
    group: str | None = None,
    persons: Sequence[str] = (),
    levels: Sequence[int] | None = None,
    folds: int | None = None,
    seed: int = 0,
    jobs: int = 1,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Fit and test, prompt by prompt, and compare by quadratic weighted kappa.

    Parameters
    ----------
    frame : pandas.DataFrame
    text, label : str
        Columns of the answers and of their levels, whole numbers.
    split : str, optional
        Column that says train and test, or names folds tested in turn. Without it a fifth is drawn by lot, or ``folds`` folds.
    prompt : str, optional
        Column of the question answered; each gets its own fit. Without it all answers share one.
    group : str, optional
        Column of the person: all answers of one person are learnt from or tested together.
    persons : sequence of str
        Columns that seem to name the person: without ``group`` a notice says so if somebody's answers are both learnt and tested.
    levels : sequence of int, optional
        Every level of the scale; by default those of the whole table, never those of a sample of it.
    folds, seed : int
        Of the cut, without a split column.
    jobs : int, default=1
        Processes; changes speed, never a figure.
    progress : callable, optional

    Returns
    -------
    dict
        ``levels``, ``split``, ``methods``, ``missing`` (methods whose library is not installed), ``prompts`` (for each: ``train`` and
        ``test`` counts, ``qwk`` and ``exact`` by method), ``mean`` (of the prompts' ``qwk``), ``against`` (ours minus
        each rival's mean, with a 95 % interval) and ``notices``; ready for JSON.

    Raises
    ------
    TrainingDataError
        What is wrong with the table, and what to do.

    Examples
    --------
    >>> frame = pd.DataFrame({"answer": ["J'ai appelé.", "Rien.", "I called him.", "Nothing."] * 10, "score": [1, 0, 1, 0] * 10})
    >>> found = benchmark(frame, "answer", "score")
    >>> found["levels"], found["prompts"][0]["train"], found["mean"]["holistic"]
    ([0, 1], 32, 1.0)
    """
    data = prepare(frame, text, label, split, prompt, group=group, persons=persons, levels=levels, folds=folds, seed=seed)
    guesses = _guesses(data, jobs, progress)
    tested: dict[str, list[Rows]] = {}
    for trial in data.trials:
        tested.setdefault(trial.prompt, []).append(trial.test)
    rows = {name: np.concatenate(parts) for name, parts in tested.items()}
    for name in [name for name, own in rows.items() if len(np.unique(data.positions[own])) < 2]:
        data.notice("test_one_level", prompt=name or "—")
        del rows[name]
    found: list[dict[str, Any]] = [
        {
            "prompt": name,
            "train": max(len(trial.train) for trial in data.trials if trial.prompt == name),
            "test": len(own),
            "qwk": {method: _qwk(data, said, own) for method, said in guesses.items()},
            "exact": {method: agreement(data.positions[own], said[own]) for method, said in guesses.items()},
        }
        for name, own in rows.items()
    ]
    result = {
        "levels": data.levels,
        "split": data.split,
        "methods": METHODS,
        "missing": missing(),
        "prompts": found,
        "mean": {method: np.mean([one["qwk"][method] for one in found]) if found else None for method in guesses},
        "against": {method: _against(data, guesses[OURS], said, list(rows.values())) for method, said in guesses.items() if method != OURS},
        "notices": [{"code": notice.code, "fr": notice.text.fr, "en": notice.text.en} for notice in data.notices],
    }
    told: dict[str, Any] = plain(result)
    return told


def _guesses(data: Data, jobs: int, progress: Progress) -> Guesses:
    """What every method says of every answer that is tested; -1 elsewhere."""
    answers = encode(data.texts, jobs, progress)
    # With fewer fits than processes, those left over grow trees.
    spare = max(1, jobs // (2 * len(data.trials)))
    ours, theirs = partial(_ours, levels=len(data.levels), jobs=spare), partial(rival_guesses, levels=len(data.levels))
    work: list[tuple[Trial, Callable[..., Guesses]]] = [(trial, one) for trial in data.trials for one in (ours, theirs)]
    calls = (delayed(one)(answers.take(trial.train), data.positions[trial.train], answers.take(trial.test)) for trial, one in work)
    guesses: Guesses = {}
    said: Mapping[str, Rows]
    for done, ((trial, _), said) in enumerate(zip(work, Parallel(n_jobs=jobs, return_as="generator")(calls), strict=True), start=1):
        for method, own in said.items():
            guesses.setdefault(method, np.full(len(data.texts), -1, dtype=np.intp))[trial.test] = own
        progress("fit", done, len(work))
    return {method: guesses[method] for method in METHODS if method in guesses}


def _ours(train: EncodedTexts, truth: Rows, test: EncodedTexts, levels: int, jobs: int) -> Guesses:
    return {OURS: HolisticClassifier(levels=range(levels), jobs=jobs).fit_encoded(train, truth).predict_encoded(test)}


def _qwk(data: Data, said: Rows, rows: Rows) -> float:
    return kappa(data.positions[rows], said[rows], len(data.levels), "quadratic")


def _against(data: Data, ours: Rows, theirs: Rows, prompts: Sequence[Rows]) -> dict[str, float] | None:
    """Mean kappa of ours minus a rival's, with its interval: answers drawn again, all prompts together."""
    if not prompts:
        return None
    every = np.concatenate(prompts)
    owner = np.repeat(np.arange(len(prompts)), [len(own) for own in prompts])
    levels = len(data.levels)
    # One number for the cell of its prompt's table of truth by guess that an answer falls into.
    cells = [(owner * levels + data.positions[every]) * levels + said[every] for said in (ours, theirs)]

    def mean_of(cell: Rows, drawn: NDArray[np.intp]) -> float:
        return mean_kappa(np.bincount(cell[drawn], minlength=len(prompts) * levels**2).reshape(len(prompts), levels, levels))

    return paired_bootstrap(partial(mean_of, cells[0]), partial(mean_of, cells[1]), len(every))


def mean_kappa(tables: NDArray[np.intp]) -> float:
    """Mean quadratic weighted kappa of several tables of truth by guess; those that leave nothing to disagree on do not count.

    Parameters
    ----------
    tables : ndarray of shape (n_tables, n_levels, n_levels)

    Examples
    --------
    >>> mean_kappa(np.array([[[2, 0], [0, 2]], [[1, 1], [1, 1]]]))
    0.5
    """
    distance = np.subtract.outer(np.arange(tables.shape[1]), np.arange(tables.shape[1])) ** 2
    chance = np.einsum("pt,pg,tg->p", tables.sum(axis=2), tables.sum(axis=1), distance) / np.maximum(tables.sum(axis=(1, 2)), 1)
    some = chance > 0
    return float(np.mean(1 - (tables * distance).sum(axis=(1, 2))[some] / chance[some])) if some.any() else NAN
