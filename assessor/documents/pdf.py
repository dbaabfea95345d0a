"""PDF files that hold text. The only place with pypdf."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from assessor.documents.limits import MOST_PAGES
from assessor.documents.pdf_lines import paragraphs
from assessor.documents.source import Source
from assessor.documents.unreadable import Unreadable, checked, writable
from assessor.domain.answer import Answer
from assessor.errors import AnswerError

# pypdf tells of every small irregularity it repairs; a person is told only when nothing can be done.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(source: Source) -> Iterator[Answer | Unreadable]:
    """The one answer of a PDF, its paragraphs made whole again.

    Raises
    ------
    AnswerError
        ``document_other``, ``document_password``, ``document_damaged``, ``document_pages`` or ``document_scanned``.
    """
    if b"%PDF-" not in source.data[:1024]:
        raise AnswerError("document_other", file=source.file, suffix=".pdf")
    try:
        pages = _pages(source)
    except AnswerError:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise AnswerError("document_password", file=source.file, suffix=".pdf") from error
    except Exception as error:  # pypdf raises whatever a damaged file leads it to: PdfReadError, KeyError, RecursionError, zlib.error…
        raise AnswerError("document_damaged", file=source.file, suffix=".pdf") from error
    if not pages:
        raise AnswerError("document_damaged", file=source.file, suffix=".pdf")
    text = writable(paragraphs(pages))
    if not text.strip():
        raise AnswerError("document_scanned", file=source.file)
    yield checked(source.stem, text, source.file)


def _pages(source: Source) -> list[str]:
    with PdfReader(BytesIO(source.data), strict=False) as reader:
        # Many files are only protected against changes: they open with an empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise AnswerError("document_password", file=source.file, suffix=".pdf")
        if len(reader.pages) > MOST_PAGES:
            raise AnswerError("document_pages", file=source.file, pages=len(reader.pages), limit=MOST_PAGES)
        return [page.extract_text() for page in reader.pages]
