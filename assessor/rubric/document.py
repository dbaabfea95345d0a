"""YAML bytes to plain data, with the line where each value stands, and every problem of form on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from assessor.domain.issue import Issue, Severity
from assessor.wording import say

Location = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"
_TRUE = frozenset({"true", "yes", "on"})

# Tabs are reported, and with spaces in their place the rest is still read, so that all problems come at once; the others end a line for
# YAML and for no editor.
_SPACES = str.maketrans({"\t": "  ", "\x85": " ", "\u2028": " ", "\u2029": " "})


@dataclass(slots=True)
class Document:
    """A file as it was written: its plain data, where each value stands, and what is wrong with it so far.

    ``lines`` maps the way to a value, as in ``("concepts", 0, "name", "fr")``, to the line of its key or of its dash.
    """

    file: str
    data: object = None
    lines: dict[Location, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def line(self, location: Location) -> int:
        """The line of a value; of the nearest thing that holds it when it is not written."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def add(self, code: str, where: Location | int, severity: Severity = "error", /, **values: object) -> None:
        """Note a problem, at a location or on a line."""
        line = where if isinstance(where, int) else self.line(where)
        named = values if isinstance(where, int) else {"path": self.path(where), **values}
        issue = Issue(severity, self.file, line, code, say(f"issue.{code}", **named))
        if issue not in self.issues:
            self.issues.append(issue)

    def path(self, location: Location) -> str:
        """A location in words: rows are named by their code when they have one, else by their place, from 1."""
        words, value = "", self.data
        for step in location:
            value = _held(value, step)
            if isinstance(step, int):
                code = value.get("code") if isinstance(value, Mapping) else None
                words += f"[{code if isinstance(code, str) and code else step + 1}]"
            else:
                words += f".{step}" if words else step
        return words


def _held(value: object, step: str | int) -> object:
    """What a value holds at this step, None if it has no such step."""
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def read_document(raw: bytes, file: str) -> Document:
    r"""Read a file's bytes; never raises, whatever they are.

    Examples
    --------
    >>> read_document(b"id: x\nid: y", "scale.yaml").issues[0].line
    2
    """
    document = Document(file)
    text = _decoded(raw, document)
    if not text.strip():
        document.add("empty", 1)
        return document
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            document.add("tab", number)
    loader = None
    try:
        loader = yaml.SafeLoader(text.translate(_SPACES))
        node = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        document.add("character", text.count("\n", 0, error.position) + 1)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.add("syntax", mark.line + 1 if mark else 1)
    except (ValueError, OverflowError):  # what PyYAML lets through: \U escapes and version numbers out of range
        document.add("syntax", loader.line + 1 if loader else 1)
    except RecursionError:
        document.add("deep", 1)
    else:
        document.data = None if node is None else _plain(node, (), document, set())
        if not isinstance(document.data, dict):
            document.add("not_mapping", 1)
    return document


def _decoded(raw: bytes, document: Document) -> str:
    """The text of the file; undecodable bytes are reported and replaced, so that the rest is still read."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        document.add("encoding", raw.count(b"\n", 0, error.start) + 1)
        return raw.decode("utf-8-sig", "replace")


def _plain(node: yaml.Node, location: Location, document: Document, seen: set[int]) -> object:
    """A node as plain data; an alias would hide a value's line (and can loop), so it is refused."""
    if id(node) in seen:
        document.add("alias", node.start_mark.line + 1)
        return None
    seen.add(id(node))
    document.lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*location, place), document, seen) for place, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _scalar(node)
    mapping: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.add("key_type", line)
        elif key_node.value in mapping:
            document.add("key_repeated", line, key=key_node.value)
        else:
            document.lines[(*location, key_node.value)] = line
            mapping[key_node.value] = _plain(value_node, (*location, key_node.value), document, seen)
    return mapping


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    """A scalar by its YAML type; what is none of the five (a date, a tag of one's own) stays text, and the schema judges it."""
    value: str = node.value
    try:
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return value.lower() in _TRUE
            case "int":
                return int(value)
            case "float":
                return float(value)
    except ValueError:
        pass
    return value
