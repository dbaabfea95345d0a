"""Colours of the concepts: Okabe and Ito's set, told apart by the colour-blind, on light and dark; a code always stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from assessor.domain.scale import Scale

_SET: Final = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#0072B2", "#D55E00", "#F0E442")
_GREY: Final = "#8A8A8A"
_WHITE_INK: Final = frozenset({"#0072B2"})


@dataclass(frozen=True, slots=True)
class Colour:
    """A fill, and the ink that is legible on it."""

    fill: str
    ink: str


def colours(scale: Scale) -> dict[str, Colour]:
    """A colour for each code of a scale; what belongs to another competency is grey.

    Examples
    --------
    >>> from assessor.rubric import read_scale
    >>> colours(read_scale("arc-collaboration"))["client"].fill
    '#8A8A8A'
    """
    fills = {code: _SET[position % len(_SET)] for position, code in enumerate(scale.concept_codes)}
    fills |= {exclusion.code: _GREY for exclusion in scale.exclusions}
    return {code: Colour(fill, "#FFFFFF" if fill in _WHITE_INK else "#000000") for code, fill in fills.items()}
