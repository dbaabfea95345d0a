"""Annotated answers read, encoded and aligned: what the fits work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessor.admissibility import LEARNT_GATES, gate_vector
from assessor.concepts import EncodedAnswer, FeatureSet, sentence_matrix
from assessor.concepts.features import Floats, asked, story_vector
from assessor.domain.answer import ReadAnswer
from assessor.domain.assessment import Role
from assessor.domain.example import Example, SentenceLabel
from assessor.domain.scale import Scale

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Examples as arrays.

    Attributes
    ----------
    examples, encoded : sequences of length n_answers
    owner : ndarray of shape (n_sentences,)
        Which answer a sentence belongs to.
    sentences : ndarray of shape (n_sentences, n_features)
    answers : ndarray of shape (n_answers, n_answer_features)
    gate_rows : ndarray of shape (n_answers, n_gate_features)
    roles : tuple of Role, one a sentence; ``None`` in answers whose sentences are not annotated
    """

    examples: tuple[Example, ...]
    encoded: tuple[EncodedAnswer, ...]
    owner: NDArray[np.intp]
    sentences: Floats
    answers: Floats
    gate_rows: Floats
    roles: tuple[Role | None, ...]
    labels: tuple[frozenset[str] | None, ...]

    def concept_targets(self, codes: tuple[str, ...]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Codes of each sentence, shape (n_sentences, n_codes), and which sentences are annotated, shape (n_sentences,)."""
        targets = np.array([[code in (marked or ()) for code in codes] for marked in self.labels], dtype=np.intp)
        return targets.reshape(len(self.labels), len(codes)), np.array([marked is not None for marked in self.labels], dtype=bool)

    @property
    def texts(self) -> NDArray[np.object_]:
        """The answers' texts, shape (n_answers,)."""
        return np.array([example.text for example in self.examples], dtype=object)

    def targets(self, scale: Scale) -> NDArray[np.intp]:
        """Levels, shape (n_answers,), or demonstrations as 0/1, shape (n_answers, n_concepts)."""
        if scale.kind == "ordinal":
            return np.array([example.level for example in self.examples], dtype=np.intp)
        return np.array([[code in (one.demonstrated or ()) for code in scale.concept_codes] for one in self.examples], dtype=np.intp)

    def failed_gates(self) -> list[str]:
        """What :func:`failed_gate` says of each example."""
        return [failed_gate(example) for example in self.examples]


def failed_gate(example: Example) -> str:
    """The gate an example is known to fail (``meta.gate``), an empty string if none, ``UNKNOWN`` if a person did not say.

    A reviewer who gives nothing may mean that a gate failed or that the level was not reached; only the project's own examples tell.
    """
    may_have_failed = example.meta.get("source") != "synthetic" and not (example.level or example.demonstrated)
    return example.meta.get("gate") or (UNKNOWN if may_have_failed else "")


def from_encoded(examples: Sequence[Example], encoded: Sequence[EncodedAnswer], features: FeatureSet) -> Prepared:
    """The arrays of examples whose answers are encoded already; ablations reuse one encoding."""
    # The gates are common to all models, also to one that does not ask the reader.
    gate_rows = np.array([gate_vector(one) for one in encoded])
    encoded = [asked(one, features) for one in encoded]
    aligned = [align(one.read, example.sentences) for one, example in zip(encoded, examples, strict=True)]
    return Prepared(
        examples=tuple(examples),
        encoded=tuple(encoded),
        owner=np.repeat(np.arange(len(encoded)), [len(one.read.sentences) for one in encoded]),
        sentences=np.vstack([sentence_matrix(one, features) for one in encoded if len(one.vectors)]),
        answers=np.array([story_vector(one, features) for one in encoded]),
        gate_rows=gate_rows,
        roles=tuple(role for roles, _ in aligned for role in roles),
        labels=tuple(codes for _, marked in aligned for codes in marked),
    )


def align(read: ReadAnswer, labels: Sequence[SentenceLabel]) -> tuple[list[Role | None], list[frozenset[str] | None]]:
    """Annotations carried over to the sentences as the program cuts them.

    A sentence takes the role of the annotated span it shares most with; each annotated span gives its codes to the one sentence it shares
    most with, so that a code is neither lost nor counted twice.
    """
    if not labels:
        return [None] * len(read.sentences), [None] * len(read.sentences)
    shared = np.array(
        [[max(0, min(one.end, label.end) - max(one.start, label.start)) for label in labels] for one in read.sentences], dtype=int
    ).reshape(len(read.sentences), len(labels))
    codes: list[set[str]] = [set() for _ in read.sentences]
    for column, label in enumerate(labels):
        if len(codes) and shared[:, column].max() > 0:
            codes[int(shared[:, column].argmax())].update(label.concepts)
    # Marks of concepts without a single role come from somebody who was not asked for roles.
    untold = any(one.concepts for one in labels) and all(one.star == "-" for one in labels)
    roles: list[Role | None] = [None if untold else labels[int(row.argmax())].star if row.max() > 0 else "-" for row in shared]
    return roles, [frozenset(one) for one in codes]


def subject_targets(prepared: Prepared) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Whether each example is about something else than the competency, and which examples say so surely."""
    failed = prepared.failed_gates()
    return np.array([one == "competency" for one in failed], dtype=np.intp), np.array(
        [one in ("", "competency") for one in failed], dtype=bool
    )


def gate_targets(prepared: Prepared, gate: str) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Whether each example fails a learnt gate, and which examples can be used to learn it.

    What fails another learnt gate, or is too short to tell, says nothing sure about this one.
    """
    failed = prepared.failed_gates()
    others = {*LEARNT_GATES, "length", UNKNOWN} - {gate}
    return np.array([one == gate for one in failed], dtype=np.intp), np.array([one not in others for one in failed], dtype=bool)
