"""Quoted evidence for a concept."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.wording import Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the answer, the concept it supports, how strongly, and why it was found: ``answer.text[start:end] == quote``."""

    start: int
    end: int
    quote: str
    concept: str
    probability: float
    reasons: tuple[Text, ...] = ()

    @property
    def key(self) -> str:
        """What a verdict refers to; stable for the same text, concept and span."""
        return f"{self.concept}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Missing:
    """A concept that was looked for and not found, and the question that would bring it out."""

    concept: str
    question: Text
