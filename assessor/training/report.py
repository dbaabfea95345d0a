"""The report of an evaluation: figures as JSON, and the same as Markdown and HTML in each language. Same figures, same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from assessor.rubric import read_scale
from assessor.training.report_parts import Part, Words, parts_of
from assessor.wording import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """What a report says of one scale."""

    id: str
    title: str
    data: str
    parts: tuple[Part, ...]


def write_report(results: Mapping[str, Mapping[str, Any]], folder: Path) -> list[Path]:
    """Write ``evaluation.json``, and ``evaluation.fr`` and ``evaluation.en`` as ``.md`` and ``.html``.

    Parameters
    ----------
    results : mapping
        Scale to what :func:`~assessor.training.run.evaluate_scales` found.
    folder : pathlib.Path
        Made if it is missing; files of earlier reports are replaced.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"evaluation.json": json.dumps(results, ensure_ascii=False, indent=1) + "\n"}
    for language in LANGUAGES:
        pages[f"evaluation.{language}.md"] = markdown_report(results, language)
        pages[f"evaluation.{language}.html"] = html_report(results, language)
    for name, page in pages.items():
        (folder / name).write_text(page, "utf-8", newline="\n")
    return [folder / name for name in pages]


def markdown_report(results: Mapping[str, Mapping[str, Any]], language: Language = "fr") -> str:
    """The report as Markdown, without plots."""
    words = Words(language)
    lines = [f"# {words('title')}", words("intro")]
    for scale in _scales(results, words):
        lines += [f"## {scale.title}", scale.data]
        for part in scale.parts:
            if part.rows:
                lines += [f"### {part.title}", *([part.note] if part.note else []), _markdown_table(part)]
    return "\n\n".join(lines) + "\n"


def html_report(results: Mapping[str, Mapping[str, Any]], language: Language = "fr") -> str:
    """The report as one HTML file with its plots inside."""
    words = Words(language)
    return _template().render(language=language, title=words("title"), intro=words("intro"), scales=_scales(results, words))


def _scales(results: Mapping[str, Mapping[str, Any]], words: Words) -> list[ScaleReport]:
    reports = []
    for name, result in results.items():
        figures = result["figures"]
        data = words("data", answers=figures["answers"], folds=figures["folds"], version=figures["version"])
        title = f"{read_scale(name).name.in_(words.language)} ({name})"
        reports.append(ScaleReport(name, title, data, tuple(parts_of(result, words))))
    return reports


def _markdown_table(part: Part) -> str:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(part.header), "|" + "---|" * len(part.header), *(line(row) for row in part.rows)])


@cache
def _template() -> Template:
    """The template; whatever comes from the examples is escaped by it."""
    environment = Environment(
        loader=PackageLoader("assessor.training"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("evaluation.html.jinja")
