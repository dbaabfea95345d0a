"""The corpora as the network reads them: the states of the tokens, and what people said of sentences and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from assessor.domain.answer import Answer
from assessor.domain.assessment import ROLES
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.encoder import SentenceEncoder
from assessor.encoder.opinion import Known, code_names, elsewhere_name, target_names
from assessor.language import read_answers, without_fillers
from assessor.training.crossfit import Indices, Progress
from assessor.training.prepared import align, failed_gate

_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Stories:
    """Answers as the network reads them.

    Attributes
    ----------
    states : ndarray of shape (n_tokens, 384), float16
        What the encoder's lower layers make of each token, sentence after sentence.
    tokens : ndarray of shape (n_sentences + 1,)
        Where each sentence begins in ``states``.
    sentences : ndarray of shape (n_answers + 1,)
        Where each answer begins among the sentences.
    roles : ndarray of shape (n_sentences,)
        Place in ``ROLES``; -1 where nobody said.
    codes : ndarray of shape (n_sentences, n_codes), float32
        1 where a sentence shows a concept or an exclusion, 0 where it does not; nan where nobody said.
    targets : ndarray of shape (n_answers, n_targets), float32
        The same of what each answer reaches.
    """

    states: NDArray[np.float16]
    tokens: Indices
    sentences: Indices
    roles: Indices
    codes: NDArray[np.float32]
    targets: NDArray[np.float32]

    def annotated(self) -> Indices:
        """The answers that have sentences and roles."""
        counts = np.diff(self.sentences)
        return np.array([one for one in np.flatnonzero(counts) if self.roles[self.sentences[one]] >= 0], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class _Read:
    """One answer: the states of its tokens, sentence by sentence, and the roles and codes that people gave."""

    states: list[NDArray[np.float16]]
    roles: list[int]
    codes: list[frozenset[str] | None]


def known(scales: Sequence[Scale]) -> Known:
    """What a reader learns from answers for these scales."""
    targets = [name for one in scales for name in (*target_names(one), elsewhere_name(one))]
    return Known(tuple(name for one in scales for name in code_names(one)), tuple(targets))


def read_stories(
    examples: Sequence[Example], scales: Mapping[str, Scale], names: Known, folder: Path, jobs: int, progress: Progress
) -> Stories:
    """The examples as the network reads them; ``folder`` holds an encoder that gives the states below the layers to be learnt further."""
    chunks = [examples[first : first + _CHUNK] for first in range(0, len(examples), _CHUNK)]
    read: list[_Read] = []
    for part in Parallel(n_jobs=jobs, return_as="generator")(delayed(_read)(chunk, folder) for chunk in chunks):
        read += part
        progress("encode", len(read), len(examples))
    sentences = [states for one in read for states in one.states]
    pairs = list(zip(examples, read, strict=True))
    return Stories(
        states=np.concatenate(sentences),
        tokens=np.array([0, *accumulate(len(one) for one in sentences)]),
        sentences=np.array([0, *accumulate(len(one.states) for one in read)]),
        roles=np.array([role for one in read for role in one.roles]),
        codes=np.array([_codes(marked, scales[example.scale], names) for example, one in pairs for marked in one.codes], dtype=np.float32),
        targets=np.array([_targets(example, scales[example.scale], names) for example in examples], dtype=np.float32),
    )


def _read(examples: Sequence[Example], folder: Path) -> list[_Read]:
    encoder = SentenceEncoder(folder)
    found = []
    for answer, example in zip(read_answers([Answer(one.id, one.text) for one in examples]), examples, strict=True):
        roles, codes = align(answer, example.sentences)
        states = [encoder.middle(without_fillers(sentence.clean)).astype(np.float16) for sentence in answer.sentences]
        found.append(_Read(states, [-1 if role is None else ROLES.index(role) for role in roles], codes))
    return found


def _codes(marked: frozenset[str] | None, scale: Scale, names: Known) -> list[float]:
    """What a sentence shows, a number for each known code; nan for those of other scales, and where nobody marked any."""
    given = {} if marked is None else {name: float(code in marked) for name, code in zip(code_names(scale), scale.codes, strict=True)}
    return [given.get(name, np.nan) for name in names.codes]


def _targets(example: Example, scale: Scale, names: Known) -> list[float]:
    """What an answer reaches; whether it is about something else only where the example says so surely."""
    if scale.kind == "ordinal":
        reached = [float((example.level or 0) >= level.number) for level in scale.levels]
    else:
        reached = [float(code in (example.demonstrated or ())) for code in scale.concept_codes]
    given = dict(zip(target_names(scale), reached, strict=True))
    failed = failed_gate(example)
    if failed in ("", "competency"):
        given[elsewhere_name(scale)] = float(failed == "competency")
    return [given.get(name, np.nan) for name in names.targets]
