"""``held_out.json`` beside a model: what cross-validation said of each answer it was trained on, when nothing in it had seen that answer.

Two models are compared on it without either being judged on what it learnt; and it says, by the hash of the text, what a model learnt from.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assessor.artifacts import folder_manifest, read_packed
from assessor.domain.scale import Scale
from assessor.errors import ModelError
from assessor.levels.ordinal import class_probabilities
from assessor.training.evaluate import as_shown, guesses_of
from assessor.training.fit import HeldOut, target_matrix
from assessor.training.prepared import Prepared
from assessor.training.texts import text_key

FILE = "held_out.json"


class JudgedAnswer(BaseModel):
    """One answer: the level (or demonstrations) given and guessed, and the probability of each target in the record's order."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    text: str
    truth: int | tuple[str, ...]
    guess: int | tuple[str, ...]
    probabilities: tuple[float, ...]
    difficulty: str = ""


class Record(BaseModel):
    """What one model says of some answers; ``targets`` are the levels or the codes of its scale, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: Literal[1] = 1
    scale: str
    scale_version: str
    kind: Literal["ordinal", "checklist"]
    targets: tuple[str, ...]
    answers: tuple[JudgedAnswer, ...]


def held_out_bytes(scale: Scale, prepared: Prepared, judged: HeldOut) -> bytes:
    """The content of ``held_out.json``: one line, the same for the same examples.

    Parameters
    ----------
    scale : Scale
    prepared : Prepared
    judged : HeldOut
    """
    reached = as_shown(prepared, judged)[0]
    truth, guess = target_matrix(prepared, scale), guesses_of(scale, reached)
    if scale.kind == "ordinal":
        probabilities, truth = class_probabilities(reached), truth.sum(axis=1)
    else:
        probabilities = reached

    def label(value: Any) -> int | list[str]:
        """A level's number, or the codes shown."""
        if scale.kind == "ordinal":
            return scale.level_numbers[int(value)]
        return [code for code, shown in zip(scale.concept_codes, value, strict=True) if shown]

    answers = [
        {
            "id": example.id,
            "text": text_key(example.text),
            "truth": label(truth[row]),
            "guess": label(guess[row]),
            "probabilities": [round(float(one), 6) for one in probabilities[row]],
            "difficulty": example.difficulty,
        }
        for row, example in enumerate(prepared.examples)
    ]
    content = {
        "format": 1,
        "scale": scale.id,
        "scale_version": scale.version,
        "kind": scale.kind,
        "targets": list(targets_of(scale)),
        "answers": sorted(answers, key=lambda one: (one["id"], one["text"])),
    }
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode("utf-8", "replace")


def targets_of(scale: Scale) -> tuple[str, ...]:
    """The levels of an ordinal scale, 0 first, or the codes of a checklist."""
    return tuple(str(number) for number in scale.level_numbers) if scale.kind == "ordinal" else scale.concept_codes


def read_held_out(folder: Path) -> Record:
    """The held-out predictions of a model, once they are found to be those that its manifest names.

    Raises
    ------
    ModelError
        If the model has none (it was trained before they were kept), or something is damaged.
    """
    manifest = folder_manifest(folder)
    name = manifest.get("scale", folder.name)
    if FILE not in (manifest.get("files") or {}):
        raise ModelError("versions_no_held_out", name=name, folder=folder)
    try:
        return Record.model_validate_json(read_packed(folder).files[FILE])
    except ValidationError as problem:
        raise ModelError("model_damaged", name=name, file=folder / FILE) from problem
