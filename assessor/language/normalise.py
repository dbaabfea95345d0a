"""Text cleaned for analysis, with a way back to every original character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_LINE_BREAKS = frozenset("\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_REPLACED = {
    **dict.fromkeys("‘’‚‛ʼ′`´＇", "'"),
    **dict.fromkeys("“”„‟〝〞＂", '"'),
    **dict.fromkeys("‐‑‒−﹣－", "-"),
    **dict.fromkeys("•‣◦▪▫●○■□◆◇►▶➢➤➔→✓✔✗✘★☆·∙⁃", "•"),
}


@dataclass(frozen=True, slots=True)
class Normalised:
    r"""Text for analysis; ``starts[i]`` and ``ends[i]`` are where character ``i`` begins and ends in the original.

    Lines are separated by ``\n``, and no two blanks follow each other.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the analysed characters ``start`` to ``end`` stand in the original; ``end`` must be greater than ``start``."""
        return self.starts[start], self.ends[end - 1]


@cache
def _plain(char: str) -> str:
    """What one character becomes: itself, another one, a blank, a line break, or nothing at all."""
    if char in _LINE_BREAKS:
        return "\n"
    if char in _REPLACED:
        return _REPLACED[char]
    category = unicodedata.category(char)
    if category == "Zs" or char in "\t\r\x1f":
        return " "
    # Zero-width marks, controls, lone surrogates and private or unassigned code points say nothing about the language.
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} else char


def _clusters(text: str) -> Iterator[tuple[str, int, int]]:
    """Each character with the combining marks that follow it, composed, and where it stands."""
    if unicodedata.is_normalized("NFC", text):
        yield from ((char, at, at + 1) for at, char in enumerate(text))
        return
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield unicodedata.normalize("NFC", text[start:at]), start, at
            start = at


def normalise(text: str) -> Normalised:
    r"""Clean a text for analysis without losing where anything stood.

    Parameters
    ----------
    text : str
        Any string, as it was given.

    Returns
    -------
    Normalised
        Composed accents, straight quotes and apostrophes, single blanks; no control, zero-width or surrogate characters.

    Examples
    --------
    >>> clean = normalise("  J’ai\u00a0 appelé…")
    >>> clean.text, clean.span(0, 4)
    ("J'ai appelé…", (2, 6))
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster, start, end in _clusters(text):
        for char in cluster:
            plain = _plain(char)
            if not plain:
                continue
            if plain in " \n":
                if not chars or (chars[-1] == "\n" and plain == " "):
                    continue
                if chars[-1] == " ":
                    if plain == " ":
                        continue
                    chars[-1], starts[-1], ends[-1] = plain, start, end
                    continue
            chars.append(plain)
            starts.append(start)
            ends.append(end)
    while chars and chars[-1] in " \n":
        del chars[-1], starts[-1], ends[-1]
    return Normalised("".join(chars), tuple(starts), tuple(ends))


@cache
def _bare(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def fold(text: str) -> str:
    """Lower case without accents, character by character: offsets stay the same.

    Examples
    --------
    >>> fold("Élève à Île-d'Orléans")
    "eleve a ile-d'orleans"
    """
    return "".join(map(_bare, text))
