"""One task of Label Studio into records, one an annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from assessor.domain.example import Rating, SentenceLabel
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import AnswerError
from assessor.exchange.label_studio_config import STAR
from assessor.exchange.labels import read_mark
from assessor.exchange.names import META_PREFIX, names_of, plain, read_name
from assessor.exchange.plan import holds_level, plan
from assessor.exchange.record import Columns, Context, Record, RowError, problem, told
from assessor.exchange.rows import label_of, read_row, words
from assessor.exchange.spans import in_characters, sentences
from assessor.wording.several import quoted

_SKIPPED: Final = ("was_cancelled", "skipped")
_CHOSEN: Final = {"choices": "choices", "rating": "rating", "number": "number"}
# What says nothing of a level or of a passage: links between passages, and remarks.
_OTHER: Final = frozenset({"relation", "textarea", "taxonomy", "pairwise", "datetime"})


def read_task(task: Mapping[str, Any], context: Context, file: str, line: int, number: int) -> Iterator[Record | Issue]:
    """The records of a task: its settled annotation (the only one that is ground truth), and one for each other annotator."""
    name = _name(task, number)
    base = _base(task, context, file, line, name)
    if isinstance(base, Issue):
        yield base
        return
    annotations = [one for one in _objects(task.get("annotations", task.get("completions"))) if not any(one.get(key) for key in _SKIPPED)]
    truths = [one for one in annotations if one.get("ground_truth") and not _rater_named(one)]
    if base.said is not None and len(truths) != 1:
        yield base  # the level came with the answer, from the table that the project was made of
    elif not annotations:
        yield problem("error", file, line, "no_annotation", id=base.id, predictions=len(_objects(task.get("predictions"))))
    for place, annotation in enumerate(annotations, start=1):
        try:
            record = _annotated(annotation, base, context)
        except RowError as fault:
            yield fault.issue(file, line, str(base.id))
            continue
        settled = len(truths) == 1 and annotation is truths[0]
        yield replace(record, rater="" if settled else _rater(annotation, place))


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _name(task: Mapping[str, Any], number: int) -> str:
    return words(task.get("id")) or words(task.get("inner_id")) or str(number)


def _base(task: Mapping[str, Any], context: Context, file: str, line: int, name: str) -> Record | Issue:
    """The answer itself: its text, its id and what is known of it, all in the task's data."""
    data = task.get("data")
    if not isinstance(data, Mapping):
        return problem("error", file, line, "field", id=name, field="data")
    row = {_key(str(key), value): value for key, value in data.items()}
    texts = [key for key, value in row.items() if isinstance(value, str)]
    asked = context.columns.text
    if asked is None and not any(plain(key) in names_of("text") for key in row) and len(texts) == 1:
        asked = texts[0]  # whatever it is called in the project: there is no other text
    try:
        columns = Columns(asked, id="answer_id" if "answer_id" in row else context.columns.id if context.columns.id in row else None)
        read = read_row(row, plan(row, columns, file), context, file, line, name)
    except AnswerError as fault:
        return told(file, line, fault.code, fault.text)
    return read if isinstance(read, Issue) else replace(read, id=read.id or name)


def _key(name: str, value: object) -> str:
    """A key of the data, as that of a fact when it is called like a level and holds none: levels come from annotators."""
    return f"{META_PREFIX}{name}" if read_name(name).role == "level" and not holds_level(value) else name


def _annotated(annotation: Mapping[str, Any], base: Record, context: Context) -> Record:
    """What one annotator said of an answer."""
    results = _objects(annotation.get("result"))
    marked = _sentences(results, base.text, context.scale)
    said = _said(results, context)
    if said is None and not marked and context.scale is not None and context.scale.kind == "checklist":
        said = Rating("", demonstrated=())  # someone looked, and ticked nothing
    return replace(base, said=said, sentences=marked)


def _value(result: Mapping[str, Any]) -> Mapping[str, Any]:
    value = result.get("value")
    if not isinstance(value, Mapping):
        raise RowError("field", field="result.value")
    return value


def _sentences(results: Sequence[Mapping[str, Any]], text: str, scale: Scale | None) -> tuple[SentenceLabel, ...]:
    """The passages of an annotation; offsets are counted in characters, before 2021 as JavaScript counts."""
    regions = [one for one in results if one.get("type") == "labels"]
    for one in results:
        if one.get("type") not in ("labels", *_CHOSEN, *_OTHER):
            raise RowError("region", found=one.get("type"), allowed=quoted(("labels", *_CHOSEN)))
    values = [_value(one) for one in regions]
    spans = in_characters(text, [_span(value) for value in values], [words(value.get("text")) for value in values])
    marks = [
        read_mark(start, end, str(label), scale, "star" if region.get("from_name") == STAR else "")
        for region, value, (start, end) in zip(regions, values, spans, strict=True)
        for label in _labels(value)
    ]
    return sentences(text, marks)


def _labels(value: Mapping[str, Any]) -> list[object]:
    labels = value.get("labels")
    if not isinstance(labels, list):
        raise RowError("field", field="value.labels")
    return labels


def _span(value: Mapping[str, Any]) -> tuple[int, int]:
    try:
        return int(value["start"]), int(value["end"])
    except (KeyError, TypeError, ValueError, OverflowError) as fault:
        raise RowError("field", field="value.start, value.end") from fault


def _said(results: Sequence[Mapping[str, Any]], context: Context) -> Rating | None:
    """The level or the demonstrations of an annotation: those of the control that is named so, or of the only one there is."""
    chosen = [one for one in results if one.get("type") in _CHOSEN]
    if context.columns.level is not None:
        chosen = [one for one in chosen if one.get("from_name") == context.columns.level]
    elif len(chosen) > 1:
        usual = (*names_of("level"), *names_of("demonstrated"))
        chosen = [one for one in chosen if plain(one.get("from_name")) in usual]
    if not chosen:
        return None
    kind = str(chosen[0]["type"])
    value = _value(chosen[0]).get(_CHOSEN[kind])
    if plain(chosen[0].get("from_name")) in names_of("demonstrated") or (isinstance(value, list) and len(value) != 1):
        return label_of(None, value, context.scale)
    return label_of(value[0] if isinstance(value, list) else value, None, context.scale)


def _rater_named(annotation: Mapping[str, Any]) -> str:
    """Who the annotation itself says made it, in the text area for that."""
    for one in _objects(annotation.get("result")):
        value = one.get("value")
        if one.get("type") == "textarea" and plain(one.get("from_name")) in names_of("rater") and isinstance(value, Mapping):
            text = value.get("text")
            return words(text[0] if isinstance(text, list) and text else text) or ""
    return ""


def _rater(annotation: Mapping[str, Any], place: int) -> str:
    """Who made an annotation: as it says itself, else the account's address or number, else its place among the task's."""
    by = annotation.get("completed_by")
    account = (by.get("email") or by.get("id")) if isinstance(by, Mapping) else by
    return _rater_named(annotation) or words(account) or str(place)
