"""What a ``scale.yaml`` may hold. Pydantic only here: the file is checked at the edge and becomes frozen dataclasses.

The docstrings of the dataclasses in :mod:`assessor.domain.scale` say what each key means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assessor.domain.scale import Concept, Dimension, Exclusion, Level, Policy, Rule, Scale, Source
from assessor.rubric.marks import marked
from assessor.wording import Text

Words = Annotated[str, StringConstraints(pattern=r"\S")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
Share = Annotated[float, Field(gt=0, lt=1)]
Value = int | Annotated[float, Field(allow_inf_nan=False)] | str | bool | None


class Row(BaseModel):
    """Any mapping of the file: exact types, no key but those named."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextRow(Row):
    """The same words in French and in English."""

    fr: Words
    en: Words

    def domain(self) -> Text:
        """As a frozen dataclass."""
        return Text(self.fr, self.en)


def _texts(rows: list[TextRow]) -> tuple[Text, ...]:
    return tuple(row.domain() for row in rows)


class SourceRow(Row):
    """Where the scale comes from."""

    organisation: TextRow
    title: TextRow
    note: TextRow


class LevelRow(Row):
    """One step; level 0 is never written."""

    number: Annotated[int, Field(ge=1, le=99)]
    name: TextRow
    description: TextRow


class ConceptRow(Row):
    """A concept with its indicators, its interview question and its marked examples."""

    code: Code
    name: TextRow
    description: TextRow
    indicators: Annotated[list[TextRow], Field(min_length=1)]
    question: TextRow
    level: Annotated[int, Field(ge=1, le=99)] | None = None
    effort: TextRow | None = None
    benefit: TextRow | None = None
    examples: list[Words] = []
    counterexamples: list[Words] = []

    def domain(self) -> Concept:
        """As a frozen dataclass."""
        return Concept(
            self.code,
            self.name.domain(),
            self.description.domain(),
            _texts(self.indicators),
            self.question.domain(),
            self.level,
            self.effort.domain() if self.effort else None,
            self.benefit.domain() if self.benefit else None,
            tuple(map(marked, self.examples)),
            tuple(map(marked, self.counterexamples)),
        )


class ExclusionRow(Row):
    """A counter-concept, and the competency it belongs to."""

    code: Code
    name: TextRow
    description: TextRow
    belongs_to: TextRow
    indicators: Annotated[list[TextRow], Field(min_length=1)]
    examples: list[Words] = []
    counterexamples: list[Words] = []
    facts: list[Code] = []

    def domain(self) -> Exclusion:
        """As a frozen dataclass."""
        return Exclusion(
            self.code,
            self.name.domain(),
            self.description.domain(),
            self.belongs_to.domain(),
            _texts(self.indicators),
            tuple(map(marked, self.examples)),
            tuple(map(marked, self.counterexamples)),
            tuple(self.facts),
        )


class DimensionRow(Row):
    """What grows from level to level."""

    code: Code
    name: TextRow
    low: TextRow
    high: TextRow
    facts: list[Code] = []

    def domain(self) -> Dimension:
        """As a frozen dataclass."""
        return Dimension(self.code, self.name.domain(), self.low.domain(), self.high.domain(), tuple(self.facts))


class RuleRow(Row):
    """Something the source states besides the levels, or a setting."""

    code: Code
    text: TextRow
    published: bool = True
    value: Value = None

    def domain(self) -> Rule:
        """As a frozen dataclass."""
        return Rule(self.code, self.text.domain(), self.published, self.value)


class SettingRow(RuleRow):
    """A setting, which no source fixes unless the file says so."""

    published: bool = False


class PolicyRow(Row):
    """How a suggestion is decided."""

    name: TextRow
    evidence_threshold: Share = 0.5
    coverage: Share = 0.9
    max_set_size: Annotated[int, Field(ge=1, le=99)] = 2
    gate_threshold: Share = 0.5

    def domain(self) -> Policy:
        """As a frozen dataclass."""
        return Policy(self.name.domain(), self.evidence_threshold, self.coverage, self.max_set_size, self.gate_threshold)


class ScaleRow(Row):
    """The whole file."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    kind: Literal["ordinal", "checklist"]
    name: TextRow
    definition: TextRow
    source: SourceRow
    policy: PolicyRow
    dimensions: list[DimensionRow] = []
    levels: list[LevelRow] = []
    concepts: Annotated[list[ConceptRow], Field(min_length=1)]
    exclusions: list[ExclusionRow] = []
    rules: list[RuleRow] = []
    settings: list[SettingRow] = []
    information: list[RuleRow] = []
    questions: list[TextRow] = []

    def domain(self) -> Scale:
        """As a frozen dataclass."""
        return Scale(
            id=self.id,
            version=self.version,
            kind=self.kind,
            name=self.name.domain(),
            definition=self.definition.domain(),
            source=Source(self.source.organisation.domain(), self.source.title.domain(), self.source.note.domain()),
            concepts=tuple(row.domain() for row in self.concepts),
            levels=tuple(Level(row.number, row.name.domain(), row.description.domain()) for row in self.levels),
            exclusions=tuple(row.domain() for row in self.exclusions),
            dimensions=tuple(row.domain() for row in self.dimensions),
            rules=tuple(row.domain() for row in self.rules),
            settings=tuple(row.domain() for row in self.settings),
            information=tuple(row.domain() for row in self.information),
            policy=self.policy.domain(),
            questions=_texts(self.questions),
        )


ROWS: dict[str, type[Row]] = {
    "": ScaleRow,
    "source": SourceRow,
    "policy": PolicyRow,
    "dimensions": DimensionRow,
    "levels": LevelRow,
    "concepts": ConceptRow,
    "exclusions": ExclusionRow,
    "rules": RuleRow,
    "settings": SettingRow,
    "information": RuleRow,
}


def allowed_keys(section: str, rows: Mapping[str, type[Row]] = ROWS) -> tuple[str, ...]:
    """The keys that a section of a file may hold; ``fr`` and ``en`` where words are expected.

    Examples
    --------
    >>> allowed_keys("levels")
    ('number', 'name', 'description')
    """
    return tuple(rows.get(section, TextRow).model_fields)
