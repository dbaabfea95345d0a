"""Who else is named, and whether outside, client or team."""

import pytest

from assessor.domain.answer import Answer
from assessor.language import read_answer

NAMED = [
    ("J'ai appelé Mme Roy à la mairie.", {("outside", "roy"), ("outside", "mairie")}),
    ("J'ai écrit à Griet Vanhoof.", {("outside", "griet vanhoof")}),
    ("Le CPAS et le CHUV ont répondu.", {("outside", "cpas"), ("outside", "chuv")}),
    ("L'association des pêcheurs nous a aidés.", {("outside", "association pecheur")}),
    ("Mon homologue de Lyon a dit oui.", {("outside", "homologue lyon")}),
    ("Un fournisseur de Liège a cédé.", {("outside", "fournisseur liege")}),
    ("Le syndicat a refusé.", {("outside", "syndicat")}),
    ("Un collègue d'un autre ministère a écrit.", {("outside", "autre ministere")}),
    ("Une cliente attendait.", {("client", "client")}),
    ("Deux usagers et un patient patientaient.", {("client", "usager"), ("client", "patient")}),
    ("Les contribuables ont payé.", {("client", "contribuable")}),
    ("J'ai réuni mon équipe.", {("team", "equipe")}),
    ("Mes collègues et mon patron riaient.", {("team", "collegue"), ("team", "patron")}),
    ("Ma collègue Nadia a pris le relais.", {("team", "collegue"), ("team", "nadia")}),
    ("Chez nous, tout était calme.", {("team", "chez nous")}),
    # nobody else is named here
    ("Je suis parti de Trois-Rivières à Québec.", set()),
    ("En janvier, le budget était prêt.", set()),
    ("La TVA du PDF était fausse.", set()),
    ("TOUT LE MONDE ETAIT LA", set()),
]


def named(text):
    return {(party.kind, party.key) for sentence in read_answer(Answer("a", text)).sentences for party in sentence.facts.parties}


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_parties(text, expected):
    assert named(text) == expected


def test_a_party_named_again_keeps_its_key():
    text = "J'ai écrit à Griet Vanhoof. Griet m'a rappelée. L'association des pêcheurs a suivi. L'association a signé."
    assert named(text) == {("outside", "griet vanhoof"), ("outside", "association pecheur")}


def test_a_first_name_of_the_team_stays_of_the_team():
    assert named("Mon collègue Didier rigolait. Didier m'a suivi.") == {("team", "collegue"), ("team", "didier")}


def test_parties_point_into_the_text_as_given():
    text = "  •\u00a0J\u2019ai appele\u0301  Mme\u00a0Roy, de l\u2019universite\u0301 de Sfax."
    (sentence,) = read_answer(Answer("a", text)).sentences
    assert [text[party.start : party.end] for party in sentence.facts.parties] == ["Roy", "universite\u0301 de Sfax"]
