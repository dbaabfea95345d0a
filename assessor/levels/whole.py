"""What the answer as a whole says of its level, before any sentence is singled out."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from assessor.domain.scale import Scale
from assessor.levels.inputs import Floats
from assessor.levels.terms import Terms

Texts = Sequence[str] | NDArray[np.object_]

# Chosen by cross-validation on the corpora.
VECTOR_C = 0.01
MACHINE_C = 3.0
# Width of the machine's kernel, in units of one over the number of features.
_GAMMA = 0.5
WORDS_C = 100.0
# How much the first opinion counts beside the second, whose weight is 1.
MEANING_WEIGHT = 0.5
_LEAST = 1e-6
# The machine is calibrated in five folds, each of which needs some answers of every label: so many in all, so many in each fit.
_ENOUGH, _FEWEST = 20, 5


@dataclass(frozen=True, slots=True)
class WholeClassifier:
    """Two fitted opinions on an answer: of what is meant and done in each part of it (``story``), and of its words.

    Their log-probabilities are added, by weight, and the sum made to add up to one again (a logarithmic opinion pool): what either holds
    for hardly possible stays hardly possible. The weights add up to more than one, which sharpens the pool; the head's temperature and the
    calibration of the gate come after. ``several`` if an answer can have any number of labels, as on a checklist: each is then judged
    against its absence.

    References
    ----------
    Genest, C. and Zidek, J. (1986). Combining probability distributions. Statistical Science, 1, 114-135.
    """

    story: Any
    words: Any
    several: bool

    @property
    def classes_(self) -> Any:
        """The labels, ascending."""
        return self.story.classes_

    def predict_proba(self, stories: Floats, texts: Texts) -> Floats:
        """Probability of each label (or demonstration), shape (n_answers, n_labels).

        Parameters
        ----------
        stories : ndarray of shape (n_answers, n_features)
            One :func:`assessor.concepts.features.story_vector` an answer.
        texts : sequence of str, of the same answers
        """
        opinions = [np.asarray(self.story.predict_proba(stories)), np.asarray(self.words.predict_proba(texts))]
        if self.several:  # a demonstration, or none: two labels that exclude each other
            if not self.story[-1].multilabel_:
                opinions = [one[:, 1:] for one in opinions]  # of a single demonstration, scikit-learn gives both sides
            opinions = [np.stack([1 - one, one], axis=-1) for one in opinions]
        meaning, words = (np.log(np.maximum(one, _LEAST)) for one in opinions)
        pooled = MEANING_WEIGHT * meaning + words
        likely = np.exp(pooled - pooled.max(axis=-1, keepdims=True))
        pool: Floats = likely / likely.sum(axis=-1, keepdims=True)
        return pool[..., 1] if self.several else pool


def fit_whole(stories: Floats, texts: Texts, labels: Any, machine: bool) -> WholeClassifier:
    """Fit both opinions on one label an answer, shape (n_answers,), or several, 0 or 1 each, shape (n_answers, n_labels).

    ``machine`` is what :func:`enough_for_machine` says of all labels, so that every fit on a part of them is of the same kind as the one
    that will be used.
    """
    several = np.ndim(labels) == 2
    story, words = story_classifier(labels, machine, stories.shape[1]), words_classifier(several)
    return WholeClassifier(story.fit(stories, labels), words.fit(texts, labels), several)


def enough_for_machine(labels: Any) -> bool:
    """Whether there are answers enough of every label, with and without each of several, to calibrate a support vector machine.

    Examples
    --------
    >>> enough_for_machine([0] * 30 + [1] * 20), enough_for_machine([0] * 300 + [1] * 19)
    (True, False)
    """
    return _rarest(labels) >= _ENOUGH


def _rarest(labels: Any) -> int:
    """How many answers have the rarest label, or have or lack the rarest of several."""
    columns = np.asarray(labels).T
    counts = [np.unique(column, return_counts=True)[1] for column in (columns if columns.ndim == 2 else columns[None])]
    return min((0 if len(one) < 2 else int(one.min()) for one in counts), default=0)


def story_classifier(labels: Any, machine: bool, features: int) -> Pipeline:
    """What each part of an answer means and does to labels: a support vector machine, or a regression where a label is too rare."""
    if machine and _rarest(labels) >= _FEWEST:
        one: Any = _PairwiseMachine(C=MACHINE_C, gamma=_GAMMA / max(features, 1), probability=True, random_state=0)
    else:
        one = LogisticRegression(C=VECTOR_C, max_iter=500)
    return make_pipeline(StandardScaler(), OneVsRestClassifier(one) if np.ndim(labels) == 2 else one)


class _PairwiseMachine(SVC):  # type: ignore[misc]  # scikit-learn has no types
    """A support vector machine with one calibrated opinion for each pair of labels, coupled.

    What scikit-learn recommends instead (one against the rest) was clearly worse on all three ordinal scales, which have nothing like the
    coupling; its notice is for those who choose anew. What it learns from is rounded to half precision, so that the stories it keeps
    weigh a quarter on disk and nothing is lost there.

    References
    ----------
    Wu, T.-F., Lin, C.-J. and Weng, R. (2004). Probability estimates for multi-class classification by pairwise coupling. Journal of Machine
    Learning Research, 5, 975-1005.
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The `probability` parameter", FutureWarning)
            super().fit(np.asarray(X, dtype=np.float16).astype(np.float64), y, sample_weight)
        return self

    def __getstate__(self) -> dict[str, Any]:
        state = dict(super().__getstate__())
        if "support_vectors_" in state:
            state["support_vectors_"] = state["support_vectors_"].astype(np.float16)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        if "support_vectors_" in state:
            self.support_vectors_ = state["support_vectors_"].astype(np.float64)


def words_classifier(several: bool = False) -> Pipeline:
    """Words and pairs of words, without accents, weighted by rarity, to a label, or to several."""
    terms = Terms(ngram_range=(1, 2), sublinear_tf=True, strip_accents="unicode", min_df=2)
    one = LogisticRegression(C=WORDS_C, tol=1e-3, max_iter=200)
    return make_pipeline(terms, OneVsRestClassifier(one) if several else one)


def whole_answer(classifier: WholeClassifier, stories: Floats, texts: Texts, scale: Scale) -> Floats:
    """Probability of reaching each level above 0, or of each demonstration.

    Parameters
    ----------
    classifier : WholeClassifier
    stories : ndarray of shape (n_answers, n_features)
    texts : sequence of str
    scale : Scale

    Returns
    -------
    ndarray of shape (n_answers, n_targets)
    """
    probabilities = classifier.predict_proba(stories, texts)
    if scale.kind == "checklist":
        return probabilities
    classes = classifier.classes_
    return np.stack([probabilities[:, classes >= level.number].sum(axis=1) for level in scale.levels], axis=1)
