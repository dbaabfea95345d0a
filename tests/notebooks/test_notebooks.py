"""The notebooks run from beginning to end, end with a figure that they assert themselves, and are stored without outputs."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# What the notebooks may use of the program: what the reference documents.
PUBLIC = {
    "assessor",
    "assessor.domain.review",
    "assessor.fairness.impact",
    "assessor.fairness.variants",
    "assessor.holistic",
    "assessor.paths",
    "assessor.reports.dossier",
    "assessor.rubric",
    "assessor.training.metrics",
    "assessor.training.metrics_certainty",
    "assessor.training.metrics_raters",
    "assessor.training.versions",
}
LIBRARIES = {"altair", "json", "numpy", "os", "pandas", "pathlib", "shutil", "sklearn", "tempfile", "threadpoolctl", "warnings"}

every = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module", autouse=True)
def own_settings(tmp_path_factory):
    """Kernels import this checkout, and keep no history in anybody's home."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]))
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.delenv("ASSESSOR_LANG", raising=False)
        yield


def run(path: Path, folder: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs, run in a folder; an exception of a cell is raised here."""
    return NotebookClient(read(path), timeout=180, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()


def test_there_are_seven():
    assert [path.name[:2] for path in NOTEBOOKS] == [f"{number:02d}" for number in range(1, 8)]


@every
def test_it_is_stored_as_jupyter_would_without_outputs(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert path.read_text("utf-8") == nbformat.writes(notebook) + "\n"
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell.id for cell in notebook.cells] == [f"cellule-{number:02d}" for number in range(1, len(notebook.cells) + 1)]
    for cell in notebook.cells:
        assert cell.metadata == {}, cell.id
        if cell.cell_type == "code":
            assert (cell.execution_count, cell.outputs) == (None, []), cell.id
    assert len(path.read_text("utf-8").splitlines()) <= 400


@every
def test_it_opens_in_both_languages_and_closes_on_a_figure(path):
    notebook = read(path)
    first, *_, said, last = notebook.cells
    assert (first.cell_type, said.cell_type, last.cell_type) == ("markdown", "markdown", "code")
    assert "*English summary — " in first.source
    assert "Durée :" in first.source
    assert "**Le chiffre de ce carnet" in said.source
    assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(last.source)))


@every
def test_it_uses_only_what_is_public_and_draws_without_a_browser(path):
    cells = code(read(path))
    assert any('alt.renderers.enable("svg")' in cell for cell in cells)
    imported = set()
    for node in ast.walk(ast.parse("\n".join(cells))):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)
        elif isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
    unknown = {name for name in imported - PUBLIC if name.split(".")[0] not in LIBRARIES}
    assert unknown == set()


@pytest.mark.slow
@every
def test_it_runs(path):
    before = sorted(FOLDER.iterdir())
    done = run(path, FOLDER)
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    drawn = [output.data["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert drawn
    assert all(image.startswith("<svg") for image in drawn)
    assert done.cells[-1].outputs[0].text.strip()
    assert sorted(FOLDER.iterdir()) == before


@pytest.mark.slow
def test_it_runs_from_the_root_too():
    assert run(NOTEBOOKS[0], ROOT).cells[-1].outputs[0].text == "2 réponses recevables sur 5\n"


def test_progress_in_a_cell_is_one_output_that_is_written_over_and_nothing_is_warned_of(tmp_path):
    source = 'from assessor import assess\nassess(["J\'ai appelé la mairie.", "Il pleuvait."], progress=True)'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    done = NotebookClient(notebook, timeout=180, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    bars, table = done.cells[0].outputs
    assert (bars.output_type, table.output_type) == ("display_data", "execute_result")
    assert bars.data["text/plain"] == "Lecture des réponses 2/2"
    assert 'value="2" max="2"' in bars.data["text/html"]
    assert "<table" in table.data["text/html"]
