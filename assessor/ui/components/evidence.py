"""Pieces of evidence, each with its verdict: one click, or one key."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.domain.assessment import Assessment
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review, Verdict
from assessor.domain.scale import Scale
from assessor.reports.palette import Colour, colours
from assessor.ui import desk, markup
from assessor.ui.fields import hold
from assessor.ui.texts import labels, local, tr

_CHOICES = ("accepted", "rejected", "none")


def show(assessment: Assessment, scale: Scale, review: Review, *, key: str) -> None:
    """The list, in the order of the text."""
    if not assessment.evidence:
        markup.notice("info", tr("ui.evidence.none"))
        return
    markup.show(Markup('<p class="as-lead as-quiet as-keys">{}</p>').format(tr("ui.evidence.keys")))
    shades = colours(scale)
    added = {one.key for one in review.added}
    for number, one in enumerate(assessment.evidence):
        with st.container(border=True, key=f"evidence_card_{number}"):
            verdict = review.verdicts.get(one.key)
            markup.show(_card(one, scale, shades[one.concept], verdict, one.key in added))
            if one.key in added:
                st.button(tr("ui.evidence.remove"), key=f"{key}_remove_{one.key}", on_click=_remove, args=(one.key,))
            else:
                _verdict(one, verdict, f"{key}_verdict_{one.key}")


def _card(one: Evidence, scale: Scale, shade: Colour, verdict: Verdict | None, added: bool) -> Markup:
    concept = scale.concept(one.concept)
    state = "added" if added else verdict or "found"
    strength = markup.percent(one.probability)
    return Markup(
        '<article class="as-evidence as-{state}"><div class="as-row">'
        '<span class="as-tag" style="background-color:{fill};color:{ink}">{code}</span>'
        '<b>{name}</b></div><p class="as-quote">« {quote} »</p>'
        '<div class="as-row"><span>{label}</span>{bar}<b>{strength}</b>'
        '<span class="as-badge">{said}</span></div>'
        "<details><summary>{why}</summary>{reasons}</details></article>"
    ).format(
        state=state,
        fill=shade.fill,
        ink=shade.ink,
        code=one.concept,
        name=local(concept.name),
        quote=one.quote,
        label=tr("ui.evidence.strength"),
        bar=markup.bar(one.probability, tr("ui.evidence.strength_is", value=strength)),
        strength=strength,
        said=tr(f"ui.evidence.state.{state}"),
        why=tr("ui.evidence.reasons"),
        reasons=markup.listed(local(reason) for reason in one.reasons),
    )


def _verdict(one: Evidence, verdict: Verdict | None, key: str) -> None:
    st.segmented_control(
        tr("ui.evidence.verdict", concept=one.concept),
        _CHOICES,
        format_func=labels("ui.evidence.choice", _CHOICES).__getitem__,
        default=hold(key, verdict or "none"),
        key=key,
        on_change=_judge,
        args=(one.key, key),
        label_visibility="collapsed",
    )


def _judge(evidence: str, key: str) -> None:
    choice = st.session_state[key]
    desk.update(lambda draft: draft.judged(evidence, choice if choice in ("accepted", "rejected") else None))


def _remove(evidence: str) -> None:
    desk.update(lambda draft: draft.without_evidence(evidence))
