"""What the card of a corpus and the card of a model have in common: tables of what the answers are and of how far raters agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.training.second_ratings import Pair, pair_agreement
from assessor.wording import Language, say

GROUPS = ("difficulty", "register", "region", "gender", "sector", "author", "source")


def contents(
    language: Language, scale: Scale, examples: Sequence[Example], groups: Sequence[str] = GROUPS, most: int | None = None
) -> list[str]:
    """One table for the label and for each thing known of the answers; ``most`` rows each, the rest counted together."""
    if scale.kind == "ordinal":
        labels = Counter(str(example.level) for example in examples)
        order = [str(level) for level in scale.level_numbers]
    else:
        labels = Counter(code for example in examples for code in example.demonstrated or (_words(language, "none"),))
        order = [*scale.concept_codes, _words(language, "none")]
    tables = [counts(language, "label", [(name, labels[name]) for name in order], len(examples))]
    if scale.kind == "checklist":
        tables.append(_words(language, "several"))
    for key in groups:
        absent = _words(language, "none" if key == "difficulty" else "unknown")
        found = Counter(example.meta.get(key) or absent for example in examples)
        ordered = sorted(found.items(), key=lambda item: item[0] if key == "author" else (-item[1], item[0]))
        if most is not None and len(ordered) > most:
            ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
            rest = ordered[most - 1 :]
            ordered = [*ordered[: most - 1], (say("card.rest", count=len(rest)).in_(language), sum(count for _, count in rest))]
        tables.append(counts(language, key, ordered, len(examples)))
    return tables


def counts(language: Language, key: str, found: Iterable[tuple[str, int]], total: int) -> str:
    """How many answers, and which share of all, by one thing known of them."""
    return table(
        [_words(language, f"by.{key}"), _words(language, "count"), _words(language, "share")],
        [[name, str(count), percent(count / total, language)] for name, count in found],
    )


def agreement(language: Language, scale: Scale, pairs: Sequence[Pair]) -> list[str]:
    """How far two raters agree, on answers rated twice."""

    def words(code: str, **values: object) -> str:
        return _words(language, code, **values)

    figures = pair_agreement(pairs, scale)
    if scale.kind == "ordinal":
        found = figures["level"]
        rows = [[words(name), percent(found[name] / 100, language)] for name in ("exact", "adjacent")]
        rows += [[words("qwk"), number(found["qwk"], language)], [words("alpha_ordinal"), number(found["alpha"], language)]]
        return [table([words("measure"), words("value")], rows)]
    whole = np.mean([set(first.demonstrated or ()) == set(second.demonstrated or ()) for first, second in pairs])
    rows = [
        [code, percent(found["exact"] / 100, language), number(found["kappa"], language), number(found["alpha"], language)]
        for code, found in figures.items()
    ]
    heading = [words("demonstration"), words("exact"), words("kappa"), words("alpha_nominal")]
    return [words("whole", share=percent(float(whole), language)), table(heading, rows)]


def number(value: float | None, language: Language, digits: int = 2) -> str:
    """A number as the language writes it; a dash for what cannot be computed.

    Examples
    --------
    >>> number(0.456, "fr"), number(-0.0001, "en"), number(float("nan"), "fr")
    ('0,46', '0.00', '—')
    """
    if value is None or math.isnan(value):
        return "—"
    # Adding zero takes away the minus sign that rounding leaves before nothing.
    written = f"{round(value, digits) + 0.0:.{digits}f}"
    return written.replace(".", ",") if language == "fr" else written


def signed(value: float | None, language: Language, digits: int = 3) -> str:
    """A difference as the language writes it, with its sign unless it rounds to nothing.

    Examples
    --------
    >>> signed(0.0456, "fr"), signed(-0.2, "en", 1), signed(0.0001, "en")
    ('+0,046', '-0.2', '0.000')
    """
    return ("+" if value is not None and round(value, digits) > 0 else "") + number(value, language, digits)


def percent(share: float, language: Language) -> str:
    """A share as a percentage, as the language writes it.

    Examples
    --------
    >>> percent(0.5, "fr"), percent(0.5, "en")
    ('50 %', '50%')
    """
    return f"{100 * share:.0f} %" if language == "fr" else f"{100 * share:.0f}%"


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell would end it."""
    lines = [list(heading), ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _words(language: Language, code: str, **values: object) -> str:
    return say(f"corpus.card.{code}", **values).in_(language)
