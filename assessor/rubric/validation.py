"""The schema's verdict on a document, in the words of the person who wrote the file."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from assessor.rubric.document import Document, Location
from assessor.rubric.schema import Row, allowed_keys
from assessor.wording import Text, say

# pydantic's type of error -> our message; what is not here is a wrong type, told with the type expected.
_MESSAGES = {
    "literal_error": "choice",
    "greater_than": "range",
    "greater_than_equal": "range",
    "less_than": "range",
    "less_than_equal": "range",
    "finite_number": "range",
    "too_short": "list_empty",
    "string_unicode": "character_value",
}
# The keys whose text has a form of its own; any other text only has to be there.
_PATTERNS = {"id": "pattern_id", "version": "pattern_version", "code": "pattern_code", "facts": "pattern_code"}
_RANGES = {"number": "1-99", "level": "1-99", "max_set_size": "1-99"}

File = TypeVar("File", bound=Row)


def validated(document: Document, whole: type[File], rows: Mapping[str, type[Row]]) -> File | None:
    """The document as rows, or None; every departure from the schema is noted in the document with its line.

    ``whole`` is what the file holds, ``rows`` what each of its sections does.
    """
    if not isinstance(document.data, dict):
        return None
    try:
        return whole.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            _note(detail, document, rows)
        return None


def _note(detail: ErrorDetails, document: Document, rows: Mapping[str, type[Row]]) -> None:
    """One error of pydantic as an issue."""
    kind, location = detail["type"], _written(detail["loc"], document, missing=detail["type"] == "missing")
    key = str(location[-1]) if location else ""
    if kind == "missing":
        owner = location[:-1]
        document.add("language_missing" if key in ("fr", "en") else "missing", owner or 1, path=document.path(location))
    elif kind == "extra_forbidden":
        allowed = allowed_keys(_section(location[:-1]), rows)
        near = get_close_matches(key, allowed, 1)
        hint = say("issue.did_you_mean", near=near[0]) if near else Text("", "")
        document.add("unknown_key", location, allowed=", ".join(allowed), hint=hint)
    elif kind == "string_pattern_mismatch":
        document.add(_PATTERNS.get("facts" if "facts" in location else key, "blank"), location)
    else:
        message = _MESSAGES.get(kind, "type")
        # A location cut short is one with the members of a union: any single value would do.
        expected = _expected(kind if location == detail["loc"] else "")
        document.add(message, location, expected=expected, allowed=_allowed(message, key))


def _written(loc: Location, document: Document, *, missing: bool) -> Location:
    """Where the error stands in the file: pydantic adds the members of a union to its locations, the file knows nothing of them."""
    known = loc
    while known and known not in document.lines:
        known = known[:-1]
    return (*known, loc[len(known)]) if missing and len(known) < len(loc) else known


def _section(location: Location) -> str:
    """The section whose keys are allowed here: the last name on the way to a row; words lie deeper."""
    names = [step for step in location if isinstance(step, str)]
    if not names:
        return ""
    return names[0] if len(names) == 1 else "words"


def _expected(kind: str) -> Text:
    """What kind of value was expected."""
    name = kind.removesuffix("_type").removesuffix("_parsing")
    known = {"string": "string", "int": "int", "float": "float", "bool": "bool", "list": "list", "model": "mapping"}
    return say(f"issue.expected.{known.get(name, 'other')}")


def _allowed(message: str, key: str) -> str:
    """What is allowed, for a choice and for a range."""
    if message == "choice":
        return "ordinal, checklist"
    return _RANGES.get(key, "0 < x < 1") if message == "range" else ""
