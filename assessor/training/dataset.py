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
from assessor.wording import Text, say
from assessor.wording.several import first_lines

# How many bad lines one message names.
_SHOWN = 30


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
    problems: list[Text] = []
    for file in files:
        try:
            # Not splitlines(): a text may hold line separators of its own, which JSON leaves as they are.
            lines = file.read_text("utf-8").split("\n")
        except UnicodeDecodeError as problem:
            problems.append(say("misfit.named", id=file.name, what=say("misfit.encoding", start=problem.start + 1)))
            continue
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                example = Row.model_validate_json(line).example()
            except ValidationError as problem:
                first = problem.errors()[0]
                found = [say("misfit.field", field=".".join(str(part) for part in first["loc"]), problem=first["msg"])]
            else:
                examples.append(example)
                found = _found(example, scale)
            problems += [say("misfit.line", file=file.name, line=number, what=what) for what in found]
    refuse(problems)
    return examples


def refuse(problems: Sequence[Text]) -> None:
    """Nothing, if there are no problems.

    Raises
    ------
    TrainingDataError
        With the first of them, and how many more there are.
    """
    if problems:
        rows = first_lines([Text(f"  {one.fr}", f"  {one.en}") for one in problems], _SHOWN)
        raise TrainingDataError("training_rows", count=len(problems), rows=rows)


def _found(example: Example, scale: Scale | Mapping[str, Scale] | None) -> list[Text]:
    if not isinstance(scale, Mapping):
        return misfits(example, scale)
    if example.scale not in scale:
        return [say("misfit.scale", found=example.scale, allowed=", ".join(scale))]
    return misfits(example, scale[example.scale])


def misfits(example: Example, scale: Scale | None) -> list[Text]:
    """What in an example contradicts itself or its scale; empty if nothing does."""
    found = foreign(example, scale)
    if scale is None or found or not example.sentences:
        return found
    return _contradictions(example, scale)


def foreign(example: Example, scale: Scale | None) -> list[Text]:
    """What in an example is not its scale's, or outside its text; what raters weigh is theirs to say."""
    length = len(example.text)
    found = [
        say("misfit.span", start=label.start, end=label.end, length=length)
        for label in example.sentences
        if not 0 <= label.start < label.end <= length
    ]
    if scale is None:
        return found
    if example.scale != scale.id:
        found.append(say("misfit.scale", found=example.scale, allowed=scale.id))
    if scale.kind == "ordinal" and example.level not in scale.level_numbers:
        level = "–" if example.level is None else repr(example.level)
        found.append(say("misfit.level", found=level, allowed=", ".join(map(str, scale.level_numbers))))
    if scale.kind == "checklist" and (example.demonstrated is None or set(example.demonstrated) - set(scale.concept_codes)):
        found.append(say("misfit.demonstrated", found=_listed(example.demonstrated or ()), allowed=", ".join(scale.concept_codes)))
    if unknown := sorted(_marked(example) - set(scale.codes)):
        found.append(say("misfit.codes", found=", ".join(unknown), allowed=", ".join(scale.codes)))
    return found


def _marked(example: Example) -> set[str]:
    return {code for label in example.sentences for code in label.concepts}


def _contradictions(example: Example, scale: Scale) -> list[Text]:
    """A level, or demonstrations, other than those that the marked sentences carry."""
    shown = _marked(example) & set(scale.concept_codes)
    if scale.kind == "checklist":
        given = set(example.demonstrated or ())
        return [] if shown == given else [say("misfit.shown_demonstrated", shown=_listed(sorted(shown)), given=_listed(sorted(given)))]
    highest = max((concept.level or 0 for concept in scale.concepts if concept.code in shown), default=0)
    return [] if highest == example.level else [say("misfit.shown_level", shown=highest, given=example.level)]


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes) or "–"


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
