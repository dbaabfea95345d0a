"""When the whole page has to be drawn again, although only a part of it was asked for.

A click that ends the typing in a field reaches the server in one message with what was typed. If the field stands in a part that is drawn
alone, Streamlit draws that part alone, and what was clicked outside it seems to do nothing: half of the page would stay in the other
language, the next question would not come. So whatever is clicked outside says so, and the part asks for the rest.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

_ASKED: Final = "redraw_asked"


def ask() -> None:
    """Say that more than a part of the page has changed; called by what is clicked outside of such parts."""
    st.session_state[_ASKED] = True


def done() -> None:
    """The whole page is being drawn."""
    st.session_state.pop(_ASKED, None)


def follow() -> None:
    """Draw the whole page if it was asked for; called first by every part that is drawn alone."""
    if st.session_state.pop(_ASKED, False):
        st.rerun()
