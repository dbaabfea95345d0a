"""STAR roles: each sentence in its place, and the order in which a story is told."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import Fixed, encoded

from assessor.concepts import EncodedAnswer, FeatureSet, RoleTagger
from assessor.concepts.roles import both_contexts, role_classifier, role_context, role_probabilities, sequence_classifier
from assessor.domain.assessment import ROLES


def tagger(probabilities: list[list[float]], sequence) -> RoleTagger:
    return RoleTagger(Fixed(np.array(probabilities), ROLES), sequence, FeatureSet())


def of_roles(answer: EncodedAnswer, roles: np.ndarray) -> EncodedAnswer:
    """The answer, to a reader that says this of its sentences' roles."""
    return replace(answer, opinion=replace(answer.opinion, roles=roles))


class Believes:
    """A second look that changes nothing."""

    classes_ = np.array(ROLES)

    def predict_proba(self, context: np.ndarray) -> np.ndarray:
        return np.exp(context[:, : len(ROLES)])


@pytest.fixture(scope="module")
def habits():
    """A second look that has learnt from stories told in order, each sentence seen for what it is, or hardly."""
    random = np.random.default_rng(3)
    contexts, roles = [], []
    for _ in range(200):
        story = "S" * random.integers(1, 3) + "T" + "A" * random.integers(2, 5) + "R" * random.integers(1, 3)
        sure = np.eye(5)[[ROLES.index(role) for role in story]]
        seen = random.dirichlet(np.ones(5), len(story))
        contexts.append(both_contexts(0.7 * sure + 0.3 * seen, encoded(len(story)), FeatureSet()))
        roles += list(story)
    return sequence_classifier().fit(np.concatenate(contexts), roles)


def test_a_second_look_that_believes_gives_each_sentence_its_likeliest_role():
    roles = tagger([[0.6, 0.1, 0.1, 0.1, 0.1], [0.1, 0.2, 0.5, 0.1, 0.1], [0.0, 0.1, 0.3, 0.6, 0.0]], Believes()).roles(encoded(3))
    assert roles == ("S", "A", "R")


def test_a_doubtful_sentence_among_acts_is_an_act(habits):
    act, doubtful = [0.02, 0.02, 0.92, 0.02, 0.02], [0.36, 0.05, 0.34, 0.24, 0.01]
    first = [0.9, 0.04, 0.02, 0.02, 0.02]
    assert tagger([first, act, doubtful, act, act], Believes()).roles(encoded(5))[2] == "S"
    assert tagger([first, act, doubtful, act, act], habits).roles(encoded(5))[2] == "A"


def test_of_two_opinions_the_one_that_was_right_before_is_followed():
    random = np.random.default_rng(5)
    right = np.eye(5)[random.integers(0, 5, 400)]
    told = [of_roles(encoded(4), 0.8 * part + 0.04) for part in np.split(right, 100)]
    contexts = [both_contexts(random.dirichlet(np.ones(5), 4), answer, FeatureSet()) for answer in told]
    second = sequence_classifier().fit(np.concatenate(contexts), np.array(ROLES)[right.argmax(axis=1)])
    situation, result = np.eye(5)[[0, 3]] * 0.8 + 0.04
    answer = of_roles(encoded(1), result[None])
    assert tagger([situation.tolist()], second).roles(answer) == ("R",)
    alone = RoleTagger(Fixed(situation[None], ROLES), second, FeatureSet(context=False))
    assert alone.roles(answer) != ("R",), "a model without context does not ask the reader of whole stories"


def test_where_opinions_say_nothing_the_facts_of_the_sentence_are_heard():
    random = np.random.default_rng(7)
    told = [encoded(4, seed=seed) for seed in range(100)]
    roles = np.concatenate([np.where(answer.facts[:, 1] > 0, "A", "S") for answer in told])
    contexts = [both_contexts(random.dirichlet(np.ones(5), 4), answer, FeatureSet()) for answer in told]
    second = sequence_classifier().fit(np.concatenate(contexts), roles)
    acting, standing = (replace(encoded(1), facts=np.array([[1.0, said, 1.0]])) for said in (1.0, 0.0))
    assert tagger([[0.2] * 5], second).roles(acting) == ("A",)
    assert tagger([[0.2] * 5], second).roles(standing) == ("S",)
    bare = [both_contexts(np.full((1, 5), 0.2), answer, FeatureSet(facts=False)) for answer in (acting, standing)]
    assert np.array_equal(*bare), "a model without facts does not hear them"


def test_spans_are_the_sentences_in_order():
    answer = encoded(3)
    spans = tagger([[0.2] * 5] * 3, Believes()).spans(answer)
    assert [(span.start, span.end) for span in spans] == [(one.start, one.end) for one in answer.read.sentences]


def test_nothing_read_is_no_roles():
    assert tagger([], Believes()).roles(encoded(0)) == ()


def test_a_role_no_example_has_is_never_given():
    random = np.random.default_rng(0)
    matrix, roles = random.normal(size=(40, 3)), ["S", "A"] * 20
    probabilities = role_probabilities(role_classifier().fit(matrix, roles), matrix)
    assert probabilities.shape == (40, 5)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert probabilities[:, [ROLES.index(role) for role in ("T", "R", "-")]].max() == 0


@given(st.integers(1, 9), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_context_holds_what_stands_before_and_after(count, seed):
    seen = np.random.default_rng(seed).dirichlet(np.ones(5), count)
    rows = role_context(seen)
    assert rows.shape == (count, 53) and np.isfinite(rows).all()
    before, after = rows[:, 5:10], rows[:, 15:20]
    assert np.allclose(before[1:], seen[:-1]) and not before[0].any()
    assert np.allclose(after[:-1], seen[1:]) and not after[-1].any()
    assert np.allclose(rows[:, 25:30], seen.mean(axis=0))
