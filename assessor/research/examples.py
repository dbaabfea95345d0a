"""Annotated answers from a file or a table, for :func:`assessor.fit`."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor import exchange
from assessor.domain.example import Example
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import TrainingDataError
from assessor.research.scales import read_scale
from assessor.wording import preferred, say

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
        rows = "".join(f"<li>{escape(issue.message(preferred()))}</li>" for issue in self.problems[:_SHOWN])
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
        Names of columns that are not the usual ones: ``text``, ``level``, ``id``, ``rater``, and ``raters``, a list of columns that each
        hold one rater's level.
    format : str, optional
        One of :data:`assessor.exchange.FORMATS`, if it cannot be told from the file.

    Returns
    -------
    list of Example
        Rows that cannot be used are left out, and told of in its ``problems`` and in a warning.

    Raises
    ------
    TrainingDataError
        If no row can be used.
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
    named = None if columns is None else exchange.Columns(**{name: _fixed(one) for name, one in columns.items()})
    if isinstance(source, (str, Path)):
        imported = exchange.read_annotated(Path(source), known, format=format, columns=named)
    else:
        imported = exchange.from_frame(source, known, columns=named)
    found = Examples(imported.examples, imported.problems)
    language = preferred()
    left_out = [issue for issue in found.problems if issue.severity == "error"]
    told = "\n".join(issue.message(language) for issue in left_out[:_SHOWN] or found.problems[:_SHOWN])
    if not found:
        raise TrainingDataError("research_nothing", count=len(found.problems), problems=told)
    if left_out:
        warnings.warn(say("research.examples.left_out", count=len(left_out), problems=told).in_(language), stacklevel=2)
    return found


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
