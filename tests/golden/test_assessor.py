"""The whole of the main flow through the real models: what must hold whatever they have learnt."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_answers import ANSWERS

from assessor.assess import Reading, load_assessor
from assessor.domain.answer import Answer
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review
from assessor.rubric import list_scales

ARC = "arc-collaboration"


@cache
def reading(scale_id: str, name: str = "interprète de Rimouski") -> Reading:
    return load_assessor(scale_id).read([Answer(name, ANSWERS[name]["text"])])[0]


def reached(scale_id: str, probabilities: dict[str, float], level: int) -> float:
    """Probability of a level or any higher."""
    return sum(value for key, value in probabilities.items() if int(key) >= level)


@pytest.mark.parametrize("scale_id", [ARC, "cnrc-service", "sfia-rlmt"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_surer_sentence_never_lowers_the_level_it_speaks_for(scale_id, data):
    assessor, start = load_assessor(scale_id), reading(scale_id)
    count, concepts = len(start.probabilities), assessor.scale.concepts
    seed = data.draw(st.integers(0, 2**32 - 1))
    low = np.random.default_rng(seed).beta(0.6, 1.5, start.probabilities.shape)
    row, column = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, len(concepts) - 1))
    high = low.copy()
    high[row, column] = data.draw(st.floats(float(low[row, column]), 1))
    before, after = (assessor.conclude(replace(start, probabilities=one)).suggestion.probabilities for one in (low, high))
    # Probabilities are told to six decimals.
    assert reached(scale_id, after, concepts[column].level) >= reached(scale_id, before, concepts[column].level) - 1e-5


@pytest.mark.parametrize("scale_id", list_scales())
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_no_level_where_no_sentence_is_evidence_for_anything(scale_id, seed):
    assessor, start = load_assessor(scale_id), reading(scale_id)
    suggestion = assessor.conclude(replace(start, probabilities=np.zeros_like(start.probabilities))).suggestion
    assert not suggestion.level
    assert not suggestion.demonstrated


@pytest.mark.parametrize("scale_id", [ARC, "cnrc-service", "sfia-rlmt"])
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_a_level_always_has_a_sentence_to_quote(scale_id, seed):
    assessor, start = load_assessor(scale_id), reading(scale_id)
    faint = np.random.default_rng(seed).uniform(0, assessor.scale.policy.evidence_threshold - 0.01, start.probabilities.shape)
    assessment = assessor.conclude(replace(start, probabilities=faint))
    levels = {concept.code: concept.level for concept in assessor.scale.concepts}
    quoted = [levels[one.concept] for one in assessment.evidence if one.concept in levels]
    assert max(quoted, default=0) >= (assessment.suggestion.level or 0)


def test_rejecting_all_evidence_takes_the_level_away():
    assessor, start = load_assessor(ARC), reading(ARC)
    first = assessor.conclude(start)
    assert first.suggestion.level == 2
    assert assessor.conclude(start, Review(verdicts={one.key: "rejected" for one in first.evidence})).suggestion.level == 0


def test_rejecting_evidence_lowers_the_level_it_carries_and_taking_that_back_restores_it():
    assessor, start = load_assessor(ARC), reading(ARC)
    first = assessor.conclude(start)
    second = assessor.conclude(start, Review(verdicts={one.key: "rejected" for one in first.evidence}))
    assert reached(ARC, second.suggestion.probabilities, 2) < reached(ARC, first.suggestion.probabilities, 2)
    assert [one.key for one in second.evidence] == [one.key for one in first.evidence]
    assert all(one.probability == 0 for one in second.evidence)
    assert assessor.conclude(start, Review()) == first


def test_adding_evidence_never_lowers_its_level():
    assessor, start = load_assessor(ARC), reading(ARC)
    text = start.encoded.read.answer.text
    for code in assessor.scale.concept_codes:
        sentence = start.encoded.read.sentences[2]
        mine = Evidence(sentence.start, sentence.end, text[sentence.start : sentence.end], code, 1.0)
        with_mine = assessor.conclude(start, Review(added=(mine,)))
        assert mine.key in [one.key for one in with_mine.evidence]
        before = reached(ARC, assessor.conclude(start).suggestion.probabilities, int(code))
        assert reached(ARC, with_mine.suggestion.probabilities, int(code)) >= before - 1e-5


def test_verdicts_do_not_touch_gates_that_are_not_about_evidence():
    assessor, start = load_assessor(ARC), reading(ARC)
    first = assessor.conclude(start)
    second = assessor.conclude(start, Review(verdicts={one.key: "rejected" for one in first.evidence}))
    kept = [gate for gate in first.admissibility if gate.gate != "competency"]
    assert [gate for gate in second.admissibility if gate.gate != "competency"] == kept


@given(st.text(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_an_assessment_that_points_into_it(text):
    assessor = load_assessor(ARC)
    assessment = assessor.assess(Answer("1", text))
    assert all(text[one.start : one.end] == one.quote for one in assessment.evidence)
    spans = [(one.start, one.end) for one in assessment.star]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert sum(assessment.suggestion.probabilities.values()) == pytest.approx(1, abs=1e-5)


def test_many_answers_at_once_are_the_same_as_one_by_one():
    assessor = load_assessor(ARC)
    answers = [Answer(name, row["text"]) for name, row in list(ANSWERS.items())[:6]]
    assert assessor.assess_all(answers) == [assessor.assess(answer) for answer in answers]
    assert assessor.assess_all([]) == []
