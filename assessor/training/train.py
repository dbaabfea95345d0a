"""``assessor train``: annotated answers to models on disk.

All scales' examples are read, because the STAR tagger and the learnt gates are common to them; each scale then gets its own model.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed, parallel_config

from assessor.artifacts import COMMON, Packed, load, pack, read_packed, write, writing
from assessor.concepts import EncodedAnswer, FeatureSet, encode_answers
from assessor.domain.answer import Answer
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.errors import ModelError, TrainingDataError
from assessor.language import read_answers
from assessor.paths import models_root
from assessor.rubric import list_scales, read_scale
from assessor.threads import one_thread
from assessor.training.added import with_added
from assessor.training.card import card, figures, intervals
from assessor.training.crossfit import Indices, Progress, cross_fitted_gates, silent
from assessor.training.dataset import digest, examples_folder, read_examples
from assessor.training.evaluate import as_shown
from assessor.training.fit import FirstStage, HeldOut, first_stage, fit_common, fit_scale, held_out
from assessor.training.groups import folds
from assessor.training.held_out import FILE, held_out_bytes
from assessor.training.opinions import as_if_unseen
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


def every_example(added: Sequence[Example] = ()) -> dict[str, list[Example]]:
    """The examples of every scale that has some, with those ``added`` to them.

    Raises
    ------
    TrainingDataError
        As :func:`prepare_all`.
    """
    examples: dict[str, list[Example]] = {}
    for name in list_scales():
        further = [example for example in added if example.scale == name]
        if examples_folder(name).is_dir() or further:
            own = read_examples(examples_folder(name), read_scale(name)) if examples_folder(name).is_dir() else []
            examples[name] = with_added(own, further)
    if not any(examples.values()):
        raise TrainingDataError("training_missing", folder=examples_folder("*"))
    return examples


def prepare_all(
    jobs: int = 1,
    progress: Progress = silent,
    features: FeatureSet = FeatureSet(),  # noqa: B008  (frozen)
    added: Sequence[Example] = (),
) -> AllData:
    """Read, encode and fold the examples of every scale that has some, with those ``added`` to them.

    Raises
    ------
    TrainingDataError
        If a scale's examples contradict it, with every bad line; or if no scale has examples.
    """
    examples = every_example(added)
    scales = {name: read_scale(name) for name in list_scales()}
    every = [example for one in examples.values() for example in one]
    every += recitations(scales.values())
    encoded = as_if_unseen(encode_examples(every, jobs, progress))
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


def check_enough(data: AllData, name: str) -> None:
    """Refuse a scale that nothing can be learnt for and held out of.

    Raises
    ------
    TrainingDataError
        If it has no examples, too few of them or too few groups of authors and sectors, all of one label, or no sentence marked.
    """
    if name not in data.scales:
        raise TrainingDataError("training_missing", folder=examples_folder(name))
    own = data.scales[name]
    count, groups = len(own.fold), len(np.unique(own.fold))
    if count < _LEAST or groups < _LEAST_FOLDS or len(np.unique(own.prepared.targets(own.scale), axis=0)) < 2:
        raise TrainingDataError("training_few", name=name, count=count, groups=groups, least=_LEAST)
    if not own.prepared.concept_targets(own.scale.codes)[1].any():
        raise TrainingDataError("training_unmarked", name=name)


def check_named(scale_ids: Sequence[str], added: Sequence[Example] = ()) -> None:
    """Refuse at once, before the examples of all scales are read, a scale that does not exist or that nobody wrote examples for.

    Raises
    ------
    ScaleError
        If there is no such scale; the message names those there are.
    TrainingDataError
        If it has no examples.
    """
    for name in scale_ids:
        read_scale(name)
        if not examples_folder(name).is_dir() and all(example.scale != name for example in added):
            raise TrainingDataError("training_missing", folder=examples_folder(name))


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
    *,
    output: Path | None = None,
    added: Sequence[Example] = (),
) -> list[Mapping[str, Any]]:
    """Train and write the models of some scales (all by default).

    The common model is fitted anew for all scales, for the name ``"common"``, and where none is in use. Otherwise the new models go with
    the common model in use, which their manifests name. What the gates say of held-out answers comes from cross-fitting the examples of
    all scales in any case, never from the common model on disk.

    Parameters
    ----------
    scale_ids : sequence of str
        Empty for all scales that have examples.
    jobs : int, default=1
        Processes; changes speed, never a byte of a model.
    progress : callable
        Called with what is being done, how many steps are done, and how many there are.
    features : FeatureSet
    output : pathlib.Path, optional
        A folder of candidates, laid out like that of the models, with the common model they go with; the models in use then stay.
    added : sequence of Example
        Further answers for this fit, from :func:`~assessor.training.added.read_added`.

    Returns
    -------
    list of dict
        The manifests written.

    Raises
    ------
    ScaleError
        If there is no such scale.
    TrainingDataError
        If a scale has too few examples; nothing is then written, and models in place stay.
    ModelError
        If the models cannot be written, or ``output`` is the folder of the models in use; those in place stay.
    """
    check_named([name for name in scale_ids if name != COMMON], added)
    root = models_root() if output is None else output
    if output is not None and output.resolve() == models_root().resolve():
        raise ModelError("versions_in_place", folder=output)
    with writing(root):  # before the long wait, not after
        root.mkdir(parents=True, exist_ok=True)
    with reproducible():
        packed = _fit_all(tuple(scale_ids), jobs, progress, features, added)
    # Nothing is written before everything is fitted: training that is interrupted leaves the models in place as they were.
    beside = {}
    if output is not None and COMMON not in packed and not (output / COMMON).exists():
        beside[output / COMMON] = read_packed(models_root() / COMMON)
    with writing(root):
        write(beside | {root / name: one for name, one in packed.items()})
    return [one.manifest for one in packed.values()]


@contextmanager
def reproducible() -> Iterator[None]:
    """Linear algebra in one thread, here and in every process: with more, the last bit of a sum would depend on the machine."""
    with one_thread(), parallel_config(backend="loky", inner_max_num_threads=1), warnings.catch_warnings():
        # A code that every sentence of a fold carries, or none, is told of in the figures.
        warnings.filterwarnings("ignore", "Label not .* is present in all training examples")
        yield


def _fit_all(
    scale_ids: tuple[str, ...], jobs: int, progress: Progress, features: FeatureSet, added: Sequence[Example]
) -> dict[str, Packed]:
    data = prepare_all(jobs, progress, features, added)
    chosen = [name for name in scale_ids if name != COMMON] if scale_ids else list(data.scales)
    for name in chosen:
        check_enough(data, name)
    packed: dict[str, Packed] = {}
    common = None if not scale_ids or COMMON in scale_ids else common_in_use()
    if common is None:
        learnt = [example for one in data.scales.values() for example in one.prepared.examples]
        model = fit_common(data.together, data.fold, [one.scale for one in data.scales.values()], features)
        packed[COMMON] = pack(model, COMMON, data={"examples": len(learnt), "sha256": digest(learnt)})
        common = packed[COMMON].manifest["name"]
    for done, name in enumerate(chosen, start=1):
        packed[name] = _fit_one(data.scales[name], common, sum(one.scale == name for one in added), jobs, progress, features)
        progress("fit", done, len(chosen))
    return packed


def _fit_one(own: ScaleData, common: str, added: int, jobs: int, progress: Progress, features: FeatureSet) -> Packed:
    stage, judged = judge(own, jobs, progress)
    shown = replace(judged, reached=as_shown(own.prepared, judged)[0])
    data: dict[str, object] = {"examples": len(own.fold), "sha256": digest(own.prepared.examples), "folds": len(np.unique(own.fold))}
    return pack(
        fit_scale(own.prepared, own.scale, stage, judged, features),
        own.scale.id,
        beside={FILE: held_out_bytes(own.scale, own.prepared, judged)},
        card=partial(card, own.scale, own.prepared, shown),
        scale=own.scale.id,
        scale_version=own.scale.version,
        common=common,
        data=data | ({"added": added} if added else {}),
        figures=figures(own.scale, own.prepared, shown),
        intervals=intervals(own.scale, own.prepared, shown),
    )


def common_in_use() -> str | None:
    """The name of the common model in use; None if there is none, or none that can be used."""
    try:
        return str(load(COMMON)[1]["name"])
    except ModelError:
        return None
