"""The whole bottleneck keeps scikit-learn's promises, as far as they are about texts."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pytest
import tiny
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator

from assessor import LevelClassifier, assess, read_examples, read_scale
from assessor.errors import TrainingDataError
from assessor.research import encoding


@pytest.fixture(scope="module")
def corpus(own_folder):
    scale = read_scale(own_folder / "voisins")
    examples = read_examples(own_folder / "voisins" / "examples" / "a.jsonl", scale)
    return scale, examples, np.array([one.level for one in examples]), [one.meta["author"] for one in examples]


@pytest.fixture(scope="module")
def fitted(corpus):
    scale, examples, levels, _ = corpus
    return LevelClassifier(scale, folds=3).fit(examples, levels)


def test_it_says_what_it_is():
    estimator = LevelClassifier()
    tags = get_tags(estimator)
    assert is_classifier(estimator)
    assert tags.input_tags.string
    assert not tags.input_tags.two_d_array
    assert "LevelClassifier" in estimator._repr_html_()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Can't test estimator")
        check_estimator(estimator)


def test_cloning_and_parameters(own_folder):
    scale = read_scale(own_folder / "voisins")
    estimator = LevelClassifier(scale, alpha=1.0, features=("facts",), n_jobs=2)
    again = clone(estimator)
    assert again is not estimator
    assert again.get_params() == estimator.get_params()
    assert again.set_params(concept_C=0.1).concept_C == 0.1
    assert repr(LevelClassifier(alpha=7.0)) == "LevelClassifier(alpha=7.0)"


def test_nothing_is_said_before_the_fit():
    with pytest.raises(NotFittedError):
        LevelClassifier().predict(["Bonjour."])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"features": ("words",)}, "words"),
        ({"features": ("context",)}, "encoder"),
        ({"concept_C": 0}, "concept_C > 0"),
        ({"alpha": -1.0}, "alpha >= 0"),
        ({"folds": 2}, "folds >= 3"),
        ({"scale": "ceric-partenariats"}, "checklist"),
    ],
)
def test_settings_that_mean_nothing(wrong, said):
    with pytest.raises(ValueError, match=said):
        LevelClassifier(**wrong).fit(["Bonjour."], [1])


@pytest.mark.parametrize(
    ("X", "y", "said"),
    [
        ("Bonjour.", [1], "sequence"),
        ([3], [1], "int"),
        (["Bonjour."], [1, 2], "shape"),
        (["Bonjour."], [1.5], "whole"),
        (["a"], ["x"], "whole"),
    ],
)
def test_inputs_that_mean_nothing(X, y, said):
    with pytest.raises(ValueError, match=said):
        LevelClassifier().fit(X, y)


def test_too_few_answers_are_told_as_everywhere():
    with pytest.raises(TrainingDataError) as problem:
        LevelClassifier().fit([f"Bonjour {number}." for number in range(5)], [0, 1, 2, 3, 4])
    assert problem.value.code == "research_few"


def test_levels_that_the_scale_does_not_have_are_told_in_one_language(language):
    with pytest.raises(TrainingDataError) as problem:
        LevelClassifier().fit([f"Bonjour {number}." for number in range(40)], [7] * 40)
    lines = problem.value.message(language).splitlines()
    assert lines[1] == {"fr": "  0 : niveau 7 ; permis : 0, 1, 2, 3, 4", "en": "  0: level 7; allowed: 0, 1, 2, 3, 4"}[language]
    assert lines[31] == {"fr": "… et 10 de plus", "en": "… and 10 more"}[language]


@pytest.mark.slow
def test_levels_and_probabilities_are_those_of_assess(fitted, corpus):
    scale, examples, levels, _ = corpus
    texts = [tiny.answer(5, "voisins", codes, name="Bintou", place="du phare").text for codes in ((), ("1",), ("2",))]
    assert fitted.predict(texts).tolist() == [0, 1, 2] == [one.level for one in assess(texts, fitted.fitted_)]
    probabilities = fitted.predict_proba(texts)
    assert probabilities.shape == (3, 3)
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-12)
    assert probabilities.argmax(axis=1).tolist() == [0, 1, 2]
    assert fitted.classes_.tolist() == list(scale.level_numbers)
    assert fitted.score(examples, levels) > 0.9
    assert fitted.predict(np.array(texts, dtype=object)).tolist() == fitted.predict(examples[:0] + texts).tolist()


@pytest.mark.slow
def test_texts_without_marks_are_enough(corpus):
    scale, examples, levels, authors = corpus
    estimator = LevelClassifier(scale, folds=3).fit([one.text for one in examples], levels.astype(float), groups=authors)
    assert estimator.fitted_.packed.manifest["passages"] == "rubric"
    assert estimator.score([one.text for one in examples], levels) > 0.9


@pytest.mark.slow
def test_heavy_answers_pull(corpus, fitted):
    scale, examples, levels, _ = corpus
    weight = np.where(levels == 0, 50.0, 0.02)
    heavy = LevelClassifier(scale, folds=3).fit(examples, levels, sample_weight=weight)
    first = [one.fitted_.assessor.model.head.classifiers[0].thresholds_[0] for one in (fitted, heavy)]
    assert first[0] < first[1]
    with pytest.raises(ValueError, match="egative"):
        LevelClassifier(scale).fit(examples, levels, sample_weight=-weight)


@pytest.mark.slow
def test_a_search_reads_every_text_once(corpus, monkeypatch):
    scale, examples, levels, authors = corpus
    encoding._known.clear()
    read: list[str] = []
    encode = encoding.encode_examples
    monkeypatch.setattr(encoding, "encode_examples", lambda new, *rest: read.extend(one.text for one in new) or encode(new, *rest))
    search = GridSearchCV(LevelClassifier(scale, folds=3), {"alpha": [0.3, 30.0], "features": [("encoder",), ("facts",)]}, cv=GroupKFold(2))
    search.fit(examples, levels, groups=authors)
    assert sorted(read) == sorted({one.text for one in examples})
    assert search.best_estimator_.fitted_.figures["exact"] >= 0.5
    assert len(set(search.cv_results_["mean_test_score"])) > 1 or search.best_score_ > 0.9


@pytest.mark.slow
def test_two_processes_give_the_same_model_and_pickling_keeps_it(corpus, fitted):
    scale, examples, levels, _ = corpus
    encoding._known.clear()
    other = LevelClassifier(scale, folds=3, n_jobs=2).fit(examples, levels)
    assert other.fitted_.packed.files["model.joblib"] == fitted.fitted_.packed.files["model.joblib"]
    assert np.array_equal(pickle.loads(pickle.dumps(other)).predict_proba(examples), fitted.predict_proba(examples))
