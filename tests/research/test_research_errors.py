"""Errors speak the language that was asked for, and come back whole from another process."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest

from assessor import assess, load, read_scale
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
    with pytest.raises(ModelError) as problem:
        assess("Bonjour.", tmp_path / "absent")
    assert problem.value.code == "model_missing"
    with pytest.raises(ModelError):
        load(tmp_path)
