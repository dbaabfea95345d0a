"""What a notebook holds of an assessment: plain properties, the record that programs share, and itself as a page shows it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from assessor.domain.assessment import Assessment, Gate
from assessor.domain.evidence import Evidence, Missing
from assessor.domain.scale import Scale
from assessor.reports.record import record
from assessor.research.fragment import fragment, table
from assessor.wording import Language, say, whole_percent

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class Assessed:
    """One assessed text.

    Parameters
    ----------
    assessment : Assessment
        Everything that the model says.
    scale : Scale
    language : {"fr", "en"}
        Of reasons, questions and of the page.
    """

    assessment: Assessment
    scale: Scale
    language: Language = "fr"

    @property
    def id(self) -> str:
        """The answer's identifier."""
        return self.assessment.answer.id

    @property
    def text(self) -> str:
        """The answer as it was given."""
        return self.assessment.answer.text

    @property
    def level(self) -> int | None:
        """The best guess, 0 for not demonstrated or not admissible; None on a checklist."""
        return self.assessment.suggestion.level

    @property
    def demonstrated(self) -> tuple[str, ...] | None:
        """Codes of the demonstrations found; None on a scale of levels."""
        return self.assessment.suggestion.demonstrated

    @property
    def probabilities(self) -> Mapping[str, float]:
        """Of each level, summing to 1, or of each demonstration; keys as in the record."""
        return self.assessment.suggestion.probabilities

    @property
    def levels_possible(self) -> tuple[int, ...]:
        """The levels that cannot be ruled out."""
        return self.assessment.suggestion.levels_possible

    @property
    def abstained(self) -> bool:
        """Whether the doubt is too large to lean on the level."""
        return self.assessment.suggestion.abstained

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Quoted passages, in the order of the text: ``text[one.start : one.end] == one.quote``."""
        return self.assessment.evidence

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What was looked for and not found, each with the question that would bring it out."""
        return self.assessment.missing

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The conditions of admissibility, each with its reason."""
        return self.assessment.admissibility

    @property
    def admissible(self) -> bool:
        """Whether every condition of admissibility holds."""
        return self.assessment.admissible

    def in_(self, language: Language) -> Assessed:
        """The same in the other language."""
        return Assessed(self.assessment, self.scale, language)

    def record(self) -> dict[str, object]:
        """The line that ``assessor score`` writes, as a dict."""
        return record(self.assessment, self.language)

    def summary(self) -> str:
        """The suggestion in one line."""
        suggestion = self.assessment.suggestion
        if suggestion.demonstrated is not None:
            codes = ", ".join(suggestion.demonstrated) or say("research.none").in_(self.language)
            return say("research.shown", codes=codes, count=len(suggestion.demonstrated), total=len(self.scale.concepts)).in_(self.language)
        percent = say("report.percent", value=whole_percent(suggestion.probabilities[str(suggestion.level)]))
        possible = ", ".join(map(str, suggestion.levels_possible))
        return say("research.level", level=suggestion.level, percent=percent, possible=possible).in_(self.language)

    def explain(self) -> str:
        """Why this (or why not admissible), why not more, and what to ask: plain text."""
        suggestion = self.assessment.suggestion
        said = {"report.why": suggestion.why, "report.why_not_next": suggestion.why_not_next}
        lines = [self.summary()] + ([say("report.hesitates").in_(self.language)] if self.abstained else [])
        for title, reasons in said.items():
            if reasons:
                lines += ["", say(title).in_(self.language), *(f"- {reason.in_(self.language)}" for reason in reasons)]
        questions = [f"- {one.concept} – {one.question.in_(self.language)}" for one in self.missing]
        if questions and suggestion.demonstrated is not None:  # of a level, the question stands among the reasons
            lines += ["", say("report.missing").in_(self.language), *questions]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<Assessed {self.id!r} ({self.scale.id}): {self.summary()}>"

    def _repr_html_(self) -> str:
        return fragment(self.assessment, self.scale, self.summary(), self.language)


class AssessedList(Sequence[Assessed]):
    """Assessed texts in order, with the labels of the Series they came from.

    Parameters
    ----------
    items : iterable of Assessed
    labels : iterable, optional
        What :meth:`to_frame` names its rows by; positions by default.
    """

    def __init__(self, items: Iterable[Assessed], labels: Iterable[Hashable] | None = None) -> None:
        self._items = tuple(items)
        self._named = labels is not None and not isinstance(labels, range)
        self.labels: tuple[Hashable, ...] = tuple(range(len(self._items)) if labels is None else labels)

    @overload
    def __getitem__(self, position: int) -> Assessed: ...

    @overload
    def __getitem__(self, position: slice) -> AssessedList: ...

    def __getitem__(self, position: int | slice) -> Assessed | AssessedList:
        if isinstance(position, slice):
            some = AssessedList(self._items[position], self.labels[position])
            some._named = self._named
            return some
        return self._items[position]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Assessed]:
        return iter(self._items)

    def records(self) -> list[dict[str, object]]:
        """What ``assessor score`` writes, one dict a text."""
        return [one.record() for one in self]

    def to_frame(self) -> pd.DataFrame:
        """One row a text, on the index of the Series given, so that it can be joined to the table it came from.

        Columns: ``level`` (or ``demonstrated``), ``p_…`` for each level or demonstration, ``possible``, ``abstained``, ``admissible``,
        ``failed`` (gates), ``evidence`` (how many passages), ``concepts`` (which are shown), ``missing``.
        """
        import pandas as pd

        return pd.DataFrame([_row(one) for one in self], index=list(self.labels))

    def to_series(self) -> pd.Series[Any]:
        """The assessed texts themselves, on the same index."""
        import pandas as pd

        return pd.Series(list(self), index=list(self.labels), dtype=object)

    def __repr__(self) -> str:
        return f"<AssessedList: {len(self)}>\n" + "\n".join(map(repr, self[:10]))

    def _repr_html_(self) -> str:
        if not self:
            return "<p>–</p>"
        # Positions are for joining; what nobody named is called by its id, as when it is shown alone.
        names = [str(label) if self._named else one.id for label, one in zip(self.labels, self, strict=True)]
        return table([(name, one.assessment) for name, one in zip(names, self, strict=True)], self[0].scale, self[0].language)


def _row(one: Assessed) -> dict[str, object]:
    label: dict[str, object]
    label = {"level": one.level} if one.demonstrated is None else {"demonstrated": " ".join(one.demonstrated)}
    return {
        **label,
        **{f"p_{name}": probability for name, probability in one.probabilities.items()},
        "possible": " ".join(map(str, one.levels_possible)),
        "abstained": one.abstained,
        "admissible": one.admissible,
        "failed": " ".join(gate.gate for gate in one.gates if not gate.passed),
        "evidence": len(one.evidence),
        "concepts": " ".join(sorted({found.concept for found in one.evidence})),
        "missing": " ".join(found.concept for found in one.missing),
    }
