"""What the answer as a whole says of its level, before any sentence is singled out."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assessor.domain.scale import Scale
from assessor.levels.inputs import Floats

WHOLE_C = 0.01


def whole_classifier(scale: Scale) -> Pipeline:
    """Answer vector to level (ordinal), or to the demonstrations (checklist)."""
    logistic = LogisticRegression(C=WHOLE_C, max_iter=500)
    return make_pipeline(StandardScaler(), logistic if scale.kind == "ordinal" else OneVsRestClassifier(logistic))


def whole_answer(classifier: Any, vectors: Floats, scale: Scale) -> Floats:
    """Probability of reaching each level above 0, or of each demonstration.

    Parameters
    ----------
    classifier : fitted :func:`whole_classifier`
    vectors : ndarray of shape (n_features,) or (n_answers, n_features)
    scale : Scale

    Returns
    -------
    ndarray of shape (n_targets,) or (n_answers, n_targets)
    """
    probabilities = np.asarray(classifier.predict_proba(np.atleast_2d(vectors)))
    if scale.kind == "ordinal":
        classes = classifier.classes_
        probabilities = np.stack([probabilities[:, classes >= level.number].sum(axis=1) for level in scale.levels], axis=1)
    return probabilities[0] if vectors.ndim == 1 else probabilities
