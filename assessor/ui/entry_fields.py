"""What is typed and chosen before an answer is assessed. It outlives the fields, which Streamlit forgets on another page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from assessor.domain.answer import Answer
from assessor.rubric import list_scales
from assessor.ui import redraw
from assessor.ui.fields import hold

ANY: Final = "?"
"""The choice « Which competency is it? »."""
PASTED: Final = "1"
"""The identifier of an answer that was pasted."""
PROBLEM: Final = "entry_problem"
ANSWERS: Final = "entry_answers"
KEYS: Final = "entry_keys"
"""What the reviews of these answers are called, scale by scale."""
UNREADABLE: Final = "entry_unreadable"
DAMAGED: Final = "entry_damaged"
"""What is said of answers whose accents were lost."""
FILE: Final = "entry_file"
"""How many files were dropped before this one."""
_DEFAULTS: Final = {"text": "", "scale": None, "blind": True, "source": "paste", "row": 0}


def field(name: str, first: str) -> dict[str, Any]:
    """Arguments of a widget that shows a field and remembers its value; ``first`` is the widget's argument for its first value."""
    widget = f"field_{name}"
    return held(name, widget, first)


def held(name: str, widget: str, first: str) -> dict[str, Any]:
    """The same, for a widget with a key of its own: a list of other choices is another widget."""
    return {"key": widget, "on_change": remember(name, widget), first: hold(widget, value(name))}


def remember(name: str, widget: str = "") -> Callable[[], None]:
    """What keeps a field's new value, whatever the key of its widget."""

    def store() -> None:
        st.session_state[f"entry_{name}"] = st.session_state[widget or f"field_{name}"]
        redraw.ask()

    return store


def value(name: str) -> Any:
    """A field's value."""
    return st.session_state.get(f"entry_{name}", _DEFAULTS[name])


def text() -> str:
    """What was typed."""
    return str(value("text"))


def scale() -> str:
    """The scale chosen, else the one in the page's address, else :data:`ANY`."""
    chosen = value("scale") or st.query_params.get("scale")
    return chosen if chosen in scale_choices() else ANY


def address_scale() -> None:
    """Let the page's address say the scale, for a reload, a bookmark or a colleague."""
    if st.query_params.get("scale", ANY) == scale():
        return
    if scale() == ANY:
        del st.query_params["scale"]
    else:
        st.query_params["scale"] = scale()


def scale_choices() -> tuple[str, ...]:
    """« Which competency is it? », then every scale."""
    return (ANY, *list_scales())


def fill(typed: str, chosen: str) -> None:
    """Put an answer back into the fields."""
    st.session_state["entry_text"], st.session_state["entry_scale"], st.session_state["entry_source"] = typed, chosen, "paste"


def answers() -> tuple[Answer, ...]:
    """The answers of the file that was dropped."""
    found: tuple[Answer, ...] = st.session_state.get(ANSWERS, ())
    return found
