"""The gates before any level, in plain words."""

from __future__ import annotations

from markupsafe import Markup

from assessor.domain.assessment import Assessment, Gate, gates_to_tell
from assessor.ui import markup
from assessor.ui.texts import local, tr


def show(assessment: Assessment) -> None:
    """Whether the answer can be assessed at all, and why."""
    if assessment.admissible:
        markup.notice("success", tr("ui.gates.all_passed"))
    else:
        markup.notice("warning", tr("ui.gates.some_failed"))
    markup.show(
        Markup('<ul class="as-gates">{}</ul>').format(markup.joined(_item(gate) for gate in gates_to_tell(assessment.admissibility)))
    )


def _item(gate: Gate) -> Markup:
    state, sign = ("passed", "✓") if gate.passed else ("failed", "✗")
    quote = Markup('<br><span class="as-quote">« {} »</span>').format(gate.quote) if gate.quote else Markup("")
    return Markup(
        '<li class="as-{}"><span class="as-sign" aria-hidden="true">{}</span>'
        '<div><b>{}</b> <span class="as-quiet">({})</span><br>{}{}</div></li>'
    ).format(state, sign, tr(f"gate.name.{gate.gate}"), tr(f"gate.{state}"), local(gate.reason), quote)
