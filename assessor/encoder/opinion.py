"""What the encoder's reader of whole stories says of one answer, to all scales and to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessor.domain.assessment import ROLES
from assessor.domain.scale import Scale

Floats = NDArray[np.float64]

# Of a scale that the reader did not learn from, every sign is as probable as its absence: it has nothing to say.
_UNTOLD = 0.5
_ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Told:
    """What the reader says of an answer to one scale.

    Attributes
    ----------
    sentences : ndarray of shape (n_sentences, n_codes)
        Probability that a sentence shows a concept or an exclusion, in the scale's order.
    reached : ndarray of shape (n_targets,)
        Probability that the answer reaches each level above 0 (never increasing), or of each demonstration.
    elsewhere : float
        Probability that the answer is about something else than the scale's competency.
    """

    sentences: Floats
    reached: Floats
    elsewhere: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the reader says of an answer to every scale that it has learnt from.

    Attributes
    ----------
    roles : ndarray of shape (n_sentences, 5)
        Probabilities, in the order of :data:`~assessor.domain.assessment.ROLES`.
    codes : ndarray of shape (n_sentences, n_known_codes)
    targets : ndarray of shape (n_known_targets,)
    known : Known
        What their columns are.
    """

    roles: Floats
    codes: Floats
    targets: Floats
    known: Known

    def of(self, scale: Scale) -> Told:
        """What is said to one scale; neither one nor the other of whatever in it the reader does not know."""
        reached = _picked(self.targets, self.known.targets, target_names(scale))
        return Told(
            sentences=_picked(self.codes, self.known.codes, code_names(scale)),
            reached=np.minimum.accumulate(reached) if scale.kind == "ordinal" else reached,
            elsewhere=float(_picked(self.targets, self.known.targets, [elsewhere_name(scale)])[0]),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What a reader has learnt: ``codes`` and ``targets`` as :func:`code_names` and the like name them, in the order of its outputs."""

    codes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


def nothing_said(count: int) -> Opinion:
    """The opinion of one who has nothing to say of so many sentences: every role is as probable as the others."""
    return Opinion(np.full((count, len(ROLES)), 1 / len(ROLES)), np.zeros((count, 0)), np.zeros(0), Known())


def code_names(scale: Scale) -> list[str]:
    """What the outputs for a scale's concepts and exclusions are called."""
    return [f"{scale.id}:{code}" for code in scale.codes]


def target_names(scale: Scale) -> list[str]:
    """What the outputs for its levels above 0, or for its demonstrations, are called."""
    names = [level.number for level in scale.levels] if scale.kind == "ordinal" else scale.concept_codes
    return [f"{scale.id}:{name}" for name in names]


def elsewhere_name(scale: Scale) -> str:
    """What the output for answers about something else is called."""
    return f"{scale.id}:{_ELSEWHERE}"


def _picked(values: Floats, known: Sequence[str], names: Sequence[str]) -> Floats:
    found = np.full((*values.shape[:-1], len(names)), _UNTOLD)
    for place, name in enumerate(names):
        if name in known:
            found[..., place] = values[..., known.index(name)]
    return found
