"""Label Studio: its JSON of tasks with annotations, and its JSON-MIN; written with the configuration of the project that shows it.

A task's ``data`` holds the text and what is known about the answer. The settled label is the annotation marked ``ground_truth``, with its
passages; each rating is another annotation. Raters are named in a text area, since Label Studio refuses a file whose ``completed_by`` is
none of its own users. Holds everything; of JSON-MIN, which does not say what is ground truth, the label is worked out from the annotations.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from assessor.documents.source import Source
from assessor.domain.example import Example, Rating
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.exchange.json_items import json_items
from assessor.exchange.label_studio_config import CONCEPTS, DEMONSTRATED, LEVEL, RATER, STAR, TEXT, labeling_config
from assessor.exchange.label_studio_tasks import read_task
from assessor.exchange.record import Context, Format, Record
from assessor.exchange.rows import to_rows
from assessor.wording import Language

_MIN_KEYS: Final = ("annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement")
_LABELS: Final = ("level", "demonstrated", "sentences")


def read(source: Source, context: Context) -> Iterator[Record | Issue]:
    """The records of an export, one an annotation; drafts, skipped annotations and the predictions of models are left aside."""
    for number, item in enumerate(json_items(source), start=1):
        if isinstance(item, Issue):
            yield item
        else:
            line, task = item
            yield from read_task(_as_task(task), context, source.file.fr, line, number)


def _as_task(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """A task, whichever way it was exported: JSON-MIN has one object an annotation, with its results beside the data."""
    if "data" in item and "annotation_id" not in item:
        return item
    data: dict[str, Any] = {}
    results: list[dict[str, Any]] = []
    for name, value in item.items():
        if name not in (*_MIN_KEYS, "id"):
            found = _results(name, value)
            results += found
            data |= {} if found else {name: value}
    annotation = {"result": results, "completed_by": item.get("annotator")}
    return {"id": item.get("id"), "data": data, "annotations": [annotation]}


def _results(name: str, value: object) -> list[dict[str, Any]]:
    """What JSON-MIN made of a control's results: passages stay objects, a single choice or a single text becomes a string."""
    if isinstance(value, list) and value and all(isinstance(one, Mapping) and "labels" in one for one in value):
        return [{"from_name": name, "type": "labels", "value": one} for one in value]
    if name == RATER and isinstance(value, str):
        return [{"from_name": name, "type": "textarea", "value": {"text": [value]}}]
    if name not in (LEVEL, DEMONSTRATED):
        return []
    choices = value if isinstance(value, list) else [value]
    inside = (choice.get("choices") if isinstance(choice, Mapping) else [choice] for choice in choices)
    flat = [one for each in inside if isinstance(each, list) for one in each]
    return [{"from_name": name, "type": "choices", "value": {"choices": flat}}]


def write(examples: Sequence[Example], scale: Scale | None, language: Language) -> dict[str, bytes]:
    """The tasks, and beside them the labeling configuration to paste into a new project before they are imported."""
    rows = to_rows(replace(one, ratings=()) for one in examples)
    tasks = [_task(example, row) for example, row in zip(examples, rows, strict=True)]
    return {
        "": json.dumps(tasks, ensure_ascii=False, indent=1).encode(),
        ".config.xml": labeling_config(scale, examples, language).encode(),
    }


def _task(example: Example, row: Mapping[str, object]) -> dict[str, object]:
    facts = {name: value for name, value in row.items() if name not in (*_LABELS, "id", "text") and value is not None}
    data = {"text": example.text, "answer_id": example.id, **facts}
    settled = [*_passages(example), *_label(example.level, example.demonstrated)]
    annotations = [_annotation(settled, ground_truth=True)]
    annotations += [_annotation([*_label(one.level, one.demonstrated), _rater(one)], ground_truth=False) for one in example.ratings]
    return {"data": data, "annotations": annotations, "predictions": []}


def _annotation(result: Sequence[Mapping[str, object]], *, ground_truth: bool) -> dict[str, object]:
    # Stated even when false: Label Studio takes an imported annotation without it for ground truth.
    return {"result": list(result), "ground_truth": ground_truth, "was_cancelled": False}


def _passages(example: Example) -> Iterator[dict[str, object]]:
    """The marked sentences: one region each, with its role and, under the same id, its codes."""
    for number, one in enumerate(example.sentences):
        place = {"start": one.start, "end": one.end, "text": example.text[one.start : one.end]}
        yield _result(f"s{number}", STAR, "labels", {**place, "labels": [one.star]})
        if one.concepts:
            yield _result(f"s{number}", CONCEPTS, "labels", {**place, "labels": list(one.concepts)})


def _label(level: int | None, demonstrated: Sequence[str] | None) -> list[dict[str, object]]:
    if demonstrated is not None:
        return [_result("label", DEMONSTRATED, "choices", {"choices": list(demonstrated)})]
    return [] if level is None else [_result("label", LEVEL, "choices", {"choices": [str(level)]})]


def _rater(rating: Rating) -> dict[str, object]:
    return _result("rater", RATER, "textarea", {"text": [rating.rater]})


def _result(name: str, control: str, kind: str, value: Mapping[str, object]) -> dict[str, object]:
    return {"id": name, "from_name": control, "to_name": TEXT, "type": kind, "value": dict(value)}


def claims(first: Mapping[str, object]) -> bool:
    """A task with its data, or an object of JSON-MIN."""
    return isinstance(first.get("data"), Mapping) or "annotation_id" in first or {"annotator", "lead_time"} <= set(first)


FORMAT = Format("label-studio", (".json",), read, write, claims)
