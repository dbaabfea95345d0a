"""The answer as it was given, its evidence marked in colour and by code; the person selects words in it to add evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assessor.domain.assessment import Assessment
from assessor.domain.evidence import Evidence
from assessor.domain.scale import Scale
from assessor.reports.marked import segments
from assessor.reports.palette import colours
from assessor.ui import browser
from assessor.ui.texts import local, tr


def show(assessment: Assessment, scale: Scale, *, on_select: Callable[[int, int], None] | None, key: str) -> None:
    """Draw the answer; ``on_select``, if there is one, is told the span that the person selects."""
    shades = colours(scale)

    def mark(evidence: Evidence) -> dict[str, str]:
        shade = shades[evidence.concept]
        return {"code": evidence.concept, "name": local(scale.concept(evidence.concept).name), "fill": shade.fill, "ink": shade.ink}

    pieces = [
        {"text": one.text, "marks": [mark(found) for found in one.covering], "ending": [mark(found) for found in one.ending]}
        for one in segments(assessment.answer.text, assessment.evidence)
    ]

    def receive(reported: Any) -> None:
        if on_select and isinstance(reported, Mapping) and all(isinstance(reported.get(end), int) for end in ("start", "end")):
            on_select(reported["start"], reported["end"])

    browser.mount("answer", {"segments": pieces, "label": tr("ui.answer.label" if on_select else "ui.answer.alone")}, key, selected=receive)
