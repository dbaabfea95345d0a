"""The review of one answer on one scale. A fragment: a verdict redraws this part alone, and only the conclusion is worked out again."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from markupsafe import Markup

from assessor.domain.assessment import RULE_GATES, Assessment
from assessor.domain.scale import Scale
from assessor.errors import AssessorError
from assessor.reports.dossier import unheard
from assessor.rubric import read_scale
from assessor.ui import desk, markup, redraw
from assessor.ui.components import adding, answer, evidence, export, facts, gates, ladder, own_level, saved, star, turning, why
from assessor.ui.draft import Draft
from assessor.ui.texts import local, tr

_MANY: Final = 4
_TALL: Final = 900
"""Pixels; a longer list scrolls beside the answer instead of leaving it behind."""


@st.fragment
def show(*, key: str) -> None:
    """Gates, answer, evidence, the person's level, the suggestion and its reasons, balance, facts, files."""
    redraw.follow()
    draft = desk.current()
    if draft is None:
        return
    place = turning.place()
    turning.show(place, key="turning")
    saved.tell(key="reopened")
    key = f"{key}_{draft.key}"
    try:
        scale = read_scale(draft.scale)
        assessment = desk.assess(draft.answer, draft.scale, draft.review)
    except AssessorError as problem:
        markup.notice("error", local(problem.text))
        return

    markup.heading(local(scale.name))
    if draft.revealed:
        _whole(draft, assessment, scale, key)
    else:
        _first(draft, assessment, scale, key)
    turning.show(place, key="turning_end")
    saved.keep(key="keeper")


def _first(draft: Draft, assessment: Assessment, scale: Scale, key: str) -> None:
    """The answer alone: the concept of an extract, on most scales a level, would already say what is suggested."""
    if any(gate.gate in RULE_GATES and not gate.passed for gate in assessment.admissibility):
        gates.show(replace(assessment, admissibility=tuple(gate for gate in assessment.admissibility if gate.gate in RULE_GATES)))
    markup.heading(tr("ui.review.answer_alone"))
    answer.show(replace(assessment, evidence=()), scale, on_select=None, key=f"{key}_answer")
    markup.heading(_own(scale))
    own_level.show_before(draft, scale, key=key)


def _whole(draft: Draft, assessment: Assessment, scale: Scale, key: str) -> None:
    markup.heading(tr("ui.review.gates"), 3)
    gates.show(assessment)
    if lines := unheard(assessment, draft.review):
        markup.notice("warning", tr("ui.review.unheard"))
        markup.show(markup.listed(local(one) for one in lines))
    _answer_and_evidence(draft, assessment, scale, key)
    markup.heading(_own(scale))
    own_level.show_after(draft, scale, key=key)
    markup.heading(tr("ui.review.suggestion"))
    ladder.show(assessment, scale)
    if not assessment.unread:
        why.show(assessment, scale)
        markup.heading(tr("ui.review.star"))
        star.show(assessment)
        markup.heading(tr("ui.review.facts"))
        facts.show(assessment, scale)
    markup.heading(tr("ui.review.export"))
    export.show(assessment, draft.review, scale, key=f"{key}_export")
    _footer(assessment, scale)


def _own(scale: Scale) -> str:
    return tr("ui.review.own" if scale.kind == "ordinal" else "ui.review.own_demonstrations")


def _answer_and_evidence(draft: Draft, assessment: Assessment, scale: Scale, key: str) -> None:
    left, right = st.columns([3, 2], gap="large")
    with left:
        markup.heading(tr("ui.review.answer"))
        adder = f"{key}_adding"
        answer.show(
            assessment, scale, on_select=lambda start, end: adding.choose(adder, draft.answer.text, start, end), key=f"{key}_answer"
        )
        markup.heading(tr("ui.review.adding"), 3)
        adding.show(assessment, scale, key=adder)
    with right:
        markup.heading(tr("ui.review.evidence", count=len(assessment.evidence)))
        ladder.status(assessment, scale)
        with st.container(height=_TALL if len(assessment.evidence) > _MANY else "content", border=False, key="evidence_list"):
            evidence.show(assessment, scale, draft.review, key=key)


def _footer(assessment: Assessment, scale: Scale) -> None:
    policy = scale.policy
    line = tr(
        "ui.review.footer",
        policy=policy.name,
        threshold=markup.percent(policy.evidence_threshold),
        coverage=markup.percent(policy.coverage),
        size=policy.max_set_size,
        gate=markup.percent(policy.gate_threshold),
        model=assessment.model,
        scale=scale.id,
        version=assessment.scale_version,
    )
    markup.show(Markup('<footer class="as-footer">{}</footer>').format(line))
