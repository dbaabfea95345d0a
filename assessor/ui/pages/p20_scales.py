"""« Échelles »: everything a scale says, searchable."""

from __future__ import annotations

from typing import Final

import streamlit as st
from markupsafe import Markup

from assessor.domain.scale import Scale
from assessor.errors import AssessorError
from assessor.rubric import list_scales, read_scale
from assessor.ui import markup
from assessor.ui.components import scale_view
from assessor.ui.fields import hold, keep
from assessor.ui.texts import local, spoken, tr

_CHOSEN: Final = "scales_chosen"


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
    widget = spoken("scales_choice")
    known = st.session_state.get(_CHOSEN)
    first = hold(widget, known if known in scales else next(iter(scales)))
    chosen = left.selectbox(
        tr("ui.scales.choose"),
        tuple(scales),
        index=tuple(scales).index(first),
        format_func=names.__getitem__,
        key=widget,
        on_change=keep,
        args=(_CHOSEN, widget),
    )
    words = right.text_input(tr("ui.scales.search"), key="scales_search")
    scale_view.show(scales[chosen], words)


if __name__ == "__main__":
    show()
