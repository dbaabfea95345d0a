"""Answers as numbers, made by hand: no spaCy and no encoder."""

from __future__ import annotations

import numpy as np

from assessor.concepts import EncodedAnswer
from assessor.domain.answer import Answer, Facts, ReadAnswer, Sentence
from assessor.encoder.opinion import nothing_said

WORDS = ("Un.", "Deux.", "Trois.", "Quatre.", "Cinq.", "Six.")


def encoded(count: int, seed: int = 0, width: int = 4) -> EncodedAnswer:
    """An answer of ``count`` sentences, with random vectors of ``width`` numbers and three facts."""
    text, sentences = "", []
    for word in WORDS[:count]:
        text += " " if text else ""
        sentences.append(Sentence(len(text), len(text) + len(word), word, Facts(words=1 + len(sentences))))
        text += word
    random = np.random.default_rng(seed)
    read = ReadAnswer(Answer("1", text), tuple(sentences))
    return EncodedAnswer(read, random.normal(size=(count, width)), random.poisson(1.0, (count, 3)).astype(float), nothing_said(count))


class Fixed:
    """A fitted classifier that always says the same, one row a sentence."""

    def __init__(self, probabilities: np.ndarray, classes: tuple[str, ...]) -> None:
        self.probabilities = probabilities
        self.classes_ = np.array(classes)

    def predict_proba(self, matrix: np.ndarray) -> np.ndarray:
        assert len(matrix) == len(self.probabilities)
        return self.probabilities
