"""A candidate put into use, checked and compared first; the model it replaces is kept, and can be put back.

The common model (STAR roles, gates) is shared by all scales, and each scale's probabilities were calibrated with the gates of one. So:

- a candidate that goes with the common model in use is promoted alone: the usual case, ``assessor train SCALE --output FOLDER``;
- one that goes with another brings it along, if no scale is then left in use with a common model that is not its own: promote the whole
  folder that ``assessor train --output FOLDER`` wrote;
- in any other case promotion refuses, and says which scales stand in the way.

Replaced models lie in :func:`~assessor.paths.previous_root`, one a scale, laid out like a folder of models: putting back is promoting from
there, and twice brings back the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessor.artifacts import COMMON, Packed, common_model, folder_manifest, load_folder, read_packed, write, writing
from assessor.assess import load_assessor
from assessor.errors import ModelError
from assessor.paths import models_root, previous_root
from assessor.rubric import list_scales, read_scale
from assessor.training.crossfit import Progress, silent
from assessor.training.held_out import read_held_out
from assessor.training.versions_compare import common_folder, compare_models, version_folders
from assessor.wording import Text


@dataclass(frozen=True, slots=True)
class Promotion:
    """What has been checked and would be put into use, nothing written yet.

    Attributes
    ----------
    incoming, replaced : mapping of str to Packed
        By scale id, or ``"common"``; ``replaced`` lacks what nothing usable stood for.
    comparisons : mapping
        Scale id to the comparison of the model in use (A) with the candidate (B).
    uncompared : mapping of str to Text
        Scale id to why there is no comparison.
    """

    incoming: Mapping[str, Packed]
    replaced: Mapping[str, Packed]
    comparisons: Mapping[str, dict[str, Any]]
    uncompared: Mapping[str, Text]

    @property
    def worse(self) -> tuple[str, ...]:
        """Scales on which the candidate is shown to be worse than what is in use."""
        return tuple(name for name, one in self.comparisons.items() if one["verdict"] == "worse")

    def summary(self) -> dict[str, Any]:
        """The same as plain numbers, strings, lists and dicts."""
        return {
            "promoted": {name: one.manifest["name"] for name, one in self.incoming.items()},
            "replaced": {name: one.manifest["name"] for name, one in self.replaced.items()},
            "comparisons": dict(self.comparisons),
            "uncompared": {name: {"fr": one.fr, "en": one.en} for name, one in self.uncompared.items()},
        }


def promote(folder: str | Path, scale: str | None = None, *, force: bool = False, progress: Progress = silent) -> dict[str, Any]:
    """Put a candidate, or a folder of candidates, into use.

    Parameters
    ----------
    folder : str or pathlib.Path
        A model's folder, or one laid out like that of the models.
    scale : str, optional
        Only this one of a folder of several.
    force : bool, default=False
        Even if a candidate is shown to be worse than what is in use.
    progress : callable, optional

    Returns
    -------
    dict
        ``promoted`` and ``replaced`` (scale to name), ``comparisons``, ``uncompared``.

    Raises
    ------
    ModelError
        If a candidate cannot be used, is worse, or would leave a scale with a common model that is not its own; nothing is then changed.
    """
    promotion = preview(folder, scale, progress=progress)
    if promotion.worse and not force:
        raise ModelError("versions_worse", names=", ".join(promotion.worse))
    return carry_out(promotion)


def put_back(scale: str | None = None) -> dict[str, Any]:
    """Put back what the last promotion of a scale replaced, or all that promotions replaced; what was in use is kept in its place.

    Parameters
    ----------
    scale : str, optional
        None for all, as after the promotion of a whole folder with its common model.

    Returns
    -------
    dict
        As :func:`promote`.

    Raises
    ------
    ModelError
        If nothing was replaced, or it can no longer be used.
    """
    return carry_out(preview_back(scale))


def preview(folder: str | Path, scale: str | None = None, *, back: bool = False, progress: Progress = silent) -> Promotion:
    """Check candidates and compare them with what is in use.

    ``back`` spares the comparison and asks for no held-out predictions: what was in use once may be again.
    """
    folders = version_folders(folder, scale)
    for name, one in folders.items():
        load_folder(one, read_scale(name).version)
        if not back:
            read_held_out(one)
    incoming = {name: read_packed(one) for name, one in _with_common(folders).items()}
    replaced = {name: kept for name in incoming if (kept := _in_use(name)) is not None}
    # Of a folder of several, those already in use stay as they are.
    incoming = {name: one for name, one in incoming.items() if name not in replaced or one.files != replaced[name].files}
    if not incoming:
        raise ModelError("versions_same", names=", ".join(folders))
    comparisons: dict[str, dict[str, Any]] = {}
    uncompared: dict[str, Text] = {}
    for name in incoming if not back else ():
        if name == COMMON:
            continue
        try:
            comparisons |= compare_models(models_root() / name, folders[name], progress=progress)
        except ModelError as problem:
            uncompared[name] = problem.text
    return Promotion(incoming, {name: replaced[name] for name in incoming if name in replaced}, comparisons, uncompared)


def preview_back(scale: str | None = None) -> Promotion:
    """Check what would be put back."""
    if not any(previous_root().glob(f"{scale or '*'}/manifest.json")):
        raise ModelError("versions_no_previous", name=scale or "*", folder=previous_root())
    return preview(previous_root(), scale, back=True)


def carry_out(promotion: Promotion) -> dict[str, Any]:
    """Write what was checked: all files are whole on disk before the first takes its place."""
    with writing(models_root()):
        write(
            {previous_root() / name: one for name, one in promotion.replaced.items()}
            | {models_root() / name: one for name, one in promotion.incoming.items()}
        )
    load_assessor.cache_clear()
    common_model.cache_clear()
    return promotion.summary()


def _with_common(folders: Mapping[str, Path]) -> dict[str, Path]:
    """The candidates, and the common model they go with if it is not the one in use."""
    wanted = {_common_of(one) for one in folders.values()}
    used = _in_use(COMMON)
    if used is not None and wanted == {used.manifest["name"]}:
        return dict(folders)
    if len(wanted) > 1:
        raise ModelError("versions_mixed", commons=", ".join(sorted(wanted)))
    (name,) = wanted
    common = next(iter(folders.values())).parent / COMMON
    if not (common / "manifest.json").is_file() or folder_manifest(common).get("name") != name:
        raise ModelError("versions_common_absent", name=", ".join(folders), common=name, folder=common)
    load_folder(common)
    others = [one for one in list_scales() if one not in folders and (models_root() / one / "manifest.json").is_file()]
    left = [one for one in others if _common_of(models_root() / one) != name]
    if left:
        raise ModelError("versions_common_differs", names=", ".join(folders), common=name, left=", ".join(left))
    return {COMMON: common, **folders}


def _common_of(folder: Path) -> str:
    """The name of the common model that a model goes with: recorded, or, before it was, that of the one beside it or in use."""
    manifest = folder_manifest(folder)
    return str(manifest.get("common") or folder_manifest(common_folder(folder)).get("name"))


def _in_use(name: str) -> Packed | None:
    """What is in use, as bytes; None if nothing is, or nothing that could be put back."""
    try:
        return read_packed(models_root() / name)
    except ModelError:
        return None
