"""Probabilities to quoted evidence, each piece with its reasons; and a person's verdicts on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assessor.concepts.features import EncodedAnswer, Floats
from assessor.domain.answer import ReadAnswer, Sentence
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review, Verdict
from assessor.domain.scale import Concept, Exclusion, Scale
from assessor.wording import Text, say, whole_percent

# Nearly every sentence found for a concept comes this near to one of its indicators; what does not is unlike all of them.
LEAST_SIMILARITY = 0.73


def apply_verdicts(probabilities: Floats, read: ReadAnswer, codes: tuple[str, ...], review: Review | None) -> Floats:
    """Probabilities after a person's verdicts: accepted or added evidence counts as certain, rejected evidence not at all.

    Parameters
    ----------
    probabilities : ndarray of shape (n_sentences, n_codes)
    read : ReadAnswer
    codes : tuple of str
        The columns.
    review : Review or None

    Returns
    -------
    ndarray of shape (n_sentences + n_outside, n_codes)
        A copy. Evidence added outside every sentence gets a row of its own.
    """
    if review is None:
        return probabilities
    decided = probabilities.copy()
    for row, sentence in enumerate(read.sentences):
        for column, code in enumerate(codes):
            verdict = review.verdicts.get(f"{code}:{sentence.start}-{sentence.end}")
            if verdict:
                decided[row, column] = float(verdict == "accepted")
    for added in review.standing:
        if added.concept not in codes:
            continue
        overlaps = [min(added.end, one.end) - max(added.start, one.start) for one in read.sentences]
        if not overlaps or max(overlaps) <= 0:
            decided = np.vstack([decided, np.zeros((1, len(codes)))])
            overlaps.append(1)
        decided[int(np.argmax(overlaps)), codes.index(added.concept)] = 1.0
    return decided


def without_suspicions(probabilities: Floats, scale: Scale, review: Review | None) -> Floats:
    """Once a person has rejected evidence, what the program only suspected below the threshold no longer speaks for any concept.

    Many faint suspicions may together carry a level; but a person who has rejected every passage shown must see the level fall.
    """
    if review is None or "rejected" not in review.verdicts.values():
        return probabilities
    judged, count = probabilities.copy(), len(scale.concepts)
    judged[:, :count][judged[:, :count] < scale.policy.evidence_threshold] = 0.0
    return judged


def find_evidence(
    probabilities: Floats,
    answer: EncodedAnswer,
    scale: Scale,
    indicators: Floats,
    review: Review | None = None,
    carrying: Sequence[tuple[str, ...]] = (),
) -> tuple[Evidence, ...]:
    """Every sentence whose probability for a code reaches the policy's threshold, in the order of the text.

    Parameters
    ----------
    probabilities : ndarray of shape (n_sentences, n_codes)
        What the program itself found, before any verdict: what a person adds is theirs, and is never listed as found.
    answer : EncodedAnswer
    scale : Scale
    indicators : ndarray of shape (n_indicators, 384)
        Vectors of :func:`indicator_texts`, or empty.
    review : Review or None
    carrying : sequence of tuple of str
        Groups of codes that what is suggested rests on; where no evidence for a group reaches the threshold, its strongest sentence is
        shown, so that nothing is suggested without a quote.

    Returns
    -------
    tuple of Evidence
        Rejected evidence stays in the list, with probability 0, so that a verdict can be taken back and a dossier shows it; what the
        program had given it stands in its reasons.
    """
    read, review = answer.read, review or Review()
    # Adding what was found already is accepting it.
    verdicts: dict[str, Verdict] = {**{one.key: "accepted" for one in review.standing}, **review.verdicts}
    own = Review(verdicts=verdicts)
    decided = without_suspicions(apply_verdicts(probabilities, read, scale.codes, own), scale, own)
    unquoted = [codes for codes in carrying if not {one.concept for one in review.standing} & set(codes)]
    found: list[Evidence] = []
    shown = _shown(decided, scale, unquoted)
    for row, sentence in enumerate(read.sentences):
        for column, code in enumerate(scale.codes):
            key = f"{code}:{sentence.start}-{sentence.end}"
            if (row, column) in shown or key in verdicts:
                reasons = _reasons(sentence, answer.vectors[row], code, scale, indicators)
                if verdict := verdicts.get(key):
                    given = whole_percent(float(probabilities[row, column]))
                    reasons = (say(f"reason.{verdict}", percent=given), *reasons)
                found.append(Evidence(sentence.start, sentence.end, _quote(read, sentence), code, float(decided[row, column]), reasons))
    for added in review.added:
        if added.concept in scale.codes and added.key not in {evidence.key for evidence in found}:
            quote = read.answer.text[added.start : added.end]
            found.append(Evidence(added.start, added.end, quote, added.concept, float(added in review.standing), (say("reason.added"),)))
    return tuple(sorted(found, key=lambda evidence: (evidence.start, evidence.end, scale.codes.index(evidence.concept))))


def _shown(probabilities: Floats, scale: Scale, carrying: Sequence[tuple[str, ...]]) -> set[tuple[int, int]]:
    """Rows and columns of what is evidence."""
    strong = probabilities >= scale.policy.evidence_threshold
    shown = {(int(row), int(column)) for row, column in np.argwhere(strong)}
    for codes in carrying:
        columns = [scale.codes.index(code) for code in codes]
        own = probabilities[:, columns]
        if own.size and not strong[:, columns].any() and own.max() > 0:
            row, column = np.unravel_index(int(own.argmax()), own.shape)
            shown.add((int(row), columns[int(column)]))
    return shown


def indicator_texts(scale: Scale) -> list[tuple[str, Text]]:
    """Every indicator with the code it belongs to, in the order of the scale."""
    items: tuple[Concept | Exclusion, ...] = (*scale.concepts, *scale.exclusions)
    return [(item.code, indicator) for item in items for indicator in item.indicators]


def _quote(read: ReadAnswer, sentence: Sentence) -> str:
    return read.answer.text[sentence.start : sentence.end]


def _reasons(sentence: Sentence, vector: Floats, code: str, scale: Scale, indicators: Floats) -> tuple[Text, ...]:
    """Why a sentence was found: who acts and when, the nearest indicator of the concept, the expressions recognised."""
    reasons: list[Text] = []
    facts = sentence.facts
    if facts.je and facts.modality == "done":
        reasons.append(say("reason.own_act"))
    if len(indicators):
        candidates = [(row, text) for row, (owner, text) in enumerate(indicator_texts(scale)) if owner == code]
        similarities = [float(indicators[row] @ vector) for row, _ in candidates]
        if similarities and max(similarities) >= LEAST_SIMILARITY:
            reasons.append(say("reason.indicator", indicator=candidates[int(np.argmax(similarities))][1]))
    reasons += [say(f"reason.lexicon.{family}") for family, count in facts.lexicon if count][:2]
    reasons += [say(f"reason.party.{kind}") for kind in sorted({party.kind for party in facts.parties})]
    return tuple(reasons or [say("reason.wording")])
