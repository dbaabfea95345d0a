"""The question bank of a scale: ``questions.yaml`` beside its ``scale.yaml``, a file of its own so that the scale's version stands.

It need not exist. What is wrong with it is told like what is wrong with a scale, and keeps neither the scale nor its model from being used.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assessor.domain.issue import Issue
from assessor.domain.question import Question
from assessor.domain.scale import Scale
from assessor.errors import ScaleError
from assessor.rubric.document import Document, read_document
from assessor.rubric.schema import Code, Row, Words
from assessor.rubric.validation import validated
from assessor.wording import Text

QUESTIONS_FILE = "questions.yaml"


class QuestionRow(Row):
    """A question in both languages, and the code of the concept it aims at."""

    fr: Words
    en: Words
    concept: Code | None = None

    def domain(self) -> Question:
        """As a frozen dataclass."""
        return Question(Text(self.fr, self.en), self.concept)


class QuestionsRow(Row):
    """The whole file."""

    questions: Annotated[list[QuestionRow], Field(min_length=1)]


ROWS: dict[str, type[Row]] = {"": QuestionsRow, "questions": QuestionRow}


def examined_questions(file: Path, scale: Scale | None) -> tuple[tuple[Question, ...], tuple[Issue, ...]]:
    """The questions of a file, and what is wrong with it by line; neither if there is no such file, no question if there is an error.

    Parameters
    ----------
    file : pathlib.Path
    scale : Scale or None
        What the questions may aim at, and the questions it already asks; None when the scale itself cannot be used.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        raise ScaleError("rubric_unreadable", path=repr(str(file))) from error
    return _examined_bytes(raw, str(file), scale)


@lru_cache(maxsize=64)
def _examined_bytes(raw: bytes, file: str, scale: Scale | None) -> tuple[tuple[Question, ...], tuple[Issue, ...]]:
    document = read_document(raw, file)
    rows = validated(document, QuestionsRow, ROWS)
    _check(document, scale)
    issues = tuple(sorted(document.issues, key=lambda issue: (issue.line, issue.code, issue.text.fr)))
    return (tuple(row.domain() for row in rows.questions) if rows and not issues else ()), issues


def _check(document: Document, scale: Scale | None) -> None:
    """Each question aims at a concept of the scale, and none is asked twice."""
    listed = document.data.get("questions") if isinstance(document.data, dict) else None
    known = scale.concept_codes if scale else ()
    asked = {_bare(text.fr) for text in scale.questions} if scale else set()
    for place, row in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(row, dict):
            continue
        code, words = row.get("concept"), row.get("fr")
        if scale and isinstance(code, str) and code not in known:
            document.add("question_concept", ("questions", place, "concept"), used=code, known=", ".join(known))
        if isinstance(words, str):
            if _bare(words) in asked:
                document.add("question_repeated", ("questions", place, "fr"))
            asked.add(_bare(words))


def _bare(text: str) -> str:
    """A question as it compares: without case and spacing."""
    return " ".join(text.casefold().split())
