"""From prepared examples to fitted models, with the held-out predictions that calibration and figures need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assessor.admissibility import LEARNT_GATES, CompetencyGate, competency_row, exclusion_signs, fit_competency_gate, rubric_statements
from assessor.artifacts import CommonModel, ScaleModel
from assessor.concepts import FeatureSet, RoleTagger, SentenceFinder
from assessor.concepts.context import ContextCalibrator, fit_context
from assessor.concepts.evidence import indicator_texts
from assessor.concepts.features import Floats
from assessor.concepts.finder import concept_classifier
from assessor.concepts.roles import both_contexts, role_classifier, role_probabilities, sequence_classifier
from assessor.domain.assessment import Role
from assessor.domain.scale import Scale
from assessor.encoder import sentence_encoder
from assessor.encoder.opinion import nothing_said
from assessor.levels.conformal import best_guess, conformal_quantile, nonconformity
from assessor.levels.head import Head, fit_head, fit_temperature, tempered
from assessor.levels.inputs import LevelInputs
from assessor.levels.ordinal import class_probabilities
from assessor.levels.whole import enough_for_machine, fit_whole
from assessor.training.crossfit import (
    Indices,
    Progress,
    cross_fitted_sentences,
    cross_fitted_subject,
    cross_fitted_whole,
    diagonal,
    fit_gate,
    fit_subject,
    sequence_of,
    silent,
)
from assessor.training.prepared import Prepared, gate_targets, subject_targets

# Real, reviewed answers say more about real answers than the project's own synthetic ones.
SOURCE_WEIGHTS = {"reviewed": 3.0}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What is said of each example by models that saw nothing of its fold.

    The temperature and the quantile of a fold come from the judgements of the others, two numbers that models which had seen the fold had a
    part in. ``reached`` (n_answers, n_targets) after calibration and gates, ``raw`` and its ``ceiling`` before; ``sentences``
    (n_sentences, n_codes); ``competency`` (n_answers,) and ``gates`` (n_answers, n_gates): probabilities of failure; ``quantiles``
    (n_answers,): thresholds of the conformal sets.
    """

    reached: Floats
    raw: Floats
    ceiling: Floats
    sentences: Floats
    competency: Floats
    gates: Floats
    quantiles: Floats
    fold: Indices


@dataclass(frozen=True, slots=True)
class FirstStage:
    """What first-stage models say of every example.

    ``sentences`` (n_sentences, n_codes), ``whole`` (n_answers, n_targets), ``subject`` (n_answers, 1), ``gates`` (n_answers, n_gates); one
    more axis in front, the folds, as they come out of cross-fitting.
    """

    sentences: Floats
    whole: Floats
    subject: Floats
    gates: Floats

    def without(self, index: int) -> FirstStage:
        """What is said by models that never saw the fold at this position."""
        return FirstStage(self.sentences[index], self.whole[index], self.subject[index], self.gates[index])

    def unseen(self, fold: Indices, owner: Indices) -> FirstStage:
        """What is said of each example by models that never saw its own fold."""
        return FirstStage(
            diagonal(self.sentences, fold[owner]), diagonal(self.whole, fold), diagonal(self.subject, fold), diagonal(self.gates, fold)
        )


def sample_weights(prepared: Prepared) -> Floats:
    """Weight of each example: reviewed answers count three times."""
    return np.array([SOURCE_WEIGHTS.get(example.meta.get("source") or "", 1.0) for example in prepared.examples])


def first_stage(prepared: Prepared, scale: Scale, fold: Indices, gates: Floats, jobs: int = 1, progress: Progress = silent) -> FirstStage:
    """Fit the first stage for every pair of folds; ``gates`` come from :func:`cross_fitted_gates` on all scales together."""
    return FirstStage(
        cross_fitted_sentences(prepared, scale, fold, jobs, progress),
        cross_fitted_whole(prepared, scale, fold, jobs, progress),
        cross_fitted_subject(prepared, fold, jobs, progress),
        gates,
    )


