"""``assessor train-encoder``: the encoder's upper layers learnt further, for STAR roles."""

from __future__ import annotations

from rich.table import Table

from assessor.cli.shared import JobsOption, JsonOption, LanguageOption, app, bars, console, print_json, told
from assessor.errors import ModelError
from assessor.wording import say


@app.command()
def train_encoder(
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Affine l'encodeur pour les rôles STAR (S, T, A, R) des exemples annotés, et l'écrit à la place de celui qui est là.

    Demande torch et onnx : pip install -c constraints.txt -e ".[train-encoder]". Sur deux cœurs, une heure et demie avec
    AVX-512, environ trois heures sans ; 6 Go. Les modèles en place ne vont plus avec le nouvel encodeur : ils s'entraînent ensuite
    de nouveau (assessor train).

        assessor train-encoder --jobs 2
    """
    with told(lang):
        try:
            from assessor.training.reader.fit import train_encoder as train_reader
        except ModuleNotFoundError as problem:
            raise ModelError("extra_missing", module=problem.name or "torch", extra="train-encoder") from None
        with bars(lang) as report:
            described = train_reader(jobs, report)
    if as_json:
        print_json(described)
        return
    table = Table(say("column.scale").in_(lang), say("column.star").in_(lang))
    for name, value in described["held_out_macro_f1"].items():
        table.add_row(say("column.all").in_(lang) if name == "all" else name, f"{value:.3f}")
    console().print(table)
    print(say("versions.encoder_written", answers=described["answers"]).in_(lang))
