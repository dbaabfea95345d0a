"""The suggestion: one row a level, or one row a demonstration, with its probability and what cannot be ruled out."""

from __future__ import annotations

from markupsafe import Markup

from assessor.domain.assessment import Assessment, Suggestion
from assessor.domain.scale import Scale
from assessor.ui import markup
from assessor.ui.texts import local, tr


def summary(assessment: Assessment, scale: Scale) -> str:
    """The suggestion in one line; there is none for a text whose language is not read."""
    suggestion = assessment.suggestion
    if assessment.unread:
        return tr("ui.level.unread")
    if suggestion.demonstrated is not None:
        shown = ", ".join(suggestion.demonstrated) or tr("ui.level.no_demonstration")
        return tr("ui.level.demonstrated", codes=shown, count=len(suggestion.demonstrated), total=len(scale.concepts))
    certainty = markup.percent(suggestion.probabilities[str(suggestion.level)])
    line = tr("ui.level.suggested_line", level=suggestion.level, certainty=certainty)
    if not suggestion.level:
        line = tr("ui.level.suggested_zero", zero=local(scale.level_name(0)), certainty=certainty)
    others = [str(number) for number in suggestion.levels_possible if number != suggestion.level]
    return f"{line} {tr('ui.level.others', possible=', '.join(others))}" if others else line


def status(assessment: Assessment, scale: Scale) -> None:
    """The one-line suggestion, which screen readers announce whenever a verdict changes it."""
    hesitates = Markup('<br><span class="as-text">{}</span>').format(tr("ui.level.hesitates"))
    line = summary(assessment, scale)
    markup.show(
        Markup('<div class="as-status" role="status" aria-live="polite"><b>{}</b>{}</div>').format(
            line, hesitates if assessment.suggestion.abstained and not assessment.unread else Markup("")
        )
    )


def show(assessment: Assessment, scale: Scale) -> None:
    """Every level or demonstration; no figure for a text whose language is not read."""
    suggestion = assessment.suggestion
    if assessment.unread:
        markup.notice("warning", tr("ui.level.unread"))
        return
    if suggestion.abstained:
        markup.notice("warning", tr("ui.level.hesitates"))
    markup.show(Markup('<ol class="as-ladder" reversed>{}</ol>').format(rows(suggestion, scale)))


def rows(suggestion: Suggestion, scale: Scale, zero: str = "") -> Markup:
    """A row for each level, the highest first, or for each demonstration; ``zero`` is another name for level 0."""
    return _demonstrations(suggestion, scale) if suggestion.demonstrated is not None else _levels(suggestion, scale, zero)


def _levels(suggestion: Suggestion, scale: Scale, zero: str) -> Markup:
    drawn = []
    for number in reversed(scale.level_numbers):
        badges = [tr("ui.level.suggested")] if number == suggestion.level else []
        badges += [tr("ui.level.possible")] if number in suggestion.levels_possible and number != suggestion.level else []
        name = zero if zero and not number else local(scale.level_name(number))
        drawn.append(_row(str(number), name, suggestion.probabilities[str(number)], badges, number == suggestion.level))
    return markup.joined(drawn)


def _demonstrations(suggestion: Suggestion, scale: Scale) -> Markup:
    shown = suggestion.demonstrated or ()
    return markup.joined(
        _row(
            concept.code,
            local(concept.name),
            suggestion.probabilities[concept.code],
            [tr("ui.level.shown" if concept.code in shown else "ui.level.not_shown")],
            concept.code in shown,
        )
        for concept in scale.concepts
    )


def _row(code: str, name: str, probability: float, badges: list[str], chosen: bool) -> Markup:
    said = markup.percent(probability)
    marks = markup.joined(
        Markup('<span class="as-badge{}">{}</span>').format(" as-strong" if chosen and not position else "", badge)
        for position, badge in enumerate(badges)
    )
    return Markup('<li class="{}"><div><b>{}</b> {}{}</div>{}<span class="as-figure">{}</span></li>').format(
        "as-chosen" if chosen else "", code, name, marks, markup.bar(probability, said), said
    )
