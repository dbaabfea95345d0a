"""Annotated answers on disk: ``scales/<id>/examples/*.jsonl`` to :class:`Example` and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assessor.domain.assessment import Role
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.scale import Scale
from assessor.errors import TrainingDataError
from assessor.paths import scales_root


class _Sentence(BaseModel):
    model_config = ConfigDict(extra="forbid")
    start: int
    end: int
    star: Role = "-"
    concepts: list[str] = []


class _Rating(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rater: str
    level: int | None = None
    demonstrated: list[str] | None = None


class Row(BaseModel):
    """One line of an examples file, as people write it; :meth:`example` is what the program works with."""

    model_config = ConfigDict(extra="forbid")
    id: str
    scale: str
    lang: str = "fr"
    text: str
    level: int | None = None
    demonstrated: list[str] | None = None
    sentences: list[_Sentence] = []
    meta: dict[str, str | None] = {}
    ratings: list[_Rating] = []

    def example(self) -> Example:
        """The line as a frozen example."""
        return Example(
            id=self.id,
            scale=self.scale,
            text=self.text,
            level=self.level,
            demonstrated=None if self.demonstrated is None else tuple(self.demonstrated),
            lang=self.lang,
            sentences=tuple(SentenceLabel(one.start, one.end, one.star, tuple(one.concepts)) for one in self.sentences),
            meta=self.meta,
            ratings=tuple(
                Rating(one.rater, one.level, None if one.demonstrated is None else tuple(one.demonstrated)) for one in self.ratings
            ),
        )


def examples_folder(scale_id: str) -> Path:
    """The folder of a scale's annotated answers."""
    return scales_root() / scale_id / "examples"


def read_examples(source: Path, scale: Scale | Mapping[str, Scale] | None = None) -> list[Example]:
    """Annotated answers of a ``.jsonl`` file, or of all such files of a folder in the order of their names.

    Parameters
    ----------
    source : pathlib.Path
        File or folder.
    scale : Scale or mapping of str to Scale, optional
        If given, every answer must fit it: level or demonstrations among its own, codes it knows, spans inside the text. Of several scales
        by their ids, each answer must fit the one it names.

    Raises
    ------
    TrainingDataError
        With every bad line of the file: where, what, what is allowed.
    """
    files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
    if not files or not files[0].exists():
        raise TrainingDataError("training_missing", folder=source)
    examples: list[Example] = []
    problems: list[str] = []
    for file in files:
        try:
            # Not splitlines(): a text may hold line separators of its own, which JSON leaves as they are.
            lines = file.read_text("utf-8").split("\n")
        except UnicodeDecodeError as problem:
            problems.append(f"{file.name}: {problem.reason} ({problem.start}), UTF-8")
            continue
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                example = Row.model_validate_json(line).example()
            except ValidationError as problem:
                first = problem.errors()[0]
                problems.append(f"{file.name}:{number}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
                continue
            if isinstance(scale, Mapping) and example.scale not in scale:
                problems.append(f"{file.name}:{number}: scale {example.scale!r}, allowed: {', '.join(scale)}")
                continue
            fitting = scale[example.scale] if isinstance(scale, Mapping) else scale
            problems += [f"{file.name}:{number}: {what}" for what in misfits(example, fitting)]
            examples.append(example)
    if problems:
        raise TrainingDataError("training_rows", count=len(problems), rows="\n".join(f"  {problem}" for problem in problems[:30]))
    return examples


def misfits(example: Example, scale: Scale | None) -> list[str]:
    """What in an example contradicts itself or its scale; empty if nothing does."""
    found = [
        f"sentence {label.start}-{label.end} is not inside the text, which has {len(example.text)} characters"
        for label in example.sentences
        if not 0 <= label.start < label.end <= len(example.text)
    ]
    if scale is None:
        return found
    if example.scale != scale.id:
        found.append(f"scale {example.scale!r}, expected {scale.id!r}")
    if scale.kind == "ordinal" and example.level not in scale.level_numbers:
        found.append(f"level {example.level!r}, allowed: {', '.join(map(str, scale.level_numbers))}")
    if scale.kind == "checklist" and (example.demonstrated is None or set(example.demonstrated) - set(scale.concept_codes)):
        found.append(f"demonstrated {example.demonstrated!r}, allowed: a list of {', '.join(scale.concept_codes)}")
    marked = {code for label in example.sentences for code in label.concepts}
    if unknown := sorted(marked - set(scale.codes)):
        found.append(f"codes {', '.join(unknown)}, allowed: {', '.join(scale.codes)}")
    elif example.sentences and not found:
        found += _contradictions(example, scale, marked)
    return found


def _contradictions(example: Example, scale: Scale, marked: set[str]) -> list[str]:
    shown = {code for code in scale.concept_codes if code in marked}
    if scale.kind == "checklist":
        agreed = set(example.demonstrated or ())
        return [] if shown == agreed else [f"sentences show {sorted(shown)}, the answer says {sorted(agreed)}"]
    levels = {concept.code: concept.level or 0 for concept in scale.concepts}
    highest = max((levels[code] for code in shown), default=0)
    return [] if highest == example.level else [f"sentences show level {highest}, the answer says {example.level}"]


def write_examples(examples: Iterable[Example], file: Path) -> None:
    """Write annotated answers, one JSON line each, in the order given."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(as_row(example), ensure_ascii=False) + "\n" for example in examples), "utf-8")


def as_row(example: Example) -> dict[str, object]:
    """An example as the JSON object of an examples file."""
    label: dict[str, object]
    label = {"level": example.level} if example.demonstrated is None else {"demonstrated": list(example.demonstrated)}
    return {
        "id": example.id,
        "scale": example.scale,
        "lang": example.lang,
        "text": example.text,
        **label,
        "sentences": [{"start": one.start, "end": one.end, "star": one.star, "concepts": list(one.concepts)} for one in example.sentences],
        "meta": dict(example.meta),
        "ratings": [
            {"rater": one.rater, "level": one.level}
            if one.demonstrated is None
            else {"rater": one.rater, "demonstrated": list(one.demonstrated)}
            for one in example.ratings
        ],
    }


def digest(examples: Sequence[Example]) -> str:
    """A sha256 of the examples' content, for the manifest of the model they train."""
    rows = "\n".join(json.dumps(as_row(example), ensure_ascii=False, sort_keys=True) for example in examples)
    return hashlib.sha256(rows.encode("utf-8", "replace")).hexdigest()
