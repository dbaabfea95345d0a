"""The field where the candidate writes, and what can be done with the text: keep it, take a kept one up again, erase everything."""

from __future__ import annotations

from typing import Any

import streamlit as st

from assessor.ui import browser, practise_desk
from assessor.ui.practise import Practice
from assessor.ui.texts import tr


def show(said: str, *, key: str) -> None:
    """Draw the field; ``said`` is the feedback in one line, which screen readers announce."""
    now = practise_desk.practice()
    words = {name: tr(f"practise.writing.{name}") for name in ("label", "placeholder", "silent")}
    data = {**words, "said": said, "text": now.text, "number": now.number, "visit": practise_desk.visit(), "versions": now.versions}
    browser.mount("writing", data, practise_desk.WRITING, typed=_received)
    with st.container(horizontal=True):
        empty = not now.text.strip()
        keep = tr("practise.keep", version=now.next_version)
        st.button(keep, key=f"{key}_keep", disabled=empty, on_click=practise_desk.change, args=(Practice.keeping,), type="primary")
        for version, text in now.earlier:
            back, same = tr("practise.back", version=version), text == now.text
            st.button(back, key=f"{key}_back_{version}", disabled=same, on_click=practise_desk.take_up, args=(version,))
        if not empty or now.earlier:
            with st.popover(tr("practise.erase")):
                st.write(tr("practise.erase_sure"))
                st.button(tr("practise.erase_yes"), key=f"{key}_erase", on_click=practise_desk.erase)


def _received(_typed: Any) -> None:
    """Take the text while its message is at hand; on another page the browser's copy is gone."""
    practise_desk.practice()
