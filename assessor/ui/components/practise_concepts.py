"""Which concepts the text shows: marked in the text, then quoted."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from assessor.domain.evidence import Evidence
from assessor.domain.scale import Exclusion, Scale
from assessor.reports.marked import Segment, segments
from assessor.reports.palette import Colour, colours
from assessor.ui import markup
from assessor.ui.practise import Seen, shown
from assessor.ui.texts import local, tr


def show(seen: Seen, scale: Scale) -> None:
    """The text with its marks, then each concept with its quotes, the highest first."""
    found = shown(seen.assessment)
    if not found:
        markup.show(Markup("<p>{}</p>").format(tr("practise.concepts.none")))
        return
    shades = colours(scale)
    text = seen.assessment.answer.text
    pieces = markup.joined(_piece(one, shades) for one in segments(text, seen.assessment.evidence))
    label = tr("practise.concepts.text")
    markup.show(Markup('<div class="as-answer" lang="fr" role="group" tabindex="0" aria-label="{}">{}</div>').format(label, pieces))
    codes = [code for code in scale.codes if code in found]
    ordered = [
        *(code for code in reversed(scale.concept_codes) if code in codes),
        *(code for code in codes if code not in scale.concept_codes),
    ]
    markup.show(quoted([(code, found[code]) for code in ordered], scale))


def quoted(found: Iterable[tuple[str, tuple[Evidence, ...]]], scale: Scale) -> Markup:
    """Concepts with their quotes; what belongs to another competency says so."""
    shades = colours(scale)
    return markup.joined(
        Markup('<div class="as-evidence as-quotes"><div class="as-row">{} <b>{}</b></div>{}{}</div>').format(
            tag(code, shades[code]), local(scale.concept(code).name), _elsewhere(scale, code), _quotes(pieces)
        )
        for code, pieces in found
    )


def tag(code: str, shade: Colour) -> Markup:
    """A code on its colour."""
    return Markup('<span class="as-tag" style="background-color:{};color:{}">{}</span>').format(shade.fill, shade.ink, code)


def _quotes(found: Iterable[Evidence]) -> Markup:
    return markup.joined(Markup('<p class="as-quote" lang="fr">« {} »</p>').format(one.quote) for one in found)


def _elsewhere(scale: Scale, code: str) -> Markup:
    item = scale.concept(code)
    said = tr("practise.concepts.elsewhere", belongs=item.belongs_to) if isinstance(item, Exclusion) else ""
    return Markup('<p class="as-quiet">{}</p>').format(said) if said else Markup("")


def _piece(segment: Segment, shades: dict[str, Colour]) -> Markup:
    if not segment.covering:
        return Markup("{}").format(segment.text)
    under = ", ".join(f"inset 0 -{3 * (row + 1)}px 0 {shades[one.concept].fill}" for row, one in enumerate(segment.covering))
    mark = Markup('<mark class="as-mark" style="--fill:{};box-shadow:{}">{}</mark>').format(
        shades[segment.covering[0].concept].fill, under, segment.text
    )
    return mark + markup.joined(tag(one.concept, shades[one.concept]) for one in segment.ending)
