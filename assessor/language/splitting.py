"""Where sentences begin and end: punctuated prose, bullets and notes, wrapped lines, dictated speech without punctuation.

The parser of spaCy cuts dictated speech and notes badly and costs a third of the time, so the cutting is done here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assessor.language.dictated import phrases
from assessor.language.fillers import only_fillers
from assessor.language.lexicon_files import words
from assessor.language.normalise import fold

_BULLET = re.compile(r"(?:[-–—*•>+]+|\(?\d{1,2}[.)]|\(?[a-zA-Z]\))\s+(?=\S)|[•*–—]+(?=\w)|-(?=[^\W\d_]{2})")
_STOP = re.compile(r"(?:\.{1,}|…|[!?]+[.…]*)+[)\]»\"']*(?: »)?(?= |$)")
_STOP_SMALL = re.compile(r"\w{2}\. [^\W\d_A-ZÀ-ÖØ-Þ]")
_STOP_CAPITAL = re.compile(r"\w{2}\. [A-ZÀ-ÖØ-Þ]")
_DASH = re.compile(r" [-–—] (?=\w)")
_WORD = re.compile(r"\w")
_LONGEST = 4000  # characters; beyond, no sentence is natural, and the rest of the program stays fast


def _soft_breaks(text: str, lines: list[tuple[int, int]]) -> Iterator[int]:
    """Line breaks that only wrap a paragraph: the next word would not have fitted, or the line ends in mid-phrase."""
    paragraph: list[tuple[int, int]] = []
    for line in [*lines, (0, 0)]:
        if line[0] < line[1]:
            paragraph.append(line)
            continue
        width = max((end - start for start, end in paragraph), default=0)
        first = [len(text[start:end].split(" ", 1)[0]) for start, end in paragraph]
        full = [end - start + 1 + following > width for (start, end), following in zip(paragraph, first[1:], strict=False)]
        wrapped = len(full) >= 2 and all(full) and 40 <= width <= 130
        for (start, end), (after, after_end) in pairwise(paragraph):
            last = fold(text[start:end]).rsplit(" ", 1)[-1]
            hanging = (last in words("splitting", "unfinished") or last.endswith(",")) and text[after].islower()
            if (wrapped or hanging) and not _BULLET.match(text, after, after_end):
                yield end
        paragraph = []


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines and bullets, with wrapped lines joined."""
    lines: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, start + len(line.rstrip())))
        start += len(line) + 1
    soft = set(_soft_breaks(text, lines))
    begin = -1
    for start, end in lines:
        if start == end:
            continue
        begin = start if begin < 0 else begin
        if end not in soft:
            yield begin, end
            begin = -1


def _without_capitals(text: str) -> bool:
    """Whether the writer begins sentences without capitals: more full stops are followed by small letters than by capitals."""
    return len(_STOP_SMALL.findall(text)) > len(_STOP_CAPITAL.findall(text))


def _ends(text: str, start: int, stop: re.Match[str], end: int, *, small: bool) -> bool:
    """Whether this full stop ends a sentence of ``text[start:end]``; ``small`` if the writer uses no capitals."""
    if stop.end() >= end:
        return False
    follows = text[stop.end() : min(end, stop.end() + 12)].lstrip("\"'«([ -–—")[:1]
    near = max(start, stop.start() - _LONGEST)
    inside = any(text.rfind(opening, near, stop.start()) > text.rfind(closing, near, stop.end()) for opening, closing in ("«»", "()"))
    if stop.group().rstrip(")]»\"' ") != ".":
        return not follows.islower()
    last = re.split(r"[\s('\"]", fold(text[max(start, stop.start() - 12) : stop.start()]))[-1]
    if last in words("splitting", "may_end"):
        return follows.isupper()
    if last in words("splitting", "abbreviations") or (len(last) == 1 and last.isalpha() and text[stop.start() - 1].isupper()):
        return False
    return not follows.islower() or (small and not inside and len(last) > 1)


def _prose(text: str, start: int, end: int, *, small: bool) -> Iterator[tuple[int, int]]:
    """Sentences of one line or paragraph."""
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if _ends(text, begin, stop, end, small=small):
            yield begin, stop.end()
            begin = stop.end()
    yield begin, end


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Items of a list that was written, or pasted, on one line: « - appelé le centre - vu le maire »."""
    bullet = _BULLET.match(text, start, end)
    begin = bullet.end() if bullet else start
    dashes = [dash.start() for dash in _DASH.finditer(text, begin, end)]
    if len(dashes) >= (1 if bullet and text[start] in "-–—" else 3):
        for dash in dashes:
            yield begin, dash
            begin = dash + 3
    yield begin, end


def _pieces(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Hard cuts of what no rule can cut."""
    for at in range(start, end, _LONGEST):
        yield at, min(at + _LONGEST, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same span without blanks at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _with_next(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What only fills a silence (« Comment dire… ») belongs to the sentence that it delays, on the same line."""
    joined: list[tuple[int, int]] = []
    waiting: int | None = None
    for (start, end), (after, _) in pairwise([*spans, (len(text), len(text))]):
        begin = start if waiting is None else waiting
        waiting = None
        if after < len(text) and "\n" not in text[end:after] and only_fillers(text[start:end]):
            waiting = begin
        else:
            joined.append((begin, end))
    return joined


def sentence_spans(text: str) -> list[tuple[int, int]]:
    r"""Cut a normalised text into sentences.

    Parameters
    ----------
    text : str
        The ``text`` of a :class:`~assessor.language.normalise.Normalised`.

    Returns
    -------
    list of (start, end)
        In order, without overlap, without blanks at either end; what holds no letter or digit is left out.

    Examples
    --------
    >>> text = "J'ai écrit à M. Roy. Il a répondu\n- appel du 12 mars"
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ["J'ai écrit à M. Roy.", 'Il a répondu', 'appel du 12 mars']
    >>> len(sentence_spans("Comment dire… J'étais seule. Voilà."))
    2
    """
    found = []
    small = _without_capitals(text)
    for line in _lines(text):
        for item in _items(text, *line):
            for prose in _prose(text, *item, small=small):
                for phrase in phrases(text, *prose):
                    found += [_trimmed(text, *piece) for piece in _pieces(*phrase)]
    return _with_next(text, [(start, end) for start, end in found if _WORD.search(text, start, end)])
