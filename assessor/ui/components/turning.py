"""From one answer of a file to the next, and how many of them are decided: forty answers are rated one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup

from assessor.domain.answer import Answer
from assessor.ui import desk, entry_fields, markup
from assessor.ui.components import entry, saved
from assessor.ui.draft import Draft
from assessor.ui.texts import tr

_KEYS: Final = "turning_keys"


def show(*, key: str) -> None:
    """Where the open answer stands in the file that was dropped, if it comes from there, and its neighbours."""
    found, row = entry_fields.answers(), entry_fields.value("row")
    draft, compared = desk.current(), desk.compared()
    answer = draft.answer if draft else compared
    if entry_fields.value("source") != "file" or len(found) < 2 or row >= len(found) or answer is None or answer.text != found[row].text:
        return
    place = tr("ui.turning.place", number=row + 1, count=len(found), name=found[row].id)
    if draft:
        place = f"{place} · {tr('ui.turning.decided', count=_decided(_keys(found, draft.scale)))}"
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        st.button(tr("ui.turning.before"), key=f"{key}_before", disabled=row == 0, on_click=entry.turn, args=(row - 1,))
        st.button(tr("ui.turning.after"), key=f"{key}_after", disabled=row + 1 == len(found), on_click=entry.turn, args=(row + 1,))
        markup.show(Markup('<p class="as-quiet">{}</p>').format(place))


def _keys(found: Sequence[Answer], scale: str) -> Sequence[str]:
    """What the reviews of a file's answers are called; worked out once, since every verdict draws the line again."""
    of = (st.session_state.get(entry_fields.FILE), scale)
    known: tuple[object, Sequence[str]] = st.session_state.get(_KEYS, (None, ()))
    if known[0] != of:
        known = (of, [Draft(answer, scale).key for answer in found])
        st.session_state[_KEYS] = known
    return known[1]


def _decided(keys: Sequence[str]) -> int:
    """How many of some reviews the person has decided, during this visit or before."""
    drafts, before = desk.drafts(), saved.decided()
    return sum(drafts[key].decided if key in drafts else key in before for key in keys)
