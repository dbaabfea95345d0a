"""A sentence in its context as numbers: what each switch adds, and what the text beside it changes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import encoded

from assessor.concepts import FeatureSet, encode_answers, sentence_matrix
from assessor.concepts.features import PARTS, answer_vector, story_vector
from assessor.domain.answer import Answer
from assessor.encoder import DIMENSION, SentenceEncoder, sentence_encoder
from assessor.language import fact_vector, read_answer
from assessor.paths import encoder_root

PLACES = 8
# Most of them of equally many pieces, some not.
SENTENCES = [
    f"{who} a {what} le {day} mai." for who in ("Elle", "Il", "Awa") for what in ("dit oui", "souri", "téléphoné") for day in range(10, 20)
]


@pytest.mark.parametrize(
    ("switches", "width"),
    [
        ({}, 6 * 4 + 5 * 3 + PLACES),
        ({"encoder": False}, 5 * 3 + PLACES),
        ({"facts": False}, 6 * 4 + PLACES),
        ({"context": False}, 4 + 3),
        ({"context": False, "facts": False}, 4),
        ({"encoder": False, "facts": False}, PLACES),
        ({"encoder": False, "facts": False, "context": False}, 0),
    ],
)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_switch_takes_its_columns_away(switches, width, count):
    assert sentence_matrix(encoded(count), FeatureSet(**switches)).shape == (count, width)


def test_a_sentence_sees_itself_its_neighbours_and_the_whole():
    answer = encoded(3)
    matrix = sentence_matrix(answer, FeatureSet(facts=False))
    own, before, after, whole, shared, so_far = (matrix[:, PLACES + 4 * block : PLACES + 4 * (block + 1)] for block in range(6))
    assert np.allclose(own, answer.vectors)
    assert np.allclose(before[1], answer.vectors[0]) and np.allclose(after[1], answer.vectors[2])
    assert not before[0].any() and not after[-1].any()
    assert np.allclose(whole, answer.vectors.mean(axis=0))
    assert np.allclose(shared, own * whole)
    assert np.allclose(so_far[1], answer.vectors[:2].mean(axis=0)) and np.allclose(so_far[-1], whole[-1])


def test_a_sentence_knows_where_it_stands():
    places = sentence_matrix(encoded(3), FeatureSet(encoder=False, facts=False))
    assert np.allclose(places[:, :4], [[0, 0, 1, 0], [0.5, 0.25, 0, 0], [1, 1, 0, 1]])
    assert np.allclose(places[:, 4:6], [[0, 0.2], [0.1, 0.1], [0.2, 0]])


def test_facts_are_counted_up_to_the_sentence():
    answer = encoded(4)
    so_far = sentence_matrix(answer, FeatureSet(encoder=False))[:, -3:]
    present = answer.facts.sum(axis=0) > 0
    assert np.allclose(so_far[-1, present], 1)
    assert np.all(np.diff(so_far, axis=0) >= 0) or (answer.facts < 0).any()


def test_an_answer_is_the_mean_of_its_sentences():
    answer = encoded(4)
    assert np.allclose(answer_vector(answer), np.concatenate([answer.vectors.mean(axis=0), answer.facts.mean(axis=0)]))
    assert answer_vector(answer, FeatureSet(encoder=False)).shape == (3,)
    assert answer_vector(answer, FeatureSet(encoder=False, facts=False)).shape == (0,)


def test_a_story_knows_its_beginning_from_its_end():
    answer = encoded(9)
    backwards = replace(answer, vectors=answer.vectors[::-1], facts=answer.facts[::-1])
    assert np.allclose(answer_vector(answer), answer_vector(backwards))
    told, reversed_ = (story_vector(one).reshape(PARTS, -1) for one in (answer, backwards))
    assert not np.allclose(told, reversed_)
    assert np.allclose(told, reversed_[::-1])


def test_a_sentence_by_itself_is_the_whole_story():
    answer = encoded(1)
    assert np.allclose(story_vector(answer).reshape(PARTS, -1), np.hstack([answer.vectors, answer.facts]))


def test_without_context_a_story_is_its_mean():
    answer, features = encoded(4), FeatureSet(context=False)
    assert np.array_equal(story_vector(answer, features), answer_vector(answer, features))


@given(st.integers(1, 60), st.floats(-5, 5))
def test_each_part_of_a_story_lies_between_its_sentences(count, value):
    answer = encoded(count)
    told = story_vector(answer, FeatureSet(facts=False)).reshape(PARTS, -1)
    assert (told <= answer.vectors.max(axis=0) + 1e-9).all()
    assert (told >= answer.vectors.min(axis=0) - 1e-9).all()
    constant = replace(answer, vectors=np.full_like(answer.vectors, value))
    assert np.allclose(story_vector(constant, FeatureSet(facts=False)), value)


def test_an_answer_without_a_sentence_has_the_same_columns():
    empty, full = encode_answers([read_answer(Answer("0", "…")), read_answer(Answer("1", "J'ai appelé la mairie."))])
    assert len(empty.vectors) == 0
    assert len(sentence_matrix(empty)) == 0
    assert answer_vector(empty).shape == answer_vector(full).shape
    assert np.isfinite(answer_vector(empty)).all()
    assert story_vector(empty).shape == story_vector(full).shape
    assert not story_vector(empty).any()


def test_sentences_of_many_answers_go_back_to_their_own():
    texts = ["J'ai appelé la mairie. Elle a dit oui.", "Nous étions trois.", "Il pleuvait. Je suis parti. Il neigeait."]
    read = [read_answer(Answer(str(number), text)) for number, text in enumerate(texts)]
    together = encode_answers(read)
    for one, alone in zip(together, (encode_answers([answer])[0] for answer in read), strict=True):
        assert np.array_equal(one.vectors, alone.vectors)
        assert np.array_equal(one.facts, alone.facts)
        assert one.vectors.shape == (len(one.read.sentences), DIMENSION)
    assert np.array_equal(together[0].facts[1], fact_vector(read[0].sentences[1]))


@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=60))
@settings(max_examples=5, deadline=None)
def test_sentences_of_a_length_are_computed_together_and_have_the_bytes_that_each_has_alone(sentences):
    forgetful = SentenceEncoder(encoder_root(), cache_size=0)
    for kind in (forgetful.encode, lambda texts: np.hstack(forgetful.read(texts))):
        together = kind(sentences)
        assert np.array_equal(together, np.vstack([kind([sentence]) for sentence in sentences]))


def test_vectors_have_length_one_and_do_not_depend_on_company():
    encoder = sentence_encoder()
    alone = encoder.encode(["J'ai appelé la mairie."])
    beside = encoder.encode(["Bonjour.", "J'ai appelé la mairie.", "", "x " * 900, "lone \ud83d surrogate", "J'ai appelé la mairie."])
    assert np.array_equal(alone[0], beside[1])
    assert np.array_equal(beside[1], beside[5])
    assert np.allclose(np.linalg.norm(beside, axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, DIMENSION)
