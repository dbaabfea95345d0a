"""What is told of a level: the best guess, what cannot be ruled out, why, why not the next, and what to ask."""

from dataclasses import replace

import numpy as np
import pytest

from assessor.domain.answer import Answer, ReadAnswer, Sentence
from assessor.domain.assessment import Gate
from assessor.domain.evidence import Evidence
from assessor.levels.suggest import missing_concepts, suggest
from assessor.rubric import read_scale
from assessor.wording import Text

ARC = read_scale("arc-collaboration")
CERIC = read_scale("ceric-partenariats")
TEXT = "La caisse fermait. J'ai appelé sa directrice, jamais rencontrée. Elle m'a présenté deux confrères."
STARTS = (0, 19, 65)
READ = ReadAnswer(
    Answer("1", TEXT), tuple(Sentence(start, end, TEXT[start:end]) for start, end in zip(STARTS, (18, 64, len(TEXT)), strict=True))
)
PASSED = (Gate("event", True, Text("Oui.", "Yes."), None, 0.02),)
FAILED = (Gate("event", False, Text("Pas un événement.", "Not an event."), None, 0.8),)
SHORT = (*PASSED, Gate("length", False, Text("Trop court.", "Too short."), None, 1.0))


def piece(sentence: int, code: str, probability: float = 0.9) -> Evidence:
    one = READ.sentences[sentence]
    return Evidence(one.start, one.end, TEXT[one.start : one.end], code, probability)


def told(reached, found=(), gates=PASSED, scale=ARC, quantile=0.5, evidence=None):
    matrix = np.zeros((3, len(scale.concepts))) if evidence is None else evidence
    return suggest(np.array(reached), scale, quantile, found, gates, READ, matrix)


def test_the_best_guess_is_the_highest_level_reached_with_one_half():
    suggestion = told([0.95, 0.8, 0.4, 0.1], [piece(1, "2")])
    assert suggestion.level == 2
    assert suggestion.demonstrated is None
    assert suggestion.probabilities == pytest.approx({"0": 0.05, "1": 0.15, "2": 0.4, "3": 0.3, "4": 0.1})
    assert sum(suggestion.probabilities.values()) == pytest.approx(1)


def test_level_names_are_those_of_the_scale():
    sfia = read_scale("sfia-rlmt")
    suggestion = told([0.9, 0.9, 0.2, 0.1], scale=sfia)
    assert suggestion.level == 5
    assert list(suggestion.probabilities) == ["0", "4", "5", "6", "7"]
    assert set(suggestion.levels_possible) <= {0, 4, 5, 6, 7}


def test_large_doubt_is_abstained_from_and_still_has_a_best_guess():
    doubtful = told([0.7, 0.5, 0.4, 0.3], quantile=0.95)
    assert doubtful.abstained
    assert len(doubtful.levels_possible) > ARC.policy.max_set_size
    assert doubtful.level in doubtful.levels_possible
    assert not told([0.99, 0.98, 0.02, 0.01], quantile=0.5).abstained


def test_reasons_quote_the_evidence_of_the_level_first():
    suggestion = told([0.95, 0.9, 0.2, 0.1], [piece(1, "2"), piece(2, "3", 0.5), piece(0, "1", 0.4)])
    assert "J'ai appelé sa directrice" in suggestion.why[0].fr
    assert "Elle m'a présenté deux confrères" in suggestion.why[1].fr
    assert "La caisse fermait" in suggestion.why[2].fr


def test_rejected_evidence_is_no_reason():
    suggestion = told([0.95, 0.9, 0.2, 0.1], [piece(1, "2", 0.0)])
    assert suggestion.why == ()


def test_the_next_level_is_asked_for_with_what_comes_closest():
    evidence = np.array([[0.1, 0.1, 0.1, 0.1], [0.1, 0.9, 0.1, 0.1], [0.1, 0.1, 0.3, 0.1]])
    suggestion = told([0.95, 0.9, 0.25, 0.1], [piece(1, "2")], evidence=evidence)
    lines = [line.fr for line in suggestion.why_not_next]
    assert "Elle m'a présenté deux confrères" in lines[0]
    assert ARC.concept("3").question.fr in lines[1]
    missing = missing_concepts(suggestion, ARC, ())
    assert [(one.concept, one.question) for one in missing] == [("3", ARC.concept("3").question)]


def test_rivals_are_named_with_their_share():
    assert any("niveau 3" in line.fr and "35 %" in line.fr for line in told([0.95, 0.85, 0.35, 0.0]).why_not_next)
    assert not any("plausible" in line.fr for line in told([0.99, 0.95, 0.05, 0.0]).why_not_next)


def test_the_highest_level_has_nothing_above():
    suggestion = told([1, 1, 1, 0.9], [piece(1, "4")])
    assert suggestion.level == 4
    assert len(suggestion.why_not_next) == 1
    assert missing_concepts(suggestion, ARC, ()) == ()


def test_a_failed_gate_is_the_reason_and_what_to_mend():
    suggestion = told([0.2, 0.1, 0.1, 0.0], gates=FAILED)
    assert suggestion.level == 0
    assert suggestion.why == (FAILED[0].reason,)
    assert all("À demander" in line.fr for line in suggestion.why_not_next if "plausible" not in line.fr)


def test_where_a_rule_rules_every_level_out_none_is_possible():
    assert told([0.0, 0.0, 0.0, 0.0], gates=SHORT, quantile=1.0).levels_possible == (0,)


def test_a_checklist_tells_what_is_shown_and_asks_for_the_rest():
    suggestion = told([0.9, 0.1, 0.1, 0.8, 0.2], [piece(1, "D1"), piece(2, "D4")], scale=CERIC)
    assert suggestion.level is None
    assert suggestion.demonstrated == ("D1", "D4")
    assert suggestion.levels_possible == ()
    assert list(suggestion.probabilities) == ["D1", "D2", "D3", "D4", "D5"]
    assert [one.concept for one in missing_concepts(suggestion, CERIC, ())] == ["D2", "D3", "D5"]
    assert "J'ai appelé sa directrice" in suggestion.why[0].fr


def test_a_checklist_with_much_doubt_abstains_and_names_the_doubt():
    suggestion = told([0.45, 0.5, 0.55, 0.1, 0.1], scale=CERIC)
    assert suggestion.abstained
    assert [line.fr[:2] for line in suggestion.why_not_next] == ["D1", "D2", "D3"]
    assert not told([0.9, 0.5, 0.1, 0.1, 0.1], scale=CERIC).abstained


def test_a_checklist_with_nothing_says_so():
    assert "démonstration" in told([0.1] * 5, scale=CERIC).why[0].fr
    assert told([0.1] * 5, scale=CERIC, gates=FAILED).why == (FAILED[0].reason,)


def test_a_stricter_policy_abstains_sooner():
    strict = replace(ARC, policy=replace(ARC.policy, max_set_size=1))
    reached = [0.95, 0.6, 0.1, 0.0]
    assert told(reached, scale=strict, quantile=0.6).abstained
    assert not told(reached, quantile=0.6).abstained
