"""The feedback, in an order that a candidate can use: is it usable at all, what is there, what is missing; how sure that is comes last."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from assessor.assess import Assessor
from assessor.ui import markup
from assessor.ui.components import practise_balance, practise_concepts, practise_doubt, practise_gates, practise_missing
from assessor.ui.practise import Seen
from assessor.ui.texts import tr

SECTIONS = ("event", "competency", "concepts", "missing", "balance", "doubt")


def show(seen: Seen, assessor: Assessor) -> None:
    """The six points; of a text that cannot be read yet, the first alone."""
    scale = assessor.scale
    draw: dict[str, Callable[[], None]] = {
        "event": lambda: practise_gates.event(seen),
        "competency": lambda: practise_gates.competency(seen, scale),
        "concepts": lambda: practise_concepts.show(seen, scale),
        "missing": lambda: practise_missing.show(seen, scale),
        "balance": lambda: practise_balance.show(seen),
        "doubt": lambda: practise_doubt.show(seen, scale, assessor.model.reliability),
    }
    for number, name in enumerate(SECTIONS, start=1):
        markup.heading(f"{number}. {tr(f'practise.section.{name}')}", 3)
        draw[name]()
        if name == "event" and not seen.readable:
            markup.show(Markup('<p class="as-quiet">{}</p>').format(tr("practise.rest_later")))
            return


def in_one_line(seen: Seen) -> str:
    """What screen readers announce, and what stands under the field."""
    if not seen.readable:
        return tr("practise.said.unreadable" if any(gate.gate == "language" for gate in seen.failed) else "practise.said.short")
    if seen.failed:
        return tr("practise.said.gate", point=2 if seen.failed[0].gate == "competency" else 1)
    kind = "level" if seen.assessment.suggestion.demonstrated is None else "demonstrations"
    passages = {(one.start, one.end) for one in seen.assessment.evidence}
    return tr(f"practise.said.{kind}", place=practise_missing.place(seen), count=len(passages))


def promised() -> None:
    """What the feedback will say, before anything is written."""
    items = markup.joined(Markup("<li>{}</li>").format(tr(f"practise.section.{name}")) for name in SECTIONS)
    markup.show(Markup('<p>{}</p><ol class="as-list">{}</ol>').format(tr("practise.promised"), items))
