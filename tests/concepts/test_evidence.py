"""Quoted evidence, and a person's verdicts on it: what is accepted is certain, what is rejected counts for nothing and stays in sight."""

import numpy as np
import pytest
from toy import encoded

from assessor.concepts.evidence import LEAST_SIMILARITY, apply_verdicts, find_evidence, indicator_texts
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review
from assessor.rubric import read_scale
from assessor.wording import say

ARC = read_scale("arc-collaboration")
CODES = ARC.codes
ANSWER = encoded(3)
READ = ANSWER.read
NO_INDICATORS = np.zeros((0, 0))


def table(**cells: float) -> np.ndarray:
    """Probabilities, zero but where ``s<sentence>_<code>`` says otherwise."""
    probabilities = np.zeros((3, len(CODES)))
    for name, probability in cells.items():
        sentence, code = name[1:].split("_")
        probabilities[int(sentence), CODES.index(code)] = probability
    return probabilities


def key(sentence: int, code: str) -> str:
    one = READ.sentences[sentence]
    return f"{code}:{one.start}-{one.end}"


def added(start: int, end: int, code: str = "2") -> Evidence:
    return Evidence(start, end, READ.answer.text[start:end], code, 1.0)


def found(probabilities: np.ndarray, review: Review | None = None) -> tuple[Evidence, ...]:
    return find_evidence(probabilities, ANSWER, ARC, NO_INDICATORS, review)


def test_without_a_review_nothing_changes():
    probabilities = table(s1_2=0.7)
    assert apply_verdicts(probabilities, READ, CODES, None) is probabilities
    assert np.array_equal(apply_verdicts(probabilities, READ, CODES, Review()), probabilities)


@pytest.mark.parametrize(("verdict", "expected"), [("accepted", 1.0), ("rejected", 0.0)])
def test_a_verdict_fixes_one_probability_and_no_other(verdict, expected):
    probabilities = table(s1_2=0.7, s1_3=0.6, s2_2=0.5)
    decided = apply_verdicts(probabilities, READ, CODES, Review(verdicts={key(1, "2"): verdict}))
    assert decided[1, CODES.index("2")] == expected
    decided[1, CODES.index("2")] = 0.7
    assert np.array_equal(decided, probabilities)


def test_the_table_given_is_not_written_to():
    probabilities = table(s1_2=0.7)
    apply_verdicts(probabilities, READ, CODES, Review(verdicts={key(1, "2"): "rejected"}, added=(added(0, 3),)))
    assert np.array_equal(probabilities, table(s1_2=0.7))


def test_a_verdict_on_something_else_changes_nothing():
    probabilities = table(s1_2=0.7)
    review = Review(verdicts={"2:900-950": "accepted", "9:0-3": "accepted"})
    assert np.array_equal(apply_verdicts(probabilities, READ, CODES, review), probabilities)


def test_evidence_added_inside_a_sentence_makes_that_sentence_certain():
    one = READ.sentences[1]
    decided = apply_verdicts(table(), READ, CODES, Review(added=(added(one.start + 1, one.end - 1),)))
    assert decided.shape == (3, len(CODES))
    assert decided[1, CODES.index("2")] == 1
    assert decided.sum() == 1


def test_evidence_added_across_sentences_goes_to_the_one_it_shares_most_with():
    first, second = READ.sentences[0], READ.sentences[1]
    decided = apply_verdicts(table(), READ, CODES, Review(added=(added(first.end - 1, second.end),)))
    assert decided[:, CODES.index("2")].tolist() == [0, 1, 0]


def test_evidence_added_outside_every_sentence_gets_a_row_of_its_own():
    gap = READ.sentences[0].end
    decided = apply_verdicts(table(), READ, CODES, Review(added=(added(gap, gap + 1, "3"),)))
    assert decided.shape == (4, len(CODES))
    assert decided[3, CODES.index("3")] == 1


def test_added_evidence_that_was_taken_back_or_has_no_known_code_counts_for_nothing():
    mine = added(0, 3)
    for review in (Review(added=(mine,), verdicts={mine.key: "rejected"}), Review(added=(added(0, 3, "inconnu"),))):
        assert apply_verdicts(table(), READ, CODES, review).sum() == 0


