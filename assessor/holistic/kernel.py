"""How alike two answers are: letters, words, meaning of the whole and of the sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfVectorizer

from assessor.encoder import Vectors
from assessor.holistic.texts import EncodedTexts

Floats = NDArray[np.float64]

# How fast likeness falls with distance; all chosen by cross-validation on the training part of public short-answer sets.
_SHARPNESS = 1.0
_PASSAGE_SHARPNESS = 3.0
_ANY_WORD = r"(?u)\w+"


def terms(kind: str, count: int) -> TfidfVectorizer:
    """What letters or words an answer has, each once, with the length taken out.

    Parameters
    ----------
    kind : {"letters", "words"}
        Runs of two to six characters, or of one to three words, without accents or capitals.
    count : int
        How many texts it will learn from: among few, a term seen once still counts.
    """
    shared = {"binary": True, "use_idf": False, "strip_accents": "unicode", "min_df": 2 if count >= 50 else 1, "dtype": np.float32}
    if kind == "words":
        return TfidfVectorizer(ngram_range=(1, 3), token_pattern=_ANY_WORD, **shared)
    return TfidfVectorizer(analyzer="char", ngram_range=(2, 6), **shared)


@dataclass(slots=True)
class Likeness:
    """Likeness of any answers to those it was fitted on, the landmarks: the mean of four likenesses, each at most 1.

    Letters and words catch the right term, however it is spelt; vectors catch what is said in other words, and those of the sentences
    catch the one that counts. Each of the four is a kernel, so their mean is one.

    Examples
    --------
    >>> from assessor.holistic.texts import encode
    >>> landmarks = encode(["J'ai appelé la mairie.", "La soupe est froide."])
    >>> likeness = Likeness().fit(landmarks)
    >>> near, far = likeness.to(encode(["J'ai téléphoné à la mairie."]))[0]
    >>> bool(near > far)
    True
    """

    letters: Any = None
    words: Any = None
    rows: tuple[csr_array, ...] = ()
    centres: tuple[Vectors, ...] = ()
    vectors: tuple[Vectors, ...] = ()
    starts: Any = None

    def fit(self, landmarks: EncodedTexts) -> Self:
        """Learn the terms and the centres of the vectors from the landmarks."""
        self.letters, self.words = (terms(kind, len(landmarks)).fit(landmarks.texts) for kind in ("letters", "words"))
        self.rows = self._rows(landmarks)
        views = _views(landmarks)
        self.centres = tuple(view.mean(axis=0) for view in views)
        self.vectors = tuple(_unit(view - centre) for view, centre in zip(views, self.centres, strict=True))
        self.starts = landmarks.starts
        return self

    def to(self, answers: EncodedTexts) -> Floats:
        """Likeness of each answer to each landmark, shape (n_answers, n_landmarks)."""
        found = np.empty((len(answers), len(self.starts)))
        for place, batch in answers.batches():
            found[place] = self._batch(batch)
        return found

    def _batch(self, batch: EncodedTexts) -> Floats:
        letters, words = ((own @ landmarks.T).toarray() for own, landmarks in zip(self._rows(batch), self.rows, strict=True))
        *wholes, parts = (_unit(view - centre) for view, centre in zip(_views(batch), self.centres, strict=True))
        meaning = sum(_falling(own @ landmarks.T, _SHARPNESS) for own, landmarks in zip(wholes, self.vectors[:-1], strict=True))
        total: Floats = (letters + words) / 2 + meaning / len(wholes) + self._passages(parts, batch.starts)
        return total / 3

    def _passages(self, parts: Vectors, starts: NDArray[np.intp]) -> Floats:
        """Sum over all pairs of passages, divided so that an answer is 1 to itself."""
        alike = _falling(parts @ self.vectors[-1].T, _PASSAGE_SHARPNESS)
        summed = np.add.reduceat(np.add.reduceat(alike, self.starts, axis=1), starts, axis=0)
        return summed / np.outer(_own(parts, starts), _own(self.vectors[-1], self.starts))

    def _rows(self, answers: EncodedTexts) -> tuple[csr_array, ...]:
        return tuple(csr_array(vectoriser.transform(answers.texts)) for vectoriser in (self.letters, self.words))


def _views(answers: EncodedTexts) -> tuple[Vectors, ...]:
    return answers.whole, answers.mean(), answers.peak(), answers.parts


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.float32(1e-9))
    return unit


def _falling(cosine: Vectors, sharpness: float) -> Floats:
    """From 1 where two directions agree towards 0 where they do not."""
    alike: Floats = np.exp(2 * sharpness * (cosine.astype(np.float64) - 1))
    return alike


def _own(parts: Vectors, starts: NDArray[np.intp]) -> Floats:
    """Likeness of each answer's passages to themselves, square root."""
    ends = np.append(starts[1:], len(parts))
    sums = [_falling(parts[a:b] @ parts[a:b].T, _PASSAGE_SHARPNESS).sum() for a, b in zip(starts, ends, strict=True)]
    roots: Floats = np.sqrt(np.array(sums))
    return roots
