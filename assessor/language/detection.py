"""Which language a text is in, by script and by function words; nothing is downloaded and nothing leaves the machine."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from assessor.language.lexicon_files import lexicon_file, words
from assessor.language.normalise import fold, normalise

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters; the language does not change with the rest


@cache
def _languages() -> dict[str, frozenset[str]]:
    return {name: words("languages", name) for name in lexicon_file("languages") if name != "scripts"}


@cache
def _weights() -> dict[str, float]:
    """A word shared by several languages says less about each."""
    shared = Counter(word for group in _languages().values() for word in group)
    return {word: 1.0 / count for word, count in shared.items()}


def _script(text: str) -> str:
    """The language of a script that only it (or mostly it) uses, if most letters are of that script."""
    scripts = lexicon_file("languages")["scripts"]
    letters = [char for char in text if char.isalpha()]
    found = Counter(
        name for char in letters if char > "\u036f" for name, low, high in scripts if int(low, 16) <= ord(char) <= int(high, 16)
    )
    name, count = max(found.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    if found["ja"] and name == "zh":
        name, count = "ja", found["ja"] + found["zh"]
    return name if count * 2 > len(letters) else ""


def detect_language(text: str) -> str:
    """Name the language of a text.

    Parameters
    ----------
    text : str
        Any text. Names of organisations are left out of the count (capitalised words inside a sentence), accents do not matter.

    Returns
    -------
    str
        ``"fr"``, ``"en"``, ``"ar"``, another code, or ``"?"`` when there is too little to tell.

    Examples
    --------
    >>> detect_language("jai appele la directrice de la World Health Organization pis elle ma repondu")
    'fr'
    >>> detect_language("I called the director and she answered the same day."), detect_language("Bonjour")
    ('en', '?')
    """
    sample = normalise(text[:_SAMPLE]).text
    if script := _script(sample):
        return script
    kept = [match.group() for match in _WORD.finditer(sample)]
    lower = [word for at, word in enumerate(kept) if word[0].islower() or at == 0 or len(word) == 1] if not sample.isupper() else kept
    tokens = [fold(word) for word in (lower if len(lower) >= 3 else kept)]
    scores = {name: sum(_weights()[token] for token in tokens if token in group) for name, group in _languages().items()}
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    (best, score), (_, second) = ranked[:2]
    if score < 1.0 or score < 0.12 * len(tokens) or score - second < 0.34 or score < 1.15 * second:
        return "?"
    return best
