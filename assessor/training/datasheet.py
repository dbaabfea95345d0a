"""``CARD.md`` of a scale's annotated answers: what they are, counted from the data, and what they are not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.rubric import read_scale
from assessor.training.dataset import examples_folder, read_examples
from assessor.training.leaks import leaks
from assessor.training.second_ratings import Pair, pair_agreement, two_ratings
from assessor.wording import LANGUAGES, Language, say

FILE = "CARD.md"
_GROUPS = ("difficulty", "register", "region", "gender", "sector", "author", "source")
_QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)

Words = Callable[..., str]


def datasheet(scale_id: str) -> str:
    """The card of a scale's annotated answers: Markdown, in French, then in English.

    Raises
    ------
    TrainingDataError
        If there are no examples, or some cannot be read.
    """
    scale = read_scale(scale_id)
    examples = read_examples(examples_folder(scale_id), scale)
    measured = leaks(examples, scale)
    return "\n\n---\n\n".join(_card(language, scale, examples, measured) for language in LANGUAGES) + "\n"


def write_cards(scale_ids: Iterable[str]) -> None:
    """Write the card of each scale beside its annotated answers."""
    for scale_id in scale_ids:
        (examples_folder(scale_id) / FILE).write_text(datasheet(scale_id), "utf-8", newline="\n")


def _card(language: Language, scale: Scale, examples: Sequence[Example], measured: dict[str, float]) -> str:
    def words(code: str, **values: object) -> str:
        return say(f"corpus.card.{code}", **values).in_(language)

    def number(value: float) -> str:
        # Adding zero takes away the minus sign that rounding leaves before nothing.
        written = "—" if math.isnan(value) else f"{round(value, 2) + 0.0:.2f}"
        return written.replace(".", ",") if language == "fr" else written

    pairs = [pair for example in examples if (pair := two_ratings(example))]
    parts = [
        f"# {words('title', scale=scale.name)}",
        words("about", count=len(examples), scale=scale.name, id=scale.id, version=scale.version),
        f"## {words('made')}",
        words("made_text"),
        f"## {words('contents')}",
        *_contents(words, language, scale, examples),
        f"### {words('length')}",
        words("length_text"),
        _lengths(words, examples),
        f"## {words('agreement')}",
        *(_agreement(words, language, number, scale, pairs) if pairs else [words("unrated")]),
        f"## {words('leaks')}",
        *_leaks(words, language, number, scale, measured),
        f"## {words('limits')}",
        words("limits_text"),
        f"## {words('real')}",
        words("real_text"),
    ]
    return "\n\n".join(parts)


def _contents(words: Words, language: Language, scale: Scale, examples: Sequence[Example]) -> list[str]:
    """One table for the label and for each thing known of the answers."""
    if scale.kind == "ordinal":
        labels = Counter(str(example.level) for example in examples)
        order = [str(level) for level in scale.level_numbers]
    else:
        labels = Counter(code for example in examples for code in example.demonstrated or (words("none"),))
        order = [*scale.concept_codes, words("none")]
    tables = [_counts(words, language, "label", [(name, labels[name]) for name in order], len(examples))]
    if scale.kind == "checklist":
        tables.append(words("several"))
    for key in _GROUPS:
        absent = words("none") if key == "difficulty" else words("unknown")
        counts = Counter(example.meta.get(key) or absent for example in examples)
        ordered = sorted(counts.items(), key=lambda item: item[0] if key == "author" else (-item[1], item[0]))
        tables.append(_counts(words, language, key, ordered, len(examples)))
    return tables


def _counts(words: Words, language: Language, key: str, counts: Iterable[tuple[str, int]], total: int) -> str:
    return _table(
        [words(f"by.{key}"), words("count"), words("share")],
        [[name, str(count), _percent(count / total, language)] for name, count in counts],
    )


def _lengths(words: Words, examples: Sequence[Example]) -> str:
    names = [words("smallest"), "10 %", "25 %", words("median"), "75 %", "90 %", words("largest")]
    lengths = np.quantile([len(example.text.split()) for example in examples], _QUANTILES)
    return _table(names, [[f"{length:.0f}" for length in lengths]])


def _agreement(words: Words, language: Language, number: Callable[[float], str], scale: Scale, pairs: Sequence[Pair]) -> list[str]:
    told = f"{words('agreement_text', count=len(pairs))} {words('rated_text')}"
    figures = pair_agreement(pairs, scale)
    if scale.kind == "ordinal":
        found = figures["level"]
        rows = [[words(name), _percent(found[name] / 100, language)] for name in ("exact", "adjacent")]
        rows += [[words("qwk"), number(found["qwk"])], [words("alpha_ordinal"), number(found["alpha"])]]
        return [told, _table([words("measure"), words("value")], rows)]
    whole = np.mean([set(first.demonstrated or ()) == set(second.demonstrated or ()) for first, second in pairs])
    rows = [
        [code, _percent(found["exact"] / 100, language), number(found["kappa"]), number(found["alpha"])] for code, found in figures.items()
    ]
    heading = [words("demonstration"), words("exact"), words("kappa"), words("alpha_nominal")]
    return [told, words("whole", share=_percent(float(whole), language)), _table(heading, rows)]


def _leaks(words: Words, language: Language, number: Callable[[float], str], scale: Scale, measured: dict[str, float]) -> list[str]:
    if not measured:
        return [words("leaks_few")]
    rows = [[say(f"corpus.measure.{name}").in_(language), number(value)] for name, value in measured.items()]
    return [words(f"leaks_{scale.kind}"), _table([words("based_on"), "Kappa"], rows)]


def _percent(share: float, language: Language) -> str:
    return f"{100 * share:.0f} %" if language == "fr" else f"{100 * share:.0f}%"


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell would end it."""
    lines = [list(heading), ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
