"""From the command line on tiny scales: a candidate with reviewed answers, compared, put into use; an interruption that changes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import tiny
from loaded import forget
from typer.testing import CliRunner

from assessor.artifacts import load_folder
from assessor.cli import app
from assessor.domain.example import Example
from assessor.training.dataset import write_examples
from assessor.training.texts import text_key
from assessor.training.versions import load_version, read_held_out

pytestmark = pytest.mark.slow


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def answers(name: str, place: str, source: str = "reviewed") -> list[Example]:
    """Six answers about people and a place that no example names, each text once."""
    made = [tiny.answer(number, "voisins", codes, name, place) for number in (1, 5) for codes in ((), ("1",), ("2",))]
    return [replace(one, id=f"{name}-{number}", meta={**one.meta, "source": source}) for number, one in enumerate(made)]


@pytest.fixture(scope="module")
def trained(tiny_world) -> dict[str, bytes]:
    """Models in use, and below « candidats » one of « voisins » that learnt from six reviewed answers too."""
    assert run("train").exit_code == 0
    before = bytes_of(tiny_world / "models")
    write_examples(answers("Bintou", "du phare"), tiny_world / "revues.jsonl")
    result = run("train", "voisins", "--examples", str(tiny_world / "revues.jsonl"), "--output", str(tiny_world / "candidats"), "--json")
    assert result.exit_code == 0, result.output
    assert [(one["scale"], one["data"]["examples"], one["data"]["added"]) for one in json.loads(result.stdout)] == [("voisins", 86, 6)]
    forget()
    return before


def test_a_candidate_leaves_the_models_in_use_and_can_stand_in_for_them(trained, tiny_world):
    assert bytes_of(tiny_world / "models") == trained
    candidate = tiny_world / "candidats" / "voisins"
    assert bytes_of(tiny_world / "candidats")["common/model.joblib"] == trained["common/model.joblib"]
    manifest = load_folder(candidate, "1.0.0")[1]
    assert manifest["common"] == json.loads(trained["common/manifest.json"])["name"]
    keys = {one.text for one in read_held_out(candidate).answers}
    assert {text_key(one.text) for one in answers("Bintou", "du phare")} <= keys
    assert load_version(candidate).name == manifest["name"]
    assert "6 réponses ajoutées" in (candidate / "card.md").read_text("utf-8")


def test_reviewed_answers_weigh_more_and_the_others_are_fitted_as_before(trained, tiny_world):
    """The same six answers with another source give another model; without them, the model is the one in use."""
    write_examples(answers("Bintou", "du phare", "synthetic"), tiny_world / "autres.jsonl")
    for name, further in (("leger", ["--examples", str(tiny_world / "autres.jsonl")]), ("meme", [])):
        assert run("train", "voisins", "--output", str(tiny_world / name), *further).exit_code == 0
    candidates = {name: (tiny_world / name / "voisins" / "model.joblib").read_bytes() for name in ("candidats", "leger", "meme")}
    assert len(set(candidates.values())) == 3
    assert candidates["meme"] == trained["voisins/model.joblib"]


def test_both_are_compared_on_what_neither_has_learnt(trained, tiny_world):
    candidates = str(tiny_world / "candidats")
    held_out = run("compare", "actuel", candidates, "--json")
    assert held_out.exit_code == 0, held_out.output
    found = json.loads(held_out.stdout)["voisins"]
    assert (found["on"], found["answers"], found["left_out"]["only_b"]) == ("held_out", 40, 6)
    few = tiny_world / "essai.jsonl"
    write_examples([*answers("Bintou", "du phare"), *answers("Zoé", "du lac"), *answers("Ali", "du pont")], few)
    result = run("compare", "actuel", candidates, "--on", str(few), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["voisins"]
    assert (found["on"], found["answers"]) == ("answers", 12)
    assert found["left_out"] == {"learnt_a": 0, "learnt_b": 6, "learnt": 6, "repeated": 0}
    shown = run("compare", "actuel", candidates, "--on", str(few))
    assert "6 par B" in " ".join(shown.stdout.split()) and "Niveau (réponses)" not in shown.stdout


def test_the_candidate_is_put_into_use_and_back(trained, tiny_world):
    assert run("promote", str(tiny_world / "candidats"), "--yes").exit_code == 0
    assert bytes_of(tiny_world / "models" / "voisins") == bytes_of(tiny_world / "candidats" / "voisins")
    assert run("promote", "--back", "voisins", "--yes").exit_code == 0
    assert bytes_of(tiny_world / "models") == trained


def test_an_interruption_in_the_middle_changes_nothing_and_says_so(trained, tiny_world, monkeypatch):
    fitted = []

    def interrupted(prepared, scale, *others):
        fitted.append(scale.id)
        if len(fitted) == 2:
            raise KeyboardInterrupt
        return {"fitted": scale.id}

    monkeypatch.setattr("assessor.training.train.fit_scale", interrupted)
    result = run("train")
    assert fitted == ["voisins", "voisins-liste"]
    assert result.exit_code == 130
    assert result.stderr == "Interrompu. Ce qui était en place n'a pas changé.\n"
    assert bytes_of(tiny_world / "models") == trained


def test_ctrl_c_ends_in_a_sentence(trained, tiny_world):
    program = """
import os, signal
import assessor.training.train as train
from assessor.cli import app

signal.signal(signal.SIGINT, signal.default_int_handler)  # a process started in the background may have been told to ignore it
train.judge = lambda *arguments: os.kill(os.getpid(), signal.SIGINT)
app()
"""
    done = subprocess.run([sys.executable, "-c", program, "train", "--lang", "en"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "Interrupted. What was in place has not changed.\n"
    assert bytes_of(tiny_world / "models") == trained


def test_a_folder_that_cannot_be_written_is_told_before_the_wait(trained, tiny_world):
    (tiny_world / "fichier").write_text("", "utf-8")
    started = time.monotonic()
    result = run("train", "voisins", "--output", str(tiny_world / "fichier"))
    assert result.exit_code == 2 and "fichier" in result.stderr
    assert time.monotonic() - started < 3


def test_the_common_model_alone_can_be_trained_again(trained, tiny_world):
    (tiny_world / "models" / "common" / "model.joblib").write_bytes(b"casse")
    assert run("train", "common").exit_code == 0
    assert bytes_of(tiny_world / "models") == trained


def test_without_a_common_model_in_use_one_is_fitted_with_the_scale(trained, tiny_world, monkeypatch):
    monkeypatch.setenv("ASSESSOR_MODELS", str(tiny_world / "neuf"))
    assert run("train", "voisins").exit_code == 0
    assert bytes_of(tiny_world / "neuf") == {name: data for name, data in trained.items() if not name.startswith("voisins-liste")}
