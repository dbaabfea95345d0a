"""Reads the lexicon files: French expressions live there and nowhere else."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from assessor import own_yaml
from assessor.language.normalise import fold


@cache
def lexicon_file(name: str) -> dict[str, Any]:
    """One lexicon file, every value as text: « on » and « no » are words here, not yes and no."""
    data: dict[str, Any] = own_yaml.words((files(__package__) / "lexicon" / f"{name}.yaml").read_text("utf-8"))
    return data


@cache
def words(name: str, group: str) -> frozenset[str]:
    """The words of one group of a lexicon file, without accents or capitals.

    Examples
    --------
    >>> "mme" in words("splitting", "abbreviations")
    True
    """
    return frozenset(fold(str(word)) for word in lexicon_file(name)[group])
