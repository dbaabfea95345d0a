"""Tables with a header, as text or as a workbook: their rows by column, and examples as cells."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assessor.documents.source import Source
from assessor.documents.unreadable import Unreadable, row_of, unreadable
from assessor.domain.example import Example, SentenceLabel
from assessor.domain.issue import Issue
from assessor.errors import AnswerError
from assessor.exchange.record import Context, Record
from assessor.exchange.rows import read_rows, to_rows, unreadable_row
from assessor.exchange.spans import unix_lines

Cell = str | int | None


def read_cells(
    header: Sequence[object], rows: Iterable[tuple[int, Sequence[object]] | Unreadable], source: Source, context: Context
) -> Iterator[Record | Issue]:
    """The records of a table: each row comes with its line, or as what is wrong with it; rows without a value are no rows."""
    file = source.file.fr
    names = _apart(header)
    table: list[tuple[int, dict[str, object]]] = []
    line, complete = 1, True
    for item in rows:
        if isinstance(item, Unreadable):
            line = next((int(word) for word in item.id.split() if word.isdecimal()), line)  # « ligne 12 »
            yield unreadable_row(item, file, line)
            complete = False
            continue
        line, row = item
        if any(_filled(cell) for cell in row[len(names) :]):
            # Most often a text with the separator in it and no quotes: what stands in its cell is only its beginning.
            wrong = unreadable(str(len(table) + 1), "extra_cells", row_of(file, line), cells=len(row), columns=len(names))
            yield unreadable_row(wrong, file, line)
            complete = False
        elif any(_filled(cell) for cell in row):
            table.append((line, {name: row[at] if at < len(row) else None for at, name in enumerate(names) if name}))
    if table or complete:
        yield from read_rows(table, context, file)


def _filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def _apart(header: Sequence[object]) -> list[str]:
    """The columns' names, a second one of the same name with its number, and none for columns without a name."""
    names: list[str] = []
    for at, given in enumerate(header, start=1):
        name = "" if given is None else str(given).strip()
        names.append(f"{name} {at}" if name and name in names else name)
    return names


def to_cells(examples: Iterable[Example]) -> Iterator[list[Cell]]:
    """The header and the rows of a table: lists as JSON, lines of a text apart by one newline character.

    Raises
    ------
    AnswerError
        ``exchange_empty`` if there is no example.
    """
    rows = to_rows(with_unix_lines(example) for example in examples)
    if not rows:
        raise AnswerError("exchange_empty")
    yield list(rows[0])
    for row in rows:
        yield [_cell(name, value) for name, value in row.items()]


def _cell(name: str, value: object) -> Cell:
    if isinstance(value, list):
        if name != "sentences":
            return ", ".join(map(str, value)) or "-"
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, int) else str(value)


def with_unix_lines(example: Example) -> Example:
    """The example as a cell can hold it: what Windows and old Macintosh put between lines becomes one character."""
    if "\r" not in example.text:
        return example
    text, place = unix_lines(example.text)
    moved = tuple(SentenceLabel(place(one.start), place(one.end), one.star, one.concepts) for one in example.sentences)
    return replace(example, text=text, sentences=moved)
