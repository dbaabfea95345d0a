"""How often a level stays the same when the acts are the same and the telling is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assessor.assess import Assessor
from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment, Suggestion
from assessor.fairness.variants import VARIANTS, variants

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Stability:
    """Over the answers that a variant changes: how many, the share whose level (or list of demonstrations) stayed, and the mean shift.

    ``shift`` is the mean change of the expected level, in steps of the scale (on a checklist, of the expected number of demonstrations):
    negative where the variant is judged lower.
    """

    count: int
    unchanged: float
    shift: float


def stability(
    assessor: Assessor, answers: Sequence[Answer], progress: Callable[[str, int, int], None] = lambda stage, done, total: None
) -> dict[str, Stability]:
    """Stability of an assessor under each variant of some answers.

    Parameters
    ----------
    assessor : Assessor
    answers : sequence of Answer
    progress : callable, optional

    Returns
    -------
    dict
        Variant to :class:`Stability`; a variant that changes none of the answers is left out.
    """
    kept: dict[str, list[tuple[bool, float]]] = {name: [] for name in VARIANTS}
    done = 0
    for group in _chunks(answers, _AT_ONCE):
        changed = [variants(answer) for answer in group]
        texts = [*group, *(one for each in changed for one in each.values())]
        assessed = iter(assessor.assess_all(texts))
        originals = [next(assessed) for _ in group]
        for original, each in zip(originals, changed, strict=True):
            for name in each:
                other = next(assessed)
                kept[name].append((_said(original) == _said(other), _expected(other.suggestion) - _expected(original.suggestion)))
        done += len(group)
        progress("stability", done, len(answers))
    return {
        name: Stability(len(pairs), sum(same for same, _ in pairs) / len(pairs), round(sum(shift for _, shift in pairs) / len(pairs), 6))
        for name, pairs in kept.items()
        if pairs
    }


def _chunks(answers: Sequence[Answer], size: int) -> Iterator[Sequence[Answer]]:
    for first in range(0, len(answers), size):
        yield answers[first : first + size]


def _said(assessment: Assessment) -> object:
    suggestion = assessment.suggestion
    return suggestion.level if suggestion.demonstrated is None else suggestion.demonstrated


def _expected(suggestion: Suggestion) -> float:
    """Expected position of the level, or expected number of demonstrations."""
    probabilities = suggestion.probabilities.values()
    if suggestion.demonstrated is not None:
        return sum(probabilities)
    return sum(position * probability for position, probability in enumerate(probabilities))
