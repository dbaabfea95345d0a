"""The program beside simpler methods, on the same answers and folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assessor.domain.scale import Scale
from assessor.training.baselines import BASELINES, baseline_guesses
from assessor.training.crossfit import Indices, Progress, silent
from assessor.training.evaluate import as_shown, guesses_of
from assessor.training.fit import HeldOut, target_matrix
from assessor.training.metrics import agreement, kappa, plain, rmse
from assessor.training.metrics_certainty import paired_bootstrap
from assessor.training.metrics_labels import class_scores, label_scores, macro_f1, micro_f1, whole_lists
from assessor.training.prepared import Prepared

OURS = "ours"


def compare_baselines(
    prepared: Prepared,
    scale: Scale,
    fold: Indices,
    judged: HeldOut,
    names: Sequence[str] = tuple(BASELINES),
    progress: Progress = silent,
    repeats: int = 1000,
) -> dict[str, Any]:
    """Figures of the program and of each baseline, with what the program gains on it.

    Parameters
    ----------
    prepared : Prepared
    scale : Scale
    fold : ndarray of shape (n_answers,)
    judged : HeldOut
        What the program says.
    names : sequence of str
        Of ``BASELINES``; those that make no sense for a checklist are left out.
    progress : callable, optional
    repeats : int
        Resamples behind each interval.

    Returns
    -------
    dict
        Method to figures; ``gain`` holds, for each figure compared, the difference, its 95 % interval and how often the program was better.
        A baseline whose library is not installed has only ``needs``, the library's name.
    """
    truth = target_matrix(prepared, scale)
    truth = truth.sum(axis=1) if scale.kind == "ordinal" else truth
    count = len(scale.level_numbers)
    ours = guesses_of(scale, as_shown(prepared, judged)[0])
    found: dict[str, Any] = {OURS: _figures(scale, truth, ours)}
    compared = _compared(scale, count)
    chosen = [name for name in names if scale.kind == "ordinal" or BASELINES[name].checklist]
    for done, name in enumerate(chosen, start=1):
        if not BASELINES[name].available:
            found[name] = {"needs": BASELINES[name].needs}
            continue
        theirs = baseline_guesses(name, prepared, scale, fold)
        gain = {
            figure: paired_bootstrap(_on(statistic, truth, ours), _on(statistic, truth, theirs), len(truth), repeats=repeats)
            for figure, statistic in compared.items()
        }
        found[name] = {**_figures(scale, truth, theirs), "gain": gain}
        progress("baselines", done, len(chosen))
    return dict(plain(found))


Statistic = Callable[[Indices, Indices], float]


def _on(statistic: Statistic, truth: Indices, guess: Indices) -> Callable[[Indices], float]:
    return lambda rows: statistic(truth[rows], guess[rows])


def _compared(scale: Scale, count: int) -> dict[str, Statistic]:
    if scale.kind == "checklist":
        return {"macro_f1": lambda truth, guess: macro_f1(label_scores(truth, guess, scale.concept_codes))}
    return {"exact": agreement, "qwk": lambda truth, guess: kappa(truth, guess, count, "quadratic")}


def _figures(scale: Scale, truth: Indices, guess: Indices) -> dict[str, float]:
    if scale.kind == "checklist":
        return {
            "macro_f1": macro_f1(label_scores(truth, guess, scale.concept_codes)),
            "micro_f1": micro_f1(truth, guess),
            "exact": whole_lists(truth, guess),
        }
    count = len(scale.level_numbers)
    return {
        "exact": agreement(truth, guess),
        "adjacent": agreement(truth, guess, tolerance=1),
        "kappa": kappa(truth, guess, count),
        "qwk": kappa(truth, guess, count, "quadratic"),
        "rmse": rmse(truth, guess),
        "macro_f1": macro_f1(class_scores(truth, guess, [str(number) for number in scale.level_numbers])),
    }
