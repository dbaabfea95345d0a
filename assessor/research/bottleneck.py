"""The whole bottleneck on somebody's examples: gates of the installed common model, cross-fitted stages, held-out judgements, the model.

It is :mod:`assessor.training.fit` with its settings in one place, for an estimator to search over.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from assessor.admissibility import learnt_failures, rubric_statements
from assessor.artifacts import CommonModel, ScaleModel
from assessor.concepts import EncodedAnswer, FeatureSet, SentenceFinder
from assessor.concepts.features import Floats
from assessor.concepts.finder import CONCEPT_C, concept_classifier
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.encoder import sentence_encoder
from assessor.errors import TrainingDataError
from assessor.levels.head import ALPHA
from assessor.research.checking import LEAST, LEAST_FOLDS, check_amount, check_labels, check_variety
from assessor.research.passages import needs_passages, with_passages
from assessor.research.weighted import other_head, reweighted
from assessor.threads import one_thread
from assessor.training.crossfit import Indices, Progress, cross_fitted_sentences, cross_fitted_subject, cross_fitted_whole, silent
from assessor.training.fit import FirstStage, HeldOut, fit_scale, held_out
from assessor.training.groups import FOLDS, folds
from assessor.training.opinions import as_if_unseen
from assessor.training.prepared import Prepared, from_encoded
from assessor.training.recitations import recitations
from assessor.training.texts import text_key
from assessor.training.train import ScaleData


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen; the defaults are those of ``assessor train``.

    Attributes
    ----------
    concept_C : float
        Inverse strength of the penalty of the regressions among the sentence classifiers.
    alpha : float
        Strength of the penalty of the answer-level head.
    features : tuple of str
        Sources of a sentence's features: ``"encoder"``, ``"facts"``, ``"context"``.
    folds : int
        Folds of the cross-fitting; fewer are faster.

    Raises
    ------
    TrainingDataError
        If the folds are too few to leave any to learn from.
    """

    concept_C: float = CONCEPT_C  # noqa: N815  (scikit-learn's name for it)
    alpha: float = ALPHA
    features: tuple[str, ...] = ("encoder", "facts", "context")
    folds: int = FOLDS

    def __post_init__(self) -> None:
        if self.folds < LEAST_FOLDS:
            raise TrainingDataError("research_wrong_folds", found=self.folds, least=LEAST_FOLDS, usual=FOLDS)

    @property
    def feature_set(self) -> FeatureSet:
        """The same sources, as the sentence models take them."""
        return FeatureSet(**{name: name in self.features for name in ("encoder", "facts", "context")})

    def classifier(self) -> Pipeline:
        """A sentence classifier, not fitted."""
        return concept_classifier(self.concept_C)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Examples, what was said of each when nothing had seen it, and the model if one was asked for.

    ``passages`` says that sentence labels were taken from the rubric, because too few had been marked by a person.
    """

    data: ScaleData
    judged: HeldOut
    passages: bool
    settings: Settings
    model: ScaleModel | None = None


def learn(
    examples: Sequence[Example],
    encoded: Sequence[EncodedAnswer],
    scale: Scale,
    common: CommonModel,
    settings: Settings = Settings(),
    *,
    weight: Floats | None = None,
    groups: Sequence[object] | None = None,
    final: bool = True,
    jobs: int = 1,
    progress: Progress = silent,
) -> Learnt:
    """Judge every example with models that did not see it and, unless ``final`` is false, fit the model on all.

    Parameters
    ----------
    examples : sequence of Example
    encoded : sequence of EncodedAnswer
        The same answers.
    scale : Scale
    common : CommonModel
    settings : Settings
    weight : ndarray of shape (n_examples,), optional
        Multiplies the weight that an example's source gives it, in the head.
    groups : sequence, optional
        Who wrote each example; by default ``meta["author"]`` and ``meta["sector"]``.
    jobs, progress

    Raises
    ------
    TrainingDataError
        If the examples cannot be learnt from; nothing is fitted then.
    """
    if not examples:  # there is nothing to deal into folds
        raise TrainingDataError("research_few", name=scale.id, count=0, groups=0, least=LEAST, folds=LEAST_FOLDS)
    check_labels(examples, scale)
    # The encoder's reader has learnt from the project's corpora: of their answers only what readers said that had not counts.
    encoded = as_if_unseen(encoded)
    grouped = examples if groups is None else [replace(one, meta={"author": str(by)}) for one, by in zip(examples, groups, strict=True)]
    fold = _copies_together(examples, folds(grouped, settings.folds))
    truth = from_encoded(examples, encoded, settings.feature_set)
    check_amount(truth, scale, fold)
    check_variety(truth, scale, fold)
    with one_thread(), warnings.catch_warnings():
        # A code that no sentence carries is told of in the figures.
        warnings.filterwarnings("ignore", "Label not .* is present in all training examples")
        anchors = _anchors(truth, scale, fold)
        passages = needs_passages(examples)
        taught = with_passages(examples, encoded, scale) if passages else list(examples)
        every, fold_of = [*encoded, *(one for _, one in anchors)], np.append(fold, np.arange(len(anchors)) % (fold.max() + 1))
        prepared = from_encoded([*taught, *(one for one, _ in anchors)], every, settings.feature_set) if anchors or passages else truth
        gates = _gates(every, scale, common)
        stage = _first_stage(prepared, scale, fold_of, gates, settings, jobs, progress)
        judged = held_out(prepared, scale, fold_of, stage)
        given = None if weight is None else np.append(weight, np.ones(len(anchors)))
        if given is not None or settings.alpha != ALPHA:
            judged = reweighted(prepared, scale, stage, judged, settings.alpha, given)
        model = None
        if final:
            model = _final(prepared, scale, stage, judged, settings, given)
            progress("fit", 1, 1)
    count = len(examples)
    data = ScaleData(scale, truth, fold, np.broadcast_to(gates[:count], (len(np.unique(fold)), count, gates.shape[1])))
    return Learnt(data, _only(judged, prepared, count), passages, settings, model)


def _copies_together(examples: Sequence[Example], fold: Indices) -> Indices:
    """Folds, from 0 without gaps, in which all copies of a text are on one side."""
    first: dict[str, int] = {}
    rows = [first.setdefault(text_key(example.text), row) for row, example in enumerate(examples)]
    numbers: Indices = np.unique(fold[rows], return_inverse=True)[1].astype(np.intp)
    return numbers


def _anchors(prepared: Prepared, scale: Scale, fold: Indices) -> list[tuple[Example, EncodedAnswer]]:
    """The rubric's own words as answers that show nothing, where the examples have too few such answers to hold some out.

    A corpus of answers that people found good enough to rate often has no level 0; the program still must know what nothing looks like.
    """
    from assessor.research.encoding import encode

    targets = prepared.targets(scale).reshape(len(prepared.examples), -1)
    nothing = ~targets.any(axis=1)
    if len(np.unique(fold[nothing])) >= 3:
        return []
    label: dict[str, Any] = {"level": 0} if scale.kind == "ordinal" else {"demonstrated": ()}
    recited = [replace(one, scale=scale.id, **label) for one in recitations([scale])]
    return list(zip(recited, encode(recited), strict=True))


def _gates(encoded: Sequence[EncodedAnswer], scale: Scale, common: CommonModel) -> Floats:
    """Failures of the learnt gates as the installed common model sees them, shape (n_answers, n_gates)."""
    rubric = np.vstack([sentence_encoder().read(rubric_statements(scale))[0].astype(np.float64), common.rubric])
    return np.array([learnt_failures(one, common.gates, rubric, common.centre) for one in encoded])


def _first_stage(
    prepared: Prepared, scale: Scale, fold: Indices, gates: Floats, settings: Settings, jobs: int, progress: Progress
) -> FirstStage:
    classifier: Callable[[], Pipeline] = partial(Settings.classifier, settings)
    return FirstStage(
        cross_fitted_sentences(prepared, scale, fold, jobs, progress, classifier),
        cross_fitted_whole(prepared, scale, fold, jobs, progress),
        cross_fitted_subject(prepared, fold, jobs, progress),
        # The common model saw none of these examples, so that it says the same whatever is held out.
        np.broadcast_to(gates, (len(np.unique(fold)), *gates.shape)),
    )


def _final(prepared: Prepared, scale: Scale, stage: FirstStage, judged: HeldOut, settings: Settings, weight: Floats | None) -> ScaleModel:
    model = fit_scale(prepared, scale, stage, judged, settings.feature_set)
    if settings.concept_C != CONCEPT_C:
        targets, annotated = prepared.concept_targets(scale.codes)
        classifier = settings.classifier().fit(prepared.sentences[annotated], targets[annotated])
        model = replace(model, finder=SentenceFinder(scale.codes, classifier, settings.feature_set))
    if weight is not None or settings.alpha != ALPHA:
        model = replace(model, head=other_head(prepared, scale, stage, judged, model, settings.alpha, weight))
    return model


def _only(judged: HeldOut, prepared: Prepared, count: int) -> HeldOut:
    """What was said of the first answers, without the anchors that follow them."""
    return HeldOut(
        judged.reached[:count],
        judged.raw[:count],
        judged.ceiling[:count],
        judged.sentences[prepared.owner < count],
        judged.competency[:count],
        judged.gates[:count],
        judged.quantiles[:count],
        judged.fold[:count],
    )
