"""Answers as texts, and what the encoder makes of them: one vector for the whole, one for each sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from assessor.encoder import DIMENSION, Vectors, sentence_encoder

Progress = Callable[[str, int, int], None]

_CHUNK = 100
# An essay of a hundred sentences is read in twelve passages, so that comparing answers sentence by sentence stays affordable.
_MOST_PASSAGES = 12
_END = re.compile(r"(?<=[.!?;…])\s+|\s*\n\s*")


def silent(stage: str, done: int, total: int) -> None:
    """The progress report of those who want none."""


def as_texts(X: Any) -> list[str]:
    """Any sequence of texts as a list: a list, an array of objects, a pandas Series, one column of a table.

    Parameters
    ----------
    X : sequence of str, or array-like of shape (n_answers,) or (n_answers, 1)

    Raises
    ------
    ValueError
        If ``X`` is a single string, has several columns, is empty, or holds something that is no text.

    Examples
    --------
    >>> as_texts(np.array([["J'ai appelé."], ["Nous verrons."]], dtype=object))
    ["J'ai appelé.", 'Nous verrons.']
    """
    if isinstance(X, str | bytes):
        raise ValueError("X is one string; give a sequence of texts, for example [text]")
    if hasattr(X, "to_numpy"):
        X = X.to_numpy(dtype=object)
    if isinstance(X, np.ndarray):
        if X.ndim == 2 and X.shape[1] == 1:
            X = X[:, 0]
        if X.ndim != 1:
            raise ValueError(f"X has shape {X.shape}; expected one column of texts, for example frame['text']")
    texts = list(X)
    if not texts:
        raise ValueError("X holds no text; at least one is needed")
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"X[{number}] is of type {type(text).__name__}, not a text; drop the row, or convert it with str")
        if not text.strip():
            raise ValueError(f"X[{number}] is an empty text; drop the row, or write what the answer says")
    return [str(text) for text in texts]


def passages(text: str) -> list[str]:
    r"""The sentences of a text, by punctuation and line ends; long texts in at most twelve pieces.

    Rougher than :func:`assessor.language.read_answer`, and the same in every language.

    Examples
    --------
    >>> passages("J'ai appelé M. Roy. He agreed!\nThat was all")
    ["J'ai appelé M.", 'Roy.', 'He agreed!', 'That was all']
    """
    sentences = [piece.strip() for piece in _END.split(text) if any(character.isalnum() for character in piece)] or [text.strip()]
    if len(sentences) <= _MOST_PASSAGES:
        return sentences
    bounds = np.linspace(0, len(sentences), _MOST_PASSAGES + 1).astype(int)
    return [" ".join(sentences[first:last]) for first, last in pairwise(bounds)]


@dataclass(frozen=True, slots=True)
class EncodedTexts:
    """Texts with their vectors.

    Attributes
    ----------
    texts : tuple of str
    whole : ndarray of shape (n_texts, 384)
    parts : ndarray of shape (n_passages, 384)
        Of all texts, one after the other.
    starts : ndarray of shape (n_texts,)
        Where each text's passages begin; every text has at least one.
    """

    texts: tuple[str, ...]
    whole: Vectors
    parts: Vectors
    starts: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: Sequence[int] | NDArray[np.intp]) -> EncodedTexts:
        """Some of the texts, in the order asked for."""
        ends = np.append(self.starts[1:], len(self.parts))
        pieces = [np.arange(self.starts[row], ends[row]) for row in rows]
        starts = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
        return EncodedTexts(tuple(self.texts[row] for row in rows), self.whole[rows], self.parts[np.concatenate(pieces)], starts)

    def batches(self, size: int = 500) -> Iterator[tuple[slice, EncodedTexts]]:
        """The texts in pieces, each with where it stands."""
        for first in range(0, len(self), size):
            place = slice(first, min(first + size, len(self)))
            yield place, self.take(np.arange(place.start, place.stop))

    def mean(self) -> Vectors:
        """Mean vector of each text's passages."""
        counts = np.diff(np.append(self.starts, len(self.parts)))
        means: Vectors = (np.add.reduceat(self.parts, self.starts, axis=0) / counts[:, None]).astype(np.float32)
        return means

    def peak(self) -> Vectors:
        """Largest value that any passage of a text has, number by number."""
        peaks: Vectors = np.maximum.reduceat(self.parts, self.starts, axis=0)
        return peaks


def encode(texts: Sequence[str], jobs: int = 1, progress: Progress = silent) -> EncodedTexts:
    """Vectors of texts and of their passages; the same whatever ``jobs``.

    Parameters
    ----------
    texts : sequence of str
    jobs : int, default=1
        Processes.
    progress : callable, optional

    Examples
    --------
    >>> encoded = encode(["J'ai appelé la mairie. Elle a dit oui.", "Rien."])
    >>> encoded.whole.shape, encoded.parts.shape, encoded.starts.tolist()
    ((2, 384), (3, 384), [0, 2])
    """
    pieces = [passages(text) for text in texts]
    starts = np.cumsum([0, *(len(one) for one in pieces[:-1])])
    wanted = list(dict.fromkeys(text for text, parts in zip(texts, pieces, strict=True) for text in (text, *parts)))
    chunks = [wanted[first : first + _CHUNK] for first in range(0, len(wanted), _CHUNK)]
    vectors = np.empty((len(wanted), DIMENSION), dtype=np.float32)
    done = 0
    for part in Parallel(n_jobs=jobs if len(chunks) > 1 else 1, return_as="generator")(delayed(_encode)(chunk) for chunk in chunks):
        vectors[done : done + len(part)] = part
        done += len(part)
        progress("encode", done, len(wanted))
    place = {text: row for row, text in enumerate(wanted)}
    whole = vectors[[place[text] for text in texts]]
    parts = vectors[[place[part] for one in pieces for part in one]]
    return EncodedTexts(tuple(texts), whole, parts, starts)


def _encode(texts: list[str]) -> Vectors:
    with threadpool_limits(1):
        return sentence_encoder().encode(texts)
