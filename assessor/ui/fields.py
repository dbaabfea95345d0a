"""Fields whose value the program holds."""

from __future__ import annotations

from typing import Final, TypeVar

import streamlit as st

_FIRST: Final = "fields_first"
Value = TypeVar("Value")


def keep(name: str, key: str) -> None:
    """What a field calls when it changes, for :func:`hold` to be given its new value."""
    st.session_state[name] = st.session_state[key]


def hold(key: str, value: Value) -> Value:
    """What a field is first drawn with, so that it shows what the program holds; called just before the field is drawn.

    A field that already shows the value is left alone: a value that is set is sent to the browser, over whatever the person did meanwhile.
    What it is first drawn with then stays the same, since another default would be another field.
    """
    first: dict[str, Value] = st.session_state.setdefault(_FIRST, {})
    if key not in st.session_state:
        first[key] = value
    elif st.session_state[key] != value:
        st.session_state[key] = value
    return first.setdefault(key, value)
