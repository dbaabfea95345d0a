"""A candidate's text, cut into sentences that carry linguistic facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PartyKind = Literal["outside", "client", "team"]
Modality = Literal["done", "habitual", "hypothetical", "general"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One behavioural example, exactly as it was given: every offset of the program points into ``text``."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """Someone other than the speaker that a sentence names; ``key`` is the same for two mentions of the same party."""

    start: int
    end: int
    kind: PartyKind
    key: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be said of a sentence without judging it.

    Counts are of finite verbs unless said otherwise. ``months`` is the longest duration told, in months (0 if none); ``dates`` counts dated
    expressions; ``quantities`` counts figures with what they measure. ``lexicon`` holds how often each family of expressions of the lexicon
    files occurs (``future_need``, ``introduced_onward``, …), sorted by name.
    """

    je: int = 0
    nous: int = 0
    on: int = 0
    passive: int = 0
    third: int = 0
    past: int = 0
    imperfect: int = 0
    present: int = 0
    future: int = 0
    conditional: int = 0
    modality: Modality = "done"
    parties: tuple[Party, ...] = ()
    months: float = 0.0
    dates: int = 0
    quantities: int = 0
    words: int = 0
    lexicon: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a bullet: ``answer.text[start:end]``. ``clean`` is its normalised form, for analysis only."""

    start: int
    end: int
    clean: str
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """An answer and its sentences, in order, without overlap; ``language`` is ``"fr"``, ``"en"``, another code, or ``"?"``."""

    answer: Answer
    sentences: tuple[Sentence, ...]
    language: str = "fr"
