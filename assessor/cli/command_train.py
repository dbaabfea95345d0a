"""``assessor train``: models from annotated answers."""

from __future__ import annotations

import json
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.table import Table

from assessor.cli.shared import JobsOption, JsonOption, LanguageOption, app, bars, told
from assessor.wording import say


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
