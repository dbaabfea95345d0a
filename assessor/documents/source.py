"""A document brought into memory, whatever it came from: a path, an upload, bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from assessor.documents.limits import LARGEST_FILE
from assessor.documents.unreadable import writable
from assessor.errors import AnswerError
from assessor.wording import Text, say


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one document, how messages call it, and the columns asked for; if it is not ``named``, its content tells what it is."""

    data: bytes
    file: Text
    stem: str
    suffix: str
    named: bool
    text_column: str | None = None
    id_column: str | None = None


def suffix_of(name: str) -> str:
    """The suffix that says how a file is read.

    Examples
    --------
    >>> suffix_of("Réponse de Julie.DOCX")
    '.docx'
    """
    return PurePath(name).suffix.lower()


def from_path(path: Path, text_column: str | None, id_column: str | None) -> Source:
    """A file of the disk."""
    file = writable(path.name)
    try:
        if not path.is_file():
            raise AnswerError("document_missing", file=writable(str(path)))
        with path.open("rb") as stream:
            return from_stream(stream, path.name, text_column, id_column)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise AnswerError("document_closed", file=file) from error


def from_stream(stream: BinaryIO, name: str | None, text_column: str | None, id_column: str | None) -> Source:
    """An upload, or standard input; never more than one byte beyond the limit is read."""
    return from_bytes(stream.read(LARGEST_FILE + 1), name, text_column, id_column)


def from_bytes(data: bytes, name: str | None, text_column: str | None, id_column: str | None) -> Source:
    """Bytes already in memory; without a name their content decides how they are read."""
    file = say("error.document_unnamed") if name is None else Text(writable(name), writable(name))
    if len(data) > LARGEST_FILE:
        raise AnswerError("document_heavy", file=file, limit=LARGEST_FILE // 1_000_000)
    if name is None:
        return Source(data, file, "1", "", False, text_column, id_column)
    return Source(data, file, writable(PurePath(name).stem), suffix_of(name), True, text_column, id_column)
