"""Where an answer comes in: pasted, or in a file; and the scale to look at it with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assessor.assess import load_assessor
from assessor.documents import SUFFIXES, Unreadable, read_documents
from assessor.documents.unreadable import garbled
from assessor.domain.answer import Answer
from assessor.errors import AssessorError
from assessor.reports.dossier import made_otherwise, parsed
from assessor.rubric import list_scales, read_scale
from assessor.ui import browser, desk, entry_fields, markup, redraw
from assessor.ui.components import saved
from assessor.ui.draft import Draft, restored
from assessor.ui.fields import hold
from assessor.ui.texts import labels, local, shortened, spoken, tr
from assessor.wording import say

_RECEIVED: Final = "entry_received"


def show(*, key: str) -> None:
    """The fields, and what is wrong with what they hold."""
    first = desk.current() is None and desk.compared() is None
    # Each answer that is opened closes it: were it left open, what was asked for would stand below the end of the screen.
    with st.expander(
        tr("ui.entry.title" if first else "ui.entry.again"),
        expanded=first or entry_fields.PROBLEM in st.session_state,
        key=f"{key}_fields_{desk.opened()}",
    ):
        left, right = st.columns([2, 1], gap="large")
        with left:
            st.segmented_control(
                tr("ui.entry.source"),
                ("paste", "file"),
                format_func=labels("ui.entry", ("paste", "file")).__getitem__,
                label_visibility="collapsed",
                **entry_fields.field("source", "default"),
            )
            if entry_fields.value("source") == "file":
                _file(key)
            else:
                st.text_area(tr("ui.entry.text"), height=560, placeholder=tr("ui.entry.placeholder"), **entry_fields.field("text", "value"))
            browser.mount("upload", {}, f"{key}_given")
        with right:
            _options(key)


def _options(key: str) -> None:
    names = {one: local(read_scale(one).name) for one in list_scales()} | {entry_fields.ANY: tr("ui.entry.any_scale")}
    widget = spoken("field_scale")
    st.radio(
        tr("ui.entry.scale"),
        entry_fields.scale_choices(),
        format_func=names.__getitem__,
        index=entry_fields.scale_choices().index(hold(widget, entry_fields.scale())),
        key=widget,
        on_change=entry_fields.remember("scale", widget),
    )
    entry_fields.address_scale()
    st.toggle(tr("ui.entry.blind"), help=tr("ui.entry.blind_help"), **entry_fields.field("blind", "value"))
    st.button(tr("ui.entry.assess"), key=f"{key}_assess", type="primary", on_click=_assess, args=(key,), width="stretch")
    if problem := st.session_state.get(entry_fields.PROBLEM):
        markup.notice("error", local(problem))
    markup.show(Markup('<p class="as-quiet">{}</p>').format(tr("ui.entry.private")))


def _file(key: str) -> None:
    name = f"{key}_upload"
    st.file_uploader(tr("ui.entry.drop", suffixes=" ".join(SUFFIXES)), key=name, on_change=_changed, args=(name,))
    found = entry_fields.answers()
    unreadable: tuple[Unreadable, ...] = st.session_state.get(entry_fields.UNREADABLE, ())
    if unreadable:
        markup.notice("warning", tr("ui.entry.unreadable", count=len(unreadable)))
        markup.show(
            Markup("<details><summary>{}</summary>{}</details>").format(
                tr("ui.entry.details"), markup.listed(local(one.text) for one in unreadable)
            )
        )
    if damaged := st.session_state.get(entry_fields.DAMAGED):
        markup.notice("warning", local(damaged))
    if found:
        if entry_fields.value("row") >= len(found):
            st.session_state["entry_row"] = 0
        decided = _decided(found)
        # The browser answers with the label chosen, so a list whose labels are others is another list (see texts.spoken).
        widget = f"field_row_{st.session_state[entry_fields.FILE]}_{hash(tuple(decided))}"
        st.selectbox(
            tr("ui.entry.answer", count=len(found)),
            range(len(found)),
            format_func=[_named(one, said) for one, said in zip(found, decided, strict=True)].__getitem__,
            **entry_fields.held("row", widget, "index"),
        )
        markup.show(Markup('<div class="as-text as-preview">{}</div>').format(found[entry_fields.value("row")].text))


def _changed(name: str) -> None:
    """Another file, or none any more."""
    redraw.ask()
    if st.session_state[name] is None:
        _forget()


def _forget() -> None:
    for known in (entry_fields.ANSWERS, entry_fields.KEYS, entry_fields.UNREADABLE, entry_fields.DAMAGED, entry_fields.PROBLEM):
        st.session_state.pop(known, None)


def receive(*, key: str) -> None:
    """Read the file that was dropped, once; called before anything is drawn of it.

    Not by the field when it changes: Streamlit gives that up half-way when the person clicks meanwhile, and does not call it again.
    """
    file = st.session_state.get(f"{key}_upload")
    if file is None or file.file_id == st.session_state.get(_RECEIVED):
        return
    _forget()
    _read(file)
    st.session_state[_RECEIVED] = file.file_id


def _read(file: UploadedFile) -> None:
    content = file.getvalue()
    try:
        if file.name.lower().endswith(".json") and (data := parsed(content)) is not None:
            draft = restored(content)
            otherwise = made_otherwise(data, read_scale(draft.scale), load_assessor(draft.scale).name)
            saved.remember_made_otherwise(draft.key, otherwise)
            entry_fields.fill(draft.answer.text, draft.scale)
            desk.open_draft(draft, keep=False)
            return
        read = list(read_documents(content, name=file.name))
    except AssessorError as problem:
        st.session_state[entry_fields.PROBLEM] = problem.text
        return
    st.session_state[entry_fields.ANSWERS] = tuple(one for one in read if isinstance(one, Answer))
    st.session_state[entry_fields.UNREADABLE] = tuple(one for one in read if isinstance(one, Unreadable))
    damaged = [one.id for one in st.session_state[entry_fields.ANSWERS] if garbled(one.text)]
    if damaged:
        st.session_state[entry_fields.DAMAGED] = say("exchange.problem.garbled", count=len(damaged), first=damaged[0])
    st.session_state["entry_row"] = 0
    st.session_state[entry_fields.FILE] = st.session_state.get(entry_fields.FILE, 0) + 1


def turn(row: int) -> None:
    """Open another answer of the file, on the scale of the one that is open."""
    draft = desk.current()
    if draft and not draft.touched:  # only leafed through: the browser's memory is for what was said
        desk.dropped().add(draft.key)
    st.session_state["entry_row"] = row
    _submit(draft.scale if draft else entry_fields.ANY)


def _assess(key: str) -> None:
    """What the button does; a file may arrive in one message with its click."""
    receive(key=key)
    _submit()


def _submit(scale: str | None = None) -> None:
    """Open the review, or the comparison of all scales; what was typed stays where it is."""
    redraw.ask()
    scale = scale or entry_fields.scale()
    st.session_state.pop(entry_fields.PROBLEM, None)
    try:
        answer = _chosen()
    except AssessorError as problem:
        st.session_state[entry_fields.PROBLEM] = problem.text
        return
    desk.dropped().add(saved.ENTRY)
    if scale == entry_fields.ANY:
        desk.compare(answer)
        return
    saved.reopen(Draft(answer, scale, revealed=not entry_fields.value("blind")))


def _chosen() -> Answer:
    if entry_fields.value("source") == "file" and (found := entry_fields.answers()):
        chosen = found[entry_fields.value("row")]
        return desk.answer_of(chosen.text, chosen.id, desk.pasted())
    return desk.answer_of(entry_fields.text(), entry_fields.PASTED, desk.pasted())


def _decided(found: Sequence[Answer]) -> Sequence[bool]:
    """Which answers of the file are decided on the scale that is open, or else chosen."""
    draft = desk.current()
    scale = draft.scale if draft else entry_fields.scale()
    return [False] * len(found) if scale == entry_fields.ANY else saved.decided(found, scale)


def _named(answer: Answer, decided: bool, longest: int = 60) -> str:
    return f"{'✓ ' if decided else ''}{answer.id} – {shortened(answer.text, longest)}"
