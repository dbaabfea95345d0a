"""The competency to practise, and a question to answer: whole, above the field, since a list on a phone would cut it short."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from markupsafe import Markup

from assessor.domain.question import Question
from assessor.domain.scale import Scale
from assessor.errors import AssessorError
from assessor.rubric import list_scales, read_questions, read_scale
from assessor.ui import markup, practise_desk, redraw
from assessor.ui.fields import hold
from assessor.ui.texts import local, spoken, tr

_ANY: Final = ""


def show(*, key: str) -> Scale:
    """The choices, and the scale chosen."""
    names = {one: local(read_scale(one).name) for one in list_scales()}
    left, right = st.columns(2)
    with left:
        _choice("scale", tuple(names), names, key)
    scale = read_scale(practise_desk.practice().scale)
    if st.query_params.get("scale") != scale.id:  # for a bookmark, a link sent to candidates, a restart
        st.query_params["scale"] = scale.id
    try:
        questions = read_questions(scale.id)
    except AssessorError as problem:
        markup.notice("warning", local(problem.text))
        questions = tuple(Question(text) for text in scale.questions)
    aims = [code for code in scale.concept_codes if any(one.concept == code for one in questions)]
    with right:
        _choice("aim", (_ANY, *aims), {_ANY: tr("practise.aim_any")} | {code: _named(scale, code) for code in aims}, key)
    _question(scale, questions, key)
    return scale


def _question(scale: Scale, questions: tuple[Question, ...], key: str) -> None:
    now = practise_desk.practice()
    asked = [one for one in questions if now.aim in (_ANY, one.concept)]
    if not asked:
        return
    place = now.turn % len(asked)
    one = asked[place]
    aim = tr("practise.aims_at", concept=_named(scale, one.concept)) if one.concept else tr("practise.aims_at_all")
    markup.show(
        Markup('<blockquote class="as-question"><p>{}</p><p class="as-quiet">{} {}</p></blockquote>').format(
            local(one.text), tr("practise.question_place", place=place + 1, count=len(asked)), aim
        )
    )
    if len(asked) > 1:
        st.button(tr("practise.another"), key=f"{key}_another", on_click=_another)


def _choice(name: str, options: tuple[str, ...], labels: dict[str, str], key: str) -> None:
    widget = spoken(f"{key}_{name}")
    value = getattr(practise_desk.practice(), name)
    first = hold(widget, value if value in options else options[0])
    st.selectbox(
        tr(f"practise.{name}"),
        options,
        index=options.index(first) if first in options else 0,
        format_func=labels.__getitem__,
        key=widget,
        on_change=_store,
        args=(name, widget),
    )


def _store(name: str, widget: str) -> None:
    chosen = st.session_state[widget]
    fresh = {"aim": _ANY} if name == "scale" else {}
    practise_desk.change(lambda now: replace(now, **{"turn": 0, **fresh, name: chosen}))
    redraw.ask()


def _another() -> None:
    practise_desk.change(lambda now: replace(now, turn=now.turn + 1))
    redraw.ask()


def _named(scale: Scale, code: str) -> str:
    return f"{code} – {local(scale.concept(code).name)}"
