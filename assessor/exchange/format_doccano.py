"""doccano: JSONL (or a JSON list) of texts with labelled passages and categories.

Read in all its shapes: ``label`` or ``entities`` as ``[start, end, label]`` or as objects with ``start_offset``, ``end_offset`` and
``label``; ``cats`` or ``label`` as categories. doccano exports one file an annotator: a folder of them gives one rating a file, named after
it. Written for a project of « intent detection and slot filling », the only kind with both passages and categories. No passages may
overlap in it, and doccano drops without a word those that do: one label holds all that is said of a sentence, ``STAR:A + 2``. Everything
else is metadata that doccano keeps with the text, and gives to every annotator's file. Holds everything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from assessor.documents.source import Source
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import AnswerError
from assessor.exchange.json_items import json_items
from assessor.exchange.labels import STAR_PREFIX, read_mark
from assessor.exchange.plan import plan
from assessor.exchange.record import Context, Format, Record, RowError, told
from assessor.exchange.rows import label_of, read_row
from assessor.exchange.spans import in_characters, sentences, to_utf16
from assessor.training.dataset import as_row
from assessor.wording import Language

_PASSAGES: Final = ("entities", "label", "labels")
# A project of text classification gives its own as « label », and keeps our « cats » beside them as metadata.
_CATEGORIES: Final = ("label", "labels", "cats")
_OWN: Final = frozenset({"entities", "label", "labels", "cats", "relations", "Comments"})
# The file of a project whose annotators work on one copy, and of annotators without a name.
_NO_RATER: Final = frozenset({"all", "unknown"})
_AND: Final = " + "


def read(source: Source, context: Context) -> Iterator[Record | Issue]:
    """The records of an export; the annotator is the file's name when a folder holds several."""
    file = source.file.fr
    rater = source.stem if context.several and source.stem not in _NO_RATER else ""
    for number, item in enumerate(json_items(source), start=1):
        if isinstance(item, Issue):
            yield item
            continue
        line, content = item
        if rater and isinstance(content.get("label"), list):  # these are the annotator's; categories beside them are only metadata
            # So are the passages; where the annotator said nothing, they would be taken for what they said.
            only_kept = ("cats",) if content["label"] else ("cats", "entities")
            content = {key: value for key, value in content.items() if key not in only_kept}
        record = _record(content, context, file, line, str(number))
        yield record if isinstance(record, Issue) else replace(record, rater=record.rater or rater)


def _record(content: Mapping[str, Any], context: Context, file: str, line: int, number: str) -> Record | Issue:
    row = {str(key): value for key, value in content.items() if key not in _OWN}
    if "text" not in row and "data" in row:  # as doccano calls it before it renames its columns
        row["text"] = row.pop("data")
    try:
        base = read_row(row, plan(row, context.columns, file), context, file, line, number)
    except AnswerError as problem:
        return told(file, line, problem.code, problem.text)
    if isinstance(base, Issue):
        return base
    try:
        marked = _sentences(content, base.text, context.scale)
        said = _said(content, context.scale)
    except RowError as problem:
        return problem.issue(file, line, base.id or number)
    return replace(base, said=said or base.said, sentences=marked or base.sentences)


def _listed(content: Mapping[str, Any], keys: Sequence[str], *, passages: bool) -> list[Any]:
    """The items of the first of these keys that holds passages, or that holds categories."""
    for key in keys:
        value = content.get(key)
        if isinstance(value, list) and value and isinstance(value[0], (list, tuple, Mapping)) == passages:
            return value
    return []


def _sentences(content: Mapping[str, Any], text: str, scale: Scale | None) -> tuple[SentenceLabel, ...]:
    found = [_passage(one) for one in _listed(content, _PASSAGES, passages=True)]
    # doccano counts as JavaScript does, unless the project counts visible characters.
    spans = in_characters(text, [(start, end) for start, end, _ in found], utf16=True)
    labelled = zip(spans, found, strict=True)
    return sentences(text, [read_mark(*span, part, scale) for span, (_, _, label) in labelled for part in _parts(label, scale)])


def _parts(label: str, scale: Scale | None) -> list[str]:
    """The role and the codes that one label holds; only those that we write hold several."""
    if not label.strip().upper().startswith(STAR_PREFIX):
        return [label]
    return label.split(_AND if scale is None else _AND.strip())  # no code of a scale has the sign in it


def _passage(one: Any) -> tuple[int, int, str]:
    """A passage in either of its shapes."""
    try:
        start, end, label = (one["start_offset"], one["end_offset"], one["label"]) if isinstance(one, Mapping) else one
        return int(start), int(end), str(label)
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise RowError("passage", found=str(one)[:60]) from problem


def _said(content: Mapping[str, Any], scale: Scale | None) -> Rating | None:
    """The level or the demonstrations among the categories."""
    categories = _listed(content, _CATEGORIES, passages=False)
    checklist = scale is not None and scale.kind == "checklist"
    if checklist:
        return label_of(None, categories, scale) if categories or content.get("cats") == [] else None
    if not categories:
        single = (content[key] for key in ("label", "labels") if not isinstance(content.get(key, []), list))
        return label_of(next(single, None), None, scale)
    if len(categories) > 1:
        if scale is None:
            return label_of(None, categories, scale)
        raise RowError("levels", found=", ".join(map(str, categories)))
    return label_of(categories[0], None, scale)


def write(examples: Sequence[Example], _scale: Scale | None, _language: Language) -> dict[str, bytes]:
    """One object a line; levels and demonstrations are categories, a sentence's label is its role and its codes: ``STAR:A + 2``.

    What is not ASCII is escaped: for such a project doccano guesses the encoding of a file, and took UTF-8 with emoji for Turkish.
    """
    return {"": "".join(f"{json.dumps(_object(example))}\n" for example in examples).encode("ascii")}


def _object(example: Example) -> dict[str, object]:
    row = as_row(example)
    units = to_utf16(example.text)
    labels = ((one, _AND.join((f"{STAR_PREFIX}{one.star}", *one.concepts))) for one in example.sentences)
    return {
        "id": example.id,
        "text": example.text,
        "entities": [[units[one.start], units[one.end], label] for one, label in labels],
        "cats": [str(example.level)] if example.demonstrated is None else list(example.demonstrated),
        **{name: row[name] for name in ("scale", "lang", "meta", "ratings")},
    }


def claims(first: Mapping[str, object]) -> bool:
    """A text with passages or categories in one of doccano's shapes."""
    shaped = any(isinstance(first.get(key), list) for key in ("entities", "cats", "label", "labels"))
    return shaped and ("text" in first or "data" in first) and "sentences" not in first


FORMAT = Format("doccano", (".jsonl", ".json"), read, write, claims)
