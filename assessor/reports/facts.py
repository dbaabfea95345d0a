"""Measured facts as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping

from assessor.wording import Language, say, whole_percent


def written(name: str, value: float, language: Language = "fr") -> str:
    """A fact's value: shares as percentages, counts as whole numbers, with the language's decimal sign.

    Examples
    --------
    >>> written("first_person_share", 0.8), written("outside_parties", 3.0), written("months", 0.5)
    ('80 %', '3', '0,5')
    >>> written("months", 0.5, "en")
    '0.5'
    """
    if name.endswith("_share"):
        return say("report.percent", value=whole_percent(value)).in_(language)
    number = f"{value:.1f}".removesuffix(".0")
    return number if language == "en" else number.replace(".", ",")


def told(facts: Mapping[str, float]) -> list[str]:
    """The facts that a person is told, by name: the family ``rubric`` counts what ``rubric_words`` does.

    Examples
    --------
    >>> told({"words": 120.0, "rubric_words": 2.0, "rubric": 2.0})
    ['words', 'rubric_words']
    """
    return [name for name in facts if name != "rubric"]
