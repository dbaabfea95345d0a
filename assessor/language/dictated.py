"""Cuts long stretches of speech without punctuation into clause-like phrases."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from assessor.language.lexicon_files import words
from assessor.language.normalise import fold

_TOKEN = re.compile(r"\w+'|[\w°-]+|[^\w\s]+")
_LONG = 32  # from here on, a stretch without any punctuation is taken for speech
_ENDLESS = 66  # from here on, commas or not: no written sentence of the sort we read is so long
_CUT = 0.9  # what a cut costs
_NEVER = float("-inf")


def _length_cost(count: int) -> float:
    """How unlikely a phrase of so many words is; 9 to 22 words cost nothing."""
    return 0.3 * max(0, 9 - count) + 0.15 * max(0, count - 22)


@cache
def _openings(group: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The expressions of a group as tokens, longest first, by their first token."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for expression in sorted(words("splitting", group), key=lambda one: (-len(one), one)):
        tokens = tuple(_TOKEN.findall(expression))
        index.setdefault(tokens[0], []).append(tokens)
    return {first: tuple(found) for first, found in index.items()}


def _covers(tokens: list[str], at: int, group: str) -> int:
    """How many tokens the longest expression of a group covers from here, 0 if none."""
    return next((len(one) for one in _openings(group).get(tokens[at], ()) if tuple(tokens[at : at + len(one)]) == one), 0)


def _worth(tokens: list[str], at: int) -> float:
    """How much a cut before this token is worth."""
    if tokens[at - 1] in words("splitting", "bound") or not tokens[at][0].isalnum() or tokens[at - 1].endswith("'"):
        return _NEVER
    for group, alone, followed in (("strong", 0.2, 1.8), ("subjects", 1.1, 1.1), ("weak", _NEVER, 0.2)):
        if length := _covers(tokens, at, group):
            reach = range(at + length, min(at + length + 4, len(tokens)))
            return followed if any(_covers(tokens, after, "subjects") for after in reach) else alone
    return _NEVER


def phrases(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut ``text[start:end]`` into phrases, or leave it whole when it is a sentence of ordinary length.

    The cuts are those that together are worth most, given how long phrases of speech are.

    Examples
    --------
    >>> said = "alors moi je suis arrivé au centre de Tracadie en janvier " * 3 + "fait que j'ai appelé le maire"
    >>> [said[a:b].strip()[:18] for a, b in phrases(said, 0, len(said))]
    ['alors moi je suis ', 'alors moi je suis ', 'alors moi je suis ', "fait que j'ai appe"]
    """
    tokens = list(_TOKEN.finditer(text, start, end))
    if len(tokens) <= _LONG:
        return [(start, end)]
    folded = [fold(token.group()) for token in tokens]
    marks = sum(not token[0].isalnum() for token in folded)
    if marks * 22 > len(tokens) and len(tokens) < _ENDLESS:
        return [(start, end)]
    best = [0.0] + [_NEVER] * len(tokens)
    back = [0] * (len(tokens) + 1)
    for at in range(1, len(tokens) + 1):
        worth = 0.0 if at == len(tokens) else _worth(folded, at)
        if worth == _NEVER:
            continue
        for previous in range(max(0, at - 60), at):
            value = best[previous] + worth - _CUT - _length_cost(at - previous)
            if value > best[at]:
                best[at], back[at] = value, previous
    if best[-1] == _NEVER:
        return [(start, end)]
    cuts = [end]
    at = back[-1]
    while at > 0:
        cuts.append(tokens[at].start())
        at = back[at]
    edges = [start, *reversed(cuts)]
    return list(pairwise(edges))
