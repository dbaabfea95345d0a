"""Two models side by side: the figures are right, honest about chance, and about what was left out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_versions import ARC, CERIC, judged, levels, make, make_common, story

from assessor.domain.example import Example
from assessor.errors import AssessorError, ModelError
from assessor.rubric import read_scale
from assessor.training.held_out import Record, read_held_out
from assessor.training.metrics import kappa
from assessor.training.texts import text_key
from assessor.training.versions import compare_models, version_folders
from assessor.training.versions_figures import differences, side
from assessor.training.versions_scored import unseen

TWENTY = range(0, 60, 3)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Models in use: a common one, and one that misses a third of the answers by a level."""
    root = tmp_path / "models"
    monkeypatch.setenv("ASSESSOR_MODELS", str(root))
    make_common(root, "1")
    make(root, ARC, levels(TWENTY), "en place")
    return root


def candidate(root: Path, answers, mark: str = "candidat", scale: str = ARC) -> Path:
    """A candidate that goes with the common model in use."""
    common = json.loads((root / "common" / "manifest.json").read_text("utf-8"))["name"]
    return make(root.parent / "candidats", scale, answers, mark, common)


def refused(*arguments, **options) -> AssessorError:
    with pytest.raises(AssessorError) as problem:
        compare_models(*arguments, **options)
    assert problem.value.message("fr") != problem.value.message("en")
    return problem.value


def test_a_candidate_that_misses_less_is_better_and_by_how_much(root):
    found = compare_models("actuel", candidate(root, levels(range(0, 60, 12))), repeats=200)[ARC]
    assert (found["answers"], found["on"], found["kind"], found["main"]) == (60, "held_out", "ordinal", "qwk")
    assert found["verdict"] == "better"
    exact = found["figures"]["exact"]
    assert (exact["a"], round(exact["b"], 6)) == (pytest.approx(100 * 40 / 60), round(100 * 55 / 60, 6))
    assert exact["difference"] == pytest.approx(exact["b"] - exact["a"], abs=1e-5)
    assert 0 < exact["low"] < exact["difference"] < exact["high"] and exact["better"] == 1.0
    truth = [number % 5 for number in range(60)]
    guess = [one["guess"] for one in levels(TWENTY)]
    assert found["figures"]["qwk"]["a"] == pytest.approx(kappa(truth, guess, 5, "quadratic"), abs=1e-6)
    # All misses of A are borderline; B misses five of them.
    assert found["by_difficulty"]["limite"] == {**found["by_difficulty"]["limite"], "count": 20, "a": 0.0, "b": 75.0}
    assert {name: one["count"] for name, one in found["by_level"].items()} == dict.fromkeys("01234", 12)
    assert len(found["changed"]) == 15
    assert found["changed"][0] == {"id": "r003", "difficulty": "limite", "truth": "3", "a": "2", "b": "3"}


def test_lower_is_better_where_it_is_an_error(root):
    found = compare_models("current", candidate(root, levels(range(0, 60, 12))), repeats=200)[ARC]
    for name in ("rmse", "ece"):
        one = found["figures"][name]
        assert one["difference"] == pytest.approx(one["b"] - one["a"], abs=1e-5)
        assert one["low"] <= one["difference"] <= one["high"]
    assert found["figures"]["rmse"]["difference"] < 0 < found["figures"]["rmse"]["better"]
    assert "rmse" in found["better_on"] and "rmse" not in found["worse_on"]
    backwards = compare_models(candidate(root, levels(range(0, 60, 12))), "current", repeats=200)[ARC]
    assert "rmse" in backwards["worse_on"] and backwards["verdict"] == "worse"


def test_the_same_model_is_not_better_than_itself(root):
    found = compare_models("actuel", "current", repeats=50)[ARC]
    assert found["verdict"] == "none" and found["changed"] == []
    assert all((one["difference"], one["low"], one["high"], one["better"]) == (0, 0, 0, 0) for one in found["figures"].values())
    assert found["better_on"] == found["worse_on"] == []


def test_one_answer_more_shows_nothing(root):
    assert compare_models("actuel", candidate(root, levels(TWENTY[1:])), repeats=300)[ARC]["verdict"] == "none"


def test_only_answers_common_to_both_with_the_same_label_count(root):
    answers = [*levels()[10:], judged(100, ARC, 1, 1)]
    answers[0] = judged(10, ARC, 4, 4)  # it was level 0
    found = compare_models("actuel", candidate(root, answers), repeats=20)[ARC]
    assert found["answers"] == 49
    assert found["left_out"] == {"only_a": 10, "only_b": 1, "relabelled": 1}


def test_a_checklist_is_compared_by_demonstration(root):
    codes = read_scale(CERIC).concept_codes
    truth = [(codes[number % 3],) if number % 4 else () for number in range(48)]
    right = [judged(number, CERIC, one, one) for number, one in enumerate(truth)]
    poor = [judged(number, CERIC, one, () if number % 2 else one) for number, one in enumerate(truth)]
    make(root, CERIC, right, "liste")
    found = compare_models("actuel", candidate(root, poor, scale=CERIC), repeats=100)
    assert list(found) == [CERIC]
    assert (found[CERIC]["main"], found[CERIC]["verdict"]) == ("macro_f1", "worse")
    assert set(found[CERIC]["by_code"]) == set(codes[:3])
    assert found[CERIC]["by_code"][codes[0]]["a"] == 1.0 > found[CERIC]["by_code"][codes[0]]["b"]
    assert found[CERIC]["changed"][0] == {"id": "r001", "difficulty": "", "truth": codes[1], "a": codes[1], "b": "–"}


