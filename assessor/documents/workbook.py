"""Excel workbooks: the first visible sheet with a text column in its first filled row, or under a title. The only place with openpyxl."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, Final

from openpyxl.reader.excel import load_workbook

from assessor.documents.columns import header_held, header_place, no_text_column, read_rows
from assessor.documents.container import check_office
from assessor.documents.limits import MOST_ROWS, MOST_TITLES
from assessor.documents.source import Source
from assessor.documents.unreadable import Unreadable, unreadable
from assessor.domain.answer import Answer
from assessor.errors import AnswerError

Row = tuple[int, Sequence[object]]

_LOOKED_AT: Final = 20  # rows of a further sheet, for its header
# How Excel writes a carriage return inside a cell; openpyxl leaves it so.
_RETURN: Final = re.compile(r"_x000D_\n?|\r\n", re.IGNORECASE)


class _NotText:
    """An error value (#N/A, #REF!): a string for openpyxl, no text for a reader."""


def read_workbook(source: Source) -> Iterator[Answer | Unreadable]:
    """The answers of a workbook; a formula counts for the value Excel last gave it.

    Raises
    ------
    AnswerError
        Why the file is no sound workbook, or ``document_no_column``.
    """
    header, rows, left = workbook_table(source)
    yield from read_rows(header, rows, source)
    yield from left


def workbook_table(source: Source) -> tuple[Sequence[object], list[Row], list[Unreadable]]:
    """The header of the first sheet that has a text column, the filled rows below it with their numbers, and the further sheets of answers.

    A sheet whose column has a usual name, be it under a title, comes before one whose column only holds it. Further sheets with such a
    column are not read: each is told, so that no answer is lost in silence.

    Raises
    ------
    AnswerError
        Why the file is no sound workbook, or ``document_no_column``.
    """
    check_office(source, ".xlsx")
    try:
        sheets, left = _sheets(source)
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to: KeyError, ValueError, zlib.error, ParseError…
        raise AnswerError("document_damaged", file=source.file, suffix=".xlsx") from error
    for find in (header_place, header_held):
        for title, rows in sheets.items():
            place = find(_top(rows), source)
            if place is not None:
                # Beside a header beyond doubt, a column that only holds a usual name (« Réponse attendue ») may be another table's.
                alike = (other for other, below in sheets.items() if other != title and _holds(below, source))
                further = left if find is header_place else alike
                return rows[place][1], rows[place + 1 :], [unreadable(name, "sheet", source.file, sheet=name) for name in further]
    fullest = [max(_top(rows), key=len) for rows in sheets.values() if rows]
    raise no_text_column([name for names in fullest for name in names], source)


def _top(rows: Sequence[Row]) -> list[Sequence[object]]:
    """Where a sheet's header may stand."""
    return [names for _, names in rows[: MOST_TITLES + 1]]


def _holds(rows: Sequence[Row], source: Source) -> bool:
    """Whether a sheet has answers below a header with one column whose name holds a usual one."""
    place = header_held(_top(rows), source)
    return place is not None and bool(rows[place + 1 :])


def _sheets(source: Source) -> tuple[dict[str, list[Row]], list[str]]:
    """The filled rows of every sheet up to the one that has the column, with their numbers; the names of later ones that have it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's remarks on styles and extensions it leaves out
        book: Any = load_workbook(BytesIO(source.data), read_only=True, data_only=True)
        try:
            sheets: dict[str, list[Row]] = {}
            left: list[str] = []
            found = False
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for sheet in visible or book.worksheets:
                sheet.reset_dimensions()  # some programs write a wrong size, which openpyxl would believe
                rows = _filled(islice(sheet.iter_rows(), _LOOKED_AT) if found else sheet.iter_rows())
                place = header_place(_top(rows), source)
                if not found:
                    sheets[str(sheet.title)] = rows
                elif place is not None and rows[place + 1 :]:
                    left.append(str(sheet.title))
                found = found or place is not None
            return sheets, left
        finally:
            book.close()


def _filled(rows: Iterator[Sequence[object]]) -> list[Row]:
    filled: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        values = _values(cells)
        if values:
            filled.append((number, values))
        if len(filled) > MOST_TITLES + MOST_ROWS + 1:  # titles, the header, and one row more so that the limit is told
            break
    return filled


def _values(cells: Sequence[object]) -> list[object]:
    """The row's values without the empty ones at its end."""
    values = [_value(cell) for cell in cells]
    while values and (values[-1] is None or values[-1] == ""):
        values.pop()
    return values


def _value(cell: object) -> object:
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", None) == "e":
        return _NotText()
    return _RETURN.sub("\n", value) if isinstance(value, str) else value
