"""Two models side by side, before one takes the other's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.domain.example import Example
from assessor.errors import ModelError
from assessor.research.checking import check_labels, listed
from assessor.research.fitting import Fitted, load
from assessor.training.card_parts import number, signed
from assessor.training.metrics_certainty import REPEATS
from assessor.training.versions_compare import shared
from assessor.training.versions_figures import LEAST, LOWER_IS_BETTER, differences
from assessor.training.versions_scored import scored, unseen
from assessor.wording import LANGUAGES, Text, preferred, say

if TYPE_CHECKING:
    import pandas as pd

_PERCENT = frozenset({"exact", "adjacent"})


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """What the new model does better or worse than the old one, on answers that neither has learnt from.

    Attributes
    ----------
    figures : mapping
        As ``assessor compare --json`` gives it; ``a`` is the old model, ``b`` the new one.
    """

    figures: Mapping[str, Any]

    @property
    def verdict(self) -> str:
        """``"better"`` or ``"worse"``, of the new model, where the interval of the difference leaves no doubt; else ``"none"``."""
        return str(self.figures["verdict"])

    @property
    def overall(self) -> pd.DataFrame:
        """Each figure: old, new, their difference with its 95 % interval, and in which share of resamples the new model is better."""
        return _frame(self.figures["figures"])

    @property
    def by_level(self) -> pd.DataFrame:
        """Exact agreement by level given (F1 by demonstration), where there are answers enough."""
        return _frame(self.figures.get("by_level") or self.figures.get("by_code") or {})

    @property
    def by_difficulty(self) -> pd.DataFrame:
        """Exact agreement by marked difficulty."""
        return _frame(self.figures["by_difficulty"])

    @property
    def changed(self) -> pd.DataFrame:
        """The answers that the two models guess otherwise."""
        import pandas as pd

        return pd.DataFrame(self.figures["changed"], columns=["id", "difficulty", "truth", "a", "b"]).rename(
            columns={"a": "old", "b": "new"}
        )

    def summary(self) -> str:
        """The verdict in a sentence."""
        main = self.figures["main"]
        found = self.figures["figures"][main]
        values = {name: Text(*(signed(found[name], language) for language in LANGUAGES)) for name in ("difference", "low", "high")}
        name = say(f"versions.name.{main}")
        return say(f"research.verdict.{self.verdict}", name=name, count=self.figures["answers"], **values).in_(preferred())

    def __repr__(self) -> str:
        return f"<Comparison {self.figures['a']} → {self.figures['b']}: {self.summary()}>"

    def _repr_html_(self) -> str:
        import pandas as pd

        names = f"{self.figures['a']} → {self.figures['b']}"
        language = preferred()
        columns = ("old", "new", "difference", "low", "high")
        rows = []
        for name, row in self.overall[list(columns)].iterrows():
            digits = 1 if name in _PERCENT else 3
            written = [number(row[column], language, digits) for column in columns[:2]]
            rows.append([*written, *(signed(row[column], language, digits) for column in columns[2:])])
        headed = [say(f"research.compared.{name}").in_(language) for name in columns]
        named = [say(f"versions.name.{name}").in_(language) for name in self.overall.index]
        table = pd.DataFrame(rows, index=named, columns=headed).to_html()
        return f"<p><b>{escape(names)}</b><br>{escape(self.summary())}</p><div style='overflow-x:auto'>{table}</div>"


def compare(
    old: str | Path | Fitted, new: str | Path | Fitted, examples: Sequence[Example] | None = None, *, repeats: int = REPEATS
) -> Comparison:
    """Compare two models of the same scale by paired bootstrap.

    Without ``examples``, on the answers that both were trained on, by what cross-validation said of each when nothing had seen it. With
    labelled ``examples``, on those that neither has learnt from.

    Parameters
    ----------
    old, new : str, pathlib.Path or Fitted
        The name of an installed scale, the folder of a saved model, or what :func:`assessor.fit` gave.
    examples : sequence of Example, optional
    repeats : int, default=1000
        Resamples behind each interval.

    Returns
    -------
    Comparison

    Raises
    ------
    ModelError
        If the two cannot be compared: other levels, or too few answers in common.
    """
    first, second = (one if isinstance(one, Fitted) else load(one) for one in (old, new))
    a, b = first.record(), second.record()
    name = first.scale.id
    if (a.scale, a.kind, a.targets) != (b.scale, b.kind, b.targets):
        raise ModelError("versions_other_labels", name=name, a=" ".join(a.targets), b=" ".join(b.targets))
    if examples is None:
        one, other, left_out = shared(a, b)
    else:
        given = listed(examples)
        check_labels(given, first.scale)
        fresh, left_out = unseen(given, a, b)
        _enough(name, len(fresh))
        one, other = scored((first.assessor, second.assessor), fresh)
    _enough(name, len(one.answers))
    common = {"scale": name, "kind": one.kind, "targets": list(one.targets), "a": first.name, "b": second.name}
    counted = {"on": "held_out" if examples is None else "answers", "answers": len(one.answers), "left_out": left_out}
    return Comparison({**common, **counted, **differences(one, other, repeats=repeats)})


def _enough(name: str, count: int) -> None:
    if count < LEAST:
        raise ModelError("versions_few", name=name, count=count, least=LEAST)


def _frame(rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    found = pd.DataFrame.from_dict({name: dict(row) for name, row in rows.items()}, orient="index").rename(columns={"a": "old", "b": "new"})
    found["lower_is_better"] = [name in LOWER_IS_BETTER for name in found.index]
    return found
