"""The lines of a PDF page put together again into paragraphs: a PDF knows where words stand, not where paragraphs end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

_BULLET: Final = re.compile(r"\s*(?:[-–—•◦▪■●○‣·∙*➢➤✓►\uf0b7\uf0a7\uf0d8]|\d{1,2}[.)]|[a-zA-Z]\))(?=\s|$)")
_BROKEN: Final = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)?)([-\u2010\u00ad])$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_WHOLE: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS: Final = re.compile(r"[.!?:;…][\"'»”’)\]\s]*$")
# Print ligatures, which no one types.
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

_NARROW: Final = 40
"""Characters: below this widest line nothing is wrapped, lines are notes."""
_FULL: Final = 0.85
"""Share of the widest line a line and the next one's first word must pass for the break to be the page's, not the writer's."""
_HALF: Final = 0.5
"""Share of the widest line below which even a sentence left open is a note."""


@cache
def _french() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """The page-number pattern, and the words a hyphen is kept before and after."""
    data: dict[str, Any] = yaml.safe_load((files(__package__) / "pdf_lines.yaml").read_text("utf-8"))
    return re.compile(data["page_number"], re.IGNORECASE), frozenset(data["hyphen_before"]), frozenset(data["hyphen_after"])


def paragraphs(pages: Sequence[str]) -> str:
    r"""The text of pages, one line a paragraph, heading or bullet.

    Examples
    --------
    >>> print(paragraphs(["J'ai appelé la directrice du centre commu-\nnautaire pour lui parler du projet.\n• Résultat : signé."]))
    J'ai appelé la directrice du centre communautaire pour lui parler du projet.
    • Résultat : signé.
    """
    lines = [line for page in pages for line in _page_lines(page, numbered=len(pages) > 1)]
    widest = _widest(lines)
    known = frozenset(word.lower() for line in lines for word in _WHOLE.findall(line))
    whole: list[list[str]] = []
    last = ""  # the last line as it stood, which says whether the page or the writer ended it
    for line in lines:
        if whole and _goes_on(last, line, widest):
            whole[-1][-1:] = _joined(whole[-1][-1], line, known)
        else:
            whole.append([line])
        last = line
    return "\n".join("".join(pieces) for pieces in whole)


def _page_lines(page: str, *, numbered: bool) -> Iterator[str]:
    """A page's lines without its number, nor blank lines at its edges."""
    lines = [line.rstrip() for line in page.translate(_LIGATURES).replace("\r\n", "\n").strip("\r\n").split("\n")]
    page_number, _, _ = _french()
    for edge in (-1, 0):
        if numbered and lines and len(lines[edge]) < _NARROW and page_number.fullmatch(lines[edge]):
            lines.pop(edge)
    blank = True
    for line in lines:
        if line.strip() or not blank:
            yield line
        blank = not line.strip()


def _widest(lines: Sequence[str]) -> int:
    """The width of the text: the longest lines but for the odd one that sticks out."""
    widths = sorted(len(line) for line in lines if line.strip())
    return widths[int(0.95 * (len(widths) - 1))] if widths else 0


def _goes_on(line: str, following: str, widest: int) -> bool:
    """Whether a line was broken by the page's edge and ``following`` is its rest."""
    start = following.strip()
    if not line.strip() or not start or _BULLET.match(following):
        return False
    if _BULLET.fullmatch(line):  # a bullet left alone on its line
        return True
    if _broken(line) and start[0].isalpha():
        return True
    if widest < _NARROW:
        return False
    if len(line) + 1 + len(start.split(maxsplit=1)[0]) > _FULL * widest:
        return True
    return not _ENDS.search(line) and (start[0].islower() or line.endswith(",")) and len(line) >= _HALF * widest


def _joined(line: str, following: str, known: frozenset[str]) -> tuple[str, str]:
    """The two pieces a line and its rest make; a hyphen that only cut a word goes."""
    start = following.lstrip()
    broken, rest = _broken(line), _WORD.match(start)
    if not broken or not rest:
        return f"{line} ", start
    return (line if broken[2] != "\u00ad" and _is_compound(broken, rest[0], known) else line[:-1]), start


def _is_compound(broken: re.Match[str], rest: str, known: frozenset[str]) -> bool:
    """Whether the hyphen belongs to the word: as the same document writes it elsewhere, or else as French does."""
    first, rest_lower = broken[1].lower(), rest.lower()
    last_part = re.split("['’]", first)[-1]
    if f"{last_part}{rest_lower}" in known:
        return False
    _, before, after = _french()
    # A capital, or a hyphen before it in the same word (vis-à-vis, c'est-à-dire), makes a compound too.
    in_compound = rest[0].isupper() or broken.string[: broken.start()].endswith("-")
    return in_compound or f"{last_part}-{rest_lower}" in known or rest_lower in before or first in after or last_part in after


def _broken(line: str) -> re.Match[str] | None:
    """The word a line ends within. Only the line's end is searched: a hostile file may have very long ones."""
    return _BROKEN.search(line[-_NARROW:])
