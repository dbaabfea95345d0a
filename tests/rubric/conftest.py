from pathlib import Path

import pytest
from small_scale import SMALL


@pytest.fixture
def small() -> str:
    """A scale as short as one can be, without a fault."""
    return SMALL


@pytest.fixture
def write(tmp_path: Path):
    """Write a scale file into a folder of the same temporary root; returns the file."""

    def put(text: str | bytes, folder: str = "petite") -> Path:
        file = tmp_path / folder / "scale.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return put
