"""Tables as text: .csv and .tsv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import chain, islice
from typing import Final

from assessor.documents.columns import has_text_column, header_held, header_place, no_text_column, read_rows
from assessor.documents.decoding import read_text_bytes
from assessor.documents.limits import LARGEST_FILE, MOST_TITLES
from assessor.documents.source import Source, from_bytes
from assessor.documents.unreadable import Unreadable, row_of, unreadable
from assessor.domain.answer import Answer
from assessor.wording import say

# The last one stands in no text: a table of one column has no delimiter, and the commas in it are commas.
_NO_DELIMITER: Final = "\x1f"
_DELIMITERS: Final = (",", ";", "\t", "|", _NO_DELIMITER)
_END: Final = "\0end"

# csv refuses cells above 131 072 characters by default; how long an answer may be is said elsewhere, and kindly.
csv.field_size_limit(LARGEST_FILE)


def read_delimited(source: Source) -> Iterator[Answer | Unreadable]:
    r"""The answers of a delimited table; the delimiter is the one that makes a header with a text column.

    Examples
    --------
    >>> from assessor.documents.source import from_bytes
    >>> list(read_delimited(from_bytes("id;réponse\n7;J'ai appelé, puis écrit.".encode(), "r.csv", None, None)))
    [Answer(id='7', text="J'ai appelé, puis écrit.")]
    """
    header, rows = delimited_table(source)
    yield from read_rows(header, rows, source)


def is_table(text: str) -> bool:
    r"""Whether the first line of a text names several columns, one of them as a column of answers is usually named.

    Examples
    --------
    >>> is_table('"No","Texte"\n1,"Un."'), is_table("J'ai reçu une réponse, puis je l'ai lue.")
    (True, False)
    """
    source = from_bytes(b"", "table.csv", None, None)
    first = next((line for line in text.splitlines() if line.strip()), "")
    names = [next(csv.reader([first], delimiter=delimiter), []) for delimiter in _DELIMITERS[:-1]]
    return any(len(own) > 1 and header_place([own], source) == 0 for own in names)


def delimited_table(source: Source) -> tuple[list[str], Iterator[tuple[int, list[str]] | Unreadable]]:
    """The header of a delimited table, and the rows below it with the line each begins on.

    Raises
    ------
    AnswerError
        ``document_no_column`` if no delimiter makes a header with a text column.
    """
    text = read_text_bytes(source.data, file=source.file).replace("\r\n", "\n")
    skipped = 0
    if text[:4].lower() == "sep=" and text[5:6] == "\n":  # Excel's own way to name the delimiter
        delimiters: tuple[str, ...] = (text[4],) if text[4] not in '\n\r"' else _DELIMITERS
        text, skipped = text[6:], 1
    else:
        delimiters = _DELIMITERS
    headers = {delimiter: _header(text, delimiter, source) for delimiter in delimiters}
    delimiter = max(delimiters, key=lambda each: (has_text_column(headers[each][1], source), len(headers[each][1])))
    titles, header = headers[delimiter]
    if not has_text_column(header, source):
        raise no_text_column(header, source)
    if len(header) == 1:
        delimiter = _NO_DELIMITER
    return header, _rows(text, delimiter, skipped, titles, source)


def _header(text: str, delimiter: str, source: Source) -> tuple[int, list[str]]:
    """How many filled rows stand above the header, and the header."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    filled = list(islice((row for row in rows if any(cell.strip() for cell in row)), MOST_TITLES + 1))
    place = header_place(filled, source)
    if place is None:
        place = header_held(filled, source) or 0
    return place, filled[place] if filled else []


def _rows(text: str, delimiter: str, skipped: int, titles: int, source: Source) -> Iterator[tuple[int, list[str]] | Unreadable]:
    """The rows below titles and header with the line each begins on; a row whose quotes never close is told instead.

    Such a row swallows all that follows it. A line put after the last one shows it: it comes back as a row of its own, or it is swallowed.
    """
    reader = csv.reader(chain(StringIO(text, newline=""), [_END]), delimiter=delimiter)
    above = titles + 1
    line = skipped + 1
    for row in reader:
        if row == [_END]:
            return
        if row and row[-1].endswith(_END):
            yield unreadable(say("error.document_line", row=line).fr, "open_quote", row_of(source.file, line))
            return
        if not above:
            yield line, row
        elif any(cell.strip() for cell in row):
            above -= 1
        line = reader.line_num + skipped + 1
