"""The way in and the way out: which format reads what, and writes what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Final

from assessor.documents.container import kind_of
from assessor.documents.source import Source, from_path, suffix_of
from assessor.documents.unreadable import writable
from assessor.domain.example import Example
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import AnswerError, AssessorError
from assessor.exchange.json_items import first_object
from assessor.exchange.record import Columns, Context, Format, Imported, Progress, Record, silent, told
from assessor.exchange.settle import settle
from assessor.wording import Language

_JSON: Final = frozenset({".json", ".jsonl"})


def _discovered() -> Mapping[str, Format]:
    package = __name__.rpartition(".")[0]
    folder = [str(Path(__file__).parent)]
    modules = sorted(one.name for one in iter_modules(folder) if one.name.startswith("format_"))
    formats: list[Format] = [import_module(f"{package}.{name}").FORMAT for name in modules]
    return MappingProxyType({one.name: one for one in formats})


FORMATS: Final = _discovered()
"""Every format by its name; each ``format_<name>.py`` of this folder is found by discovery."""


def read_annotated(
    source: Path | str,
    scale: Scale | None = None,
    *,
    format: str | None = None,  # noqa: A002 - the word people use
    columns: Columns | None = None,
    author: str | None = None,
    progress: Progress = silent,
) -> Imported:
    r"""Annotated answers of a file or of a folder, and what is wrong with the rows that could not be read.

    Parameters
    ----------
    source : Path or str
        A folder gives what its files hold, in the order of their names.
    scale : Scale, optional
        Levels, codes and ids must be its own. Without one any whole number is a level and any label a code.
    format : str, optional
        A name of :data:`FORMATS`; by default it is told from the file's name and content.
    columns : Columns, optional
        Columns with other names than the usual ones.
    author : str, optional
        Who speaks in answers that do not say it; by default each is its own author.
    progress : callable
        Called with what is being done, how many answers are read, and how many there are.

    Returns
    -------
    Imported

    Raises
    ------
    AnswerError
        If nothing at all can be read: no such file, no column of texts, a format that does not exist…

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "notes.csv")
    ...     _ = file.write_text("id;réponse;niveau\n7;J'ai appelé le maire.;2\n8;J'ai écrit.;deux", "utf-8")
    ...     read = read_annotated(file)
    >>> read.examples[0].level, read.problems[0].message("en")
    (2, 'notes.csv:3: "8": the level "deux" cannot be read. Allowed: any whole number.')
    """
    chosen = None if format is None else _named(format)
    path = Path(source)
    context = Context(scale, columns or Columns())
    if not path.is_dir():
        return settle(_records(path, chosen, context), scale, author, progress)
    return settle(_folder(path, chosen, context), scale, author, progress)


def _named(name: str) -> Format:
    if name not in FORMATS:
        raise AnswerError("exchange_format", found=name, allowed=", ".join(FORMATS))
    return FORMATS[name]


def _records(path: Path, chosen: Format | None, context: Context) -> Iterator[Record | Issue]:
    source = from_path(path, context.columns.text, context.columns.id)
    return (chosen or _format_of(source)).read(source, context)


def _folder(folder: Path, chosen: Format | None, context: Context) -> Iterator[Record | Issue]:
    """What the files of a folder hold; one that cannot be read is told, and the others are read."""
    suffixes = {suffix for one in FORMATS.values() for suffix in one.suffixes}
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    except OSError as error:
        raise AnswerError("document_closed", file=writable(folder.name)) from error
    paths = [path for path in paths if suffix_of(path.name) in suffixes]
    if not paths:
        raise AnswerError("document_no_files", file=writable(str(folder)), allowed=", ".join(sorted(suffixes)))
    context = Context(context.scale, context.columns, several=len(paths) > 1)
    for path in paths:
        try:
            yield from _records(path, chosen, context)
        except AssessorError as problem:
            yield told(writable(path.name), 0, problem.code, problem.text)


def _format_of(source: Source) -> Format:
    """The format of a file, by its name and, of JSON, by its first object."""
    fitting = [one for one in FORMATS.values() if source.suffix in one.suffixes]
    if source.suffix in _JSON and kind_of(source.data) is None:
        first = first_object(source)
        fitting = sorted((one for one in fitting if one.claims(first)), key=lambda one: one.general)
    if not fitting:
        suffixes = sorted({suffix for one in FORMATS.values() for suffix in one.suffixes})
        raise AnswerError("exchange_read_suffix", file=source.file, suffix=source.suffix or "—", allowed=", ".join(suffixes))
    return fitting[0]


def write_annotated(
    examples: Iterable[Example],
    target: Path | str,
    *,
    format: str | None = None,  # noqa: A002 - the word people use
    scale: Scale | None = None,
    language: Language = "fr",
) -> tuple[Path, ...]:
    """Write annotated answers; files appear under their names only when they are whole.

    Parameters
    ----------
    examples : iterable of Example
    target : Path or str
    format : str, optional
        A name of :data:`FORMATS`; by default the target's suffix says it (``.json`` is Label Studio's).
    scale : Scale, optional
        Its names and levels are written where the format has a place for them.
    language : {"fr", "en"}
        Of those names.

    Returns
    -------
    tuple of Path
        The files written: the target, and for Label Studio the configuration of the project beside it.

    Raises
    ------
    AnswerError
        If there is no such format, it is only read, or it cannot hold one of the examples.
    AssessorError
        ``output_closed`` if a file cannot be written.
    """
    target = Path(target)
    chosen = _written_to(target) if format is None else _named(format)
    if chosen.write is None:
        raise AnswerError("exchange_read_only", format=chosen.name, allowed=", ".join(name for name, one in FORMATS.items() if one.write))
    examples = list(examples)
    if not examples:
        raise AnswerError("exchange_empty")
    written: list[Path] = []
    for ending, content in chosen.write(examples, scale, language).items():
        path = target.with_name(target.stem + ending) if ending else target
        partial = path.with_name(path.name + ".partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(content)
            partial.replace(path)
        except (OSError, ValueError) as problem:
            raise AssessorError("output_closed", file=writable(str(path))) from problem
        written.append(path)
    return tuple(written)


def _written_to(target: Path) -> Format:
    fitting = [one for one in FORMATS.values() if one.write and one.suffixes[0] == suffix_of(target.name)]
    if not fitting:
        suffixes = sorted({one.suffixes[0] for one in FORMATS.values() if one.write})
        raise AnswerError("exchange_suffix", suffix=target.suffix or "—", allowed=", ".join(suffixes), formats=", ".join(FORMATS))
    return min(fitting, key=lambda one: not one.general)
