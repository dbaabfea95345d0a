"""From a file, a folder, an upload or standard input to answers: which reader reads what."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final

from assessor.documents.container import kind_of, office_suffix
from assessor.documents.decoding import read_text_bytes
from assessor.documents.delimited import is_table, read_delimited
from assessor.documents.json_lines import read_json, read_json_lines
from assessor.documents.source import Source, from_bytes, from_path, from_stream, suffix_of
from assessor.documents.unreadable import Unreadable, checked, writable
from assessor.domain.answer import Answer
from assessor.errors import AnswerError


def read_text(source: Source) -> Iterator[Answer | Unreadable]:
    """The one answer of a plain-text file."""
    yield checked(source.stem, read_text_bytes(source.data, file=source.file).replace("\r\n", "\n"), source.file)


# A list of objects, as programs write it; a text may begin with a bracket too.
_LIST: Final = re.compile(r"\s*\[\s*[{\]]")
Reader = Callable[[Source], Iterator[Answer | Unreadable]]


def _late(module: str, name: str) -> Reader:
    """A reader that is imported when a file asks for it: what reads PDF takes a third of a second to load."""

    def read(source: Source) -> Iterator[Answer | Unreadable]:
        reader: Reader = getattr(import_module(f"assessor.documents.{module}"), name)
        return reader(source)

    return read


READERS: Final[Mapping[str, Reader]] = {
    ".txt": read_text,
    ".md": read_text,
    ".docx": _late("word", "read_word"),
    ".pdf": _late("pdf", "read_pdf"),
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": _late("workbook", "read_workbook"),
    ".jsonl": read_json_lines,
    ".json": read_json,
}
"""What reads a file, by its suffix."""


def read_documents(
    source: Path | str | BinaryIO | bytes,
    *,
    name: str | None = None,
    text_column: str | None = None,
    id_column: str | None = None,
) -> Iterator[Answer | Unreadable]:
    r"""The answers of a document, one by one, in its order.

    A text, Word or PDF file is one answer, called by the file's name without suffix; a table (``.csv``, ``.tsv``, ``.xlsx``, ``.jsonl``,
    ``.json``) is one answer a row. A folder gives the answers of its files in sorted order; files it cannot read give an
    :class:`Unreadable` and the others are read.

    Parameters
    ----------
    source : Path, str, binary stream or bytes
        A path, ``"-"`` for standard input, or the content itself.
    name : str, optional
        The file's name when the content is given: its suffix says how to read it. Without one, JSON is told from text by how it begins, or
        by most of its lines, and a table by a first line that names several columns, one as answers are usually named.
    text_column, id_column : str, optional
        The columns to read, when they have other names than the usual ones (``text``, ``texte``, ``réponse``…; ``id``, ``no``…).

    Yields
    ------
    Answer or Unreadable
        Each answer, or what is wrong with it.

    Raises
    ------
    AnswerError
        If nothing at all can be read.

    Examples
    --------
    >>> list(read_documents("id,texte\n7,J'ai appelé le maire.".encode(), name="reponses.csv"))
    [Answer(id='7', text="J'ai appelé le maire.")]
    """
    if isinstance(source, bytes):
        yield from _read(from_bytes(source, name, text_column, id_column))
    elif source == "-":
        yield from _read(from_stream(sys.stdin.buffer, name, text_column, id_column))
    elif isinstance(source, (str, Path)):
        path = Path(source)
        if _is_folder(path):
            yield from _read_folder(path, text_column, id_column)
        else:
            yield from _read(from_path(path, text_column, id_column))
    else:
        own_name = getattr(source, "name", None)
        if name is None and isinstance(own_name, str) and suffix_of(own_name) in READERS:
            name = Path(own_name).name
        yield from _read(from_stream(source, name, text_column, id_column))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # told, with what to do, when the file is opened
        return False


def _read_folder(folder: Path, text_column: str | None, id_column: str | None) -> Iterator[Answer | Unreadable]:
    """Every file of the folder itself, but for hidden ones and the locks Word leaves beside open documents."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    except OSError as error:
        raise AnswerError("document_closed", file=writable(folder.name)) from error
    if not paths:
        raise AnswerError("document_no_files", file=writable(str(folder)), allowed=", ".join(READERS))
    for path in paths:
        try:
            yield from _read(from_path(path, text_column, id_column))
        except AnswerError as error:
            yield Unreadable(writable(path.stem), error.code, error.text)


def _read(source: Source) -> Iterator[Answer | Unreadable]:
    suffix = source.suffix if source.named else _suffix_by_content(source)
    if suffix not in READERS:
        raise AnswerError("document_suffix", file=source.file, suffix=suffix or "—", allowed=", ".join(READERS))
    return READERS[suffix](source)


def _suffix_by_content(source: Source) -> str:
    """How to read content that has no name."""
    match kind_of(source.data):
        case "pdf":
            return ".pdf"
        case "zip" | "ole":
            return office_suffix(source.data) or ".docx"
    text = read_text_bytes(source.data, file=source.file)
    lines = [line for line in text.splitlines() if line.strip()]
    objects = sum(line.lstrip().startswith("{") for line in lines)
    if _LIST.match(text) or text.lstrip().startswith("{"):
        return ".json"
    if objects and 2 * objects >= len(lines):
        return ".jsonl"
    return ".csv" if is_table(text) else ".txt"
