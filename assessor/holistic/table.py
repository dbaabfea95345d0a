"""Any table from a file: CSV and TSV with whatever delimiter and quotes, XLSX, JSONL."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from assessor.documents.container import check_office
from assessor.documents.decoding import read_text_bytes
from assessor.documents.limits import LARGEST_FILE
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
        Columns that are looked for: they help to tell the delimiter, and which sheet is meant.

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
    if text[:4].lower() == "sep=":  # Excel's own way to name the delimiter; the line stays counted
        return _rows("\n" + text.split("\n", 1)[-1], text[4], source, csv.QUOTE_MINIMAL)
    header = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda each: (_named(next(csv.reader([header], delimiter=each), []), columns), header.count(each)))
    try:
        return _rows(text, delimiter, source, csv.QUOTE_MINIMAL)
    except TrainingDataError:
        # Tables from databases have tabs between cells, and quotation marks that are only quotation marks.
        if delimiter != "\t":
            raise
        return _rows(text, delimiter, source, csv.QUOTE_NONE)


def _named(header: Sequence[object], columns: Sequence[str]) -> int:
    return len(set(columns) & {str(name).strip() for name in header})


def _rows(text: str, delimiter: str, source: Source, quoting: int) -> pd.DataFrame:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=quoting == csv.QUOTE_MINIMAL)  # type: ignore[arg-type]  # one of csv's own
    header: list[str] = []
    rows: dict[int, list[str | None]] = {}
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if not header:
                    header = [cell.strip() for cell in cells]
                elif len(cells) > len(header):
                    raise TrainingDataError("benchmark_cells", file=source.file, line=line, cells=len(cells), columns=len(header))
                else:
                    rows[line] = [*cells, *[None] * (len(header) - len(cells))]
            line = reader.line_num + 1
    except csv.Error:
        raise TrainingDataError("benchmark_quote", file=source.file, line=line) from None
    return pd.DataFrame.from_dict(rows, orient="index", columns=header, dtype=object)


def _workbook(source: Source, columns: Sequence[str]) -> pd.DataFrame:
    check_office(source, ".xlsx")
    try:
        sheets = pd.read_excel(BytesIO(source.data), sheet_name=None, dtype=object, engine="openpyxl")
    except Exception as problem:  # openpyxl raises whatever a damaged part leads it to
        raise AnswerError("document_damaged", file=source.file, suffix=".xlsx") from problem
    frame = max(sheets.values(), key=lambda sheet: (_named(list(sheet.columns), columns), len(sheet)))
    frame.columns = [str(name).strip() for name in frame.columns]
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame.dropna(how="all")


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
