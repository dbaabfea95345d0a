"""``assessor benchmark``: fit without spans and rubric, beside simpler methods."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from assessor.cli.shared import JobsOption, JsonOption, LanguageOption, app, bars, console, print_json, told
from assessor.wording import Language, say

# Of many prompts many may have something to tell; a program is told all of it.
_SHOWN = 10


@app.command()
def benchmark(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tableau .csv .tsv .xlsx .jsonl. / One answer a row.")],
    text: Annotated[str, typer.Option("--text", help="Colonne des réponses. / Column of the answers.")],
    label: Annotated[str, typer.Option("--label", help="Colonne des niveaux, nombres entiers. / Column of the levels, whole numbers.")],
    split: Annotated[
        str | None, typer.Option("--split", help="Colonne train/test, ou noms de parts testées à tour de rôle. / Train/test, or folds.")
    ] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="Colonne de la consigne, un modèle chacune. / One model a prompt.")] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", help="Colonne de la personne : ses réponses restent ensemble. / Keeps one person's answers together."),
    ] = None,
    levels: Annotated[
        str | None, typer.Option("--levels", help="Tous les niveaux, par exemple 0,1,2,3 ; par défaut ceux du fichier. / All levels.")
    ] = None,
    folds: Annotated[int | None, typer.Option("--folds", min=2, max=20, help="Sans --split : parts tirées au sort. / Folds drawn.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Graine du tirage, sans --split. / Seed of the draw.")] = 0,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Apprend les niveaux de n'importe quel tableau de textes, sans passages ni grille, et compare à des méthodes simples.

    Affiche le kappa quadratique par consigne, à côté de la longueur seule, de la régression ridge et de mord. Français ou anglais.

        assessor benchmark reponses.csv --text réponse --label note --split part --prompt question

        assessor benchmark train.tsv --text EssayText --label Score1 --prompt EssaySet --folds 5 --jobs 2 --json

        assessor benchmark corrige.xlsx --text Réponse --label "Juge 2" --group Candidat --folds 3
    """
    from assessor.exchange.names import Named, read_name
    from assessor.holistic import benchmark as compare
    from assessor.holistic import read_table
    from assessor.holistic.table import whole_list

    with told(lang), bars(lang) as report:
        known = None if levels is None else whole_list(levels)
        frame = read_table(file, [one for one in (text, label, split, prompt, group) if one])
        if label in frame:
            frame[label] = frame[label].map(_level)
        persons = [name for name in frame.columns if read_name(name) == Named("fact", "author")]
        options: dict[str, Any] = {"group": group, "persons": persons, "levels": known, "folds": folds, "seed": seed, "jobs": jobs}
        found = compare(frame, text, label, split, prompt, **options, progress=report)
    if as_json:
        print_json(found)
        return
    show(found, lang)


def _level(value: object) -> object:
    """A level as ``assessor import`` reads it; what it cannot read stays as it stands, a number or to be told with its row."""
    from assessor.exchange.labels import read_level
    from assessor.exchange.record import RowError

    try:
        return read_level(value)
    except RowError:
        return value


def show(found: Mapping[str, Any], lang: Language) -> None:
    """The comparison, for a person: a row a prompt, a column a method, the best in bold."""
    from assessor.training.card_parts import signed

    methods: list[str] = found["methods"]
    listed = ", ".join(map(str, found["levels"]))
    table = Table(title=say("benchmark.title", levels=len(found["levels"]), listed=listed).in_(lang), title_justify="left")
    table.add_column(say("benchmark.column.prompt").in_(lang))
    for name in (*(f"column.{count}" for count in ("train", "test")), *(f"method.{method}" for method in methods)):
        table.add_column(say(f"benchmark.{name}").in_(lang), justify="right")
    for one in found["prompts"]:
        table.add_row(one["prompt"] or "—", str(one["train"]), str(one["test"]), *_figures(one["qwk"], methods, lang))
    if len(found["prompts"]) > 1:
        table.add_section()
        table.add_row(say("benchmark.mean").in_(lang), "", "", *_figures(found["mean"], methods, lang))
    console().print(table)
    for method, one in found["against"].items():
        if one is not None:
            interval = say("benchmark.interval", low=signed(one["low"], lang), high=signed(one["high"], lang))
            rival, difference = say(f"benchmark.method.{method}"), signed(one["difference"], lang)
            console().print(say("benchmark.against", method=rival, difference=difference, interval=interval).in_(lang))
    for method in found["missing"]:
        console().print(say("benchmark.needs", method=method).in_(lang))
    cut = found["split"]
    names = ", ".join(map(str, cut["folds"])) if cut["kind"] == "folds" else ""
    console().print(say(f"benchmark.split.{cut['kind']}", **cut, names=names, count=names.count(",") + 1).in_(lang))
    if "group" in cut:
        console().print(say("benchmark.apart", **cut).in_(lang))
    console().print(say("benchmark.method_note").in_(lang))
    for notice in found["notices"][:_SHOWN]:
        console().print(notice[lang], style="yellow")
    if (more := len(found["notices"]) - _SHOWN) > 0:
        console().print(say("benchmark.more", count=more).in_(lang))


def _figures(values: Mapping[str, float | None], methods: list[str], lang: Language) -> list[Text]:
    from assessor.training.card_parts import number

    best = max((value for value in values.values() if value is not None), default=None)
    shown = {method: number(value, lang, 3) for method, value in values.items()}
    return [Text(shown.get(one, "—"), style="bold" if one in shown and values[one] == best else "") for one in methods]
