"""``assessor evaluate``: every figure, recomputed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.shared import JobsOption, JsonOption, LanguageOption, app, bars, console, print_json, told


@app.command()
def evaluate(
    scales: Annotated[
        list[str] | None, typer.Argument(metavar="[SCALE]...", help="Échelles ; toutes par défaut. / All by default.")
    ] = None,
    baselines: Annotated[bool, typer.Option("--baselines", help="À côté de méthodes simples. / Beside simple methods.")] = False,
    studies: Annotated[
        bool, typer.Option("--studies", help="Courbe d'apprentissage, ablations, auteur ou échelle écartés (long).")
    ] = False,
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
        print_json(results)
        return
    console().print(Markdown(markdown_report(results, lang)))
