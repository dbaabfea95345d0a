"""The figures of a fit and the model card that states them, in French and in English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score

from assessor.domain.scale import Scale
from assessor.levels.conformal import best_guess, conformal_set
from assessor.levels.ordinal import class_probabilities
from assessor.training.fit import HeldOut, target_matrix
from assessor.training.prepared import Prepared
from assessor.wording import LANGUAGES, Language, say


def figures(scale: Scale, prepared: Prepared, judged: HeldOut) -> dict[str, float]:
    """The figures that a manifest and a card carry, all on held-out answers (see ``assessor evaluate`` for the rest)."""
    truth = target_matrix(prepared, scale)
    targets, annotated = prepared.concept_targets(scale.codes)
    found: dict[str, float] = {}
    if scale.kind == "checklist":
        found["macro_f1"] = float(f1_score(truth, judged.reached >= 0.5, average="macro", zero_division=0))
    else:
        probabilities, levels = class_probabilities(judged.reached), truth.sum(axis=1)
        guesses = np.array([best_guess(row) for row in probabilities])
        sets = [conformal_set(row, quantile) for row, quantile in zip(probabilities, judged.quantiles, strict=True)]
        found["exact"] = float(np.mean(guesses == levels))
        found["adjacent"] = float(np.mean(abs(guesses - levels) <= 1))
        found["qwk"] = float(cohen_kappa_score(levels, guesses, weights="quadratic", labels=range(len(scale.level_numbers))))
        found["coverage"] = float(np.mean([level in one for level, one in zip(levels, sets, strict=True)]))
        found["set_size"] = float(np.mean([len(one) for one in sets]))
    if annotated.any():
        shown = judged.sentences[annotated] >= scale.policy.evidence_threshold
        found["concept_macro_f1"] = float(f1_score(targets[annotated], shown, average="macro", zero_division=0))
    return {name: round(value, 4) for name, value in found.items()}


def write_card(folder: Path, scale: Scale, prepared: Prepared, manifest: Mapping[str, Any]) -> None:
    """Write ``card.md`` beside the model: what it is for, what it learnt from, how good it is and where it ends."""
    (folder / "card.md").write_text("\n\n---\n\n".join(_card(language, scale, prepared, manifest) for language in LANGUAGES), "utf-8")


def _card(language: Language, scale: Scale, prepared: Prepared, manifest: Mapping[str, Any]) -> str:
    def text(code: str, **values: object) -> str:
        return say(f"card.{code}", **values).in_(language)

    sources = Counter(example.meta.get("source") or "?" for example in prepared.examples)
    authors = {example.meta.get("author") for example in prepared.examples}
    lines = [
        f"# {text('title', scale=scale.name)}",
        text("intended"),
        f"## {text('data')}",
        text(
            "data_text",
            count=len(prepared.examples),
            authors=len(authors),
            sources=", ".join(f"{name} {count}" for name, count in sorted(sources.items())),
            folds=manifest["data"]["folds"],
            version=scale.version,
        ),
        f"## {text('figures')}",
        text("figures_text"),
        f"| {text('measure')} | {text('value')} |\n|---|---|\n"
        + "\n".join(f"| {text('names.' + name)} | {value:.3f} |" for name, value in manifest["figures"].items()),
        f"## {text('limits')}",
        text("limits_text"),
        f"`{manifest['name']}`",
    ]
    return "\n\n".join(lines) + "\n"
