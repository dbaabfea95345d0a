"""An answer cut where pieces of evidence begin and end, so that each can be shown in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessor.domain.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Segment:
    """``text`` starts at ``start``; the evidence that covers it, and the evidence that ends with it."""

    start: int
    text: str
    covering: tuple[Evidence, ...] = ()
    ending: tuple[Evidence, ...] = ()


def segments(text: str, evidence: Sequence[Evidence]) -> tuple[Segment, ...]:
    """The whole text in order; joined, the segments give it back.

    Parameters
    ----------
    text : str
    evidence : sequence of Evidence
        Pieces may overlap; those with probability 0 (rejected) are left out.

    Examples
    --------
    >>> pieces = segments("Je l'ai appelée.", [Evidence(3, 15, "l'ai appelée", "2", 0.9)])
    >>> [(piece.text, [one.concept for one in piece.covering]) for piece in pieces]
    [('Je ', []), ("l'ai appelée", ['2']), ('.', [])]
    """
    standing = [one for one in evidence if one.probability > 0]
    bounds = sorted({0, len(text), *(one.start for one in standing), *(one.end for one in standing)})
    return tuple(
        Segment(
            start,
            text[start:end],
            tuple(one for one in standing if one.start <= start and end <= one.end),
            tuple(one for one in standing if one.end == end),
        )
        for start, end in pairwise(bounds)
    )
