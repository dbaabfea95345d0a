"""What every command shares: the program's name, its options, how errors are told, progress bars, files written whole.

Heavy imports stay inside the commands, so that ``--help`` and errors come at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from assessor.domain.issue import Issue
from assessor.errors import AssessorError
from assessor.wording import Language, say

LanguageOption = Annotated[
    Literal["fr", "en"],
    typer.Option("--lang", help="Langue des messages et des motifs. / Language of messages and reasons.", envvar="ASSESSOR_LANG"),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processus ; change la vitesse, jamais le résultat. / Processes.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Sortie pour un programme. / Output for a program.")]

app = typer.Typer(
    name="assessor",
    help="Preuves et niveaux dans des exemples comportementaux, selon des grilles publiées ; hors ligne, et une personne décide.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
errors = Console(stderr=True, markup=False, highlight=False)


def console() -> Console:
    """Standard output, as wide as it is now; brackets in what people wrote are words, not styles."""
    return Console(markup=False, highlight=False)


@contextmanager
def told(language: Language) -> Iterator[None]:
    """Turn what a person can act on into a message and exit status 2; nobody is shown a traceback for a bad input or Ctrl-C."""
    try:
        yield
    except AssessorError as problem:
        # The terminal breaks the lines, not we: a command to copy or a path stays whole, on a screen as in a log.
        errors.print(problem.message(language), style="red", soft_wrap=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        errors.print(say("versions.interrupted").in_(language), style="red")
        raise typer.Exit(130) from None
    except BrokenPipeError:
        raise typer.Exit(0) from None


@contextmanager
def bars(language: Language) -> Iterator[Callable[[str, int, int], None]]:
    """A progress report for the terminal: one bar a stage, nothing when the output is not a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        running: dict[str, TaskID] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in running or progress.tasks[running[stage]].finished:
                running[stage] = progress.add_task(say(f"stage.{stage}").in_(language), total=total)
            progress.update(running[stage], completed=done, total=total)

        yield report


def _standard_output() -> TextIO:
    """Standard output in UTF-8, with one newline character, whatever the console's own ways."""
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # a real file, not just any TextIO
    return sys.stdout


def print_json(value: Any) -> None:
    """A value for a program."""
    print(json.dumps(value, ensure_ascii=False, indent=1), file=_standard_output())


def issue_row(issue: Issue, language: Language) -> dict[str, object]:
    """What is wrong and where, for a program."""
    return {"severity": issue.severity, "file": issue.file, "line": issue.line, "code": issue.code, "message": issue.text.in_(language)}


def issues_table(issues: Iterable[Issue], language: Language) -> Table:
    """What is wrong and where; a long place goes on in the next line, since the number of the line stands at its end."""
    severity, place, problem = (say(f"column.{name}").in_(language) for name in ("severity", "place", "problem"))
    table = Table(severity, Column(place, overflow="fold"), problem)
    for one in issues:
        table.add_row(say(f"column.{one.severity}").in_(language), one.place, one.text.in_(language))
    return table


def check_output(output: Path | None, source: str | Path) -> None:
    """Refuse, before any work, an output that is a folder, has no name, or is a file that is read.

    Raises
    ------
    AssessorError
        ``output_closed`` or ``output_is_input``.
    """
    if output is None:
        return
    if not output.name or output.is_dir():
        raise AssessorError("output_closed", file=output)
    read, written = Path(source).resolve(), output.resolve()
    if output.is_file() and read in (written, written.parent):
        raise AssessorError("output_is_input", file=output)


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """Where lines go: UTF-8 and one newline character on every system; a file appears under its name only when it is whole.

    What is there and is no ordinary file (a pipe, a device) is written to as it is.
    """
    try:
        if output is None:
            stream = _standard_output()
            yield stream
            stream.flush()
            return
        target = output.resolve()
        straight = target.exists() and not target.is_file()
        written = target if straight else target.with_name(target.name + ".partial")
        with written.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        if not straight:
            written.replace(target)
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise AssessorError("output_closed", file=output or "stdout") from problem
