"""An assessment as a piece of a page: no script, nothing to fetch, its own inline styles, right on light and on dark, wide and narrow.

Colours are mixed with the page's own text colour, so that both themes work; a code always stands beside them. Where a viewer takes the
styles away, the words, codes and figures are still all there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from assessor.domain.assessment import Assessment
from assessor.domain.scale import Scale
from assessor.reports.marked import segments
from assessor.reports.palette import colours
from assessor.training.card_parts import number as written
from assessor.wording import Language, Text, say, whole_percent

# Of a long list, the first are shown; a table of thousands would stop the notebook.
_ROWS = 20
_BEGINNING = 70
_SHARES = frozenset({"exact", "adjacent", "lists", "coverage", "code_agreement"})


@cache
def _environment() -> Environment:
    """Whatever a person typed is escaped by it."""
    return Environment(
        loader=PackageLoader("assessor.research"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)


def fragment(assessment: Assessment, scale: Scale, summary: str, language: Language) -> str:
    """One assessment: the suggestion, the answer with its evidence, the ladder, the gates, what is missing.

    Parameters
    ----------
    assessment : Assessment
    scale : Scale
    summary : str
        The suggestion in one line.
    language : {"fr", "en"}
    """
    suggestion = assessment.suggestion
    shown = {one.concept for one in assessment.evidence}
    legend = [code for code in scale.codes if code in shown]
    return _template("assessed.html.jinja").render(
        **_words(language),
        assessment=assessment,
        scale=scale,
        summary=summary,
        language=language,
        colours=colours(scale),
        segments=segments(assessment.answer.text, assessment.evidence),
        legend=[(code, scale.concept(code), [one for one in assessment.evidence if one.concept == code]) for code in legend],
        ladder=_ladder(assessment, scale, language),
        failed=[gate for gate in assessment.admissibility if not gate.passed],
        reasons=[*suggestion.why, *suggestion.why_not_next],
    )


def table(rows: Sequence[tuple[str, Assessment]], scale: Scale, language: Language) -> str:
    """Several assessments, a line each.

    Parameters
    ----------
    rows : sequence of (str, Assessment)
        Each with its label.
    scale : Scale
    language : {"fr", "en"}
    """
    return _template("assessed_list.html.jinja").render(
        **_words(language),
        rows=rows[:_ROWS],
        rest=max(len(rows) - _ROWS, 0),
        scale=scale,
        colours=colours(scale),
        shown=lambda one: [code for code in scale.codes if code in {found.concept for found in one.evidence}],
        beginning=_beginning,
        certainty=_certainty,
    )


def grids(title: str, said: str, tables: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]], language: Language) -> str:
    """Tables of figures under a title and a sentence.

    Parameters
    ----------
    title, said : str
    tables : sequence of (str, sequence of str, sequence of sequence of str)
        Each with its caption, the names of its columns and its rows, the name of the row first.
    language : {"fr", "en"}
    """
    return _template("figures.html.jinja").render(title=title, said=said, tables=tables, language=language)


def figure(name: str, value: float | None, language: Language, whole: float = 1) -> str:
    """A figure as the language writes it, with its sign where it is a share of the answers.

    Parameters
    ----------
    name : str
        The figure's name in the card or in the evaluation.
    value : float or None
    language : {"fr", "en"}
    whole : float, default=1
        What all answers make: 1, or 100 if the value is already in per cent.

    Examples
    --------
    >>> figure("exact", 0.8167, "fr"), figure("exact", 81.67, "en", whole=100), figure("qwk", 0.8167, "fr")
    ('81,7 %', '81.7%', '0,817')
    """
    if name not in _SHARES or value is None or value != value:
        return written(value, language, 3)
    return say("report.percent", value=written(100 * value / whole, language, 1)).in_(language)


def between(name: str, pair: Sequence[float | None] | None, language: Language, whole: float = 1) -> str:
    """An interval of a figure; nothing where none was worked out, or where no resample differed: that is no certainty."""
    low, high = pair or (None, None)
    if low is None or high is None or low == high:
        return "–"
    return say("research.interval", low=figure(name, low, language, whole), high=figure(name, high, language, whole)).in_(language)


def columns_of_figures(language: Language) -> list[str]:
    """Names of the columns of a table of figures with their intervals."""
    return [say(f"research.figures.{name}").in_(language) for name in ("name", "value", "interval")]


def _words(language: Language) -> dict[str, object]:
    def tr(code: str, **values: object) -> str:
        return say(code, **values).in_(language)

    def local(text: Text) -> str:
        return text.in_(language)

    return {"tr": tr, "local": local, "percent": lambda share: tr("report.percent", value=whole_percent(share))}


def _ladder(assessment: Assessment, scale: Scale, language: Language) -> list[dict[str, object]]:
    """Rows of the ladder, the highest level first; or one row a demonstration."""
    suggestion = assessment.suggestion
    rows: list[dict[str, object]] = []
    if suggestion.demonstrated is not None:
        for concept in scale.concepts:
            shown = concept.code in suggestion.demonstrated
            badges = [say("research.is_shown" if shown else "research.is_not_shown").in_(language)]
            name = concept.name.in_(language)
            rows.append(
                {"code": concept.code, "name": name, "share": suggestion.probabilities[concept.code], "on": shown, "badges": badges}
            )
        return rows
    for number in reversed(scale.level_numbers):
        name = scale.level_name(number).in_(language)
        badges = [say("research.is_suggested").in_(language)] if number == suggestion.level else []
        badges += [say("research.is_possible").in_(language)] if number in suggestion.levels_possible else []
        share, on = suggestion.probabilities[str(number)], number == suggestion.level
        rows.append({"code": str(number), "name": name, "share": share, "on": on, "badges": badges})
    return rows


def _certainty(assessment: Assessment) -> float:
    """Probability of the suggested level; of a checklist, of the least sure of its judgements."""
    suggestion = assessment.suggestion
    if suggestion.demonstrated is None:
        return suggestion.probabilities[str(suggestion.level)]
    return min(max(share, 1 - share) for share in suggestion.probabilities.values())


def _beginning(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _BEGINNING else flat[: _BEGINNING - 1].rsplit(" ", 1)[0] + "…"
