"""What every format is read into, before answers and ratings are brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assessor.documents.source import Source
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.issue import Issue, Severity
from assessor.domain.scale import Scale
from assessor.wording import Language, Text, say

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns (in Label Studio, the controls) to read when they have other names than the usual ones.

    ``raters`` are columns that each hold one rater's level or demonstrations; ``rater`` is the column that names the rater of a line,
    where an answer has several lines; ``author`` is the column that says who speaks.
    """

    text: str | None = None
    level: str | None = None
    id: str | None = None
    rater: str | None = None
    raters: tuple[str, ...] = ()
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What could be read, and what was wrong: an ``error`` is a row left out, a ``warning`` something to know about rows that were read.

    ``columns`` holds, for every table read, what each of its columns was taken for, as pairs of a role (``text``, ``raters``, ``fact``…)
    and the column's name.
    """

    examples: tuple[Example, ...]
    problems: tuple[Issue, ...] = ()
    columns: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many rows (lines, tasks, files) were left out."""
        return sum(one.severity == "error" for one in self.problems)


@dataclass(frozen=True, slots=True)
class Record:
    """One row, task, document or review, read but not yet brought together with others about the same answer.

    ``said`` is the label it gives: the settled one if ``rater`` is empty, else what that rater gave. ``other_id`` is used when
    ``id`` names another text already. Reviews of one answer by different people (``reviewer``) are no repetition. ``columns`` says what
    the columns of the record's table were taken for.
    """

    file: str
    line: int
    text: str
    id: str | None = None
    said: Rating | None = None
    rater: str = ""
    sentences: tuple[SentenceLabel, ...] = ()
    ratings: tuple[Rating, ...] = ()
    lang: str | None = None
    scale: str | None = None
    meta: Mapping[str, str | None] = field(default_factory=dict)
    other_id: str | None = None
    reviewer: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a format needs to know to read a file; ``several`` says that the file is one of a folder."""

    scale: Scale | None = None
    columns: Columns = Columns()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    name : str
        For ``--format``.
    suffixes : tuple of str
        Of the files it is found in; the first is what it is written to.
    claims : callable
        Whether a JSON file is of this kind, by its first object; not asked of other files.
    read : callable
        The records of a file, and what is wrong with the rows that give none.
    write : callable or None
        The files to write, by what is put at the end of the target's name (an empty string for the target itself).
    general : bool
        Whether other formats are asked first.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Source, Context], Iterator[Record | Issue]]
    write: Callable[[Sequence[Example], Scale | None, Language], dict[str, bytes]] | None = None
    claims: Callable[[Mapping[str, object]], bool] = lambda _: False
    general: bool = False


def silent(stage: str, done: int, total: int) -> None:
    """The progress report of those who want none."""


class RowError(Exception):
    """Why a row cannot be read: a code of ``exchange.problem``, and what fills it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def issue(self, file: str, line: int, name: str) -> Issue:
        """The problem, with the row's place and name."""
        return problem("error", file, line, self.code, id=name, **self.values)


def problem(severity: Severity, file: str, line: int, code: str, **values: object) -> Issue:
    """A problem of a row, in the words of ``exchange.yaml``.

    Examples
    --------
    >>> problem("error", "notes.csv", 3, "rater_repeated", id="a7", rater="Julie", first="notes.csv:2").message("en")
    'notes.csv:3: "a7": Julie rated this answer already (notes.csv:2). Keep one of the two.'
    """
    return Issue(severity, file, line, code, say(f"exchange.problem.{code}", **values))


def told(file: str, line: int, code: str, text: Text) -> Issue:
    """A row left out, in words that are there already."""
    return Issue("error", file, line, code, text)
