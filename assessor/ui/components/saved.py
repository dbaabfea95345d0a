"""Reviews that the browser kept: offered again after a reload or a restart, and forgotten when asked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

import streamlit as st
from markupsafe import Markup

from assessor.errors import AssessorError
from assessor.rubric import read_scale
from assessor.ui import browser, desk, entry_fields, markup
from assessor.ui.draft import Draft, restored
from assessor.ui.texts import local, tr

ENTRY: Final = "entry"
_FOUND: Final = "saved_found"
_VISIT: Final = "saved_visit"
_SHOWN: Final = 3


def show(key: str) -> None:
    """Offer what was found."""
    opened = desk.current()
    on_desk = {*desk.drafts(), *desk.dropped()} if opened or not desk.drafts() else set(desk.dropped())
    offered = [one for one in _found() if one["key"] not in on_desk and one["text"]]
    if opened or not offered:
        return
    with st.container(border=True, key=key):
        markup.notice("info", tr("ui.saved.found", count=len(offered)))
        for row, one in enumerate(offered[:_SHOWN]):
            _offer(one, row, key)
        if len(offered) > _SHOWN:
            with st.expander(tr("ui.saved.others", count=len(offered) - _SHOWN)):
                for row, one in enumerate(offered[_SHOWN:], start=_SHOWN):
                    _offer(one, row, key)
        if len(offered) > 1:
            st.button(
                tr("ui.saved.erase_all", count=len(offered)),
                key=f"{key}_erase_all",
                on_click=_erase,
                args=([one["key"] for one in offered],),
            )


def _offer(one: Mapping[str, str], row: int, key: str) -> None:
    """One review: on which scale, how it begins, what was decided."""
    said = [f"« {_beginning(one['text'])} »", *_standing(one["text"])]
    markup.show(Markup('<p class="as-text">{}</p>').format("\n".join(said)))
    with st.container(horizontal=True):
        st.button(
            tr("ui.saved.resume"),
            key=f"{key}_resume_{row}",
            type="primary" if not row else "secondary",
            on_click=_resume,
            args=(one["key"], one["text"]),
        )
        st.button(tr("ui.saved.erase"), key=f"{key}_erase_{row}", on_click=desk.forget, args=(one["key"],))


def kept(key: str) -> Draft | None:
    """The review that the browser kept of an answer on a scale, as :attr:`Draft.key` calls it; None if it kept none that can be read."""
    for one in _found():
        if one["key"] == key and key not in desk.dropped():
            try:
                return restored(one["text"])
            except AssessorError:
                return None
    return None


def reopen(draft: Draft) -> None:
    """Open a review with what was decided of it, in this visit or, after a restart, in the browser's memory alone."""
    if draft.key not in desk.drafts() and (known := kept(draft.key)):
        desk.drafts()[draft.key] = known
    desk.open_draft(draft)


def keep(key: str) -> None:
    """Let the browser keep the open review, or what is being typed; called wherever either may have changed."""
    draft = desk.current()
    save = {"key": draft.key, "text": draft.saved()} if draft else _entry()
    if save:
        desk.dropped().discard(str(save["key"]))
    data = {"visit": _visit(), "ask": _FOUND not in st.session_state, "save": save, "drop": sorted(desk.dropped())}
    browser.mount("keeper", data, key, found=_receive)


def _entry() -> dict[str, str] | None:
    text = entry_fields.text()
    if not text.strip():
        return None
    return {"key": ENTRY, "text": json.dumps({"entry": text, "scale": entry_fields.scale()}, ensure_ascii=False)}


def _visit() -> str:
    """Tells this visit from the one before a restart of the server, in a page that stayed open."""
    visit: str = st.session_state.setdefault(_VISIT, uuid4().hex)
    return visit


def _found() -> Sequence[Mapping[str, str]]:
    found: Sequence[Mapping[str, str]] = st.session_state.get(_FOUND, ())
    return found


def _receive(reported: Any) -> None:
    reviews = reported.get("reviews", []) if isinstance(reported, Mapping) and reported.get("visit") == _visit() else []
    st.session_state[_FOUND] = [one for one in reviews if isinstance(one.get("key"), str) and isinstance(one.get("text"), str)]


def _resume(key: str, text: str) -> None:
    if key == ENTRY:
        content = json.loads(text)
        entry_fields.fill(content["entry"], content["scale"])
        return
    try:
        draft: Draft = restored(text)
    except AssessorError as problem:
        st.session_state[entry_fields.PROBLEM] = problem.text
        desk.forget(key)
        return
    entry_fields.fill(draft.answer.text, draft.scale)
    desk.open_draft(draft, keep=False)


def _erase(keys: Sequence[str]) -> None:
    for key in keys:
        desk.forget(key)


def _standing(text: str) -> list[str]:
    """The scale and the decision of a review; nothing of a text that was only typed, or that cannot be read."""
    try:
        draft = restored(text)
        scale = read_scale(draft.scale)
    except AssessorError:
        return []
    review = draft.review
    level = review.before if review.after is None else review.after
    chosen = ", ".join(review.demonstrated or ()) if scale.kind == "checklist" else "" if level is None else str(level)
    said = tr("ui.saved.chosen", chosen=chosen) if chosen else tr("ui.own.undecided")
    return [f"{local(scale.name)} · {said}"]


def _beginning(text: str, longest: int = 120) -> str:
    try:
        content = json.loads(text)
        words = " ".join(str(content["entry"] if "entry" in content else content["answer"]["text"]).split())
    except (ValueError, KeyError, TypeError):
        return "…"
    return words if len(words) <= longest else words[: longest - 1] + "…"
