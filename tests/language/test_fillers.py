"""Fillers: what a transcript keeps of a silence neither is a sentence nor changes what one means."""

import pytest

from assessor.concepts import encode_answers
from assessor.domain.answer import Answer
from assessor.encoder import sentence_encoder
from assessor.language import read_answer, without_fillers
from assessor.language.fillers import only_fillers

WRITTEN = "J'ai appelé la mairie, puis j'ai obtenu la clé."


@pytest.mark.parametrize(
    "said",
    [
        "Euh, j'ai appelé la mairie, puis j'ai obtenu la clé.",
        "Bon… J'ai appelé la mairie, euh, puis j'ai obtenu la clé.",
        "Comment dire… j'ai appelé la mairie, puis, tu vois, j'ai obtenu la clé, voilà.",
    ],
)
def test_what_is_said_with_fillers_means_what_is_written_without(said):
    plain, spoken = encode_answers([read_answer(Answer("é", WRITTEN)), read_answer(Answer("o", said))])
    assert len(plain.vectors) == len(spoken.vectors) == 1
    assert float(plain.vectors[0] @ spoken.vectors[0]) > 0.995
    sentence = spoken.read.sentences[0]
    assert (sentence.start, said[sentence.start : sentence.end]) == (0, said)


@pytest.mark.parametrize(
    "meant",
    [
        "C'était un bon voisin.",
        "Le maire a enfin signé.",
        "Voilà le registre que j'ai tenu.",
        "Disons-le : j'ai eu tort.",
        "Un genre de réseau, bon pour tous.",
        "Ben Aïcha, la directrice, m'a reçue.",
    ],
)
def test_the_same_words_stay_where_they_mean_something(meant):
    assert without_fillers(meant) == meant and not only_fillers(meant)


def test_a_filler_alone_stays_a_sentence_at_the_end_or_on_its_line():
    assert [sentence.clean for sentence in read_answer(Answer("f", "J'ai signé. Voilà.\nEuh…\nJ'ai payé.")).sentences] == [
        "J'ai signé.",
        "Voilà.",
        "Euh…",
        "J'ai payé.",
    ]
    assert without_fillers("Euh…") == "Euh…"
    assert len(sentence_encoder().encode([without_fillers("Euh…")])) == 1
