"""« Évaluer »: an answer in; evidence, gates and a level, decided by a person."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.ui import desk, entry_fields, markup
from assessor.ui.components import all_scales, entry, review, saved, turning
from assessor.ui.texts import tr


def show() -> None:
    """Draw the page."""
    entry.receive(key="entry")
    markup.heading(tr("ui.evaluate.title"), 1)
    markup.show(Markup('<p class="as-lead">{}</p>').format(tr("ui.evaluate.lead")))
    # A place of its own, even when empty: what the browser kept is known a moment after the first draw, and were the fields pushed
    # aside then, the browser would draw them anew and lose a file that is just being dropped.
    with st.container():
        saved.show(key="saved")
    entry.show(key="entry")
    compared = desk.compared()
    if desk.current():
        if compared:
            st.button(tr("ui.compare.back"), key="compare_back", on_click=desk.close)
        review.show(key="review")
        return
    if compared:
        turning.show(turning.place(), key="turning")
        all_scales.show(compared, blind=bool(entry_fields.value("blind")), key="compare")
    saved.keep(key="keeper")


if __name__ == "__main__":
    show()
