"""Errors speak the language that was asked for, and come back whole from another process."""

from __future__ import annotations

import pickle
from pathlib import Path

import pandas as pd
import pytest

from assessor import assess, compare, evaluate, fit, load, read_scale
from assessor.errors import AnswerError, AssessorError, ModelError, ScaleError, TrainingDataError


@pytest.mark.parametrize(("chosen", "word"), [("en", "empty"), ("EN_CA", "empty"), ("fr", "vide"), ("", "vide"), ("de", "vide")])
def test_the_language_of_an_error(monkeypatch, chosen, word):
    error = AnswerError("empty")
    monkeypatch.setenv("ASSESSOR_LANG", chosen)
    assert word in str(error)
    assert error.message("en") != error.message("fr")


@pytest.mark.parametrize("kind", [AssessorError, AnswerError, ScaleError, ModelError, TrainingDataError])
def test_an_error_is_the_same_after_pickling(kind):
    error = kind("model_missing", name="petite", file="x")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (str(again), again.code, again.message("en")) == (str(error), error.code, error.message("en"))


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ("   ", "empty", ""),
        (["Bonjour.", None, 3], "research_not_texts", "2, 3"),
        (pd.Series(["Bonjour.", float("nan")], index=["a", "b"]), "research_not_texts", "b"),
        (pd.DataFrame({"texte": ["Bonjour."]}), "research_frame", "texte"),
    ],
)
def test_what_is_not_a_text_is_named(wrong, code, said):
    with pytest.raises(AnswerError) as problem:
        assess(wrong)
    assert problem.value.code == code
    assert said in str(problem.value)


def test_no_such_scale_and_no_such_model(tmp_path):
    with pytest.raises(ScaleError, match="arc-collaboration"):
        read_scale("arc")
    with pytest.raises(ScaleError, match="arc-collaboration"):
        assess("Bonjour.", "arc")
    for ask in (load, lambda folder: assess("Bonjour.", folder), lambda folder: compare("arc-collaboration", folder)):
        with pytest.raises(ModelError, match="cnrc-service") as problem:
            ask(tmp_path / "absent")
        assert str(tmp_path / "absent") in str(problem.value)
        assert "assessor train" not in str(problem.value)
    with pytest.raises(ModelError) as problem:
        load(tmp_path)
    assert problem.value.code == "research_not_scale_model"


def test_a_name_that_is_neither_a_folder_nor_a_scale(monkeypatch, tmp_path, language):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError) as problem:
        load("nul")
    said = problem.value.message(language)
    assert "nul" in said and "arc-collaboration" in said
    assert {"fr": "n'existe pas", "en": "does not exist"}[language] in said


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("c.csv", "'c.csv'"),
        (Path("c.csv"), "'c.csv'"),
        (None, "NoneType"),
        (["Bonjour."], "list (str)"),
        (pd.DataFrame({"texte": ["Bonjour."]}), "DataFrame"),
    ],
)
@pytest.mark.parametrize(
    "ask",
    [
        lambda given: fit(given, "arc-collaboration"),
        lambda given: evaluate(given, "arc-collaboration"),
        lambda given: evaluate(given, load("arc-collaboration")),
    ],
)
def test_what_is_not_a_list_of_examples_must_be_read_first(ask, wrong, found, language):
    with pytest.raises(TrainingDataError) as problem:
        ask(wrong)
    said = problem.value.message(language)
    assert found in said and "read_examples" in said


def test_answers_to_compare_on_must_be_read_first():
    with pytest.raises(TrainingDataError, match="read_examples"):
        compare("arc-collaboration", "arc-collaboration", "c.csv")


@pytest.mark.parametrize(("wrong", "found"), [(None, "NoneType"), (3, "int"), (Path("c.csv"), "'c.csv'")])
def test_what_is_neither_a_text_nor_several(wrong, found, language):
    with pytest.raises(AnswerError) as problem:
        assess(wrong)
    assert found in problem.value.message(language)
    assert "assess(pandas.read_csv" in problem.value.message(language)


@pytest.mark.parametrize("ask", [fit, evaluate])
def test_too_few_folds_are_not_too_few_answers(ask, language):
    with pytest.raises(TrainingDataError) as problem:
        ask([], "arc-collaboration", folds=2)
    said = problem.value.message(language)
    assert said.startswith("folds=2")
    assert "3" in said and "folds=4" in said


@pytest.mark.parametrize("ask", [fit, evaluate])
def test_no_examples_at_all_are_too_few(ask):
    with pytest.raises(TrainingDataError) as problem:
        ask([], "arc-collaboration", folds=3)  # the fewest that are allowed
    assert problem.value.code == "research_few"
