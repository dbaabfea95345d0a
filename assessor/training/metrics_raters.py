"""How far people agree with each other, and how well a score predicts what they would agree on."""

from __future__ import annotations

import krippendorff
import numpy as np
from numpy.typing import ArrayLike

from assessor.training.metrics import NAN, Floats, agreement, kappa, pearson


def variance_of_errors(ratings: ArrayLike) -> float:
    """Variance of one rating around the answer's true level: the answers' rating variances, weighted by their numbers of ratings less one.

    Parameters
    ----------
    ratings : array-like of shape (n_answers, n_raters)
        ``nan`` where a rater did not rate. Answers with fewer than two ratings say nothing here.

    References
    ----------
    Loukina, A., Madnani, N., Cahill, A., Yao, L., Johnson, M. S., Riordan, B. and McCaffrey, D. F. (2020). Using PRMSE to evaluate
    automated scoring systems in the presence of label noise. BEA. As in RSMTool, ``rsmtool.utils.prmse``.

    Examples
    --------
    >>> round(variance_of_errors([[1, 2], [3, 3], [2, np.nan]]), 4)
    0.25
    """
    table = _table(ratings)
    several = (~np.isnan(table)).sum(axis=1) > 1
    if not several.any():
        return NAN
    counts = (~np.isnan(table[several])).sum(axis=1)
    return float(np.average(np.nanvar(table[several], axis=1, ddof=1), weights=counts - 1))


def prmse(score: ArrayLike, ratings: ArrayLike) -> float:
    """Proportional reduction in mean squared error when the score predicts the *true* level, the raters' noise taken out.

    1 is perfect; 0 is no better than giving everybody the mean. Answers rated once count too, once some were rated twice.

    Parameters
    ----------
    score : array-like of shape (n_answers,)
    ratings : array-like of shape (n_answers, n_raters)
        ``nan`` where missing; at least one rating an answer.

    References
    ----------
    Loukina et al. (2020), as for :func:`variance_of_errors`.

    Examples
    --------
    >>> round(prmse([0.0, 1.0, 2.0, 3.0], [[0, 0], [1, 1], [2, 2], [3, 2]]), 4)
    1.0
    """
    table, scores = _table(ratings), np.asarray(score, dtype=np.float64)
    noise = variance_of_errors(table)
    if np.isnan(noise):
        return NAN
    counts = (~np.isnan(table)).sum(axis=1)
    means, total = np.nanmean(table, axis=1), counts.sum()
    between = float((counts * (means - np.nanmean(table)) ** 2).sum()) - (len(table) - 1) * noise
    spread = total - float((counts**2).sum()) / total
    if spread <= 0 or between <= 0:
        return NAN
    error = (float((counts * (means - scores) ** 2).sum()) - len(table) * noise) / total
    return float(1 - error / (between / spread))


def krippendorff_alpha(ratings: ArrayLike, values: int) -> float:
    """Krippendorff's alpha on an ordinal scale: 1 is full agreement, 0 what chance gives; any number of raters, gaps allowed.

    Parameters
    ----------
    ratings : array-like of shape (n_answers, n_raters)
        Positions; ``nan`` where missing.
    values : int
        How many levels the scale has, whether or not they occur.

    References
    ----------
    Krippendorff, K. (2019). Content analysis, 4th ed., chapter 12. Computed by the library ``krippendorff``.

    Examples
    --------
    >>> round(krippendorff_alpha([[0, 0], [1, 1], [3, 2], [4, 4]], values=5), 3)
    0.978
    """
    table = _table(ratings)
    paired = table[(~np.isnan(table)).sum(axis=1) > 1]
    if not len(paired) or len(np.unique(paired[~np.isnan(paired)])) < 2:
        return NAN
    domain = np.arange(values, dtype=np.float64)
    return float(krippendorff.alpha(reliability_data=paired.T, value_domain=domain, level_of_measurement="ordinal"))


def rater_agreement(ratings: ArrayLike, levels: int) -> dict[str, float]:
    """Agreement of the first two ratings of each answer that has two, and alpha over all raters.

    Examples
    --------
    >>> rater_agreement([[0, 0], [1, 2], [2, np.nan]], levels=3)["exact"]
    50.0
    """
    table = _table(ratings)
    pairs = np.array([row[~np.isnan(row)][:2] for row in table if (~np.isnan(row)).sum() > 1]).reshape(-1, 2)
    first, second = pairs[:, 0], pairs[:, 1]
    return {
        "count": len(pairs),
        "exact": agreement(first, second),
        "adjacent": agreement(first, second, tolerance=1),
        "kappa": kappa(first, second, levels),
        "qwk": kappa(first, second, levels, "quadratic"),
        "pearson": pearson(first, second),
        "alpha": krippendorff_alpha(table, levels),
        "variance_of_errors": variance_of_errors(table),
    }


def _table(ratings: ArrayLike) -> Floats:
    table = np.asarray(ratings, dtype=np.float64)
    return table if table.ndim == 2 else table.reshape(len(table), -1)
