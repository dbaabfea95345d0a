"""Answers that say the same thing twice: copies, near-copies, shared phrases and shared openings.

A model learns a turn of phrase that many answers share before it learns the rubric, and a copy on both sides of a split flatters it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from assessor.domain.example import Example
from assessor.domain.scale import Concept, Exclusion, Scale
from assessor.encoder import sentence_encoder
from assessor.language.splitting import sentence_spans

PHRASE_WORDS = 7
OPENING_WORDS = 4
SHARED_BY = 3
NEAR_COPY = 0.80
# How the two were chosen: ten stories of the five corpora told again by hand, each sentence in other words, keep their names, figures and
# trade words: 0.42 to 0.75 of the characters' TF-IDF, where two different stories never pass 0.37 (187 000 pairs). Vectors alone do not
# tell them apart: two people who dream of the same meeting are as near as a story and its retelling. So both must agree. Retold stories
# reach 0.71 or more; the median of different stories lies between 0.29 and 0.49, according to the scale.
RETOLD_CHARACTERS = 0.40
RETOLD_VECTORS = 0.65
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Copy:
    """Two answers that are too alike, by their positions; ``kind`` is ``same``, ``near`` or ``retold``."""

    first: int
    second: int
    kind: str
    similarity: float


def copies(examples: Sequence[Example], scale: Scale) -> list[Copy]:
    """Pairs of answers of which one is a copy of the other, word for word, nearly, or told again in other words.

    Parameters
    ----------
    examples : sequence of Example
    scale : Scale
        The sentences of its examples and counter-examples are the point from which vectors are compared: seen from there, what all answers
        on a scale have in common weighs less.

    Returns
    -------
    list of Copy
        In the order of the second answer. Two recitations of the rubric are alike by nature, so they are only compared by their characters.
    """
    if len(examples) < 2:
        return []
    plain = [" ".join(words(example.text)) for example in examples]
    # An answer without a word has no character n-gram either: a vocabulary of nothing is an error of the vectoriser.
    if not any(plain):
        return [Copy(0, second, "same", 1.0) for second in range(1, len(plain))]
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(plain)
    alike = np.triu((rows @ rows.T).toarray(), 1)
    recited = np.array([example.meta.get("gate") == "recited" for example in examples])
    retold = (alike >= RETOLD_CHARACTERS) & (alike < NEAR_COPY) & ~np.outer(recited, recited)
    found = [
        Copy(int(first), int(second), "same" if plain[first] == plain[second] else "near", float(alike[first, second]))
        for first, second in np.argwhere(alike >= NEAR_COPY)
    ]
    candidates = np.argwhere(retold)
    if len(candidates):
        chosen = sorted(set(candidates.ravel().tolist()))
        vectors = dict(zip(chosen, _story_vectors([examples[position] for position in chosen], scale), strict=True))
        nearness = [float(vectors[int(first)] @ vectors[int(second)]) for first, second in candidates]
        found += [
            Copy(int(first), int(second), "retold", value)
            for (first, second), value in zip(candidates, nearness, strict=True)
            if value >= RETOLD_VECTORS
        ]
    return sorted(found, key=lambda copy: (copy.second, copy.first))


def _story_vectors(examples: Sequence[Example], scale: Scale) -> list[Floats]:
    """The mean vector of each answer's sentences, seen from the mean of the scale's own sentences, of length 1."""
    encoder = sentence_encoder()
    items: tuple[Concept | Exclusion, ...] = (*scale.concepts, *scale.exclusions)
    own = [marked.text for item in items for marked in (*item.examples, *item.counterexamples)]
    origin = _unit(encoder.encode(own).mean(axis=0, dtype=np.float64))
    stories = [[example.text[start:end] for start, end in sentence_spans(example.text)] or [example.text] for example in examples]
    return [_unit(_unit(encoder.encode(story).mean(axis=0, dtype=np.float64)) - origin) for story in stories]


def _unit(vector: Floats) -> Floats:
    return vector / (np.linalg.norm(vector) or 1.0)


def words(text: str) -> list[str]:
    """The words of a text, without capitals and punctuation; what an apostrophe or a hyphen joins is one word.

    Examples
    --------
    >>> words("J’ai rappelé l'agente, peut-être deux fois.")
    ["j'ai", 'rappelé', "l'agente", 'peut-être', 'deux', 'fois']
    """
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def shared_phrases(texts: Sequence[str], length: int = PHRASE_WORDS, least: int = SHARED_BY) -> list[tuple[str, tuple[int, ...]]]:
    """Phrases that recur in several texts, as long as they go, each with the positions of its texts.

    Parameters
    ----------
    texts : sequence of str
    length : int, default=7
        Words in the shortest phrase that counts.
    least : int, default=3
        Texts that must share it.

    Examples
    --------
    >>> shared_phrases(["Oui, je suis restée calme.", "Je suis restée là.", "Et je suis restée."], length=3)
    [('je suis restée', (0, 1, 2))]
    """
    split = [words(text) for text in texts]
    owners: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for position, row in enumerate(split):
        for start in range(len(row) - length + 1):
            owners[tuple(row[start : start + length])].add(position)
    found: dict[tuple[str, tuple[int, ...]], None] = {}
    for row in split:
        run: list[str] = []
        shared: set[int] = set()
        for start in range(len(row) - length + 1):
            holders = owners[tuple(row[start : start + length])]
            if run and holders == shared:
                run.append(row[start + length - 1])
                continue
            if run:
                found[" ".join(run), tuple(sorted(shared))] = None
            run, shared = (row[start : start + length], holders) if len(holders) >= least else ([], set())
        if run:
            found[" ".join(run), tuple(sorted(shared))] = None
    return list(found)


def shared_openings(texts: Sequence[str], length: int = OPENING_WORDS, least: int = SHARED_BY) -> list[tuple[str, tuple[int, ...]]]:
    """First words that several texts share, each with the positions of its texts.

    Examples
    --------
    >>> shared_openings(["Au mois de mai, j'ai ri.", "Au mois de mai, non.", "Au mois de mai ?", "Au mois de juin."])
    [('au mois de mai', (0, 1, 2))]
    """
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        opening = words(text)[:length]
        if len(opening) == length:
            owners[" ".join(opening)].append(position)
    return [(opening, tuple(positions)) for opening, positions in owners.items() if len(positions) >= least]
