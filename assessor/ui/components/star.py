"""The answer's STAR balance: one segment a sentence, in the order of the text."""

from __future__ import annotations

from markupsafe import Markup

from assessor.domain.assessment import ROLES, Assessment
from assessor.ui import markup
from assessor.ui.texts import tr


def show(assessment: Assessment) -> None:
    """The band, and the share of the text that each part takes."""
    spans = assessment.star
    whole = sum(one.end - one.start for one in spans)
    if not whole:
        return
    lengths = {role: sum(one.end - one.start for one in spans if one.role == role) for role in ROLES}
    shares = [
        tr("ui.star.share", role=role, name=tr(f"role.{role}"), share=markup.percent(length / whole)) for role, length in lengths.items()
    ]
    band = markup.joined(
        Markup('<span class="as-role-{}" style="flex-grow:{}" title="{}">{}</span>').format(
            "none" if one.role == "-" else one.role, one.end - one.start, tr(f"role.{one.role}"), "–" if one.role == "-" else one.role
        )
        for one in spans
    )
    label = tr("ui.star.label", shares=" ; ".join(shares))
    markup.show(Markup('<div class="as-star" role="img" aria-label="{}">{}</div>').format(label, band))
    markup.show(Markup('<p class="as-row as-quiet">{}</p>').format(markup.joined(Markup("<span>{}</span>").format(one) for one in shares)))
    absent = [tr(f"role.{role}") for role in ("S", "T", "A", "R") if not lengths[role]]
    if absent:
        markup.show(Markup('<p class="as-quiet">{}</p>').format(tr("ui.star.absent", parts=", ".join(absent))))
