"""What a process remembers of the models."""

from __future__ import annotations

from assessor.artifacts import common_model
from assessor.assess import load_assessor


def forget() -> None:
    """What this process has loaded, so that the next call reads the disk again."""
    common_model.cache_clear()
    load_assessor.cache_clear()
