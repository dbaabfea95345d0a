"""The measured facts that a dimension may name. The language room measures them; a test holds the two lists together."""

from __future__ import annotations

from dataclasses import fields

from assessor.domain.answer import Facts

_OF_A_SENTENCE = {field.name for field in fields(Facts)} - {"modality", "parties", "lexicon"}

_OF_AN_ANSWER = {
    "sentences",
    "first_person_share",
    "nous_share",
    "passive_share",
    "past_share",
    "hypothetical_share",
    "habitual_share",
    "general_share",
    "outside_parties",
    "client_mentions",
    "team_mentions",
    "rubric_words",
}

FAMILIES_OF_EXPRESSIONS = frozenset(
    {
        "advise",
        "agreement",
        "apology_fix",
        "beneath",
        "contact_kept",
        "contact_made",
        "exchange",
        "explain",
        "feedback",
        "future_need",
        "governance",
        "listen",
        "long_effort",
        "new_contact",
        "onward",
        "paid",
        "plan",
        "result",
        "rubric",
        "segment",
        "served",
        "skill",
        "wide",
        "workshop",
    }
)

KNOWN_FACTS = frozenset(_OF_A_SENTENCE | _OF_AN_ANSWER | FAMILIES_OF_EXPRESSIONS)
