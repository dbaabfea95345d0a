"""How sure this is, and how often it is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from assessor.domain.assessment import Suggestion
from assessor.domain.scale import Scale
from assessor.ui import markup
from assessor.ui.components import ladder
from assessor.ui.practise import Seen
from assessor.ui.texts import tr


def show(seen: Seen, scale: Scale, reliability: Mapping[str, float]) -> None:
    """Every level with its probability, what cannot be ruled out, and how often such a guess was right."""
    suggestion = seen.assessment.suggestion
    lines = [tr("practise.doubt.hesitates")] if suggestion.abstained else []
    if len(suggestion.levels_possible) > 1:
        lines.append(tr("practise.doubt.possible", levels=", ".join(map(str, suggestion.levels_possible))))
    lines += measured(suggestion, reliability)
    lines.append(tr("practise.doubt.limits"))
    markup.show(Markup('<ol class="as-ladder" reversed>{}</ol>').format(ladder.rows(suggestion, scale, tr("practise.doubt.zero"))))
    markup.show(markup.listed(lines))


def measured(suggestion: Suggestion, reliability: Mapping[str, float]) -> list[str]:
    """How often such guesses were right on held-out answers, where that was measured."""
    guesses = [str(suggestion.level)] if suggestion.demonstrated is None else list(suggestion.demonstrated)
    kind = "demonstration" if suggestion.demonstrated is not None else "level" if suggestion.level else "zero"
    said = [
        tr(f"practise.doubt.right.{kind}", guess=guess, count=round(100 * reliability[guess])) for guess in guesses if guess in reliability
    ]
    return said or [tr("practise.doubt.unmeasured")]
