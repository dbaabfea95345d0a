"""How a comparison and a promotion are shown in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from assessor.artifacts import COMMON
from assessor.cli.shared import console
from assessor.training.card_parts import number, percent, signed
from assessor.training.versions_promote import Promotion
from assessor.wording import Language, say

# Agreement is in per cent, one decimal; all else three.
_PERCENT = frozenset({"exact", "adjacent"})


def show_comparison(one: Mapping[str, Any], language: Language, most: int) -> None:
    """A scale's comparison: verdict first, then figures, groups, and the answers that changed."""

    def words(code: str, **values: object) -> str:
        return say(f"versions.{code}", **values).in_(language)

    console().print(words("heading", scale=one["scale"], a=one["a"], b=one["b"]), style="bold")
    console().print(words(f"on_{one['on']}", answers=one["answers"], **one["left_out"]))
    console().print(verdict(one, language), style="bold")
    figures = _table(words("title_figures"), words("figure"), language)
    for name, found in one["figures"].items():
        figures.add_row(words(f"name.{name}"), *_cells(found, language, name in _PERCENT))
    console().print(figures)
    for field in ("by_level", "by_code", "by_difficulty"):
        if one.get(field):
            table = _table(words(f"title_{field}"), words(f"group_{field}"), language)
            for name, found in one[field].items():
                table.add_row(f"{name} ({found['count']})", *_cells(found, language, field != "by_code"))
            console().print(table)
    if one["too_few"]:
        console().print(words("too_few", names=", ".join(one["too_few"])))
    _show_changed(one["changed"], language, most)


def verdict(one: Mapping[str, Any], language: Language) -> str:
    """Whether B is better, in one sentence.

    Examples
    --------
    >>> gain = {"difference": 0.04, "low": 0.01, "high": 0.07, "better": 0.994}
    >>> found = {"main": "qwk", "verdict": "better", "figures": {"qwk": gain}, "better_on": [], "worse_on": ["ece"]}
    >>> print(verdict(found, "en"))
    B is better: quadratic weighted kappa +0.040 (95% interval +0.010 to +0.070), higher in 99% of resamples. Worse on: calibration error.
    """
    main = one["figures"][one["main"]]
    values = {name: signed(main[name], language) for name in ("difference", "low", "high")}
    name = say(f"versions.name.{one['main']}")
    share = "—" if main["better"] is None else percent(main["better"], language)
    sentences = [say(f"versions.verdict.{one['verdict']}", name=name, better=share, **values)]
    beside = {side: ", ".join(say(f"versions.short.{name}").in_(language) for name in one[side]) for side in ("better_on", "worse_on")}
    sentences += [say(f"versions.verdict.{side}", names=names) for side, names in beside.items() if names]
    return " ".join(sentence.in_(language) for sentence in sentences)


def show_promotion(promotion: Promotion, language: Language) -> None:
    """What would take whose place, and how they compare, in short."""
    table = Table(*(say(f"versions.promotion.{name}").in_(language) for name in ("scale", "replaced", "incoming", "comparison")))
    for name, incoming in promotion.incoming.items():
        replaced = promotion.replaced.get(name)
        if name in promotion.comparisons:
            told = verdict(promotion.comparisons[name], language)
        elif name in promotion.uncompared:
            told = say("versions.uncompared", reason=promotion.uncompared[name]).in_(language)
        else:
            told = say("versions.shared" if name == COMMON else "versions.was_in_use").in_(language)
        table.add_row(name, "–" if replaced is None else replaced.manifest["name"], incoming.manifest["name"], told)
    console().print(table)


def _table(title: str, first: str, language: Language) -> Table:
    table = Table(first, title=title, title_justify="left")
    for name in ("a", "b", "difference", "interval", "better"):
        table.add_column(say(f"versions.column.{name}").in_(language), justify="right")
    return table


def _cells(found: Mapping[str, Any], language: Language, per_cent: bool) -> list[str]:
    digits = 1 if per_cent else 3
    interval = f"{signed(found['low'], language, digits)} … {signed(found['high'], language, digits)}"
    better = "—" if found["better"] is None else percent(found["better"], language)
    values = [number(found[side], language, digits) for side in ("a", "b")]
    return [*values, signed(found["difference"], language, digits), interval, better]


def _show_changed(changed: list[Mapping[str, str]], language: Language, most: int) -> None:
    title = say("versions.title_changed", count=len(changed), shown=min(most, len(changed))).in_(language)
    if not changed or not most:
        console().print(title)
        return
    names = ("id", "difficulty", "truth", "a", "b")
    table = Table(*(say(f"versions.column.{name}").in_(language) for name in names), title=title, title_justify="left")
    for one in changed[:most]:
        table.add_row(*(one[name] for name in names))
    console().print(table)
