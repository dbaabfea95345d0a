"""The figures of a fit and the model card that states them, in French and in English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.levels.conformal import conformal_set
from assessor.levels.ordinal import class_probabilities
from assessor.training.card_parts import agreement as agreement_tables
from assessor.training.card_parts import contents, number, table
from assessor.training.crossfit import Indices
from assessor.training.evaluate import guesses_of
from assessor.training.fit import HeldOut, target_matrix
from assessor.training.metrics import agreement, kappa
from assessor.training.metrics_certainty import bootstrap_interval
from assessor.training.metrics_labels import class_scores, label_scores, macro_f1, whole_lists
from assessor.training.prepared import Prepared
from assessor.training.second_ratings import two_ratings
from assessor.wording import LANGUAGES, Language, say

# A card stays readable: beyond this many authors or raters, the rest is counted together.
_MOST = 12


def figures(scale: Scale, prepared: Prepared, judged: HeldOut) -> dict[str, float]:
    """The figures that a manifest and a card carry, on held-out answers as the program shows them; ``assessor evaluate`` has the rest."""
    truth = target_matrix(prepared, scale)
    targets, annotated = prepared.concept_targets(scale.codes)
    found: dict[str, float] = {}
    if scale.kind == "checklist":
        shown = guesses_of(scale, judged.reached)
        found["macro_f1"] = macro_f1(label_scores(truth, shown, scale.concept_codes))
        found["lists"] = whole_lists(truth, shown) / 100
    else:
        probabilities, levels = class_probabilities(judged.reached), truth.sum(axis=1)
        guesses = guesses_of(scale, judged.reached)
        sets = [conformal_set(row, quantile) for row, quantile in zip(probabilities, judged.quantiles, strict=True)]
        found["exact"] = float(np.mean(guesses == levels))
        found["adjacent"] = float(np.mean(abs(guesses - levels) <= 1))
        found["qwk"] = kappa(levels, guesses, len(scale.level_numbers), "quadratic")
        found["coverage"] = float(np.mean([level in one for level, one in zip(levels, sets, strict=True)]))
        found["set_size"] = float(np.mean([len(one) for one in sets]))
    if annotated.any():
        marked = judged.sentences[annotated] >= scale.policy.evidence_threshold
        found["concept_macro_f1"] = macro_f1(label_scores(targets[annotated], marked, scale.codes))
    return {name: round(value, 4) for name, value in found.items()}


def intervals(scale: Scale, prepared: Prepared, judged: HeldOut) -> dict[str, tuple[float, float]]:
    """95 % intervals, by bootstrap over the answers, of the figures that are shares or agreements of whole answers."""
    truth, count = target_matrix(prepared, scale), len(scale.level_numbers)
    statistics: dict[str, Callable[[Indices], float]]
    if scale.kind == "checklist":
        shown = guesses_of(scale, judged.reached)
        statistics = {
            "macro_f1": lambda rows: macro_f1(label_scores(truth[rows], shown[rows], scale.concept_codes)),
            "lists": lambda rows: whole_lists(truth[rows], shown[rows]) / 100,
        }
    else:
        levels, guess = truth.sum(axis=1), guesses_of(scale, judged.reached)
        statistics = {
            "exact": lambda rows: agreement(levels[rows], guess[rows]) / 100,
            "adjacent": lambda rows: agreement(levels[rows], guess[rows], tolerance=1) / 100,
            "qwk": lambda rows: kappa(levels[rows], guess[rows], count, "quadratic"),
        }
    found = {name: bootstrap_interval(statistic, len(truth)) for name, statistic in statistics.items()}
    return {name: (round(low, 4), round(high, 4)) for name, (low, high) in found.items() if not np.isnan(low)}


def card(scale: Scale, prepared: Prepared, judged: HeldOut, manifest: Mapping[str, Any]) -> str:
    """The text of ``card.md``: what the model is for and not for, what it learnt from, how good it is and where it ends.

    Parameters
    ----------
    scale : Scale
    prepared : Prepared
    judged : HeldOut
        As the program shows it (:func:`~assessor.training.evaluate.as_shown`).
    manifest : mapping
    """
    return "\n\n---\n\n".join(_card(language, scale, prepared, judged, manifest) for language in LANGUAGES) + "\n"


def _card(language: Language, scale: Scale, prepared: Prepared, judged: HeldOut, manifest: Mapping[str, Any]) -> str:
    def text(code: str, **values: object) -> str:
        return say(f"card.{code}", **values).in_(language)

    examples, data = prepared.examples, manifest["data"]
    pairs = [pair for example in examples if (pair := two_ratings(example))]
    agreed = [text("agreement_text", count=len(pairs)), *agreement_tables(language, scale, pairs)] if pairs else [text("unrated")]
    parts = [
        f"# {text('title', scale=scale.name)}",
        text("model_text", name=manifest["name"], scale=scale.id, version=scale.version, common=manifest["common"]),
        f"## {text('intended')}",
        text("intended_text"),
        f"## {text('excluded')}",
        text("excluded_text"),
        f"## {text('data')}",
        text("data_text", count=len(examples), folds=data["folds"]),
        *([text("added_text", count=data["added"])] if "added" in data else []),
        *contents(language, scale, examples, ("source", "author", "difficulty"), most=_MOST),
        f"### {text('raters')}",
        *_raters(language, examples),
        f"### {text('agreement')}",
        *agreed,
        f"## {text('figures')}",
        text("figures_text"),
        _figures(language, manifest),
        f"### {text('by_label')}",
        text(f"by_label_{scale.kind}"),
        _by_label(language, scale, prepared, judged),
        f"## {text('limits')}",
        text("limits_text"),
        f"## {text('made')}",
        text("made_text", libraries=", ".join(f"{name} {version}" for name, version in sorted(manifest["libraries"].items()))),
    ]
    return "\n\n".join(parts)


def _raters(language: Language, examples: Sequence[Example]) -> list[str]:
    found = Counter(rating.rater for example in examples for rating in example.ratings)
    if not found:
        return [say("card.no_raters").in_(language)]
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    rows = [[name, str(count)] for name, count in ordered[:_MOST]]
    if rest := ordered[_MOST:]:
        rows.append([say("card.rest", count=len(rest)).in_(language), str(sum(count for _, count in rest))])
    return [table([say(f"card.{name}").in_(language) for name in ("rater", "rated")], rows)]


def _figures(language: Language, manifest: Mapping[str, Any]) -> str:
    rows = []
    for name, value in manifest["figures"].items():
        low, high = manifest["intervals"].get(name, (None, None))
        interval = "—" if low is None else say("card.interval_value", low=number(low, language), high=number(high, language)).in_(language)
        what = say(f"card.what.{name}").in_(language)
        rows.append([say(f"card.names.{name}").in_(language), number(value, language, 3), interval, what])
    return table([say(f"card.{name}").in_(language) for name in ("measure", "value", "interval", "meaning")], rows)


def _by_label(language: Language, scale: Scale, prepared: Prepared, judged: HeldOut) -> str:
    """For each level or demonstration: how many answers have it, how often it was proposed, precision and recall."""
    truth, guess = target_matrix(prepared, scale), guesses_of(scale, judged.reached)
    if scale.kind == "checklist":
        scores = label_scores(truth, guess, scale.concept_codes)
    else:
        scores = class_scores(truth.sum(axis=1), guess, [str(one) for one in scale.level_numbers])
    rows = [
        [name, str(one["count"]), str(one["found"]), number(one["precision"], language), number(one["recall"], language)]
        for name, one in scores.items()
    ]
    return table([say(f"card.{name}").in_(language) for name in ("label", "given", "proposed", "precision", "recall")], rows)
