"""What must hold of examples before anything is learnt from them; told at once, with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.errors import TrainingDataError
from assessor.training.crossfit import Indices
from assessor.training.dataset import foreign, refuse
from assessor.training.evaluate_parts import rule_failures
from assessor.training.prepared import Prepared
from assessor.wording import say

LEAST = 40
# Two folds are held out of every first-stage fit: a third must be left to learn from.
LEAST_FOLDS = 3


def listed(examples: object) -> list[Example]:
    """Examples as a list, once it is sure that they are examples.

    Raises
    ------
    TrainingDataError
        If they are a path, a table, texts or nothing.
    """
    found = repr(str(examples)) if isinstance(examples, (str, Path)) else type(examples).__name__
    if isinstance(examples, Iterable) and not isinstance(examples, str):
        several = list(examples)
        strange = sorted({type(one).__name__ for one in several if not isinstance(one, Example)})
        if not strange:
            return several
        found += f" ({', '.join(strange)})"
    raise TrainingDataError("research_wrong_examples", found=found)


def check_labels(examples: Sequence[Example], scale: Scale) -> None:
    """Every label is one of the scale's, and every span is inside its text.

    A marked passage may speak for another level than the one that was given: raters weigh what they mark.

    Raises
    ------
    TrainingDataError
        With every answer that does not fit.
    """
    refuse([say("misfit.named", id=example.id, what=what) for example in examples for what in foreign(example, scale)])


def check_amount(prepared: Prepared, scale: Scale, fold: Indices) -> None:
    """Enough answers, from enough people, of different levels, that the rules for reading let pass.

    Raises
    ------
    TrainingDataError
        Saying what is lacking.
    """
    name, count, groups = scale.id, len(prepared.examples), len(np.unique(fold))
    if count < LEAST or groups < LEAST_FOLDS:
        raise TrainingDataError("research_few", name=name, count=count, groups=groups, least=LEAST, folds=LEAST_FOLDS)
    stopped = np.any(rule_failures(prepared), axis=1)
    if 2 * stopped.sum() > count:
        raise TrainingDataError("research_stopped", count=count, stopped=int(stopped.sum()))


def check_variety(prepared: Prepared, scale: Scale, fold: Indices) -> None:
    """Whatever is held out, what is left shows two levels at least, or each demonstration both shown and not.

    Raises
    ------
    TrainingDataError
        Naming the level or the demonstrations that too few people show.
    """
    targets = prepared.targets(scale)
    if scale.kind == "ordinal":
        pairs = combinations_with_replacement(np.unique(fold), 2)
        if any(len(np.unique(targets[~np.isin(fold, pair)])) < 2 for pair in pairs):
            counts = Counter(int(level) for level in targets)
            said = ", ".join(f"{level} ({counts[level]})" for level in sorted(counts))
            raise TrainingDataError("research_one_level", name=scale.id, levels=said)
        return
    flat = [
        code
        for column, code in enumerate(scale.concept_codes)
        if any(len(np.unique(targets[fold != name, column])) < 2 for name in np.unique(fold))
    ]
    if flat:
        raise TrainingDataError("research_one_side", name=scale.id, codes=", ".join(flat))
