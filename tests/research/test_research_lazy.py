"""`import assessor` costs nothing; each of its names is there when it is used, for people and for type checkers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import assessor

HEAVY = {
    "numpy",
    "pandas",
    "scipy",
    "sklearn",
    "spacy",
    "onnxruntime",
    "joblib",
    "pydantic",
    "yaml",
    "assessor.research",
    "assessor.domain",
}


def run(code: str) -> str:
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_importing_the_package_loads_nothing():
    loaded = set(run("import sys, assessor; dir(assessor); print(*sys.modules)").split())
    assert not loaded & HEAVY
    assert sum(name.split(".")[0] == "assessor" for name in loaded) == 1


def test_reading_a_scale_needs_no_numbers():
    loaded = set(run("import sys; from assessor import read_scale; read_scale('sfia-rlmt'); print(*sys.modules)").split())
    assert not loaded & {"numpy", "pandas", "sklearn", "spacy"}


@pytest.mark.parametrize("name", assessor.__all__)
def test_every_name_is_there(name):
    assert callable(getattr(assessor, name))
    assert name in dir(assessor)


def test_other_names_are_not():
    with pytest.raises(AttributeError, match="asses"):
        assessor.asses  # noqa: B018


def test_type_checkers_see_the_same_names():
    tree = ast.parse(Path(assessor.__file__).read_text("utf-8"))
    seen = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    named = {alias.name for block in seen for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert named == set(assessor.__all__) == {*assessor._HOMES, "assess"}
    assert sorted(assessor.__all__) == sorted(set(assessor.__all__))


@pytest.mark.parametrize("first", ["from assessor.assess import load_assessor", "from assessor import assess"])
def test_assess_is_the_module_and_the_function_whichever_comes_first(first):
    code = f"{first}\nimport assessor, assessor.assess as flow\nfrom assessor import assess\n"
    assert (
        run(code + "print(callable(assess), assess is flow, flow.Assessor.__name__, assess is assessor.assess)")
        == "True True Assessor True"
    )
