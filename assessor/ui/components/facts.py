"""What was counted in the answer, beside the two ends of what grows on the scale."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from assessor.domain.assessment import Assessment
from assessor.domain.scale import Dimension, Scale
from assessor.reports.facts import told, written
from assessor.ui import markup
from assessor.ui.texts import language, local, tr


def show(assessment: Assessment, scale: Scale) -> None:
    """The dimensions with their facts, then every fact; first what such counts are worth."""
    markup.show(Markup('<p class="as-quiet">{}</p>').format(tr("report.facts_help")))
    for dimension in scale.dimensions:
        _dimension(dimension, assessment)
    every = _table(told(assessment.facts), assessment)
    markup.show(Markup("<details><summary>{}</summary>{}</details>").format(tr("ui.facts.all"), every))


def _dimension(dimension: Dimension, assessment: Assessment) -> None:
    markup.heading(local(dimension.name), 3)
    ends = (("low", dimension.low), ("high", dimension.high))
    markup.show(
        Markup('<div class="as-ends">{}</div>{}').format(
            markup.joined(
                Markup('<div><span class="as-quiet">{}</span><br>{}</div>').format(tr(f"ui.facts.{end}"), local(text)) for end, text in ends
            ),
            _table([name for name in dimension.facts if name in assessment.facts], assessment),
        )
    )


def _table(names: Iterable[str], assessment: Assessment) -> Markup:
    rows = [
        Markup("<dt>{}</dt><dd>{}</dd>").format(tr(f"report.fact.{name}"), written(name, assessment.facts[name], language()))
        for name in names
    ]
    return Markup('<dl class="as-dl">{}</dl>').format(markup.joined(rows)) if rows else Markup("")
