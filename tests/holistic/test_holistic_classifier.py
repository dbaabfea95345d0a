"""A level for a whole answer: from what it says, in French and in English, and from nothing else."""

import pickle

import numpy as np
import pandas as pd
import pytest
from made_answers import made
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.utils import estimator_checks as checks

from assessor.holistic import AnswerFeatures, HolisticClassifier

TRAIN, TEST = 80, 60
# Those of scikit-learn's checks that feed no numbers.
CHECKS = (
    checks.check_do_not_raise_errors_in_init_or_set_params,
    checks.check_estimator_repr,
    checks.check_estimator_tags_renamed,
    checks.check_get_params_invariance,
    checks.check_mixin_order,
    checks.check_no_attributes_set_in_init,
    checks.check_parameters_default_constructible,
    checks.check_set_params,
    checks.check_valid_tag_types,
)


def qwk(truth, guess):
    return cohen_kappa_score(truth, guess, weights="quadratic", labels=[0, 1, 2, 3])


@pytest.fixture(scope="module", params=["fr", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def french():
    texts, levels = made(TRAIN)
    return texts, levels, HolisticClassifier().fit(texts, levels)


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@checks.parametrize_with_checks([HolisticClassifier(), AnswerFeatures()])
def test_it_passes_the_checks_of_scikit_learn(estimator, check):
    check(estimator)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("estimator", [HolisticClassifier(), AnswerFeatures()], ids=lambda one: type(one).__name__)
def test_it_passes_the_checks_that_need_no_numbers(estimator, check):
    check(type(estimator).__name__, estimator)


def test_levels_are_found_by_what_is_told(language):
    texts, levels = made(TRAIN, language)
    unseen, truth = made(TEST, language, seed=1)
    assert not set(texts) & set(unseen)
    assert qwk(truth, HolisticClassifier().fit(texts, levels).predict(unseen)) > 0.85


def test_nothing_is_found_where_levels_are_drawn_by_lot():
    texts, levels = made(TRAIN)
    unseen, truth = made(TEST, seed=1)
    random = np.random.default_rng(3)
    guess = HolisticClassifier().fit(texts, random.permutation(levels)).predict(unseen)
    assert abs(qwk(random.permutation(truth), guess)) < 0.3


def test_probabilities_follow_the_levels(french):
    _, _, classifier = french
    unseen, truth = made(TEST, seed=1)
    probabilities = classifier.predict_proba(unseen)
    assert probabilities.shape == (TEST, 4)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert probabilities.min() >= 0
    assert probabilities[np.arange(TEST), truth].mean() > 0.5
    np.testing.assert_allclose(classifier.predict_expected(unseen), probabilities @ np.arange(4))


def test_the_same_bytes_come_out_whatever_the_number_of_processes(french):
    texts, levels, classifier = french
    again = HolisticClassifier(jobs=2).fit(texts, levels).set_params(jobs=1)
    assert pickle.dumps(again) == pickle.dumps(classifier)
    unseen, _ = made(TEST, seed=1)
    assert again.predict_proba(unseen).tobytes() == classifier.predict_proba(unseen).tobytes()
    other = HolisticClassifier(random_state=1).fit(texts, levels)
    assert other.predict_proba(unseen).tobytes() != classifier.predict_proba(unseen).tobytes()


def test_a_pickled_classifier_says_the_same(french):
    unseen, _ = made(8, seed=2)
    restored = pickle.loads(pickle.dumps(french[2]))
    assert restored.predict_proba(unseen).tobytes() == french[2].predict_proba(unseen).tobytes()


def test_an_answer_is_judged_alone(french):
    unseen, _ = made(8, seed=2)
    together = french[2].predict_proba(unseen)
    np.testing.assert_allclose([french[2].predict_proba([text])[0] for text in unseen], together, atol=1e-5)


@pytest.mark.parametrize("form", [tuple, np.array, pd.Series, lambda texts: np.array(texts, dtype=object)[:, None]])
def test_texts_come_in_any_form(french, form):
    unseen, _ = made(8, seed=2)
    assert french[2].predict(form(unseen)).tolist() == french[2].predict(unseen).tolist()


def test_weights_decide_between_labels_that_contradict_each_other():
    texts, levels = made(40)
    both = texts + texts
    contradicting = np.concatenate([levels, 3 - levels])
    for heavy, expected in ((0, levels), (1, 3 - levels)):
        weight = np.where(np.arange(80) // 40 == heavy, 1.0, 0.01)
        assert qwk(expected, HolisticClassifier().fit(both, contradicting, weight).predict(texts)) > 0.8


def test_a_weight_of_zero_leaves_an_answer_out():
    texts, levels = made(40)
    weight = np.repeat([1.0, 0.0], [30, 10])
    without = HolisticClassifier().fit(texts[:30], levels[:30])
    assert pickle.dumps(HolisticClassifier().fit(texts, levels, weight)) == pickle.dumps(without)


def test_levels_are_those_of_the_scale_and_not_of_the_sample():
    texts, levels = made(40)
    sample = levels != 2
    classifier = HolisticClassifier(levels=[0, 1, 2, 3, 4]).fit(
        [text for text, kept in zip(texts, sample, strict=True) if kept], levels[sample]
    )
    assert classifier.classes_.tolist() == [0, 1, 2, 3, 4]
    probabilities = classifier.predict_proba(texts)
    assert probabilities.shape == (40, 5)
    assert not probabilities[:, [2, 4]].any()
    assert set(classifier.predict(texts)) == {0, 1, 3}


def test_labels_keep_their_numbers_even_with_gaps():
    texts, levels = made(40)
    numbers = np.array([0, 4, 5, 7])[levels]
    classifier = HolisticClassifier().fit(texts, numbers)
    assert classifier.classes_.tolist() == [0, 4, 5, 7]
    assert classifier.score(texts, numbers) > 0.8


def test_two_levels_and_four_answers_are_enough_to_fit():
    texts, labels = ["J'ai appelé.", "Rien.", "J'ai appelé deux fois.", "Rien du tout."], [1, 0, 1, 0]
    assert HolisticClassifier().fit(texts, labels).predict(texts).tolist() == labels


def test_many_answers_are_compared_to_a_sample_of_them():
    texts, levels = made(TRAIN)
    unseen, truth = made(TEST, seed=1)
    classifier = HolisticClassifier(landmarks=30).fit(texts, levels)
    assert len(classifier.decision_.head.coef_) == 3
    assert qwk(truth, classifier.predict(unseen)) > 0.7


@pytest.mark.parametrize(
    ("texts", "labels", "message"),
    [
        ("J'ai appelé.", [1], "one string"),
        ([], [], "no text"),
        (["a", None], [0, 1], r"X\[1\] is of type NoneType"),
        (["a", "  "], [0, 1], r"X\[1\] is an empty text"),
        (np.array([["a", "b"]]), [0], "shape"),
        (["a", "b"], [0, 1, 2], "one level for each"),
        (["a", "b"], [0, 1.5], r"whole numbers.*1\.5"),
        (["a", "b"], ["bas", "haut"], "whole numbers.*bas"),
        (["a", "b"], [1, 1], "at least 2 classes"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(texts, labels, message):
    with pytest.raises(ValueError, match=message):
        HolisticClassifier().fit(texts, labels)


def test_a_label_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match=r"y holds \[9\]"):
        HolisticClassifier(levels=[0, 1]).fit(["a", "b"], [0, 9])


def test_weights_are_checked():
    for weight in ([1.0], [1.0, -1.0], [1.0, 0.0]):
        with pytest.raises(ValueError):
            HolisticClassifier().fit(["un", "deux"], [0, 1], weight)


def test_nothing_is_said_before_a_fit():
    with pytest.raises(NotFittedError):
        HolisticClassifier().predict(["J'ai appelé."])


def test_it_is_searched_over_in_a_pipeline_by_several_processes():
    texts, levels = made(24)
    pipeline = Pipeline([("level", HolisticClassifier())])
    search = GridSearchCV(clone(pipeline), {"level__landmarks": [8, 2500]}, cv=2, n_jobs=2).fit(texts, levels)
    assert set(search.cv_results_["mean_test_score"]) != {np.nan}
    assert "HolisticClassifier" in search.best_estimator_._repr_html_()
    assert clone(search.best_estimator_["level"]).get_params() == search.best_estimator_["level"].get_params()
