"""What the figures depend on: how many examples, which parts of the model, whose writing, which sector."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessor.concepts import FeatureSet
from assessor.domain.scale import Scale
from assessor.levels.head import fit_temperature, tempered
from assessor.levels.inputs import Floats
from assessor.levels.whole import fit_whole, whole_answer
from assessor.training.crossfit import (
    Indices,
    Progress,
    cross_fitted_gates,
    cross_fitted_sentences,
    cross_fitted_subject,
    diagonal,
    pairwise,
    silent,
)
from assessor.training.evaluate import as_shown, guesses_of
from assessor.training.evaluate_groups import members
from assessor.training.evaluate_parts import rule_failures
from assessor.training.fit import FirstStage, HeldOut, bounded, second_stage, target_matrix
from assessor.training.metrics import agreement, kappa, plain
from assessor.training.metrics_labels import label_scores, macro_f1
from assessor.training.prepared import Prepared, from_encoded
from assessor.training.train import AllData, ScaleData, judge

Mask = NDArray[np.bool_]
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
        return {"count": len(chosen), "exact": 100 * float(np.mean((truth == guess).all(axis=1))), "macro_f1": macro_f1(shown)}
    levels = truth.sum(axis=1)
    qwk = kappa(levels, guess, len(scale.level_numbers), "quadratic")
    return {"count": len(chosen), "exact": agreement(levels, guess), "qwk": qwk}


def learning_curve(
    data: ScaleData, whole: HeldOut, shares: Sequence[float] = (0.25, 0.5), jobs: int = 1, progress: Progress = silent
) -> list[dict[str, float]]:
    """Figures on all answers when the scale's models learn from a share of them only.

    The share is drawn by the sha256 of each answer's id, so that a smaller share lies inside a larger one. The gates common to all scales
    stay as they are.

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


def ablations(data: ScaleData, stage: FirstStage, judged: HeldOut, jobs: int = 1, progress: Progress = silent) -> dict[str, Any]:
    """Figures of the full model, of the model without a source of features, and without the bottleneck.

    Without ``encoder``, ``facts`` (linguistic) or ``context`` (neighbours, the answer, the place); ``bottleneck`` is what the answer-level
    classifier says alone, without sentences, concepts or gates.
    """
    found = {"full": headline(data.prepared, data.scale, as_shown(data.prepared, judged)[0])}
    for name, features in ABLATIONS.items():
        prepared = from_encoded(data.prepared.examples, data.prepared.encoded, features)
        _, without = judge(replace(data, prepared=prepared), jobs, progress)
        found[name] = headline(prepared, data.scale, as_shown(prepared, without)[0])
    found["bottleneck"] = headline(data.prepared, data.scale, diagonal(stage.whole, data.fold))
    return dict(plain(found))


def leave_one_out(everything: AllData, name: str, field: str, jobs: int = 1, progress: Progress = silent) -> dict[str, Any]:
    """Figures of each author's or sector's answers by a model that read nothing else of theirs.

    Parameters
    ----------
    everything : AllData
        Other scales' answers too teach the common gates, those of the author or sector left out excepted.
    name : str
        The scale.
    field : {"author", "sector"}
    jobs, progress

    Returns
    -------
    dict
        ``overall`` and ``groups`` (value to figures); empty if there are fewer than three authors or sectors.
    """
    data = everything.scales[name]
    values = sorted({example.meta.get(field) or "" for example in data.prepared.examples})
    if len(values) < 3:
        return {}
    number = {value: index for index, value in enumerate(values)}
    # What other scales' answers have beyond these values makes one more fold, which is never tested.
    common = np.array([number.get(one.meta.get(field) or "", len(values)) for one in everything.together.examples], dtype=np.intp)
    first = next(index for index, one in enumerate(everything.together.examples) if one.scale == name)
    own = slice(first, first + len(data.fold))
    gates = cross_fitted_gates(everything.together, common, jobs, progress)[: len(values), own]
    left = replace(data, fold=common[own], gates=gates)
    _, judged = judge(left, jobs, progress)
    groups = members(data.prepared, field)
    return dict(
        plain(
            {
                "overall": headline(data.prepared, data.scale, as_shown(data.prepared, judged)[0]),
                "groups": {
                    value: headline(data.prepared, data.scale, as_shown(data.prepared, judged)[0], rows) for value, rows in groups.items()
                },
            }
        )
    )


def _learnt_from(data: ScaleData, kept: Mask, jobs: int, progress: Progress) -> Floats:
    """What models that learnt from the kept answers only say of all answers, each without its own fold."""
    prepared, scale, fold = data.prepared, data.scale, data.fold
    labels = tuple(marked if kept[owner] else None for marked, owner in zip(prepared.labels, prepared.owner, strict=True))
    hidden = replace(prepared, labels=labels)
    levels, gates = prepared.targets(scale), data.gates[np.unique(fold)]

    texts = prepared.texts

    def predict(train: Indices, test: Indices) -> Floats:
        rows = train[kept[train]]
        fitted = fit_whole(prepared.answers[rows], texts[rows], levels[rows], scale)
        return whole_answer(fitted, prepared.answers[test], texts[test], scale)

    stage = FirstStage(
        cross_fitted_sentences(hidden, scale, fold, jobs, progress),
        pairwise(predict, fold, jobs, "whole", progress),
        cross_fitted_subject(hidden, fold, jobs, progress, kept),
        gates,
    )
    names, truth = np.unique(fold), target_matrix(prepared, scale)
    raw, competency = np.zeros(truth.shape), np.zeros(len(fold))
    for index, name in enumerate(names):
        train, test = np.flatnonzero((fold != name) & kept), np.flatnonzero(fold == name)
        second = second_stage(hidden, scale, stage.without(index), train)
        raw[test], competency[test], _ = second.judge(test)
    reached = np.zeros_like(raw)
    for name in names:
        train, test = (fold != name) & kept, fold == name
        calibrated = tempered(raw[test], fit_temperature(raw[train], truth[train]))
        reached[test] = bounded(calibrated, diagonal(gates, fold)[test], competency[test])
    return np.where(np.any(rule_failures(prepared), axis=1)[:, None], 0.0, reached)
