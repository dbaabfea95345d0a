"""What the program says of one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assessor.domain.answer import Answer
from assessor.domain.evidence import Evidence, Missing
from assessor.wording import Text

GateName = Literal["event", "first_person", "competency", "recited", "length", "language"]
RULE_GATES: tuple[GateName, ...] = ("length", "language")
Role = Literal["S", "T", "A", "R", "-"]
ROLES: tuple[Role, ...] = ("S", "T", "A", "R", "-")


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition of admissibility: whether it holds, why, and the words that show it (None when the whole answer does)."""

    gate: GateName
    passed: bool
    reason: Text
    quote: str | None = None
    probability: float = 1.0


def in_unknown_language(gates: Sequence[Gate]) -> bool:
    """Whether the gate of the language does not hold."""
    return any(gate.gate == "language" and not gate.passed for gate in gates)


def gates_to_tell(gates: Sequence[Gate]) -> tuple[Gate, ...]:
    """The gates that a person is told of: in a language that is not read, that one alone; of a few words, no praise.

    Examples
    --------
    >>> from assessor.wording import say
    >>> event = Gate("event", True, say("gate.event.passed"))
    >>> [gate.gate for gate in gates_to_tell((event, Gate("length", False, say("gate.length.failed", words=3, least=45))))]
    ['length']
    """
    failed = {gate.gate for gate in gates if not gate.passed}
    if in_unknown_language(gates):
        return tuple(gate for gate in gates if gate.gate == "language")
    return tuple(gate for gate in gates if gate.gate in {*failed, *RULE_GATES} or "length" not in failed)


@dataclass(frozen=True, slots=True)
class StarSpan:
    """One sentence and its STAR role; ``-`` is none of the four."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Level (or demonstrations), a probability for each, and what cannot be ruled out.

    ``probabilities`` maps ``"0"``, ``"1"``, … to probabilities that sum to 1 (ordinal), or each code to its own probability
    (checklist). ``levels_possible`` is the conformal set, ascending. ``level`` is None on a checklist, ``demonstrated`` None on an
    ordinal scale. ``abstained`` says that the doubt is too large for a suggestion to be leant on, or that the language of the text is not
    read; ``level`` is then still the best guess.
    """

    level: int | None
    demonstrated: tuple[str, ...] | None
    probabilities: Mapping[str, float]
    levels_possible: tuple[int, ...] = ()
    abstained: bool = False
    why: tuple[Text, ...] = ()
    why_not_next: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole of what one model says of one answer on one scale; the same text and model give the same assessment."""

    answer: Answer
    scale: str
    scale_version: str
    model: str
    admissibility: tuple[Gate, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]
    suggestion: Suggestion
    star: tuple[StarSpan, ...] = ()
    facts: Mapping[str, float] = field(default_factory=dict)

    @property
    def admissible(self) -> bool:
        """Whether every gate holds."""
        return all(gate.passed for gate in self.admissibility)

    @property
    def unread(self) -> bool:
        """Whether the text is in a language that the models do not read, so that nothing they say of it is worth telling."""
        return in_unknown_language(self.admissibility)
