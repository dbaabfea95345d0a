"""The one thing to add, with a question to think about. What the candidate could answer is never written."""

from __future__ import annotations

from markupsafe import Markup

from assessor.domain.evidence import Missing
from assessor.domain.scale import Concept, Scale
from assessor.ui import markup
from assessor.ui.components.practise_gates import question
from assessor.ui.practise import Seen
from assessor.ui.texts import local, tr


def show(seen: Seen, scale: Scale) -> None:
    """A gate that does not hold comes first; else what is missing for the next level, or the demonstration that is nearest."""
    if seen.failed:
        gate = seen.failed[0]
        point = 2 if gate.gate == "competency" else 1
        _say(tr("practise.missing.gate", point=point), think=question(gate))
        return
    at = _place(seen, scale)
    missing = _nearest(seen)
    if missing is None:
        _say(at, tr("practise.missing.nothing"))
        return
    concept = scale.concept(missing.concept)
    name = f"{missing.concept} – {local(concept.name)}"
    level = concept.level if isinstance(concept, Concept) else None
    lacks = tr("practise.missing.level", level=level, concept=name) if level else tr("practise.missing.demonstration", concept=name)
    means = tr("practise.missing.means", description=local(concept.description))
    _say(at, lacks, means, think=local(missing.question), note=tr("practise.missing.honest"))


def place(seen: Seen) -> str:
    """Where the text stands, in a few words: a level, or the demonstrations shown."""
    suggestion = seen.assessment.suggestion
    if suggestion.demonstrated is not None:
        return ", ".join(suggestion.demonstrated) or tr("practise.place.none")
    return str(suggestion.level) if suggestion.level else tr("practise.place.zero")


def _place(seen: Seen, scale: Scale) -> str:
    suggestion = seen.assessment.suggestion
    if suggestion.demonstrated is not None:
        return tr("practise.missing.at_demonstrations", codes=place(seen), count=len(suggestion.demonstrated), total=len(scale.concepts))
    if not suggestion.level:
        return tr("practise.missing.at_zero")
    return tr("practise.missing.at_level", level=suggestion.level)


def _nearest(seen: Seen) -> Missing | None:
    """What is missing; of several, the one the text comes closest to."""
    probabilities = seen.assessment.suggestion.probabilities
    return max(seen.assessment.missing, key=lambda one: probabilities.get(one.concept, 0.0), default=None)


def _say(*lines: str, think: str = "", note: str = "") -> None:
    said = markup.joined(Markup("<p>{}</p>").format(line) for line in lines)
    thought = Markup('<p class="as-think"><b>{}</b> {}</p>').format(tr("practise.missing.think"), think) if think else Markup("")
    honest = Markup('<p class="as-quiet">{}</p>').format(note) if note else Markup("")
    markup.show(Markup('<div class="as-one">{}{}{}</div>').format(said, thought, honest))
