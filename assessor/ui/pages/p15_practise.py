"""« S'exercer »: a candidate writes an example and sees, while writing, what it shows and what it lacks. Nothing is stored."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.assess import load_assessor
from assessor.domain.scale import Scale
from assessor.errors import AssessorError
from assessor.ui import markup, practise_desk, redraw
from assessor.ui.components import practise_changes, practise_feedback, practise_question, practise_writing
from assessor.ui.components.practise_missing import place
from assessor.ui.practise import Seen
from assessor.ui.texts import local, tr


def show() -> None:
    """Draw the page."""
    markup.heading(tr("practise.title"), 1)
    markup.show(Markup('<p class="as-lead">{}</p>').format(tr("practise.lead")))
    markup.notice("info", tr("practise.nothing_kept"))
    try:
        scale = practise_question.show(key="practise")
    except AssessorError as problem:
        markup.notice("error", local(problem.text))
        return
    _drafts(scale)


@st.fragment
def _drafts(scale: Scale) -> None:
    """The text and its feedback; a pause in the writing draws this part alone."""
    redraw.follow()
    now = practise_desk.practice()
    seen = before = problem = None
    try:
        seen = practise_desk.seen(now.text, scale.id) if now.text.strip() else None
        before = practise_desk.seen(now.kept, scale.id) if now.kept else None
    except AssessorError as error:
        problem = error
    with st.container(key="practise_desk"):
        left, right = st.columns(2, gap="large")
    with left, st.container(key="practise_left"):
        markup.heading(tr("practise.answer"))
        practise_writing.show(practise_feedback.in_one_line(seen) if seen else tr("practise.said.empty"), key="practise")
        if now.kept == now.text:
            markup.show(Markup('<p class="as-status">{}</p>').format(tr("practise.changes.none", version=now.kept_version)))
        elif before and seen:
            markup.heading(tr("practise.changes.title", version=now.kept_version))
            practise_changes.summary(before, seen, scale)
    with right, st.container(key="practise_feedback"):
        markup.heading(tr("practise.feedback"))
        if problem:
            markup.notice("info", local(problem.text))
        elif seen:
            practise_feedback.show(seen, load_assessor(scale.id))
        else:
            practise_feedback.promised()
    if before and seen and now.kept != now.text:
        markup.heading(tr("practise.changes.both"))
        practise_changes.side_by_side(now, _standing(before, scale), _standing(seen, scale))
    if not seen and not problem:
        practise_desk.warm_up(scale.id)


def _standing(seen: Seen, scale: Scale) -> str:
    """Where a version stands."""
    return tr(f"practise.standing.{'level' if scale.kind == 'ordinal' else 'demonstrations'}", place=place(seen))


if __name__ == "__main__":
    show()
