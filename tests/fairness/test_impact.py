"""The four-fifths rule and the stability of levels, on made-up levels."""

from dataclasses import dataclass, field

import pytest

from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment, Suggestion
from assessor.fairness.impact import adverse_impact
from assessor.fairness.stability import stability


def test_four_fifths_of_the_highest_rate():
    # 20 of 25 against 16 of 25: a ratio of exactly four fifths is not under it; one fewer is.
    groups = ["F"] * 25 + ["M"] * 25
    at_the_edge = adverse_impact([2] * 20 + [0] * 5 + [2] * 16 + [0] * 9, groups, at_least=2)
    assert [(one.group, one.ratio, one.flagged) for one in at_the_edge] == [("F", 1.0, False), ("M", pytest.approx(0.8), False)]
    under = adverse_impact([2] * 20 + [0] * 5 + [2] * 15 + [0] * 10, groups, at_least=2)
    assert under[1].flagged and under[1].ratio == pytest.approx(0.75)
    # With 25 a side such a gap is easily chance, and the figure says so.
    assert under[0].p == 1 and under[1].p > 0.05


def test_small_groups_and_empty_ones_are_left_out():
    groups = ["Québec"] * 12 + ["Belgique"] * 12 + ["Antilles"] * 3 + [None, ""]
    found = adverse_impact([1] * 29, groups, at_least=1)
    assert [one.group for one in found] == ["Belgique", "Québec"]
    assert adverse_impact([1] * 12, ["F"] * 12, at_least=1) == []
    assert adverse_impact([0] * 24, ["F"] * 12 + ["M"] * 12, at_least=1) == []
    assert adverse_impact([], [], at_least=1) == []


@dataclass
class AccentReader:
    """An assessor as unfair as can be: without accents, level 0."""

    seen: list[str] = field(default_factory=list)

    def assess_all(self, answers):
        self.seen += [answer.id for answer in answers]
        return [self._assess(answer) for answer in answers]

    def _assess(self, answer):
        level = 1 if "é" in answer.text else 0
        suggestion = Suggestion(level, None, {"0": 1.0 - level, "1": float(level)})
        return Assessment(answer, "made-up", "1", "m", (), (), (), suggestion)


def test_stability_finds_the_assessor_that_reads_accents():
    told = [Answer(str(number), f"J'ai appelé le garage numéro {number}.") for number in range(25)]
    reader = AccentReader()
    steps = []
    found = stability(reader, told, lambda stage, done, total: steps.append((stage, done, total)))
    assert found["accents"].unchanged == 0 and found["accents"].shift == -1 and found["accents"].count == 25
    assert found["small_talk"].unchanged == 1 and found["small_talk"].shift == 0
    assert "order" not in found and "gender" not in found
    assert steps == [("stability", 20, 25), ("stability", 25, 25)]
    assert reader.seen.count("3") == 1


def test_stability_of_nothing():
    assert stability(AccentReader(), []) == {}
