"""What cross-validation said of each answer, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assessor.training.held_out import Record

if TYPE_CHECKING:
    import pandas as pd


def judged_frame(record: Record, folds: Sequence[int] | None = None) -> pd.DataFrame:
    """One row an answer: ``id``, ``fold``, ``truth``, ``guess``, and ``p_…`` for each level or demonstration.

    Parameters
    ----------
    record : Record
    folds : sequence of int, optional
        Of its answers, in its order.
    """
    import pandas as pd

    rows = []
    for place, one in enumerate(record.answers):
        label = {"truth": one.truth, "guess": one.guess} if record.kind == "ordinal" else _codes(one.truth, one.guess)
        shares = {f"p_{name}": share for name, share in zip(record.targets, one.probabilities, strict=True)}
        rows.append({"id": one.id, "fold": folds[place] if folds else None, **label, **shares})
    return pd.DataFrame(rows)


def _codes(truth: object, guess: object) -> dict[str, str]:
    return {name: " ".join(one) if isinstance(one, tuple) else str(one) for name, one in (("truth", truth), ("guess", guess))}
