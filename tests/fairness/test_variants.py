"""The same acts told by someone else: what changes in the text, and what must not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.answer import Answer
from assessor.fairness.exchange import exchange_names, exchange_places
from assessor.fairness.lexicon_files import lexicon
from assessor.fairness.speaker import swap_gender
from assessor.fairness.variants import VARIANTS, variants, with_fillers, with_small_talk, with_typos

ANSWER = (
    "Je suis allée à Rimouski en mai 2021. J'étais alors technicienne au port, et Karim m'a présentée à la directrice de la caisse.\n\n"
    "J'ai proposé à Estelle un échange de données ; d'autres ont suivi, dont l'idée d'Ousmane.\n\nLe projet tient encore."
)


@pytest.mark.parametrize(
    ("told", "swapped"),
    [
        ("Je suis allée la voir.", "Je suis allé la voir."),
        ("Je suis alors retourné au dépôt.", "Je suis alors retournée au dépôt."),
        ("J'étais une conseillère débutante.", "J'étais un conseiller débutante."),
        ("J’ai été nommé chef.", "J’ai été nommée chef."),
        ("Je me suis rendue à Namur, comme inspectrice.", "Je me suis rendu à Namur, comme inspecteur."),
        ("Infirmier ? Non : j'étais ambulancier.", "Infirmier ? Non : j'étais ambulancière."),
    ],
)
def test_what_is_said_of_the_speaker_changes_gender(told, swapped):
    assert swap_gender(told) == swapped


@pytest.mark.parametrize(
    "told",
    [
        "La directrice est allée voir le technicien.",
        "J'ai commencé par appeler la nouvelle conseillère.",
        "Je me suis fixé un but et je me suis demandé comment l'atteindre.",
        "Je suis bien, je suis hier, je suis dans le quartier.",
        "Il m'a dit que j'étais la bienvenue au café.",
    ],
)
def test_other_people_and_other_words_keep_their_form(told):
    assert swap_gender(told) == told


def test_names_change_origin_and_stay_one_person():
    text = "Karim connaît Estelle. J'ai écrit à Karim, pas à Karima ; l'avis d'Estelle et de Karim compte."
    exchanged = exchange_names(text)
    assert "Karima" in exchanged and not {"Karim", "Estelle"} & set(exchanged.replace(".", "").replace("'", " ").split())
    new = exchanged.split()[0]
    assert new not in lexicon("names")["maghreb"]["M"]
    assert exchanged.count(new) == 3


def test_elision_follows_the_new_name():
    for text in ("L'idée d'Ousmane a plu.", "L'idée de Karim a plu.", "Plus qu'Estelle, plus que Moussa."):
        for word in exchange_names(text).replace(",", "").replace(".", "").split():
            link, _, name = word.partition("'")
            if link in ("d", "qu"):
                assert name[0] in "AEIOUÉ"


def test_towns_move_to_another_region():
    moved = exchange_places("De Rimouski à Lomé, puis le retour à Rimouski.")
    assert "Rimouski" not in moved and "Lomé" not in moved
    assert exchange_places("La rivière coule.") == "La rivière coule."


def test_each_variant_changes_only_its_own():
    changed = variants(Answer("7", ANSWER))
    assert set(changed) == set(VARIANTS)
    assert {one.id for one in changed.values()} == {f"7:{name}" for name in VARIANTS}
    assert changed["accents"].text == "".join(c for c in unicodedata.normalize("NFD", ANSWER) if not unicodedata.combining(c))
    assert sorted(changed["order"].text.split("\n\n")) == sorted(ANSWER.split("\n\n"))
    assert ANSWER in with_small_talk(ANSWER)
    assert abs(len(changed["typos"].text) - len(ANSWER)) <= 0.04 * len(ANSWER)


def test_fillers_do_not_cut_abbreviations_or_lose_a_word():
    text = "M. Brou, le gérant, m'a rappelé. J'ai noté, relu, envoyé."
    spoken = with_fillers(text)
    assert "M. Brou" in spoken
    left = iter(spoken.replace(",", "").replace("…", "").split())
    assert all(word in left for word in text.replace(",", "").split())


def test_a_variant_that_changes_nothing_is_left_out():
    assert set(variants(Answer("1", "On a fini tard."))) == {"typos", "fillers", "small_talk"}


@given(st.text(max_size=200))
def test_any_text_has_the_same_variants_twice(text):
    first, second = variants(Answer("1", text)), variants(Answer("1", text))
    assert first == second
    assert all(one.text != text for one in first.values())


@given(st.text(alphabet="abcdé .,\n", max_size=120))
def test_typos_keep_first_letters_and_what_is_not_a_letter(text):
    def marks(one):
        return [character for character in one if not character.isalpha()]

    mistyped = with_typos(text)
    assert marks(mistyped) == marks(text)
    assert [word[0] for word in mistyped.split() if word[0].isalpha()] == [word[0] for word in text.split() if word[0].isalpha()]
