"""``assessor export``: annotated answers for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.command_import import show
from assessor.cli.shared import JsonOption, LanguageOption, app, bars, check_output, print_json, told
from assessor.wording import say


@app.command(name="export")
def export_file(
    source: Annotated[str, typer.Argument(metavar="SCALE|FILE", help="Échelle (ses exemples), fichier ou dossier.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Fichier à écrire. / File to write.")],
    format_name: Annotated[
        str | None, typer.Option("--format", "-f", help="csv, doccano, jsonl, label-studio, spacy, xlsx ; d'après le nom par défaut.")
    ] = None,
    scale: Annotated[str | None, typer.Option("--scale", "-s", help="Échelle des réponses du fichier. / Scale of the file.")] = None,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Écrit des réponses annotées pour un tableur, Label Studio (avec la configuration du projet), doccano, spaCy ou pandas.

    Statut 0 si tout a été écrit, 1 si des lignes du fichier lu ont été laissées de côté, 2 si l'appel est fautif.

    assessor export arc-collaboration --format label-studio --output arc.json

    assessor export notes.xlsx --output notes.spacy
    """
    from assessor.exchange import Imported, read_annotated, write_annotated
    from assessor.rubric import list_scales, read_scale
    from assessor.training.dataset import examples_folder, read_examples

    with told(lang), bars(lang) as report:
        if source in list_scales():
            scale = source
            imported = Imported(tuple(read_examples(examples_folder(source), read_scale(source))))
        else:
            if not Path(source).suffix and not Path(source).exists():
                read_scale(source)  # a misspelt scale is told the right ones
            check_output(output, source)
            imported = read_annotated(source, None if scale is None else read_scale(scale), progress=report)
            own = {one.scale for one in imported.examples}
            if scale is None and len(own) == 1 and own <= set(list_scales()):
                scale = own.pop()
        known = None if scale is None else read_scale(scale)
        files = [str(path) for path in write_annotated(imported.examples, output, format=format_name, scale=known, language=lang)]
    if imported.problems:
        show(imported, files, as_json, lang)
    elif as_json:
        print_json({"read": len(imported.examples), "left_out": 0, "written": files, "problems": []})
    else:
        print(say("exchange.written", count=len(imported.examples), files=", ".join(files)).in_(lang))
    if imported.left_out:
        raise typer.Exit(1)
