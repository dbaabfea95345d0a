"""A scale by its name, its file or its folder; and back to the rows of a ``scale.yaml``, to be kept beside a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import yaml

from assessor import rubric
from assessor.domain.scale import Marked, Scale
from assessor.errors import ScaleError
from assessor.rubric.marks import CLOSE, OPEN
from assessor.rubric.schema import ScaleRow

FILE = "scale.yaml"


def read_scale(source: str | Path | Scale) -> Scale:
    """A scale, checked.

    Parameters
    ----------
    source : str, pathlib.Path or Scale
        The name of an installed scale, the path of a ``scale.yaml``, or that of the folder that holds one. A scale is answered as it is.

    Raises
    ------
    ScaleError
        If there is no such scale, or it cannot be used: every problem with its line, what is allowed and what to do.

    Examples
    --------
    >>> read_scale("cnrc-service").level_numbers
    (0, 1, 2, 3, 4, 5)
    """
    if isinstance(source, Scale):
        return source
    # "my-folder" has the form of a name; it is one only if such a scale is installed.
    if isinstance(source, str) and source not in rubric.list_scales() and (Path(source) / FILE).is_file():
        source = Path(source)
    return rubric.read_scale(source)


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
