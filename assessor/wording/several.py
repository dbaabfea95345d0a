"""Several names or lines in one message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assessor.wording import LANGUAGES, Text, say

_MARKS = Text("« {} »", "“{}”")


def quoted(names: Iterable[object], most: int | None = None) -> Text:
    """Names in the quotation marks of each language; the first few if there are many, a dash if there are none.

    Examples
    --------
    >>> quoted(["a", "b", "c"], 2)
    Text(fr='« a », « b » …', en='“a”, “b” …')
    >>> quoted([]).fr
    '—'
    """
    shown = [str(name) for name in names]
    rest = " …" if most is not None and len(shown) > most else ""
    return Text(*((", ".join(_MARKS.in_(one).format(name) for name in shown[:most]) or "—") + rest for one in LANGUAGES))


def first_lines(lines: Sequence[Text], most: int) -> Text:
    """The first lines, below one another; where some are left, the last says how many.

    Parameters
    ----------
    lines : sequence of Text
    most : int

    Examples
    --------
    >>> print(first_lines([Text("un", "one"), Text("deux", "two"), Text("trois", "three")], 1).fr)
    un
    … et 2 de plus
    """
    rest = [say("misfit.more", count=len(lines) - most)] if len(lines) > most else []
    return Text(*("\n".join(line.in_(language) for line in [*lines[:most], *rest]) for language in LANGUAGES))
