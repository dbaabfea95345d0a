"""``assessor train``: models from annotated answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from assessor.cli.shared import JobsOption, JsonOption, LanguageOption, app, bars, console, print_json, told
from assessor.wording import say


@app.command()
def train(
    scales: Annotated[
        list[str] | None, typer.Argument(metavar="[SCALE]...", help="Échelles ; toutes par défaut. / All by default.")
    ] = None,
    examples: Annotated[
        list[Path] | None,
        typer.Option(
            "--examples",
            "-e",
            help="Autres réponses annotées, fichier .jsonl ou dossier ; se répète. Celles de source « reviewed » comptent trois fois. "
            "/ Further annotated answers; may be repeated.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Dossier des candidats ; les modèles en place restent. / Folder of candidates."),
    ] = None,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Entraîne les modèles sur les exemples annotés ; les modèles en place restent jusqu'à ce que les nouveaux soient entiers.

    Interrompu (Ctrl-C), l'entraînement laisse tout comme c'était. Un candidat se compare puis se met en place :
    `assessor compare`, `assessor promote`.

    assessor train --jobs 2

    assessor train arc-collaboration --examples revues.jsonl --output candidats
    """
    with told(lang):
        from assessor.training.added import read_added
        from assessor.training.train import train as train_models

        chosen = tuple(scales or ())
        with bars(lang) as report:
            manifests = train_models(chosen, jobs, report, output=output, added=read_added(examples or (), chosen))
    if as_json:
        print_json(manifests)
        return
    table = Table(say("column.model").in_(lang), say("column.examples").in_(lang), say("column.figures").in_(lang))
    for one in manifests:
        shown = ", ".join(f"{say(f'card.names.{name}').in_(lang)} {value:.3f}" for name, value in one.get("figures", {}).items())
        table.add_row(str(one["name"]), str(one["data"]["examples"]), shown)
    console().print(table)
    if output is not None:
        print(say("versions.next", folder=output).in_(lang))
