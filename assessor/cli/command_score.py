"""``assessor score``: one JSON line an answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.shared import LanguageOption, app, bars, check_output, errors, opened, told
from assessor.errors import AssessorError
from assessor.wording import say


@app.command()
def score(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Fichier .jsonl .csv .xlsx .txt .docx .pdf, dossier, ou - (entrée standard).")
    ],
    scale: Annotated[str | None, typer.Option("--scale", "-s", help="Échelle, par exemple arc-collaboration.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Fichier JSONL à écrire ; sinon la sortie standard.")] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Processus ; change la vitesse, jamais un octet.")] = 1,
    backend: Annotated[str, typer.Option(help="Moteur joblib : loky, threading, dask…")] = "loky",
    text_column: Annotated[str | None, typer.Option(help="Colonne du texte, si son nom ne la fait pas reconnaître.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Colonne de l'identifiant, de même.")] = None,
    lang: LanguageOption = "fr",
) -> None:
    """Évalue des réponses : une ligne JSON par réponse, dans l'ordre.

    Statut 0 si toutes ont été évaluées, 1 si certaines ne l'ont pas été (leur ligne dit pourquoi), 2 si l'appel est fautif.

        assessor score reponses.jsonl --scale arc-collaboration --output resultats.jsonl

        assessor score reponses.xlsx --scale cnrc-service --text-column Réponse --workers 4
    """
    from assessor.assess import load_assessor
    from assessor.documents import Unreadable, read_documents
    from assessor.documents.unreadable import garbled
    from assessor.domain.answer import Answer
    from assessor.rubric import list_scales
    from assessor.scoring import check_backend, repeated_ids
    from assessor.scoring import score as score_answers

    with told(lang), bars(lang) as report:
        if scale is None:
            raise AssessorError("score_no_scale", known=", ".join(list_scales()))
        check_output(output, source)
        check_backend(backend)
        load_assessor(scale)
        origin = sys.stdin.buffer if source == "-" else Path(source)
        try:
            answers = list(read_documents(origin, text_column=text_column, id_column=id_column))
        except AssessorError as problem:
            if source == "-" or not Path(source).is_file() or problem.code not in UNREADABLE_FILE:
                raise
            answers = [Unreadable(Path(source).stem, problem.code, problem.text)]
        if repeated := repeated_ids(answers):
            shown = ", ".join(repeated[:5]) + ("…" if len(repeated) > 5 else "")
            errors.print(say("versions.repeated_ids", ids=shown).in_(lang), style="yellow")
        if damaged := [one.id for one in answers if isinstance(one, Answer) and garbled(one.text)]:
            errors.print(say("exchange.problem.garbled", count=len(damaged), first=damaged[0]).in_(lang), style="yellow")
        failed = 0
        with opened(output) as stream:
            for done, (line, scored) in enumerate(score_answers(answers, scale, lang, workers, backend), start=1):
                stream.write(line)
                failed += not scored
                report("score", done, len(answers))
        if output is not None:
            errors.print(
                say("exchange.scored", count=len(answers) - failed, failed=failed, file=output).in_(lang),
                soft_wrap=True,
            )
    if failed:
        raise typer.Exit(1)


# A file that holds one answer and cannot be read is an answer that cannot be scored, not a bad call.
UNREADABLE_FILE = frozenset(
    f"document_{code}"
    for code in (
        "binary",
        "bomb",
        "damaged",
        "empty",
        "heavy",
        "not_json_file",
        "old_office",
        "other",
        "pages",
        "password",
        "program",
        "scanned",
    )
)
