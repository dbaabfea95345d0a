"""What a file really is, whatever its name says; and office files, which are zip archives, opened with care."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final, Literal

from assessor.documents.limits import HIGHEST_PACKING, LARGEST_UNPACKED, SMALL_UNPACKED
from assessor.documents.source import Source
from assessor.errors import AnswerError

Kind = Literal["pdf", "zip", "ole", "program"]

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OFFICE_FOLDER: Final = {".docx": "word/", ".xlsx": "xl/"}


def kind_of(data: bytes) -> Kind | None:
    """The kind of a file by its first bytes; None for a text, or what is not known.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7 ...")
    'pdf'
    >>> kind_of(b"PK, c'est mon patron.")
    """
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    if data.startswith(b"\x7fELF") or (data.startswith(b"MZ") and b"\0" in data[:64]):
        return "program"
    return None


def office_suffix(data: bytes) -> str | None:
    """``".docx"`` or ``".xlsx"`` if a nameless archive is one of them."""
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except Exception:  # see check_office
        return None
    return next((suffix for suffix, folder in _OFFICE_FOLDER.items() if any(name.startswith(folder) for name in names)), None)


def check_office(source: Source, suffix: str) -> None:
    """Raise the message that says why an archive is not a sound ``suffix`` document; return if it can be opened.

    Raises
    ------
    AnswerError
        ``document_password``, ``document_old_office``, ``document_program``, ``document_other``, ``document_damaged`` or ``document_bomb``.
    """
    values = {"file": source.file, "suffix": suffix}
    match kind_of(source.data):
        case "ole":  # a protected .docx is an OLE container around the encrypted archive; so is, unprotected, a .doc
            raise AnswerError("document_password" if _ENCRYPTED in source.data else "document_old_office", **values)
        case "program":
            raise AnswerError("document_program", **values)
        case "pdf" | None:
            raise AnswerError("document_other", **values)
    try:
        members = zipfile.ZipFile(BytesIO(source.data)).infolist()
    except Exception as error:  # a damaged directory raises about anything: BadZipFile, struct.error, ValueError, NotImplementedError
        raise AnswerError("document_damaged", **values) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED or (unpacked > SMALL_UNPACKED and unpacked > HIGHEST_PACKING * len(source.data)):
        raise AnswerError("document_bomb", **values)
    if not any(member.filename.startswith(_OFFICE_FOLDER[suffix]) for member in members):
        raise AnswerError("document_other", **values)
