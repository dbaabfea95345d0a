"""``assessor evaluate``: every figure of some scales, recomputed from the annotated answers on disk, and the report."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from assessor.artifacts import writing
from assessor.assess import load_assessor
from assessor.concepts import FeatureSet
from assessor.domain.answer import Answer
from assessor.domain.example import Example
from assessor.fairness.impact import adverse_impact
from assessor.fairness.stability import stability as stability_of
from assessor.training.compare import compare_baselines
from assessor.training.crossfit import Indices, Progress, silent
from assessor.training.evaluate import as_shown, evaluate, guesses_of
from assessor.training.fit import held_out_roles, target_matrix
from assessor.training.metrics import plain
from assessor.training.report import write_report
from assessor.training.studies import ablations, fewer_folds, learning_curve, leave_one_author_out, leave_one_scale_out
from assessor.training.train import ScaleData, check_enough, check_named, judge, prepare_all, reproducible

# Every variant of every answer is read anew; this many answers a scale place a share of 95 % within 5 points.
STABILITY_SAMPLE = 80
IMPACT_FIELDS = ("gender", "region", "register")


def evaluate_scales(
    scale_ids: Sequence[str] = (),
    *,
    baselines: bool = False,
    studies: bool = False,
    stability: bool = False,
    output: Path | None = None,
    jobs: int = 1,
    progress: Progress = silent,
) -> dict[str, dict[str, Any]]:
    """Evaluate some scales (all by default) on answers that no part of their models saw.

    Parameters
    ----------
    scale_ids : sequence of str
        Empty for all scales that have examples.
    baselines : bool
        Also compare simpler methods on the same folds.
    studies : bool
        Also refit for the learning curve, the ablations, and with each author or the scale left out (long).
    stability : bool
        Also judge variants of some answers with the models on disk.
    output : pathlib.Path, optional
        Folder that the report is written to.
    jobs : int, default=1
        Processes; changes speed, never a figure.
    progress : callable, optional

    Returns
    -------
    dict
        Scale to ``figures``, ``impact`` and, if asked for, ``baselines``, ``studies`` and ``stability``: plain numbers throughout.

    Raises
    ------
    ScaleError
        If there is no such scale.
    TrainingDataError
        If a scale has no examples, or too few to hold some out.
    ModelError
        If ``stability`` is asked for and a model is missing, or ``output`` cannot be written.
    """
    check_named(scale_ids)
    if output is not None:  # before the long wait, not after
        with writing(output):
            output.mkdir(parents=True, exist_ok=True)
    with reproducible():
        results = _results(scale_ids, baselines, studies, stability, jobs, progress)
    if output is not None:
        with writing(output):
            write_report(results, output)
    return results


def _results(
    scale_ids: Sequence[str], baselines: bool, studies: bool, stability: bool, jobs: int, progress: Progress
) -> dict[str, dict[str, Any]]:
    data = prepare_all(jobs, progress)
    chosen = list(scale_ids) or list(data.scales)
    for name in chosen:
        check_enough(data, name)
    roles = held_out_roles(data.together, data.fold, FeatureSet())
    owner_scale = np.array([data.together.examples[owner].scale for owner in data.together.owner])
    fewer = fewer_folds(data, jobs, progress) if studies else {}
    results = {}
    for name in chosen:
        own = data.scales[name]
        stage, judged = judge(own, jobs, progress)
        marked = [roles[row] for row in np.flatnonzero(owner_scale == name)]
        result: dict[str, Any] = {"figures": evaluate(own.prepared, own.scale, own.fold, judged, marked)}
        result["impact"] = impact_figures(own, guesses_of(own.scale, as_shown(own.prepared, judged)[0]))
        if baselines:
            result["baselines"] = compare_baselines(own.prepared, own.scale, own.fold, judged, progress=progress)
        if studies:
            result["studies"] = {
                "learning_curve": learning_curve(own, judged, jobs=jobs, progress=progress),
                "ablations": ablations(fewer[name], jobs, progress),
                "author": leave_one_author_out(own, stage, judged, jobs, progress),
                "scale": leave_one_scale_out(data, name),
            }
        if stability:
            found = stability_of(load_assessor(name), sampled(own.prepared.examples), progress)
            result["stability"] = plain({variant: asdict(one) for variant, one in found.items()})
        results[name] = result
    return results


def impact_figures(data: ScaleData, guesses: Indices) -> dict[str, list[dict[str, Any]]]:
    """Adverse impact by group, of the levels given and of those suggested: a ratio that both share comes from the answers, not the program.

    On an ordinal scale for reaching each level, on a checklist for showing at least one demonstration.
    """
    truth = target_matrix(data.prepared, data.scale)
    given, suggested = truth.sum(axis=1), guesses if data.scale.kind == "ordinal" else guesses.sum(axis=1)
    numbers = data.scale.level_numbers[1:] if data.scale.kind == "ordinal" else (1,)
    found: dict[str, list[dict[str, Any]]] = {}
    for field in IMPACT_FIELDS:
        groups = [example.meta.get(field) for example in data.prepared.examples]
        rows = []
        for position, number in enumerate(numbers, start=1):
            by_rater = {one.group: one for one in adverse_impact(given.tolist(), groups, position)}
            for one in adverse_impact(suggested.tolist(), groups, position):
                twin = by_rater.get(one.group)
                rows.append({"level": number, **asdict(one), "given_rate": twin and twin.rate, "given_ratio": twin and twin.ratio})
        found[field] = rows
    return dict(plain(found))


def sampled(examples: Sequence[Example], count: int = STABILITY_SAMPLE) -> list[Answer]:
    """Some answers, drawn by a hash of their ids, in the order of the examples."""
    drawn = sorted(examples, key=lambda example: hashlib.sha256(example.id.encode()).hexdigest())[:count]
    kept = {example.id for example in drawn}
    return [Answer(example.id, example.text) for example in examples if example.id in kept]
