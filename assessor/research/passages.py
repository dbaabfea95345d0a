"""Passages for answers that only have a level: which of their sentences comes closest to what the rubric says the level shows.

The head needs evidence, and a person who only rated levels marked none. For the level of an answer (or each demonstration it shows) the
sentence closest to its concept's indicators and marked examples is taken for its evidence. Nothing but the answer's own label and the
rubric enters, so that cross-fitting stays honest. ``tests/bench/levels_only.py`` measures it on a scale's own corpus without its marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assessor.concepts import EncodedAnswer
from assessor.concepts.features import Floats
from assessor.domain.example import Example, SentenceLabel
from assessor.domain.scale import Concept, Scale
from assessor.encoder import sentence_encoder

# From this many answers with passages that a person marked, those teach alone.
ENOUGH = 40
_NEAREST = 3


def needs_passages(examples: Sequence[Example]) -> bool:
    """Whether too few answers have marked passages for a finder to learn from them alone."""
    return sum(bool(example.sentences) for example in examples) < min(ENOUGH, len(examples))


def with_passages(examples: Sequence[Example], encoded: Sequence[EncodedAnswer], scale: Scale) -> list[Example]:
    """Examples whose sentences are all labelled; those that a person marked stay as they are.

    Parameters
    ----------
    examples : sequence of Example
    encoded : sequence of EncodedAnswer
        The same answers.
    scale : Scale
    """
    said = {concept.code: _statements(concept) for concept in scale.concepts}
    return [one if one.sentences else _labelled(one, read, scale, said) for one, read in zip(examples, encoded, strict=True)]


def _statements(concept: Concept) -> Floats:
    """Vectors of what the rubric says of a concept, in French."""
    marked = [one.text[one.start : one.end] or one.text for one in concept.examples]
    return sentence_encoder().read([*(text.fr for text in concept.indicators), *marked])[0].astype(np.float64)


def _labelled(example: Example, encoded: EncodedAnswer, scale: Scale, said: dict[str, Floats]) -> Example:
    if not len(encoded.vectors):
        return example
    codes: list[set[str]] = [set() for _ in encoded.read.sentences]
    for group in _shown(example, scale):
        # The most that the statements of any of these concepts agree with a sentence: the mean of the three closest.
        closeness = np.stack([np.sort(encoded.vectors @ said[code].T, axis=1)[:, -_NEAREST:].mean(axis=1) for code in group])
        concept, sentence = np.unravel_index(int(closeness.argmax()), closeness.shape)
        codes[int(sentence)].add(group[int(concept)])
    sentences = zip(encoded.read.sentences, codes, strict=True)
    labels = tuple(SentenceLabel(one.start, one.end, "-", tuple(sorted(shown))) for one, shown in sentences)
    return replace(example, sentences=labels)


def _shown(example: Example, scale: Scale) -> list[list[str]]:
    """Groups of codes of which one at least is shown: the concepts of the level, or each demonstration by itself."""
    if scale.kind == "checklist":
        return [[code] for code in example.demonstrated or ()]
    carrying = [concept.code for concept in scale.concepts if concept.level == example.level]
    return [carrying] if carrying else []
