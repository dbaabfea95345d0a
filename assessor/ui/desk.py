"""What lies on the person's desk during one visit: the answer being reviewed, other drafts, and readings already made.

It lives in the memory of the server and in the person's own browser; nothing is written to the server's disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from assessor.assess import Assessor, Reading, load_assessor
from assessor.documents.unreadable import Unreadable, checked
from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment
from assessor.domain.review import Review
from assessor.errors import AnswerError
from assessor.ui import redraw
from assessor.ui.draft import Draft
from assessor.wording import Text, say

_DRAFTS: Final = "desk_drafts"
_OPEN: Final = "desk_open"
_LEFT: Final = "desk_left"
_OPENED: Final = "desk_opened"
_READINGS: Final = "desk_readings"
_COMPARED: Final = "desk_compared"
_DROPPED: Final = "desk_dropped"
_NAME: Final = "desk_name"
_MOST_READINGS: Final = 25


def drafts() -> dict[str, Draft]:
    """Every review of this visit, by its key."""
    found: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return found


def current() -> Draft | None:
    """The review that is open, if any."""
    return drafts().get(st.session_state.get(_OPEN, ""))


def open_draft(draft: Draft, *, keep: bool = True) -> None:
    """Open a review; what was already decided of the same answer on the same scale is kept, unless told otherwise."""
    known = drafts().get(draft.key) if keep else None
    drafts()[draft.key] = replace(known, answer=draft.answer, revealed=known.revealed or draft.revealed) if known else draft
    dropped().discard(draft.key)
    _leave(draft.key)
    st.session_state[_OPEN] = draft.key
    st.session_state[_OPENED] = opened() + 1
    if compared() != draft.answer:
        st.session_state.pop(_COMPARED, None)


def opened() -> int:
    """How many times an answer was put before the person."""
    count: int = st.session_state.get(_OPENED, 0)
    return count


def close() -> None:
    """Close the open review; it stays among the drafts."""
    _leave()
    st.session_state.pop(_OPEN, None)
    redraw.ask()


def left() -> Draft | None:
    """The review that was open before this one, if there is one."""
    return drafts().get(st.session_state.get(_LEFT, ""))


def _leave(following: str = "") -> None:
    """Remember which review is left for another."""
    leaving = st.session_state.get(_OPEN, "")
    if leaving not in ("", following):
        st.session_state[_LEFT] = leaving


def compare(answer: Answer) -> None:
    """Look at an answer with every scale."""
    close()
    st.session_state[_COMPARED] = answer
    st.session_state[_OPENED] = opened() + 1


def compared() -> Answer | None:
    """The answer that is looked at with every scale, if any."""
    answer: Answer | None = st.session_state.get(_COMPARED)
    return answer


def update(change: Callable[[Draft], Draft], key: str | None = None) -> None:
    """Change the open review, or the one that ``key`` names."""
    if draft := current() if key is None else drafts().get(key):
        drafts()[draft.key] = change(draft)


def update_review(key: str, **changes: Any) -> None:
    """Change fields of a review: what was typed into it may arrive with the click that opened another.

    Who decides is said once: the reviews that the same person decides next bear the name too.
    """
    if "assessor" in changes:
        st.session_state[_NAME] = changes["assessor"]
    known = st.session_state.get(_NAME, "")

    def changed(draft: Draft) -> Draft:
        named = changes if "assessor" in changes or draft.review.assessor else {**changes, "assessor": known}
        return replace(draft, review=replace(draft.review, **named))

    update(changed, key)


def forget(key: str) -> None:
    """Remove a review from the desk and from the browser."""
    drafts().pop(key, None)
    dropped().add(key)
    if st.session_state.get(_OPEN) == key:
        close()


def dropped() -> set[str]:
    """Reviews that the browser must forget."""
    found: set[str] = st.session_state.setdefault(_DROPPED, set())
    return found


def answer_of(text: str, identifier: str, where: Text) -> Answer:
    """An answer from what was typed.

    Raises
    ------
    AnswerError
        If it is empty, without a word, or too long.
    """
    if not text.strip():
        raise AnswerError("empty")
    if not any(character.isalnum() for character in text):
        raise AnswerError("ui_no_words")
    answer = checked(identifier, text, where)
    if isinstance(answer, Unreadable):
        raise AnswerError("ui_answer", problem=answer.text)
    return answer


def reading(answer: Answer, assessor: Assessor) -> Reading:
    """What an assessor's model reads in an answer: made once a visit; all scales share one encoding."""
    known: dict[tuple[str, Answer], Reading] = st.session_state.setdefault(_READINGS, {})
    key = (assessor.name, answer)
    if key not in known:
        other = next((one for (_, same), one in known.items() if same == answer), None)
        while len(known) >= _MOST_READINGS:
            known.pop(next(iter(known)))
        known[key] = assessor.interpret(other.encoded, other) if other else assessor.read([answer])[0]
    return known[key]


def assess(answer: Answer, scale_id: str, review: Review | None = None) -> Assessment:
    """What the program says of an answer, with a person's verdicts; after the first time, a few milliseconds."""
    assessor = load_assessor(scale_id)
    return assessor.conclude(reading(answer, assessor), review)


def pasted() -> Text:
    """How messages call the text that was typed."""
    return say("ui.entry.pasted")
