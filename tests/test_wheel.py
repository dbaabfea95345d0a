"""The wheel is whole: installed alone into an empty folder, it scores an answer with nothing of the checkout in reach."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assessor.rubric import list_scales

ROOT = Path(__file__).parents[1]
GOOD = (
    "Le four était mort. J'ai appelé le boulanger de Sarlat, que je ne connaissais pas, je me suis présenté et je lui ai demandé la moitié "
    "de sa nuit. Il a dit oui. J'ai cuit chez lui pendant une semaine, et je lui ai prêté mon camion en retour. Depuis, je le rappelle à "
    "chaque saison."
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built without reaching any network."""
    folder = tmp_path_factory.mktemp("roue")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_scales_models_encoder_wording_and_app_are_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {"assessor/_data/app.py", "assessor/assess.py"}
    expected |= {f"assessor/_data/scales/{scale}/scale.yaml" for scale in list_scales()}
    expected |= {
        f"assessor/_data/models/{name}/{file}" for name in (*list_scales(), "common") for file in ("model.joblib", "manifest.json")
    }
    parts = ("lower.onnx", "upper.onnx", "branch.onnx", "reader.onnx", "held_out.npz", "tokenizer.json", "manifest.json")
    expected |= {f"assessor/_data/models/encoder/{file}" for file in parts}
    for folder, kinds in (("wording", "*.yaml"), ("language/lexicon", "*.yaml"), ("ui", "*.css"), ("reports", "*.html")):
        expected |= {str(each.relative_to(ROOT)) for each in (ROOT / "assessor" / folder).rglob(kinds)}
    assert expected - names == set()


def test_nothing_of_no_use_is_inside(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.endswith((".pyc", ".partial")) or "__pycache__" in name or name.startswith("tests/")]
    # Most of it is the encoder and what the support vector machines keep of the answers they learnt: it grows with the corpora.
    assert wheel.stat().st_size < 145_000_000


def test_installed_alone_it_scores_an_answer_from_another_folder(wheel, tmp_path):
    target, elsewhere = tmp_path / "installed", tmp_path / "ailleurs"
    elsewhere.mkdir()
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run([*command, "--disable-pip-version-check"], check=True, capture_output=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ASSESSOR_", "PYTHON"))}
    environment["PYTHONPATH"] = str(target)
    program = (
        "import sys; sys.path = [each for each in sys.path if each != sys.argv[1]]; "
        "import assessor; print(assessor.__file__, file=sys.stderr); "
        "from assessor.cli import app; sys.argv = ['assessor', *sys.argv[2:]]; app()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT), "score", "-", "--scale", "arc-collaboration"],
        input=GOOD.encode(),
        capture_output=True,
        cwd=elsewhere,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr.decode().startswith(str(target))
    row = json.loads(done.stdout)
    assert row["scale"] == "arc-collaboration"
    assert sum(row["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert all(GOOD[one["start"] : one["end"]] == one["quote"] for one in row["evidence"])
    assert list(elsewhere.iterdir()) == []
