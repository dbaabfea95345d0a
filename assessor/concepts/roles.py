"""Which STAR role each sentence plays.

Two opinions, a classifier of sentences in their place and the encoder's reader of whole stories, are looked at again together, with what
the neighbours seem to be and the sentence's own facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assessor.concepts.averaged import MeanProbability
from assessor.concepts.features import EncodedAnswer, FeatureSet, Floats, Matrix, asked, sentence_matrix
from assessor.concepts.finder import network
from assessor.domain.assessment import ROLES, Role, StarSpan

# Chosen by cross-validation on the corpora.
_ROUNDS = 12
_LOOKED_BACK = 2
_MOST = 3.0
_TREES = 120


def role_classifier() -> Pipeline:
    """A classifier of single sentences in their context."""
    return make_pipeline(StandardScaler(), MeanProbability(estimators=[network(seed, rounds=_ROUNDS) for seed in range(2)]))


def sequence_classifier() -> HistGradientBoostingClassifier:
    """A classifier of sentences by what they and those around them seem to be (:func:`both_contexts`).

    Shallow trees: which opinion is right depends on what both say, on where the sentence stands and on its facts together. Held out they
    gave a macro-F1 of .850 where a regularised regression gave .847.
    """
    return HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=_TREES,
        max_leaf_nodes=15,
        min_samples_leaf=40,
        l2_regularization=5.0,
        max_features=0.3,
        early_stopping=False,
        random_state=0,
    )


@dataclass(frozen=True, slots=True)
class RoleTagger:
    """Fitted STAR tagger: a classifier of sentences, and one of what all of an answer's sentences seem to be, to it and to the reader.

    The second learns the order in which a story is told: a task comes before the acts, a result after them.
    """

    classifier: Any
    sequence: Any
    features: FeatureSet

    def roles(self, answer: EncodedAnswer) -> tuple[Role, ...]:
        """The most probable role of each sentence."""
        if not len(answer.vectors):
            return ()
        seen = role_probabilities(self.classifier, sentence_matrix(answer, self.features))
        settled = role_probabilities(self.sequence, both_contexts(seen, answer, self.features))
        return tuple(ROLES[index] for index in settled.argmax(axis=1))

    def spans(self, answer: EncodedAnswer) -> tuple[StarSpan, ...]:
        """One entry a sentence, in order."""
        pairs = zip(answer.read.sentences, self.roles(answer), strict=True)
        return tuple(StarSpan(sentence.start, sentence.end, role) for sentence, role in pairs)


def role_probabilities(classifier: Any, matrix: Floats | Matrix) -> Floats:
    """Probability of each role in the order of ``ROLES``; a role the classifier never saw has probability 0."""
    probabilities = np.zeros((len(matrix), len(ROLES)))
    probabilities[:, [ROLES.index(role) for role in classifier.classes_]] = classifier.predict_proba(matrix)
    return probabilities


def both_contexts(seen: Floats, answer: EncodedAnswer, features: FeatureSet) -> Floats:
    """:func:`role_context` of what the classifier has ``seen`` and of the reader's opinion, and the sentences' facts, side by side.

    Shape (n_sentences, 106 and the number of facts).
    """
    contexts = [role_context(seen), role_context(asked(answer, features).opinion.roles)]
    return np.hstack([*contexts, answer.facts] if features.facts else contexts)


def role_context(probabilities: Floats) -> Floats:
    """What each sentence of an answer and those around it seem to be.

    Parameters
    ----------
    probabilities : ndarray of shape (n_sentences, 5)
        Of each role, sentence by sentence, from a model that did not learn from this answer.

    Returns
    -------
    ndarray of shape (n_sentences, 53)
        Log-probabilities; probabilities of the two sentences before and the two after; means over the answer, over what comes before and
        over what comes after; how many of each role seem to come before and after, at most three; where the sentence stands.

    Examples
    --------
    >>> role_context(np.eye(5)[[0, 2, 3]]).shape
    (3, 53)
    """
    count, order = len(probabilities), np.arange(len(probabilities))[:, None]
    before = np.cumsum(probabilities, axis=0) - probabilities
    after = probabilities.sum(axis=0) - before - probabilities
    steps = (*range(1, _LOOKED_BACK + 1), *range(-1, -_LOOKED_BACK - 1, -1))
    return np.hstack(
        [
            np.log(probabilities + 1e-9),
            *(_moved(probabilities, step) for step in steps),
            np.repeat(probabilities.mean(axis=0, keepdims=True), count, axis=0),
            before / np.maximum(order, 1),
            after / np.maximum(count - 1 - order, 1),
            order / max(count - 1, 1),
            order == 0,
            order == count - 1,
            np.minimum(before, _MOST),
            np.minimum(after, _MOST),
        ]
    )


def _moved(rows: Floats, step: int) -> Floats:
    """Each row replaced by that of ``step`` sentences before; zeros where there is none."""
    moved = np.zeros_like(rows)
    if step > 0:
        moved[step:] = rows[:-step]
    else:
        moved[:step] = rows[-step:]
    return moved
