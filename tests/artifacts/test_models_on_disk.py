"""A model is used only if it is whole and was made for what is installed; else the message names the command to run."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from assessor.artifacts import COMMON, FORMAT, common_model, load, read_manifest, save, versions
from assessor.assess import load_assessor
from assessor.errors import ModelError
from assessor.rubric import list_scales, read_scale

# What a model holds is no matter here.
MODEL = {"event": 1}


@pytest.fixture
def saved(models) -> Path:
    save(MODEL, models / "petite", scale="petite", scale_version="1.0.0")
    return models / "petite"


def change(folder: Path, **entries: object) -> None:
    """The manifest with other entries."""
    file = folder / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), **entries}), "utf-8")


def refused(name: str = "petite", version: str | None = "1.0.0") -> ModelError:
    with pytest.raises(ModelError) as problem:
        load(name, version)
    for language in ("fr", "en"):
        assert f"assessor train {name}" in problem.value.message(language)
    return problem.value


def test_a_model_comes_back_with_its_manifest(saved):
    model, manifest = load("petite", "1.0.0")
    assert model == MODEL
    assert manifest == read_manifest("petite")
    assert manifest["format"] == FORMAT
    assert manifest["name"] == f"petite-{manifest['sha256'][:8]}"
    assert manifest["libraries"] == versions()
    assert manifest["bytes"] == (saved / "model.joblib").stat().st_size
    assert sorted(each.name for each in saved.iterdir()) == ["manifest.json", "model.joblib"]


def test_the_same_model_is_the_same_bytes(saved, models):
    save(MODEL, models / "autre")
    assert (models / "autre" / "model.joblib").read_bytes() == (saved / "model.joblib").read_bytes()


def test_no_model_at_all(models):
    problem = refused("absente")
    assert problem.code == "model_missing"
    assert "absente" in problem.message()


def test_a_manifest_without_its_model(saved):
    (saved / "model.joblib").unlink()
    assert refused().code == "model_missing"


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b"", lambda data: data[:40] + b"X" + data[41:]]
)
def test_a_damaged_model(saved, spoil):
    file = saved / "model.joblib"
    file.write_bytes(spoil(file.read_bytes()))
    assert refused().code == "model_damaged"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b"3", b'{"format": 1}', b'{"format": 1, "libraries": 3, "scale_version": "1.0.0"}']
)
def test_a_damaged_manifest(saved, content):
    (saved / "manifest.json").write_bytes(content)
    assert refused().code in ("model_damaged", "model_format", "model_scale")


def test_another_format(saved):
    change(saved, format=FORMAT + 1)
    problem = refused()
    assert problem.code == "model_format"
    assert str(FORMAT + 1) in problem.message()


def test_another_version_of_the_scale(saved):
    problem = refused(version="2.0.0")
    assert problem.code == "model_scale"
    assert "1.0.0" in problem.message()
    assert "2.0.0" in problem.message()


@pytest.mark.parametrize("library", ["numpy", "scikit-learn", "encoder", "spacy"])
def test_another_version_of_a_library(saved, library):
    change(saved, libraries={**versions(), library: "0.0.1"})
    problem = refused()
    assert problem.code == "model_libraries"
    assert f"{library} 0.0.1" in problem.message()
    assert "constraints.txt" in problem.message()


class Trap:
    """What, once unpickled, leaves a trace."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self):
        return (Path.touch, (self.file,))


def test_strange_bytes_are_never_unpickled(saved, tmp_path):
    trace = tmp_path / "trace"
    (saved / "model.joblib").write_bytes(pickle.dumps(Trap(trace)))
    assert refused().code == "model_damaged"
    assert not trace.exists()
    pickle.loads(pickle.dumps(Trap(trace)))
    assert trace.exists()


@pytest.mark.parametrize("failing", [1, 2])
def test_a_full_disk_leaves_the_old_model(saved, monkeypatch, failing):
    before = {each.name: each.read_bytes() for each in saved.iterdir()}
    calls = []
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        calls.append(self)
        if len(calls) == failing:
            write(self, data[: len(data) // 2])
            raise OSError("No space left on device")
        return write(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="space"):
            save({"event": 2}, saved)
    assert {name: (saved / name).read_bytes() for name in before} == before
    assert load("petite", "1.0.0")[0] == MODEL
    save({"event": 3}, saved, scale_version="1.0.0")
    assert load("petite", "1.0.0")[0] == {"event": 3}


def test_a_scale_without_its_model_and_a_model_without_the_common_one(models):
    with pytest.raises(ModelError) as problem:
        load_assessor("arc-collaboration")
    assert problem.value.code == "model_missing"
    with pytest.raises(ModelError) as problem:
        common_model()
    assert "assessor train" in problem.value.message()


@pytest.mark.parametrize("name", [COMMON, *list_scales()])
def test_the_models_of_the_project_fit_what_is_installed(name):
    manifest = load(name, None if name == COMMON else read_scale(name).version)[1]
    assert manifest["data"]["examples"] >= 100
