from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny
from loaded import forget


@pytest.fixture
def models(tmp_path, monkeypatch) -> Iterator[Path]:
    """An empty folder of models, in force for one test."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setenv("ASSESSOR_MODELS", str(folder))
    forget()
    yield folder
    forget()


@pytest.fixture(scope="module")
def tiny_world(tmp_path_factory) -> Iterator[Path]:
    """Folders of two tiny scales and of models, in force for a module."""
    root = tmp_path_factory.mktemp("monde")
    tiny.write(root / "scales")
    (root / "models").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSESSOR_SCALES", str(root / "scales"))
        patch.setenv("ASSESSOR_MODELS", str(root / "models"))
        forget()
        yield root
    forget()
