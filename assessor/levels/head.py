"""The answer-level heads: evidence in, the probability of reaching each level or of each demonstration out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit

from assessor.domain.scale import Scale
from assessor.levels.inputs import BLOCKS, Floats, LevelInputs, design_row, reaching
from assessor.levels.ordinal import CumulativeLinkClassifier

ALPHA = 3.0


@dataclass(frozen=True, slots=True)
class Head:
    """Fitted answer-level head of one scale.

    Attributes
    ----------
    targets : tuple of str
        What each probability is about: level numbers above 0 (ordinal), or codes (checklist).
    concept_levels : tuple of int
        For each concept, the position of its level among the targets (ordinal), or its own position (checklist).
    classifiers : tuple of CumulativeLinkClassifier
        One for an ordinal scale, one a target for a checklist.
    temperature : float
        Divides the log-odds; fitted on answers that neither stage saw. 1 leaves them as they are.
    """

    ordinal: bool
    targets: tuple[str, ...]
    concept_levels: tuple[int, ...]
    classifiers: tuple[CumulativeLinkClassifier, ...]
    temperature: float = 1.0

    def reached(self, inputs: Sequence[LevelInputs]) -> Floats:
        """Probability of each target for each answer, before the gates. Shape (n_answers, n_targets); ordinal rows never increase."""
        probabilities, ceiling = self.judged(inputs)
        bounded: Floats = np.minimum(tempered(probabilities, self.temperature), ceiling)
        return bounded

    def judged(self, inputs: Sequence[LevelInputs]) -> tuple[Floats, Floats]:
        """Probability of each target before temperature and ceiling, and the ceiling, each of shape (n_answers, n_targets).

        No level without the words that carry it: the probability that at least one sentence is evidence for a target, softened by a square
        root because sentences are judged a little too strictly (chosen by cross-validation), is a ceiling to the target's own.
        """
        columns = [target_columns(self, one.evidence) for one in inputs]
        rows = np.array([design_row(one, column) for one, column in zip(inputs, columns, strict=True)])
        if self.ordinal:
            probabilities = self._every_level(self.classifiers[0].predict_reached(rows))
        else:
            probabilities = np.stack(
                [one.predict_proba(_pick(rows, index, len(self.targets)))[:, 1] for index, one in enumerate(self.classifiers)], axis=1
            )
        return probabilities, np.sqrt([1 - np.prod(1 - column, axis=0) for column in columns])

    def _every_level(self, reached: Floats) -> Floats:
        """Columns for every level, where training answers may lack some: a level nobody reached goes with the next that somebody did."""
        classes = self.classifiers[0].classes_
        edges = np.hstack([np.ones((len(reached), 1)), reached, np.zeros((len(reached), 1))])
        return edges[:, [int(np.searchsorted(classes, int(target))) for target in self.targets]]


def target_columns(head: Head, evidence: Floats) -> Floats:
    """Each sentence's evidence for each target. Shape (n_sentences, n_targets)."""
    by_target = np.zeros((len(evidence), len(head.targets)))
    for concept, target in enumerate(head.concept_levels):
        by_target[:, target] = np.maximum(by_target[:, target], evidence[:, concept])
    return reaching(by_target, tuple(range(len(head.targets)))) if head.ordinal else by_target


def fit_head(scale: Scale, inputs: Sequence[LevelInputs], labels: Any, sample_weight: Floats | None = None, alpha: float = ALPHA) -> Head:
    """Fit the head of a scale.

    Parameters
    ----------
    scale : Scale
    inputs : sequence of LevelInputs
        From sentence probabilities that the answers' own labels did not help to fit.
    labels : array-like
        Levels, shape (n_answers,), or demonstrations as a 0/1 array of shape (n_answers, n_concepts).
    sample_weight : ndarray of shape (n_answers,), optional
    alpha : float
        Penalty of :class:`CumulativeLinkClassifier`.
    """
    ordinal = scale.kind == "ordinal"
    numbers = [level.number for level in scale.levels]
    head = Head(
        ordinal=ordinal,
        targets=tuple(map(str, numbers)) if ordinal else scale.concept_codes,
        concept_levels=scale.concept_places,
        classifiers=(),
    )
    rows = np.array([design_row(one, target_columns(head, one.evidence)) for one in inputs])
    count = len(head.targets)
    shared = rows.shape[1] - count * BLOCKS
    if ordinal:
        groups = [list(range(block * count, (block + 1) * count)) for block in range(BLOCKS)]
        # The lowest level seen needs no threshold, and a level that no example has is one that cannot be placed.
        keep = [numbers.index(level) for level in np.unique(labels)[1:].tolist()]
        classifier = CumulativeLinkClassifier(
            groups=[[group[position] for position in keep] for group in groups], signs=_signs(rows, groups, keep), alpha=alpha
        )
        return replace(head, classifiers=(classifier.fit(rows, labels, sample_weight=sample_weight),))
    demonstrated = np.asarray(labels)
    classifiers = []
    for target in range(count):
        classifier = CumulativeLinkClassifier(signs=[1] * BLOCKS + [-1] * shared, alpha=alpha)
        classifiers.append(classifier.fit(_pick(rows, target, count), demonstrated[:, target], sample_weight=sample_weight))
    return replace(head, classifiers=tuple(classifiers))


def _signs(rows: Floats, groups: list[list[int]], keep: list[int]) -> list[int]:
    """Signs of the columns outside the kept groups: evidence never lowers a level, exclusions and failed gates never raise one."""
    grouped = {group[position] for group in groups for position in keep}
    evidence = {column for group in groups for column in group}
    return [1 if column in evidence else -1 for column in range(rows.shape[1]) if column not in grouped]


def _pick(rows: Floats, target: int, count: int) -> Floats:
    """The columns of one demonstration: its aggregates, its two whole-answer scores, and the shared ones."""
    own = [block * count + target for block in range(BLOCKS)]
    return np.hstack([rows[:, own], rows[:, count * BLOCKS :]])


def tempered(reached: Floats, temperature: float) -> Floats:
    """Probabilities whose log-odds are divided by a temperature."""
    odds = np.clip(reached, 1e-9, 1 - 1e-9)
    scaled: Floats = 1 / (1 + ((1 - odds) / odds) ** (1 / temperature))
    return scaled


def fit_temperature(reached: Floats, truth: Floats | NDArray[np.intp], ceiling: Floats | float = 1.0) -> float:
    """The temperature under which what is shown of answers that were held out is most likely.

    Parameters
    ----------
    reached : ndarray of shape (n_answers, n_targets)
    truth : ndarray of shape (n_answers, n_targets)
        1 where the target was reached.
    ceiling : ndarray of shape (n_answers, n_targets) or float, default=1.0
        What the probabilities are held under once their log-odds are divided.

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y. and Weinberger, K. Q. (2017). On calibration of modern neural networks. ICML.
    """
    scores = logit(np.clip(reached, 1e-6, 1 - 1e-6))

    def loss(log_temperature: float) -> float:
        probability = np.clip(np.minimum(expit(scores / np.exp(log_temperature)), ceiling), 1e-9, 1 - 1e-9)
        return -float(np.mean(truth * np.log(probability) + (1 - truth) * np.log(1 - probability)))

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 2.5), method="bounded").x))
