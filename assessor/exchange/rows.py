"""Rows of a table, or objects of a JSON file, into records; and examples into rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from assessor.documents.columns import id_from
from assessor.documents.unreadable import Unreadable, checked, row_of, writable
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import AnswerError
from assessor.exchange.labels import is_missing, read_demonstrated, read_level, shown
from assessor.exchange.names import Role, column_of_fact, read_name
from assessor.exchange.plan import Plan, Table, holds_level, plan
from assessor.exchange.record import Context, Record, RowError, problem, told
from assessor.training.dataset import Row as JsonRow
from assessor.training.dataset import as_row
from assessor.wording import Text
from assessor.wording.several import quoted


def read_rows(rows: Table, context: Context, file: str) -> Iterator[Record | Issue]:
    """The records of a table's rows, each with its line, and what is wrong with the others.

    Raises
    ------
    AnswerError
        ``document_no_rows``, ``document_no_column`` or ``exchange_no_column``, before anything is yielded.
    """
    if not rows:
        raise AnswerError("document_no_rows", file=file)
    planned = plan(dict.fromkeys(name for _, row in rows for name in row), context.columns, file, rows)
    if not planned.judged:
        yield problem("warning", file, 0, "no_level_column", found=quoted(list(dict.fromkeys(name for _, row in rows for name in row))))
    for number, (line, row) in enumerate(rows, start=1):
        yield read_row(row, planned, context, file, line, str(number))
    yield from _remarks(rows, planned, file)


def _remarks(rows: Table, planned: Plan, file: str) -> Iterator[Issue]:
    """What to know of a table as a whole: columns that may be a rater's, and rows that do not say who speaks although others do."""
    for name in planned.doubtful:
        found = next((shown(row[name]) for _, row in rows if not is_missing(row.get(name)) and not holds_level(row[name])), "—")
        yield problem("warning", file, 0, "doubtful_rater", column=name, found=found)
    for name, key in planned.facts.items():
        silent = sum(words(row.get(name)) is None for _, row in rows) if key == "author" else 0
        if 0 < silent < len(rows):
            yield problem("warning", file, 0, "author_missing", column=name, count=silent)


def read_row(row: Mapping[str, object], planned: Plan, context: Context, file: str, line: int, number: str) -> Record | Issue:
    """One row: an answer with its label, or one rater's label of it."""
    cells: dict[Role, object] = {role: row.get(name) for role, name in planned.roles.items()}
    given, text = id_from(cells.get("id")), cells["text"]
    text = "" if not isinstance(text, str) and is_missing(text) else text  # « NA » may be all that somebody answered
    answer = checked(number if given is None else given, text, row_of(file, line))
    if isinstance(answer, Unreadable):
        return unreadable_row(answer, file, line)
    try:
        return Record(
            file=file,
            line=line,
            text=answer.text,
            id=None if given is None else answer.id,
            said=label_of(cells.get("level"), cells.get("demonstrated"), context.scale),
            rater=words(cells.get("rater")) or "",
            sentences=read_sentences(cells.get("sentences"), answer.text, context.scale),
            ratings=(*_ratings(cells.get("ratings"), context.scale), *_rated(row, planned, context.scale)),
            lang=words(cells.get("lang")),
            scale=words(cells.get("scale")),
            meta={**_meta(cells.get("meta")), **_facts(row, planned)},
            columns=planned.taken,
        )
    except RowError as wrong:
        return wrong.issue(file, line, answer.id)


def unreadable_row(row: Unreadable, file: str, line: int) -> Issue:
    """What keeps a row from being read: a problem says its place by itself, so the message names the row instead."""
    place = row_of(file, line)
    french, english = row.text.fr.replace(place.fr, f"« {row.id} »", 1), row.text.en.replace(place.en, f'"{row.id}"', 1)
    return told(file, line, row.code, Text(french, english))


def label_of(level: object, demonstrated: object, scale: Scale | None, rater: str = "") -> Rating | None:
    """A label from the cells of a level and of demonstrations; on a checklist a level's cell holds demonstrations too.

    Raises
    ------
    RowError
        If a cell holds something else.

    Examples
    --------
    >>> label_of("3", None, None), label_of(None, "A1, A2", None, "Julie").demonstrated
    (Rating(rater='', level=3, demonstrated=None), ('A1', 'A2'))
    """
    codes = None if scale is not None and scale.kind == "ordinal" else read_demonstrated(demonstrated, scale)
    if scale is not None and scale.kind == "checklist":
        codes = read_demonstrated(level, scale) if codes is None else codes
        return None if codes is None else Rating(rater, demonstrated=codes)
    if codes is not None:
        return Rating(rater, demonstrated=codes)
    number = read_level(level, scale)
    return None if number is None else Rating(rater, number)


def _rated(row: Mapping[str, object], planned: Plan, scale: Scale | None) -> list[Rating]:
    """The ratings of a table that has a column a rater."""
    found: list[Rating | None] = []
    for name, (rater, levels) in planned.raters.items():
        cell = row.get(name)
        found.append(rating_of(cell, None, scale, rater) if levels else rating_of(None, cell, scale, rater))
    return [rating for rating in found if rating is not None]


