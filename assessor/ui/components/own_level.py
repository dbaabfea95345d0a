"""The person's own decision: before the suggestion is seen, then after. The program never overwrites it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from markupsafe import Markup

from assessor.domain.scale import Scale
from assessor.ui import desk, markup
from assessor.ui.draft import Draft
from assessor.ui.fields import hold, keep
from assessor.ui.texts import local, spoken, tr

_UNDECIDED: Final = -1


def show_before(draft: Draft, scale: Scale, *, key: str) -> None:
    """Ask for the level, or the demonstrations, while the suggestion is still hidden."""
    markup.show(Markup('<p class="as-lead">{}</p>').format(tr(f"ui.own.before_help.{scale.kind}")))
    chosen: int | tuple[str, ...] | None
    if scale.kind == "ordinal":
        levels = scale.level_numbers
        widget, known = spoken(f"{key}_before"), st.session_state.get(f"{key}_chosen")
        first = hold(widget, known)
        chosen = st.radio(
            tr("ui.own.level"),
            levels,
            index=None if first is None else levels.index(first),
            format_func=_choices(scale).__getitem__,
            key=widget,
            on_change=keep,
            args=(f"{key}_chosen", widget),
        )
    else:
        st.write(tr("ui.own.demonstrations"))
        chosen = tuple(code for code, label in _labels(scale).items() if st.checkbox(label, key=f"{key}_before_{code}"))
    with st.container(horizontal=True):
        ready = chosen is not None or scale.kind == "checklist"
        st.button(tr("ui.own.reveal"), key=f"{key}_reveal", type="primary", disabled=not ready, on_click=_reveal, args=(draft.key, chosen))
        st.button(tr("ui.own.skip"), key=f"{key}_skip", on_click=_reveal, args=(draft.key, None))


def show_after(draft: Draft, scale: Scale, *, key: str) -> None:
    """The level that counts, its reasons, and who decided."""
    review = draft.review
    said = _name(scale, review.before) if review.before is not None else None
    if review.demonstrated_before is not None:
        said = ", ".join(review.demonstrated_before) or tr("ui.level.no_demonstration")
    if said is not None:
        markup.show(Markup('<p class="as-lead">{}</p>').format(tr(f"ui.own.said_before.{scale.kind}", said=said)))
    if scale.kind == "ordinal":
        levels = (_UNDECIDED, *scale.level_numbers)
        widget = spoken(f"{key}_after")
        first = hold(widget, _UNDECIDED if review.after is None else review.after)
        st.selectbox(
            tr("ui.own.after"),
            levels,
            index=levels.index(first),
            format_func=_choices(scale).__getitem__,
            key=widget,
            on_change=_store,
            args=(draft.key, "after", widget),
        )
    else:
        st.write(tr("ui.own.demonstrations"))
        for code, label in _labels(scale).items():
            box = f"{key}_after_{code}"
            first = hold(box, code in (review.demonstrated or ()))
            st.checkbox(label, value=first, key=box, on_change=_store_demonstrations, args=(draft.key, scale.concept_codes, f"{key}_after"))
    for name, area in (("reasons", st.text_area), ("assessor", st.text_input)):
        widget = f"{key}_{name}"
        first_words = str(hold(widget, getattr(review, name)))
        area(tr(f"ui.own.{name}"), value=first_words, key=widget, on_change=_store, args=(draft.key, name, widget))


def _labels(scale: Scale) -> dict[str, str]:
    """What each demonstration is called."""
    return {code: f"{code} – {local(scale.concept(code).name)}" for code in scale.concept_codes}


def _name(scale: Scale, number: int) -> str:
    return f"{number} · {local(scale.level_name(number))}"


def _choices(scale: Scale) -> dict[int, str]:
    """What each level is called, and not having decided yet."""
    return {_UNDECIDED: tr("ui.own.undecided")} | {number: _name(scale, number) for number in scale.level_numbers}


def _store(review: str, name: str, key: str) -> None:
    value = st.session_state[key]
    desk.update_review(review, **{name: None if value == _UNDECIDED else value})


def _store_demonstrations(review: str, codes: tuple[str, ...], key: str) -> None:
    desk.update_review(review, demonstrated=tuple(code for code in codes if st.session_state[f"{key}_{code}"]))


def _reveal(review: str, chosen: int | tuple[str, ...] | None) -> None:
    # What was said before stays what is decided until the person says otherwise.
    before, after = ("demonstrated_before", "demonstrated") if isinstance(chosen, tuple) else ("before", "after")
    decided = {before: chosen, after: chosen}
    if chosen is not None:
        desk.update_review(review, **decided)
    desk.update(lambda draft: replace(draft, revealed=True), review)