def test_groups_too_small_have_no_figure_of_their_own(root):
    found = compare_models("actuel", candidate(root, levels(count=20)), repeats=20)[ARC]
    assert found["by_level"] == {} and found["by_difficulty"] == {}
    assert found["too_few"] == ["limite", "0", "1", "2", "3", "4"]
    problem = refused("actuel", candidate(root, levels(count=9)))
    assert problem.code == "versions_few" and "9" in problem.message()


def test_a_comparison_is_plain_and_always_the_same(root):
    other = candidate(root, levels(range(0, 60, 7)))
    first = compare_models("actuel", other, repeats=100)
    assert json.loads(json.dumps(first)) == first == compare_models("actuel", other, repeats=100)


def test_a_model_trained_before_predictions_were_kept_says_what_to_do(root):
    folder = candidate(root, levels())
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["files"]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    problem = refused("actuel", folder)
    assert problem.code == "versions_no_held_out" and f"assessor train {ARC}" in problem.message()


@pytest.mark.parametrize("spoil", [lambda data: data[:-3], lambda data: b"", lambda data: data.replace(b"r003", b"r004")])
def test_predictions_that_are_not_those_of_the_manifest_are_refused(root, spoil):
    folder = candidate(root, levels())
    file = folder / "held_out.json"
    file.write_bytes(spoil(file.read_bytes()))
    assert refused("actuel", folder).code == "model_damaged"


def test_what_cannot_be_compared_says_why(root, tmp_path):
    assert refused("actuel", tmp_path / "absent").code == "versions_no_model"
    assert refused("actuel", "actuel", scale="cnrc-service").code == "versions_no_model_of"
    checklist = make(tmp_path / "autres", CERIC, [judged(1, CERIC, (), ())], "liste", common="common-1")
    problem = refused("actuel", checklist)
    assert problem.code == "versions_no_scale_in_common" and CERIC in problem.message() and ARC in problem.message()


def test_a_folder_of_models_a_model_and_the_word_for_what_is_in_use(root):
    assert version_folders("actuel") == {ARC: root / ARC}
    assert version_folders(root / ARC) == {ARC: root / ARC}
    renamed = make(root.parent, ARC, levels(), "ailleurs", common="common-1", folder="essai-2")
    assert version_folders(renamed) == {ARC: renamed}
    with pytest.raises(ModelError):
        version_folders(root.parent / "rien")


def test_labelled_answers_that_a_model_learnt_from_are_left_out(root):
    records = read_held_out(root / ARC), read_held_out(candidate(root, levels(count=40)))
    examples = [Example(str(number), ARC, story(number), level=1) for number in (3, 50, 70, 71)]
    examples.append(Example("encore", ARC, "  " + story(70) + "\n", level=1))
    kept, left_out = unseen(examples, *records)
    assert [one.id for one in kept] == ["70", "71"]
    assert left_out == {"learnt_a": 2, "learnt_b": 1, "learnt": 2, "repeated": 1}


def test_labelled_answers_of_another_scale_or_too_few_are_not_compared(root):
    here = [Example(str(number), ARC, story(100 + number), level=1) for number in range(3)]
    assert refused("actuel", "actuel", on=here).code == "versions_few"
    there = [Example("1", CERIC, story(1), demonstrated=())]
    assert refused("actuel", "actuel", on=there).code == "versions_no_answers"


@pytest.mark.parametrize("other", ["J'ai appelé.\r\nPuis rappelé.", "J'ai appelé. Puis rappelé. ", "J'ai appele\u0301. Puis rappelé."])
def test_the_same_answer_saved_otherwise_is_the_same(other):
    assert text_key(other) == text_key("J'ai appelé. Puis rappelé.")
    assert text_key(other) != text_key("J'ai appelé. Puis rappelé ?")


GUESSES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), min_size=10, max_size=30)


@given(GUESSES)
@settings(max_examples=20, deadline=None)
def test_turning_a_comparison_around_turns_its_signs(rows):
    targets = tuple("01234")
    first, second = (
        Record(
            scale=ARC,
            scale_version="1",
            kind="ordinal",
            targets=targets,
            answers=tuple(judged(number, ARC, row[0], row[column]) for number, row in enumerate(rows)),  # type: ignore[arg-type]
        )
        for column in (1, 2)
    )
    forth, back = differences(first, second, repeats=30), differences(second, first, repeats=30)
    for name, one in forth["figures"].items():
        other = back["figures"][name]
        if one["difference"] is not None:
            assert (one["difference"], one["low"], one["high"]) == pytest.approx((-other["difference"], -other["high"], -other["low"]))
            assert one["better"] + other["better"] <= 1
    opposite = {"better": "worse", "worse": "better", "none": "none"}
    assert forth["verdict"] == opposite[back["verdict"]]
    assert forth["figures"]["exact"]["a"] == pytest.approx(100 * np.mean(side(first).truth == side(first).guess))
