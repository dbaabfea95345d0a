"""Who acts, when, and whether it happened."""

import pytest

from assessor.domain.answer import Answer
from assessor.language import read_answer

# person and tense: sentence, what must be counted
PERSONS = [
    ("J'ai appelé le maire et je lui ai expliqué le projet.", {"je": 2, "past": 2, "third": 0}),
    ("jai appele le centre pis j ai demande un rendez-vous", {"je": 2, "past": 2}),
    ("chu allé voir le gars des autobus", {"je": 1, "past": 1}),
    ("j'suis monté le voir", {"je": 1, "past": 1}),
    ("jen ai sorti trois façons de faire", {"je": 1, "past": 1}),
    ("Appelé le centre, rencontré le maire", {"je": 2, "past": 2}),
    ("Pris le train pour Tunis deux fois", {"je": 1, "past": 1}),
    ("ai relancé la mairie", {"je": 1, "past": 1}),
    ("Suivi la piste jusqu'au port", {"je": 1, "past": 1}),
    ("Suivi des ententes, mise en place d'un comité", {"je": 0, "past": 0}),
    ("Je suis allée voir la directrice.", {"je": 1, "past": 1, "passive": 0}),
    ("Je me suis présentée au comptoir.", {"je": 1, "past": 1, "passive": 0}),
    ("Ai-je bien fait ?", {"je": 1, "past": 1}),
    ("Nous avons rencontré la ministre.", {"nous": 1, "je": 0, "past": 1}),
    ("Elle nous a reçues.", {"nous": 0, "third": 1, "past": 1}),
    ("Il m'a donné trois noms.", {"je": 0, "third": 1, "past": 1}),
    ("Nous nous rencontrons chaque mois.", {"nous": 1, "present": 1}),
    ("On a fait le plan en mai.", {"on": 1, "past": 1}),
    ("Le plan a été adopté par le conseil.", {"passive": 1, "past": 1, "third": 0}),
    ("Les deux ententes furent signées en mai.", {"passive": 1, "past": 1}),
    ("Elle est arrivée en retard.", {"passive": 0, "third": 1, "past": 1}),
    ("Elle s'est présentée au guichet.", {"passive": 0, "third": 1, "past": 1}),
    ("La directrice était satisfaite.", {"passive": 0, "imperfect": 1}),
    ("La rue est en ordre.", {"passive": 0, "present": 1}),
    ("J'ai été nommée responsable.", {"je": 1, "passive": 0}),
    ("Je préparais la rencontre.", {"je": 1, "imperfect": 1, "conditional": 0}),
    ("Je rencontrais le maire le jeudi.", {"je": 1, "imperfect": 1, "conditional": 0}),
    ("Je rencontrerais le maire.", {"je": 1, "conditional": 1, "imperfect": 0}),
    ("J'appellerai la semaine prochaine.", {"je": 1, "future": 1}),
    ("les plaintes sont rares", {"third": 1, "present": 1, "past": 0}),
]

MODALITIES = [
    ("J'ai appelé la mairie.", "done"),
    ("En 2019, je travaillais toujours au port et le bail arrivait à sa fin.", "done"),
    ("Rencontré le maire le 12 mars.", "done"),
    ("Le lendemain, je l'appelle et elle accepte.", "done"),
    ("On voyait bien que dans dix ans les soins allaient nous tomber dessus.", "done"),
    ("J'ai dit que je reviendrais.", "done"),
    ("En général, j'appelle le client le matin.", "habitual"),
    ("Chaque fois que quelqu'un arrive, je me présente.", "habitual"),
    ("Je passe toujours par la réceptionniste.", "habitual"),
    ("Quand un client se plaint, je l'écoute jusqu'au bout.", "habitual"),
    ("Souvent, les gens sont surpris qu'on les rappelle.", "habitual"),
    ("Je ferais d'abord le tour des équipes.", "hypothetical"),
    ("Si j'étais à sa place, je lui dirais la vérité.", "hypothetical"),
    ("Si la faute venait de chez nous, je referais la fournée.", "hypothetical"),
    ("Il faudrait un budget.", "hypothetical"),
    ("Je vais rencontrer les partenaires en janvier.", "hypothetical"),
    ("Demanderais quels appareils sont branchés.", "hypothetical"),
    ("Je rencontrerai les maires.", "hypothetical"),
    ("Il faut écouter les gens.", "general"),
    ("Un bon partenaire est quelqu'un qui rappelle.", "general"),
    ("Je sais développer un vaste réseau stratégique.", "general"),
    ("Je suis capable d'animer une table de concertation.", "general"),
    ("Je possède une grande capacité d'écoute.", "general"),
]


def facts(text):
    (sentence,) = read_answer(Answer("a", text)).sentences
    return sentence.facts


@pytest.mark.parametrize(("text", "expected"), PERSONS)
def test_persons_and_tenses(text, expected):
    found = facts(text)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(("text", "expected"), MODALITIES)
def test_modality(text, expected):
    assert facts(text).modality == expected


@pytest.mark.parametrize("text", [text for text, expected in MODALITIES if expected == "done"][:3])
def test_what_was_done_is_still_done_without_accents(text):
    bare = text.translate(str.maketrans("éèàêôû", "eeaeou"))
    assert facts(bare).modality == "done"
