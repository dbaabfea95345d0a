"""Is it an event, told by the one who lived it? Is it this competency? Said to the candidate, with a question to think about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

from assessor.admissibility import LEAST_WORDS
from assessor.domain.assessment import Gate
from assessor.domain.scale import Scale
from assessor.ui import markup
from assessor.ui.practise import Seen, gate_kind, other_competency, untold
from assessor.ui.texts import local, tr

_FIRST: Final = ("language", "length")
_TOLD: Final = ("event", "first_person", "recited")


def event(seen: Seen) -> None:
    """What holds, and what is to be looked at again; of a text too short or in another language, only that."""
    gates: dict[str, Gate] = {gate.gate: gate for gate in seen.assessment.admissibility}
    # Of what is no story, nothing is said to hold: « on voit ce que vous avez fait » beside « votre texte dit ce que vous feriez ».
    told = [name for name in _TOLD if not (untold(seen) and gates[name].passed)]
    names = [name for name in _FIRST if not gates[name].passed][:1] or [*told, "length"]
    markup.show(_items(_item(gates[name], seen) for name in names))


def competency(seen: Seen, scale: Scale) -> None:
    """Whether the example is about this competency, and where it belongs instead."""
    gate = next(one for one in seen.assessment.admissibility if one.gate == "competency")
    if gate.passed:
        markup.show(_items([_line(True, tr("practise.competency.passed", competency=scale.name))]))
        return
    exclusion = other_competency(gate, scale)
    said = (
        tr("practise.competency.excluded", exclusion=exclusion.name, belongs=exclusion.belongs_to)
        if exclusion
        else tr("practise.competency.other", competency=scale.name)
    )
    about = tr("practise.competency.about", definition=local(scale.definition))
    markup.show(_items([_line(False, said, gate.quote, f"{about} {tr('practise.competency.think')}")]))


def question(gate: Gate) -> str:
    """What to think about when a gate does not hold."""
    if gate.gate == "competency":
        return tr("practise.competency.think")
    return tr(f"practise.gate.{gate.gate}.{gate_kind(gate)}_think")


def _item(gate: Gate, seen: Seen) -> Markup:
    values = {"words": round(seen.assessment.facts["words"]), "least": LEAST_WORDS}
    if gate.passed:
        return _line(True, tr(f"practise.gate.{gate.gate}.passed", **values))
    return _line(False, tr(f"practise.gate.{gate.gate}.{gate_kind(gate)}", **values), gate.quote, question(gate))


def _items(lines: Iterable[Markup]) -> Markup:
    return Markup('<ul class="as-gates as-told">{}</ul>').format(markup.joined(lines))


def _line(holds: bool, said: str, quote: str | None = None, think: str = "") -> Markup:
    """One thing said; whether it holds is written out, never shown by colour alone."""
    return Markup('<li class="as-{}"><span class="as-sign" aria-hidden="true">{}</span><div><b>{}</b> {}{}{}</div></li>').format(
        "passed" if holds else "open",
        "✓" if holds else "→",
        tr("practise.holds" if holds else "practise.open"),
        said,
        Markup('<p class="as-quote" lang="fr">« {} »</p>').format(quote) if quote else "",
        Markup('<p class="as-think">{}</p>').format(think) if think else "",
    )
