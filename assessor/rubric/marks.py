"""The ``[[…]]`` of an example: the words that are the evidence."""

from __future__ import annotations

from assessor.domain.scale import Marked

OPEN, CLOSE = "[[", "]]"


def mark_fault(text: str, *, required: bool) -> str | None:
    """The code of what is wrong with an example's mark, None if nothing is.

    Examples
    --------
    >>> mark_fault("[[J'ai appelé la mairie", required=True)
    'mark_open'
    >>> mark_fault("[[J'ai appelé]] la mairie.", required=True)
    """
    opened, closed = text.count(OPEN), text.count(CLOSE)
    if not opened and not closed:
        return "mark_absent" if required else None
    if opened != closed or text.find(CLOSE) < text.find(OPEN):
        return "mark_open"
    if opened > 1:
        return "mark_many"
    return None if text[text.find(OPEN) + 2 : text.find(CLOSE)].strip() else "mark_empty"


def marked(text: str) -> Marked:
    """An example without its mark, and where the marked words stand in it.

    Examples
    --------
    >>> example = marked("Hier, [[j'ai appelé]] la mairie.")
    >>> example.text[example.start : example.end]
    "j'ai appelé"
    """
    before, opening, rest = text.partition(OPEN)
    if not opening:
        return Marked(text)
    span, _, after = rest.partition(CLOSE)
    return Marked(before + span + after, len(before), len(before) + len(span))
