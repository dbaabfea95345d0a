"""Marked passages into annotated sentences: in which unit a tool counts, where a passage ends, what to do when two overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from assessor.domain.assessment import Role
from assessor.domain.example import SentenceLabel
from assessor.exchange.labels import Mark
from assessor.exchange.record import RowError

Span = tuple[int, int]


def to_utf16(text: str) -> list[int]:
    """Where each character of a text, and its end, stands when counted as JavaScript counts: most emoji count twice.

    Examples
    --------
    >>> to_utf16("a🐄b")
    [0, 1, 3, 4]
    """
    return [0, *accumulate(1 + (character > "\uffff") for character in text)]


def in_characters(text: str, spans: Sequence[Span], quotes: Sequence[str | None] = (), *, utf16: bool = False) -> list[Span]:
    """Spans counted as Python counts, whatever unit the tool counts in.

    Texts without emoji are counted the same by all. In others the unit is the one in which the spans quote what the tool says they quote
    or, where it does not say, cut the fewest words; if both units do equally well, the tool's usual one.

    Parameters
    ----------
    text : str
    spans : sequence of (start, end)
    quotes : sequence of str or None
        What the tool says each span holds.
    utf16 : bool
        Whether the tool usually counts as JavaScript does.

    Raises
    ------
    RowError
        ``span``: a span is outside the text in both units.

    Examples
    --------
    >>> in_characters("🐄 J'ai vu la coop.", [(3, 9)], ["J'ai vu"[:6]])
    [(2, 8)]
    """
    characters: dict[int, int] = {place: place for place in range(len(text) + 1)}
    units: list[dict[int, int]] = [characters]
    if not text.isascii() and max(text, default="") > "\uffff":
        units.insert(0 if utf16 else 1, {unit: place for place, unit in enumerate(to_utf16(text))})
    quotes = quotes or [None] * len(spans)
    readings = [[(unit.get(start, -1), unit.get(end, -1)) for start, end in spans] for unit in units]
    best = min(readings, key=lambda reading: sum(_doubt(text, span, quote) for span, quote in zip(reading, quotes, strict=True)))
    for (start, end), read in zip(spans, best, strict=True):
        if not 0 <= read[0] < read[1] <= len(text) or not text[slice(*read)].strip():
            raise RowError("span", start=start, end=end, length=len(text))
    return best


def _doubt(text: str, span: Span, quote: str | None) -> int:
    """How unlikely it is that a person marked these characters."""
    start, end = span
    if not 0 <= start < end <= len(text):
        return 8
    if quote is not None:  # tools change blanks and line breaks in what they quote
        return 4 * (_letters(text[start:end]) != _letters(quote))
    blank = text[start].isspace() + text[end - 1].isspace()
    return _cuts(text, start) + _cuts(text, end) + blank


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _cuts(text: str, edge: int) -> bool:
    """Whether an edge stands inside a word."""
    return 0 < edge < len(text) and text[edge - 1 : edge + 1].isalnum()


def snapped(text: str, start: int, end: int) -> Span:
    """A span without blanks at its ends and with whole words: a mouse is less exact than the person who holds it.

    Examples
    --------
    >>> text = "J'ai appelé le maire. Il a dit oui."
    >>> text[slice(*snapped(text, 6, 22))]
    'appelé le maire.'
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while _cuts(text, start):
        start -= 1
    while _cuts(text, end):
        end += 1
    return start, end


@dataclass(slots=True)
class _Passage:
    start: int
    end: int
    role: Role | None
    codes: list[str]

    def overlap(self, other: _Passage) -> int:
        return min(self.end, other.end) - max(self.start, other.start)

    def add(self, codes: Iterable[str]) -> None:
        self.codes += [code for code in codes if code not in self.codes]


def sentences(text: str, marks: Iterable[Mark]) -> tuple[SentenceLabel, ...]:
    """Annotated sentences, in order and apart from each other, from passages marked with codes and with roles.

    A code marked inside a passage that has a role belongs to that passage, to the one it shares most with if there are several. Other
    passages that overlap become one; of two roles the longer passage's is kept.

    Examples
    --------
    >>> sentences("J'ai appelé le maire. Il a dit oui.", [Mark(0, 21, role="A"), Mark(5, 20, "2"), Mark(22, 35, role="R")])
    (SentenceLabel(start=0, end=21, star='A', concepts=('2',)), SentenceLabel(start=22, end=35, star='R', concepts=()))
    """
    passages: dict[Span, _Passage] = {}
    for mark in marks:
        span = snapped(text, mark.start, mark.end)
        passage = passages.setdefault(span, _Passage(*span, None, []))
        passage.role = passage.role or mark.role
        passage.add([mark.code] if mark.code is not None else [])
    roles = [one for one in passages.values() if one.role is not None]
    alone = [one for one in passages.values() if one.role is None and not _given(one, roles)]
    joined = _joined(sorted([*roles, *alone], key=lambda one: (one.start, one.end)))
    return tuple(SentenceLabel(one.start, one.end, one.role or "-", tuple(one.codes)) for one in joined)


def _given(passage: _Passage, roles: Sequence[_Passage]) -> bool:
    """Give the codes of a passage to the one with a role that it shares most with; False if there is none."""
    nearest = max(roles, key=passage.overlap, default=None)
    if nearest is None or passage.overlap(nearest) <= 0:
        return False
    nearest.add(passage.codes)
    return True


def _joined(passages: Iterable[_Passage]) -> list[_Passage]:
    apart: list[_Passage] = []
    for passage in passages:
        if apart and apart[-1].overlap(passage) > 0:
            last = apart[-1]
            if last.role is None or (passage.role is not None and passage.end - passage.start > last.end - last.start):
                last.role = passage.role
            last.end = max(last.end, passage.end)
            last.add(passage.codes)
        else:
            apart.append(passage)
    return apart


def unix_lines(text: str) -> tuple[str, Callable[[int], int]]:
    r"""The text with ``\n`` alone between its lines, as tables keep it, and where each place of the text stands then.

    Examples
    --------
    >>> text, place = unix_lines("Un.\r\nDeux.")
    >>> text, text[place(5):place(10)]
    ('Un.\nDeux.', 'Deux.')
    """
    places = [0, *accumulate(not (character == "\r" and text[at + 1 : at + 2] == "\n") for at, character in enumerate(text))]
    return text.replace("\r\n", "\n").replace("\r", "\n"), places.__getitem__
