"""The one gate every text passes before it becomes an :class:`Answer`, and what stands in its place when it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from assessor.documents.limits import LONGEST_ANSWER
from assessor.domain.answer import Answer
from assessor.wording import Text, say

# UTF-8 read as Windows-1252: « é » becomes « Ã© », « à » « Ã » and a blank, « ’ » « â€™ », « « » « Â« ».
_GARBLED: Final = re.compile("\N{REPLACEMENT CHARACTER}|ï¿½|Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€[\x80-\xbf™œ˜¦“”]|Â[«»°\xa0]")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An answer that could not be read; a batch goes on after it.

    ``code`` is short and stable, for programs; ``text`` says to a person where, what, what is allowed and what to do.
    """

    id: str
    code: str
    text: Text


def unreadable(id: str, code: str, where: Text, **values: object) -> Unreadable:  # noqa: A002 - the field's own name
    """An :class:`Unreadable` with the message ``error.document_<code>``.

    Examples
    --------
    >>> unreadable("7", "empty", row_of("reponses.csv", 8)).text.fr
    'reponses.csv, ligne 8 : la réponse est vide. Écrivez-y au moins une phrase, ou retirez-la.'
    """
    return Unreadable(id, code, say(f"error.document_{code}", where=where, **values))


def row_of(file: str | Text, row: int) -> Text:
    """Where something stands in a table: the file and its line, counted from 1 with the header, as a person sees it."""
    return say("error.document_row", file=file, row=row)


def thousands(number: int) -> Text:
    """A number as each language writes it.

    Examples
    --------
    >>> thousands(100_000).en
    '100,000'
    """
    return Text(f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"), f"{number:,}")


def writable(text: str) -> str:
    r"""The text with lone surrogates, which no UTF-8 file can hold, replaced one for one; everything else to the letter.

    Examples
    --------
    >>> writable("J'ai appelé \ud83d.")
    "J'ai appelé �."
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= character <= "\udfff" else character for character in text)
    return text


def garbled(text: str) -> bool:
    """Whether accents were lost where the text was written or exported: « Ã© » for « é », or the sign of a letter that was replaced.

    Examples
    --------
    >>> garbled("J'ai appelÃ© le maire."), garbled("J'ai appel� le maire."), garbled("J'ai appelé São Paulo : « à 8 h ».")
    (True, True, False)
    """
    return _GARBLED.search(text) is not None


def checked(id: str, value: object, where: Text) -> Answer | Unreadable:  # noqa: A002 - the field's own name
    """An answer if ``value`` is a text that can be assessed, what is wrong with it otherwise.

    Examples
    --------
    >>> checked("7", "J'ai appelé le centre.", row_of("reponses.csv", 8))
    Answer(id='7', text="J'ai appelé le centre.")
    >>> checked("7", 12, row_of("reponses.csv", 8)).code
    'not_text'
    """
    id = writable(id)  # noqa: A001 - the field's own name
    if not isinstance(value, str):
        return unreadable(id, "not_text", where)
    if not value.strip():
        return unreadable(id, "empty", where)
    if len(value) > LONGEST_ANSWER:
        return unreadable(id, "too_long", where, length=thousands(len(value)), limit=thousands(LONGEST_ANSWER))
    return Answer(id, writable(value))