def test_evidence_begins_at_the_threshold():
    threshold = ARC.policy.evidence_threshold
    assert [one.concept for one in found(table(s0_1=threshold, s1_2=threshold - 1e-6))] == ["1"]


def test_quotes_and_keys_point_into_the_text():
    for one in found(table(s0_1=0.9, s2_4=0.8, s2_equipe=0.5), Review(added=(added(2, 9),))):
        assert READ.answer.text[one.start : one.end] == one.quote
        assert one.key == f"{one.concept}:{one.start}-{one.end}"


def test_evidence_stands_in_the_order_of_the_text_then_of_the_scale():
    listed = found(table(s2_1=0.9, s0_4=0.9, s0_client=0.9, s0_2=0.9), Review(added=(added(0, 2),)))
    assert [(one.start, one.concept) for one in listed] == [
        (0, "2"),
        (READ.sentences[0].start, "2"),
        (READ.sentences[0].start, "4"),
        (READ.sentences[0].start, "client"),
        (READ.sentences[2].start, "1"),
    ]


def test_rejected_evidence_stays_in_sight_with_no_weight():
    review = Review(verdicts={key(1, "2"): "rejected"})
    (one,) = found(table(s1_2=0.7), review)
    assert one.probability == 0
    assert one.reasons[0] == say("reason.rejected", percent="70")


def test_accepted_evidence_is_certain_even_below_the_threshold():
    (one,) = found(table(s1_2=0.1), Review(verdicts={key(1, "2"): "accepted"}))
    assert one.probability == 1
    assert one.reasons[0] == say("reason.accepted", percent="10")


def test_adding_what_was_found_already_does_not_list_it_twice():
    one = READ.sentences[1]
    listed = found(table(s1_2=0.7), Review(added=(added(one.start, one.end),)))
    assert [(each.key, each.probability) for each in listed] == [(key(1, "2"), 1.0)]


@pytest.mark.parametrize(("strength", "listed"), [(0.1, ["2"]), (0.7, ["2", "2"])])
def test_what_a_person_adds_inside_a_sentence_is_theirs_alone(strength, listed):
    """A sentence that the program did not find is not said to be found because a person found something in it."""
    one = READ.sentences[1]
    mine = added(one.start + 1, one.end - 1)
    pieces = found(table(s1_2=strength), Review(added=(mine,)))
    assert [each.concept for each in pieces] == listed
    assert {each.key: each.probability for each in pieces} == {mine.key: 1.0} | ({key(1, "2"): 0.7} if len(listed) > 1 else {})


def test_rejecting_what_was_found_around_added_evidence_leaves_the_added_alone():
    one = READ.sentences[1]
    mine = added(one.start + 1, one.end - 1)
    pieces = found(table(s1_2=0.7), Review(added=(mine,), verdicts={key(1, "2"): "rejected"}))
    assert {each.key: each.probability for each in pieces} == {mine.key: 1.0, key(1, "2"): 0.0}


def test_added_evidence_taken_back_stays_in_sight():
    mine = added(0, 2)
    (one,) = found(table(), Review(added=(mine,), verdicts={mine.key: "rejected"}))
    assert (one.key, one.probability) == (mine.key, 0)


def test_every_piece_has_a_reason():
    assert all(one.reasons for one in found(table(s0_1=0.9, s1_equipe=0.9)))


def test_the_nearest_indicator_is_named_when_it_is_near():
    texts = indicator_texts(ARC)
    assert {code for code, _ in texts} == set(CODES)
    vectors = np.zeros((len(texts), 4))
    row = next(number for number, (code, _) in enumerate(texts) if code == "2")
    vectors[row] = ANSWER.vectors[1]
    near = find_evidence(table(s1_2=0.9), ANSWER, ARC, vectors / np.linalg.norm(vectors[row]))
    far = find_evidence(table(s1_2=0.9), ANSWER, ARC, 0 * vectors)
    expected = say("reason.indicator", indicator=texts[row][1])
    assert (expected in near[0].reasons) == (ANSWER.vectors[1] @ ANSWER.vectors[1] / np.linalg.norm(ANSWER.vectors[1]) >= LEAST_SIMILARITY)
    assert expected not in far[0].reasons