@dataclass(frozen=True, slots=True)
class SecondStage:
    """What is fitted on first-stage probabilities: the second look at sentences, the head, the competency gate.

    ``judge(positions)`` gives, for some answers, (raw, ceiling, competency failure, sentence probabilities after the second look). The head
    and the gate learn from sentences that the first stage had not seen, and the second look, a few numbers a code, had.
    """

    context: ContextCalibrator
    head: Head
    competency: CompetencyGate
    judge: Callable[[Indices], tuple[Floats, Floats, Floats, Floats]]


def second_stage(prepared: Prepared, scale: Scale, said: FirstStage, rows: Indices) -> SecondStage:
    """Fit the second stage on some answers, from what the first stage says of all (without the axis of folds)."""
    concepts, excluded, members = len(scale.concepts), len(scale.exclusions), sequence_of(prepared.owner, len(prepared.examples))
    marked, annotated = prepared.concept_targets(scale.codes)
    learnt = [position for position in rows if len(members[position]) and annotated[members[position][0]]]
    ordinal = scale.kind == "ordinal"
    # Without a marked sentence there is nothing to learn a second look from: the first one stands.
    context = ContextCalibrator((None,) * len(scale.codes), ordinal, scale.concept_places)
    told = [one.opinion.of(scale) for one in prepared.encoded]
    if learnt:
        said_of = [(said.sentences[members[position]], told[position].sentences, said.whole[position]) for position in learnt]
        context = fit_context(said_of, [marked[members[position]] for position in learnt], ordinal, scale.concept_places)

    def inputs(position: int) -> LevelInputs:
        own = context.apply(said.sentences[members[position]], told[position].sentences, said.whole[position])
        return LevelInputs(own[:, :concepts], own[:, concepts:], said.whole[position], told[position].reached, said.gates[position])

    def row(position: int, one: LevelInputs) -> Floats:
        signs = exclusion_signs(prepared.encoded[position].read, scale, one.exclusions)
        return competency_row(one.evidence, one.exclusions, one.whole, float(said.subject[position, 0]), told[position], signs)

    targets, weight, failed = prepared.targets(scale), sample_weights(prepared), prepared.failed_gates()
    head = fit_head(scale, [inputs(position) for position in rows], targets[rows], weight[rows])
    usable = [position for position in rows if failed[position] in ("", "competency")]
    fails = [failed[position] == "competency" for position in usable]
    if len(set(fails)) < 2:  # no example is about something else: the gate then follows the evidence alone
        usable, fails = list(rows), [not np.any(targets[position]) for position in rows]
    judged = [row(position, inputs(position)) for position in usable]
    if len(set(fails)) < 2:  # nor does any reach nothing: an answer without a trace of evidence is one that would
        nothing = np.zeros((0, concepts)), np.zeros((0, excluded)), np.zeros(1), 1.0, nothing_said(0).of(scale), np.zeros(excluded)
        judged.append(competency_row(*nothing))
        fails = [*fails, not fails[0]]
    competency = fit_competency_gate(np.array(judged), fails, excluded)

    def judge(positions: Indices) -> tuple[Floats, Floats, Floats, Floats]:
        given = [inputs(position) for position in positions]
        other = competency.classifier.predict_proba(np.array([row(*pair) for pair in zip(positions, given, strict=True)]))[:, 1]
        looked = np.concatenate([np.hstack([one.evidence, one.exclusions]) for one in given])
        return *head.judged(given), other, looked

    return SecondStage(context, head, competency, judge)


def held_out(prepared: Prepared, scale: Scale, fold: Indices, stage: FirstStage) -> HeldOut:
    """Every example judged by a model that saw neither it nor its fold, at any stage."""
    names = np.unique(fold)
    raw, ceiling = np.zeros((2, len(fold), stage.whole.shape[2]))
    competency, sentences = np.zeros(len(fold)), np.zeros(stage.sentences.shape[1:])
    for index, name in enumerate(names):
        train, test = np.flatnonzero(fold != name), np.flatnonzero(fold == name)
        second = second_stage(prepared, scale, stage.without(index), train)
        raw[test], ceiling[test], competency[test], sentences[np.isin(prepared.owner, test)] = second.judge(test)
    gates = diagonal(stage.gates, fold)
    judged = HeldOut(np.zeros_like(raw), raw, ceiling, sentences, competency, gates, quantiles=np.zeros(len(fold)), fold=fold)
    return calibrated(judged, prepared, scale)


