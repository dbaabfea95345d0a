"""Two models on the same answers: each figure with the interval of its difference, by level, by difficulty, and the answers that moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessor.training.held_out import JudgedAnswer, Record
from assessor.training.metrics import agreement, kappa, plain, rmse
from assessor.training.metrics_certainty import REPEATS, calibration_error, paired_bootstrap
from assessor.training.metrics_labels import binary_scores, label_scores, macro_f1

Statistic = Callable[[NDArray[np.intp]], float]
# Figures of fewer answers say more about those answers than about a model.
LEAST = 10
LOWER_IS_BETTER = frozenset({"rmse", "ece"})


@dataclass(frozen=True, slots=True)
class Side:
    """One model's judgements as arrays: positions of levels (n_answers,), or demonstrations as 0/1 (n_answers, n_codes)."""

    truth: NDArray[np.intp]
    guess: NDArray[np.intp]
    probabilities: NDArray[np.float64]

    @property
    def exact(self) -> NDArray[np.bool_]:
        """Which answers are right altogether, shape (n_answers,)."""
        right: NDArray[np.bool_] = (self.truth == self.guess).reshape(len(self.truth), -1).all(axis=1)
        return right


def main_figure(kind: str) -> str:
    """The figure that the verdict rests on."""
    return "qwk" if kind == "ordinal" else "macro_f1"


def differences(first: Record, second: Record, *, repeats: int = REPEATS, least: int = LEAST) -> dict[str, Any]:
    """Compare two records that hold the same answers in the same order.

    Parameters
    ----------
    first, second : Record
    repeats : int, default=1000
        Resamples behind each interval.
    least : int, default=10
        Size of the smallest level or difficulty that gets a figure of its own.

    Returns
    -------
    dict
        ``figures``, ``by_level`` or ``by_code``, ``by_difficulty``: name to ``a``, ``b``, ``difference`` (B minus A), its 95 % interval
        ``low`` to ``high``, and ``better``, the share of resamples in which B is better; ``too_few``: groups left out; ``changed``: the
        answers guessed otherwise; ``main``: the figure that decides, and ``verdict`` (``"better"``, ``"worse"`` or ``"none"``, of B);
        ``better_on``, ``worse_on``: other figures whose interval says so.
    """
    kind, targets = first.kind, first.targets
    a, b = side(first), side(second)
    everyone = np.arange(len(first.answers))
    figures = {
        name: paired(one, other, everyone, repeats, lower=name in LOWER_IS_BETTER)
        for (name, one), other in zip(_statistics(a, kind).items(), _statistics(b, kind).values(), strict=True)
    }
    groups = {"by_difficulty": _by_difficulty(first.answers)}
    found: dict[str, Any] = {"figures": figures}
    if kind == "ordinal":
        groups["by_level"] = {name: np.flatnonzero(a.truth == position) for position, name in enumerate(targets)}
    else:
        common = {name: _code_statistics(a, b, column) for column, name in enumerate(targets) if a.truth[:, column].sum() >= least}
        found["by_code"] = {
            name: {"count": int(a.truth[:, targets.index(name)].sum()), **paired(one, other, everyone, repeats)}
            for name, (one, other) in common.items()
        }
    for field, members in groups.items():
        found[field] = {
            name: {"count": len(rows), **paired(_share(a), _share(b), rows, repeats)}
            for name, rows in members.items()
            if len(rows) >= least
        }
    too_few = [name for members in groups.values() for name, rows in members.items() if 0 < len(rows) < least]
    too_few += [name for column, name in enumerate(targets) if kind == "checklist" and 0 < a.truth[:, column].sum() < least]
    changed = [
        {
            "id": one.id,
            "difficulty": one.difficulty,
            "truth": label(one.truth),
            "a": label(one.guess),
            "b": label(other.guess),
        }
        for one, other in zip(first.answers, second.answers, strict=True)
        if one.guess != other.guess
    ]
    verdicts = {name: shown(one, lower=name in LOWER_IS_BETTER) for name, one in figures.items()}
    verdict = verdicts.pop(main_figure(kind))
    beside = {f"{side}_on": [name for name, one in verdicts.items() if one == side] for side in ("better", "worse")}
    return dict(plain({**found, "too_few": too_few, "changed": changed, "main": main_figure(kind), "verdict": verdict, **beside}))


