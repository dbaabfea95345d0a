"""The rubrics' own words as answers: the purest recitation, for the gate that must stop it."""

from __future__ import annotations

from collections.abc import Iterable

from assessor.domain.example import Example
from assessor.domain.scale import Scale


def recitations(scales: Iterable[Scale]) -> list[Example]:
    """What somebody would hand in who copied the scale instead of telling an event, in several renderings a scale.

    Examples
    --------
    >>> from assessor.rubric import read_scale
    >>> {example.meta["gate"] for example in recitations([read_scale("sfia-rlmt")])}
    {'recited'}
    """
    return [
        Example(
            id=f"{scale.id}-recitation-{number}",
            scale="rubric",
            text=text,
            meta={"source": "rubric", "author": "rubric", "gate": "recited", "difficulty": "recite"},
        )
        for scale in scales
        for number, text in enumerate(_renderings(scale), start=1)
    ]


def _renderings(scale: Scale) -> list[str]:
    indicators = [text.fr for concept in scale.concepts for text in concept.indicators]
    descriptions = [scale.definition.fr, *(level.description.fr for level in scale.levels), *(one.description.fr for one in scale.concepts)]
    names = [concept.name.fr for concept in scale.concepts]

    def lower(text: str) -> str:
        return text[:1].lower() + text[1:]

    return [
        " ".join(descriptions),
        " ".join(indicators),
        "\n".join(f"- {text}" for text in indicators),
        " ".join(f"Je {lower(text)}" for text in indicators),
        " ".join(f"Je sais {lower(text)}" for text in [*indicators, *descriptions]),
        " ".join(f"J'ai {lower(text)}." for text in [*names, *names, *names]),
        " ".join(f"J'ai toujours fait ceci : {lower(text)}" for text in indicators),
        " ".join(f"La personne {lower(text)}" for text in [*names, *indicators]),
    ]
