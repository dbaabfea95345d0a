"""Word documents: body paragraphs, lists and tables, not headers, footers or notes. The only place with python-docx."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

from assessor.documents.container import check_office
from assessor.documents.source import Source
from assessor.documents.unreadable import Unreadable, checked
from assessor.domain.answer import Answer
from assessor.errors import AnswerError

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _BOX, _PLACEHOLDER = qn("w:t"), qn("w:txbxContent"), qn("w:showingPlcHdr")
_MARKS: Final = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# Deleted or moved text, notes, settings, and the older twin Word keeps of a text box.
_LEFT_OUT: Final = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:tblPr", "w:trPr", "w:tcPr"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}


def read_word(source: Source) -> Iterator[Answer | Unreadable]:
    """The one answer of a .docx file: a line a paragraph, ``- `` before a list's, cells of a table's row apart by tabs.

    Raises
    ------
    AnswerError
        Why the file is no sound Word document.
    """
    check_office(source, ".docx")
    try:
        document: Any = Document(BytesIO(source.data))
        text = "\n".join(_lines(document.element.body, _listed_styles(document)))
    except Exception as error:  # python-docx raises whatever a damaged part leads it to: KeyError, XMLSyntaxError, zlib.error, ValueError…
        raise AnswerError("document_damaged", file=source.file, suffix=".docx") from error
    yield checked(source.stem, text, source.file)


def _listed_styles(document: Any) -> frozenset[str]:
    """The styles that make a list of a paragraph, by themselves or by the style they build on; numbered headings are no lists."""
    listed = set()
    for style in document.styles:
        ancestor: Any = style
        for _ in range(10):  # a damaged file may have a style that builds on itself
            properties = getattr(getattr(ancestor, "element", None), "pPr", None)
            if properties is not None and properties.numPr is not None:
                if not str(style.name).startswith("Heading"):
                    listed.add(style.style_id)
                break
            ancestor = getattr(ancestor, "base_style", None)
    return frozenset(listed)


def _lines(block: Any, listed: frozenset[str]) -> Iterator[str]:
    """The lines of a body or a cell. Content controls and tracked insertions are passed through, so forms are read too."""
    for child in block:
        if child.tag == _PARAGRAPH:
            boxes: list[Any] = []
            text = "".join(_runs(child, boxes))
            yield f"- {text}" if text.strip() and _is_listed(child, listed) else text
            for box in boxes:
                yield from _lines(box, listed)
        elif child.tag == _TABLE:
            yield from _table_lines(child, listed)
        elif child.tag not in _LEFT_OUT and not _is_placeholder(child):
            yield from _lines(child, listed)


def _table_lines(table: Any, listed: frozenset[str]) -> Iterator[str]:
    for row in _children(table, _ROW):
        yield "\t".join("\n".join(_lines(cell, listed)) for cell in _children(row, _CELL))


def _children(block: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls, but never those of a table within."""
    for child in block:
        if child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _children(child, tag)


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The pieces of text of a paragraph; a text box met on the way is kept for after it."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _LEFT_OUT and not _is_placeholder(child):
            yield from _runs(child, boxes)


def _is_listed(paragraph: Any, listed: frozenset[str]) -> bool:
    properties = paragraph.pPr
    if properties is None:
        return False
    if properties.numPr is not None:
        number = properties.numPr.numId
        return number is None or number.val != 0  # zero takes a paragraph out of its style's list
    style = properties.pStyle
    return style is not None and style.val in listed


def _is_placeholder(element: Any) -> bool:
    """Whether a content control still shows the form's own invitation to write."""
    properties = element.find(qn("w:sdtPr"))
    return properties is not None and properties.find(_PLACEHOLDER) is not None
