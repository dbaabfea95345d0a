"""Reviews that the browser kept: offered again after a reload or a restart, and forgotten when asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

import streamlit as st
from markupsafe import Markup

from assessor.domain.answer import Answer
from assessor.errors import AssessorError
from assessor.rubric import read_scale
from assessor.ui import browser, desk, entry_fields, markup, redraw
from assessor.ui.draft import Draft, restored
from assessor.ui.texts import local, shortened, tr
from assessor.wording import Text

ENTRY: Final = "entry"
_FOUND: Final = "saved_found"
_VISIT: Final = "saved_visit"
_DECIDED: Final = "saved_decided"
_REOPENED: Final = "saved_reopened"
_OTHERWISE: Final = "saved_otherwise"
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
            labels = tr("ui.saved.erase_all", count=len(offered)), tr("ui.saved.erase_all_sure", count=len(offered))
            _asked_first(*labels, f"{key}_erase_all", _erase, [one["key"] for one in offered])


def _offer(one: Mapping[str, str], row: int, key: str) -> None:
    """One review: on which scale, how it begins, what was decided."""
    said = [_beginning(one["text"]), *_standing(one["text"])]
    markup.show(Markup('<p class="as-text">{}</p>').format("\n".join(said)))
    with st.container(horizontal=True):
        st.button(
            tr("ui.saved.resume"),
            key=f"{key}_resume_{row}",
            type="primary" if not row else "secondary",
            on_click=_resume,
            args=(one["key"], one["text"]),
        )
        _asked_first(tr("ui.saved.erase"), tr("ui.saved.erase_sure"), f"{key}_erase_{row}", desk.forget, one["key"])


def _asked_first(label: str, sure: str, key: str, action: Callable[..., None], *args: Any) -> None:
    """A button for what cannot be undone: it says so, and a second one does it."""
    with st.popover(label):
        st.write(tr("ui.saved.erase_help"))
        st.button(sure, key=key, on_click=action, args=args)


def kept(key: str) -> Draft | None:
    """The review that the browser kept of an answer on a scale, as :attr:`Draft.key` calls it; None if it kept none that can be read."""
    for one in _found():
        if one["key"] == key and key not in desk.dropped():
            return _read(one["text"])
    return None


def _read(text: str) -> Draft | None:
    try:
        return restored(text)
    except AssessorError:
        return None


def _decided_before() -> frozenset[str]:
    """The reviews kept by the browser in which something is decided."""
    if _DECIDED not in st.session_state:
        st.session_state[_DECIDED] = frozenset(one["key"] for one in _found() if (draft := _read(one["text"])) and draft.decided)
    known: frozenset[str] = st.session_state[_DECIDED]
    return known - desk.dropped()


def decided(found: Sequence[Answer], scale: str) -> list[bool]:
    """Of each answer of a file, whether the person has decided it on a scale, during this visit or before."""
    drafts, before = desk.drafts(), _decided_before()
    return [drafts[key].decided if key in drafts else key in before for key in _keys(found, scale)]


def _keys(found: Sequence[Answer], scale: str) -> Sequence[str]:
    """What the reviews of a file's answers are called; worked out once a file and scale, since every verdict asks again."""
    known: dict[str, Sequence[str]] = st.session_state.setdefault(entry_fields.KEYS, {})
    if scale not in known:
        known[scale] = [Draft(answer, scale).key for answer in found]
    return known[scale]


def reopen(draft: Draft) -> None:
    """Open a review with what was decided of it, in this visit or, after a restart, in the browser's memory alone."""
    if draft.key not in desk.drafts() and (known := kept(draft.key)):
        desk.drafts()[draft.key] = known
        if known.touched:
            st.session_state[_REOPENED] = draft.key
    desk.open_draft(draft)


def remember_made_otherwise(key: str, otherwise: Sequence[Text]) -> None:
    """Keep what the dossier of a review was made with and is not in use now, to be told while the review is open."""
    st.session_state[_OTHERWISE] = (key, otherwise)


def tell(*, key: str) -> None:
    """Say where the open review comes from, if that matters: a dossier made with another model or scale, or the browser's memory.

    Somebody else may have left it in that memory, so it can be begun afresh.
    """
    draft = desk.current()
    if draft is None:
        return
    known, otherwise = st.session_state.get(_OTHERWISE, ("", ()))
    if known == draft.key and otherwise:
        markup.notice("warning", tr("ui.saved.recomputed"))
        markup.show(markup.listed(local(one) for one in otherwise))
    if st.session_state.get(_REOPENED) != draft.key:
        return
    with st.container(key=key):
        markup.notice("info", tr("ui.saved.reopened"))
        _asked_first(tr("ui.saved.afresh"), tr("ui.saved.erase_sure"), f"{key}_afresh", _afresh, draft)


def _afresh(draft: Draft) -> None:
    st.session_state.pop(_REOPENED, None)
    desk.open_draft(Draft(draft.answer, draft.scale, revealed=not entry_fields.value("blind")), keep=False)
    redraw.ask()


def keep(key: str) -> None:
    """Let the browser keep the open review and the one before it, or what is being typed; called wherever any of them may have changed.

    The one before, because the last words of a review may arrive together with the click that opens the next.
    """
    draft, before = desk.current(), desk.left()
    save = _saved(draft) if draft else _entry()
    left = _saved(before) if before and before.touched else None
    desk.dropped().difference_update(one["key"] for one in (save, left) if one)
    data = {"visit": _visit(), "ask": _FOUND not in st.session_state, "left": left, "save": save, "drop": sorted(desk.dropped())}
    data |= {"opened": draft.key if draft else None, "elsewhere": tr("ui.saved.elsewhere"), "understood": tr("ui.saved.understood")}
    browser.mount("keeper", data, key, found=_receive)


def _saved(draft: Draft) -> dict[str, str]:
    return {"key": draft.key, "text": draft.saved()}


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
    st.session_state.pop(_DECIDED, None)
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
    chosen = ", ".join(review.demonstrated or ()) if scale.kind == "checklist" else "" if review.after is None else str(review.after)
    said = tr("ui.saved.chosen", chosen=chosen) if chosen else tr("ui.own.undecided")
    return [f"{local(scale.name)} · {said}"]


def _beginning(text: str, longest: int = 120) -> str:
    """How an answer begins, after its identifier if it has one of its own."""
    try:
        content = json.loads(text)
        answer = {"id": entry_fields.PASTED, "text": content["entry"]} if "entry" in content else content["answer"]
        words, name = shortened(str(answer["text"]), longest), str(answer["id"])
    except (ValueError, KeyError, TypeError):
        return "« … »"
    return f"« {words} »" if name == entry_fields.PASTED else f"{name} · « {words} »"