def shown(found: Mapping[str, float], lower: bool = False) -> str:
    """What the interval of a difference shows of B: ``"better"``, ``"worse"`` or ``"none"``.

    Examples
    --------
    >>> shown({"low": 0.01, "high": 0.2}), shown({"low": 0.01, "high": 0.2}, lower=True), shown({"low": -0.1, "high": 0.2})
    ('better', 'worse', 'none')
    """
    up, down = ("worse", "better") if lower else ("better", "worse")
    return up if found["low"] > 0 else down if found["high"] < 0 else "none"


def side(record: Record) -> Side:
    """A record's answers as arrays."""

    def positions(values: Sequence[int | tuple[str, ...]]) -> NDArray[np.intp]:
        if record.kind == "ordinal":
            return np.array([record.targets.index(str(one)) for one in values], dtype=np.intp)
        return np.array([[not isinstance(one, int) and code in one for code in record.targets] for one in values], dtype=np.intp)

    return Side(
        positions([one.truth for one in record.answers]),
        positions([one.guess for one in record.answers]),
        np.array([one.probabilities for one in record.answers], dtype=np.float64),
    )


def paired(first: Statistic, second: Statistic, rows: NDArray[np.intp], repeats: int, lower: bool = False) -> dict[str, float]:
    """One figure of A and of B on some answers, and their difference; ``lower`` says that a smaller one is better."""
    ours, theirs = (_on(one, rows, -1.0 if lower else 1.0) for one in (second, first))
    found = paired_bootstrap(ours, theirs, len(rows), repeats=repeats)
    if lower:  # it was the gain that was measured
        found = {**found, "difference": -found["difference"], "low": -found["high"], "high": -found["low"]}
    return {"a": first(rows), "b": second(rows), **found}


def _on(statistic: Statistic, rows: NDArray[np.intp], sign: float) -> Statistic:
    return lambda drawn: sign * statistic(rows[drawn])


def _statistics(one: Side, kind: str) -> Mapping[str, Statistic]:
    if kind == "checklist":
        names = [str(column) for column in range(one.truth.shape[1])]
        sure, right = np.where(one.guess == 1, one.probabilities, 1 - one.probabilities), one.truth == one.guess
        return {
            "macro_f1": lambda rows: macro_f1(label_scores(one.truth[rows], one.guess[rows], names)),
            "exact": _share(one),
            "ece": lambda rows: calibration_error(sure[rows].ravel(), right[rows].ravel()),
        }
    count = one.probabilities.shape[1]
    sure, expected, right = one.probabilities[np.arange(len(one.guess)), one.guess], one.probabilities @ np.arange(count), one.exact
    return {
        "qwk": lambda rows: kappa(one.truth[rows], one.guess[rows], count, "quadratic"),
        "exact": _share(one),
        "adjacent": lambda rows: agreement(one.truth[rows], one.guess[rows], tolerance=1),
        "rmse": lambda rows: rmse(one.truth[rows], expected[rows]),
        "ece": lambda rows: calibration_error(sure[rows], right[rows]),
    }


def _share(one: Side) -> Statistic:
    """Percentage of answers that are right altogether."""
    right = one.exact
    return lambda rows: 100 * float(right[rows].mean())


def _code_statistics(a: Side, b: Side, column: int) -> tuple[Statistic, Statistic]:
    def of(one: Side) -> Statistic:
        return lambda rows: binary_scores(one.truth[rows, column], one.guess[rows, column])["f1"]

    return of(a), of(b)


def _by_difficulty(answers: Sequence[JudgedAnswer]) -> dict[str, NDArray[np.intp]]:
    """Positions of the answers of each marked difficulty; an answer without a mark is in none."""
    names = sorted({one.difficulty for one in answers} - {""})
    return {name: np.array([row for row, one in enumerate(answers) if one.difficulty == name], dtype=np.intp) for name in names}


def label(value: int | tuple[str, ...]) -> str:
    """A level or demonstrations as one word.

    Examples
    --------
    >>> label(3), label(("D1", "D4")), label(())
    ('3', 'D1 D4', '–')
    """
    return str(value) if isinstance(value, int) else " ".join(value) or "–"