def calibrated(judged: HeldOut, prepared: Prepared, scale: Scale) -> HeldOut:
    """The judgements with what is shown of them, the temperature and the quantile of each fold taken from the others."""
    fold, truth = judged.fold, target_matrix(prepared, scale)
    reached, quantiles = np.zeros_like(judged.raw), np.zeros(len(fold))
    for name in np.unique(fold):
        train, test = fold != name, fold == name
        temperature = fit_temperature(judged.raw[train], truth[train], judged.ceiling[train])
        shown = as_calibrated(judged.raw, judged.ceiling, temperature, judged.gates, judged.competency)
        reached[test] = shown[test]
        if scale.kind == "ordinal":
            scores = nonconformity(class_probabilities(shown[train]), truth[train].sum(axis=1))
            quantiles[test] = conformal_quantile(scores, scale.policy.coverage)
    return replace(judged, reached=reached, quantiles=quantiles)


def target_matrix(prepared: Prepared, scale: Scale) -> Indices:
    """1 where an answer reached a level or showed a demonstration, shape (n_answers, n_targets)."""
    targets = prepared.targets(scale)
    if scale.kind == "checklist":
        return targets
    return (targets[:, None] >= np.array([level.number for level in scale.levels])[None, :]).astype(np.intp)


def as_calibrated(raw: Floats, ceiling: Floats, temperature: float, gates: Floats, competency: Floats) -> Floats:
    """Probabilities as the program shows them, from those that :meth:`Head.judged` gives, the temperature and the gates.

    No level without the words that carry it, and none more probable than that every gate holds.
    """
    failure = np.maximum(gates.max(axis=1), competency)
    capped: Floats = np.minimum(np.minimum(tempered(raw, temperature), ceiling), (1 - failure)[:, None])
    return capped


def fit_scale(prepared: Prepared, scale: Scale, stage: FirstStage, judged: HeldOut, features: FeatureSet) -> ScaleModel:
    """The model of a scale, on all examples; temperature and conformal quantile from the held-out judgements."""
    fold = judged.fold
    everyone = np.arange(len(prepared.examples))
    second = second_stage(prepared, scale, stage.unseen(fold, prepared.owner), everyone)
    truth = target_matrix(prepared, scale)
    quantile = 1.0
    if scale.kind == "ordinal":
        probabilities = class_probabilities(judged.reached)
        quantile = conformal_quantile(nonconformity(probabilities, truth.sum(axis=1)), scale.policy.coverage)
    targets, annotated = prepared.concept_targets(scale.codes)
    learnt = np.flatnonzero(annotated)
    about, told = subject_targets(prepared)
    levels = prepared.targets(scale)
    return ScaleModel(
        finder=SentenceFinder(scale.codes, concept_classifier().fit(prepared.sentences[learnt], targets[learnt]), features),
        whole=fit_whole(prepared.answers, prepared.texts, levels, enough_for_machine(levels)),
        subject=fit_subject(prepared, about, np.flatnonzero(told), enough_for_machine(about[told])),
        context=second.context,
        head=replace(second.head, temperature=fit_temperature(judged.raw, truth, judged.ceiling)),
        competency=second.competency,
        quantile=quantile,
        indicators=sentence_encoder().read([text.fr for _, text in indicator_texts(scale)])[0].astype(np.float64),
        rubric=sentence_encoder().read(rubric_statements(scale))[0].astype(np.float64),
        reliability=reliability(scale, truth, judged.reached),
    )


