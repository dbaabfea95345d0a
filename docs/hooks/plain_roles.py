"""Docstrings name things as Sphinx does (``:class:`Scale` ``); the site shows those names as code."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_ROLE = re.compile(r":[a-z]+:`~?([^`]+)`")


class PlainRoles(Extension):
    """Replaces every role of a docstring by the name it holds."""

    def on_instance(self, *, obj: Object, **_: Any) -> None:
        """Called by griffe for each module, class, function and attribute."""
        if obj.docstring:
            obj.docstring.value = _ROLE.sub(r"`\1`", obj.docstring.value)
