"""A scale by its name, its file or its folder."""

from __future__ import annotations

from pathlib import Path

from assessor import rubric
from assessor.domain.scale import Scale
from assessor.rubric.kept import FILE


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
