"""JSONL, one answer a line: our own examples (:mod:`assessor.training.dataset`), and any flat objects with a text.

Holds everything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from assessor.documents.source import Source
from assessor.domain.example import Example
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.exchange.json_items import json_items
from assessor.exchange.record import Context, Format, Record
from assessor.exchange.rows import read_rows
from assessor.training.dataset import as_row
from assessor.wording import Language


def read(source: Source, context: Context) -> Iterator[Record | Issue]:
    """The records of a file of examples."""
    items = list(json_items(source))
    issues = [item for item in items if isinstance(item, Issue)]
    rows = [item for item in items if not isinstance(item, Issue)]
    yield from issues
    if rows or not issues:
        yield from read_rows(rows, context, source.file.fr)


def write(examples: Sequence[Example], _scale: Scale | None, _language: Language) -> dict[str, bytes]:
    """The examples, as :func:`~assessor.training.dataset.write_examples` writes them."""
    return {"": "".join(json.dumps(as_row(example), ensure_ascii=False) + "\n" for example in examples).encode()}


def claims(_: Mapping[str, object]) -> bool:
    """Whatever no other format knows is read as a table: the message about its columns says what is missing."""
    return True


FORMAT = Format("jsonl", (".jsonl", ".json"), read, write, claims, general=True)
