"""What must hold of examples before anything is learnt from them; told at once, with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.errors import TrainingDataError
from assessor.training.crossfit import Indices
from assessor.training.dataset import misfits
from assessor.training.evaluate_parts import rule_failures
from assessor.training.prepared import Prepared

LEAST = 40
# Two folds are held out of every first-stage fit: a third must be left to learn from.
LEAST_FOLDS = 3
_SHOWN = 30


def check_labels(examples: Sequence[Example], scale: Scale) -> None:
    """Every label is one of the scale's, and every span is inside its text.

    A marked passage may speak for another level than the one that was given: raters weigh what they mark.

    Raises
    ------
    TrainingDataError
        With every answer that does not fit.
    """
    problems = []
    for example in examples:
        marked = {code for label in example.sentences for code in label.concepts}
        found = misfits(replace(example, sentences=()), scale) + misfits(example, None)
        if unknown := sorted(marked - set(scale.codes)):
            found.append(f"codes {', '.join(unknown)}, allowed: {', '.join(scale.codes)}")
        problems += [f"{example.id}: {what}" for what in found]
    if problems:
        raise TrainingDataError("training_rows", count=len(problems), rows="\n".join(f"  {one}" for one in problems[:_SHOWN]))


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
