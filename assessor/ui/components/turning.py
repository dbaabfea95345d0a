"""From one answer of a file to the next, and how many of them are decided: forty answers are rated one after another."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.ui import desk, entry_fields, markup
from assessor.ui.components import entry, saved
from assessor.ui.texts import tr


def place() -> str | None:
    """Where the open answer stands in the file that was dropped, and how many are decided; None if it does not come from there."""
    found, row = entry_fields.answers(), entry_fields.value("row")
    draft, compared = desk.current(), desk.compared()
    answer = draft.answer if draft else compared
    if entry_fields.value("source") != "file" or len(found) < 2 or row >= len(found) or answer is None or answer.text != found[row].text:
        return None
    said = tr("ui.turning.place", number=row + 1, count=len(found), name=found[row].id)
    if draft:
        said = f"{said} · {tr('ui.turning.decided', count=sum(saved.decided(found, draft.scale)))}"
    return said


def show(place: str | None, *, key: str) -> None:
    """The answers before and after the open one, and where it stands."""
    if place is None:
        return
    row, count = entry_fields.value("row"), len(entry_fields.answers())
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        st.button(tr("ui.turning.before"), key=f"{key}_before", disabled=row == 0, on_click=entry.turn, args=(row - 1,))
        st.button(tr("ui.turning.after"), key=f"{key}_after", disabled=row + 1 == count, on_click=entry.turn, args=(row + 1,))
        markup.show(Markup('<p class="as-quiet">{}</p>').format(place))
