"""What gives an exclusion away: one clause that says who pays, in a story that is told like any other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.admissibility import competency_row, exclusion_signs, fit_competency_gate
from assessor.assess import load_assessor
from assessor.domain.answer import Answer
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review
from assessor.encoder.opinion import Told
from assessor.language import read_answer
from assessor.rubric import read_scale

ARC = read_scale("arc-collaboration")
CLIENT = [exclusion.code for exclusion in ARC.exclusions].index("client")
KEPT = "Chaque printemps je rends visite aux trois hôtels et je prends de leurs nouvelles. "


def signs(text: str, exclusions: float = 0.1) -> np.ndarray:
    read = read_answer(Answer("1", KEPT + text))
    return exclusion_signs(read, ARC, np.full((len(read.sentences), len(ARC.exclusions)), exclusions))


@pytest.mark.parametrize("text", ["Nos honoraires leur sont présentés en janvier.", "Ils ont renouvelé leur contrat deux fois."])
def test_who_pays_the_speaker_is_given_away(text):
    assert signs(text)[CLIENT] >= 1
    assert signs(text).sum() == signs(text)[CLIENT], "and nothing is said of the team"


@pytest.mark.parametrize("text", ["Chacun règle son café.", "Nous avons payé la salle à parts égales.", "Cela nous a pris trois semaines."])
def test_who_shares_the_cost_is_not(text):
    assert not signs(text).any()


def test_what_a_person_has_rejected_gives_nothing_away():
    assert not signs("Nos honoraires leur sont présentés en janvier.", exclusions=0.0).any()


def test_more_than_two_signs_say_no_more_than_two():
    many = "Ils ont renouvelé leur contrat. Elles ont résilié leur forfait. Nos honoraires leur sont présentés. Ils ont signé mon devis."
    assert signs(many)[CLIENT] == 2


@given(st.integers(0, 50), st.floats(0, 2), st.floats(0, 2))
@settings(max_examples=30, deadline=None)
def test_a_sign_never_speaks_for_the_competency(seed, fewer, more):
    fewer, more = sorted((fewer, more))
    random = np.random.default_rng(seed)

    def row(paid: float) -> np.ndarray:
        return competency_row(evidence, exclusions, whole, subject, told, np.array([paid, 0.0]))

    rows = []
    for _ in range(30):  # examples in which, as it happens, customers are those who do not pay
        evidence, exclusions, whole, subject = random.random((3, 4)), random.random((3, 2)), random.random(4), random.random()
        told = Told(random.random((3, 6)), random.random(4), random.random())
        rows.append(row(2.0 * (subject < 0.5)))
    gate = fit_competency_gate(np.array(rows), [one[6] > 0 for one in rows], 2)
    given_signs = [np.array([paid, 0.0]) for paid in (fewer, more)]
    first, second = (gate.failure(evidence, exclusions, whole, subject, told, one) for one in given_signs)
    assert second >= first


@pytest.mark.parametrize("concept", ["client", "1"])
@pytest.mark.parametrize("before", ["", "J'ai appelé la directrice du port en mai. "])
def test_evidence_that_a_person_adds_outside_every_sentence_is_heard_and_quoted(before, concept):
    text = before + "Elle m'a rappelée le soir même, et nous nous revoyons chaque mois.\n\n***"
    added = Evidence(len(text) - 3, len(text), "***", concept, 1.0)
    assessor = load_assessor("arc-collaboration")
    reading = assessor.read([Answer("1", text)])[0]
    found = assessor.conclude(reading, Review(added=(added,))).evidence
    assert [(one.quote, one.concept) for one in found if one.key == added.key] == [("***", concept)]


def test_evidence_for_a_concept_that_the_scale_does_not_have_is_left_out():
    assessor = load_assessor("arc-collaboration")
    reading = assessor.read([Answer("1", KEPT)])[0]
    found = assessor.conclude(reading, Review(added=(Evidence(0, 10, KEPT[:10], "D1", 1.0),)))
    assert "D1" not in {one.concept for one in found.evidence}
