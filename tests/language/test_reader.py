"""From any text to sentences with facts."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.domain.answer import Answer
from assessor.language import FACT_NAMES, fact_vector, read_answer, read_answers, summary

STORY = """En mars 2019, j\u2019ai appelé Mme Roy, de l\u2019association des pêcheurs : je ne connaissais personne au port.
Elle m\u2019a donné le nom de deux mareyeurs. Pendant trois ans, je leur ai écrit chaque mois.
- rencontré le syndicat le 6 novembre
- signé une entente de deux ans
Depuis, les pertes ont baissé de 40 %. Mon équipe était contente, les clients aussi."""

pieces = st.sampled_from(
    [
        "J'ai appelé ",
        "le maire. ",
        "\n- ",
        "pis ",
        "é\u0301",
        "\u200b",
        "\x00",
        "\ud83d",
        "😀",
        "شكرا ",
        "Mme ",
        "12 % ",
        "\u00a0",
        "« ",
        "» ",
        "\r\n",
        "?! ",
    ]
)
any_text = st.one_of(st.text(st.characters(), max_size=200), st.lists(pieces, max_size=40).map("".join))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_text)
def test_sentences_are_ordered_do_not_overlap_and_point_into_the_text(text):
    read = read_answer(Answer("a", text))
    reached = 0
    for sentence in read.sentences:
        quoted = text[sentence.start : sentence.end]
        assert reached <= sentence.start < sentence.end <= len(text)
        assert quoted == quoted.strip() != ""
        assert sentence.clean and len(fact_vector(sentence)) == len(FACT_NAMES)
        assert all(sentence.start <= party.start < party.end <= sentence.end for party in sentence.facts.parties)
        reached = sentence.end
    assert read == read_answer(Answer("a", text))


@settings(max_examples=15, deadline=None)
@given(st.lists(any_text, max_size=6), st.integers(1, 5))
def test_reading_many_is_reading_each(texts, batch_size):
    answers = [Answer(str(at), text) for at, text in enumerate([*texts, STORY])]
    assert read_answers(answers, batch_size=batch_size) == [read_answer(answer) for answer in answers]


def test_a_story_gives_its_facts():
    facts = summary(read_answer(Answer("a", STORY)))
    assert facts["sentences"] == 7
    assert facts["first_person_share"] == 1.0
    assert facts["months"] == 36.0
    assert facts["outside_parties"] >= 3
    assert (facts["team_mentions"], facts["client_mentions"], facts["hypothetical_share"]) == (1, 1, 0)
    assert facts["dates"] == 2 and facts["past_share"] > 0.9


def test_lexicon_of_a_sentence_is_sorted_and_counted():
    found = read_answer(Answer("a", "J'ai appelé le maire, puis rappelé le préfet, et j'ai signé une entente.")).sentences[0].facts.lexicon
    assert dict(found)["contact_made"] == 2 and "agreement" in dict(found)
    assert list(found) == sorted(found)


def test_nous_and_passive_leave_no_first_person():
    facts = summary(read_answer(Answer("a", "Nous avons rencontré la mairie. On a signé. Le plan a été adopté.")))
    assert (facts["first_person_share"], facts["nous_share"], facts["passive_share"]) == (0.0, 0.6667, 0.3333)


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u200c", "---\n***", "😀", "\ud800", "\x00"])
def test_nothing_to_read_gives_no_sentence_and_zero_facts(text):
    read = read_answer(Answer("a", text))
    assert read.sentences == () and read.language == "?"
    assert set(summary(read).values()) == {0.0}


def test_facts_of_an_answer_keep_their_order_and_are_rounded():
    empty, full = summary(read_answer(Answer("a", ""))), summary(read_answer(Answer("a", STORY)))
    assert list(empty) == list(full)
    assert all(value == round(value, 4) for value in full.values())


@pytest.mark.parametrize("text", ["J'ai appelé le maire et je lui ai parlé. " * 5000, "a" * 200_000, "é\u0301 " * 60_000, "(«" * 100_000])
def test_two_hundred_thousand_characters_take_seconds(text):
    start = time.process_time()
    read_answer(Answer("a", text[:200_000]))
    assert time.process_time() - start < 20
