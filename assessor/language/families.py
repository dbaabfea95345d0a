"""Families of expressions: what the lexicon files say, compiled for fast and accent-blind matching.

How expressions are written (see ``lexicon/families_*.yaml``): a star ends a word of any ending (``rencontr*``), ``(a|b)`` is a choice,
``?`` makes what precedes it optional, ``...`` stands for up to four words, ``{name}`` for a macro of ``lexicon/macros.yaml``. Blanks also
match hyphens, and an apostrophe may be missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from itertools import accumulate

from assessor.language.lexicon_files import lexicon_file
from assessor.language.measures import number_pattern
from assessor.language.normalise import fold

_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_SYNTAX = re.compile(r"\{(\w+)\}|\.\.\.|\*| \??|'|\(|oe|\.")
_MEANING = {"...": r"(?:[^\W_]+[ ',-]+){0,4}?", "*": r"[^\W_]*", " ?": "[ -]*", "'": "[' ]?", "(": "(?:", "oe": "(?:oe|œ)", ".": r"\."}
_ALWAYS = "#"  # expressions that can begin with any number are tried at every word


@cache
def families() -> dict[str, dict[str, list[str]]]:
    """Every family with its ``expressions``, ``examples`` and ``counterexamples``, sorted by name."""
    found: dict[str, dict[str, list[str]]] = {}
    for file in sorted((files(__package__) / "lexicon").iterdir(), key=lambda file: file.name):
        if file.name.startswith("families_") and file.name.endswith(".yaml"):
            found.update(lexicon_file(file.name.removesuffix(".yaml")))
    return dict(sorted(found.items()))


@cache
def _macro(name: str) -> str:
    """A macro as a regular expression."""
    if name == "number":
        return rf"(?!une?\b){number_pattern()}"
    return "(?:" + "|".join(_regex(fold(one)) for one in sorted(lexicon_file("macros")[name], key=len, reverse=True)) + ")"


def _regex(expression: str) -> str:
    """One expression of a lexicon file as a regular expression; what is not of its own syntax already is one."""

    def written(piece: re.Match[str]) -> str:
        if piece[1]:
            return _macro(piece[1])
        text = piece.group()
        if text == " ":
            # What stands before may be absent, and its blank with it.
            return "[ -]*" if expression[: piece.start()].endswith(("?", "...")) else "[ -]+"
        return _MEANING[text]

    return _SYNTAX.sub(written, expression)


def _choices(group: str) -> list[str]:
    """The choices of ``a|b|(c|d)``, outer ones only."""
    choices, depth = [""], 0
    for char in group:
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            choices.append("")
        else:
            choices[-1] += char
    return choices


def _heads(expression: str) -> list[str]:
    """The expression with its first macro or choice written out, so that each form begins with letters."""
    if expression.startswith("{number}") or expression[0] not in "{(":
        return [expression]
    if expression[0] == "{":
        name, _, rest = expression[1:].partition("}")
        options = [fold(str(one)) for one in lexicon_file("macros")[name]]
    else:
        depths = list(accumulate((char == "(") - (char == ")") for char in expression))
        close = depths.index(0)
        options, rest = _choices(expression[1:close]), expression[close + 1 :]
    optional = rest.startswith("?")
    rest = rest.removeprefix("?")
    heads = [head for option in options for head in _heads(option + rest)]
    return heads + (_heads(rest.lstrip(" ?")) if optional else [])


@cache
def _index() -> dict[str, tuple[tuple[str, str], ...]]:
    """Families and their expressions by the first two letters that these can begin with; ``#`` holds the others."""
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for family, content in families().items():
        for expression in content["expressions"]:
            for head in _heads(fold(expression)):
                letters = re.match(r"[^\W_]{1,2}(?!\?)|[^\W_]", head)
                grouped[letters.group() if letters else _ALWAYS, family].append(_regex(head))
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (key, family), patterns in sorted(grouped.items()):
        index[key].append((family, "(?:" + "|".join(sorted(set(patterns), key=len, reverse=True)) + r")(?![^\W_])"))
    return {key: tuple(found) for key, found in index.items()}


@cache
def _beginning(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Families and their compiled expressions of one key of the index; an answer needs few of them, and compiling all takes long."""
    return tuple((family, re.compile(expression)) for family, expression in _index()[key])


def occurrences(folded: str) -> list[tuple[str, int, int]]:
    """Where the expressions of every family occur, overlapping ones of the same family once.

    Examples
    --------
    >>> [family for family, _, _ in occurrences("j'ai appele la mairie")]
    ['contact_made']
    """
    index = _index()
    found: list[tuple[str, int, int]] = []
    reached: dict[str, int] = {}
    for start in _WORD_START.finditer(folded):
        at = start.start()
        for key in (_ALWAYS, folded[at], folded[at : at + 2]):
            for family, pattern in _beginning(key) if key in index else ():
                if reached.get(family, 0) > at:
                    continue
                match = pattern.match(folded, at)
                if match and match.end() > at:
                    reached[family] = match.end()
                    found.append((family, at, match.end()))
    return found


def counts(folded: str) -> tuple[tuple[str, int], ...]:
    """How often each family occurs, families that do not occur left out, sorted by name."""
    totals: dict[str, int] = defaultdict(int)
    for family, _, _ in occurrences(folded):
        totals[family] += 1
    return tuple(sorted(totals.items()))
