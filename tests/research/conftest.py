"""Tiny scales with their answers, as a researcher would have them in a folder of her own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS / name) for name in ("artifacts", "training")]

import tiny  # noqa: E402


@pytest.fixture(scope="session")
def own_folder(tmp_path_factory) -> Path:
    """A folder with two scales of one's own and their annotated answers."""
    root = tmp_path_factory.mktemp("chercheuse")
    tiny.write(root)
    return root


@pytest.fixture(params=["fr", "en"])
def language(request) -> str:
    return request.param
