"""From the probability of each level to a suggestion: best guess, what cannot be ruled out, why, why not the next, and what to ask."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assessor.domain.answer import ReadAnswer
from assessor.domain.assessment import Gate, Suggestion, gates_to_tell, in_unknown_language
from assessor.domain.evidence import Evidence, Missing
from assessor.domain.scale import Concept, Scale
from assessor.levels.conformal import RIVAL, best_guess, hesitates, possible_levels
from assessor.levels.inputs import Floats
from assessor.levels.ordinal import class_probabilities
from assessor.wording import Text, say, whole_percent


def suggest(
    reached: Floats,
    scale: Scale,
    quantile: float,
    found: Sequence[Evidence],
    admissibility: Sequence[Gate],
    read: ReadAnswer,
    evidence: Floats,
) -> Suggestion:
    """The suggestion for one answer.

    Parameters
    ----------
    reached : ndarray of shape (n_targets,)
        Probability of reaching each level above 0 (never increasing), or of each demonstration; gates already applied.
    scale : Scale
    quantile : float
        Threshold of the conformal set.
    found : sequence of Evidence
    admissibility : sequence of Gate
    read : ReadAnswer
    evidence : ndarray of shape (n_sentences, n_concepts)
        Probabilities behind the evidence, also of what did not become evidence.
    """
    if scale.kind == "checklist":
        return _checklist(reached, scale, found, admissibility)
    probabilities = class_probabilities(reached[None, :])[0]
    numbers = scale.level_numbers
    position = best_guess(probabilities)
    possible = possible_levels(probabilities, quantile)
    failed = any(not gate.passed for gate in admissibility)
    certain = failed and min(1 - gate.probability for gate in admissibility) == 0
    if certain:
        possible = (0,)
    return Suggestion(
        level=numbers[position],
        demonstrated=None,
        probabilities=_rounded({str(number): float(p) for number, p in zip(numbers, probabilities, strict=True)}),
        levels_possible=tuple(numbers[index] for index in possible),
        abstained=hesitates(possible, scale.policy.max_set_size) or in_unknown_language(admissibility),
        why=_why(numbers[position], scale, found, admissibility),
        why_not_next=_why_not_next(position, probabilities, scale, read, evidence, failed),
    )


def carrying_codes(reached: Floats, scale: Scale) -> list[tuple[str, ...]]:
    """Groups of codes that what will be suggested rests on: the concepts at or above the level, or each demonstration by itself."""
    if scale.kind == "checklist":
        return [(code,) for code, p in zip(scale.concept_codes, reached, strict=True) if p >= 0.5]
    level = scale.level_numbers[best_guess(class_probabilities(reached[None, :])[0])]
    return [tuple(concept.code for concept in scale.concepts if (concept.level or 0) >= level)] if level else []


def missing_concepts(suggestion: Suggestion, scale: Scale, found: Sequence[Evidence]) -> tuple[Missing, ...]:
    """What was looked for and not found: the concepts of the next level, or the demonstrations not shown, each with a question."""
    if suggestion.demonstrated is not None:
        return tuple(Missing(one.code, one.question) for one in scale.concepts if one.code not in suggestion.demonstrated)
    wanted = next((level.number for level in scale.levels if level.number > (suggestion.level or 0)), None)
    return tuple(Missing(concept.code, concept.question) for concept in scale.concepts if concept.level == wanted)


def _checklist(reached: Floats, scale: Scale, found: Sequence[Evidence], admissibility: Sequence[Gate]) -> Suggestion:
    demonstrated = tuple(code for code, p in zip(scale.concept_codes, reached, strict=True) if p >= 0.5)
    why = [reason for code in demonstrated for reason in _shown(scale.concept(code), found)]
    if not demonstrated:
        why = _failed(admissibility) or [say("why.none_demonstrated")]
    doubtful = [code for code, p in zip(scale.concept_codes, reached, strict=True) if 0.35 < p < 0.65]
    return Suggestion(
        level=None,
        demonstrated=demonstrated,
        probabilities=_rounded({code: float(p) for code, p in zip(scale.concept_codes, reached, strict=True)}),
        abstained=len(doubtful) > scale.policy.max_set_size or in_unknown_language(admissibility),
        why=tuple(why),
        why_not_next=tuple(say("why.doubtful", concept=_named(scale.concept(code))) for code in doubtful),
    )


def _why(level: int, scale: Scale, found: Sequence[Evidence], admissibility: Sequence[Gate]) -> tuple[Text, ...]:
    if failed := _failed(admissibility):
        return tuple(failed)
    if level == 0:
        return (say("why.level_0"),)
    carrying = [concept for concept in scale.concepts if concept.level == level]
    shown = [reason for concept in carrying for reason in _shown(concept, found)]
    higher = [concept for concept in scale.concepts if (concept.level or 0) > level]
    shown += [reason for concept in higher for reason in _shown(concept, found, "why.isolated")]
    below = [concept for concept in scale.concepts if (concept.level or 0) < level]
    shown += [reason for concept in reversed(below) for reason in _shown(concept, found)]
    return tuple(shown)


def _failed(admissibility: Sequence[Gate]) -> list[Text]:
    return [gate.reason for gate in gates_to_tell(admissibility) if not gate.passed]


def _shown(concept: Concept | object, found: Sequence[Evidence], code: str = "why.shown") -> list[Text]:
    """One line about a concept's evidence, none if it has none."""
    assert isinstance(concept, Concept)
    pieces = [one for one in found if one.concept == concept.code and one.probability > 0]
    if not pieces:
        return []
    strongest = max(pieces, key=lambda one: (one.probability, -one.start))
    percent = whole_percent(strongest.probability)
    return [say(code, concept=_named(concept), count=len(pieces), quote=_short(strongest.quote), percent=percent)]


def _why_not_next(position: int, probabilities: Floats, scale: Scale, read: ReadAnswer, evidence: Floats, failed: bool) -> tuple[Text, ...]:
    if position == len(scale.levels):
        return (say("why.highest"),)
    following = scale.levels[position]
    concepts = [(column, concept) for column, concept in enumerate(scale.concepts) if concept.level == following.number]
    lines: list[Text] = []
    for column, concept in concepts:
        strengths = evidence[: len(read.sentences), column]
        if failed or not strengths.any():
            lines.append(say("why.ask", concept=_named(concept), question=concept.question))
            continue
        row = int(np.argmax(strengths))
        sentence = read.sentences[row]
        quote, percent = _short(read.answer.text[sentence.start : sentence.end]), whole_percent(float(strengths[row]))
        weak = strengths[row] < scale.policy.evidence_threshold
        lines.append(say("why.nearest" if weak else "why.not_enough", concept=_named(concept), quote=quote, percent=percent))
        lines.append(say("why.ask", concept=_named(concept), question=concept.question))
    rivals = [index for index, p in enumerate(probabilities) if index != position and p >= RIVAL]
    lines += [say("why.rival", level=scale.level_numbers[index], percent=whole_percent(float(probabilities[index]))) for index in rivals]
    return tuple(lines)


def _named(concept: Concept | object) -> Text:
    assert isinstance(concept, Concept)
    return Text(f"{concept.code} « {concept.name.fr} »", f"{concept.code} “{concept.name.en}”")


def _short(quote: str, longest: int = 90) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + "…"


def _rounded(probabilities: dict[str, float]) -> dict[str, float]:
    """Six decimals: beyond them lies the encoder's rounding, not information."""
    return {key: round(value, 6) for key, value in probabilities.items()}
