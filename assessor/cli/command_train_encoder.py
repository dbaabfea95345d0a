"""``assessor train-encoder``: the encoder's upper layers learnt further on the annotated examples, to read whole stories."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from assessor.cli.shared import JobsOption, JsonOption, LanguageOption, app, bars, console, print_json, told
from assessor.errors import ModelError
from assessor.wording import say

ResumeOption = Annotated[
    Path | None, typer.Option(help="Dossier où déposer l'apprentissage, et d'où le reprendre. / Where learning is kept.", file_okay=False)
]


@app.command()
def train_encoder(
    jobs: JobsOption = 1,
    resume: ResumeOption = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Affine l'encodeur sur les exemples annotés (rôles STAR, concepts, niveaux), et l'écrit à la place de celui qui est là.

    Demande torch et onnx : pip install -c constraints.txt -e ".[train-encoder]". Sur deux cœurs, une heure et demie avec
    AVX-512, environ trois heures sans ; 6 Go. Avec --resume, ce qui est appris est déposé après chaque tour de lecture : la même
    commande reprend là où elle a été interrompue. Les modèles en place ne vont plus avec le nouvel encodeur : ils s'entraînent
    ensuite de nouveau (assessor train).

        assessor train-encoder --jobs 2 --resume reprise
    """
    with told(lang):
        try:
            from assessor.training.reader.fit import train_encoder as train_reader
        except ModuleNotFoundError as problem:
            raise ModelError("extra_missing", module=problem.name or "torch", extra="train-encoder") from None
        with bars(lang) as report:
            described = train_reader(jobs, report, resume=resume)
    if as_json:
        print_json(described)
        return
    table = Table(say("column.scale").in_(lang), say("column.star").in_(lang), say("column.concepts").in_(lang))
    concepts = described["held_out_concepts_f1"]
    for name, value in described["held_out_macro_f1"].items():
        shown = f"{concepts[name]:.3f}" if name in concepts else ""
        table.add_row(say("column.all").in_(lang) if name == "all" else name, f"{value:.3f}", shown)
    console().print(table)
    print(say("versions.encoder_written", answers=described["answers"]).in_(lang))
