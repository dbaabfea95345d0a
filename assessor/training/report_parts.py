"""The figures of one scale as titled tables and plots, in one language; how they are written down is not decided here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from assessor.training.compare import OURS
from assessor.training.plots import confusion_plot, curve_plot, reliability_plot
from assessor.wording import Language, say

# Figures in per cent; the others are shares, distances or counts.
_PERCENT = frozenset({"exact", "adjacent", "code_agreement"})
_COUNTS = frozenset({"count", "found", "learnt"})
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One titled part of a report: a note, at most one table, at most one plot."""

    title: str
    note: str = ""
    header: Row = ()
    rows: tuple[Row, ...] = ()
    plot: Markup | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What a report says, in its language."""

    language: Language

    def __call__(self, code: str, **values: object) -> str:
        """A message of the room."""
        return say(f"evaluation.{code}", **values).in_(self.language)

    def number(self, value: object, figure: str = "") -> str:
        """A figure as it is written: 3 decimals, or one with a per cent sign; whole counts; a dash where there is none.

        Examples
        --------
        >>> Words("fr").number(0.94123), Words("en").number(89.14, "exact"), Words("fr").number(None)
        ('0,941', '89.1%', '–')
        """
        if value is None or value == "":
            return self("none")
        if isinstance(value, bool):
            return self("yes" if value else "no")
        if isinstance(value, str) or figure in _COUNTS or isinstance(value, int):
            return str(value)
        assert isinstance(value, float)
        written = f"{value:.1f}" if figure in _PERCENT else f"{value:.3f}"
        if self.language == "fr":
            return written.replace(".", ",") + ("\u202f%" if figure in _PERCENT else "")
        return written + ("%" if figure in _PERCENT else "")

    def interval(self, low: object, high: object, figure: str = "") -> str:
        """Two ends of an interval."""
        return self("interval_value", low=self.number(low, figure), high=self.number(high, figure))


def parts_of(result: Mapping[str, Any], words: Words) -> Iterator[Part]:
    """Everything known of one scale, part by part, in a fixed order; what was not computed is left out."""
    figures = result["figures"]
    yield _overall(figures, words)
    kind = "by_level" if figures["kind"] == "ordinal" else "by_code"
    yield _table(words, words(f"section.{kind}"), words("level" if kind == "by_level" else "code"), figures[kind])
    if "confusion" in figures:
        plot = confusion_plot(figures["confusion"], figures["level_numbers"], words("guessed"), words("given"))
        yield Part(words("section.confusion"), plot=plot)
    yield _calibration(figures["calibration"], words)
    if "conformal" in figures:
        yield _conformal(figures["conformal"], words)
    if figures["human"]:
        yield _human(figures["human"], words)
    gates = {say(f"gate.name.{gate}").in_(words.language): one for gate, one in figures["gates"].items()}
    yield _table(words, words("section.gates"), words("gate"), gates, words("note.gates"))
    if figures["concepts"]:
        note = words("note.concepts", threshold=words.number(figures["concepts"]["threshold"]))
        macro = {words(f"name.{name}"): {"f1": figures["concepts"][name]} for name in ("macro_f1", "concepts_macro_f1")}
        yield _table(words, words("section.concepts"), words("code"), {**figures["concepts"]["codes"], **macro}, note)
    if figures["star"]:
        roles = {say(f"role.{role}").in_(words.language): one for role, one in figures["star"]["roles"].items()}
        macro = {words("name.macro_f1"): {"f1": figures["star"]["macro_f1"]}}
        yield _table(words, words("section.star"), words("role"), {**roles, **macro})
    for field, groups in figures["groups"].items():
        if groups:
            title = words("section.groups", field=words(f"field.{field}"))
            yield _table(words, title, words("group"), groups, words("note.groups"))
    for field, rows in result.get("impact", {}).items():
        if rows:
            yield _impact(field, rows, words)
    yield from _asked_for(result, words)
    yield _misses(figures["misses"], words)


def _asked_for(result: Mapping[str, Any], words: Words) -> Iterator[Part]:
    if "baselines" in result:
        yield _baselines(result["baselines"], words)
    studies = result.get("studies", {})
    if studies:
        yield _learning_curve(studies["learning_curve"], words)
        ablated = {words(f"ablation.{name}"): one for name, one in studies["ablations"].items()}
        yield _table(words, words("section.ablations"), words("method"), ablated, words("note.ablations"))
        if studies["author"]:
            rows = {words("sets.all"): studies["author"]["overall"], **studies["author"]["groups"]}
            yield _table(words, words("section.author"), words("left_out"), rows, words("note.author"))
        if studies["scale"]:
            yield _other_scales(studies["scale"], words)
    if "stability" in result:
        rows = {words(f"variant_name.{name}"): one for name, one in result["stability"].items()}
        yield _table(words, words("section.stability"), words("variant"), rows, words("note.stability"))


def _other_scales(found: Mapping[str, Any], words: Words) -> Part:
    """The gates and roles of a scale by models that read the answers of the other scales only."""
    rows = {say(f"gate.name.{gate}").in_(words.language): one for gate, one in found["gates"].items()}
    if found["star"]:
        rows |= {say(f"role.{role}").in_(words.language): one for role, one in found["star"]["roles"].items()}
        rows[words("name.macro_f1")] = {"f1": found["star"]["macro_f1"]}
    return _table(words, words("section.scale"), words("gate_or_role"), rows, words("note.scale"))


def _name(figure: str, words: Words) -> str:
    return words(figure if figure in _COUNTS else f"name.{figure}")


def _table(words: Words, title: str, first: str, rows: Mapping[str, Mapping[str, Any]], note: str = "") -> Part:
    """One row a key, one column a figure that any row has."""
    columns = list(dict.fromkeys(figure for one in rows.values() for figure in one))
    return Part(
        title,
        note,
        (first, *(_name(figure, words) for figure in columns)),
        tuple((key, *(words.number(one.get(figure), figure) for figure in columns)) for key, one in rows.items()),
    )


def _overall(figures: Mapping[str, Any], words: Words) -> Part:
    rows = [
        (
            words(f"name.{figure}"),
            words.number(value, figure),
            words.interval(figures["intervals"][figure][0], figures["intervals"][figure][1], figure)
            if figure in figures["intervals"]
            else "",
        )
        for figure, value in figures["overall"].items()
    ]
    header = (words("figure"), words("value"), words("interval"))
    return Part(words("section.overall"), words("note.overall"), header, tuple(rows))


def _calibration(found: Mapping[str, Any], words: Words) -> Part:
    rows = tuple((words(f"name.{figure}"), words.number(found[figure])) for figure in ("error", "classwise"))
    plot = reliability_plot(found["bins"], words("confidence"), words("right"))
    return Part(words("section.calibration"), words("note.calibration"), (words("figure"), words("value")), rows, plot)


def _conformal(found: Mapping[str, Any], words: Words) -> Part:
    columns = ("count", "coverage", "size", "single")
    named = {"conformal": found, **{name: found[name] for name in ("shown", "borderline", "others")}}
    rows = [(words(f"sets.{name}"), *(words.number(one[figure], figure) for figure in columns)) for name, one in named.items()]
    header = (words("answers"), *(_name(figure, words) for figure in columns))
    note = words("note.conformal", target=words.number(found["target"]))
    return Part(words("section.conformal"), note, header, tuple(rows))


def _human(found: Mapping[str, Any], words: Words) -> Part:
    rows: list[Row] = []
    for figure, value in found.items():
        if isinstance(value, Mapping):
            rows += [(f"{_name(figure, words)}, {code}", words.number(one)) for code, one in value.items()]
        else:
            rows.append((_name(figure, words), words.number(value, figure)))
    return Part(words("section.human"), words("note.human"), (words("figure"), words("value")), tuple(rows))


def _impact(field: str, found: Sequence[Mapping[str, Any]], words: Words) -> Part:
    columns = ("count", "rate", "ratio", "flagged", "p", "given_rate", "given_ratio")
    header = (words("level"), words("group"), *(_name(figure, words) for figure in columns))
    rows = tuple((str(one["level"]), one["group"], *(words.number(one[figure], figure) for figure in columns)) for one in found)
    return Part(words("section.impact", field=words(f"field.{field}")), words("note.impact"), header, rows)


def _baselines(found: Mapping[str, Any], words: Words) -> Part:
    columns = list(found[OURS])
    gains = list(next((one["gain"] for one in found.values() if "gain" in one), {}))
    rows: list[Row] = []
    for method, one in found.items():
        name = words(f"method_name.{method}")
        if "needs" in one:
            rows.append((name, words("needs", library=one["needs"]), *[""] * (len(columns) + len(gains) - 1)))
            continue
        differences = [one["gain"][figure] if "gain" in one else None for figure in gains]
        rows.append(
            (
                name,
                *(words.number(one[figure], figure) for figure in columns),
                *(
                    f"{words.number(gain['difference'], figure)} ({words.interval(gain['low'], gain['high'], figure)})" if gain else ""
                    for figure, gain in zip(gains, differences, strict=True)
                ),
            )
        )
    header = (words("method"), *(_name(figure, words) for figure in columns), *(words(f"name.gain_{figure}") for figure in gains))
    return Part(words("section.baselines"), words("note.baselines"), header, tuple(rows))


def _learning_curve(points: Sequence[Mapping[str, Any]], words: Words) -> Part:
    columns = [figure for figure in points[0] if figure not in ("share", "count")]
    rows = tuple((words.number(one["share"]), *(words.number(one[figure], figure) for figure in columns)) for one in points)
    header = (words("share_learnt"), *(_name(figure, words) for figure in columns))
    shown = "macro_f1" if "macro_f1" in points[0] else "exact"
    drawn = [(one["share"], (one[shown] or 0.0) / (100 if shown in _PERCENT else 1)) for one in points]
    plot = curve_plot(drawn, words("share_learnt"), words("macro_share" if shown == "macro_f1" else "exact_share"))
    return Part(words("section.learning_curve"), words("note.learning_curve"), header, rows, plot)


def _misses(found: Sequence[Mapping[str, Any]], words: Words) -> Part:
    columns = ("id", "true", "guessed", "difficulty", "probability")
    header = tuple(words("guess" if column == "guessed" else column) for column in columns)
    rows = tuple(tuple(words.number(one[column]) for column in columns) for one in found)
    return Part(words("section.misses"), words("note.misses"), header, rows)
