"""The objects of a JSON file: a list of them, a single one, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assessor.documents.decoding import read_text_bytes
from assessor.documents.source import Source
from assessor.documents.unreadable import row_of, unreadable
from assessor.domain.issue import Issue
from assessor.errors import AnswerError
from assessor.exchange.rows import unreadable_row
from assessor.wording import say

Item = tuple[int, Mapping[str, Any]]


def json_items(source: Source) -> Iterator[Item | Issue]:
    r"""The objects of a file with their lines, or their numbers in a list; and what is wrong with what is no object.

    Raises
    ------
    AnswerError
        ``document_binary``, ``document_no_rows`` or ``document_not_json_file``, before anything is yielded.

    Examples
    --------
    >>> from assessor.documents.source import from_bytes
    >>> list(json_items(from_bytes(b'{"id": "a"}\n\n{"id": "b"}', "r.jsonl", None, None)))
    [(1, {'id': 'a'}), (3, {'id': 'b'})]
    """
    text = read_text_bytes(source.data, file=source.file)
    if not text.strip():
        raise AnswerError("document_no_rows", file=source.file)
    try:
        whole = json.loads(text, strict=False)
    except (ValueError, RecursionError) as problem:
        # Only "\n" ends a line: JSON strings may hold the other separators that str.splitlines knows.
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if not any(_loaded(line) is not None for _, line in lines):
            where = row_of(source.file, getattr(problem, "lineno", 1))
            raise AnswerError("document_not_json_file", where=where, column=getattr(problem, "colno", 1)) from problem
        return _lines(lines, source.file.fr)
    items = whole if isinstance(whole, list) else [whole]
    if not items:
        raise AnswerError("document_no_rows", file=source.file)
    return (_object(item, number, source.file.fr) for number, item in enumerate(items, start=1))


def first_object(source: Source) -> Mapping[str, Any]:
    """The first object of a JSON file, which tells what kind of file it is; empty if there is none."""
    try:
        return next((item[1] for item in json_items(source) if not isinstance(item, Issue)), {})
    except AnswerError:
        return {}


def _loaded(line: str) -> object | None:
    try:
        value: object = json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return None
    return value


def _lines(lines: list[tuple[int, str]], file: str) -> Iterator[Item | Issue]:
    for number, line in lines:
        try:
            yield _object(json.loads(line, strict=False), number, file)
        except (ValueError, RecursionError) as problem:
            column = getattr(problem, "colno", 1)
            name = say("error.document_line", row=number).fr
            yield unreadable_row(unreadable(name, "not_json", row_of(file, number), column=column), file, number)


def _object(item: object, number: int, file: str) -> Item | Issue:
    if isinstance(item, Mapping):
        return number, item
    return unreadable_row(unreadable(str(number), "no_object", row_of(file, number)), file, number)
