"""The dossier of the review: to copy, to keep, to print. A file that was kept can be dropped on the page again."""

from __future__ import annotations

import json

import streamlit as st
from markupsafe import Markup

from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment
from assessor.domain.review import Review
from assessor.domain.scale import Scale
from assessor.reports.dossier import dossier
from assessor.reports.page import dossier_page
from assessor.ui import desk, markup
from assessor.ui.entry_fields import PASTED
from assessor.ui.texts import language, tr

_WORDS = 5


def show(assessment: Assessment, review: Review, scale: Scale, *, key: str) -> None:
    """Two files to download, and the text to copy."""
    alone = desk.assess(assessment.answer, scale.id)
    written = json.dumps(dossier(assessment, review, scale, language(), alone=alone), ensure_ascii=False, indent=1)
    name = f"{scale.id}-{_safe(_called(assessment.answer))}"
    markup.show(Markup('<p class="as-lead as-quiet">{}</p>').format(tr("ui.export.help")))
    with st.container(horizontal=True):
        st.download_button(tr("ui.export.json"), written, f"{name}.json", "application/json", key=f"{key}_json", on_click="ignore")
        page = dossier_page(assessment, review, scale, language(), alone=alone)
        st.download_button(tr("ui.export.html"), page, f"{name}.html", "text/html", key=f"{key}_html", on_click="ignore")
    with st.expander(tr("ui.export.copy")):
        st.code(written, language=None, wrap_lines=True, height=300)


def _called(answer: Answer) -> str:
    """Its identifier; what was pasted has none of its own, and is told apart by its first words."""
    return " ".join(answer.text.split()[:_WORDS]) if answer.id == PASTED else answer.id


def _safe(identifier: str) -> str:
    """An identifier as part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in identifier)[:60] or "reponse"
