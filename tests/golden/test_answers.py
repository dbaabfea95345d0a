"""Whole answers, read as an assessor reads them: the level, what it rests on, and what stops it.

``answers.yaml`` is the table; it was written for this purpose and no model has learnt from it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from assessor.assess import load_assessor
from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment
from assessor.rubric import list_scales

ANSWERS = {row["name"]: row for row in yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text("utf-8"))}
EXPECTED = [(name, scale_id) for name, row in ANSWERS.items() for scale_id in row["expect"]]

# What the present models judge wrongly; exact, so that what is mended is noticed.
KNOWN_FAILURES: frozenset[tuple[str, str]] = frozenset()


@cache
def judged(name: str, scale_id: str) -> Assessment:
    return load_assessor(scale_id).assess(Answer(name, ANSWERS[name]["text"]))


@pytest.mark.parametrize(("name", "scale_id"), EXPECTED)
def test_an_answer_gets_the_level_a_careful_reader_gives(name, scale_id):
    expected, suggestion = ANSWERS[name]["expect"][scale_id], judged(name, scale_id).suggestion
    right = suggestion.level in expected if suggestion.demonstrated is None else list(suggestion.demonstrated) == expected
    assert right == ((name, scale_id) not in KNOWN_FAILURES)


@pytest.mark.parametrize(("name", "scale_id"), [case for case in EXPECTED if case not in KNOWN_FAILURES])
def test_the_gates_let_through_what_has_a_level_and_stop_the_rest(name, scale_id):
    assessment, stopped = judged(name, scale_id), ANSWERS[name].get("fails", {}).get(scale_id)
    if ANSWERS[name]["expect"][scale_id] not in ([0], []):
        assert assessment.admissible
    elif stopped:
        assert stopped in [gate.gate for gate in assessment.admissibility if not gate.passed]


@pytest.mark.parametrize(("name", "scale_id"), [case for case in EXPECTED if case not in KNOWN_FAILURES])
def test_a_level_rests_on_quoted_evidence(name, scale_id):
    assessment, scale = judged(name, scale_id), load_assessor(scale_id).scale
    text = ANSWERS[name]["text"]
    assert all(text[one.start : one.end] == one.quote for one in assessment.evidence)
    if assessment.suggestion.level:
        carrying = [
            one for one in assessment.evidence if (getattr(scale.concept(one.concept), "level", 0) or 0) >= assessment.suggestion.level
        ]
        assert carrying
        assert assessment.suggestion.why
    for code in assessment.suggestion.demonstrated or ():
        assert any(one.concept == code for one in assessment.evidence)


def test_the_table_has_every_level_of_every_scale():
    for scale_id in list_scales():
        scale = load_assessor(scale_id).scale
        given = [row["expect"][scale_id] for row in ANSWERS.values() if scale_id in row["expect"]]
        assert [0] in given or [] in given
        if scale.levels:
            assert {level for levels in given for level in levels} == set(scale.level_numbers)
    assert len(ANSWERS) >= 12
