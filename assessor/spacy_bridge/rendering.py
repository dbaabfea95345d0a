"""How displaCy shows evidence."""

from __future__ import annotations

from typing import Final

from spacy.displacy.templates import TPL_SPAN, TPL_SPAN_SLICE

from assessor.domain.scale import Scale
from assessor.reports.palette import colours
from assessor.rubric import read_scale

# displaCy writes every label in black on its colour; on a dark one that is hard to read. Here black on white, framed in the colour.
_LABEL: Final = """
<span style="background: {bg}; top: {top_offset}px; height: 4px; left: -1px; width: calc(100% + 2px); position: absolute;">
    <span style="background: #fff; border: 2px solid {bg}; z-index: 10; color: #000; top: -0.5em; padding: 0 3px; position: absolute;
     font-size: 0.6em; font-weight: bold; line-height: 1.2; border-radius: 3px">
        {label}{kb_link}
    </span>
</span>
"""


def displacy_options(scale: str | Scale, spans_key: str = "evidence") -> dict[str, object]:
    """Options of ``displacy.render(doc, style="span", options=...)``: the program's colours, told apart by the colour-blind.

    Parameters
    ----------
    scale : str or Scale
        The scale of the component, or its id.
    spans_key : str, default="evidence"
        That of the component.

    Raises
    ------
    ScaleError
        If there is no such scale.

    Examples
    --------
    >>> displacy_options("arc-collaboration")["colors"]["1"]
    '#56B4E9'
    """
    known = read_scale(scale) if isinstance(scale, str) else scale
    return {
        "spans_key": spans_key,
        "colors": {code: colour.fill for code, colour in colours(known).items()},
        "template": {"span": TPL_SPAN, "slice": TPL_SPAN_SLICE, "start": _LABEL},
    }
