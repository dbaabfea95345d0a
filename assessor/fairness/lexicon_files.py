"""Reads the lexicon files of the variants: French expressions live there and nowhere else."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def lexicon(name: str) -> dict[str, Any]:
    """One lexicon file, every value as text.

    Examples
    --------
    >>> "euh" in lexicon("oral")["fillers"]
    True
    """
    data: dict[str, Any] = yaml.load((files(__package__) / "lexicon" / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return data
