"""A scale kept beside the model that was fitted for it: back to the rows of a ``scale.yaml``, and from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import yaml

from assessor.domain.scale import Marked, Scale
from assessor.errors import ScaleError
from assessor.rubric.marks import CLOSE, OPEN
from assessor.rubric.reader import read_scale
from assessor.rubric.schema import ScaleRow

FILE = "scale.yaml"


def scale_bytes(scale: Scale) -> bytes:
    """A scale as the content of a ``scale.yaml``; :func:`scale_of` gives it back.

    Examples
    --------
    >>> scale = read_scale("arc-collaboration")
    >>> scale_of(scale_bytes(scale)) == scale
    True
    """
    return yaml.safe_dump(_plain(scale), allow_unicode=True, sort_keys=False, width=140).encode("utf-8")


def scale_of(content: bytes) -> Scale:
    """The scale that :func:`scale_bytes` wrote.

    Raises
    ------
    ScaleError
        If another version of the program wrote it.
    """
    try:
        return ScaleRow.model_validate(yaml.safe_load(content)).domain()
    except (ValueError, yaml.YAMLError) as problem:  # pydantic's errors are ValueErrors
        raise ScaleError("research_scale_kept") from problem


def scale_beside(folder: Path, name: str) -> Scale:
    """The scale kept in a model's folder, or the installed one of that name.

    Raises
    ------
    ScaleError
        If there is neither.
    """
    kept = folder / FILE
    return scale_of(kept.read_bytes()) if kept.is_file() else read_scale(name)


def _plain(value: object) -> object:
    """Dataclasses as mappings, tuples as lists, marked examples with their marks; what is not said is left out."""
    if isinstance(value, Marked):
        text, start, end = value.text, value.start, value.end
        return f"{text[:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:]}" if end > start else text
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        found: Mapping[str, object] = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {name: one for name, one in found.items() if one is not None and one != []}
    return value
