"""An annotated answer: what the program learns from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessor.domain.assessment import Role


@dataclass(frozen=True, slots=True)
class SentenceLabel:
    """``text[start:end]`` with its STAR role and the codes it is evidence for (none for most sentences)."""

    start: int
    end: int
    star: Role
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater, blind to the others, gave the whole answer."""

    rater: str
    level: int | None = None
    demonstrated: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """An answer with its settled level (ordinal) or demonstrations (checklist), and where it comes from.

    ``sentences`` may be empty: an answer with only a level still trains the answer-level head. ``meta`` holds ``source``, ``author``,
    ``sector``, ``register``, ``difficulty`` and whatever else is known.
    """

    id: str
    scale: str
    text: str
    level: int | None = None
    demonstrated: tuple[str, ...] | None = None
    lang: str = "fr"
    sentences: tuple[SentenceLabel, ...] = ()
    meta: Mapping[str, str | None] = field(default_factory=dict)
    ratings: tuple[Rating, ...] = ()

    @property
    def difficulty(self) -> str:
        """The marked difficulty, or an empty string."""
        return self.meta.get("difficulty") or ""
