"""A sentence in its context, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assessor.domain.answer import ReadAnswer
from assessor.encoder import SentenceEncoder, sentence_encoder
from assessor.language import FACT_NAMES, fact_vector

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FeatureSet:
    """Which sources of features a model uses; ablations switch them off one by one."""

    encoder: bool = True
    facts: bool = True
    context: bool = True


@dataclass(frozen=True, slots=True)
class EncodedAnswer:
    """An answer with, for each sentence, its vector (n, 384) and its facts (n, number of facts)."""

    read: ReadAnswer
    vectors: Floats
    facts: Floats


def encode_answers(answers: Sequence[ReadAnswer], encoder: SentenceEncoder | None = None) -> list[EncodedAnswer]:
    """Vectors and facts of every sentence, all answers' sentences in one pass of the encoder.

    Parameters
    ----------
    answers : sequence of ReadAnswer
    encoder : SentenceEncoder, optional
        The installation's by default.
    """
    encoder = encoder or sentence_encoder()
    vectors = encoder.encode([sentence.clean for answer in answers for sentence in answer.sentences])
    ends = np.cumsum([len(answer.sentences) for answer in answers])
    return [
        EncodedAnswer(
            answer,
            vectors[end - len(answer.sentences) : end].astype(np.float64),
            np.array([fact_vector(sentence) for sentence in answer.sentences], dtype=np.float64).reshape(-1, len(FACT_NAMES)),
        )
        for answer, end in zip(answers, ends, strict=True)
    ]


def sentence_matrix(answer: EncodedAnswer, features: FeatureSet = FeatureSet()) -> Floats:
    """Features of each sentence of an answer: its own, its neighbours', the answer's, and where it stands.

    Returns
    -------
    ndarray of shape (n_sentences, n_features)
    """
    count = len(answer.vectors)
    sources = [source for used, source in ((features.encoder, answer.vectors), (features.facts, answer.facts)) if used]
    blocks: list[Floats] = []
    for source in sources:
        blocks.append(source)
        if features.context and count:
            whole = source.mean(axis=0, keepdims=True)
            padded = np.vstack([whole, source, whole])
            blocks += [(padded[:-2] + padded[2:]) / 2, np.repeat(whole, count, axis=0)]
    if features.context:
        blocks.append(_places(answer.read))
    if not blocks or not count:
        return np.zeros((count, sum(block.shape[1] for block in blocks)))
    return np.hstack(blocks)


def answer_vector(answer: EncodedAnswer, features: FeatureSet = FeatureSet()) -> Floats:
    """Features of the answer as a whole: the mean of its sentences' vectors and facts. Shape (n_features,)."""
    parts = [source for used, source in ((features.encoder, answer.vectors), (features.facts, answer.facts)) if used]
    return np.concatenate([part.mean(axis=0) if len(part) else np.zeros(part.shape[1]) for part in parts]) if parts else np.zeros(0)


def _places(read: ReadAnswer) -> Floats:
    """Where each sentence stands: relative position, first, last, its length in words (per 30)."""
    count = len(read.sentences)
    order = np.arange(count)
    words = np.array([min(sentence.facts.words, 60) / 30 for sentence in read.sentences], dtype=np.float64)
    return np.stack([order / max(count - 1, 1), order == 0, order == count - 1, words], axis=1).astype(np.float64)
