"""First names and towns exchanged for those of elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache

from assessor.fairness.lexicon_files import lexicon

_VOWELS = "aeiouyàâäéèêëîïôöùûü"


def exchange_names(text: str) -> str:
    """Each first name of the lexicon becomes one of the same gender and another origin, the same throughout the text.

    Examples
    --------
    >>> text = "J'ai appelé Karim. L'idée d'Estelle et de Karim a plu."
    >>> exchanged = exchange_names(text)
    >>> any(name in exchanged for name in ("Karim", "Estelle")), exchanged == exchange_names(text)
    (False, True)
    """
    return _exchanged(text, _groups("names"))


def exchange_places(text: str) -> str:
    """Each town of the lexicon becomes one of another region, the same throughout the text.

    Examples
    --------
    >>> "Rimouski" in exchange_places("Le dépôt de Rimouski a brûlé.")
    False
    """
    return _exchanged(text, _groups("places"))


Groups = Mapping[str, tuple[tuple[str, ...], ...]]


@cache
def _groups(name: str) -> Groups:
    """For each name, the lists that it can be exchanged with, one an origin other than its own."""
    origins = lexicon(name)
    kinds: dict[str, dict[str, tuple[str, ...]]] = {}
    for origin, lists in origins.items():
        for kind, names in (lists if isinstance(lists, dict) else {"": lists}).items():
            kinds.setdefault(kind, {})[origin] = tuple(names)
    return {
        one: tuple(others for other, others in by_origin.items() if other != origin)
        for by_origin in kinds.values()
        for origin, names in by_origin.items()
        for one in names
    }


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    return re.compile(rf"(?:(?<!\w)(?P<link>de |que |d['’]|qu['’]))?(?<![\w-])(?P<name>{longest_first})(?![\w-])")


def _exchanged(text: str, groups: Groups) -> str:
    pattern = _pattern(tuple(groups))
    taken = {found["name"] for found in pattern.finditer(text)}
    chosen: dict[str, str] = {}
    for found in pattern.finditer(text):
        name = found["name"]
        if name not in chosen:
            chosen[name] = _drawn(text, name, groups[name], taken)
            taken.add(chosen[name])
    return pattern.sub(lambda found: _linked(found["link"] or "", chosen[found["name"]]), text)


def _drawn(text: str, name: str, lists: Sequence[Sequence[str]], taken: set[str]) -> str:
    """One name of another origin that the text does not use yet, by a hash of the text and the name."""
    number = int.from_bytes(hashlib.sha256(f"{name}\n{text}".encode("utf-8", "replace")).digest()[:8], "big")
    names = lists[number % len(lists)]
    free = [one for one in names if one not in taken] or list(names)
    return free[(number // len(lists)) % len(free)]


def _linked(link: str, name: str) -> str:
    """The name after « de » or « que », elided or not as its first letter asks."""
    if not link:
        return name
    word = link.rstrip(" '’").removesuffix("e")
    return f"{word}'{name}" if name[0].lower() in _VOWELS else f"{word}e {name}"
