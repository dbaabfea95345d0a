"""The command line. Each ``command_<name>.py`` of this folder is found by discovery and adds itself to ``app``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from assessor.cli.shared import app

for _module in sorted(one.name for one in iter_modules(__path__) if one.name.startswith("command_")):
    import_module(f"{__name__}.{_module}")

__all__ = ["app"]
