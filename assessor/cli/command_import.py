"""``assessor import``: annotated answers from elsewhere, as examples to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from assessor.cli.shared import JsonOption, LanguageOption, app, bars, check_output, console, issue_row, issues_table, print_json, told
from assessor.errors import AssessorError
from assessor.wording import Language, say
from assessor.wording.several import quoted

if TYPE_CHECKING:
    from assessor.exchange import Imported

_SHOWN = 40


@app.command(name="import")
def import_file(
    source: Annotated[str, typer.Argument(metavar="FILE", help="Fichier ou dossier. / A file or a folder.")],
    scale: Annotated[
        str | None, typer.Option("--scale", "-s", help="Échelle ; sans elle, tout niveau entier est permis. / Any whole level without it.")
    ] = None,
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", help="csv, doccano, dossier, jsonl, label-studio, spacy, xlsx ; reconnu par défaut.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Fichier JSONL à écrire, par exemple dans scales/ÉCHELLE/examples/.")
    ] = None,
    author: Annotated[str | None, typer.Option(help="Qui parle, si le fichier ne le dit pas ; sinon chaque réponse est à part.")] = None,
    text_column: Annotated[str | None, typer.Option(help="Colonne du texte. / Column of the text.")] = None,
    level_column: Annotated[str | None, typer.Option(help="Colonne du niveau. / Column of the level.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Colonne de l'identifiant. / Column of the id.")] = None,
    rater_column: Annotated[str | None, typer.Option(help="Colonne qui nomme l'évaluateur de la ligne. / Names the line's rater.")] = None,
    rater_columns: Annotated[
        str | None, typer.Option(help="Colonnes de niveaux, une par évaluateur : a,b. / Columns of levels, one a rater.")
    ] = None,
    author_column: Annotated[str | None, typer.Option(help="Colonne de la personne qui parle. / Column of who speaks.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Lit des réponses annotées : CSV, XLSX, JSONL, Label Studio, doccano, spaCy, évaluations téléchargées. Nomme chaque ligne fautive.

    Statut 0 si tout a été lu, 1 si des lignes ont été laissées de côté, 2 si l'appel est fautif. Sans --output, rien n'est écrit.

    assessor import notes.xlsx --scale arc-collaboration --output scales/arc-collaboration/examples/notes.jsonl

    assessor import notes.csv --text-column Commentaire --rater-columns juge_1,juge_2

    assessor import evaluations/ --scale cnrc-service --format dossier
    """
    from assessor.exchange import Columns, read_annotated, write_annotated
    from assessor.rubric import read_scale

    raters = tuple(name.strip() for name in (rater_columns or "").split(",") if name.strip())
    columns = Columns(text_column, level_column, id_column, rater_column, raters, author_column)
    with told(lang), bars(lang) as report:
        check_output(output, source)
        if output is not None and output.suffix != ".jsonl":
            raise AssessorError("exchange_import_suffix", file=output, suffix=output.suffix or "—")
        known = None if scale is None else read_scale(scale)
        imported = read_annotated(source, known, format=format_name, columns=columns, author=author, progress=report)
        written = write_annotated(imported.examples, output, format="jsonl") if output and imported.examples else ()
    show(imported, [str(path) for path in written], as_json, lang)
    if imported.left_out:
        raise typer.Exit(1)


def show(imported: Imported, files: list[str], as_json: bool, lang: Language) -> None:
    """What was read and what was wrong, for a person or for a program."""
    if as_json:
        problems = [issue_row(one, lang) for one in imported.problems]
        columns = {file: [{"column": name, "taken": role} for role, name in taken] for file, taken in imported.columns.items()}
        summary = {
            "read": len(imported.examples),
            "left_out": imported.left_out,
            "written": files,
            "columns": columns,
            "problems": problems,
        }
        print_json(summary)
        return
    for file, taken in imported.columns.items():
        console().print(say("exchange.columns", file=file, taken=_taken(taken, lang)).in_(lang))
    if imported.examples:
        console().print(_levels(imported, lang))
    if imported.problems:
        console().print(issues_table(imported.problems[:_SHOWN], lang))
        if len(imported.problems) > _SHOWN:
            console().print(say("exchange.more", count=len(imported.problems) - _SHOWN).in_(lang))
    console().print(say("exchange.read", count=len(imported.examples), left_out=imported.left_out).in_(lang))
    if files:
        written = say("exchange.written", count=len(imported.examples), files=", ".join(files))
        console().print(written.in_(lang))


def _taken(taken: Sequence[tuple[str, str]], lang: Language) -> str:
    """What the columns of a table were taken for, those of one kind together."""
    kinds = dict.fromkeys(role for role, _ in taken)
    said = [(say(f"exchange.taken.{kind}"), quoted(name for role, name in taken if role == kind)) for kind in kinds]
    return " ; ".join(say("exchange.taken_names", kind=kind, names=names).in_(lang) for kind, names in said)


def _levels(imported: Imported, lang: Language) -> Table:
    """How many answers of each level there are, and what they bring along."""
    table = Table(*(say(f"exchange.column.{name}").in_(lang) for name in ("level", "answers", "marked", "rated")))
    labels = {one.level if one.demonstrated is None else ", ".join(one.demonstrated) or "—" for one in imported.examples}
    for label in [*sorted(labels, key=lambda one: (isinstance(one, str), one)), None]:
        here = [one for one in imported.examples if label in (None, one.level, ", ".join(one.demonstrated or ()) or "—")]
        name = say("exchange.column.all").in_(lang) if label is None else str(label)
        table.add_row(name, str(len(here)), str(sum(bool(one.sentences) for one in here)), str(sum(len(one.ratings) > 1 for one in here)))
    return table
