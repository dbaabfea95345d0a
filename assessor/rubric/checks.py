"""What no schema can say of a scale: levels that follow one another, codes that differ, examples that are marked.

The checks work on plain data that may be wrong anywhere, so that one mistake does not hide the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessor.rubric.document import Document, Location
from assessor.rubric.facts import FAMILIES_OF_EXPRESSIONS, KNOWN_FACTS
from assessor.rubric.marks import CLOSE, OPEN, mark_fault

MIN_EXAMPLES = 2
SECTIONS = ("dimensions", "rules", "settings", "information")

Rows = list[tuple[Location, dict[str, object]]]


def check_document(document: Document, folder: str) -> None:
    """Note every problem of meaning in the document; ``folder`` is the name of the folder that holds the file."""
    if not isinstance(document.data, dict):
        return
    written = document.data.get("id")
    if isinstance(written, str) and written != folder:
        document.add("id_folder", ("id",), id=written, folder=folder)
    _check_codes(document)
    _check_levels(document)
    _check_examples(document)
    _check_facts(document)
    _check_policy(document)


def _rows(document: Document, *sections: str) -> Rows:
    """The rows of some sections that are mappings, with where they stand."""
    found: Rows = []
    for section in sections:
        rows = document.data.get(section) if isinstance(document.data, dict) else None
        if isinstance(rows, list):
            found += [((section, place), row) for place, row in enumerate(rows) if isinstance(row, dict)]
    return found


def _check_codes(document: Document) -> None:
    """A code names one thing: concepts and exclusions share their codes, other sections have their own."""
    for sections in (("concepts", "exclusions"), *((section,) for section in SECTIONS)):
        first: dict[str, Location] = {}
        for location, row in _rows(document, *sections):
            code = row.get("code")
            if isinstance(code, str) and first.setdefault(code, location) != location:
                document.add("code_repeated", (*location, "code"), used=code, first=document.line((*first[code], "code")))


def _check_levels(document: Document) -> None:
    """Levels ascend by one, each is carried by a concept, and only ordinal scales have any."""
    levels = [(location, row.get("number")) for location, row in _rows(document, "levels")]
    numbers: list[int] = []
    for location, number in levels:
        if not isinstance(number, int) or isinstance(number, bool):
            continue
        if number in numbers:
            document.add("level_repeated", (*location, "number"), number=number)
        elif numbers and number < numbers[-1]:
            document.add("level_order", (*location, "number"), number=number, before=numbers[-1])
        elif numbers and number > numbers[-1] + 1:
            document.add("level_gap", (*location, "number"), number=number, before=numbers[-1])
        numbers.append(number)
    kind = document.data.get("kind") if isinstance(document.data, dict) else None
    if kind == "checklist":
        _check_no_levels(document)
    elif kind == "ordinal":
        _check_carried(document, numbers)


def _check_no_levels(document: Document) -> None:
    if _rows(document, "levels"):
        document.add("level_unwanted", ("levels",))
    for location, row in _rows(document, "concepts"):
        if row.get("level") is not None:
            document.add("level_unwanted", (*location, "level"))


def _check_carried(document: Document, numbers: list[int]) -> None:
    """Each concept carries a level that exists, and each level is carried."""
    if not numbers:
        document.add("level_none", 1)
        return
    carried = set()
    for location, row in _rows(document, "concepts"):
        level = row.get("level")
        if level is None:
            document.add("level_missing", location, levels=", ".join(map(str, numbers)))
        elif level not in numbers:
            document.add("level_unknown", (*location, "level"), number=level, levels=", ".join(map(str, numbers)))
        else:
            carried.add(level)
    for location, row in _rows(document, "levels"):
        number = row.get("number")
        if isinstance(number, int) and number not in carried:
            document.add("level_without_concept", (*location, "number"), number=number)


def _texts(location: Location, row: dict[str, object], key: str) -> Iterator[tuple[Location, str]]:
    """The examples of a row that are text, with where they stand."""
    values = row.get(key)
    if isinstance(values, list):
        for place, value in enumerate(values):
            if isinstance(value, str):
                yield (*location, key, place), value


def _check_examples(document: Document) -> None:
    """Examples are marked and counter-examples exist; no text stands for two concepts, nor for and against the same one."""
    first: dict[str, Location] = {}
    for location, row in _rows(document, "concepts", "exclusions"):
        examples = list(_texts(location, row, "examples"))
        counterexamples = list(_texts(location, row, "counterexamples"))
        for where, text in examples + counterexamples:
            if fault := mark_fault(text, required=(where, text) in examples):
                document.add(fault, where)
        # A bare example that only lacks its mark is already reported; it still counts as an example.
        if len(examples) < MIN_EXAMPLES:
            document.add("few_examples", location, count=len(examples), least=MIN_EXAMPLES)
        if not counterexamples:
            document.add("no_counterexample", location)
        for where, text in examples:
            if first.setdefault(_bare(text), where) != where:
                document.add("example_repeated", where, first=document.line(first[_bare(text)]))
        own = {_bare(text): where for where, text in examples}
        for where, text in counterexamples:
            if _bare(text) in own:
                document.add("example_contradicted", where, first=document.line(own[_bare(text)]))


def _bare(text: str) -> str:
    """An example as it compares: without mark, case and spacing."""
    return " ".join(text.replace(OPEN, "").replace(CLOSE, "").casefold().split())


def _check_facts(document: Document) -> None:
    """A dimension or an exclusion that names a fact nobody measures says nothing by it; it is still one."""
    for part, known in (("dimensions", KNOWN_FACTS), ("exclusions", FAMILIES_OF_EXPRESSIONS)):
        for location, row in _rows(document, part):
            for where, fact in _texts(location, row, "facts"):
                if fact not in known:
                    document.add("fact_unknown", where, "warning", fact=fact, known=", ".join(sorted(known)))


def _check_policy(document: Document) -> None:
    """A set that may hold every level would never be an abstention."""
    policy = document.data.get("policy") if isinstance(document.data, dict) else None
    size = policy.get("max_set_size") if isinstance(policy, dict) else None
    levels = len(_rows(document, "levels"))
    if isinstance(size, int) and levels and size > levels:
        document.add("set_size", ("policy", "max_set_size"), size=size, most=levels)
