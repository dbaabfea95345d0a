"""Each gate on real French texts, through the models: what must be stopped, and beside it what must not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml

from assessor.admissibility import LEARNT_GATES, LEAST_WORDS, gates
from assessor.assess import load_assessor
from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment
from assessor.language import read_answer
from assessor.rubric import read_scale

HERE = Path(__file__).parent
FAILING = yaml.safe_load((HERE / "failing_texts.yaml").read_text("utf-8"))
PASSING = yaml.safe_load((HERE / "passing_texts.yaml").read_text("utf-8"))
GATES = ("event", "first_person", "competency", "recited", "length", "language")

# What the present models judge wrongly, by gate, kind and number. The set is exact: what is mended, or newly lost, fails the test until the
# set says so.
KNOWN_FAILURES: frozenset[str] = frozenset(
    {
        "passing/first_person/3",  # a station master asked by somebody whom a town's residents surround: stopped as about them
        "passing/language/2",  # barely spelt, a first contact in four sentences: stopped as about something else
    }
)


@cache
def judged(text: str) -> Assessment:
    return load_assessor("arc-collaboration").assess(Answer("1", text))


def cases() -> dict[str, tuple[str, str]]:
    """Name to gate and text."""
    failing = {
        f"{gate}/{kind}/{number}": (gate, text)
        for gate, kinds in FAILING.items()
        for kind, texts in kinds.items()
        for number, text in enumerate(texts, start=1)
    }
    passing = {f"passing/{gate}/{number}": (gate, text) for gate, texts in PASSING.items() for number, text in enumerate(texts, start=1)}
    return {**failing, **passing}


def is_right(name: str) -> bool:
    gate, text = cases()[name]
    if name.startswith("passing/"):
        return judged(text).admissible
    return not next(one for one in judged(text).admissibility if one.gate == gate).passed


def test_each_gate_has_enough_texts():
    for gate in GATES:
        assert sum(len(texts) for texts in FAILING[gate].values()) >= 4
        assert len(PASSING[gate]) >= 4


@pytest.mark.parametrize("gate", GATES)
def test_texts_are_stopped_or_let_through_by_the_right_gate(gate):
    names = [name for name, (owner, _) in cases().items() if owner == gate]
    wrong = {name for name in names if not is_right(name)}
    known = {name for name in KNOWN_FAILURES if name in names}
    assert sorted(wrong - known) == [], "newly wrong"
    assert sorted(known - wrong) == [], "mended: take it off KNOWN_FAILURES"


def test_known_failures_are_few():
    assert set(KNOWN_FAILURES) <= set(cases())
    assert len(KNOWN_FAILURES) <= 0.1 * len(cases())


@pytest.mark.parametrize("name", [name for name in cases() if not name.startswith("passing/") and name not in KNOWN_FAILURES])
def test_what_is_stopped_has_no_level_and_says_why(name):
    gate_name, text = cases()[name]
    assessment = judged(text)
    gate = next(one for one in assessment.admissibility if one.gate == gate_name)
    assert assessment.suggestion.level == 0
    assert 0 in assessment.suggestion.levels_possible
    assert gate.reason in assessment.suggestion.why
    assert gate.quote is None or gate.quote in text


@pytest.mark.parametrize("gate", ["event", "first_person"])
def test_the_reason_names_the_kind_of_failure_and_quotes_it(gate):
    for kind, texts in FAILING[gate].items():
        reasons = set()
        for number, text in enumerate(texts, start=1):
            if f"{gate}/{kind}/{number}" not in KNOWN_FAILURES:
                found = next(one for one in judged(text).admissibility if one.gate == gate)
                reasons.add(found.reason.fr)
                assert found.quote, kind
        assert len(reasons) == 1, kind
        assert reasons.isdisjoint({next(one for one in judged(PASSING[gate][0]).admissibility if one.gate == gate).reason.fr})


def test_an_exclusion_is_named_with_the_competency_it_belongs_to():
    arc = read_scale("arc-collaboration")
    for exclusion in arc.exclusions:
        gate = next(one for one in judged(FAILING["competency"][exclusion.code][0]).admissibility if one.gate == "competency")
        assert exclusion.name.fr in gate.reason.fr
        assert exclusion.belongs_to.fr in gate.reason.fr
        assert gate.quote


@pytest.mark.parametrize("text", ["qsdf zzkr plof brr kkk tzz wxc rty " * 8, "8 % 8 % " * 40, "…", "\u200b", "ha " * 300])
def test_what_is_no_language_at_all_has_no_level(text):
    assert judged(text).suggestion.level == 0


def test_gates_come_in_one_order_whatever_the_text():
    for text in (PASSING["event"][0], FAILING["language"]["ar"][0], "…", "8"):
        assert tuple(gate.gate for gate in judged(text).admissibility) == GATES


def words(count: int) -> str:
    return " ".join(["J'ai appelé"] + ["hier"] * (count - 3)) + " Paul."


def gate_of(name: str, text: str, failures=None):
    read, arc = read_answer(Answer("1", text)), read_scale("arc-collaboration")
    exclusions = np.zeros((len(read.sentences), len(arc.exclusions)))
    return next(one for one in gates(read, arc, failures or {}, exclusions) if one.gate == name)


def test_the_shortest_admissible_text_has_45_words():
    counted = [sum(one.facts.words for one in read_answer(Answer("1", words(count))).sentences) for count in (44, 45, 46)]
    assert LEAST_WORDS in counted
    for count, found in zip((44, 45, 46), counted, strict=True):
        assert gate_of("length", words(count)).passed == (found >= LEAST_WORDS)


@pytest.mark.parametrize("name", [*LEARNT_GATES, "competency"])
@pytest.mark.parametrize(("failure", "passed"), [(0.0, True), (0.49, True), (0.5, False), (1.0, False)])
def test_a_learnt_gate_fails_from_the_policys_threshold(name, failure, passed):
    gate = gate_of(name, PASSING["event"][0], {name: failure})
    assert gate.passed == passed
    assert gate.probability == failure
    assert gate.reason.fr != gate.reason.en


def test_a_level_is_never_likelier_than_that_every_gate_holds():
    for _, text in cases().values():
        assessment = judged(text)
        bound = min(1 - gate.probability for gate in assessment.admissibility)
        assert 1 - assessment.suggestion.probabilities["0"] <= bound + 2e-6
