"""A candidate takes the place of a model only whole, wanted and no worse; what it replaces can be put back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_versions import ARC, CERIC, common_name, judged, levels, make, make_common
from typer.testing import CliRunner

from assessor.artifacts import load
from assessor.cli import app
from assessor.errors import AssessorError, ModelError, ScaleError
from assessor.paths import models_root, previous_root
from assessor.rubric import list_scales
from assessor.training.versions import promote, put_back, read_held_out

POOR, GOOD = levels(range(0, 60, 3)), levels(range(0, 60, 15))
SHOWN = [judged(number, CERIC, (), ()) for number in range(12)]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two models in use, with their common model."""
    monkeypatch.setenv("ASSESSOR_MODELS", str(tmp_path / "models"))
    make_common(tmp_path / "models", "1")
    make(tmp_path / "models", ARC, POOR, "en place")
    make(tmp_path / "models", CERIC, SHOWN, "en place")
    return tmp_path / "models"


@pytest.fixture
def candidates(root: Path) -> Path:
    """A better candidate that goes with the common model in use."""
    make(root.parent / "candidats", ARC, GOOD, "candidat", common_name(root))
    return root.parent / "candidats"


@pytest.fixture
def others(root: Path) -> Path:
    """Candidates for both scales that go with a common model of their own."""
    folder = root.parent / "ensemble"
    make_common(folder, "2")
    make(folder, ARC, GOOD, "ensemble")
    make(folder, CERIC, SHOWN, "ensemble")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def in_use(name: str) -> object:
    return load(name)[0]


def refused(call, *arguments, **options) -> str:
    """The code of a refusal that changes nothing."""
    before = content(models_root())
    with pytest.raises(AssessorError) as problem:
        call(*arguments, **options)
    assert content(models_root()) == before and not previous_root().exists()
    return problem.value.code


def test_a_candidate_takes_the_place_and_the_old_one_comes_back(root, candidates):
    before = content(root)
    told = promote(candidates)
    assert in_use(ARC) == {"mark": "candidat"} and in_use(CERIC) == {"mark": "en place"}
    assert set(told["promoted"]) == set(told["replaced"]) == {ARC}
    assert told["comparisons"][ARC]["verdict"] == "better"
    assert content(previous_root()) == {name: data for name, data in before.items() if name.startswith(ARC)}
    after = content(root)
    assert not [name for name in after if "partial" in name]
    put_back(ARC)
    assert content(root) == before
    put_back(ARC)
    assert content(root) == after


def test_replaced_models_are_beside_the_models_and_no_scale(root, candidates):
    promote(candidates)
    assert root not in previous_root().parents and previous_root() != root
    assert ARC in list_scales() and previous_root().name not in list_scales()


def test_a_worse_candidate_is_refused_unless_forced(root):
    worse = make(root.parent / "candidats", ARC, levels(range(0, 60, 2), missed_by=2), "pire", common_name(root))
    assert refused(promote, worse) == "versions_worse"
    promote(worse, force=True)
    assert in_use(ARC) == {"mark": "pire"}


def test_a_whole_folder_brings_its_common_model_and_takes_it_back(root, others):
    before = content(root)
    told = promote(others)
    assert set(told["promoted"]) == {"common", ARC, CERIC}
    assert in_use("common") == {"common": "2"}
    assert refused_back(ARC) == "versions_common_differs"
    put_back()
    assert content(root) == before


def refused_back(scale: str) -> str:
    before = content(models_root())
    with pytest.raises(ModelError) as problem:
        put_back(scale)
    assert content(models_root()) == before
    return problem.value.code


def test_a_scale_alone_does_not_change_the_common_model_of_others(root, others):
    assert refused(promote, others, ARC) == "versions_common_differs"
    assert refused(promote, others / ARC) == "versions_common_differs"


def test_a_scale_that_is_alone_in_use_brings_its_common_model(root, others):
    for file in (root / CERIC).iterdir():
        file.unlink()
    promote(others, ARC)
    assert in_use("common") == {"common": "2"} and in_use(ARC) == {"mark": "ensemble"}


def test_a_candidate_parted_from_its_common_model_is_refused(root):
    orphan = make(root.parent / "candidats", ARC, GOOD, "orphelin", "common-00000000")
    assert refused(promote, orphan) == "versions_common_absent"


