"""A sentence in its context, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assessor.domain.answer import ReadAnswer
from assessor.encoder import SentenceEncoder, sentence_encoder
from assessor.encoder.opinion import Opinion, nothing_said
from assessor.language import FACT_NAMES, fact_vector, without_fillers

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]

_LITTLE = 1e-6
# Sentences from an end of the answer, beyond which one more makes no difference.
_FAR = 10
# How many parts of a story are told apart; chosen by cross-validation on the corpora.
PARTS = 6


@dataclass(frozen=True, slots=True)
class FeatureSet:
    """Which sources of features a model uses; ablations switch them off one by one."""

    encoder: bool = True
    facts: bool = True
    context: bool = True


@dataclass(frozen=True, slots=True)
class EncodedAnswer:
    """An answer with, for each sentence, its vector (n, 384) and its facts (n, number of facts); and what the reader of stories says."""

    read: ReadAnswer
    vectors: Floats
    facts: Floats
    opinion: Opinion


def encode_answers(answers: Sequence[ReadAnswer], encoder: SentenceEncoder | None = None) -> list[EncodedAnswer]:
    """Vectors and facts of every sentence, and what the reader says, all answers' sentences in one pass of the encoder.

    Parameters
    ----------
    answers : sequence of ReadAnswer
    encoder : SentenceEncoder, optional
        The installation's by default.
    """
    encoder = encoder or sentence_encoder()
    vectors, stories = encoder.read([without_fillers(sentence.clean) for answer in answers for sentence in answer.sentences])
    ends = np.cumsum([len(answer.sentences) for answer in answers])
    return [
        EncodedAnswer(
            answer,
            vectors[end - len(answer.sentences) : end].astype(np.float64),
            np.array([fact_vector(sentence) for sentence in answer.sentences], dtype=np.float64).reshape(-1, len(FACT_NAMES)),
            encoder.opinion(stories[end - len(answer.sentences) : end]),
        )
        for answer, end in zip(answers, ends, strict=True)
    ]


def asked(answer: EncodedAnswer, features: FeatureSet) -> EncodedAnswer:
    """The answer as a model sees it: one that does without the encoder or without context does not ask the reader of whole stories."""
    return answer if features.encoder and features.context else without_opinion(answer)


def without_opinion(answer: EncodedAnswer) -> EncodedAnswer:
    """The answer as if the reader had nothing to say of it."""
    return replace(answer, opinion=nothing_said(len(answer.vectors)))


def sentence_matrix(answer: EncodedAnswer, features: FeatureSet = FeatureSet()) -> Matrix:
    """Features of each sentence of an answer: its own, those of the sentences around it, the answer's, and where it stands.

    Returns
    -------
    ndarray of shape (n_sentences, n_features), float32
        Half the memory and time of double precision, which these features do not have.
    """
    count = len(answer.vectors)
    if not features.context:
        blocks = _sources(answer, features)
    else:
        blocks = [_places(answer.read)]
        if features.encoder:
            vectors, whole = answer.vectors, _whole(answer.vectors)
            # What a sentence shares with its answer, term by term: no weighted sum of the two says that.
            blocks += [vectors, *_around(vectors), whole, vectors * whole, np.cumsum(vectors, axis=0) / _counted(count)]
        if features.facts:
            facts = answer.facts
            so_far = np.cumsum(facts, axis=0) / np.maximum(facts.sum(axis=0, keepdims=True), _LITTLE)
            blocks += [facts, *_around(facts), _whole(facts), so_far]
    if not blocks:
        return np.zeros((count, 0), dtype=np.float32)
    return np.hstack(blocks).astype(np.float32)


def _sources(answer: EncodedAnswer, features: FeatureSet) -> list[Floats]:
    """What is switched on of an answer's vectors and facts."""
    return [source for used, source in ((features.encoder, answer.vectors), (features.facts, answer.facts)) if used]


def _whole(source: Floats) -> Floats:
    """The mean of all sentences, in every row."""
    return np.repeat(source.mean(axis=0, keepdims=True), len(source), axis=0) if len(source) else source


def _around(source: Floats) -> tuple[Floats, Floats]:
    """The sentence before and the sentence after, in each row; zeros where there is none."""
    nothing = np.zeros((min(1, len(source)), source.shape[1]))
    return np.vstack([nothing, source[:-1]]), np.vstack([source[1:], nothing])


def _counted(count: int) -> Floats:
    """1, 2, 3… in a column."""
    return np.arange(1.0, count + 1)[:, None]


def answer_vector(answer: EncodedAnswer, features: FeatureSet = FeatureSet()) -> Floats:
    """Features of the answer as a whole: the mean of its sentences' vectors and facts. Shape (n_features,)."""
    parts = _sources(answer, features)
    return np.concatenate([part.mean(axis=0) if len(part) else np.zeros(part.shape[1]) for part in parts]) if parts else np.zeros(0)


def story_vector(answer: EncodedAnswer, features: FeatureSet = FeatureSet()) -> Floats:
    """Features of the answer as a story: what is said in each of six parts of it, from its beginning to its end.

    Who calls and who pays is often said at one end only, and a mean over the whole answer drowns it. The parts overlap, so that a sentence
    more or less moves no other from one part to the next; in a short answer, neighbouring parts are the same sentence.

    Returns
    -------
    ndarray of shape (6 * n_features,)
        The first part's vector and facts, then the second's…; without context, :func:`answer_vector`.

    Examples
    --------
    >>> from assessor.domain.answer import Answer
    >>> from assessor.language import read_answers
    >>> told = encode_answers(read_answers([Answer("a", "Le pont était fermé. J'ai appelé la ville. Il a rouvert.")]))[0]
    >>> parts = story_vector(told, FeatureSet(facts=False)).reshape(6, 384)
    >>> nearest = (parts @ told.vectors.T).argmax(axis=1)
    >>> nearest.tolist()
    [0, 0, 1, 1, 2, 2]
    """
    if not features.context:
        return answer_vector(answer, features)
    parts = _sources(answer, features)
    told = np.hstack(parts) if parts else np.zeros((len(answer.vectors), 0))
    return (_shares(len(told)) @ told).ravel()


def _shares(count: int) -> Floats:
    """How much each sentence counts in each part, shape (6, n_sentences): a triangle three parts wide around the middle of the part."""
    parts, places = ((np.arange(number) + 0.5) / max(number, 1) for number in (PARTS, count))
    shares = np.maximum(0.0, 1.0 - np.abs(parts[:, None] - places) * PARTS / 1.5) + _LITTLE
    part_of_one: Floats = shares / shares.sum(axis=1, keepdims=True)
    return part_of_one


def _places(read: ReadAnswer) -> Floats:
    """Where each sentence stands: relative place, its square, first, last, how far from either end; length of the answer, its own."""
    count = len(read.sentences)
    order = np.arange(count)
    place = order / max(count - 1, 1)
    ends = [np.minimum(one, _FAR) / _FAR for one in (order, count - 1 - order)]
    words = [min(sentence.facts.words, 60) / 30 for sentence in read.sentences]
    columns = [place, place**2, order == 0, order == count - 1, *ends, np.full(count, count / 30), words]
    return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
