"""The speaker's gender, where the text shows it, swapped."""

from __future__ import annotations

import re
from functools import cache

from assessor.fairness.lexicon_files import lexicon


def swap_gender(text: str) -> str:
    """The text as the same person of the other gender would tell it; other people keep theirs.

    Only words that stand where they are said of the speaker (« je suis … », « j'étais … », « comme … ») are changed.

    Examples
    --------
    >>> swap_gender("Je suis allée voir le directeur, j'étais alors technicien.")
    "Je suis allé voir le directeur, j'étais alors technicienne."
    """
    return _said_of_the_speaker().sub(_swapped, text)


@cache
def _said_of_the_speaker() -> re.Pattern[str]:
    words = lexicon("gender")
    articles = "|".join(form for pair in words["articles"] for form in pair.split())
    between = "|".join(map(re.escape, words["between"]))
    before = words["before"].replace("'", "['’]")
    return re.compile(
        rf"(?P<before>(?<!\w){before}(?:(?<=['’])|\s+)(?:(?:{between})\s+)*)(?:(?P<article>{articles})(?P<gap>\s+))?(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)",
        re.IGNORECASE,
    )


@cache
def _pairs() -> dict[str, str]:
    words = lexicon("gender")
    forms = [pair.split() for group in words["pairs"] for pair in group]
    return {**dict(forms), **{feminine: masculine for masculine, feminine in forms}}


def _swapped(found: re.Match[str]) -> str:
    before, article, gap, word = str(found["before"]), str(found["article"] or ""), found["gap"] or "", str(found["word"])
    other = _other_form(word.lower(), before)
    if other is None:
        return found.group()
    articles = [pair.split() for pair in lexicon("gender")["articles"]]
    exchanged = {**dict(articles), **{feminine: masculine for masculine, feminine in articles}}
    return before + _as(article, exchanged.get(article.lower(), article)) + gap + _as(word, other)


def _other_form(word: str, before: str) -> str | None:
    words = lexicon("gender")
    if word in words["genderless"]:
        return None
    if word in words["invariable"] and re.search(words["reflexive"].replace("'", "['’]"), before, re.IGNORECASE):
        return None
    if word in _pairs():
        return _pairs()[word]
    for masculine, feminine in (ending.split() for ending in words["endings"]):
        # The feminine first: it is the longer of the two.
        for this, that in ((feminine, masculine), (masculine, feminine)):
            if word.endswith(this) and len(word) > len(this) + 1:
                return f"{word.removesuffix(this)}{that}"
    return None


def _as(model: str, word: str) -> str:
    return word.capitalize() if model[:1].isupper() else word
