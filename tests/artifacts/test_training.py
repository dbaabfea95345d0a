"""From a folder with a scale and its examples to models and scores, with no line of Python; and always to the same bytes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tiny
from loaded import forget
from typer.testing import CliRunner

from assessor.cli import app
from assessor.rubric import check_scale
from assessor.training.fit import _halves

pytestmark = pytest.mark.slow

SCALES = ("voisins", "voisins-liste")


def told(scale: str, *codes: str) -> str:
    """An answer about people and a place that no example names."""
    return tiny.answer(5, scale, codes, name="Bintou", place="du phare").text


def run(*arguments: str, stdin: str | None = None):
    return CliRunner().invoke(app, list(arguments), input=stdin)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder of models, but for the figures of how long things took: there are none."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


@pytest.fixture(scope="module")
def trained(tiny_world) -> dict[str, bytes]:
    """Models trained from the command line, in one process."""
    result = run("train", "--json")
    assert result.exit_code == 0, result.output
    assert {one["name"].rsplit("-", 1)[0] for one in json.loads(result.stdout)} == {"common", *SCALES}
    forget()
    return bytes_of(tiny_world / "models")


def test_the_scales_made_for_this_have_no_error(tiny_world):
    assert all(issue.severity != "error" for name in SCALES for issue in check_scale(name))


def test_every_model_has_its_manifest_and_scales_have_a_card(trained):
    expected = {"common/manifest.json", "common/model.joblib"}
    expected |= {f"{scale}/{name}" for scale in SCALES for name in ("manifest.json", "model.joblib", "card.md", "held_out.json")}
    assert set(trained) == expected


def test_training_again_gives_the_same_bytes(trained, tiny_world):
    shutil.rmtree(tiny_world / "models")
    assert run("train").exit_code == 0
    assert bytes_of(tiny_world / "models") == trained


def test_two_processes_give_the_same_bytes(trained, tiny_world):
    shutil.rmtree(tiny_world / "models")
    assert run("train", "--jobs", "2").exit_code == 0
    assert bytes_of(tiny_world / "models") == trained


def test_another_process_gives_the_same_bytes(trained, tiny_world):
    shutil.rmtree(tiny_world / "models")
    subprocess.run([sys.executable, "-c", "from assessor.cli import app; app()", "train", "--json"], check=True, capture_output=True)
    assert bytes_of(tiny_world / "models") == trained


def test_candidates_are_not_written_over_the_models_in_use(trained, tiny_world):
    result = run("train", "voisins", "--output", str(tiny_world / "models"))
    assert result.exit_code == 2 and "modèles en place" in result.output
    assert bytes_of(tiny_world / "models") == trained


def test_one_scale_alone_leaves_the_others_as_they_are(trained, tiny_world):
    (tiny_world / "models" / "voisins-liste" / "model.joblib").write_bytes(b"mine")
    assert run("train", "voisins").exit_code == 0
    after = bytes_of(tiny_world / "models")
    assert after.pop("voisins-liste/model.joblib") == b"mine"
    assert after == {name: data for name, data in trained.items() if name != "voisins-liste/model.joblib"}
    assert run("train", "voisins-liste").exit_code == 0
    assert bytes_of(tiny_world / "models") == trained


def scored(scale: str, *texts: str) -> list[dict[str, object]]:
    forget()
    lines = "".join(json.dumps({"id": str(number), "text": text}) + "\n" for number, text in enumerate(texts))
    result = run("score", "-", "--scale", scale, stdin=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_new_ordinal_scale_is_scored_from_its_folder_alone(trained):
    greeting, inviting, working = scored("voisins", told("voisins", "1"), told("voisins", "2"), told("voisins"))
    assert list(greeting["probabilities"]) == ["0", "1", "2"]
    assert greeting["scale_version"] == "1.0.0"
    assert (greeting["level"], inviting["level"], working["level"]) == (1, 2, 0)
    assert any("Bintou" in one["quote"] and one["concept"] == "1" for one in greeting["evidence"])


def test_a_new_checklist_is_scored_from_its_folder_alone(trained):
    scale = "voisins-liste"
    greeting, inviting, working = scored(scale, told(scale, "1"), told(scale, "2"), told(scale))
    assert "1" in greeting["demonstrated"]
    assert "2" in inviting["demonstrated"]
    assert working["demonstrated"] == []
    assert inviting["probabilities"]["2"] > greeting["probabilities"]["2"]
    assert greeting["level"] is None


def too_few(rows: list[dict]) -> list[dict]:
    return rows[:30]


def of_one_level(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["level"] == 1] * 3


def unmarked(rows: list[dict]) -> list[dict]:
    return [row | {"sentences": []} for row in rows]


@pytest.mark.parametrize(("left", "said"), [(too_few, "Pas assez"), (of_one_level, "Pas assez"), (unmarked, "Aucune phrase marquée")])
def test_what_cannot_be_learnt_from_leaves_the_models_in_place(trained, tiny_world, left, said):
    examples = tiny_world / "scales" / "voisins" / "examples" / "a.jsonl"
    whole = examples.read_bytes()
    rows = left([json.loads(line) for line in whole.splitlines()])
    examples.write_text("\n".join(json.dumps(row | {"id": f"v{number}"}) for number, row in enumerate(rows)), "utf-8")
    result = run("train")
    examples.write_bytes(whole)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "voisins" in result.stderr
    assert bytes_of(tiny_world / "models") == trained


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_a_scale_that_does_not_exist_is_refused_before_anything_is_read(tiny_world, monkeypatch, command):
    def too_late(*_arguments, **_options):
        raise AssertionError("the examples were read first")

    monkeypatch.setattr("assessor.training.train.every_example", too_late)
    result = run(command, "voisin")
    assert result.exit_code == 2
    assert "voisins-liste" in result.stderr


@pytest.mark.parametrize("left_out", [0, 1, 2, 3])
def test_both_halves_of_the_tagger_have_answers_whichever_fold_is_left_out(left_out):
    fold = np.array([0, 0, 1, 1, 2, 2, 3])  # three groups of authors, and recited rubrics without roles in a fold of their own
    chosen = [row for row in range(6) if fold[row] != left_out]
    halves = _halves(chosen, fold)
    assert sorted([*halves[0], *halves[1]]) == chosen
    assert all(halves)


def test_bad_lines_are_all_told_and_the_models_stay(trained, tiny_world):
    examples = tiny_world / "scales" / "voisins" / "examples" / "a.jsonl"
    whole = examples.read_bytes()
    rows = [json.loads(line) for line in whole.splitlines()]
    rows[2]["level"] = 7
    rows[5]["sentences"][0]["end"] = 9999
    examples.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    result = run("train", "voisins")
    examples.write_bytes(whole)
    assert result.exit_code == 2
    assert "a.jsonl:3" in result.stderr
    assert "a.jsonl:6" in result.stderr
    assert bytes_of(tiny_world / "models") == trained


def test_the_made_up_answers_are_what_they_claim():
    for number in range(80):
        for scale in SCALES:
            example = tiny.answer(number, scale, ("1", "2") if number % 4 == 3 else ())
            assert all(example.text[one.start : one.end].endswith(".") for one in example.sentences)
