"""Copies and shared turns of phrase are found; stories that only have their theme in common are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_corpus import STORIES

from assessor.domain.example import Example
from assessor.rubric import read_scale
from assessor.training.repeats import copies, shared_openings, shared_phrases

HARBOUR = (
    "Au port de Matane, la glace bloquait six chalutiers depuis onze jours. J'ai téléphoné à Ghislaine Roy, de la Garde côtière, que je ne "
    "connaissais pas. Je lui ai envoyé nos relevés d'épaisseur et la liste des cargaisons de crevettes. Elle a détourné le brise-glace un "
    "mardi matin. Quatre bateaux sont sortis, deux avaient déjà perdu leur pêche."
)
HARBOUR_RETOLD = (
    "Six chalutiers étaient pris dans la glace à Matane, et cela durait depuis onze jours. Je ne connaissais personne à la Garde "
    "côtière : j'ai fini par joindre Ghislaine Roy. Elle a reçu de moi les cargaisons de crevettes et l'épaisseur que nous avions "
    "relevée. Le mardi, de bonne heure, son brise-glace a fait le détour. Pour deux bateaux la pêche était perdue ; les quatre autres ont "
    "pu sortir."
)
OTHER_HARBOUR = (
    "Le quai de Lamèque pourrissait et personne ne voulait payer la réparation. J'ai écrit à un ingénieur du ministère, trouvé dans un "
    "annuaire, pour qu'il vienne voir les pieux. Il a passé une journée sous la pluie avec nous. Son rapport a débloqué la moitié de la "
    "somme. Les pêcheurs de homard ont débarqué au même endroit l'été suivant."
)
RECITED = "Je sais développer un vaste réseau stratégique de partenaires et anticiper les enjeux complexes à long terme."
RECITED_TOO = "Développer un vaste réseau fait partie de mes forces : je vois venir à long terme les enjeux et je choisis mes partenaires."


def corpus(*texts: str, gate: str | None = None) -> list[Example]:
    return [Example(str(place), "arc-collaboration", text, level=0, meta={"gate": gate}) for place, text in enumerate((*texts, *STORIES))]


def found(*texts: str, gate: str | None = None) -> list[tuple[int, int, str]]:
    return [(one.first, one.second, one.kind) for one in copies(corpus(*texts, gate=gate), read_scale("arc-collaboration"))]


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        (HARBOUR, "same"),
        (HARBOUR.upper().replace(".", " !"), "same"),
        (HARBOUR.replace("mardi", "jeudi").replace("Ghislaine", "Nadine"), "near"),
        (HARBOUR.replace("é", "e").replace("bb", "b"), "near"),
        (HARBOUR_RETOLD, "retold"),
    ],
)
def test_a_copy_is_found(second: str, kind: str) -> None:
    assert found(HARBOUR, second) == [(0, 1, kind)]


def test_two_stories_of_the_same_world_are_not_copies() -> None:
    assert found(HARBOUR, OTHER_HARBOUR) == []


def test_recitations_are_alike_by_nature_until_they_are_copied() -> None:
    assert found(RECITED, RECITED_TOO) == [(0, 1, "retold")]
    assert found(RECITED, RECITED_TOO, gate="recited") == []
    assert found(RECITED, RECITED, gate="recited") == [(0, 1, "same")]


def test_texts_without_a_word_are_the_same_and_one_text_is_alone() -> None:
    scale = read_scale("arc-collaboration")
    blank = [replace(one, text="…") for one in corpus()[:2]]
    assert [(one.first, one.second) for one in copies(blank, scale)] == [(0, 1)]
    assert copies(blank[:1], scale) == []


def test_a_phrase_counts_from_seven_words_and_three_answers() -> None:
    phrase = "à la fin tout le monde était content"
    texts = [f"{name} raconte : {phrase}." for name in ("Awa", "Luc", "Zoé")]
    # « raconte » stands before it in all three, so that the phrase told is as long as what they share.
    assert shared_phrases(texts) == [(f"raconte {phrase}", (0, 1, 2))]
    assert shared_phrases(texts[:2]) == []
    assert shared_phrases([f"{name}, le monde était content pour nous." for name in ("Awa", "Luc", "Zoé")], length=8) == []


def test_two_phrases_of_the_same_answers_stay_two() -> None:
    first, second = "un deux trois quatre cinq six sept", "rouge bleu vert jaune noir blanc gris"
    texts = [f"{first} {name} {second}" for name in ("Awa", "Luc", "Zoé")]
    assert shared_phrases(texts) == [(first, (0, 1, 2)), (second, (0, 1, 2))]


def test_an_opening_counts_from_three_answers() -> None:
    texts = ["Dans le cadre de mon poste, j'ai ri.", "Dans le cadre, de rien.", "DANS LE CADRE DE quoi ?", "Dans le cadre du port."]
    assert shared_openings(texts) == [("dans le cadre de", (0, 1, 2))]
    assert shared_openings(texts[1:]) == []
