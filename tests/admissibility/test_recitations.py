"""The rubric's words prove nothing: texts made of a scale's own words never reach a level, on any scale."""

from __future__ import annotations

import pytest
import yaml
from recitations import bare, claimed, first, past, recitations, third
from test_gates import HERE

from assessor.assess import load_assessor
from assessor.concepts import encode_answers
from assessor.domain.answer import Answer
from assessor.language import read_answers
from assessor.rubric import list_scales, read_scale

# Recitations that reach a level, or a demonstration: « whose words, how | on which scale ». The set is exact, and empty.
KNOWN_FAILURES: frozenset[str] = frozenset()


def believed(named_texts: list[tuple[str, str]]) -> set[str]:
    """Names of texts that get a level or a demonstration, with the scale that gave it."""
    encoded = encode_answers(read_answers([Answer(name, text) for name, text in named_texts]))
    found = set()
    for (name, _), one in zip(named_texts, encoded, strict=True):
        reading = None
        for scale_id in list_scales():
            assessor = load_assessor(scale_id)
            reading = assessor.interpret(one, reading)
            suggestion = assessor.conclude(reading).suggestion
            if suggestion.level or suggestion.demonstrated:
                found.add(f"{name} | {scale_id}")
    return found


@pytest.mark.parametrize("scale_id", list_scales())
def test_a_scales_own_words_reach_no_level_on_any_scale(scale_id):
    wrong = believed([(f"{scale_id}, {name}", text) for name, text in recitations(read_scale(scale_id))])
    known = {case for case in KNOWN_FAILURES if case.startswith(f"{scale_id}, ")}
    assert sorted(wrong - known) == [], "newly believed"
    assert sorted(known - wrong) == [], "mended: take it off KNOWN_FAILURES"


def test_other_peoples_recitations_reach_no_level_on_any_scale():
    texts = yaml.safe_load((HERE / "failing_texts.yaml").read_text("utf-8"))["recited"]
    assert believed([(f"{kind} {number}", text) for kind, own in texts.items() for number, text in enumerate(own, start=1)]) == set()


def test_recitations_are_put_together_as_meant():
    phrase = "Garde le contact avec des gens."
    assert bare(phrase) == phrase
    assert third(phrase) == "Elle garde le contact avec des gens."
    assert first(phrase) == "Je garde le contact avec des gens."
    assert first("Établit un lien.") == "J'établis un lien."
    assert past("Repère, hors de là, quelqu'un.") == "J'ai repéré, hors de là, quelqu'un."
    assert claimed("Prendre soin.") == "Ma force : prendre soin."
    assert len(dict(recitations(read_scale("cnrc-service")))) >= 20
