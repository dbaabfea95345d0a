"""One answer on every scale, from one encoding, to see which competency it is about."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment
from assessor.domain.scale import Scale
from assessor.errors import AssessorError
from assessor.rubric import list_scales, read_scale
from assessor.ui import desk, markup
from assessor.ui.components import saved
from assessor.ui.components.ladder import summary
from assessor.ui.draft import Draft
from assessor.ui.texts import local, tr


def show(answer: Answer, *, blind: bool, key: str) -> None:
    """One row a scale, and a button that opens it."""
    markup.heading(tr("ui.compare.title"))
    markup.show(Markup('<p class="as-lead">{}</p>').format(tr("ui.compare.blind" if blind else "ui.compare.help")))
    for scale_id in list_scales():
        with st.container(border=True):
            try:
                scale, assessment = read_scale(scale_id), desk.assess(answer, scale_id)
            except AssessorError as problem:
                markup.notice("error", local(problem.text))
                continue
            left, right = st.columns([4, 1], vertical_alignment="center")
            with left:
                markup.show(_row(scale, assessment, blind))
            right.button(
                tr("ui.compare.open"),
                key=f"{key}_{scale_id}",
                help=local(scale.name),
                on_click=_open,
                args=(answer, scale_id, blind),
                width="stretch",
            )


def _row(scale: Scale, assessment: Assessment, blind: bool) -> Markup:
    failed = [tr(f"gate.name.{gate.gate}") for gate in assessment.admissibility if not gate.passed]
    gates = f"✗ {tr('ui.compare.failed', gates=', '.join(failed))}" if failed else f"✓ {tr('ui.gates.all_passed')}"
    found = sum(one.concept in scale.concept_codes for one in assessment.evidence)
    level = tr("ui.compare.hidden") if blind else summary(assessment, scale)
    certainty = "" if blind or assessment.unread or assessment.suggestion.demonstrated is None else _certainty(assessment)
    return Markup(
        '<h3 class="as-heading">{}</h3><dl class="as-dl"><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{} {}</dd></dl>'
    ).format(
        local(scale.name),
        tr("ui.compare.gates"),
        gates,
        tr("ui.compare.evidence"),
        found,
        tr("ui.compare.level" if scale.kind == "ordinal" else "ui.compare.demonstrations"),
        level,
        certainty,
    )


def _certainty(assessment: Assessment) -> str:
    """Of a checklist: each demonstration with its own probability."""
    return "(" + ", ".join(f"{code} {markup.percent(value)}" for code, value in assessment.suggestion.probabilities.items()) + ")"


def _open(answer: Answer, scale_id: str, blind: bool) -> None:
    st.session_state["entry_scale"] = scale_id
    saved.reopen(Draft(answer, scale_id, revealed=not blind))
