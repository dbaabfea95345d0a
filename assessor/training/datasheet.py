"""``CARD.md`` of a scale's annotated answers: what they are, counted from the data, and what they are not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.rubric import read_scale
from assessor.training.card_parts import agreement, contents, number, table
from assessor.training.dataset import examples_folder, read_examples
from assessor.training.leaks import leaks
from assessor.training.second_ratings import Pair, two_ratings
from assessor.wording import LANGUAGES, Language, say

FILE = "CARD.md"
# Rows of a table that is long: what remains is counted together.
_MOST = 40
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

    pairs = [pair for example in examples if (pair := two_ratings(example))]
    parts = [
        f"# {words('title', scale=scale.name)}",
        words("about", count=len(examples), scale=scale.name, id=scale.id, version=scale.version),
        f"## {words('made')}",
        words("made_text"),
        f"## {words('contents')}",
        *contents(language, scale, examples, most=_MOST),
        f"### {words('length')}",
        words("length_text"),
        _lengths(words, examples),
        f"## {words('agreement')}",
        *(_agreement(words, language, scale, examples, pairs) if pairs else [words("unrated")]),
        f"## {words('leaks')}",
        *_leaks(words, language, scale, measured),
        f"## {words('limits')}",
        words("limits_text"),
        f"## {words('real')}",
        words("real_text"),
    ]
    return "\n\n".join(parts)


def _lengths(words: Words, examples: Sequence[Example]) -> str:
    names = [words("smallest"), "10 %", "25 %", words("median"), "75 %", "90 %", words("largest")]
    lengths = np.quantile([len(example.text.split()) for example in examples], _QUANTILES)
    return table(names, [[f"{length:.0f}" for length in lengths]])


def _agreement(words: Words, language: Language, scale: Scale, examples: Sequence[Example], pairs: Sequence[Pair]) -> list[str]:
    told = [words("agreement_text", count=len(pairs))]
    if any(one.meta.get("source") == "synthetic" for one in examples):  # what is said of these raters is true of the project's own alone
        told.append(words("rated_text"))
    return [" ".join(told), *agreement(language, scale, pairs)]


def _leaks(words: Words, language: Language, scale: Scale, measured: dict[str, float]) -> list[str]:
    if not measured:
        return [words("leaks_few")]
    rows = [[say(f"corpus.measure.{name}").in_(language), number(value, language)] for name, value in measured.items()]
    return [words(f"leaks_{scale.kind}"), table([words("based_on"), "Kappa"], rows)]
