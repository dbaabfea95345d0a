"""What Streamlit cannot do by itself, done by small local scripts: selecting text with the mouse, and keeping a review in the browser.

The scripts stand in ``selection/`` and are sent with the page; nothing is fetched from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

import streamlit as st


@cache
def _component(name: str) -> Any:
    """The component of a script, registered once a process."""
    script = (files(__package__) / "selection" / f"{name}.js").read_text("utf-8")
    return st.components.v2.component(f"assessor_{name}", js=script, isolate_styles=False)


def mount(name: str, data: Mapping[str, object], key: str, **receive: Callable[[Any], None]) -> None:
    """Put a script on the page.

    Parameters
    ----------
    name : str
        Of the file in ``selection/``.
    data : mapping
        What the script is given; JSON-ready.
    key : str
    **receive
        For each thing the script reports, what is called with it before the page is drawn again.
    """
    callbacks = {f"on_{event}_change": partial(_received, key, event, call) for event, call in receive.items()}
    _component(name)(data=dict(data), key=key, **callbacks)


def reported(key: str, event: str) -> Any:
    """What the script on the page with this key last reported, None if nothing."""
    return getattr(st.session_state.get(key), event, None)


def _received(key: str, event: str, call: Callable[[Any], None]) -> None:
    found = reported(key, event)
    if found is not None:
        call(found)
