"""A table as a benchmark wants it: answers with levels, cut into what is learnt from and what is tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessor.errors import TrainingDataError
from assessor.holistic.splits import SHOWN, Rows, astride, drawn_apart, drawn_evenly, named
from assessor.wording import Text, say
from assessor.wording.several import quoted

LEAST_TRAIN = 10
# A column holds no texts if a larger share of its cells than this holds a single word.
_SINGLE = 0.9


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
        """Note what a reader must know, once, whatever the number of folds; the code is one of ``benchmark.notice``."""
        notice = Notice(code, say(f"benchmark.notice.{code}", **values))
        if notice not in self.notices:
            self.notices.append(notice)


def prepare(
    frame: pd.DataFrame,
    text: str,
    label: str,
    split: str | None = None,
    prompt: str | None = None,
    *,
    group: str | None = None,
    persons: Sequence[str] = (),
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
    group : str, optional
        Column of the person: no fit is tested on a person it learnt from.
    persons : sequence of str
        Columns that seem to name the person: without ``group``, a notice tells of the first that has somebody both learnt and tested.
    levels : sequence of int, optional
        Every level of the scale; by default those of the whole table.
    folds : int, optional
        Without a split column: how many folds, tested in turn; by default a fifth is tested once.
    seed : int
        Of the cut, without a split column.

    Raises
    ------
    TrainingDataError
        If a column is missing or holds no texts, a label is not a whole number, the split column cannot be read or does not keep groups
        apart, there are fewer groups than folds, or nothing can be fitted.
    """
    asked = [column for column in (text, label, split, prompt, group) if column is not None]
    if unknown := [column for column in asked if column not in frame.columns]:
        raise TrainingDataError("benchmark_column", missing=quoted(unknown), found=quoted(frame.columns))
    kept, without = _filled(frame, asked)
    if len(kept) and np.mean([len(str(one).split()) < 2 for one in kept[text]]) > _SINGLE:
        raise TrainingDataError("benchmark_no_text", column=text, example=str(kept[text].iloc[0]), found=quoted(frame.columns))
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
    people = None if group is None else _people(kept[group])
    if split is not None:
        parts, data.split = named(kept[split], split)
    elif people is None:
        parts, data.split = drawn_evenly(data.positions, prompts, folds, seed)
    else:
        parts, data.split = drawn_apart(data.positions, prompts, people, str(group), folds, seed)
    if people is None:
        _tell_of_persons(data, kept[[column for column in persons if column not in asked]], prompts, parts)
    else:
        if both := astride(people, prompts, parts):
            raise TrainingDataError("benchmark_nothing", reasons=say("benchmark.astride", group=group, split=split, both=_listed(both)))
        data.split |= {"group": group, "groups": len(np.unique(people))}
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
        empty = ~_said(frame[column])
        if (new := empty & filled).any():
            without[column] = frame.index[new].tolist()
        filled &= ~empty
    return frame[filled], without


def _said(column: Any) -> NDArray[np.bool_]:
    """Which cells say something."""
    said: NDArray[np.bool_] = column.notna().to_numpy() & (column.astype(str).str.strip() != "").to_numpy()
    return said


def _people(column: Any) -> NDArray[Any]:
    """Who wrote each answer, as text: a spreadsheet holds the number 7 in one cell and the text « 7 » in the next."""
    people: NDArray[Any] = column.astype(str).str.strip().to_numpy(dtype=object)
    return people


def _tell_of_persons(data: Data, columns: pd.DataFrame, prompts: NDArray[Any], parts: Sequence[tuple[Rows, Rows]]) -> None:
    """Note the first column that names persons of whom some answers are learnt and others tested by one fit."""
    for name, column in columns.items():
        filled = _said(column)
        own = [(train[filled], test[filled]) for train, test in parts]
        if both := astride(_people(column[filled]), prompts[filled], own):
            data.notice("persons", column=name, count=len(both))
            return


def _labels(column: Any) -> Rows:
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
    wrong = ~np.isfinite(numbers) | (numbers != np.rint(numbers))
    if wrong.any():
        shown = [f"{row}: {value}" for row, value in column[wrong].head(SHOWN).items()]
        raise TrainingDataError("benchmark_label", column=column.name, count=int(wrong.sum()), shown=", ".join(shown))
    whole: Rows = numbers.astype(np.intp)
    return whole


def _add(data: Data, prompt: str, train: Rows, test: Rows) -> None:
    """Add a trial, unless it can say nothing."""
    learnt, asked = np.unique(data.positions[train]), np.unique(data.positions[test])
    if len(train) < LEAST_TRAIN:
        data.notice("few", prompt=prompt or "—", least=LEAST_TRAIN)
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
    return ", ".join(str(value) for value in values[:SHOWN]) + (" …" if len(values) > SHOWN else "")
