"""Annotated answers as people type them: one sentence a line, its role and codes before a bar.

::

    === arc-301
    level: 2
    S| La caisse de Caraquet fermait le vendredi.
    A 2| J'ai trouvé le nom de la directrice et je l'ai appelée.
    ¶
    /A| - rappel du 12 mars
    R| Elle a dit oui.

``¶`` alone begins a paragraph; ``/`` before the role begins a line; otherwise sentences are joined by a space. Header lines (``level``,
``demonstrated``, ``author``, ``sector``, ``register``, ``difficulty``, any other ``name: value``) come before the first sentence. Without
``level`` or ``demonstrated`` the label follows from the sentences: the highest level, or all the codes marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assessor.domain.assessment import ROLES
from assessor.domain.example import Example, SentenceLabel
from assessor.domain.scale import Scale
from assessor.errors import TrainingDataError

_LINE = re.compile(r"^(?P<newline>/?)(?P<role>[STAR-])(?P<codes>(?:\s+[^\s|]+)*)\s*\|\s*(?P<text>.+)$")
_HEADER = re.compile(r"^(?P<name>[\w-]+)\s*:\s*(?P<value>.*)$")


@dataclass(slots=True)
class _Draft:
    id: str
    text: str = ""
    labels: list[SentenceLabel] = field(default_factory=list)
    header: dict[str, str] = field(default_factory=dict)
    paragraph: bool = False

    def add(self, line: re.Match[str]) -> None:
        if self.text:
            self.text += "\n\n" if self.paragraph else "\n" if line["newline"] else " "
        self.paragraph = False
        start = len(self.text)
        self.text += line["text"].strip()
        role = next(role for role in ROLES if role == line["role"])
        self.labels.append(SentenceLabel(start, len(self.text), role, tuple(line["codes"].split())))


def read_marked(source: str, scale: Scale) -> list[Example]:
    """Examples of a text in the format above.

    Parameters
    ----------
    source : str
        The whole text of a file.
    scale : Scale
        The scale that the codes belong to.

    Raises
    ------
    TrainingDataError
        With every line that cannot be read.
    """
    drafts: list[_Draft] = []
    problems: list[str] = []
    for number, raw in enumerate(source.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("==="):
            drafts.append(_Draft(line.strip("= ")))
        elif drafts and line == "¶":
            drafts[-1].paragraph = True
        elif drafts and (sentence := _LINE.match(line)):
            drafts[-1].add(sentence)
        elif drafts and not drafts[-1].labels and (header := _HEADER.match(line)):
            drafts[-1].header[header["name"]] = header["value"]
        else:
            problems.append(f"  {number}: {line[:60]}")
    if problems:
        raise TrainingDataError("training_markup", count=len(problems), rows="\n".join(problems[:30]), roles=", ".join(ROLES))
    return [_example(draft, scale) for draft in drafts if draft.text]


def _example(draft: _Draft, scale: Scale) -> Example:
    meta = dict(draft.header)
    level, demonstrated = meta.pop("level", None), meta.pop("demonstrated", None)
    shown = {code for label in draft.labels for code in label.concepts}
    highest = max((concept.level or 0 for concept in scale.concepts if concept.code in shown), default=0)
    codes = tuple(demonstrated.replace(",", " ").split()) if demonstrated is not None else scale.concept_codes
    return Example(
        id=draft.id,
        scale=scale.id,
        text=draft.text,
        level=None if scale.kind == "checklist" else int(level) if level and level.strip().isdigit() else highest,
        demonstrated=None if scale.kind == "ordinal" else tuple(c for c in codes if demonstrated is not None or c in shown),
        sentences=tuple(draft.labels),
        meta={"source": "imported", **meta},
    )
