"""A candidate's practice during one visit: in the server's memory for as long as the page is open, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import uuid4

import streamlit as st

from assessor.assess import load_assessor
from assessor.domain.answer import Answer
from assessor.rubric import list_scales, read_scale
from assessor.ui import browser, desk
from assessor.ui.practise import Practice, Seen

WRITING: Final = "practise_writing"
"""The key of the field where the candidate writes."""
_STATE: Final = "practise"
_SEEN: Final = "practise_seen"
_VISIT: Final = "practise_visit"
_MOST_SEEN: Final = 12


def practice() -> Practice:
    """What was written so far, with what the browser has just sent."""
    if _STATE not in st.session_state:
        asked = st.query_params.get("scale")
        st.session_state[_STATE] = Practice(asked if asked in list_scales() else _first_scale())
    typed = browser.reported(WRITING, "typed")
    if isinstance(typed, Mapping):
        st.session_state[_STATE] = st.session_state[_STATE].told(typed)
    known: Practice = st.session_state[_STATE]
    return known


def change(change: Callable[[Practice], Practice]) -> None:
    """Change the practice; what is still on its way from the browser counts."""
    st.session_state[_STATE] = change(practice())


def take_up(version: int) -> None:
    """Go on with a version that was kept."""
    change(lambda known: known.taking_up(version))


def erase() -> None:
    """Forget every text, and what was seen in it."""
    change(Practice.erased)
    st.session_state.pop(_SEEN, None)


def visit() -> str:
    """Tells this visit from the one before a restart of the server, in a page that stayed open."""
    known: str = st.session_state.setdefault(_VISIT, uuid4().hex)
    return known


def seen(text: str, scale_id: str) -> Seen:
    """What the program sees in a text: worked out once, and only for the sentences that are new.

    Raises
    ------
    AssessorError
        If the text holds no words or is too long, or there is no usable model.
    """
    assessor = load_assessor(scale_id)
    known: dict[tuple[str, str], Seen] = st.session_state.setdefault(_SEEN, {})
    key = (assessor.name, text)
    if key not in known:
        reading = assessor.read([desk.answer_of(text, "1", desk.pasted())])[0]
        while len(known) >= _MOST_SEEN:
            known.pop(next(iter(known)))
        known[key] = Seen(assessor.conclude(reading), reading.encoded.read.sentences)
    return known[key]


def warm_up(scale_id: str) -> None:
    """Load the model, the language and the encoder while the candidate still thinks: the first feedback is not slower then."""
    load_assessor(scale_id).assess(Answer("1", "Bonjour."))


def _first_scale() -> str:
    """The first scale with levels."""
    return next((one for one in list_scales() if read_scale(one).kind == "ordinal"), list_scales()[0])
