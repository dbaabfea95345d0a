"""Who may import whom: the contracts of ``[tool.importlinter]`` in ``pyproject.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
ONLY_IN = {"spacy": {"language", "exchange", "spacy_bridge"}, "streamlit": {"ui"}, "onnx": {"encoder"}, "torch": set()}
PLAIN = {"domain", "rubric", "errors", "wording", "own_yaml", "paths"}


def contracts() -> dict[str, dict[str, Any]]:
    written = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {one["id"]: one for one in written["tool"]["importlinter"]["contracts"]}


def test_no_layer_imports_an_upper_one(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_contracts_can_be_broken(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(ROOT)
    turned = tmp_path / "turned.toml"
    turned.write_text(
        (ROOT / "pyproject.toml").read_text("utf-8").replace('"rubric",\n  "domain | errors",', '"domain | errors",\n  "rubric",'), "utf-8"
    )
    assert lint_imports(config_filename=str(turned), no_cache=True) != EXIT_STATUS_SUCCESS
    assert "assessor.rubric" in capsys.readouterr().out


@pytest.mark.parametrize("contract", ONLY_IN)
def test_no_room_escapes_a_contract(contract):
    package = ROOT / "assessor"
    rooms = {each.stem for each in package.iterdir() if each.suffix == ".py" or (each / "__init__.py").exists()} - {"__init__"}
    watched = {name.removeprefix("assessor.") for name in contracts()[contract]["source_modules"]}
    assert watched == rooms - ONLY_IN[contract] - PLAIN
    assert {name.removeprefix("assessor.") for name in contracts()["plain"]["source_modules"]} == PLAIN
