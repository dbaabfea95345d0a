"""« Échelles »: everything a scale says, searchable."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from assessor.domain.scale import Scale
from assessor.errors import AssessorError
from assessor.rubric import list_scales, read_scale
from assessor.ui import markup
from assessor.ui.components import scale_view
from assessor.ui.texts import local, tr


def show() -> None:
    """Draw the page."""
    markup.heading(tr("ui.scales.title"), 1)
    markup.show(Markup('<p class="as-lead">{}</p>').format(tr("ui.scales.lead")))
    try:
        scales: dict[str, Scale] = {name: read_scale(name) for name in list_scales()}
    except AssessorError as problem:
        markup.notice("error", local(problem.text))
        return
    names = {name: local(scale.name) for name, scale in scales.items()}
    left, right = st.columns([3, 2])
    chosen = left.selectbox(tr("ui.scales.choose"), tuple(scales), format_func=names.__getitem__, key="scales_choice")
    words = right.text_input(tr("ui.scales.search"), key="scales_search")
    scale_view.show(scales[chosen], words)


if __name__ == "__main__":
    show()
