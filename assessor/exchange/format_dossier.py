"""Reviews downloaded from the page « Évaluer »: what a person decided about one answer, ready to be learnt from. Read, never written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assessor.documents.source import Source
from assessor.domain.example import Rating
from assessor.domain.issue import Issue
from assessor.errors import AssessorError
from assessor.exchange.json_items import json_items
from assessor.exchange.record import Context, Format, Record, told
from assessor.reports.dossier import read_dossier, training_example


def read(source: Source, _context: Context) -> Iterator[Record | Issue]:
    """The reviews of a file, most often a single one.

    Two assessors' reviews of one answer become one example: the levels they gave before they saw the suggestion are its ratings, and the
    median of those they settled on its level.
    """
    file = source.file.fr
    for item in json_items(source):
        if isinstance(item, Issue):
            yield item
            continue
        line, content = item
        try:
            example, review = training_example(content), read_dossier(content)[1]
        except AssessorError as problem:
            yield told(file, line, problem.code, problem.text)
            continue
        yield Record(
            file=file,
            line=line,
            text=example.text,
            id=example.id,
            said=Rating("", example.level, example.demonstrated),
            sentences=example.sentences,
            ratings=example.ratings,
            scale=example.scale,
            meta=example.meta,
            other_id=source.stem,
            reviewer=review.assessor,
        )


def claims(first: Mapping[str, object]) -> bool:
    """Every dossier says that it is one."""
    return "dossier" in first


FORMAT = Format("dossier", (".json",), read, claims=claims)
