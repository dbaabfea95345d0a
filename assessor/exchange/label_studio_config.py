"""The labeling configuration of a Label Studio project: what its annotators see and choose from, in XML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import Final
from xml.etree import ElementTree as ET

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.exchange.labels import ROLES
from assessor.wording import Language, say

TEXT: Final = "text"
CONCEPTS: Final = "concepts"
STAR: Final = "star"
LEVEL: Final = "level"
DEMONSTRATED: Final = "demonstrated"
RATER: Final = "rater"

Value = tuple[str, str, str]
"""What a control's value is called in exports, what annotators see of it, and what explains it to them."""

# Told apart in greyscale too, and light enough for the text to be read under them.
_COLOURS: Final = ("#8DA0CB", "#FC8D62", "#66C2A5", "#E78AC3", "#A6D854", "#FFD92F", "#E5C494", "#B3B3B3")


def labeling_config(scale: Scale | None, examples: Iterable[Example] = (), language: Language = "fr") -> str:
    """The configuration for a scale or, without one, for the codes and levels that the examples hold.

    The names of controls and the aliases of their values, which Label Studio writes into its exports, are those that
    :func:`~assessor.exchange.read_annotated` knows; what annotators read is in their language.

    Examples
    --------
    >>> from assessor.rubric import read_scale
    >>> print(labeling_config(read_scale("arc-collaboration"), language="en").splitlines()[1].strip())
    <Style>.htx-text { white-space: pre-wrap; }</Style>
    """
    examples = list(examples)
    view = ET.Element("View")
    # Without it line breaks and double spaces are not shown, and passages are hard to mark.
    ET.SubElement(view, "Style").text = ".htx-text { white-space: pre-wrap; }"

    def heading(code: str) -> None:
        ET.SubElement(view, "Header", value=say(f"exchange.config.{code}").in_(language), size="5")

    def choices(tag: str, item: str, name: str, values: Sequence[Value], **attributes: str) -> None:
        group = ET.SubElement(view, tag, {"name": name, "toName": TEXT, **attributes})
        for (code, shown, hint), colour in zip(values, cycle(_COLOURS), strict=False):
            about = {"value": shown, "alias": code} | ({"hint": hint} if hint else {}) | ({"background": colour} if tag == "Labels" else {})
            ET.SubElement(group, item, about)

    codes = _codes(scale, examples, language)
    if codes:
        heading("concepts")
        choices("Labels", "Label", CONCEPTS, codes, choice="multiple")
    heading("star")
    choices("Labels", "Label", STAR, [(role, say(f"role.{role}").in_(language), "") for role in ROLES])
    ET.SubElement(view, "Text", name=TEXT, value="$text", granularity="word")
    if levels := _levels(scale, examples, language):
        heading("level")
        choices("Choices", "Choice", LEVEL, levels, choice="single", required="true")
    demonstrated = _demonstrated(scale, examples, codes)
    if demonstrated is not None:
        heading("demonstrated")
        choices("Choices", "Choice", DEMONSTRATED, demonstrated, choice="multiple")
    heading("rater")
    ET.SubElement(view, "TextArea", name=RATER, toName=TEXT, rows="1", maxSubmissions="1", editable="true")
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _codes(scale: Scale | None, examples: Sequence[Example], language: Language) -> list[Value]:
    """Codes that passages can carry."""
    if scale is None:
        used = {code for example in examples for one in example.sentences for code in one.concepts}
        return [(code, code, "") for code in sorted(used)]
    items = (scale.concept(code) for code in scale.codes)
    return [(one.code, f"{one.code} – {one.name.in_(language)}", one.description.in_(language)) for one in items]


def _levels(scale: Scale | None, examples: Sequence[Example], language: Language) -> list[Value]:
    if scale is None:
        given = {level for one in examples for level in (one.level, *(rating.level for rating in one.ratings)) if level is not None}
        return [(str(level), str(level), "") for level in sorted(given)]
    names = {level.number: level for level in scale.levels}
    return [
        (str(number), f"{number} – {names[number].name.in_(language)}", names[number].description.in_(language))
        if number in names
        else (str(number), f"{number} – {say('exchange.config.level_0').in_(language)}", "")
        for number in scale.level_numbers
    ]


def _demonstrated(scale: Scale | None, examples: Sequence[Example], codes: Sequence[Value]) -> list[Value] | None:
    """What a checklist's answers can demonstrate; None for an ordinal scale."""
    if scale is not None:
        return [one for one in codes if one[0] in scale.concept_codes] if scale.kind == "checklist" else None
    answers = [codes for one in examples for codes in (one.demonstrated, *(rating.demonstrated for rating in one.ratings))]
    given = [codes for codes in answers if codes is not None]
    return [(code, code, "") for code in sorted({code for codes in given for code in codes})] if given else None
