"""The first of many lines, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.wording import LANGUAGES, Text, say


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
    rest = [say("research.more", count=len(lines) - most)] if len(lines) > most else []
    return Text(*("\n".join(line.in_(language) for line in [*lines[:most], *rest]) for language in LANGUAGES))
