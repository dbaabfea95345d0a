"""Answers as JSON: one object a line (.jsonl), or a list of objects (.json). Texts come back to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from assessor.documents.columns import at_least_one, read_object, too_many_rows
from assessor.documents.decoding import read_text_bytes
from assessor.documents.limits import MOST_ROWS
from assessor.documents.source import Source
from assessor.documents.unreadable import Unreadable, row_of, unreadable
from assessor.domain.answer import Answer
from assessor.errors import AnswerError
from assessor.wording import say


def read_json_lines(source: Source) -> Iterator[Answer | Unreadable]:
    r"""One answer a line. A line without an id is called by its number; a line that is no JSON, « ligne 12 ».

    Examples
    --------
    >>> from assessor.documents.source import from_bytes
    >>> lines = b'{"id": "a", "text": "J\'ai appel\\u00e9."}\n{"id": "b", "text": '
    >>> [each.id for each in read_json_lines(from_bytes(lines, "r.jsonl", None, None))]
    ['a', 'ligne 2']
    """
    # Only "\n" ends a line: JSON strings may hold the other separators that str.splitlines knows.
    lines = enumerate(read_text_bytes(source.data, file=source.file).split("\n"), start=1)
    filled = at_least_one(((number, line) for number, line in lines if line.strip()), source)
    for number, line in islice(filled, MOST_ROWS):
        try:
            value = json.loads(line, strict=False)
        except (ValueError, RecursionError) as error:
            yield _not_json(number, getattr(error, "colno", 1), source)
        else:
            yield _one(value, number, number, source)
    yield from _too_many(filled, source)


def read_json(source: Source) -> Iterator[Answer | Unreadable]:
    """A list of objects, or one object; lines of objects are read too, whatever the file's suffix.

    Raises
    ------
    AnswerError
        ``document_not_json_file`` if it is neither.
    """
    text = read_text_bytes(source.data, file=source.file)
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{"):
            yield from read_json_lines(source)
            return
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise AnswerError("document_not_json_file", where=row_of(source.file, line), column=column) from error
    filled = at_least_one(enumerate(value if isinstance(value, list) else [value], start=1), source)
    for number, item in islice(filled, MOST_ROWS):
        yield _one(item, number, number, source)
    yield from _too_many(filled, source)


def _one(value: object, number: int, line: int, source: Source) -> Answer | Unreadable:
    if isinstance(value, Mapping):
        return read_object(value, number, line, source)
    return unreadable(str(number), "no_object", row_of(source.file, line))


def _not_json(number: int, column: int, source: Source) -> Unreadable:
    return unreadable(say("error.document_line", row=number).fr, "not_json", row_of(source.file, number), column=column)


def _too_many(rest: Iterable[tuple[int, object]], source: Source) -> Iterator[Unreadable]:
    for number, _ in islice(rest, 1):
        yield too_many_rows(number, row_of(source.file, number))
