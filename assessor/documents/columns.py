"""Which column of a table holds the answers, and a row of it read as an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Final, TypeVar

from assessor.documents.limits import MOST_COLUMNS_NAMED, MOST_ROWS
from assessor.documents.source import Source
from assessor.documents.unreadable import Unreadable, checked, row_of, thousands, unreadable, writable
from assessor.domain.answer import Answer
from assessor.errors import AnswerError
from assessor.wording import Text
from assessor.wording.several import quoted

TEXT_COLUMNS: Final = ("text", "texte", "réponse", "reponse", "answer", "response")
# No name of a person among them: results are passed on, and one candidate may have several answers.
ID_COLUMNS: Final = ("id", "answer_id", "identifiant", "identifier", "numéro", "numero", "no", "n°", "nº", "№", "dossier")
# What tells a column of answers from one about them: « Date de la réponse » holds no answer.
_ABOUT: Final = frozenset({"date", "heure", "durée", "longueur", "langue", "time", "length", "language"})
# What tells a column that says the same of every candidate from one that tells them apart: « No concours » is nobody's.
_SHARED: Final = frozenset({"concours", "poste", "processus", "question", "sélection", "competition", "position", "process", "selection"})
_WORDS: Final = re.compile(r"\w+")
Row = TypeVar("Row")


def _plain(name: object) -> str:
    """A column's name without what spreadsheets add or change: case, spaces around, accents in two pieces."""
    return unicodedata.normalize("NFC", str(name)).strip().casefold()


def find_column(names: Sequence[object], asked: str | None, usual: Sequence[str]) -> int | None:
    """The place of the column asked for, or else of the first of the usual ones, or else of the one whose name holds one; None if none.

    Examples
    --------
    >>> find_column(["No", "Réponse "], None, TEXT_COLUMNS), find_column(["Nom", "Question 3 – Réponse"], None, TEXT_COLUMNS)
    (1, 1)
    >>> find_column(["Réponse 1", "Réponse 2"], None, TEXT_COLUMNS) is None  # which of the two, nobody knows
    True
    >>> find_column(["No concours", "No candidat"], None, ID_COLUMNS)
    1
    """
    exact = _named(names, asked, usual)
    if exact is not None or asked is not None or len(names) < 2:  # a single cell may be a title, or a line cut at the wrong sign
        return exact
    words = [set(_WORDS.findall(_plain(name))) for name in names]
    other = _ABOUT | _SHARED if usual is ID_COLUMNS else _ABOUT
    holding = [place for place, own in enumerate(words) if own & set(usual) and not own & other]
    return holding[0] if len(holding) == 1 else None


def _named(names: Sequence[object], asked: str | None, usual: Sequence[str]) -> int | None:
    """The place of the column asked for, or else of the first of the usual ones."""
    plain = [_plain(name) for name in names]
    wanted = usual if asked is None else (_plain(asked),)
    return next((plain.index(name) for name in wanted if name in plain), None)


def has_text_column(names: Sequence[object], source: Source) -> bool:
    """Whether a row of names is the header of a table of answers."""
    return find_column(names, source.text_column, TEXT_COLUMNS) is not None


def header_place(rows: Sequence[Sequence[object]], source: Source) -> int | None:
    """Which of a table's first rows names the columns beyond doubt: one has a usual name, or the one asked for.

    Boards put a title above: the competition, the date. Titles fill fewer cells than the names of the columns do; a row as full as one
    above it is a row of the table, whatever its cells say. The first row may be one column alone; under a title a lone cell is a text.

    Examples
    --------
    >>> from assessor.documents.source import from_bytes
    >>> source = from_bytes(b"", "r.csv", None, None)
    >>> header_place([["Concours 2026"], ["No", "Réponse"]], source), header_place([["Concours 2026"], ["réponse"]], source)
    (1, None)
    >>> header_place([["No", "Type"], ["7", "Réponse"]], source) is None
    True
    """
    return next((place for place in _fuller(rows) if _named(rows[place], source.text_column, TEXT_COLUMNS) is not None), None)


def header_held(rows: Sequence[Sequence[object]], source: Source) -> int | None:
    """Which of a table's first rows has one column whose name holds a usual one, for a table whose header is not beyond doubt.

    Examples
    --------
    >>> from assessor.documents.source import from_bytes
    >>> header_held([["Concours 2026"], ["No", "Question 3 – Réponse"]], from_bytes(b"", "r.csv", None, None))
    1
    """
    for place in _fuller(rows):
        if sum(map(_is_filled, rows[place])) > 1:  # the first row that is no title: those below it are the table's
            return place if has_text_column(rows[place], source) else None
    return None


