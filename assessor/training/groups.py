"""Folds that keep an author and a sector on one side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assessor.domain.example import Example

FOLDS = 6
_LARGEST = 0.5


def folds(examples: Sequence[Example], count: int = FOLDS) -> NDArray[np.intp]:
    """A fold for each example, so that no answer, author or sector is on both sides of a split.

    Examples that share an author or a sector, directly or through others, form a block; blocks are dealt to the folds, largest first,
    always to the fold with the fewest examples. Where everything hangs together (each author wrote about every sector) authors
    alone decide, and without authors each answer stands alone.

    Parameters
    ----------
    examples : sequence of Example
    count : int, default=6

    Returns
    -------
    ndarray of shape (n_examples,)
        Numbers from 0; the same examples in the same order give the same folds.
    """
    for keys in (("author", "sector"), ("author",), ()):
        blocks = _blocks(examples, keys)
        sizes = np.bincount(blocks)
        if len(sizes) >= min(count, 4, len(examples)) and sizes.max() <= max(_LARGEST * len(examples), 1):
            break
    order = sorted(range(len(sizes)), key=lambda block: (-sizes[block], block))
    load = np.zeros(min(count, len(sizes)))
    fold_of = np.zeros(len(sizes), dtype=np.intp)
    for block in order:
        fold_of[block] = int(np.argmin(load))
        load[fold_of[block]] += sizes[block]
    assigned: NDArray[np.intp] = fold_of[blocks]
    return assigned


def _blocks(examples: Sequence[Example], keys: tuple[str, ...]) -> NDArray[np.intp]:
    """Number of the block each example belongs to, in order of first appearance (union-find)."""
    parent = list(range(len(examples)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    first: dict[tuple[str, str], int] = {}
    for position, example in enumerate(examples):
        for key in keys:
            if value := example.meta.get(key):
                parent[root(position)] = root(first.setdefault((key, value), position))
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(root(position), len(numbers)) for position in range(len(examples))], dtype=np.intp)
