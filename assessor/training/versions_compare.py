"""Two versions of a model side by side: which models are meant, on which answers, and how they compare.

A model is named by its folder, by a folder laid out like that of the models (``assessor train --output`` writes one), or by one of the
words of ``CURRENT``. Without answers of its own, a comparison rests on the held-out predictions that training keeps: neither model is then
judged on what it learnt. They come from the folds of each training, so they compare two ways of training (data, code, settings), of which
the two models are the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assessor.artifacts import COMMON, folder_manifest, load_folder
from assessor.assess import Assessor
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.errors import ModelError
from assessor.paths import models_root
from assessor.rubric import list_scales, read_scale
from assessor.rubric.kept import scale_beside
from assessor.training.crossfit import Progress, silent
from assessor.training.dataset import read_examples
from assessor.training.held_out import JudgedAnswer, Record, read_held_out
from assessor.training.metrics_certainty import REPEATS
from assessor.training.versions_figures import LEAST, differences
from assessor.training.versions_scored import scored, unseen

CURRENT = frozenset({"current", "actuel"})


def compare_models(
    a: str | Path,
    b: str | Path,
    *,
    scale: str | None = None,
    on: Path | Sequence[Example] | None = None,
    repeats: int = REPEATS,
    least: int = LEAST,
    progress: Progress = silent,
) -> dict[str, dict[str, Any]]:
    """Two models side by side, on answers that neither has learnt from.

    Parameters
    ----------
    a, b : str or pathlib.Path
        A model's folder, a folder of models, or ``"current"`` (« actuel »), what is in use.
    scale : str, optional
        Only this one, where a folder holds several.
    on : pathlib.Path or sequence of Example, optional
        Labelled answers to score with both models; those that either has learnt from are left out and counted. Without it, the held-out
        predictions of the answers that both were trained on.
    repeats : int, default=1000
        Resamples behind each interval.
    least : int, default=10
        Size of the smallest group with figures of its own; with fewer answers in all, nothing is compared.
    progress : callable, optional

    Returns
    -------
    dict
        Scale id to plain numbers, strings, lists and dicts: ``a`` and ``b`` (names), ``on`` (``"held_out"`` or ``"answers"``), ``answers``
        (how many), ``left_out``, and what :func:`~assessor.training.versions_figures.differences` gives.

    Raises
    ------
    ModelError
        If a model is missing, damaged or without held-out predictions, if nothing is common to both, or too little.
    TrainingDataError
        If the labelled answers cannot be used.
    """
    pairs = _pairs(a, b, scale)
    labelled = None if on is None else _labelled(on, {name: _scale(folder) for name, (_, folder) in pairs.items()})
    if labelled is not None:
        pairs = {name: pair for name, pair in pairs.items() if labelled.get(name)}
        if not pairs:
            raise ModelError("versions_no_answers", scales=", ".join(labelled) or "–")
    found = {}
    for done, (name, (first, second)) in enumerate(pairs.items(), start=1):
        records = read_held_out(first), read_held_out(second)
        _same_labels(name, *records)
        if labelled is None:
            one, other, left_out = shared(*records)
        else:
            examples, left_out = unseen(labelled[name], *records)
            _enough(name, len(examples), least)
            one, other = scored((load_version(first), load_version(second)), examples, progress)
        _enough(name, len(one.answers), least)
        found[name] = {
            "scale": name,
            "kind": one.kind,
            "targets": list(one.targets),
            "a": folder_manifest(first)["name"],
            "b": folder_manifest(second)["name"],
            "on": "held_out" if labelled is None else "answers",
            "answers": len(one.answers),
            "left_out": left_out,
            **differences(one, other, repeats=repeats, least=least),
        }
        progress("compare", done, len(pairs))
    return found


def version_folders(named: str | Path, scale: str | None = None) -> dict[str, Path]:
    """The models that a name stands for: scale id to folder.

    Raises
    ------
    ModelError
        If there is none.
    """
    root = models_root() if str(named) in CURRENT else Path(named)
    if (root / "manifest.json").is_file():
        own = str(folder_manifest(root).get("scale", root.name))
        found = {own: root}
    else:
        folders = sorted(one.parent for one in root.glob("*/manifest.json"))
        found = {one.name: one for one in folders if one.name not in (COMMON, "encoder")}
    if scale is not None:
        found = {name: one for name, one in found.items() if name == scale}
    if not found and scale is None:
        raise ModelError("versions_no_model", folder=root)
    if not found:
        raise ModelError("versions_no_model_of", folder=root, scale=scale)
    return found


def load_version(folder: Path) -> Assessor:
    """A model of any folder, ready to assess, with the common model that it was trained to go with.

    Raises
    ------
    ModelError
        If it cannot be used, or that common model is neither beside it nor in use.
    """
    scale = _scale(folder)
    model, manifest = load_folder(folder, scale.version)
    return Assessor(scale, model, load_folder(common_folder(folder))[0], str(manifest["name"]))


def _scale(folder: Path) -> Scale:
    """The scale of a model: kept beside it, if it is of one's own, or installed."""
    return scale_beside(folder, str(folder_manifest(folder).get("scale", folder.name)))


