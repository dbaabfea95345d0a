"""The same acts told by someone else, or in another way: what must not change a level.

Every variant is a pure function of the text; what is drawn is drawn by a hash of the text. A variant that changes nothing is left out.
"""

from __future__ import annotations

import hashlib
import random
import re
import unicodedata
from collections.abc import Callable, Mapping

from assessor.domain.answer import Answer
from assessor.fairness.exchange import exchange_names, exchange_places
from assessor.fairness.lexicon_files import lexicon
from assessor.fairness.speaker import swap_gender

_SENTENCE_START = re.compile(r"(?<=\w\w[.!?…])[ \t]+(?=[^\W\d_])")
_PARAGRAPH = re.compile(r"\n\s*\n")
_TYPO_SHARE = 0.02


def without_accents(text: str) -> str:
    """The text as typed on a keyboard without accents; ligatures stay.

    Examples
    --------
    >>> without_accents("J'ai été reçu à Orléans.")
    "J'ai ete recu a Orleans."
    """
    return "".join(character for character in unicodedata.normalize("NFD", text) if not unicodedata.combining(character))


def with_typos(text: str, share: float = _TYPO_SHARE) -> str:
    """The text with a share of its letters mistyped: swapped with the next, left out or doubled; first letters of words stay.

    Examples
    --------
    >>> text = "J'ai appelé la directrice de la caisse et nous avons parlé longtemps de la fermeture."
    >>> with_typos(text) == with_typos(text) != text
    True
    """
    draw = _drawn_from(text)
    places = [i for i in range(1, len(text) - 1) if text[i - 1 : i + 2].isalpha()]
    if not places:
        return text
    chosen = sorted(draw.sample(places, min(len(places), max(1, round(share * len(places))))), reverse=True)
    typed = list(text)
    for place in chosen:
        kind = draw.randrange(3)
        if kind == 0:
            typed[place : place + 2] = typed[place : place + 2][::-1]
        elif kind == 1:
            del typed[place]
        else:
            typed.insert(place, typed[place])
    return "".join(typed)


def with_fillers(text: str) -> str:
    """The text as it might be said: a filler after some commas and before some sentences, about one place in three."""
    fillers, draw = lexicon("oral")["fillers"], _drawn_from(text)

    def after_comma(comma: re.Match[str]) -> str:
        return f", {draw.choice(fillers)}, " if draw.random() < 1 / 3 else comma.group()

    def before_sentence(gap: re.Match[str]) -> str:
        return f"{gap.group()}{draw.choice(fillers).capitalize()}… " if draw.random() < 1 / 3 else gap.group()

    first = str(draw.choice(fillers)).capitalize()
    return f"{first}… " + _SENTENCE_START.sub(before_sentence, re.sub(r", ", after_comma, text))


def with_small_talk(text: str) -> str:
    """The text between a greeting and a leave-taking that tell nothing."""
    words = lexicon("oral")
    return " ".join(words["opening"]) + "\n\n" + text + "\n\n" + " ".join(words["closing"])


def paragraphs_reordered(text: str) -> str:
    r"""The last paragraph first, as when the result is told before the story; the text itself if it has a single paragraph.

    Examples
    --------
    >>> paragraphs_reordered("Un.\n\nDeux.\n\nTrois.")
    'Trois.\n\nUn.\n\nDeux.'
    """
    paragraphs = _PARAGRAPH.split(text)
    return "\n\n".join([paragraphs[-1], *paragraphs[:-1]]) if len(paragraphs) > 1 else text


VARIANTS: Mapping[str, Callable[[str], str]] = {
    "gender": swap_gender,
    "names": exchange_names,
    "places": exchange_places,
    "accents": without_accents,
    "typos": with_typos,
    "fillers": with_fillers,
    "small_talk": with_small_talk,
    "order": paragraphs_reordered,
}


def variants(answer: Answer) -> dict[str, Answer]:
    """The variants of an answer that differ from it, by name.

    Examples
    --------
    >>> sorted(variants(Answer("1", "Je suis allée à Rimouski avec Karim.")))
    ['accents', 'fillers', 'gender', 'names', 'places', 'small_talk', 'typos']
    """
    changed = {name: variant(answer.text) for name, variant in VARIANTS.items()}
    return {name: Answer(f"{answer.id}:{name}", text) for name, text in changed.items() if text != answer.text}


def _drawn_from(text: str) -> random.Random:
    return random.Random(int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big"))
