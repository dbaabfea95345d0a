"""Whose acts they are: « je » beside a feeling owns none of them, « je » beside an act does."""

import numpy as np
import pytest

from assessor.admissibility import own_acts, without_speaker, without_verb
from assessor.assess import load_assessor
from assessor.concepts.features import EncodedAnswer, encode_answers
from assessor.domain.answer import Answer
from assessor.encoder.opinion import nothing_said
from assessor.language import read_answer, read_answers

TEAM = (
    "La crue avait coupé la route. Nous avons appelé la mairie. On a rencontré la directrice du syndicat, "
    "et des pompes ont été prêtées. {} "
)
END = "La route a rouvert en neuf jours."


def encoded(told: str) -> EncodedAnswer:
    return encode_answers(read_answers([Answer("1", TEAM.format(told) + END)]))[0]


@pytest.mark.parametrize("feeling", ["J'avais peur pour ma mère.", "J'étais très fière, le soir.", "Je suis gardien de nuit depuis 2011."])
def test_a_feeling_owns_no_act(feeling):
    share, sentences, acts = own_acts(encoded(feeling))
    assert share < 0.2
    assert sentences == acts == 0


@pytest.mark.parametrize("act", ["J'ai porté les pompes.", "Je suis allé convaincre les éleveurs.", "Moi, j'ai signé l'entente."])
def test_an_act_does(act):
    share, sentences, acts = own_acts(encoded(act))
    assert 0.2 < share < 0.6
    assert sentences == acts == 1


def test_a_few_acts_are_as_plain_as_ten():
    assert (
        own_acts(encoded("J'ai porté les pompes. " * 3))[1:].tolist()
        == own_acts(encoded("J'ai porté les pompes. " * 10))[1:].tolist()
        == [2, 3]
    )


def test_one_sentence_may_tell_several_acts():
    assert own_acts(encoded("J'ai porté les pompes, j'ai ouvert la vanne et j'ai rappelé la mairie."))[1:].tolist() == [1, 3]


def test_an_answer_without_sentences_has_no_acts():
    nothing = EncodedAnswer(read_answer(Answer("1", "")), np.zeros((0, 384)), np.zeros((0, 1)), nothing_said(0))
    assert own_acts(nothing).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("On a tout relu et la convention a été signée par la directrice et par moi.", False),
        ("On a tout relu et la convention a été signée par le soussigné.", False),
        ("Nos ententes ont été relues par moi-même, puis on les a portées aux deux mairies.", False),
        ("On a tout relu et la convention a été signée par la directrice et par nous.", True),
        ("On a tout relu pour moitié, et la convention a été signée.", True),
    ],
)
def test_what_is_done_by_me_has_a_speaker(text, without):
    assert without_speaker(read_answer(Answer("1", text))) is without


CV = """Agente de liaison, MRC de Bellechasse, 2010-2015
Organisation de rencontres avec douze organismes, suivi des ententes
Langues : français, anglais. Sens aigu du service, vaste réseau. Références sur demande."""


@pytest.mark.parametrize(
    ("text", "without"),
    [
        (CV, True),
        ("oui", True),
        ("", True),
        (CV + " Ai relancé la mairie.", False),
        ("Curé absent. Cogné chez la voisine. Clé prêtée le soir même.", False),
        ("Chez nous, on s'appelle tous les lundis.", False),
    ],
)
def test_a_list_without_a_verb_tells_nothing_of_anybody(text, without):
    assert without_verb(read_answer(Answer("1", text))) is without


def test_a_list_without_a_verb_is_neither_an_event_nor_anybodys_acts():
    failed = {gate.gate: gate.reason.fr for gate in load_assessor("cnrc-service").assess(Answer("1", CV)).admissibility if not gate.passed}
    assert failed["event"].startswith("Aucune phrase n'a de verbe conjugué")
    assert failed["first_person"].startswith("Sans verbe conjugué")
