"""A scale's own words put together as if they were an answer: what somebody who has only read the rubric can hand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assessor.domain.scale import Scale

# Third person to first where cutting the last letter does not do it.
_IRREGULAR = {"va": "vais", "est": "suis", "a": "ai", "fait": "fais", "entretient": "entretiens", "voit": "vois", "met": "mets"}
_AUXILIARY_PAST = {
    "fait": "fait",
    "tient": "tenu",
    "entretient": "entretenu",
    "établit": "établi",
    "bâtit": "bâti",
    "met": "mis",
    "rend": "rendu",
    "dit": "dit",
    "reprend": "repris",
    "répond": "répondu",
    "sert": "servi",
    "prévoit": "prévu",
    "voit": "vu",
    "part": "parti",
    "connaît": "connu",
    "repère": "repéré",
}


def bare(phrase: str) -> str:
    """The phrase as the rubric has it."""
    return phrase


def third(phrase: str) -> str:
    """« Garde le contact » as « Elle garde le contact »."""
    return f"Elle {phrase[0].lower()}{phrase[1:]}"


def first(phrase: str) -> str:
    """« Garde le contact » as « Je garde le contact »."""
    verb, rest = _split(phrase)
    verb = _IRREGULAR.get(verb, f"{verb[:-1]}s" if verb.endswith("t") else f"{verb}s" if verb.endswith("d") else verb)
    return _with_subject(verb, rest)


def past(phrase: str) -> str:
    """« Garde le contact » as « J'ai gardé le contact »: a claim that only looks like an act."""
    verb, rest = _split(phrase)
    participle = _AUXILIARY_PAST.get(verb, f"{verb[:-1]}é" if verb.endswith("e") else verb)
    return f"J'ai {participle}{rest}"


def claimed(phrase: str) -> str:
    """Any phrase as something one says one is good at."""
    return f"Ma force : {phrase[0].lower()}{phrase[1:]}"


PERSONS: dict[str, Callable[[str], str]] = {"bare": bare, "third": third, "first": first, "past": past, "claimed": claimed}


def recitations(scale: Scale) -> Iterator[tuple[str, str]]:
    """Texts made of nothing but the scale, each with a name that says how."""
    highest = scale.concepts[-1]
    parts = {
        "names": [concept.name.fr for concept in scale.concepts] + [scale.definition.fr],
        "descriptions": [concept.description.fr for concept in scale.concepts],
        "indicators": [indicator.fr for concept in scale.concepts for indicator in concept.indicators],
        "highest": [highest.name.fr, highest.description.fr, *(one.fr for one in highest.indicators)],
    }
    for part, phrases in parts.items():
        for person, said in PERSONS.items():
            if part == "names" and person in ("first", "past", "third"):
                continue  # names are not always sentences
            ended = [f"{said(phrase).rstrip('. ')}." for phrase in phrases]
            yield f"{part}, {person}", " ".join(ended)
            if person in ("bare", "first", "past"):
                yield f"{part}, {person}, backward", " ".join(ended[::-1])


def _split(phrase: str) -> tuple[str, str]:
    """The verb that begins a phrase, in lower case, and the rest with its comma or space."""
    found = re.match(r"\w+", phrase)
    assert found
    return found[0].lower(), phrase[found.end() :]


def _with_subject(verb: str, rest: str) -> str:
    return f"J'{verb}{rest}" if verb[0] in "aeiouyéèêâh" else f"Je {verb}{rest}"
