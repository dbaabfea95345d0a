"""Every marked example of the five scales is found as what it is, and no counter-example is.

The texts are short and fail the gate of length, as they should; what they are evidence for is listed all the same.
"""

from __future__ import annotations

from functools import cache

import pytest

from assessor.assess import Assessor, load_assessor
from assessor.domain.answer import Answer
from assessor.domain.scale import Marked
from assessor.rubric import list_scales

Case = tuple[str, str, str, int]

# What the present models miss: a few examples, and one counter-example in twelve, most of which differ from an example by the one word
# that matters (a wish, somebody else's act, another object). All are short, and so have no level. The set is exact: a case that is mended,
# or newly lost, fails the test until this list says so.
KNOWN_FAILURES: frozenset[Case] = frozenset(
    {
        ("approche-intervenants", "A3", "counterexample", 1),
        ("approche-intervenants", "A4", "counterexample", 1),
        ("arc-collaboration", "2", "example", 3),
        ("arc-collaboration", "3", "example", 2),
    }
)


def marked_cases(kind: str) -> list[tuple[Case, Marked]]:
    """(scale, code, kind, number from 1) and the text."""
    found = []
    for scale_id in list_scales():
        scale = load_assessor(scale_id).scale
        for item in (*scale.concepts, *scale.exclusions):
            texts = item.examples if kind == "example" else item.counterexamples
            found += [((scale_id, item.code, kind, number), text) for number, text in enumerate(texts, start=1)]
    return found


def is_found(assessor: Assessor, code: str, marked: Marked) -> bool:
    """Whether the span is evidence for the code, or the code is the strongest of a sentence that overlaps it."""
    reading = assessor.read([Answer("1", marked.text)])[0]
    evidence = assessor.conclude(reading).evidence
    if any(one.concept == code and one.start < marked.end and one.end > marked.start for one in evidence):
        return True
    codes = assessor.scale.codes
    return any(
        codes[int(row.argmax())] == code and sentence.start < marked.end and sentence.end > marked.start
        for row, sentence in zip(reading.probabilities, reading.encoded.read.sentences, strict=True)
    )


@cache
def failures(kind: str) -> frozenset[Case]:
    """The cases that go wrong."""
    failed = set()
    for case, marked in marked_cases(kind):
        assessor, code = load_assessor(case[0]), case[1]
        if kind == "example":
            right = is_found(assessor, code, marked)
        else:
            right = all(one.concept != code for one in assessor.assess(Answer("1", marked.text)).evidence)
        if not right:
            failed.add(case)
    return frozenset(failed)


@pytest.mark.parametrize("kind", ["example", "counterexample"])
def test_marked_spans_are_found_and_counterexamples_are_not(kind):
    known = {case for case in KNOWN_FAILURES if case[2] == kind}
    assert sorted(failures(kind) - known) == [], "newly wrong"
    assert sorted(known - failures(kind)) == [], "mended: take it off KNOWN_FAILURES"


def test_the_scales_bring_enough_marked_texts():
    examples, counterexamples = marked_cases("example"), marked_cases("counterexample")
    concepts = [(scale_id, code) for scale_id in list_scales() for code in load_assessor(scale_id).scale.concept_codes]
    for owner in concepts:
        assert sum(case[:2] == owner for case, _ in examples) >= 2, owner
        assert sum(case[:2] == owner for case, _ in counterexamples) >= 1, owner
    assert all(marked.text[marked.start : marked.end] for _, marked in examples)


def test_every_concept_and_exclusion_is_found_in_two_examples_and_not_in_a_counterexample():
    for kind, least in (("example", 2), ("counterexample", 1)):
        right = [case[:2] for case, _ in marked_cases(kind) if case not in failures(kind)]
        for owner in {case[:2] for case, _ in marked_cases(kind)}:
            assert right.count(owner) >= least, owner


def test_known_failures_do_not_become_a_way_of_not_looking():
    for kind, least in (("example", 0.9), ("counterexample", 0.85)):
        cases = [case for case, _ in marked_cases(kind)]
        assert sum(case in KNOWN_FAILURES for case in cases) <= (1 - least) * len(cases)
