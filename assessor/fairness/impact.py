"""Adverse impact: whether one group reaches a level much less often than another (the four-fifths rule)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import fisher_exact

LEAST = 10


@dataclass(frozen=True, slots=True)
class Impact:
    """One group: how many answers, the share that reaches the level, its ratio to the highest share, and what to make of it.

    ``flagged`` says that the ratio is under four fifths, so that the difference is to be explained (Uniform Guidelines on Employee
    Selection Procedures, 29 CFR 1607.4 D). ``p`` is Fisher's exact probability of so large a difference from the highest
    group if there were none: with small groups a ratio under four fifths is often chance. 1 for the highest group itself.
    """

    group: str
    count: int
    rate: float
    ratio: float
    flagged: bool
    p: float


def adverse_impact(levels: Sequence[int], groups: Sequence[str | None], at_least: int, least: int = LEAST) -> list[Impact]:
    """Adverse impact of reaching a level, by group.

    Parameters
    ----------
    levels : sequence of int
        Positions or numbers, one an answer.
    groups : sequence of str or None
        The group of each answer; None or an empty string for those in no group.
    at_least : int
        The level to reach.
    least : int, default=10
        Groups with fewer answers are left out.

    Returns
    -------
    list of Impact
        Groups in alphabetical order; empty if fewer than two are large enough or nobody reaches the level.

    Examples
    --------
    >>> found = adverse_impact([2] * 8 + [1] * 2 + [2] * 5 + [1] * 5, ["F"] * 10 + ["M"] * 10, at_least=2)
    >>> [(one.group, one.rate, one.ratio, one.flagged) for one in found]
    [('F', 0.8, 1.0, False), ('M', 0.5, 0.625, True)]
    """
    reached: dict[str, list[bool]] = {}
    for level, group in zip(levels, groups, strict=True):
        if group:
            reached.setdefault(group, []).append(level >= at_least)
    large = {group: reached[group] for group in sorted(reached) if len(reached[group]) >= least}
    rates = {group: sum(one) / len(one) for group, one in large.items()}
    if len(rates) < 2 or not max(rates.values()):
        return []
    best = max(rates, key=lambda group: (rates[group], group))

    def table(group: str) -> list[list[int]]:
        return [[sum(large[one]), len(large[one]) - sum(large[one])] for one in (group, best)]

    return [
        Impact(
            group=group,
            count=len(one),
            rate=rates[group],
            ratio=rates[group] / rates[best],
            # In whole numbers: exactly four fifths must not be under it by a rounding error.
            flagged=5 * sum(one) * len(large[best]) < 4 * sum(large[best]) * len(one),
            p=1.0 if group == best else float(fisher_exact(table(group)).pvalue),
        )
        for group, one in large.items()
    ]
