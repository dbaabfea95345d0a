"""The way in: scales by name or by file, and what is wrong with a scale file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from assessor.domain.issue import Issue
from assessor.domain.question import Question
from assessor.domain.scale import Scale
from assessor.errors import ScaleError
from assessor.paths import scales_root
from assessor.rubric.checks import check_document
from assessor.rubric.document import read_document
from assessor.rubric.questions import QUESTIONS_FILE, examined_questions
from assessor.rubric.schema import ROWS, ScaleRow
from assessor.rubric.validation import validated
from assessor.wording import Text

FILE = "scale.yaml"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def list_scales(root: Path | None = None) -> tuple[str, ...]:
    """The ids of all scales: every folder that holds a ``scale.yaml``, in alphabetical order.

    Examples
    --------
    >>> "arc-collaboration" in list_scales()
    True
    """
    root = root or scales_root()
    return tuple(sorted(path.parent.name for path in root.glob(f"*/{FILE}")))


def read_scale(path_or_id: str | Path, root: Path | None = None) -> Scale:
    """A scale, by its id, its folder or its file.

    Parameters
    ----------
    path_or_id : str or Path
        An id of :func:`list_scales`, or the path of a ``scale.yaml`` or of the folder that holds it.
    root : Path, optional
        Where ids are looked for; the installation's scales by default.

    Raises
    ------
    ScaleError
        If there is no such scale, or its file cannot be used; the message lists every problem with its line.

    Examples
    --------
    >>> read_scale("arc-collaboration").codes
    ('1', '2', '3', '4', 'client', 'equipe')
    """
    scale, issues = _examined(_located(path_or_id, root))
    if scale is None:
        raise _unusable([issue for issue in issues if issue.severity == "error"])
    return scale


def read_questions(path_or_id: str | Path, root: Path | None = None) -> tuple[Question, ...]:
    """Behavioural questions to practise a scale on: those that the scale asks, then those of the ``questions.yaml`` beside it, if any.

    Parameters
    ----------
    path_or_id : str or Path
        As for :func:`read_scale`.
    root : Path, optional

    Raises
    ------
    ScaleError
        If the scale or its question bank cannot be used.

    Examples
    --------
    >>> {question.concept for question in read_questions("arc-collaboration")} >= {None, "1", "4"}
    True
    """
    scale = read_scale(path_or_id, root)
    questions, issues = examined_questions(_located(path_or_id, root).with_name(QUESTIONS_FILE), scale)
    if issues:
        raise _unusable(issues, "rubric_questions_invalid")
    return (*(Question(text) for text in scale.questions), *questions)


def _unusable(errors: Sequence[Issue], code: str = "rubric_invalid") -> ScaleError:
    problems = Text("\n".join(issue.message("fr") for issue in errors), "\n".join(issue.message("en") for issue in errors))
    return ScaleError(code, file=errors[0].file, count=len(errors), problems=problems)


def check_scale(path_or_id: str | Path, root: Path | None = None) -> list[Issue]:
    """Everything that is wrong with a scale file and with its question bank, and what would be better otherwise, by file and line.

    Raises
    ------
    ScaleError
        Only if there is no such file; what the file holds is never raised.
    """
    path = _located(path_or_id, root)
    scale, issues = _examined(path)
    return [*issues, *examined_questions(path.with_name(QUESTIONS_FILE), scale)[1]]


def _located(path_or_id: str | Path, root: Path | None) -> Path:
    """The file meant by an id, a folder or a file."""
    if isinstance(path_or_id, str) and _ID.fullmatch(path_or_id):
        return (root or scales_root()) / path_or_id / FILE
    path = Path(path_or_id)
    return path if path.name == FILE or path.suffix in {".yaml", ".yml"} else path / FILE


def _examined(path: Path) -> tuple[Scale | None, tuple[Issue, ...]]:
    """The scale of a file, None if it has errors; read anew each time, worked out once for the same bytes."""
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ScaleError("rubric_unknown", path=path, known=", ".join(list_scales()) or "—") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise ScaleError("rubric_unreadable", path=repr(str(path))) from error
    return _examined_bytes(raw, str(path), path.absolute().parent.name)


@lru_cache(maxsize=64)
def _examined_bytes(raw: bytes, file: str, folder: str) -> tuple[Scale | None, tuple[Issue, ...]]:
    document = read_document(raw, file)
    row = validated(document, ScaleRow, ROWS)
    check_document(document, folder)
    issues = tuple(sorted(document.issues, key=lambda issue: (issue.line, issue.code, issue.text.fr)))
    usable = row is not None and all(issue.severity != "error" for issue in issues)
    return (row.domain() if row is not None and usable else None), issues
