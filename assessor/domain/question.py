"""A behavioural question that a candidate can practise on."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.wording import Text


@dataclass(frozen=True, slots=True)
class Question:
    """Asks for one past event; ``concept`` is the code of what it is meant to bring out, None for the whole competency.

    Examples
    --------
    >>> Question(Text("Racontez une première rencontre.", "Tell me about a first meeting."), "2").concept
    '2'
    """

    text: Text
    concept: str | None = None
