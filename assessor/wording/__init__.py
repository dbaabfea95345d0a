"""Everything the program says to a person, in French and in English, kept in ``fr/*.yaml`` and ``en/*.yaml``.

A message is named by a code (``gate.event.hypothetical``: file ``gate.yaml``, key ``event``, key ``hypothetical``) and filled with values;
:func:`say` returns it in both languages, so that nothing downstream has to know which one the reader uses.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from assessor import own_yaml

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")


def preferred() -> Language:
    """The language of those who did not choose one: ``ASSESSOR_LANG``, else French."""
    return "en" if os.environ.get("ASSESSOR_LANG", "").casefold().startswith("en") else "fr"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in French and in English.

    Examples
    --------
    >>> Text("niveau", "level").in_("en")
    'level'
    """

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language == "en" else self.fr


@cache
def _catalogue(language: Language) -> Mapping[str, str]:
    """All messages of one language: the file's name, then its nested keys, joined by dots."""
    flat: dict[str, str] = {}

    def walk(node: Mapping[str, object], prefix: str) -> None:
        for key, value in node.items():
            if isinstance(value, Mapping):
                walk(value, f"{prefix}{key}.")
            else:
                flat[f"{prefix}{key}"] = str(value)

    for file in sorted((files(__package__) / language).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            walk(own_yaml.values(file.read_text("utf-8")), file.name.removesuffix("yaml"))
    return flat


def codes(language: Language = "fr") -> frozenset[str]:
    """The codes a language has a message for; tests compare the two languages and the codes the program uses."""
    return frozenset(_catalogue(language))


def say(code: str, **values: object) -> Text:
    """A message, in both languages.

    Parameters
    ----------
    code : str
        Where the message stands in the catalogue, for example ``"gate.length.short"``.
    **values
        What fills its ``{names}``. A :class:`Text` is rendered in the language of the sentence it enters.

    Raises
    ------
    KeyError
        If the catalogue has no such code: a defect of the program, never of the input.

    Examples
    --------
    >>> say("role.A").fr
    'Action'
    """

    def fill(language: Language) -> str:
        known = {name: value.in_(language) if isinstance(value, Text) else value for name, value in values.items()}
        return _catalogue(language)[code].format(**known)

    return Text(fill("fr"), fill("en"))


def whole_percent(share: float) -> str:
    """A share in whole hundredths, without the sign; what is not quite all or nothing is not said to be.

    Examples
    --------
    >>> whole_percent(0.624), whole_percent(0.999), whole_percent(0.001), whole_percent(1.0)
    ('62', '> 99', '< 1', '100')
    """
    rounded = round(100 * share)
    if rounded == 100 and share < 1:
        return "> 99"
    return "< 1" if rounded == 0 and share > 0 else str(rounded)
