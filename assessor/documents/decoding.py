"""Bytes to text: the encodings French documents come in."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Final

from assessor.documents.container import kind_of
from assessor.documents.limits import BINARY_SHARE
from assessor.errors import AnswerError
from assessor.wording import Text, say

# UTF-32 before UTF-16, whose mark it begins with.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Windows, old Macintosh and DOS, and UTF-8 with a damaged byte here or there; the first wins when French cannot tell.
_GUESSES: Final = ("cp1252", "mac_roman", "cp850", "utf-8")
_EXPECTED: Final = {**dict.fromkeys("éèêëàâçùûîïôœ«»’…–€°\u00a0", 2), **dict.fromkeys("ÉÈÊÀÂÇÎÔŒ“”‘—æüñöäá²", 1)}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def read_text_bytes(data: bytes, *, file: str | Text | None = None) -> str:
    r"""The text of a plain-text file, as it stands: nothing is stripped but the byte order mark.

    UTF-8, or UTF-16 and UTF-32 with their mark; otherwise the older encoding that gives the most French letters, Windows' by default.

    Parameters
    ----------
    data : bytes
        The file's content.
    file : str or Text, optional
        How the message calls it.

    Raises
    ------
    AnswerError
        ``document_binary`` if the bytes are no text.

    Examples
    --------
    >>> read_text_bytes("J'ai rencontré le maire.".encode("cp1252"))
    "J'ai rencontré le maire."
    """
    text = None if kind_of(data) else _decoded(data)
    if text is None or sum(1 for _ in _CONTROL.finditer(text)) > BINARY_SHARE * len(text):
        raise AnswerError("document_binary", file=say("error.document_unnamed") if file is None else file)
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Python's max keeps the first of equals.
        return max((_guess(data, encoding) for encoding in _GUESSES), key=_french)


def _guess(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace" if encoding == "utf-8" else "strict")
    except UnicodeDecodeError:  # the five bytes cp1252 leaves undefined
        return data.decode("latin-1")


def _french(text: str) -> int:
    """How many letters beyond ASCII are French ones, less twice those that are not."""
    return sum(count * _EXPECTED.get(character, -2) for character, count in Counter(_NOT_ASCII.findall(text)).items())
