"""The main flow: a written answer in; quoted evidence, gates and a suggested level out.

An :class:`Assessor` reads answers (:meth:`~Assessor.read`: sentences, vectors, probabilities; the slow part) and concludes
(:meth:`~Assessor.conclude`: evidence, gates, level; milliseconds, so a person's verdicts are followed at once).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from assessor.admissibility import LEARNT_GATES, exclusion_signs, gates, learnt_failures, subject_failure
from assessor.artifacts import CommonModel, ScaleModel, common_model, load
from assessor.concepts import EncodedAnswer, encode_answers
from assessor.concepts.evidence import apply_verdicts, find_evidence, without_suspicions
from assessor.concepts.features import Floats, asked, story_vector
from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment, GateName, StarSpan
from assessor.domain.review import Review
from assessor.domain.scale import Scale
from assessor.encoder.opinion import Told
from assessor.language import family_counts, read_answers, summary
from assessor.levels.inputs import LevelInputs
from assessor.levels.suggest import carrying_codes, missing_concepts, suggest
from assessor.levels.whole import whole_answer
from assessor.rubric import read_scale
from assessor.threads import one_thread


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as the model sees it before any verdict.

    ``probabilities`` has shape (n_sentences, n_codes), concepts then exclusions; ``whole`` (n_targets,); ``failures`` one entry for each
    learnt gate; ``subject`` is how much the answer looks like one about something else; ``told``, what the reader of stories says
    of it to this scale.
    """

    encoded: EncodedAnswer
    probabilities: Floats
    whole: Floats
    failures: Floats
    subject: float
    told: Told
    star: tuple[StarSpan, ...]
    facts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Assessor:
    """A scale, its model, and what all scales share."""

    scale: Scale
    model: ScaleModel
    common: CommonModel
    name: str

    def assess(self, answer: Answer) -> Assessment:
        """What the model says of one answer.

        Examples
        --------
        >>> text = "En mai, la caisse du village fermait. J'ai trouvé le nom de sa directrice et je l'ai appelée pour la première fois."
        >>> assessment = load_assessor("arc-collaboration").assess(Answer("1", text))
        >>> all(text[evidence.start : evidence.end] == evidence.quote for evidence in assessment.evidence)
        True
        """
        return self.conclude(self.read([answer])[0])

    def assess_all(self, answers: Sequence[Answer]) -> list[Assessment]:
        """Assessments of many answers, in order; the same as one by one, and faster."""
        return [self.conclude(reading) for reading in self.read(answers)]

    def read(self, answers: Sequence[Answer]) -> list[Reading]:
        """Sentences, vectors and probabilities of answers."""
        with one_thread():
            return [self.interpret(encoded) for encoded in encode_answers(read_answers(answers))]

    def interpret(self, encoded: EncodedAnswer, shared: Reading | None = None) -> Reading:
        """What this scale's model makes of an answer that is already encoded: five scales share one encoding.

        They also share the STAR roles and the facts, taken from what the model of another scale made of the same answer, if that is given.
        """
        with one_thread():
            vector = story_vector(encoded, self.model.finder.features)
            told = asked(encoded, self.model.finder.features).opinion.of(self.scale)
            whole = whole_answer(self.model.whole, vector[None, :], [encoded.read.answer.text], self.scale)[0]
            return Reading(
                encoded=encoded,
                probabilities=self.model.context.apply(self.model.finder.probabilities(encoded), told.sentences, whole),
                whole=whole,
                failures=learnt_failures(
                    encoded, self.common.gates, np.vstack([self.model.rubric, self.common.rubric]), self.common.centre
                ),
                subject=subject_failure(self.model.subject, vector, encoded.read.answer.text),
                told=told,
                star=shared.star if shared else self.common.tagger.spans(encoded),
                facts=shared.facts if shared else summary(encoded.read) | family_counts(encoded.read),
            )

    def conclude(self, reading: Reading, review: Review | None = None) -> Assessment:
        """Evidence, gates and level, with a person's verdicts taken as certain."""
        with one_thread():
            return self._conclude(reading, review)

    def _conclude(self, reading: Reading, review: Review | None) -> Assessment:
        read, count = reading.encoded.read, len(self.scale.concepts)
        probabilities = apply_verdicts(reading.probabilities, read, self.scale.codes, review)
        probabilities = without_suspicions(probabilities, self.scale, review)
        evidence, exclusions = probabilities[:, :count], probabilities[:, count:]

        inputs = LevelInputs(evidence, exclusions, reading.whole, reading.told.reached, reading.failures)
        failures: dict[GateName, float] = dict(zip(LEARNT_GATES, map(float, reading.failures), strict=True))
        failures["competency"] = self.model.competency.failure(
            evidence, exclusions, reading.whole, reading.subject, reading.told, exclusion_signs(read, self.scale, exclusions)
        )
        admissibility = gates(read, self.scale, failures, exclusions)
        bound = min(1 - gate.probability for gate in admissibility)
        reached = np.minimum(self.model.head.reached([inputs])[0], bound)

        carrying = carrying_codes(reached, self.scale)
        found = find_evidence(reading.probabilities, reading.encoded, self.scale, self.model.indicators, review, carrying)
        suggestion = suggest(reached, self.scale, self.model.quantile, found, admissibility, read, evidence)
        return Assessment(
            answer=read.answer,
            scale=self.scale.id,
            scale_version=self.scale.version,
            model=self.name,
            admissibility=admissibility,
            evidence=found,
            missing=missing_concepts(suggestion, self.scale, found),
            suggestion=suggestion,
            star=reading.star,
            facts=reading.facts,
        )


@cache
def load_assessor(scale_id: str) -> Assessor:
    """The assessor of a scale, loaded once per process.

    Raises
    ------
    ScaleError
        If there is no such scale or it cannot be used.
    ModelError
        If its model is missing, damaged or of another version; the message names the command to run.
    """
    scale = read_scale(scale_id)
    model, manifest = load(scale_id, scale.version)
    return Assessor(scale, model, common_model(), manifest["name"])
