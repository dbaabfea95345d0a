"""Cross-fitting: no probability that a later stage learns from was helped by the answer's own label.

For every pair of folds (a, b) a first-stage model is fitted without both. What it says of b is training material for the head that will be
tested on a; with a = b it is what is said of a when nothing saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from assessor.admissibility import LEARNT_GATES, gate_classifier, subject_failure
from assessor.concepts.features import Floats
from assessor.concepts.finder import concept_classifier, label_probabilities
from assessor.domain.scale import Scale
from assessor.levels.whole import WholeClassifier, enough_for_machine, fit_whole, whole_answer
from assessor.training.prepared import Prepared, gate_targets, subject_targets

Indices = NDArray[np.intp]
Progress = Callable[[str, int, int], None]
Predict = Callable[[Indices, Indices], Floats]


def silent(stage: str, done: int, total: int) -> None:
    """The progress report of those who want none."""


def pairwise(predict: Predict, fold: Indices, jobs: int, stage: str, progress: Progress = silent) -> Floats:
    """Predictions for every pair of folds.

    Parameters
    ----------
    predict : callable
        ``predict(train, test)``: positions to fit on and to predict, returns an array of shape (n_test, n_outputs).
    fold : ndarray of shape (n_samples,)
    jobs : int
        Processes; changes speed, never a result.
    stage : str
        What is being fitted, for the progress report.
    progress : callable, optional

    Returns
    -------
    ndarray of shape (n_folds, n_samples, n_outputs)
        Entry ``[a, i]`` comes from a model that saw neither fold a nor the fold of i.
    """
    names = np.unique(fold)
    pairs = [(a, b) for a in names for b in names if a <= b]

    def one(a: int, b: int) -> Floats:
        held = np.isin(fold, [a, b])
        return predict(np.flatnonzero(~held), np.flatnonzero(held))

    results: Iterator[Floats] = Parallel(n_jobs=jobs, return_as="generator", max_nbytes="1M")(delayed(one)(a, b) for a, b in pairs)
    filled: Floats | None = None
    for done, ((a, b), values) in enumerate(zip(pairs, results, strict=True), start=1):
        if filled is None:
            filled = np.full((len(names), len(fold), values.shape[1]), np.nan)
        held = np.flatnonzero(np.isin(fold, [a, b]))
        for own, other in ((a, b), (b, a)):
            rows = fold[held] == other
            filled[int(np.searchsorted(names, own)), held[rows]] = values[rows]
        progress(stage, done, len(pairs))
    assert filled is not None
    return filled


def cross_fitted_sentences(
    prepared: Prepared,
    scale: Scale,
    fold: Indices,
    jobs: int = 1,
    progress: Progress = silent,
    classifier: Callable[[], Any] = concept_classifier,
) -> Floats:
    """Concept and exclusion probabilities of every sentence, shape (n_folds, n_sentences, n_codes)."""
    targets, annotated = prepared.concept_targets(scale.codes)

    def predict(train: Indices, test: Indices) -> Floats:
        learnt = train[annotated[train]]
        return fit_and_predict(classifier(), prepared.sentences, targets, learnt, test, len(scale.codes))

    return pairwise(predict, fold[prepared.owner], jobs, "concepts", progress)


def cross_fitted_whole(
    prepared: Prepared,
    scale: Scale,
    fold: Indices,
    jobs: int = 1,
    progress: Progress = silent,
    kept: NDArray[np.bool_] | None = None,
) -> Floats:
    """What the answer as a whole says of each target, shape (n_folds, n_answers, n_targets).

    ``kept`` restricts what is learnt from, shape (n_answers,); all answers are judged.
    """
    targets, texts = prepared.targets(scale), prepared.texts
    usable = np.ones(len(texts), dtype=bool) if kept is None else kept
    machine = enough_for_machine(targets[usable])

    def predict(train: Indices, test: Indices) -> Floats:
        learnt = train[usable[train]]
        fitted = fit_whole(prepared.answers[learnt], texts[learnt], targets[learnt], machine)
        return whole_answer(fitted, prepared.answers[test], texts[test], scale)

    return pairwise(predict, fold, jobs, "whole", progress)


def cross_fitted_subject(
    prepared: Prepared, fold: Indices, jobs: int = 1, progress: Progress = silent, kept: NDArray[np.bool_] | None = None
) -> Floats:
    """Probability, from the answer as a whole, that it is about something else, shape (n_folds, n_answers, 1).

    ``kept`` as for the whole answer.
    """
    fails, usable = subject_targets(prepared)
    usable = usable if kept is None else usable & kept
    machine = enough_for_machine(fails[usable])

    def predict(train: Indices, test: Indices) -> Floats:
        return judged_subject(prepared, fit_subject(prepared, fails, train[usable[train]], machine), test)

    return pairwise(predict, fold, jobs, "whole", progress)


def fit_subject(prepared: Prepared, fails: Indices, rows: Indices, machine: bool) -> WholeClassifier | None:
    """A fitted classifier of answers about something else, or None if all or none of the examples are; ``machine`` as for the levels."""
    if len(np.unique(fails[rows])) < 2:
        return None
    return fit_whole(prepared.answers[rows], prepared.texts[rows], fails[rows], machine)


def judged_subject(prepared: Prepared, classifier: WholeClassifier | None, rows: Indices) -> Floats:
    """What such a classifier says of some answers, shape (n_rows, 1)."""
    pairs = zip(prepared.answers[rows], prepared.texts[rows], strict=True)
    return np.array([[subject_failure(classifier, row, text)] for row, text in pairs])


def cross_fitted_gates(prepared: Prepared, fold: Indices, jobs: int = 1, progress: Progress = silent) -> Floats:
    """Probability that each learnt gate fails, shape (n_folds, n_answers, n_gates)."""
    targets = [gate_targets(prepared, gate) for gate in LEARNT_GATES]

    def predict(train: Indices, test: Indices) -> Floats:
        columns = []
        for fails, usable in targets:
            learnt = train[usable[train]]
            columns.append(fit_gate(prepared.gate_rows[learnt], fails[learnt]).predict_proba(prepared.gate_rows[test])[:, 1])
        return np.stack(columns, axis=1)

    return pairwise(predict, fold, jobs, "gates", progress)


def fit_gate(rows: Floats, fails: Indices) -> Any:
    """A fitted gate classifier; if no example fails the gate, one that lets nearly all pass."""
    if len(np.unique(fails)) < 2:
        rows = np.vstack([rows, np.zeros((1, rows.shape[1]))])
        fails = np.append(fails, 1 - fails[:1])
    return gate_classifier().fit(rows, fails)


def fit_and_predict(classifier: Any, rows: Floats, targets: Indices, train: Indices, test: Indices, labels: int) -> Floats:
    """Fit a multi-label classifier on some rows and predict others; a label without an example gets probability 0."""
    seen = [column for column in range(labels) if 0 < targets[train, column].sum() < len(train)]
    probabilities = np.zeros((len(test), labels))
    if seen:
        classifier.fit(rows[train], targets[train][:, seen])
        probabilities[:, seen] = label_probabilities(classifier, rows[test], len(seen))
    return probabilities


def diagonal(predictions: Floats, fold: Indices) -> Floats:
    """Each sample's prediction by a model that did not see its fold, shape (n_samples, n_outputs)."""
    return predictions[np.searchsorted(np.unique(fold), fold), np.arange(len(fold))]


def sequence_of(owner: Indices, count: int) -> Sequence[Indices]:
    """For each answer, the positions of its sentences."""
    return [np.flatnonzero(owner == answer) for answer in range(count)]
