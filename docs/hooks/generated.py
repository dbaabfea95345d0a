"""What the program can say of itself is not written twice: its commands, the facts it measures, and what it makes of an answer."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

import assessor
from assessor.cli import app
from assessor.domain.answer import Answer, ReadAnswer
from assessor.language import family_counts, summary
from assessor.wording import say

_ASSESSED = re.compile(r"<!-- évaluation : (\S+), (\S+) -->")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put what is generated in the place of its mark."""
    for mark, lines in (("<!-- commandes -->", _commands), ("<!-- faits -->", _facts)):
        if mark in markdown:
            markdown = markdown.replace(mark, "\n".join(lines()))
    mark = "<!-- autres noms publics -->"
    return markdown.replace(mark, "\n\n".join(_other_names(markdown))) if mark in markdown else markdown


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Put what the program shows of an answer, which the page gives as a file, in the place of its mark."""
    return _ASSESSED.sub(lambda found: _assessed(found[1], _shown_file(page.markdown, found[2])), html)


def _other_names(markdown: str) -> Iterator[str]:
    """The names that ``assessor`` offers and the page does not place itself."""
    for name in assessor.__all__:
        if hasattr(assessor, name) and not re.search(rf"^::: \S+\.{name}$", markdown, re.MULTILINE):
            yield f"::: {getattr(assessor, name).__module__}.{name}"


def _shown_file(markdown: str, name: str) -> str:
    return markdown.partition(f'title="{name}"\n')[2].partition("\n```")[0]


def _assessed(scale: str, text: str) -> str:
    from assessor import assess

    return f'<div class="shown">{assess(text, scale)._repr_html_()}</div>'


def _commands() -> Iterator[str]:
    program: Any = typer.main.get_command(app)
    for name, command in sorted(program.commands.items()):
        yield from _command(name, command)


def _command(name: str, command: Any) -> Iterator[str]:
    """A heading, what the command does, its examples as a block, and a table of its arguments and options."""
    yield f"## `assessor {name}`\n"
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]
    yield from (f"{one}\n" for one in paragraphs if not one.startswith("assessor "))
    if examples := [one for one in paragraphs if one.startswith("assessor ")]:
        yield "```text\n" + "\n".join(examples) + "\n```\n"
    yield "| Argument ou option | Par défaut | Sens |\n|---|---|---|"
    yield from (_row(one) for one in command.params)
    yield ""


def _row(one: Any) -> str:
    named = ", ".join(f"`{name}`" for name in (*one.opts, *one.secondary_opts))
    shown = named if one.opts[0].startswith("-") else "`" + (one.metavar or one.name).replace("|", "\\|") + "`"
    plain = isinstance(one.default, str | int | float) and not isinstance(one.default, bool)
    default = "obligatoire" if one.required else f"`{one.default}`" if plain else ""
    french = " ".join((one.help or "").split()).split(" / ")[0]
    return f"| {shown} | {default} | {french} |"


def _facts() -> Iterator[str]:
    yield "| Clé | Sens |\n|---|---|"
    empty = ReadAnswer(Answer("", ""), ())
    for name in (*summary(empty), *family_counts(empty)):
        yield f"| `{name}` | {say(f'report.fact.{name}').fr} |"
