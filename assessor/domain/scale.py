"""A rubric as data: what a level or a demonstration asks to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assessor.wording import Language, Text, say

ScaleKind = Literal["ordinal", "checklist"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A short example written for the project; the span between ``[[`` and ``]]`` in the file is what the finder must find, or must not.

    ``start == end == 0`` when the file marks no span (a counter-example as a whole).
    """

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Concept:
    """What a level asks to be shown; on a checklist, one demonstration.

    ``level`` is the level that the concept carries (None on a checklist). ``question`` brings the concept out in an interview.
    """

    code: str
    name: Text
    description: Text
    indicators: tuple[Text, ...]
    question: Text
    level: int | None = None
    effort: Text | None = None
    benefit: Text | None = None
    examples: tuple[Marked, ...] = ()
    counterexamples: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A counter-concept: what looks like the competency and belongs to another one (``belongs_to``).

    ``facts`` names the families of expressions that give it away, wherever they stand.
    """

    code: str
    name: Text
    description: Text
    belongs_to: Text
    indicators: tuple[Text, ...]
    examples: tuple[Marked, ...] = ()
    counterexamples: tuple[Marked, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """What grows from level to level, with its low and its high end; ``facts`` names the measured facts that speak of it."""

    code: str
    name: Text
    low: Text
    high: Text
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Something the source states besides the levels. ``published`` is False for a setting that no source fixes (``value`` None: unset)."""

    code: str
    text: Text
    published: bool = True
    value: int | float | str | bool | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """How a suggestion is decided from probabilities; named and shown beside every suggestion.

    ``evidence_threshold`` is the probability from which a sentence is shown as evidence; ``coverage`` the share of answers whose
    conformal set must hold the true level; ``max_set_size`` how many levels what cannot be ruled out may reach over and still be no
    abstention.
    """

    name: Text
    evidence_threshold: float = 0.5
    coverage: float = 0.9
    max_set_size: int = 2
    gate_threshold: float = 0.5


@dataclass(frozen=True, slots=True)
class Level:
    """One step of an ordinal scale."""

    number: int
    name: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Source:
    """Where a scale comes from; the words of the scale are the project's own."""

    organisation: Text
    title: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """A rubric: ordered levels (``ordinal``) or a set of demonstrations (``checklist``).

    Level 0, not demonstrated or not admissible, belongs to every ordinal scale and is not written in its file. ``questions`` is a bank of
    behavioural questions about the whole competency, for candidates to practise on.
    """

    id: str
    version: str
    kind: ScaleKind
    name: Text
    definition: Text
    source: Source
    concepts: tuple[Concept, ...]
    levels: tuple[Level, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    rules: tuple[Rule, ...] = ()
    settings: tuple[Rule, ...] = ()
    information: tuple[Rule, ...] = ()
    policy: Policy = Policy(Text("Politique par défaut", "Default policy"))
    questions: tuple[Text, ...] = ()

    @property
    def level_numbers(self) -> tuple[int, ...]:
        """0 and every level, ascending; empty for a checklist."""
        return (0, *(level.number for level in self.levels)) if self.levels else ()

    def level_name(self, number: int) -> Text:
        """What a level is beside its number, which is not said again: its own name and the concept that carries it.

        Examples
        --------
        >>> from assessor import read_scale
        >>> read_scale("cnrc-service").level_name(1).en
        'Keeping communication clear'
        """
        if not number:
            return say("report.level_zero")
        name = next(level.name for level in self.levels if level.number == number)
        carried = [concept.name for concept in self.concepts if concept.level == number]

        def words(language: Language) -> str:
            own, other = name.in_(language), " / ".join(one.in_(language) for one in carried)
            if own in ("", other):
                return other
            return other if other and own.split()[1:] == [str(number)] else " – ".join(filter(None, (own, other)))

        return Text(words("fr"), words("en"))

    @property
    def concept_codes(self) -> tuple[str, ...]:
        """Codes of the concepts, in the order of the scale."""
        return tuple(concept.code for concept in self.concepts)

    @property
    def concept_places(self) -> tuple[int, ...]:
        """For each concept, the place of its level among the levels; its own among the concepts of a checklist."""
        numbers = [level.number for level in self.levels]
        return tuple(numbers.index(one.level) if one.level in numbers else place for place, one in enumerate(self.concepts))

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes a sentence can carry: concepts, then exclusions."""
        return self.concept_codes + tuple(exclusion.code for exclusion in self.exclusions)

    def concept(self, code: str) -> Concept | Exclusion:
        """The concept or exclusion with this code; KeyError if the scale has none."""
        items: tuple[Concept | Exclusion, ...] = (*self.concepts, *self.exclusions)
        for item in items:
            if item.code == code:
                return item
        raise KeyError(code)
