"""The reader's language: French unless the address of the page says ``?lang=en``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from assessor.ui import redraw
from assessor.ui.fields import hold
from assessor.wording import LANGUAGES, Language, Text, say

_STATE: Final = "language"
_NAMES: Final = {"fr": "Français", "en": "English"}


def language() -> Language:
    """The language of the page."""
    if _STATE not in st.session_state:
        asked = st.query_params.get("lang")
        st.session_state[_STATE] = asked if asked in LANGUAGES else "fr"
    chosen: Language = st.session_state[_STATE]
    return chosen


def shortened(text: str, longest: int) -> str:
    """A text on one line, cut where it is longer.

    Examples
    --------
    >>> shortened("J'ai  appelé la mairie.", 12)
    "J'ai appelé…"
    """
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def tr(code: str, **values: object) -> str:
    """A message of the catalogue in the reader's language."""
    return say(code, **values).in_(language())


def labels(prefix: str, names: Iterable[str]) -> dict[str, str]:
    """What a choice among names is called on the page: the messages below a prefix of the catalogue."""
    return {name: tr(f"{prefix}.{name}") for name in names}


def local(text: Text) -> str:
    """A text in the reader's language."""
    return text.in_(language())


def spoken(key: str) -> str:
    """The key of a list of choices whose labels are translated: one for each language.

    The browser answers with the label chosen. Were the list the same one in both languages, a label of the other language would come
    back after a switch, be no choice at all, and be kept as if the person had chosen it.
    """
    return key if language() == LANGUAGES[0] else f"{key}_{language()}"


def switch(key: str) -> None:
    """The language switch; what it says is kept in the page's address, for a bookmark or a reload."""
    st.segmented_control(
        tr("ui.language"),
        LANGUAGES,
        format_func=_NAMES.__getitem__,
        default=hold(key, language()),
        key=key,
        on_change=_choose,
        args=(key,),
        label_visibility="collapsed",
    )
    if st.query_params.get("lang", "fr") != language():
        st.query_params["lang"] = language()


def _choose(key: str) -> None:
    st.session_state[_STATE] = st.session_state[key] or language()
    redraw.ask()
