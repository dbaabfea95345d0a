"""The answer-level head with another penalty or other weights than :mod:`assessor.training.fit` gives it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from assessor.artifacts import ScaleModel
from assessor.concepts.context import ContextCalibrator
from assessor.concepts.features import Floats
from assessor.domain.scale import Scale
from assessor.levels.head import Head, fit_head, fit_temperature
from assessor.levels.inputs import LevelInputs
from assessor.training.crossfit import Indices, sequence_of
from assessor.training.fit import FirstStage, HeldOut, calibrated, sample_weights, second_stage, target_matrix
from assessor.training.prepared import Prepared


def reweighted(prepared: Prepared, scale: Scale, stage: FirstStage, judged: HeldOut, alpha: float, weight: Floats | None) -> HeldOut:
    """The held-out judgements, had the head this penalty and these weights; the rest of both stages stays.

    Parameters
    ----------
    prepared : Prepared
    scale : Scale
    stage : FirstStage
        As cross-fitting gives it, with the axis of folds.
    judged : HeldOut
        From :func:`~assessor.training.fit.held_out`.
    alpha : float
    weight : ndarray of shape (n_answers,), optional
    """
    fold, raw, ceiling = judged.fold, np.zeros_like(judged.raw), np.zeros_like(judged.raw)
    for index, name in enumerate(np.unique(fold)):
        train, test = np.flatnonzero(fold != name), np.flatnonzero(fold == name)
        said = stage.without(index)
        inputs = _inputs(prepared, scale, said, second_stage(prepared, scale, said, train).context)
        head = _fit(prepared, scale, inputs, train, alpha, weight)
        raw[test], ceiling[test] = head.judged([inputs[position] for position in test])
    return calibrated(replace(judged, raw=raw, ceiling=ceiling), prepared, scale)


def other_head(
    prepared: Prepared, scale: Scale, stage: FirstStage, judged: HeldOut, model: ScaleModel, alpha: float, weight: Floats | None
) -> Head:
    """The head of a fitted model, fitted again on all answers with this penalty and these weights."""
    inputs = _inputs(prepared, scale, stage.unseen(judged.fold, prepared.owner), model.context)
    head = _fit(prepared, scale, inputs, np.arange(len(inputs)), alpha, weight)
    return replace(head, temperature=fit_temperature(judged.raw, target_matrix(prepared, scale), judged.ceiling))


def _inputs(prepared: Prepared, scale: Scale, said: FirstStage, context: ContextCalibrator) -> list[LevelInputs]:
    count, found = len(scale.concepts), []
    for position, rows in enumerate(sequence_of(prepared.owner, len(prepared.examples))):
        told = prepared.encoded[position].opinion.of(scale)
        own = context.apply(said.sentences[rows], told.sentences, said.whole[position])
        found.append(LevelInputs(own[:, :count], own[:, count:], said.whole[position], told.reached, said.gates[position]))
    return found


def _fit(prepared: Prepared, scale: Scale, inputs: list[LevelInputs], rows: Indices, alpha: float, weight: Floats | None) -> Head:
    given = sample_weights(prepared) if weight is None else sample_weights(prepared) * weight
    return fit_head(scale, [inputs[position] for position in rows], prepared.targets(scale)[rows], given[rows], alpha)
