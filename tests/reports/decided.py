"""One decision, written by hand: an answer, what a program said of it, what a person decided."""

from __future__ import annotations

from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment, Gate, StarSpan, Suggestion
from assessor.domain.evidence import Evidence, Missing
from assessor.domain.review import Review
from assessor.rubric import read_scale
from assessor.wording import Text, say

SCALE = read_scale("arc-collaboration")
SENTENCES = (
    "En mars 2021, il nous manquait un interprète pour la foire de Rimouski.",
    "J'ai trouvé le nom de Paula Mendes, que je ne connaissais pas, et je l'ai appelée le jour même.",
    "Depuis, je lui téléphone chaque automne pour prendre des nouvelles <b>$x$</b> :smile:.",
)
TEXT = " ".join(SENTENCES)
ANSWER = Answer("C-17", TEXT)


def span(number: int) -> tuple[int, int]:
    """Where a sentence stands in the text."""
    start = TEXT.index(SENTENCES[number])
    return start, start + len(SENTENCES[number])


def evidence(number: int, concept: str, probability: float = 0.9) -> Evidence:
    """A sentence as evidence for a concept."""
    start, end = span(number)
    return Evidence(start, end, TEXT[start:end], concept, probability, (Text("Le contact est nouveau.", "The contact is new."),))


def assessment(*found: Evidence, level: int = 2) -> Assessment:
    """What a program could say of the answer."""
    probabilities = {"0": 0.05, "1": 0.15, "2": 0.6, "3": 0.15, "4": 0.05}
    return Assessment(
        answer=ANSWER,
        scale=SCALE.id,
        scale_version=SCALE.version,
        model="arc-collaboration-0a1b2c3d",
        admissibility=(Gate("event", True, say("gate.event.passed")), Gate("length", False, say("gate.length.failed", words=40, least=45))),
        evidence=found or (evidence(1, "2"), evidence(2, "1", 0.7)),
        missing=(Missing("3", SCALE.concepts[2].question),),
        suggestion=Suggestion(
            level, None, probabilities, (1, 2), False, (Text("Parce que.", "Because."),), (Text("Pas assez.", "Not enough."),)
        ),
        star=tuple(StarSpan(*span(number), role) for number, role in enumerate(("S", "A", "R"))),
        facts={"words": 40.0, "first_person_share": 0.75, "months": 0.5},
    )


REVIEW = Review(
    before=1,
    after=2,
    verdicts={evidence(2, "1").key: "accepted"},
    added=(evidence(0, "2"),),
    reasons="Le premier pas est <i>clair</i>.",
    assessor="M. Tremblay",
)
