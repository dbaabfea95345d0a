"""``assessor compare``: two models side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.shared import JsonOption, LanguageOption, app, bars, print_json, told


@app.command()
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="Dossier d'un modèle ou de modèles, ou « actuel ». / Folder, or “current”.")],
    b: Annotated[str, typer.Argument(metavar="B", help="De même : celui dont on demande s'il est meilleur. / The one in question.")],
    scale: Annotated[str | None, typer.Option("--scale", "-s", help="Une échelle seulement. / One scale only.")] = None,
    on: Annotated[
        Path | None, typer.Option("--on", help="Réponses annotées (.jsonl) à faire évaluer par les deux. / Labelled answers to score.")
    ] = None,
    changed: Annotated[int, typer.Option("--changed", min=0, help="Combien de réponses changées montrer. / How many to show.")] = 20,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Met deux modèles côte à côte, sur des réponses qu'aucun des deux n'a apprises.

    Sans --on : les prédictions de validation croisée sur les réponses communes aux deux entraînements. Avec --on : un fichier annoté, moins
    les réponses que l'un ou l'autre a apprises. Différences avec intervalle à 95 % (bootstrap apparié).

    assessor compare actuel candidats

    assessor compare actuel candidats/arc-collaboration --on essai.jsonl --json
    """
    with told(lang):
        from assessor.cli.versions_shown import show_comparison
        from assessor.training.added import jsonl
        from assessor.training.versions import compare_models

        with bars(lang) as report:
            found = compare_models(a, b, scale=scale, on=None if on is None else jsonl(on), progress=report)
    if as_json:
        print_json(found)
        return
    for one in found.values():
        show_comparison(one, lang, changed)
