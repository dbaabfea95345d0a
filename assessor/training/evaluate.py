"""All figures of one scale, from held-out judgements, as a dict of plain numbers: what reports are written from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessor.domain.assessment import Role
from assessor.domain.scale import Scale
from assessor.levels.conformal import best_guess, conformal_set, hesitates, possible_levels
from assessor.levels.inputs import Floats
from assessor.levels.ordinal import class_probabilities
from assessor.training.crossfit import Indices
from assessor.training.evaluate_groups import by_group
from assessor.training.evaluate_parts import concept_figures, gate_figures, rule_failures, star_figures
from assessor.training.evaluate_raters import rater_figures
from assessor.training.fit import HeldOut, target_matrix
from assessor.training.metrics import agreement, kappa, level_agreement, plain
from assessor.training.metrics import confusion as confusion_matrix
from assessor.training.metrics_certainty import (
    bootstrap_interval,
    calibration_error,
    classwise_calibration_error,
    conformal_figures,
    reliability_bins,
)
from assessor.training.metrics_labels import binary_scores, class_scores, label_scores, macro_f1, micro_f1
from assessor.training.prepared import Prepared

# The mark of examples written to lie close to a neighbouring level.
BORDERLINE = "limite"


def evaluate(
    prepared: Prepared, scale: Scale, fold: Indices, judged: HeldOut, roles: Sequence[Role] | None = None, repeats: int = 1000
) -> dict[str, Any]:
    """Figures of one scale on answers that no part of the model saw.

    Parameters
    ----------
    prepared : Prepared
    scale : Scale
    fold : ndarray of shape (n_answers,)
    judged : HeldOut
    roles : sequence of Role, optional
        Held-out STAR role of every sentence; without it, no STAR figures.
    repeats : int, default=1000
        Resamples behind each 95 % interval.

    Returns
    -------
    dict
        Plain numbers, strings, lists and dicts; None where a figure cannot be computed. Agreement is in per cent, all else a share.
        ``overall``, ``intervals``, ``by_level`` or ``by_code``, ``groups`` (difficulty, gender, region, register, sector), ``gates``,
        ``concepts``, ``star``, ``calibration``, ``conformal`` (ordinal), ``human`` (None unless some answers were rated twice), ``misses``.
    """
    reached, excluded = as_shown(prepared, judged)
    if scale.kind == "checklist":
        figures = _demonstrations(prepared, scale, reached, repeats)
    else:
        figures = _levels(prepared, scale, judged, reached, excluded, repeats)
    common = {
        "scale": scale.id,
        "version": scale.version,
        "kind": scale.kind,
        "answers": len(fold),
        "folds": len(np.unique(fold)),
        "gates": gate_figures(prepared, scale, judged),
        "concepts": concept_figures(prepared, scale, judged),
        "star": None if roles is None else star_figures(prepared, roles),
        "human": rater_figures(prepared, scale, reached),
    }
    found: dict[str, Any] = plain({**common, **figures})
    return found


def as_shown(prepared: Prepared, judged: HeldOut) -> tuple[Floats, NDArray[np.bool_]]:
    """Held-out probabilities as the program shows them, and which answers a rule excludes, shape (n_answers,).

    Too short a text, one in an unknown language or one without a speaker leaves no level and no demonstration possible, whatever else was
    found.
    """
    excluded: NDArray[np.bool_] = np.any(rule_failures(prepared), axis=1).reshape(-1)
    return np.where(excluded[:, None], 0.0, judged.reached), excluded


def guesses_of(scale: Scale, reached: Floats) -> Indices:
    """Positions of the suggested levels, shape (n_answers,), or demonstrations as 0/1, shape (n_answers, n_concepts)."""
    if scale.kind == "checklist":
        return (reached >= 0.5).astype(np.intp)
    return np.array([best_guess(row) for row in class_probabilities(reached)], dtype=np.intp)


def _levels(
    prepared: Prepared, scale: Scale, judged: HeldOut, reached: Floats, excluded: NDArray[np.bool_], repeats: int
) -> dict[str, Any]:
    numbers, count = scale.level_numbers, len(scale.level_numbers)
    truth, probabilities = target_matrix(prepared, scale).sum(axis=1), class_probabilities(reached)
    guess, expected = guesses_of(scale, reached), probabilities @ np.arange(count)
    rows = np.arange(len(truth))
    sure, right = probabilities[rows, guess], guess == truth
    sets = [conformal_set(row, quantile) for row, quantile in zip(probabilities, judged.quantiles, strict=True)]
    shown = [
        (0,) if out else possible_levels(row, quantile)
        for row, quantile, out in zip(probabilities, judged.quantiles, excluded, strict=True)
    ]
    by_level = class_scores(truth, guess, [str(number) for number in numbers])
    difficulty = [example.difficulty for example in prepared.examples]
    border = np.array([one == BORDERLINE for one in difficulty])

    def figures(chosen: Indices) -> dict[str, float]:
        return level_agreement(truth[chosen], guess[chosen], expected[chosen], count)

    return {
        "level_numbers": list(numbers),
        "overall": {**figures(rows), "macro_f1": macro_f1(by_level)},
        "intervals": {
            "exact": bootstrap_interval(lambda drawn: agreement(truth[drawn], guess[drawn]), len(truth), repeats=repeats),
            "qwk": bootstrap_interval(lambda drawn: kappa(truth[drawn], guess[drawn], count, "quadratic"), len(truth), repeats=repeats),
        },
        "confusion": confusion_matrix(truth, guess, count),
        "by_level": by_level,
        "groups": by_group(prepared, truth.astype(np.float64), guess, expected, count),
        "calibration": {
            "error": calibration_error(sure, right),
            "classwise": classwise_calibration_error(probabilities, truth[:, None] == np.arange(count)),
            "bins": reliability_bins(sure, right),
        },
        "conformal": {
            "target": scale.policy.coverage,
            **conformal_figures(sets, truth),
            "shown": conformal_figures(shown, truth),
            "abstained": float(np.mean([hesitates(one, scale.policy.max_set_size) for one in shown])),
            "borderline": conformal_figures([shown[row] for row in np.flatnonzero(border)], truth[border]),
            "others": conformal_figures([shown[row] for row in np.flatnonzero(~border)], truth[~border]),
        },
        "misses": [
            {
                "id": prepared.examples[row].id,
                "true": numbers[truth[row]],
                "guessed": numbers[guess[row]],
                "difficulty": difficulty[row],
                "probability": float(sure[row]),
            }
            for row in np.flatnonzero(~right)
        ],
    }


def _demonstrations(prepared: Prepared, scale: Scale, reached: Floats, repeats: int) -> dict[str, Any]:
    truth, codes = target_matrix(prepared, scale), scale.concept_codes
    guess = guesses_of(scale, reached)
    scores = label_scores(truth, guess, codes)
    wrong = guess != truth

    def macro(drawn: Indices) -> float:
        return macro_f1(label_scores(truth[drawn], guess[drawn], codes))

    sure = np.where(guess == 1, reached, 1 - reached)
    return {
        "codes": list(codes),
        "overall": {
            "macro_f1": macro_f1(scores),
            "micro_f1": micro_f1(truth, guess),
            "exact": 100 * float(np.mean(~wrong.any(axis=1))),
            "code_agreement": 100 * float(np.mean(~wrong)),
            "mean_kappa": float(np.mean([kappa(truth[:, k], guess[:, k], 2) for k in range(len(codes))])),
        },
        "intervals": {
            "macro_f1": bootstrap_interval(macro, len(truth), repeats=repeats),
            "exact": bootstrap_interval(lambda drawn: 100 * float(np.mean(~wrong[drawn].any(axis=1))), len(truth), repeats=repeats),
        },
        "by_code": {code: {**scores[code], "kappa": kappa(truth[:, k], guess[:, k], 2)} for k, code in enumerate(codes)},
        "none_shown": binary_scores(truth.sum(axis=1) == 0, guess.sum(axis=1) == 0),
        "groups": by_group(prepared, truth.astype(np.float64), guess, reached, 2),
        "calibration": {
            "error": calibration_error(sure.ravel(), ~wrong.ravel()),
            "classwise": classwise_calibration_error(reached, truth),
            "bins": reliability_bins(sure.ravel(), ~wrong.ravel()),
        },
        "misses": [
            {
                "id": prepared.examples[row].id,
                "true": " ".join(code for code, one in zip(codes, truth[row], strict=True) if one),
                "guessed": " ".join(code for code, one in zip(codes, guess[row], strict=True) if one),
                "difficulty": prepared.examples[row].difficulty,
                "probability": float(sure[row][wrong[row]].max()),
            }
            for row in np.flatnonzero(wrong.any(axis=1))
        ],
    }