def test_a_folder_of_two_trainings_is_refused_as_a_whole(root, others):
    make(others, CERIC, SHOWN, "ancien", common_name(root))
    assert refused(promote, others) == "versions_mixed"
    promote(others, CERIC)
    assert in_use(CERIC) == {"mark": "ancien"} and in_use("common") == {"common": "1"}


def edit(folder: Path, **entries: object) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **entries}), "utf-8")


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"format": 99}, "model_format"),
        ({"sha256": "0"}, "model_damaged"),
        ({"libraries": {"numpy": "0.0.1"}}, "model_libraries"),
        ({"scale_version": "0.0.1"}, "model_scale"),
        ({"files": {}}, "versions_no_held_out"),
        ({"files": {"held_out.json": "0"}}, "model_damaged"),
        ({"files": {"../../x": "0", "held_out.json": "0"}}, "model_damaged"),
        ({"common": "common-00000000"}, "versions_common_absent"),
    ],
)
def test_a_candidate_that_could_not_be_used_is_refused(candidates, entries, code):
    edit(candidates / ARC, **entries)
    assert refused(promote, candidates) == code


def test_a_model_of_no_scale_is_refused(root):
    (root.parent / "autre" / "inconnue").mkdir(parents=True)
    (root.parent / "autre" / "inconnue" / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(ScaleError, match="inconnue"):
        promote(root.parent / "autre")


def test_what_is_in_use_already_changes_nothing(root):
    assert refused(promote, "actuel") == "versions_same"
    assert refused(put_back, ARC) == "versions_no_previous"


def test_a_damaged_model_in_use_is_replaced_without_comparison(root, candidates):
    (root / ARC / "model.joblib").write_bytes(b"casse")
    told = promote(candidates)
    assert in_use(ARC) == {"mark": "candidat"}
    assert told["replaced"] == {} and told["comparisons"] == {} and ARC in told["uncompared"][ARC]["fr"]


def test_a_model_of_before_predictions_were_kept_is_replaced_and_comes_back(root, candidates):
    edit(root / ARC, files={}, common=None)
    (root / ARC / "held_out.json").unlink()
    before = content(root)
    told = promote(candidates)
    assert "held_out.json" in told["uncompared"][ARC]["en"]
    put_back(ARC)
    after = content(root)
    # The candidate's predictions lie about still, and nothing takes them for those of the model put back.
    assert after.pop(f"{ARC}/held_out.json") and after == before
    with pytest.raises(ModelError) as problem:
        read_held_out(root / ARC)
    assert problem.value.code == "versions_no_held_out"


def test_a_full_disk_leaves_the_old_model(root, candidates, monkeypatch):
    calls = []
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        calls.append(self)
        if len(calls) == 6:
            raise OSError(28, "No space left on device")
        return write(self, data)

    before = content(root)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(ModelError) as problem:
            promote(candidates)
    assert problem.value.code == "versions_unwritable" and "No space" in problem.value.message()
    assert content(root) == before


def run(*arguments: str, typed: str | None = None):
    return CliRunner().invoke(app, ["promote", *arguments], input=typed)


def test_without_a_terminal_nobody_can_confirm(root, candidates):
    before = content(root)
    result = run(str(candidates))
    assert result.exit_code == 2 and "--yes" in result.stderr and "B est meilleur" in " ".join(result.stdout.split("│")).replace("\n", "")
    assert content(root) == before
    result = run(str(candidates), "--yes", "--json")
    assert result.exit_code == 0, result.output
    assert set(json.loads(result.stdout)["promoted"]) == {ARC}
    assert run("--back", ARC, "--yes").exit_code == 0
    assert content(root) == before


@pytest.mark.parametrize(("typed", "done"), [("o\n", True), ("YES\n", True), ("\n", False), ("non\n", False), ("", False)])
def test_a_person_at_a_terminal_decides(root, candidates, monkeypatch, typed, done):
    monkeypatch.setattr("assessor.cli.command_promote.at_a_terminal", lambda: True)
    result = run(str(candidates), typed=typed)
    assert result.exit_code == (0 if done else 1)
    assert in_use(ARC) == {"mark": "candidat" if done else "en place"}


def test_a_call_that_names_nothing_or_both(root, candidates):
    for arguments in ((), (str(candidates), "--back", ARC)):
        result = run(*arguments)
        assert result.exit_code == 2 and "--back" in result.stderr


def test_putting_everything_back_at_the_command_line(root, others):
    before = content(root)
    assert run(str(others), "--yes").exit_code == 0
    assert run("--back", "tout", "--yes", "--lang", "en").exit_code == 0
    assert content(root) == before
