"""Why this level, why not the next, and what to ask in an interview."""

from __future__ import annotations

from assessor.domain.assessment import Assessment
from assessor.domain.evidence import Missing
from assessor.domain.scale import Scale
from assessor.ui import markup
from assessor.ui.texts import local, tr


def show(assessment: Assessment, scale: Scale) -> None:
    """The reasons, as lists."""
    suggestion = assessment.suggestion
    doubts = [local(reason) for reason in suggestion.why_not_next]
    questions = [local(one.question) for one in assessment.missing]  # said once, under what to ask
    for title, lines in (
        ("why", [local(reason) for reason in suggestion.why]),
        ("why_not_next" if scale.kind == "ordinal" else "doubtful", [line for line in doubts if not any(one in line for one in questions)]),
        ("ask", [_question(scale, one) for one in assessment.missing]),
    ):
        if lines:
            markup.heading(tr(f"ui.why.{title}"), 3)
            markup.show(markup.listed(lines))


def _question(scale: Scale, missing: Missing) -> str:
    name = local(scale.concept(missing.concept).name)
    return tr("ui.why.question", concept=f"{missing.concept} – {name}", question=local(missing.question))
