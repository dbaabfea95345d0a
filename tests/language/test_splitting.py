"""Sentences as a reader would mark them: « | » stands where one ends."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.language.normalise import normalise
from assessor.language.splitting import sentence_spans

MARKED = [
    "J'ai écrit à M. Roy.|Il a répondu le soir même.",
    "Mme Bâ et le Dr. Kone sont venus au no. 12 du boul. Laurier.|C'était long.",
    "Les pertes ont baissé de 4.5 à 3.2 points.|Depuis, rien.",
    "Voir www.ville.qc.ca ou écrire à j.roy@ville.qc.ca pour le plan.|Merci.",
    "J. P. Tremblay m'a reçue.|A. Diop aussi.",
    "On a acheté des clous, des planches, etc. pour la scène.|Le soir, on jouait.",
    "On a acheté des clous, des planches, etc.|Le soir, on jouait.",
    "J'ai attendu... et elle a rappelé.|J'ai noté la date.",
    "Pourquoi moi ?|Parce que je connaissais le port !|C'est tout.",
    "Il a dit « on verra ».|Je suis repartie.",
    "Elle a crié « quoi ? » et elle a ri.|Puis elle a signé.",
]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize("marked", MARKED)
def test_punctuated_prose(marked):
    assert cut(marked.replace("|", " ")) == marked.split("|")


def test_a_full_stop_ends_a_sentence_even_without_capitals():
    assert cut("jai appele le centre. la dame a repondu.") == ["jai appele le centre.", "la dame a repondu."]


def test_each_bullet_and_each_note_line_is_a_sentence():
    notes = "Contexte : labo, Sfax\n- appelé le centre\n• rencontré le maire\n2) rapport remis\nrésultat : 40 % de moins"
    assert cut(notes) == ["Contexte : labo, Sfax", "appelé le centre", "rencontré le maire", "rapport remis", "résultat : 40 % de moins"]


def test_items_on_one_line_are_sentences_and_asides_are_not():
    assert cut("- appelé le centre - vu le maire - signé") == ["appelé le centre", "vu le maire", "signé"]
    assert len(cut("Ma collègue - une ancienne du port - m'a donné son nom.")) == 1


def test_an_unknown_abbreviation_before_a_small_letter_ends_nothing_where_capitals_are_used():
    assert cut("Vu le resp. info. du port. Il a dit oui. Je l'ai noté.") == ["Vu le resp. info. du port.", "Il a dit oui.", "Je l'ai noté."]


def test_wrapped_lines_of_a_pasted_mail_are_joined():
    wrapped = (
        "Au printemps dernier, j'ai appelé la responsable du port de pêche,\n"
        "une femme que je ne connaissais pas, pour savoir comment elle avait\n"
        "réglé la question des filets perdus. Elle m'a reçue le lendemain et\n"
        "m'a donné trois noms."
    )
    assert [" ".join(sentence.split()[:3]) for sentence in cut(wrapped)] == ["Au printemps dernier,", "Elle m'a reçue"]


def test_a_line_that_stops_in_the_middle_goes_on():
    assert cut("j'ai appelé la\nmairie de Sorel") == ["j'ai appelé la\nmairie de Sorel"]


def test_a_table_and_a_rule_do_not_crash():
    assert cut("Poste\tAnnées\n------\nComptable\t2012-2016\n\n***\nDirectrice\t2016-2020".replace("\t", " ")) == [
        "Poste Années",
        "Comptable 2012-2016",
        "Directrice 2016-2020",
    ]


def test_dictated_speech_is_cut_where_a_new_subject_begins():
    said = (
        "bon ben moi je travaillais au centre jeunesse de Tracadie pis on avait un gros problème avec le transport des familles "
        "fait que j'ai appelé le gars des autobus que je connaissais pas pantoute du coup il m'a invité à sa réunion du mardi "
        "et puis j'ai apporté mes chiffres mais sa patronne trouvait que ça coûtait trop cher"
    )
    pieces = cut(said)
    assert " ".join(pieces) == said
    assert any(piece.startswith("fait que j'ai appelé") for piece in pieces) and any(piece.startswith("du coup il") for piece in pieces)
    assert all(4 <= len(piece.split()) <= 30 for piece in pieces)


def test_a_long_written_sentence_stays_whole():
    written = (
        "Comme la convention arrivait à son terme, et que personne, ni chez nous, ni à la préfecture, ne semblait s'en soucier, "
        "j'ai proposé à Mme Lemaire, qui dirigeait alors le service des eaux, une rencontre de deux heures, au calme, loin des bureaux."
    )
    assert cut(written) == [written]


def test_what_no_rule_can_cut_is_cut_at_last():
    assert max(map(len, cut("a" * 20_000))) <= 4000


@given(
    st.lists(
        st.sampled_from(
            ["j'ai", "pis", "fait que", "Mme", "Roy", ".", "?", "\n", "- ", "«", "»", "(", ")", "12", "...", "et", ",", "le maire"]
        ),
        max_size=120,
    )
)
def test_no_word_is_lost_whatever_the_mixture(pieces):
    text = normalise(" ".join(pieces)).text
    spans = sentence_spans(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert sum(map(str.isalpha, kept)) == sum(map(str.isalpha, text))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
