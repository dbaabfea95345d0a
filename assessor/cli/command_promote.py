"""``assessor promote``: a candidate put into use, or the model it replaced put back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.shared import JsonOption, LanguageOption, app, bars, errors, print_json, told
from assessor.errors import ModelError
from assessor.wording import say

_ALL = ("all", "tout")
_YES = ("o", "oui", "y", "yes")


def at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


@app.command()
def promote(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Dossier d'un candidat ou de candidats. / Folder of candidates.")
    ] = None,
    scale: Annotated[str | None, typer.Option("--scale", "-s", help="Une échelle seulement. / One scale only.")] = None,
    back: Annotated[
        str | None,
        typer.Option("--back", metavar="SCALE|all", help="Remettre le modèle remplacé ; « tout » pour tous. / Put the replaced one back."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Sans demander. / Without asking.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Même si le candidat est moins bon. / Even if it is worse.")] = False,
    as_json: JsonOption = False,
    lang: LanguageOption = "fr",
) -> None:
    """Met un candidat en place, après l'avoir vérifié et comparé ; le modèle remplacé est gardé.

    assessor promote candidats --scale arc-collaboration

    assessor promote --back arc-collaboration
    """
    with told(lang):
        from assessor.cli.versions_shown import show_promotion
        from assessor.training.versions_promote import carry_out, preview, preview_back

        if (folder is None) == (back is None):
            raise ModelError("versions_promote_what")
        with bars(lang) as report:
            promotion = preview(folder, scale, progress=report) if folder is not None else preview_back(None if back in _ALL else back)
        if not as_json:
            show_promotion(promotion, lang)
        if promotion.worse and not force:
            raise ModelError("versions_worse", names=", ".join(promotion.worse))
        if not yes and not at_a_terminal():
            raise ModelError("versions_not_asked")
        if not yes:
            errors.print(say("versions.ask").in_(lang), end=" ")
            if sys.stdin.readline().strip().casefold() not in _YES:
                errors.print(say("versions.left").in_(lang))
                raise typer.Exit(1)
        summary = carry_out(promotion)
    if as_json:
        print_json(summary)
    else:
        print(say("versions.promoted", names=", ".join(summary["promoted"].values())).in_(lang))
