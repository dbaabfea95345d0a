"""What the figures depend on: how many examples, which parts of the model, whose writing, which scale's answers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from assessor.admissibility import LEARNT_GATES
from assessor.concepts import FeatureSet
from assessor.concepts.features import without_opinion
from assessor.concepts.finder import concept_classifier
from assessor.domain.scale import Scale
from assessor.levels.head import fit_temperature
from assessor.levels.inputs import Floats
from assessor.levels.whole import enough_for_machine, fit_whole, whole_answer
from assessor.training.crossfit import (
    Indices,
    Progress,
    cross_fitted_gates,
    cross_fitted_sentences,
    cross_fitted_subject,
    cross_fitted_whole,
    diagonal,
    fit_and_predict,
    fit_gate,
    fit_subject,
    judged_subject,
    silent,
)
from assessor.training.evaluate import as_shown, guesses_of
from assessor.training.evaluate_groups import members
from assessor.training.evaluate_parts import rule_failures, star_figures
from assessor.training.fit import FirstStage, HeldOut, as_calibrated, fit_tagger, second_stage, target_matrix
from assessor.training.groups import folds
from assessor.training.metrics import agreement, kappa, plain
from assessor.training.metrics_labels import binary_scores, label_scores, macro_f1, whole_lists
from assessor.training.prepared import Prepared, from_encoded, gate_targets, subject_targets
from assessor.training.train import AllData, ScaleData, judge

Mask = NDArray[np.bool_]
STUDY_FOLDS = 4
ABLATIONS: Mapping[str, FeatureSet] = {
    "encoder": FeatureSet(encoder=False),
    "facts": FeatureSet(facts=False),
    "context": FeatureSet(context=False),
}


def headline(prepared: Prepared, scale: Scale, reached: Floats, rows: Indices | None = None) -> dict[str, float]:
    """The few figures that a study compares: exact agreement and QWK, or macro-F1; of all answers or of some rows."""
    chosen = np.arange(len(reached)) if rows is None else rows
    truth, guess = target_matrix(prepared, scale)[chosen], guesses_of(scale, reached)[chosen]
    if scale.kind == "checklist":
        shown = label_scores(truth, guess, scale.concept_codes)
        return {"count": len(chosen), "exact": whole_lists(truth, guess), "macro_f1": macro_f1(shown)}
    levels = truth.sum(axis=1)
    qwk = kappa(levels, guess, len(scale.level_numbers), "quadratic")
    return {"count": len(chosen), "exact": agreement(levels, guess), "qwk": qwk}


def learning_curve(
    data: ScaleData, whole: HeldOut, shares: Sequence[float] = (0.25, 0.5), jobs: int = 1, progress: Progress = silent
) -> list[dict[str, float]]:
    """Figures on all answers when the scale's models learn from a share of them only.

    The share is drawn by the sha256 of each answer's id, so that a smaller share lies inside a larger one. The gates common to all scales
    stay as they are, and so does the encoder's reader, which learnt from all examples but those of the answer's group: with fewer, it would
    know less too.

    Parameters
    ----------
    data : ScaleData
    whole : HeldOut
        What is judged with all examples: the last point of the curve.
    shares : sequence of float
    jobs, progress
    """
    order = np.argsort([hashlib.sha256(example.id.encode()).hexdigest() for example in data.prepared.examples])
    points = []
    for share in shares:
        kept = np.zeros(len(order), dtype=bool)
        kept[order[: round(share * len(order))]] = True
        reached = _learnt_from(data, kept, jobs, progress)
        points.append({"share": share, "learnt": int(kept.sum()), **headline(data.prepared, data.scale, reached)})
    return list(
        plain([*points, {"share": 1.0, "learnt": len(order), **headline(data.prepared, data.scale, as_shown(data.prepared, whole)[0])}])
    )


def ablations(data: ScaleData, jobs: int = 1, progress: Progress = silent) -> dict[str, Any]:
    """Figures of the full model, of the model without a source of features, and without the bottleneck, all on the same folds.

    Without ``encoder``, ``facts`` (linguistic) or ``context`` (neighbours, the answer, the place, the parts of the story); without the
    first or the last, the reader of stories is not asked either. ``bottleneck``
    is what the answer-level classifier says alone, without sentences, concepts or gates.
    """
    stage, judged = judge(data, jobs, progress)
    found = {"full": headline(data.prepared, data.scale, as_shown(data.prepared, judged)[0])}
    for name, features in ABLATIONS.items():
        prepared = from_encoded(data.prepared.examples, data.prepared.encoded, features)
        _, without = judge(replace(data, prepared=prepared), jobs, progress)
        found[name] = headline(prepared, data.scale, as_shown(prepared, without)[0])
    found["bottleneck"] = headline(data.prepared, data.scale, diagonal(stage.whole, data.fold))
    return dict(plain(found))


def fewer_folds(everything: AllData, jobs: int = 1, progress: Progress = silent) -> dict[str, ScaleData]:
    """The same scales on four folds: half the fits of six, for what only compares ways of training with one another."""
    fold = folds(everything.together.examples, STUDY_FOLDS)
    gates = cross_fitted_gates(everything.together, fold, jobs, progress)
    found, first = {}, 0
    for name, data in everything.scales.items():
        own = slice(first, first + len(data.fold))
        found[name] = replace(data, fold=fold[own], gates=gates[:, own])
        first = own.stop
    return found


def leave_one_author_out(data: ScaleData, stage: FirstStage, judged: HeldOut, jobs: int = 1, progress: Progress = silent) -> dict[str, Any]:
    """Figures of each author's answers by a model that read all the others'.

    Only the first-stage models that judge an author are fitted anew. The second stage learns from what cross-fitting said of the others
    (each by models that saw neither it nor the author's fold), and the gates common to all scales stay those of the author's fold. The one
    temperature is that of all cross-fitted answers but the author's, as in :func:`~assessor.training.fit.held_out`.

    Parameters
    ----------
    data : ScaleData
    stage : FirstStage
    judged : HeldOut
        Of the same examples, from :func:`~assessor.training.train.judge`.
    jobs, progress

    Returns
    -------
    dict
        ``overall`` and ``groups`` (author to figures); empty if there are fewer than three authors, or if the folds do not keep each
        author's answers together.
    """
    prepared, scale, fold = data.prepared, data.scale, data.fold
    authors = [example.meta.get("author") or "" for example in prepared.examples]
    rows = {name: np.array([row for row, one in enumerate(authors) if one == name], dtype=np.intp) for name in sorted(set(authors) - {""})}
    if len(rows) < 3 or any(len(np.unique(fold[own])) > 1 for own in rows.values()):
        return {}
    reached = as_shown(prepared, judged)[0].copy()
    tasks = (delayed(_without)(prepared, scale, fold, stage, judged, own) for own in rows.values())
    for done, (own, said) in enumerate(zip(rows.values(), Parallel(n_jobs=jobs, return_as="generator")(tasks), strict=True), start=1):
        reached[own] = said
        progress("author", done, len(rows))
    reached[np.any(rule_failures(prepared), axis=1)] = 0.0
    known = np.concatenate(list(rows.values()))
    groups = members(prepared, "author")
    return dict(
        plain(
            {
                "overall": headline(prepared, scale, reached, np.sort(known)),
                "groups": {name: headline(prepared, scale, reached, own) for name, own in groups.items()},
            }
        )
    )


def leave_one_scale_out(everything: AllData, name: str) -> dict[str, Any]:
    """How well the parts that all scales share do on a scale whose answers none of them read.

    The learnt gates and the STAR roles are what an answer for a scale of one's own meets without having taught it anything. Whoever wrote
    for the scale is not read in the others either (the two checklists have the same authors).

    Parameters
    ----------
    everything : AllData
    name : str
        The scale left out.

    Returns
    -------
    dict
        ``gates`` (gate to precision, recall and F1 of its failures) and ``star`` (as
        :func:`~assessor.training.evaluate_parts.star_figures`); empty if nothing is left to learn from.
    """
    together, own = everything.together, everything.scales[name]
    theirs = {one.meta.get("author") for one in own.prepared.examples} - {None, ""}
    read = [
        one.scale != name and one.meta.get("author") not in theirs and not one.id.startswith(f"{name}-recitation")
        for one in together.examples
    ]
    others = np.flatnonzero(read)
    if not len(others):
        return {}
    gates = {}
    for gate in LEARNT_GATES:
        fails, usable = gate_targets(together, gate)
        learnt = others[usable[others]]
        failure = fit_gate(together.gate_rows[learnt], fails[learnt]).predict_proba(own.prepared.gate_rows)[:, 1]
        truth, told = gate_targets(own.prepared, gate)
        gates[gate] = binary_scores(truth[told], failure[told] >= own.scale.policy.gate_threshold)
    # The encoder's reader has learnt from all scales together, so here it has nothing to say; only the gates' count of the person's own
    # acts keeps the roles that it gave.
    unread = replace(together, encoded=tuple(without_opinion(one) for one in together.encoded))
    tagger = fit_tagger(unread, others, everything.fold, FeatureSet())
    roles = [role for one in own.prepared.encoded for role in tagger.roles(without_opinion(one))]
    return dict(plain({"gates": gates, "star": star_figures(own.prepared, roles)}))


def _learnt_from(data: ScaleData, kept: Mask, jobs: int, progress: Progress) -> Floats:
    """What models that learnt from the kept answers only say of all answers, each without its own fold."""
    prepared, scale, fold = data.prepared, data.scale, data.fold
    labels = tuple(marked if kept[owner] else None for marked, owner in zip(prepared.labels, prepared.owner, strict=True))
    hidden = replace(prepared, labels=labels)
    gates = data.gates[np.unique(fold)]
    stage = FirstStage(
        cross_fitted_sentences(hidden, scale, fold, jobs, progress),
        cross_fitted_whole(prepared, scale, fold, jobs, progress, kept),
        cross_fitted_subject(hidden, fold, jobs, progress, kept),
        gates,
    )
    names, truth = np.unique(fold), target_matrix(prepared, scale)
    (raw, ceiling), competency = np.zeros((2, *truth.shape)), np.zeros(len(fold))
    for index, name in enumerate(names):
        train, test = np.flatnonzero((fold != name) & kept), np.flatnonzero(fold == name)
        second = second_stage(hidden, scale, stage.without(index), train)
        raw[test], ceiling[test], competency[test], _ = second.judge(test)
    reached = np.zeros_like(raw)
    for name in names:
        train, test = (fold != name) & kept, fold == name
        temperature = fit_temperature(raw[train], truth[train], ceiling[train])
        reached[test] = as_calibrated(raw[test], ceiling[test], temperature, diagonal(gates, fold)[test], competency[test])
    return np.where(np.any(rule_failures(prepared), axis=1)[:, None], 0.0, reached)


def _without(prepared: Prepared, scale: Scale, fold: Indices, stage: FirstStage, judged: HeldOut, own: Indices) -> Floats:
    """What is said of some answers of one fold by models of both stages that saw all the others, shape (n_own, n_targets)."""
    others = np.setdiff1d(np.arange(len(fold)), own)
    index = int(np.searchsorted(np.unique(fold), fold[own[0]]))
    before = stage.without(index)
    said = FirstStage(before.sentences.copy(), before.whole.copy(), before.subject.copy(), before.gates)
    marked, annotated = prepared.concept_targets(scale.codes)
    tested = np.isin(prepared.owner, own)
    learnt = np.flatnonzero(~tested & annotated)
    said.sentences[tested] = fit_and_predict(
        concept_classifier(), prepared.sentences, marked, learnt, np.flatnonzero(tested), len(scale.codes)
    )
    levels = prepared.targets(scale)
    fitted = fit_whole(prepared.answers[others], prepared.texts[others], levels[others], enough_for_machine(levels))
    said.whole[own] = whole_answer(fitted, prepared.answers[own], prepared.texts[own], scale)
    about, usable = subject_targets(prepared)
    subject = fit_subject(prepared, about, others[usable[others]], enough_for_machine(about[usable]))
    said.subject[own] = judged_subject(prepared, subject, own)
    raw, ceiling, competency, _ = second_stage(prepared, scale, said, others).judge(own)
    temperature = fit_temperature(judged.raw[others], target_matrix(prepared, scale)[others], judged.ceiling[others])
    return as_calibrated(raw, ceiling, temperature, said.gates[own], competency)