def _fuller(rows: Sequence[Sequence[object]]) -> Iterator[int]:
    """Places of the rows that fill more cells than any above them, the first among them."""
    most = 0
    for place, row in enumerate(rows):
        count = sum(map(_is_filled, row))
        if count > most:
            yield place
        most = max(most, count)


def _is_filled(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


def no_text_column(names: Sequence[object], source: Source) -> AnswerError:
    """The error that says which columns were found and which are allowed."""
    allowed = TEXT_COLUMNS if source.text_column is None else (source.text_column,)
    return AnswerError("document_no_column", file=source.file, found=_listed(names), allowed=_listed(allowed))


def _listed(names: Iterable[object]) -> Text:
    """Names of columns for a message, cut short when they are long or many."""
    return quoted((writable(str(name).strip()[:40]) for name in names if _is_filled(name)), MOST_COLUMNS_NAMED)


def id_from(value: object) -> str | None:
    """An identifier exactly as given; None if the cell holds none.

    Examples
    --------
    >>> id_from("007"), id_from(7), id_from(7.0), id_from(" ")
    ('007', '7', '7', None)
    """
    match value:
        case str():
            return value if value.strip() else None
        case bool() | None:
            return None
        case float():  # a spreadsheet keeps whole numbers as floats
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
        case int():
            return str(value)
        case date():
            return value.isoformat()
    return None


def read_rows(
    header: Sequence[object], rows: Iterable[tuple[int, Sequence[object]] | Unreadable], source: Source
) -> Iterator[Answer | Unreadable]:
    """The answers of a table: each row comes with its line in the file, or as what is wrong with it; rows without a value are no rows.

    Raises
    ------
    AnswerError
        ``document_no_column``, ``document_which_column`` or ``document_no_rows``, before anything is yielded.
    """
    text_at = find_column(header, source.text_column, TEXT_COLUMNS)
    id_at = find_column(header, source.id_column, ID_COLUMNS)
    if text_at is None:
        raise no_text_column(header, source)
    usual = [name for name in header if source.text_column is None and _plain(name) in TEXT_COLUMNS]
    if len(usual) > 1:
        raise AnswerError("document_which_column", file=source.file, found=_listed(usual))
    if id_at is None and source.id_column is not None:
        raise AnswerError("document_no_column", file=source.file, found=_listed(header), allowed=_listed([source.id_column]))
    filled = (item for item in rows if isinstance(item, Unreadable) or _has_value(item[1]))
    for number, item in enumerate(at_least_one(filled, source), start=1):
        if isinstance(item, Unreadable):
            yield item
            continue
        line, row = item
        where = row_of(source.file, line)
        given = id_from(row[id_at]) if id_at is not None and id_at < len(row) else None
        name = given if given is not None else str(number)
        if number > MOST_ROWS:
            yield too_many_rows(number, where)
            return
        if _has_value(row[len(header) :]):
            # Most often a text with the separator in it and no quotes: what stands in its cell is only its beginning.
            yield unreadable(writable(name), "extra_cells", where, cells=len(row), columns=len(header))
            continue
        value = row[text_at] if text_at < len(row) else ""
        yield checked(name, "" if value is None else value, where)


def _has_value(row: Sequence[object]) -> bool:
    return any(map(_is_filled, row))


def read_object(value: Mapping[str, object], number: int, line: int, source: Source) -> Answer | Unreadable:
    """One JSON object read as an answer."""
    names, cells = list(value), list(value.values())
    text_at = find_column(names, source.text_column, TEXT_COLUMNS)
    id_at = find_column(names, source.id_column, ID_COLUMNS)
    given = None if id_at is None else id_from(cells[id_at])
    name = given if given is not None else str(number)
    where = row_of(source.file, line)
    if text_at is None:
        allowed = TEXT_COLUMNS if source.text_column is None else (source.text_column,)
        return unreadable(writable(name), "no_text", where, found=_listed(names), allowed=_listed(allowed))
    return checked(name, cells[text_at], where)


def too_many_rows(number: int, where: Text) -> Unreadable:
    """What ends a table that is too long, so that no one believes all of it was read."""
    return unreadable(str(number), "too_many_rows", where, limit=thousands(MOST_ROWS))


def at_least_one(rows: Iterable[Row], source: Source) -> Iterator[Row]:
    """The rows as they are, or the error that there are none."""
    iterator = iter(rows)
    for first in iterator:
        return chain([first], iterator)
    raise AnswerError("document_no_rows", file=source.file)
