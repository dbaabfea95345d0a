"""How far the people who rated the answers agree, and how well the program predicts what they agree on."""

from __future__ import annotations

from typing import Any

import numpy as np

from assessor.domain.scale import Scale
from assessor.levels.inputs import Floats
from assessor.levels.ordinal import class_probabilities
from assessor.training.metrics import kappa
from assessor.training.metrics_raters import krippendorff_alpha, prmse, rater_agreement
from assessor.training.prepared import Prepared


def rater_figures(prepared: Prepared, scale: Scale, reached: Floats) -> dict[str, Any] | None:
    """Agreement between raters and, on ordinal scales, PRMSE of the expected level; None unless some answers were rated twice."""
    if scale.kind == "checklist":
        return _code_figures(prepared, scale)
    position = {number: float(index) for index, number in enumerate(scale.level_numbers)}
    table = _padded([[position[one.level] for one in example.ratings if one.level in position] for example in prepared.examples])
    rated = ~np.isnan(table).all(axis=1)
    if table.shape[1] < 2:
        return None
    expected = class_probabilities(reached) @ np.arange(len(position))
    return {**rater_agreement(table, len(position)), "prmse": prmse(expected[rated], table[rated])}


def _code_figures(prepared: Prepared, scale: Scale) -> dict[str, Any] | None:
    codes = scale.concept_codes
    given = [[set(one.demonstrated) for one in example.ratings if one.demonstrated is not None] for example in prepared.examples]
    pairs = [ratings for ratings in given if len(ratings) > 1]
    if not pairs:
        return None
    tables = {code: _padded([[float(code in one) for one in ratings] for ratings in pairs]) for code in codes}
    return {
        "count": len(pairs),
        "exact": 100 * float(np.mean([first == second for first, second, *_ in pairs])),
        "kappa": {code: kappa(table[:, 0], table[:, 1], 2) for code, table in tables.items()},
        "alpha": {code: krippendorff_alpha(table, 2) for code, table in tables.items()},
    }


def _padded(rows: list[list[float]]) -> Floats:
    """Rows of different lengths as one array, filled up with nan."""
    width = max((len(row) for row in rows), default=0)
    return np.array([row + [float("nan")] * (width - len(row)) for row in rows], dtype=np.float64).reshape(len(rows), width)
