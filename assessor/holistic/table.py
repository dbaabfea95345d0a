"""Any table from a file: CSV and TSV with whatever delimiter and quotes, XLSX, JSONL."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from assessor.documents.columns import header_place
from assessor.documents.container import check_office
from assessor.documents.decoding import read_text_bytes
from assessor.documents.limits import LARGEST_FILE, MOST_TITLES
from assessor.documents.source import Source, from_path
from assessor.errors import AnswerError, TrainingDataError

_DELIMITERS = "\t;,|"

Reader = Callable[[Source, Sequence[str]], pd.DataFrame]

csv.field_size_limit(LARGEST_FILE)


def read_table(file: Path | str, columns: Sequence[str] = ()) -> pd.DataFrame:
    r"""A file as a table whose index names the file's own rows or lines.

    Parameters
    ----------
    file : path
        ``.csv``, ``.tsv``, ``.txt`` (delimited), ``.xlsx`` or ``.jsonl``.
    columns : sequence of str
        Columns that are looked for: they tell the delimiter, which sheet is meant, and which row is the header, below titles or not.

    Raises
    ------
    AnswerError
        If the file is not there, cannot be opened, is too large, or is not what its name says.
    TrainingDataError
        If it holds no rows, a line is not a row of the table, or a column that is looked for is there twice.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.csv")
    ...     written = file.write_text("réponse;note\nJ'ai appelé, puis écrit.;2\n", "utf-8")
    ...     read_table(file, ["note"]).to_dict("index")
    {2: {'réponse': "J'ai appelé, puis écrit.", 'note': '2'}}
    """
    source = from_path(Path(file), None, None)
    if source.suffix not in _READERS:
        raise TrainingDataError("benchmark_suffix", file=source.file, suffix=source.suffix or "—", allowed=" ".join(_READERS))
    frame = _READERS[source.suffix](source, columns)
    if frame.empty:
        raise TrainingDataError("benchmark_empty", file=source.file)
    if twice := [str(name) for name in columns if list(frame.columns).count(name) > 1]:
        raise TrainingDataError("benchmark_twice", file=source.file, twice=", ".join(twice))
    return frame


def whole_list(written: str) -> list[int]:
    """Whole numbers written with commas between them.

    Raises
    ------
    TrainingDataError
        If they are none.

    Examples
    --------
    >>> whole_list("0, 1,2")
    [0, 1, 2]
    """
    try:
        return [int(one) for one in written.split(",")]
    except ValueError:
        raise TrainingDataError("benchmark_levels", written=written) from None


def _delimited(source: Source, columns: Sequence[str]) -> pd.DataFrame:
    text = read_text_bytes(source.data, file=source.file).replace("\r\n", "\n").replace("\r", "\n")
    named = text[:4].lower() == "sep=" and text[4:5] not in ("", "\n", '"')  # Excel's own way to name the delimiter; the line stays counted
    delimiters = text[4] if named else _DELIMITERS
    text = "\n" + text.split("\n", 1)[-1] if named else text
    first = {each: _first_rows(text, each) for each in delimiters}
    titles = {each: _titles(rows, source, columns) for each, rows in first.items()}
    header = {each: rows[titles[each]] if rows else [] for each, rows in first.items()}
    delimiter = max(delimiters, key=lambda each: (_named(header[each], columns), len(header[each])))
    try:
        return _rows(text, delimiter, source, csv.QUOTE_MINIMAL, titles[delimiter])
    except TrainingDataError:
        # Tables from databases have tabs between cells, and quotation marks that are only quotation marks.
        if delimiter != "\t":
            raise
        return _rows(text, delimiter, source, csv.QUOTE_NONE, titles[delimiter])


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    """The filled rows among which the header is."""
    filled = (cells for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter) if any(cell.strip() for cell in cells))
    return list(islice(filled, MOST_TITLES + 1))


def _titles(rows: Sequence[Sequence[object]], source: Source, columns: Sequence[str]) -> int:
    """How many filled rows stand above the header, which names a column looked for or else, for the message, a usual one."""
    places = (header_place(rows, replace(source, text_column=name)) for name in (*columns, None))
    return next((place for place in places if place is not None), 0)


def _named(header: Sequence[object], columns: Sequence[str]) -> int:
    return len(set(columns) & {str(name).strip() for name in header})


def _rows(text: str, delimiter: str, source: Source, quoting: int, titles: int) -> pd.DataFrame:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=quoting == csv.QUOTE_MINIMAL)  # type: ignore[arg-type]  # one of csv's own
    header: list[str] = []
    rows: dict[int, list[str | None]] = {}
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if titles:
                    titles -= 1
                elif not header:
                    header = cells
                elif any(cell.strip() for cell in cells[len(header) :]):
                    raise TrainingDataError("benchmark_cells", file=source.file, line=line, cells=len(cells), columns=len(header))
                else:
                    rows[line] = [*cells[: len(header)], *[None] * (len(header) - len(cells))]
            line = reader.line_num + 1
    except csv.Error:
        raise TrainingDataError("benchmark_quote", file=source.file, line=line) from None
    return _framed(header, rows)


def _workbook(source: Source, columns: Sequence[str]) -> pd.DataFrame:
    check_office(source, ".xlsx")
    try:
        sheets = pd.read_excel(BytesIO(source.data), sheet_name=None, header=None, dtype=object, engine="openpyxl")
    except Exception as problem:  # openpyxl raises whatever a damaged part leads it to
        raise AnswerError("document_damaged", file=source.file, suffix=".xlsx") from problem
    frames = [_sheet(sheet, source, columns) for sheet in sheets.values()]
    return max(frames, key=lambda frame: (_named(list(frame.columns), columns), len(frame)))


def _sheet(sheet: pd.DataFrame, source: Source, columns: Sequence[str]) -> pd.DataFrame:
    """The table of one sheet, be it under titles."""
    filled = sheet.dropna(how="all")
    cells = filled.where(filled.notna(), None).itertuples(index=False, name=None)
    rows = dict(zip(filled.index + 1, cells, strict=True))
    titles = _titles(list(rows.values())[: MOST_TITLES + 1], source, columns)
    above = list(rows)[: titles + 1]
    header = [rows.pop(row) for row in above]
    return _framed(header[-1] if header else [], rows)


def _framed(header: Sequence[object], rows: dict[int, Any]) -> pd.DataFrame:
    """Rows below a header as a table; columns without a name are none."""
    names = ["" if name is None else str(name).strip() for name in header]
    frame: pd.DataFrame = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype=object)
    return frame.loc[:, frame.columns != ""]


def _json_lines(source: Source, columns: Sequence[str]) -> pd.DataFrame:
    rows: dict[int, Mapping[str, Any]] = {}
    for number, line in enumerate(read_text_bytes(source.data, file=source.file).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise TrainingDataError("benchmark_json", file=source.file, line=number)
        rows[number] = value
    return pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)


_READERS: dict[str, Reader] = {
    ".csv": _delimited,
    ".tsv": _delimited,
    ".txt": _delimited,
    ".xlsx": _workbook,
    ".jsonl": _json_lines,
}
