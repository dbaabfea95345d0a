"""Annotated answers from a file or a table, for :func:`assessor.fit`."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor import exchange
from assessor.domain.example import Example
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import TrainingDataError
from assessor.research.scales import read_scale
from assessor.wording import Text, preferred, say
from assessor.wording.several import first_lines

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 10


class Examples(list[Example]):
    """A list of :class:`~assessor.domain.example.Example`, with what kept other rows from being read.

    Parameters
    ----------
    examples : iterable of Example
    problems : sequence of Issue
        What was wrong with rows, each with its place.
    """

    def __init__(self, examples: Iterable[Example] = (), problems: Sequence[Issue] = ()) -> None:
        super().__init__(examples)
        self.problems = tuple(problems)

    def to_frame(self) -> pd.DataFrame:
        """One row an answer: what :func:`read_examples` reads back."""
        frame: pd.DataFrame = exchange.to_frame(self)
        return frame

    def summary(self) -> str:
        """How many answers, and how many of them have marked passages."""
        return say("research.examples.count", count=len(self), spans=sum(bool(one.sentences) for one in self)).in_(preferred())

    def __repr__(self) -> str:
        return f"<Examples: {self.summary()}>"

    def _repr_html_(self) -> str:
        lines = _told(self.problems).in_(preferred()).splitlines()
        rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
        listed = f'<ul style="list-style:disc;padding-left:1.3em;overflow-wrap:anywhere">{rows}</ul>' if rows else ""
        return f"<p>{escape(self.summary())}</p>{listed}"


def read_examples(
    source: str | Path | pd.DataFrame,
    scale: str | Path | Scale | None = None,
    *,
    columns: Mapping[str, Any] | None = None,
    format: str | None = None,  # noqa: A002  (the word people look for)
) -> Examples:
    """Annotated answers: levels only or levels and spans, one rater or several.

    Parameters
    ----------
    source : str, pathlib.Path or pandas.DataFrame
        A table, or a file: CSV, XLSX, JSONL, Label Studio, doccano, spaCy DocBin, reviews downloaded from the page « Évaluer ».
    scale : str, pathlib.Path or Scale, optional
        What the labels must fit; without it they are read as they are.
    columns : mapping, optional
        Names of columns that are not the usual ones: ``text``, ``level``, ``id``, ``rater``, and ``raters``, one column or a list of
        columns that each hold one rater's level.
    format : str, optional
        One of :data:`assessor.exchange.FORMATS`, if it cannot be told from the file.

    Returns
    -------
    list of Example
        Rows that cannot be used are left out, and told of in its ``problems`` and in a warning.

    Raises
    ------
    TrainingDataError
        If no row can be used, or ``columns`` has other keys.
    AnswerError
        If the file cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"text": ["J'ai appelé la mairie.", "Il pleuvait."], "level": [2, 0], "author": ["a", "b"]})
    >>> [(one.level, one.meta["author"]) for one in read_examples(frame, "arc-collaboration")]
    [(2, 'a'), (0, 'b')]
    """
    known = None if scale is None else read_scale(scale)
    named = None if columns is None else _named(columns)
    if isinstance(source, (str, Path)):
        imported = exchange.read_annotated(Path(source), known, format=format, columns=named)
    else:
        imported = exchange.from_frame(source, known, columns=named)
    found = Examples(imported.examples, imported.problems)
    left_out = [issue for issue in found.problems if issue.severity == "error"]
    told = _told(left_out or found.problems)
    if not found:
        raise TrainingDataError("research_nothing", count=len(found.problems), problems=told)
    if left_out:
        warnings.warn(say("research.examples.left_out", count=len(left_out), problems=told).in_(preferred()), stacklevel=2)
    return found


def _told(problems: Sequence[Issue]) -> Text:
    return first_lines([Text(issue.message("fr"), issue.message("en")) for issue in problems], _SHOWN)


def _named(columns: Mapping[str, Any]) -> exchange.Columns:
    """Names of columns as the readers take them; the column of a single rater need not be in a list."""
    allowed = [field.name for field in fields(exchange.Columns)]

    def fits(name: str, value: Any) -> bool:
        return isinstance(value, Iterable) if name == "raters" else name in allowed and not isinstance(value, (list, tuple))

    wrong = [repr(columns)]
    if isinstance(columns, Mapping):
        wrong = [f"{name!r}: {value!r}" for name, value in columns.items() if not fits(name, value)]
    if wrong:
        raise TrainingDataError("research_wrong_columns", found=", ".join(wrong), allowed=", ".join(allowed))
    raters = columns.get("raters", ())
    return exchange.Columns(**{**columns, "raters": (raters,) if isinstance(raters, str) else tuple(raters)})
