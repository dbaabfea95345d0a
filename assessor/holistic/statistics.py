"""What can be counted in a text of any language: length, variety, punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assessor.holistic.texts import passages

Singles = NDArray[np.float32]

NAMES = (
    "words_log",
    "characters_log",
    "words_root",
    "word_variety",
    "word_length",
    "passages",
    "digits",
    "commas",
    "stops",
    "capitals",
)
_WORD = re.compile(r"\w+")


def statistics(texts: Sequence[str]) -> Singles:
    """One row a text, one column a name of ``NAMES``.

    Examples
    --------
    >>> dict(zip(NAMES, statistics(["Il a dit oui, oui."])[0].tolist()))["commas"]
    1.0
    """
    return np.array([_row(text) for text in texts], dtype=np.float32)


def _row(text: str) -> list[float]:
    words = _WORD.findall(text)
    count = len(words)
    return [
        float(np.log1p(count)),
        float(np.log1p(len(text))),
        float(np.sqrt(count)),
        len({word.lower() for word in words}) / max(count, 1),
        sum(map(len, words)) / max(count, 1),
        len(passages(text)),
        sum(character.isdigit() for character in text),
        sum(character in ",;:" for character in text),
        sum(character in ".!?" for character in text),
        sum(character.isupper() for character in text),
    ]
