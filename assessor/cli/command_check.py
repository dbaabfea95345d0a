"""``assessor check``: every problem of a scale and of its examples."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.shared import JsonOption, LanguageOption, app, bars, console, issue_row, issues_table, print_json, told
from assessor.errors import AssessorError
from assessor.wording import say


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
        for name in names:
            if Path(name).is_file() and Path(name).suffix not in (".yaml", ".yml"):
                raise AssessorError("check_answers", file=name)
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
        print_json([issue_row(one, lang) for one in issues])
    elif issues:
        console().print(issues_table(issues, lang))
    else:
        print(say("column.clean", count=len(names)).in_(lang))
    if any(one.severity == "error" for one in issues):
        raise typer.Exit(1)
