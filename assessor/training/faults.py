"""What is wrong with the lines of an examples file, each told with its file and line, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assessor.domain.example import Example, Rating
from assessor.domain.issue import Issue, Severity
from assessor.domain.scale import Scale
from assessor.training.dataset import Row
from assessor.wording import Text, say

NEEDED_META = ("source", "author", "sector", "register")
_COLUMN = re.compile(r"column (\d+)")
_EXPECTED = ("string", "int", "list")


@dataclass(frozen=True, slots=True)
class Located:
    """An example and the line it stands on."""

    example: Example
    file: str
    line: int

    def issue(self, severity: Severity, code: str, **values: object) -> Issue:
        """A problem of this example, in the words of ``corpus.yaml``."""
        return corpus_issue(severity, self.file, self.line, code, id=self.example.id, **values)


def corpus_issue(severity: Severity, file: str, line: int, code: str, **values: object) -> Issue:
    """A problem of an examples file, in the words of ``corpus.yaml``; line 0 for a whole file or folder.

    Examples
    --------
    >>> corpus_issue("error", "a/examples/b.jsonl", 3, "encoding").message("en")
    'a/examples/b.jsonl:3: This line is not UTF-8. Save the file as "UTF-8" in your editor.'
    """
    return Issue(severity, file, line, code, say(f"corpus.{code}", **values))


def read_lines(path: Path, file: str) -> tuple[list[Located], list[Issue]]:
    """The examples of a file that can be read, and what keeps its other lines from being read.

    Parameters
    ----------
    path : pathlib.Path
    file : str
        The file's name in the issues.
    """
    examples: list[Located] = []
    issues: list[Issue] = []
    # Cut at "\n" alone and before decoding: one bad byte, or a line separator inside a text, must not hide the other lines.
    for line, raw in enumerate(path.read_bytes().split(b"\n"), start=1):
        try:
            text = raw.decode("utf-8")
            if text.strip():
                examples.append(Located(Row.model_validate_json(text).example(), file, line))
        except ValidationError as problem:
            details = problem.errors(include_url=False, include_input=False)
            issues += [_unreadable(detail, file, line) for detail in details]
        except UnicodeDecodeError:
            issues.append(corpus_issue("error", file, line, "encoding"))
    return examples, issues


def _unreadable(detail: ErrorDetails, file: str, line: int) -> Issue:
    """One error of pydantic, in our words."""
    kind, path = detail["type"], ".".join(map(str, detail["loc"]))
    if kind == "json_invalid":
        found = _COLUMN.search(str(detail.get("ctx", {}).get("error", "")))
        return corpus_issue("error", file, line, "not_json", column=found[1] if found else 1)
    if kind == "missing":
        return corpus_issue("error", file, line, "field_missing", path=path)
    if kind == "extra_forbidden":
        return corpus_issue("error", file, line, "field_unknown", path=path, allowed=", ".join(_fields(detail["loc"])))
    if kind == "literal_error":
        return corpus_issue("error", file, line, "role_unknown", path=path)
    name = kind.removesuffix("_type").removesuffix("_parsing").removesuffix("_from_float")
    expected = say(f"corpus.expected.{name if name in _EXPECTED else 'object'}")
    return corpus_issue("error", file, line, "field_type", path=path, expected=expected)


def _fields(location: tuple[int | str, ...]) -> list[str]:
    """The fields allowed where an unknown one was written: those of the line, of a sentence or of a rating."""
    if len(location) == 1:
        return list(Row.model_fields)
    return list(get_args(Row.model_fields[str(location[0])].annotation)[0].model_fields)


def faults(one: Located, scale: Scale) -> list[Issue]:
    """Everything that one readable example says against its scale, its text or itself."""
    example = one.example
    found = [] if example.text.strip() else [one.issue("error", "text_blank")]
    if example.scale != scale.id:
        found.append(one.issue("error", "scale_other", found=example.scale, expected=scale.id))
    label = Rating("", example.level, example.demonstrated)
    known = is_known(label, scale)
    if not known:
        found.append(one.issue("error", "label_unknown", found=shown(label), allowed=_allowed(scale)))
    found += _span_faults(one)
    marked = {code for sentence in example.sentences for code in sentence.concepts}
    if unknown := sorted(marked - set(scale.codes)):
        found.append(one.issue("error", "code_unknown", found=", ".join(unknown), allowed=", ".join(scale.codes)))
    elif known and example.sentences and (says := _says(marked, scale)) != _comparable(label, scale):
        found.append(one.issue("error", "contradiction", sentences=shown(says), label=shown(label)))
    for rating in example.ratings:
        if not is_known(rating, scale):
            found.append(one.issue("error", "rating_unknown", rater=rating.rater, found=shown(rating), allowed=_allowed(scale)))
        elif known and _comparable(rating, scale) != _comparable(label, scale):
            found.append(one.issue("warning", "disagreement", rater=rating.rater, rating=shown(rating), label=shown(label)))
    if missing := [key for key in NEEDED_META if not (example.meta.get(key) or "").strip()]:
        found.append(one.issue("warning", "meta_missing", missing=", ".join(missing)))
    return found


def _span_faults(one: Located) -> Iterator[Issue]:
    text = one.example.text
    inside = sorted((label.start, label.end) for label in one.example.sentences if 0 <= label.start < label.end <= len(text))
    for label in one.example.sentences:
        start, end = label.start, label.end
        if (start, end) not in inside:
            yield one.issue("error", "span_outside", start=start, end=end, length=len(text))
        elif not text[start:end].strip():
            yield one.issue("error", "span_blank", start=start, end=end)
        elif _inside_word(text, start) or _inside_word(text, end):
            yield one.issue("error", "span_cuts", start=start, end=end, quote=text[start:end][:40])
    for before, after in pairwise(inside):
        if after[0] < before[1]:
            yield one.issue("error", "span_overlap", first=f"{before[0]}-{before[1]}", second=f"{after[0]}-{after[1]}")


def _inside_word(text: str, edge: int) -> bool:
    return 0 < edge < len(text) and text[edge - 1 : edge + 1].isalnum()


def is_known(rating: Rating, scale: Scale) -> bool:
    """Whether a level, or every demonstration, is one of the scale's."""
    if scale.kind == "ordinal":
        return rating.level in scale.level_numbers
    return rating.demonstrated is not None and set(rating.demonstrated) <= set(scale.concept_codes)


def shown(rating: Rating) -> Text:
    """A rating as a person reads it."""
    if rating.demonstrated:
        return Text(*[", ".join(rating.demonstrated)] * 2)
    return say("corpus.nothing") if rating.level is None else Text(*[str(rating.level)] * 2)


def _says(marked: set[str], scale: Scale) -> Rating:
    """The rating that the codes of the sentences amount to."""
    if scale.kind == "checklist":
        return Rating("", demonstrated=tuple(sorted(marked & set(scale.concept_codes))))
    return Rating("", max((concept.level or 0 for concept in scale.concepts if concept.code in marked), default=0))


def _comparable(rating: Rating, scale: Scale) -> Rating:
    """The rating without its rater and without the order of its codes."""
    if scale.kind == "ordinal":
        return Rating("", rating.level)
    return Rating("", demonstrated=tuple(sorted(set(rating.demonstrated or ()))))


def _allowed(scale: Scale) -> str:
    return ", ".join(map(str, scale.level_numbers)) if scale.kind == "ordinal" else f"[{', '.join(scale.concept_codes)}]"
