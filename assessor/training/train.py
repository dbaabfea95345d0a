"""``assessor train``: annotated answers to models on disk.

All scales' examples are read, because the STAR tagger and the learnt gates are common to them; each scale then gets its own model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed, parallel_config

from assessor.artifacts import COMMON, CommonModel, ScaleModel, save
from assessor.assess import one_thread
from assessor.concepts import EncodedAnswer, FeatureSet, encode_answers
from assessor.domain.answer import Answer
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.errors import TrainingDataError
from assessor.language import read_answers
from assessor.paths import models_root
from assessor.rubric import list_scales, read_scale
from assessor.training.card import figures, write_card
from assessor.training.crossfit import Indices, Progress, cross_fitted_gates, silent
from assessor.training.dataset import digest, examples_folder, read_examples
from assessor.training.fit import FirstStage, HeldOut, first_stage, fit_common, fit_scale, held_out
from assessor.training.groups import folds
from assessor.training.prepared import Prepared, from_encoded
from assessor.training.recitations import recitations

_CHUNK = 20
_LEAST = 40
# Two folds are held out of every first-stage fit: a third must be left to learn from.
_LEAST_FOLDS = 3


@dataclass(frozen=True, slots=True)
class ScaleData:
    """One scale's examples, prepared, with their folds and cross-fitted gate failures (n_folds, n_answers, n_gates)."""

    scale: Scale
    prepared: Prepared
    fold: Indices
    gates: np.ndarray


@dataclass(frozen=True, slots=True)
class AllData:
    """Every scale's data, and all examples together, with the rubrics recited, for what the scales share."""

    scales: dict[str, ScaleData]
    together: Prepared
    fold: Indices


def encode_examples(examples: Sequence[Example], jobs: int = 1, progress: Progress = silent) -> list[EncodedAnswer]:
    """Examples read and encoded, in processes of twenty answers each; the same whatever ``jobs``."""
    chunks = [examples[first : first + _CHUNK] for first in range(0, len(examples), _CHUNK)]
    encoded: list[EncodedAnswer] = []
    for part in Parallel(n_jobs=jobs, return_as="generator")(delayed(_encode)(chunk) for chunk in chunks):
        encoded += part
        progress("encode", len(encoded), len(examples))
    return encoded


def _encode(examples: Sequence[Example]) -> list[EncodedAnswer]:
    return encode_answers(read_answers([Answer(example.id, example.text) for example in examples]))


def prepare_all(jobs: int = 1, progress: Progress = silent, features: FeatureSet = FeatureSet()) -> AllData:  # noqa: B008  (frozen)
    """Read, encode and fold the examples of every scale that has some.

    Raises
    ------
    TrainingDataError
        If a scale's examples contradict it, with every bad line; or if no scale has examples.
    """
    scales = {name: read_scale(name) for name in list_scales()}
    examples = {name: read_examples(examples_folder(name), scale) for name, scale in scales.items() if examples_folder(name).is_dir()}
    every = [example for one in examples.values() for example in one]
    if not every:
        raise TrainingDataError("training_missing", folder=examples_folder("*"))
    every += recitations(scales.values())
    encoded = encode_examples(every, jobs, progress)
    together = from_encoded(every, encoded, features)
    fold = folds(every)
    gates = cross_fitted_gates(together, fold, jobs, progress)
    data: dict[str, ScaleData] = {}
    first = 0
    for name, own in examples.items():
        part = slice(first, first + len(own))
        data[name] = ScaleData(scales[name], from_encoded(own, encoded[part], features), fold[part], gates[:, part])
        first += len(own)
    return AllData(data, together, fold)


def judge(data: ScaleData, jobs: int = 1, progress: Progress = silent) -> tuple[FirstStage, HeldOut]:
    """Cross-fit both stages of a scale: what they say of every example that they did not see."""
    present = np.unique(data.fold)
    gates = data.gates[present]
    stage = first_stage(data.prepared, data.scale, data.fold, gates, jobs, progress)
    return stage, held_out(data.prepared, data.scale, data.fold, stage)


def train(
    scale_ids: Sequence[str] = (),
    jobs: int = 1,
    progress: Progress = silent,
    features: FeatureSet = FeatureSet(),  # noqa: B008  (frozen)
) -> list[dict[str, object]]:
    """Train and write the models of some scales (all by default), with the common model if all.

    Parameters
    ----------
    scale_ids : sequence of str
        Empty for all scales that have examples.
    jobs : int, default=1
        Processes; changes speed, never a byte of a model.
    progress : callable
        Called with what is being done, how many steps are done, and how many there are.

    Returns
    -------
    list of dict
        The manifests written.

    Raises
    ------
    TrainingDataError
        If a scale has too few examples; nothing is then written, and models in place stay.
    """
    with one_thread(), parallel_config(backend="loky", inner_max_num_threads=1):
        return _train(tuple(scale_ids), jobs, progress, features)


def _train(scale_ids: tuple[str, ...], jobs: int, progress: Progress, features: FeatureSet) -> list[dict[str, object]]:
    data = prepare_all(jobs, progress, features)
    chosen = list(scale_ids) or list(data.scales)
    for name in chosen:
        count, groups = (len(data.scales[name].fold), len(np.unique(data.scales[name].fold))) if name in data.scales else (0, 0)
        if count < _LEAST or groups < _LEAST_FOLDS:
            raise TrainingDataError("training_few", name=name, count=count, groups=groups, least=_LEAST)
    fitted: list[tuple[str, CommonModel | ScaleModel, dict[str, object]]] = []
    if not scale_ids:
        learnt = [example for one in data.scales.values() for example in one.prepared.examples]
        fitted.append(
            (
                COMMON,
                fit_common(data.together, [one.scale for one in data.scales.values()], features),
                {"data": {"examples": len(learnt), "sha256": digest(learnt)}},
            )
        )
    for done, name in enumerate(chosen, start=1):
        own = data.scales[name]
        stage, judged = judge(own, jobs, progress)
        scale_model = fit_scale(own.prepared, own.scale, stage, judged, features)
        described: dict[str, object] = {
            "scale": name,
            "scale_version": own.scale.version,
            "data": {"examples": len(own.fold), "sha256": digest(own.prepared.examples), "folds": len(np.unique(own.fold))},
            "figures": figures(own.scale, own.prepared, judged),
        }
        fitted.append((name, scale_model, described))
        progress("fit", done, len(chosen))
    # Nothing is written before everything is fitted: training that is interrupted leaves the models in place as they were.
    manifests = []
    for name, model, described in fitted:
        manifest = save(model, models_root() / name, **described)
        if name != COMMON:
            write_card(models_root() / name, data.scales[name].scale, data.scales[name].prepared, manifest)
        manifests.append(manifest)
    return manifests
