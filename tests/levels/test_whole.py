"""What an answer as a whole says of its level: two opinions, of the story and of its words, pooled."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.levels.whole import WholeClassifier, enough_for_machine, fit_whole

WORDS = ("Je sers le client au comptoir.", "Je garde le lien avec la mairie.", "Je bâtis un réseau pour dans cinq ans.")


class Opinion:
    """Somebody who has made up their mind."""

    classes_ = np.arange(3)
    multilabel_ = True

    def __init__(self, said):
        self.said = np.asarray(said, dtype=float)

    def __getitem__(self, step):
        return self  # as the last step of a pipeline

    def predict_proba(self, answers):
        return np.tile(self.said, (len(answers), 1))


def pool(story, words, several=False):
    return WholeClassifier(Opinion(story), Opinion(words), several).predict_proba(np.zeros((1, 2)), [""])[0]


def corpus(count=90, seed=0):
    chance = np.random.default_rng(seed)
    labels = np.arange(count) % 3
    stories = chance.normal(size=(count, 12)) + labels[:, None] * np.linspace(-1, 1, 12)
    texts = np.array([f"{WORDS[label]} {WORDS[chance.integers(3)]}" for label in labels], dtype=object)
    return stories, texts, labels


shares = st.lists(st.floats(0.001, 1), min_size=3, max_size=3).map(lambda parts: np.array(parts) / sum(parts))


@given(shares, shares)
def test_a_pool_of_two_opinions_is_a_probability_and_respects_agreement(story, words):
    pooled = pool(story, words)
    assert pooled.sum() == pytest.approx(1)
    assert (pooled >= 0).all()
    if story.argmax() == words.argmax():
        assert pooled.argmax() == words.argmax()


@given(shares)
def test_an_opinion_without_a_preference_changes_no_order(words):
    assert pool([1 / 3] * 3, words) == pytest.approx(words, abs=1e-9)


def test_what_either_holds_for_impossible_stays_hardly_possible():
    assert pool([0.5, 0.5, 0], [0.1, 0.1, 0.8])[2] < 0.02


def test_what_a_checklist_asks_is_judged_item_by_item():
    both = pool([0.9, 0.9, 0.1], [0.9, 0.2, 0.1], several=True)
    assert both[0] > 0.9
    assert 0.2 < both[1] < 0.5, "the words count more"
    assert both[2] < 0.1
    assert pool([0.5] * 3, [0.5] * 3, several=True) == pytest.approx([0.5] * 3)


@pytest.mark.parametrize("machine", [True, False])
def test_levels_are_learnt_from_story_and_words(machine):
    stories, texts, labels = corpus()
    fitted = fit_whole(stories[30:], texts[30:], labels[30:], machine)
    assert (fitted.predict_proba(stories[:30], texts[:30]).argmax(axis=1) == labels[:30]).mean() > 0.9


@pytest.mark.parametrize("machine", [True, False])
def test_demonstrations_are_learnt_one_by_one(machine):
    stories, texts, labels = corpus()
    shown = np.stack([labels >= 1, labels == 2, labels == 0], axis=1).astype(int)
    fitted = fit_whole(stories[30:], texts[30:], shown[30:], machine)
    found = fitted.predict_proba(stories[:30], texts[:30])
    assert found.shape == (30, 3)
    assert ((found > 0.5) == shown[:30]).mean() > 0.85


@pytest.mark.parametrize("machine", [True, False])
def test_a_checklist_of_one_demonstration_has_one_probability(machine):
    stories, texts, labels = corpus()
    found = fit_whole(stories, texts, (labels > 0).astype(int)[:, None], machine).predict_proba(stories[:30], texts[:30])
    assert found.shape == (30, 1)
    assert ((found[:, 0] > 0.5) == (labels[:30] > 0)).mean() > 0.85


def test_what_is_written_to_disk_says_the_same_and_weighs_less():
    stories, texts, labels = corpus()
    stories = np.tile(stories, 100)
    fitted = fit_whole(stories, texts, labels, machine=True)
    written = pickle.dumps(fitted)
    read = pickle.loads(written)
    assert np.array_equal(read.predict_proba(stories, texts), fitted.predict_proba(stories, texts))
    again = pickle.dumps(read)
    assert pickle.dumps(pickle.loads(again)) == again, "what was read once is written the same"
    machine = fitted.story[-1]
    assert len(pickle.dumps(machine)) < machine.support_vectors_.nbytes / 3


@pytest.mark.parametrize(
    ("labels", "enough"),
    [
        ([0, 1] * 20, True),
        ([0] * 21 + [1] * 19, False),
        ([0] * 50, False),
        ([], False),
        (np.array([[0, 1], [1, 0]] * 20), True),
        (np.array([[0, 1], [1, 1]] * 20), False),
    ],
)
def test_a_machine_is_only_for_labels_that_are_all_frequent(labels, enough):
    assert enough_for_machine(labels) is enough


def test_a_label_too_rare_in_one_part_of_the_corpus_is_learnt_without_the_machine():
    stories, texts, labels = corpus(60)
    kept = np.flatnonzero((labels != 2) | (np.arange(60) < 9))
    fitted = fit_whole(stories[kept], texts[kept], labels[kept], machine=True)
    assert fitted.predict_proba(stories, texts).shape == (60, 3)
