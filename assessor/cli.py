"""The command line: ``assessor app | score | check | train | evaluate``.

Heavy imports stay inside the commands, so that ``--help`` and errors come at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, TextIO, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

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
errors = Console(stderr=True)


@contextmanager
def told(language: Language) -> Iterator[None]:
    """Turn what a person can act on into a message and exit status 2; nobody is shown a traceback for a bad input."""
    try:
        yield
    except AssessorError as problem:
        errors.print(problem.message(language), style="red", markup=False, highlight=False)
        raise typer.Exit(2) from None
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


@app.command()
def score(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Fichier .jsonl .csv .xlsx .txt .docx .pdf, dossier, ou - (entrée standard).")
    ],
    scale: Annotated[str, typer.Option("--scale", "-s", help="Échelle, par exemple arc-collaboration.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fichier JSONL à écrire ; sinon la sortie standard.")] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processus ; change la vitesse, jamais un octet.")] = 1,
    backend: Annotated[str, typer.Option(help="Moteur joblib : loky, threading, dask…")] = "loky",
    text_column: Annotated[str | None, typer.Option(help="Colonne du texte, si elle ne s'appelle pas text.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Colonne de l'identifiant, si elle ne s'appelle pas id.")] = None,
    lang: LanguageOption = "fr",
) -> None:
    """Évalue des réponses : une ligne JSON par réponse, dans l'ordre.

    Statut 0 si toutes ont été évaluées, 1 si certaines ne l'ont pas été (leur ligne dit pourquoi), 2 si l'appel est fautif.

        assessor score reponses.jsonl --scale arc-collaboration --output resultats.jsonl

        assessor score reponses.xlsx --scale cnrc-service --text-column Réponse --workers 4
    """
    from assessor.assess import load_assessor
    from assessor.documents import Unreadable, read_documents
    from assessor.scoring import score as score_answers

    with told(lang), bars(lang) as report:
        load_assessor(scale)
        origin = sys.stdin.buffer if source == "-" else Path(source)
        try:
            answers = list(read_documents(origin, text_column=text_column, id_column=id_column))
        except AssessorError as problem:
            if source == "-" or not Path(source).is_file() or problem.code not in UNREADABLE_FILE:
                raise
            answers = [Unreadable(Path(source).stem, problem.code, problem.text)]
        complete = True
        with _opened(output) as stream:
            for done, (line, scored) in enumerate(score_answers(answers, scale, lang, workers, backend), start=1):
                stream.write(line)
                complete = complete and scored
                report("score", done, len(answers))
    if not complete:
        raise typer.Exit(1)


# A file that holds one answer and cannot be read is an answer that cannot be scored, not a bad call.
UNREADABLE_FILE = frozenset(
    f"document_{code}"
    for code in (
        "binary",
        "bomb",
        "damaged",
        "empty",
        "heavy",
        "not_json_file",
        "old_office",
        "other",
        "pages",
        "password",
        "program",
        "scanned",
    )
)


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Where lines go: UTF-8 and one newline character on every system; a file appears under its name only when it is whole."""
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    partial = output.with_name(output.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    except OSError as problem:
        raise AssessorError("output_closed", file=output) from problem
    partial.replace(output)


@app.command()
def check(
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[SCALE|PATH]...", help="Échelles ou fichiers scale.yaml ; toutes par défaut.")
    ] = None,
    examples: Annotated[
        bool, typer.Option("--examples/--no-examples", help="Vérifier aussi les exemples annotés. / Check examples too.")
    ] = True,
    write_cards: Annotated[bool, typer.Option("--write-cards", help="Récrire les CARD.md des exemples. / Rewrite the CARD.md.")] = False,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Dit d'un coup tous les problèmes d'une échelle et de ses exemples, avec le fichier et la ligne. Statut 1 s'il y a une erreur.

    assessor check

    assessor check arc-collaboration --no-examples
    """
    from assessor.rubric import check_scale, list_scales
    from assessor.training.checks import check_examples

    with told(lang), bars(lang) as report:
        names = what or list(list_scales())
        issues = []
        for done, name in enumerate(names, start=1):
            found = check_scale(name)
            issues += found
            if examples and not any(issue.severity == "error" for issue in found):
                issues += check_examples(name, report)
            report("check", done, len(names))
        if write_cards:
            from assessor.training.datasheet import write_cards as write

            write(names)
    if as_json:
        rows = [
            {"severity": one.severity, "file": one.file, "line": one.line, "code": one.code, "message": one.text.in_(lang)}
            for one in issues
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif issues:
        table = Table(*(say(f"column.{name}").in_(lang) for name in ("severity", "place", "problem")))
        for one in issues:
            table.add_row(say(f"column.{one.severity}").in_(lang), f"{one.file}:{one.line}" if one.line else one.file, one.text.in_(lang))
        Console().print(table, markup=False)
    else:
        print(say("column.clean", count=len(names)).in_(lang))
    if any(one.severity == "error" for one in issues):
        raise typer.Exit(1)


@app.command()
def train(
    scales: Annotated[
        list[str] | None, typer.Argument(metavar="[SCALE]...", help="Échelles ; toutes par défaut. / All by default.")
    ] = None,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Entraîne les modèles sur les exemples annotés ; les modèles en place restent jusqu'à ce que les nouveaux soient entiers.

    assessor train --jobs 2

    assessor train arc-collaboration
    """
    from assessor.training.train import train as train_models

    with told(lang), bars(lang) as report:
        manifests = train_models(tuple(scales or ()), jobs, report)
    if as_json:
        print(json.dumps(manifests, ensure_ascii=False, indent=1))
        return
    table = Table(say("column.model").in_(lang), say("column.examples").in_(lang), say("column.figures").in_(lang))
    for one in manifests:
        data, figures = cast("dict[str, object]", one["data"]), cast("dict[str, float]", one.get("figures", {}))
        shown = ", ".join(f"{say(f'card.names.{name}').in_(lang)} {value:.3f}" for name, value in figures.items())
        table.add_row(str(one["name"]), str(data["examples"]), shown)
    Console().print(table)


@app.command()
def evaluate(
    scales: Annotated[
        list[str] | None, typer.Argument(metavar="[SCALE]...", help="Échelles ; toutes par défaut. / All by default.")
    ] = None,
    baselines: Annotated[bool, typer.Option("--baselines", help="À côté de méthodes simples. / Beside simple methods.")] = False,
    studies: Annotated[bool, typer.Option("--studies", help="Courbe d'apprentissage, ablations, auteur ou secteur écarté (long).")] = False,
    stability: Annotated[bool, typer.Option("--stability", help="Variantes : genre, noms, fautes, accents… (modèles en place).")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Dossier du rapport (Markdown et HTML).")] = None,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Mesure les modèles sur des réponses que rien en eux n'a vues, auteur et secteur tenus à l'écart.

    assessor evaluate --baselines --jobs 2

    assessor evaluate arc-collaboration --studies --stability --output rapport
    """
    from rich.markdown import Markdown

    from assessor.training.report import markdown_report
    from assessor.training.run import evaluate_scales

    with told(lang), bars(lang) as report:
        results = evaluate_scales(
            tuple(scales or ()), baselines=baselines, studies=studies, stability=stability, output=output, jobs=jobs, progress=report
        )
    if as_json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
        return
    Console().print(Markdown(markdown_report(results, lang)))


@app.command(name="app")
def open_app(
    port: Annotated[int, typer.Option(help="Port.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Adresse d'écoute ; la machine seule par défaut. / This machine only by default.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Ouvrir le navigateur. / Open the browser.")] = True,
) -> None:
    """Ouvre l'application dans le navigateur ; rien ne sort de la machine.

    assessor app

    assessor app --port 8600 --no-browser
    """
    import subprocess

    from assessor.paths import app_file
    from assessor.ui.settings import command

    try:
        status = subprocess.call([*command(app_file(), port=port, open_browser=browser), f"--server.address={address}"])
    except KeyboardInterrupt:
        status = 0
    raise typer.Exit(status)
