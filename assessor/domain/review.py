"""What a person decides about an assessment; never overwritten by the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assessor.domain.evidence import Evidence

Verdict = Literal["accepted", "rejected"]


@dataclass(frozen=True, slots=True)
class Review:
    """One assessor's reading: the level before and after seeing the suggestion, verdicts on evidence, evidence added, reasons.

    On a checklist ``demonstrated_before`` and ``demonstrated`` are what ``before`` and ``after`` are on levels.

    ``verdicts`` maps :attr:`Evidence.key` to a verdict; evidence without one stands as the program found it. Added evidence counts as
    accepted.
    """

    before: int | None = None
    after: int | None = None
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    added: tuple[Evidence, ...] = ()
    demonstrated: tuple[str, ...] | None = None
    reasons: str = ""
    assessor: str = ""
    demonstrated_before: tuple[str, ...] | None = None

    @property
    def standing(self) -> tuple[Evidence, ...]:
        """The evidence added that was not taken back since."""
        return tuple(one for one in self.added if self.verdicts.get(one.key) != "rejected")
