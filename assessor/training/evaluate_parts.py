"""Figures of the parts: gates, sentence concepts, STAR roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessor.admissibility import LANGUAGES, LEARNT_GATES, in_known_language, too_short, without_speaker, without_verb
from assessor.domain.assessment import ROLES, Role
from assessor.domain.scale import Scale
from assessor.training.fit import HeldOut
from assessor.training.metrics_labels import Scores, binary_scores, class_scores, label_scores, macro_f1
from assessor.training.prepared import Prepared, gate_targets


def rule_failures(prepared: Prepared) -> NDArray[np.bool_]:
    """Which answers the four rules stop: too short, unknown language, without a speaker, without a verb. Shape (n_answers, 4)."""
    found = [
        (too_short(read), not in_known_language(read), without_speaker(read) or without_verb(read), without_verb(read))
        for read in (one.read for one in prepared.encoded)
    ]
    return np.array(found, dtype=bool).reshape(len(found), 4)


def gate_figures(prepared: Prepared, scale: Scale, judged: HeldOut) -> dict[str, Scores]:
    """Precision and recall of each gate, a failure being what is looked for.

    A learnt gate is judged on the answers that say something sure about it (:func:`~assessor.training.prepared.gate_targets`), the
    competency gate on those that pass or fail it and no other.

    Parameters
    ----------
    prepared : Prepared
    scale : Scale
    judged : HeldOut
    """
    failed = rule_failures(prepared)
    limit, known = scale.policy.gate_threshold, np.array(prepared.failed_gates(), dtype=object)
    figures: dict[str, Scores] = {}
    for column, gate in enumerate(LEARNT_GATES):
        fails, usable = gate_targets(prepared, gate)
        found = judged.gates[:, column] >= limit
        for_certain = {"first_person": failed[:, 2], "event": failed[:, 3]}
        figures[gate] = binary_scores(fails[usable], (found | for_certain.get(gate, False))[usable])
    usable = np.isin(known, ["", "competency"])
    figures["competency"] = binary_scores(known[usable] == "competency", judged.competency[usable] >= limit)
    figures["length"] = binary_scores(known == "length", failed[:, 0])
    figures["language"] = binary_scores([example.lang not in LANGUAGES for example in prepared.examples], failed[:, 1])
    return figures


def concept_figures(prepared: Prepared, scale: Scale, judged: HeldOut) -> dict[str, Any] | None:
    """Sentences found against sentences marked, code by code, at the scale's threshold; None if no sentence is annotated."""
    targets, annotated = prepared.concept_targets(scale.codes)
    if not annotated.any():
        return None
    threshold = scale.policy.evidence_threshold
    scores = label_scores(targets[annotated], judged.sentences[annotated] >= threshold, scale.codes)
    return {
        "threshold": threshold,
        "sentences": int(annotated.sum()),
        "codes": scores,
        "macro_f1": macro_f1(scores),
        "concepts_macro_f1": macro_f1({code: scores[code] for code in scale.concept_codes}),
    }


def star_figures(prepared: Prepared, roles: Sequence[Role]) -> dict[str, Any] | None:
    """STAR roles found against roles marked; None if no sentence is annotated."""
    pairs = [(ROLES.index(marked), ROLES.index(found)) for marked, found in zip(prepared.roles, roles, strict=True) if marked is not None]
    if not pairs:
        return None
    truth, guess = np.array(pairs).T
    scores = class_scores(truth, guess, ROLES)
    return {"sentences": len(pairs), "exact": 100 * float(np.mean(truth == guess)), "roles": scores, "macro_f1": macro_f1(scores)}
