"""A table as a benchmark wants it: answers with levels, cut into what is learnt from and what is tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from assessor.errors import TrainingDataError
from assessor.wording import Text, say

Rows = NDArray[np.intp]

LEAST_TRAIN = 10
_MOST_FOLDS = 20
_FIFTHS = 5
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """One fit: a prompt, rows to learn from, rows to test."""

    prompt: str
    train: Rows
    test: Rows


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader of the figures must know: rows or prompts left out, levels never seen."""

    code: str
    text: Text


@dataclass(slots=True)
class Data:
    """The answers of a benchmark.

    Attributes
    ----------
    texts : list of str
    levels : ndarray of int of shape (n_levels,)
        Of the whole table (or as given), ascending.
    positions : ndarray of shape (n_answers,)
        Each answer's place in ``levels``.
    trials : list of Trial
    split : dict
        How the table was cut.
    notices : list of Notice
    """

    texts: list[str]
    levels: NDArray[np.intp]
    positions: Rows
    trials: list[Trial] = field(default_factory=list)
    split: dict[str, Any] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def notice(self, code: str, **values: object) -> None:
        """Note what a reader must know; the code is one of ``benchmark.notice``."""
        self.notices.append(Notice(code, say(f"benchmark.notice.{code}", **values)))


def prepare(
    frame: pd.DataFrame,
    text: str,
    label: str,
    split: str | None = None,
    prompt: str | None = None,
    *,
    levels: Sequence[int] | None = None,
    folds: int | None = None,
    seed: int = 0,
) -> Data:
    """Check a table and cut it into trials.

    Parameters
    ----------
    frame : pandas.DataFrame
        Messages name rows by its index.
    text, label, split, prompt : str
        Columns. Without ``prompt`` all answers belong to one. A split column says train and test, or names folds that are tested in turn.
    levels : sequence of int, optional
        Every level of the scale; by default those of the whole table.
    folds : int, optional
        Without a split column: how many folds, tested in turn; by default a fifth is tested once.
    seed : int
        Of the cut, without a split column.

    Raises
    ------
    TrainingDataError
        If a column is missing, a label is not a whole number, the split column cannot be read, or nothing can be fitted.
    """
    asked = [column for column in (text, label, split, prompt) if column is not None]
    if unknown := [column for column in asked if column not in frame.columns]:
        found = ", ".join(f"« {column} »" for column in frame.columns)
        raise TrainingDataError("benchmark_column", missing=", ".join(f"« {column} »" for column in unknown), found=found)
    kept, without = _filled(frame, asked)
    numbers = _labels(kept[label])
    known = np.unique(numbers if levels is None else np.array(levels))
    if len(strange := np.setdiff1d(numbers, known)):
        raise TrainingDataError("benchmark_level", levels=_listed(known), strange=_listed(strange))
    if len(known) < 2:
        raise TrainingDataError("benchmark_one_level", label=label, level=_listed(known) or "—")
    data = Data([str(one) for one in kept[text]], known, np.searchsorted(known, numbers))
    for column, rows in without.items():
        data.notice("empty", column=column, count=len(rows), rows=_listed(rows))

    prompts = kept[prompt].astype(str).to_numpy() if prompt else np.full(len(kept), "")
    parts, data.split = _seeded(data.positions, prompts, folds, seed) if split is None else _named(kept[split], split)
    for name in dict.fromkeys(prompts):
        for train, test in parts:
            _add(data, str(name), np.flatnonzero((prompts == name) & train), np.flatnonzero((prompts == name) & test))
    if not data.trials:
        reasons = "\n".join(notice.text.fr for notice in data.notices), "\n".join(notice.text.en for notice in data.notices)
        raise TrainingDataError("benchmark_nothing", reasons=Text(*reasons))
    return data


