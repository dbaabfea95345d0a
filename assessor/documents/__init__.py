"""Documents to answers: .txt .md .docx .pdf .csv .tsv .xlsx .jsonl .json, folders of them, uploads and standard input.

Bad input never ends in anything but an :class:`Unreadable`, after which a batch goes on, or an :class:`~assessor.errors.AnswerError` when
nothing at all can be read. Text is kept as it was given, since every offset of the program points into it.
"""

from assessor.documents.decoding import read_text_bytes
from assessor.documents.reader import READERS, read_documents
from assessor.documents.unreadable import Unreadable

SUFFIXES: tuple[str, ...] = tuple(READERS)
"""The kinds of files that can be read, for a file picker."""

__all__ = ["SUFFIXES", "Unreadable", "read_documents", "read_text_bytes"]