def rating_of(level: object, demonstrated: object, scale: Scale | None, rater: str) -> Rating | None:
    """One rater's label.

    Raises
    ------
    RowError
        ``rating``, which names the rater.
    """
    try:
        return label_of(level, demonstrated, scale, rater)
    except RowError as wrong:
        raise RowError("rating", **(wrong.values | {"rater": rater})) from wrong


def _ratings(value: object, scale: Scale | None) -> list[Rating]:
    """The ratings of one of our own JSON objects."""
    ratings: list[Rating] = []
    for number, one in enumerate(_parsed("ratings", value, list), start=1):
        if not isinstance(one, Mapping):
            raise RowError("field", field=f"ratings.{number - 1}")
        rating = rating_of(one.get("level"), one.get("demonstrated"), scale, words(one.get("rater")) or str(number))
        ratings += [rating] if rating else []
    return ratings


def read_sentences(value: object, text: str, scale: Scale | None) -> tuple[SentenceLabel, ...]:
    """Annotated sentences as our examples write them, in the text and with codes of the scale.

    Raises
    ------
    RowError
        ``field``, ``span`` or ``label``.
    """
    row = {"id": "", "scale": "", "text": "", "sentences": _parsed("sentences", value, list)}
    try:
        found = JsonRow.model_validate(row).example().sentences
    except ValidationError as wrong:
        raise RowError("field", field=".".join(str(part) for part in wrong.errors()[0]["loc"])) from wrong
    for one in found:
        if not 0 <= one.start < one.end <= len(text):
            raise RowError("span", start=one.start, end=one.end, length=len(text))
        if unknown := [code for code in one.concepts if scale is not None and code not in scale.codes]:
            raise RowError("label", found=unknown[0], allowed=", ".join(scale.codes if scale else ()))
    return found


def _meta(value: object) -> dict[str, str | None]:
    return {str(key): one if isinstance(one, str) else words(one) for key, one in _parsed("meta", value, dict).items()}


def _facts(row: Mapping[str, object], planned: Plan) -> dict[str, str]:
    found = ((key, words(row.get(name))) for name, key in planned.facts.items())
    return {key: value for key, value in found if value is not None}


def _parsed(field: str, value: object, kind: type) -> Any:
    """What a cell holds: the value itself, or the JSON that a table's cell writes it as; empty if it says nothing."""
    if isinstance(value, tuple):
        value = list(value)
    if isinstance(value, str) and not is_missing(value):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as wrong:
            raise RowError("field", field=field) from wrong
    if is_missing(value):
        return kind()
    if not isinstance(value, kind):
        raise RowError("field", field=field)
    return value


def words(value: object) -> str | None:
    """A cell as text: whole numbers without the point that spreadsheets add, lists as JSON; None if it says nothing.

    Examples
    --------
    >>> words(7.0), words("santé"), words(float("nan")), words("")
    ('7', 'santé', None, None)
    """
    if isinstance(value, str):
        return writable(value) if value.strip() else None
    if isinstance(value, (list, tuple, dict)):
        return writable(json.dumps(value, ensure_ascii=False))
    if is_missing(value):
        return None
    return str(value).lower() if isinstance(value, bool) else id_from(value)


def to_rows(examples: Iterable[Example]) -> list[dict[str, object]]:
    """Examples as rows with the same keys in the same order; ``sentences`` as our JSON writes them.

    Raises
    ------
    AnswerError
        ``exchange_raters`` if one rater has rated one answer twice, which a table cannot hold.
    """
    examples = list(examples)
    rows = [_row(example) for example in examples]
    raters = [key for row in rows for key in row if read_name(key).role in ("level_of", "demonstrated_of")]
    facts = [column_of_fact(key) for example in examples for key in example.meta]
    start = ["id", *(["scale"] if any(one.scale for one in examples) else []), "lang", "text"]
    labels = [name for name in ("level", "demonstrated") if any(row.get(name) is not None for row in rows)]
    marked = ["sentences"] if any(example.sentences for example in examples) else []
    names = dict.fromkeys([*start, *labels, *raters, *facts, *marked])
    return [{name: row.get(name) for name in names} for row in rows]


def _row(example: Example) -> dict[str, object]:
    row: dict[str, object] = {"id": example.id, "scale": example.scale, "lang": example.lang, "text": example.text}
    row |= {"level": example.level, "demonstrated": None if example.demonstrated is None else list(example.demonstrated)}
    for one in example.ratings:
        name = f"level_{one.rater}" if one.demonstrated is None else f"demonstrated_{one.rater}"
        if name in row:
            raise AnswerError("exchange_raters", id=example.id, rater=one.rater)
        row[name] = one.level if one.demonstrated is None else list(one.demonstrated)
    row |= {column_of_fact(key): value for key, value in example.meta.items()}
    row["sentences"] = as_row(example)["sentences"] if example.sentences else None
    return row
