"""Excel workbooks: the first sheet with a column of texts.

Holds what CSV does, in texts of at most 32 767 characters, Excel's limit for a cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from assessor.documents.limits import MOST_ROWS
from assessor.documents.source import Source
from assessor.documents.unreadable import row_of, thousands, unreadable
from assessor.documents.workbook import workbook_table
from assessor.domain.example import Example
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import AnswerError
from assessor.exchange.cells import Cell, read_cells, to_cells
from assessor.exchange.record import Context, Format, Record, told
from assessor.exchange.rows import unreadable_row
from assessor.wording import Language

LONGEST_CELL: Final = 32_767
_SAVED_AT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NEVER: Final = b"1980-01-01T00:00:00Z"


def read(source: Source, context: Context) -> Iterator[Record | Issue]:
    """The records of a workbook; a formula counts for the value Excel last gave it."""
    header, rows, left = workbook_table(source)
    yield from read_cells(header, rows[:MOST_ROWS], source, context)
    for line, _ in rows[MOST_ROWS:]:
        wrong = unreadable(str(line), "too_many_rows", row_of(source.file, line), limit=thousands(MOST_ROWS))
        yield unreadable_row(wrong, source.file.fr, line)
    for sheet in left:
        yield told(source.file.fr, 0, sheet.code, sheet.text)


def write(examples: Sequence[Example], _scale: Scale | None, _language: Language) -> dict[str, bytes]:
    """One sheet, every text as a text: an answer that begins with « = » is no formula."""
    rows = list(to_cells(examples))
    for row in rows:
        _check(row)  # before the book is begun: one left half-written complains when it is forgotten
    book: Any = Workbook(write_only=True)
    sheet = book.create_sheet("assessor")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    stream = BytesIO()
    book.save(stream)
    return {"": _timeless(stream.getvalue())}


def _timeless(office_file: bytes) -> bytes:
    """The workbook without the time it was saved at: the same answers give the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(office_file)) as saved, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in saved.namelist():
            content = saved.read(name)
            if name == "docProps/core.xml":
                content = _SAVED_AT.sub(_NEVER, content)
            kept.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _check(row: Sequence[Cell]) -> None:
    for value in row:
        if isinstance(value, str) and (len(value) > LONGEST_CELL or ILLEGAL_CHARACTERS_RE.search(value)):
            raise AnswerError("exchange_cell", id=row[0], limit=thousands(LONGEST_CELL))


def _cell(sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


FORMAT = Format("xlsx", (".xlsx",), read, write)
