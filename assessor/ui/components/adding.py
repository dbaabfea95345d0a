"""Evidence that the person found: words selected in the answer, or a sentence chosen from a list."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.domain.assessment import Assessment
from assessor.domain.scale import Scale
from assessor.ui import desk, markup
from assessor.ui.draft import trimmed
from assessor.ui.fields import hold, keep
from assessor.ui.texts import local, shortened, spoken, tr

_LONGEST = 110


def show(assessment: Assessment, scale: Scale, *, key: str) -> None:
    """Choose the words, then the concept, then add."""
    text = assessment.answer.text
    sentences = [(one.start, one.end) for one in assessment.star]
    if not sentences:
        return
    named = {code: f"{code} – {local(scale.concept(code).name)}" for code in scale.concept_codes}
    named |= {one.code: local(one.name) for one in scale.exclusions}
    span = st.session_state.get(f"{key}_span")
    markup.show(Markup('<p class="as-lead as-quiet">{}</p>').format(tr("ui.adding.help")))
    position = st.selectbox(
        tr("ui.adding.sentence"),
        range(len(sentences)),
        index=None,
        format_func=lambda row: shortened(text[slice(*sentences[row])], _LONGEST),
        placeholder=tr("ui.adding.sentence_placeholder"),
        key=f"{key}_sentence",
        on_change=_choose_sentence,
        args=(key, sentences),
    )
    widget, chosen = spoken(f"{key}_concept"), f"{key}_chosen"
    first = hold(widget, st.session_state.get(chosen))
    code = st.selectbox(
        tr("ui.adding.concept"),
        scale.codes,
        index=None if first is None else scale.codes.index(first),
        format_func=named.__getitem__,
        placeholder=tr("ui.adding.concept_placeholder"),
        key=widget,
        on_change=keep,
        args=(chosen, widget),
    )
    if span is None and position is not None:
        span = sentences[position]
    if span is not None:
        markup.show(Markup('<p class="as-text" role="status"><b>{}</b> « {} »</p>').format(tr("ui.adding.chosen"), text[slice(*span)]))
    st.button(tr("ui.adding.add"), key=f"{key}_add", on_click=_add, args=(key, span, code))
    if st.session_state.pop(f"{key}_lacks", False):
        markup.notice("warning", tr("ui.adding.lacks"))


def choose(key: str, text: str, start: int, end: int) -> None:
    """Take a span that was selected in the text."""
    if span := trimmed(text, start, end):
        st.session_state[f"{key}_span"] = span
        st.session_state[f"{key}_sentence"] = None


def _choose_sentence(key: str, sentences: list[tuple[int, int]]) -> None:
    position = st.session_state[f"{key}_sentence"]
    st.session_state[f"{key}_span"] = None if position is None else sentences[position]


def _add(key: str, span: tuple[int, int] | None, code: str | None) -> None:
    if span is None or code is None:
        st.session_state[f"{key}_lacks"] = True
        return
    desk.update(lambda draft: draft.with_evidence(*span, code))
    for name in ("span", "sentence", "chosen"):
        st.session_state[f"{key}_{name}"] = None
