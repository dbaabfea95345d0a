"""An assessment as the plain dict that ``assessor score`` writes: the contract other programs rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping

from assessor.domain.assessment import Assessment
from assessor.wording import Language, Text


def record(assessment: Assessment, language: Language = "fr") -> dict[str, object]:
    """The assessment as JSON-ready data, keys in a fixed order.

    Parameters
    ----------
    assessment : Assessment
    language : {"fr", "en"}
        Of reasons and questions.
    """
    suggestion = assessment.suggestion
    return {
        "id": assessment.answer.id,
        "scale": assessment.scale,
        "scale_version": assessment.scale_version,
        "model": assessment.model,
        "level": suggestion.level,
        "demonstrated": None if suggestion.demonstrated is None else list(suggestion.demonstrated),
        "probabilities": dict(suggestion.probabilities),
        "levels_possible": list(suggestion.levels_possible),
        "abstained": suggestion.abstained,
        "admissibility": [
            {"gate": gate.gate, "passed": gate.passed, "reason": gate.reason.in_(language), "quote": gate.quote}
            for gate in assessment.admissibility
        ],
        "evidence": [
            {
                "start": one.start,
                "end": one.end,
                "quote": one.quote,
                "concept": one.concept,
                "probability": round(one.probability, 6),
                "reasons": [reason.in_(language) for reason in one.reasons],
            }
            for one in assessment.evidence
        ],
        "missing": [{"concept": one.concept, "question": one.question.in_(language)} for one in assessment.missing],
        "star": [{"start": one.start, "end": one.end, "role": one.role} for one in assessment.star],
        "facts": dict(assessment.facts),
    }


def failure(identifier: str, code: str, text: Text, language: Language = "fr") -> dict[str, object]:
    """The line of an answer that could not be read."""
    return {"id": identifier, "error": {"code": code, "message": text.in_(language)}}


def line(data: Mapping[str, object]) -> str:
    """One JSON line, the same bytes for the same data."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n"