def reliability(scale: Scale, truth: Indices, reached: Floats) -> dict[str, float]:
    """How often each suggestion is right: a level given as best guess, a demonstration said to be shown.

    One imagined right and one imagined wrong answer keep a small sample from claiming certainty.

    Parameters
    ----------
    truth : ndarray of shape (n_answers, n_targets)
    reached : ndarray of shape (n_answers, n_targets)
        Of answers that the model did not see.
    """
    if scale.kind == "ordinal":
        guesses, levels = np.array([best_guess(row) for row in class_probabilities(reached)]), truth.sum(axis=1)
        said = {str(number): (guesses == position, levels == position) for position, number in enumerate(scale.level_numbers)}
    else:
        said = {code: (column >= 0.5, true == 1) for code, column, true in zip(scale.concept_codes, reached.T, truth.T, strict=True)}
    return {name: round(float((right[chosen].sum() + 1) / (chosen.sum() + 2)), 4) for name, (chosen, right) in said.items()}


def fit_common(prepared: Prepared, fold: Indices, scales: Iterable[Scale], features: FeatureSet) -> CommonModel:
    """STAR tagger and learnt gates on all scales' examples, and what the scales say themselves."""
    gates: dict[str, Any] = {}
    for gate in LEARNT_GATES:
        fails, usable = gate_targets(prepared, gate)
        gates[gate] = fit_gate(prepared.gate_rows[usable], fails[usable])
    said = [text for scale in scales for text in rubric_statements(scale)]
    rubric = sentence_encoder().read(said)[0].astype(np.float64)
    centre = np.vstack([one.vectors for one in prepared.encoded]).mean(axis=0)
    return CommonModel(fit_tagger(prepared, np.arange(len(prepared.examples)), fold, features), gates, rubric, centre)


def fit_tagger(prepared: Prepared, rows: Indices, fold: Indices, features: FeatureSet) -> RoleTagger:
    """The STAR tagger on some answers.

    Its second part learns from what is said of each half of the folds by a classifier that saw only the other half, and from the opinions
    of the encoder's reader that the examples come with.
    """
    members = sequence_of(prepared.owner, len(prepared.examples))
    chosen = [position for position in rows if len(members[position]) and prepared.roles[members[position][0]] is not None]
    roles = np.array([role or "-" for role in prepared.roles], dtype=object)

    def classifier(answers: Sequence[int]) -> Any:
        positions = np.concatenate([members[position] for position in answers])
        return role_classifier().fit(prepared.sentences[positions], roles[positions].astype(str))

    halves = _halves(chosen, fold)
    context, given = [], []
    for learnt, judged in (halves, halves[::-1]):
        if learnt and judged:
            fitted = classifier(learnt)
            for position in judged:
                seen = role_probabilities(fitted, prepared.sentences[members[position]])
                context.append(both_contexts(seen, prepared.encoded[position], features))
            given += [roles[members[position]] for position in judged]
    sequence = sequence_classifier().fit(np.concatenate(context), np.concatenate(given).astype(str))
    return RoleTagger(classifier(chosen), sequence, features)


def _halves(chosen: Sequence[int], fold: Indices) -> tuple[list[int], list[int]]:
    """Answers of every other fold, and the others; both have some as long as there are answers of two folds."""
    for names in (np.unique(fold), np.unique(fold[list(chosen)])):
        halves: tuple[list[int], list[int]] = ([], [])
        for position in chosen:
            halves[int(np.searchsorted(names, fold[position])) % 2].append(position)
        if all(halves):
            break
    return halves


def held_out_roles(prepared: Prepared, fold: Indices, features: FeatureSet) -> list[Role]:
    """The role of each sentence by a tagger that did not see its fold."""
    found: dict[int, tuple[Role, ...]] = {}
    for name in np.unique(fold):
        tagger = fit_tagger(prepared, np.flatnonzero(fold != name), fold, features)
        for position in np.flatnonzero(fold == name):
            found[int(position)] = tagger.roles(prepared.encoded[position])
    return [role for position in range(len(prepared.examples)) for role in found[position]]
