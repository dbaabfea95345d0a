"""Words that fill a silence: a transcript keeps them, and nothing that is judged may hang on them."""

from __future__ import annotations

import re
from functools import cache

from assessor.language.lexicon_files import words
from assessor.language.normalise import fold

_PAUSE = r"(?:,|…|\.{2,})"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    anywhere, set_off = ("|".join(sorted(map(re.escape, words("fillers", name)), key=len)[::-1]) for name in ("anywhere", "set_off"))
    filler = rf"\b(?:{anywhere}|{set_off})\b"
    return (
        re.compile(rf"\W*{filler}(?:\W+{filler})*\W*"),
        re.compile(rf"\b(?:{anywhere})\b\s*{_PAUSE}?\s*|(?:^|(?<=[,…]\s)|(?<=\.\.\s)){filler}\s*{_PAUSE}\s*"),
        re.compile(rf"(?:\s*,|(?<=…)|(?<=\.\.))\s*{filler}(?=\s*[.!?…]*$)"),
    )


def only_fillers(text: str) -> bool:
    """Whether a stretch of text holds fillers and nothing else.

    Examples
    --------
    >>> only_fillers("Euh… bon, comment dire…"), only_fillers("Bon début."), only_fillers("…")
    (True, False, False)
    """
    return _patterns()[0].fullmatch(fold(text)) is not None


def without_fillers(text: str) -> str:
    """A sentence as it would have been written; the sentence itself if it is nothing but fillers.

    Examples
    --------
    >>> without_fillers("Euh, j'ai, disons, appelé la, euh, mairie, voilà.")
    "j'ai, appelé la, mairie."
    >>> without_fillers("C'était bon, et j'ai enfin obtenu la clé.")
    "C'était bon, et j'ai enfin obtenu la clé."
    >>> without_fillers("J'ai vu mon collègue, Ben, à la mairie, voilà…")
    "J'ai vu mon collègue, Ben, à la mairie…"
    """
    alone, within, last = _patterns()
    folded = fold(text)
    if len(folded) != len(text) or alone.fullmatch(folded):
        return text
    for pattern in (last, within):
        kept, at = [], 0
        for found in pattern.finditer(folded):
            # With a capital inside a sentence it is somebody's name.
            if found.start() > 0 and text[found.start() : found.end()].strip(" ,.…")[:1].isupper():
                continue
            kept.append(text[at : found.start()])
            at = found.end()
        text = "".join([*kept, text[at:]])
        folded = fold(text)
    return text
