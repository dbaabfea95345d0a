"""YAML files of the program's own, which are right: read by libyaml where PyYAML was built with it, in a tenth of the time."""

from __future__ import annotations

from typing import Any

import yaml

_VALUES = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def values(text: str) -> Any:
    """The content of a file.

    Examples
    --------
    >>> values("seen: yes")
    {'seen': True}
    """
    return yaml.load(text, Loader=_VALUES)


def words(text: str) -> Any:
    """The content of a file, every value as text: « on », « no » and « oui » are words here, not yes and no.

    Examples
    --------
    >>> words("pronouns: [on, no]")
    {'pronouns': ['on', 'no']}
    """
    return yaml.load(text, Loader=_WORDS)
