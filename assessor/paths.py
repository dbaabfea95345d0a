"""Where the scales and the models stand: said by the environment, beside the package in a checkout, or inside an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root(variable: str, folder: str) -> Path:
    """The folder that the environment names, else the installation's own."""
    return Path(named) if (named := os.environ.get(variable)) else _installed(folder)


def _installed(name: str) -> Path:
    """The wheel's copy, else the checkout's; not the other way round: a stranger's ``models`` may stand beside an installed package."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.exists() else _PACKAGE.parent / name


def scales_root() -> Path:
    """The folder that holds one folder a scale; ``ASSESSOR_SCALES`` overrides it.

    Examples
    --------
    >>> scales_root().name
    'scales'
    """
    return _root("ASSESSOR_SCALES", "scales")


def models_root() -> Path:
    """The folder that holds one folder a model; ``ASSESSOR_MODELS`` overrides it.

    Examples
    --------
    >>> models_root().name
    'models'
    """
    return _root("ASSESSOR_MODELS", "models")


def previous_root() -> Path:
    """The folder of the models that promotions replaced, laid out like that of the models and beside it, so that it is never shipped.

    Examples
    --------
    >>> previous_root().name
    'models.previous'
    """
    return models_root().with_name(f"{models_root().name}.previous")


def encoder_root() -> Path:
    """The folder of the sentence encoder: that of the installation, even when the models are elsewhere."""
    return _installed("models") / "encoder"


def app_file() -> Path:
    """The script that Streamlit runs."""
    return _installed("app.py")