def common_folder(folder: Path) -> Path:
    """The folder of the common model that a model goes with: beside it, or the one in use; by name, where the model records it.

    Raises
    ------
    ModelError
        If it is in neither place.
    """
    manifest = folder_manifest(folder)
    wanted = manifest.get("common")
    for place in (folder.parent / COMMON, models_root() / COMMON):
        if (place / "manifest.json").is_file() and wanted in (None, folder_manifest(place).get("name")):
            return place
    raise ModelError("versions_common_absent", name=manifest.get("name"), common=wanted or COMMON, folder=folder.parent / COMMON)


def shared(first: Record, second: Record) -> tuple[Record, Record, dict[str, int]]:
    """The answers that two records have in common with the same label, in the order of their ids, and how many are left out, by reason."""
    theirs = {one.text: one for one in second.answers}
    ours = {one.text: one for one in first.answers}
    both = [(one, theirs[key]) for key, one in ours.items() if key in theirs]
    kept = sorted(((one, other) for one, other in both if _label(one) == _label(other)), key=lambda pair: (pair[0].id, pair[0].text))
    left_out = {"only_a": len(ours) - len(both), "only_b": len(theirs) - len(both), "relabelled": len(both) - len(kept)}
    a, b = (record.model_copy(update={"answers": tuple(pair[side] for pair in kept)}) for side, record in enumerate((first, second)))
    return a, b, left_out


def _label(one: JudgedAnswer) -> object:
    return one.truth if isinstance(one.truth, int) else frozenset(one.truth)


def _pairs(a: str | Path, b: str | Path, scale: str | None) -> dict[str, tuple[Path, Path]]:
    first, second = version_folders(a, scale), version_folders(b, scale)
    names = [name for name in first if name in second]
    if not names:
        raise ModelError("versions_no_scale_in_common", a=", ".join(first), b=", ".join(second))
    return {name: (first[name], second[name]) for name in names}


def _same_labels(name: str, first: Record, second: Record) -> None:
    """Refuse two models that do not choose between the same things."""
    if (first.kind, first.targets) != (second.kind, second.targets):
        raise ModelError("versions_other_labels", name=name, a=" ".join(first.targets), b=" ".join(second.targets))


def _enough(name: str, count: int, least: int) -> None:
    if count < least:
        raise ModelError("versions_few", name=name, count=count, least=least)


def _labelled(on: Path | Sequence[Example], scales: Mapping[str, Scale]) -> dict[str, list[Example]]:
    """Labelled answers by scale; those of a file may be of the scales that are compared, and of installed ones."""
    known = {name: read_scale(name) for name in list_scales()} | dict(scales)
    examples = read_examples(on, known) if isinstance(on, Path) else on
    found: dict[str, list[Example]] = {}
    for example in examples:
        found.setdefault(example.scale, []).append(example)
    return found
