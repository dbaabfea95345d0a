"""What is learnt from and what is tested: named by a column, or drawn by lot, evenly or with each person on one side."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from assessor.errors import TrainingDataError
from assessor.wording import say
from assessor.wording.several import quoted

Rows = NDArray[np.intp]
Parts = list[tuple[Rows, Rows]]
"""Masks of what is learnt and of what is tested, a pair a fit."""

SHOWN = 5
_MOST_FOLDS = 20
_FIFTHS = 5


def named(column: Any, name: str) -> tuple[Parts, dict[str, Any]]:
    """The cut that a column names: train and test, or folds that are tested in turn.

    Raises
    ------
    TrainingDataError
        ``benchmark_split``: it names neither.

    Examples
    --------
    >>> parts, told = named(pd.Series(["train", "test", "train"]), "part")
    >>> parts[0][1].tolist(), told
    ([False, True, False], {'kind': 'column', 'column': 'part', 'train': 2, 'validation': 0, 'test': 1})
    """
    written = column.astype(str).str.strip()
    parts = written.str.casefold().map(_split_names()).to_numpy()
    if {"train", "test"} <= set(parts) and not pd.isna(parts).any():
        counts = {part: int((parts == part).sum()) for part in ("train", "validation", "test")}
        return [(parts != "test", parts == "test")], {"kind": "column", "column": name, **counts}
    names = sorted(set(written))
    known = [one for one in names if one.casefold() in _split_names()]
    if known or not 2 <= len(names) <= _MOST_FOLDS:
        raise TrainingDataError("benchmark_split", column=name, found=quoted(names, SHOWN), most=_MOST_FOLDS)
    return _in_turn(written.to_numpy(), names), {"kind": "folds", "column": name, "folds": names}


@cache
def _split_names() -> dict[str, str]:
    """What each known name of a part means: train, test or validation."""
    known = yaml.safe_load((files("assessor.holistic") / "split_names.yaml").read_text("utf-8"))
    return {name: part for part, names in known.items() for name in names}


def drawn_evenly(positions: Rows, prompts: NDArray[Any], folds: int | None, seed: int) -> tuple[Parts, dict[str, Any]]:
    """A cut drawn by lot, every level of every prompt spread evenly; without ``folds`` a fifth is tested once."""
    count = folds or _FIFTHS
    drawn = np.random.default_rng(seed).permutation(len(positions))
    fold = np.empty(len(positions), dtype=np.intp)
    for name in np.unique(prompts):
        own = drawn[prompts[drawn] == name]
        fold[own[np.argsort(positions[own], kind="stable")]] = np.arange(len(own)) % count
    return _told(fold, folds, seed)


def drawn_apart(
    positions: Rows, prompts: NDArray[Any], people: NDArray[Any], group: str, folds: int | None, seed: int
) -> tuple[Parts, dict[str, Any]]:
    """A cut drawn by lot with all answers of one person in one fold, levels and prompts spread as evenly as that allows.

    Raises
    ------
    TrainingDataError
        ``benchmark_nothing``: there are fewer persons than folds.
    """
    count = folds or _FIFTHS
    if (persons := len(np.unique(people))) < count:
        reason = "few_groups" if persons > 1 else "one_group"
        raise TrainingDataError("benchmark_nothing", reasons=say(f"benchmark.{reason}", group=group, count=persons, folds=count))
    strata = pd.Series(positions).groupby([prompts, positions]).ngroup().to_numpy()
    if np.bincount(strata).max() < count:  # scikit-learn refuses to spread what is rarer than folds everywhere
        strata = np.zeros_like(strata)
    fold = np.empty(len(positions), dtype=np.intp)
    cut = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that some level is rarer than folds; a notice says which levels are never learnt
        for place, (_, test) in enumerate(cut.split(strata, strata, people)):
            fold[test] = place
    return _told(fold, folds, seed)


def _told(fold: Rows, folds: int | None, seed: int) -> tuple[Parts, dict[str, Any]]:
    """Folds drawn by lot as parts: all in turn if their number was asked for, else the first alone."""
    if folds:
        return _in_turn(fold, range(folds)), {"kind": "seeded_folds", "folds": folds, "seed": seed}
    return _in_turn(fold, [0]), {"kind": "seeded", "test": 1 / _FIFTHS, "seed": seed}


def _in_turn(fold: NDArray[Any], names: Iterable[Any]) -> Parts:
    return [(fold != one, fold == one) for one in names]


def astride(people: NDArray[Any], prompts: NDArray[Any], parts: Sequence[tuple[Rows, Rows]]) -> list[str]:
    """Persons that one fit would both learn from and be tested on; those of another prompt have another fit.

    Examples
    --------
    >>> parts = [(np.array([True, True, False]), np.array([False, False, True]))]
    >>> people = np.array(["Julie", "Marc", "Julie"], dtype=object)
    >>> astride(people, np.array(["1", "1", "1"]), parts), astride(people, np.array(["1", "1", "2"]), parts)
    (['Julie'], [])
    """
    who = np.array(list(zip(prompts, people, strict=True)), dtype=object).reshape(-1, 2)
    both = {pair for train, test in parts for pair in set(map(tuple, who[train])) & set(map(tuple, who[test]))}
    return sorted({person for _, person in both})