def _filled(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[pd.DataFrame, dict[str, list[Any]]]:
    """The rows that say something in every column, and for each column the names of those that do not."""
    filled = np.ones(len(frame), dtype=bool)
    without: dict[str, list[Any]] = {}
    for column in columns:
        empty = frame[column].isna().to_numpy() | (frame[column].astype(str).str.strip() == "").to_numpy()
        if (new := empty & filled).any():
            without[column] = frame.index[new].tolist()
        filled &= ~empty
    return frame[filled], without


def _labels(column: Any) -> Rows:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~np.isfinite(numbers) | (numbers != np.rint(numbers))
    if wrong.any():
        shown = [f"{row}: {value}" for row, value in column[wrong].head(_SHOWN).items()]
        raise TrainingDataError("benchmark_label", column=column.name, count=int(wrong.sum()), shown=", ".join(shown))
    whole: Rows = numbers.astype(np.intp)
    return whole


@cache
def _split_names() -> dict[str, str]:
    """What each known name of a part means: train, test or validation."""
    named = yaml.safe_load((files("assessor.holistic") / "split_names.yaml").read_text("utf-8"))
    return {name: part for part, names in named.items() for name in names}


def _named(column: Any, name: str) -> tuple[list[tuple[Rows, Rows]], dict[str, Any]]:
    """Masks of what is learnt and what is tested, from a column of names."""
    written = column.astype(str).str.strip()
    parts = written.str.casefold().map(_split_names()).to_numpy()
    if {"train", "test"} <= set(parts) and not pd.isna(parts).any():
        counts = {part: int((parts == part).sum()) for part in ("train", "validation", "test")}
        return [(parts != "test", parts == "test")], {"kind": "column", "column": name, **counts}
    names = sorted(set(written))
    known = [one for one in names if one.casefold() in _split_names()]
    if known or not 2 <= len(names) <= _MOST_FOLDS:
        shown = ", ".join(f"« {one} »" for one in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        raise TrainingDataError("benchmark_split", column=name, found=shown, most=_MOST_FOLDS)
    folds = written.to_numpy()
    return [(folds != one, folds == one) for one in names], {"kind": "folds", "column": name, "folds": names}


def _seeded(positions: Rows, prompts: NDArray[Any], folds: int | None, seed: int) -> tuple[list[tuple[Rows, Rows]], dict[str, Any]]:
    """Masks of a cut drawn by lot, every level of every prompt spread evenly."""
    count = folds or _FIFTHS
    drawn = np.random.default_rng(seed).permutation(len(positions))
    fold = np.empty(len(positions), dtype=np.intp)
    for name in np.unique(prompts):
        own = drawn[prompts[drawn] == name]
        fold[own[np.argsort(positions[own], kind="stable")]] = np.arange(len(own)) % count
    if folds:
        return [(fold != one, fold == one) for one in range(count)], {"kind": "seeded_folds", "folds": count, "seed": seed}
    return [(fold != 0, fold == 0)], {"kind": "seeded", "test": 1 / count, "seed": seed}


def _add(data: Data, prompt: str, train: Rows, test: Rows) -> None:
    """Add a trial, unless it can say nothing."""
    learnt, asked = np.unique(data.positions[train]), np.unique(data.positions[test])
    if len(train) < LEAST_TRAIN:
        data.notice("few", prompt=prompt or "—", count=len(train), least=LEAST_TRAIN)
    elif len(learnt) < 2:
        data.notice("one_level", prompt=prompt or "—", level=_listed(data.levels[learnt]))
    elif not len(test):
        data.notice("untested", prompt=prompt or "—")
    else:
        if len(unseen := np.setdiff1d(asked, learnt)):
            count = int(np.isin(data.positions[test], unseen).sum())
            data.notice("unseen", prompt=prompt or "—", levels=_listed(data.levels[unseen]), count=count)
        data.trials.append(Trial(prompt, train, test))


def _listed(values: Sequence[Any] | NDArray[Any]) -> str:
    """The first few, for a message."""
    return ", ".join(str(value) for value in values[:_SHOWN]) + (" …" if len(values) > _SHOWN else "")
