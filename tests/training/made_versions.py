"""Folders of models whose held-out predictions are made up: comparing and promoting ask nothing of the model itself but to be whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from assessor.artifacts import COMMON, pack, write
from assessor.rubric import read_scale
from assessor.training.held_out import FILE, targets_of
from assessor.training.texts import text_key

ARC, CERIC = "arc-collaboration", "ceric-partenariats"
Label = int | tuple[str, ...]


def story(number: int) -> str:
    """A text of its own for each number."""
    return f"J'ai appelé la mairie du village {number} pour prêter nos chaises."


def judged(number: int, scale: str, truth: Label, guess: Label, difficulty: str = "") -> dict[str, object]:
    """One line of a record: four fifths sure of the guess."""
    targets = targets_of(read_scale(scale))
    sure = [str(guess)] if isinstance(guess, int) else list(guess)
    rest = 0.2 / (len(targets) - 1) if isinstance(guess, int) else 0.1
    return {
        "id": f"r{number:03}",
        "text": text_key(story(number)),
        "truth": truth if isinstance(truth, int) else list(truth),
        "guess": guess if isinstance(guess, int) else list(guess),
        "probabilities": [0.8 if name in sure else rest for name in targets],
        "difficulty": difficulty,
    }


def make(
    root: Path, scale: str, answers: Sequence[dict[str, object]], mark: str, common: str | None = None, folder: str | None = None
) -> Path:
    """A model of a scale below a root; ``mark`` sets its bytes apart from others."""
    version, kind, targets = read_scale(scale).version, read_scale(scale).kind, list(targets_of(read_scale(scale)))
    record = {"format": 1, "scale": scale, "scale_version": version, "kind": kind, "targets": targets, "answers": list(answers)}
    described = {"scale": scale, "scale_version": version, "common": common or common_name(root)}
    packed = pack({"mark": mark}, scale, {FILE: json.dumps(record).encode()}, lambda manifest: f"# {manifest['name']}\n", **described)  # type: ignore[arg-type]
    write({root / (folder or scale): packed})
    return root / (folder or scale)


def make_common(root: Path, mark: str) -> str:
    """The common model of a folder of models; returns its name."""
    packed = pack({"common": mark}, COMMON)  # type: ignore[arg-type]  # any content will do
    write({root / COMMON: packed})
    return str(packed.manifest["name"])


def common_name(root: Path) -> str:
    return str(json.loads((root / COMMON / "manifest.json").read_text("utf-8"))["name"])


def levels(wrong: Sequence[int] = (), count: int = 60, missed_by: int = 1) -> list[dict[str, object]]:
    """Answers of the levels 0 to 4 in turn, some guessed a level or more off; every third is borderline."""
    found = []
    for number in range(count):
        truth = number % 5
        off = truth - missed_by if truth >= missed_by else truth + missed_by
        found.append(judged(number, ARC, truth, off if number in wrong else truth, "limite" if number % 3 == 0 else ""))
    return found
