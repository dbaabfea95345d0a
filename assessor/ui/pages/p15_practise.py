"""« S'exercer »: a candidate writes an example and sees, while writing, what it shows and what it lacks. Nothing is stored."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.assess import load_assessor
from assessor.domain.scale import Scale
from assessor.errors import AnswerError, AssessorError
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
    seen, problem = _seen(now.text, scale)
    before, _ = _seen(now.kept or "", scale)
    with st.container(key="practise_desk"):
        left, right = st.columns(2, gap="large")
    with left, st.container(key="practise_left"):
        markup.heading(tr("practise.answer"))
        said = problem or (practise_feedback.in_one_line(seen) if seen else tr("practise.said.empty"))
        practise_writing.show(said, key="practise")
        if now.kept == now.text:
            markup.show(Markup('<p class="as-status">{}</p>').format(tr("practise.changes.none", version=now.beside)))
        elif before and seen:
            markup.heading(tr("practise.changes.title", version=now.beside))
            practise_changes.summary(before, seen, scale)
    with right, st.container(key="practise_feedback"):
        markup.heading(tr("practise.feedback"))
        if problem:
            markup.notice("info", problem)
        elif seen:
            practise_feedback.show(seen, load_assessor(scale.id))
        else:
            practise_feedback.promised()
    if before and seen and now.kept != now.text:
        markup.heading(tr("practise.changes.both"))
        practise_changes.side_by_side(now, _standing(before, scale), _standing(seen, scale))
    if not seen and not problem:
        practise_desk.warm_up(scale.id)


def _seen(text: str, scale: Scale) -> tuple[Seen | None, str]:
    """What the program sees in a text, or why it sees nothing, in words for who wrote it."""
    try:
        return (practise_desk.seen(text, scale.id) if text.strip() else None), ""
    except AnswerError as error:
        return None, tr("practise.said.wordless" if error.code == "ui_no_words" else "practise.said.long")
    except AssessorError as error:
        return None, local(error.text)


def _standing(seen: Seen, scale: Scale) -> str:
    """Where a version stands."""
    return tr(f"practise.standing.{'level' if scale.kind == 'ordinal' else 'demonstrations'}", place=place(seen))


if __name__ == "__main__":
    show()
