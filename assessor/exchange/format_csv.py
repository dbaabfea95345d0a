r"""CSV and TSV: one answer a line, or one rating a line.

Holds everything but an empty ``meta`` entry, blanks around names, ``\r`` in texts (which becomes ``\n``), two ratings of one answer by one
rater, and in which order ratings were given. Written in UTF-8 with a mark, so that spreadsheets read the accents.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from assessor.documents.delimited import delimited_table
from assessor.documents.source import Source
from assessor.domain.example import Example
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import AnswerError
from assessor.exchange.cells import read_cells, to_cells
from assessor.exchange.record import Context, Format, Record
from assessor.wording import Language


def read(source: Source, context: Context) -> Iterator[Record | Issue]:
    """The records of a delimited table; the delimiter is the one that makes a header with a text column."""
    if not source.data.strip():
        raise AnswerError("document_no_rows", file=source.file)
    header, rows = delimited_table(source)
    yield from read_cells(header, rows, source, context)


def write(examples: Sequence[Example], _scale: Scale | None, _language: Language) -> dict[str, bytes]:
    """A table with commas, which every spreadsheet and pandas read."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows(to_cells(examples))
    return {"": stream.getvalue().encode("utf-8-sig")}


FORMAT = Format("csv", (".csv", ".tsv"), read, write)
