"""Facts of a whole answer, and facts of a sentence as numbers."""

from __future__ import annotations

from math import log1p
from typing import get_args

from assessor.domain.answer import Facts, Modality, PartyKind, ReadAnswer, Sentence
from assessor.language.families import families

_COUNTS = ("je", "nous", "on", "passive", "third", "past", "imperfect", "present", "future", "conditional", "dates", "quantities")
_FAMILIES = tuple(families())
_MODALITIES: tuple[str, ...] = get_args(Modality)
_KINDS: tuple[str, ...] = get_args(PartyKind)
_CAP = 3

FACT_NAMES: tuple[str, ...] = (
    *_COUNTS,
    "months",
    "words",
    *(f"modality.{name}" for name in _MODALITIES),
    *(f"party.{name}" for name in _KINDS),
    *(f"lexicon.{name}" for name in _FAMILIES),
)
"""What :func:`fact_vector` holds, in its order."""


def _scaled(count: int) -> float:
    return min(count, _CAP) / _CAP


def fact_vector(sentence: Sentence) -> list[float]:
    """The facts of a sentence as numbers between 0 and about 1, in the order of :data:`FACT_NAMES`.

    Examples
    --------
    >>> vector = fact_vector(Sentence(0, 9, "J'appelle", Facts(je=1, present=1, modality="habitual")))
    >>> len(vector) == len(FACT_NAMES), round(vector[0], 2), vector[FACT_NAMES.index("modality.habitual")]
    (True, 0.33, 1.0)
    """
    facts = sentence.facts
    lexicon = dict(facts.lexicon)
    kinds = [party.kind for party in facts.parties]
    return [
        *(_scaled(getattr(facts, name)) for name in _COUNTS),
        log1p(facts.months) / log1p(240.0),
        log1p(facts.words) / log1p(60.0),
        *(float(facts.modality == name) for name in _MODALITIES),
        *(_scaled(sum(kind == name for kind in kinds)) for name in _KINDS),
        *(_scaled(lexicon.get(name, 0)) for name in _FAMILIES),
    ]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def family_counts(read: ReadAnswer) -> dict[str, float]:
    """How often each family of the lexicon occurs in an answer, for the facts shown beside a scale's dimensions.

    Examples
    --------
    >>> from assessor.domain.answer import Answer
    >>> family_counts(ReadAnswer(Answer("a", ""), ()))["new_contact"]
    0.0
    """
    return {name: float(sum(dict(sentence.facts.lexicon).get(name, 0) for sentence in read.sentences)) for name in _FAMILIES}


def summary(read: ReadAnswer) -> dict[str, float]:
    """Facts of the whole answer, for its output line.

    Parameters
    ----------
    read : ReadAnswer
        What :func:`~assessor.language.read_answer` returned.

    Returns
    -------
    dict
        Numbers in a fixed order, rounded to four decimals; shares are 0 where there is nothing to share.

    Examples
    --------
    >>> from assessor.domain.answer import Answer
    >>> from assessor.language import read_answer
    >>> facts = summary(read_answer(Answer("a", "J'ai appelé Mme Roy. Nous avons signé une entente.")))
    >>> facts["sentences"], facts["first_person_share"], facts["outside_parties"]
    (2.0, 0.5, 1.0)
    """
    every = [sentence.facts for sentence in read.sentences]

    def total(name: str) -> int:
        return sum(getattr(facts, name) for facts in every)

    agents = total("je") + total("nous") + total("on") + total("passive")
    verbs = total("past") + total("imperfect") + total("present") + total("future") + total("conditional")
    named = [party for facts in every for party in facts.parties]
    values: dict[str, float] = {
        "words": total("words"),
        "sentences": len(every),
        "first_person_share": _share(total("je"), agents),
        "nous_share": _share(total("nous") + total("on"), agents),
        "passive_share": _share(total("passive"), agents),
        "past_share": _share(total("past") + total("imperfect"), verbs),
        "hypothetical_share": _share(_sentences(every, "hypothetical"), len(every)),
        "habitual_share": _share(_sentences(every, "habitual"), len(every)),
        "general_share": _share(_sentences(every, "general"), len(every)),
        "outside_parties": len({party.key for party in named if party.kind == "outside"}),
        "client_mentions": sum(party.kind == "client" for party in named),
        "team_mentions": sum(party.kind == "team" for party in named),
        "months": max((facts.months for facts in every), default=0.0),
        "dates": total("dates"),
        "quantities": total("quantities"),
        "rubric_words": sum(count for facts in every for name, count in facts.lexicon if name == "rubric"),
    }
    return {name: round(float(value), 4) for name, value in values.items()}


def _sentences(every: list[Facts], modality: Modality) -> int:
    return sum(facts.modality == modality for facts in every)
