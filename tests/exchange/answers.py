"""Annotated answers as people write and mark them: accents in one piece or two, emoji, bullets, line breaks, no end to a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.scale import Scale
from assessor.exchange import Columns, Imported, read_annotated, write_annotated
from assessor.rubric import read_scale

ORDINAL: Scale = read_scale("arc-collaboration")
CHECKLIST: Scale = read_scale("approche-intervenants")

SENTENCES = (
    "La vache était malade 🐄, et l'étable trop petite.",
    "J'ai appelé la fruitière d'à côté 👩🏽‍🌾, que je ne connaissais pas.",
    "J'ai te\u0301le\u0301phone\u0301 au de\u0301po\u0302t ; « oui\u202f! », m'a-t-on dit",
    "- vu M. Roy, Mme Niang (CHU) & 3 autres <vite>",
    "=> 14,5 %, soit 9\u00a0000 € 💶",
    '"Non", a dit le préfet, puis "oui"; {"id": 3}',
    "Ça a tenu.",
    "𝔏a fête a eu lieu\ten mai",
)
_BETWEEN = (" ", "\n", "\n\n", "  ", "\n- ", "\u00a0", "\u2028", " … ")
# Letters of all kinds and what stands between them, but nothing that no file can hold.
_ANY = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12).filter(lambda text: text.strip() == text)
NAMES = st.text("abcdé ÀZ.@-'09", min_size=1, max_size=9).filter(lambda name: name.strip() == name)
KEYS = st.sampled_from(
    [
        "sector",
        "service",
        "Secteur",
        "niveau",
        "note",
        "level_comment",
        "texte",
        "meta:x",
        "meta_info",
        "entities",
        "id",
        "évaluateur 2",
        "star",
    ],
)


def ids() -> st.SearchStrategy[str]:
    """What people call answers."""
    return st.one_of(st.integers(0, 999).map(str), _ANY, st.sampled_from(["007", "é 1", "=2", "1.0"]))


@st.composite
def marked_texts(draw: Any, scale: Scale) -> tuple[str, tuple[SentenceLabel, ...]]:
    """A text, and its sentences with roles and codes of the scale."""
    told = draw(st.lists(st.one_of(st.sampled_from(SENTENCES), _ANY), min_size=1, max_size=6))
    text, labels = "", []
    for sentence in told:
        text += draw(st.sampled_from(_BETWEEN)) if text else ""
        codes = draw(st.lists(st.sampled_from(scale.codes), max_size=2, unique=True))
        labels.append(SentenceLabel(len(text), len(text) + len(sentence), draw(st.sampled_from("STAR-")), tuple(codes)))
        text += sentence
    return text, tuple(labels)


def shown(scale: Scale, labels: Iterable[SentenceLabel]) -> dict[str, Any]:
    """The level or the demonstrations that marked sentences amount to."""
    codes = {code for label in labels for code in label.concepts}
    if scale.kind == "checklist":
        return {"demonstrated": tuple(code for code in scale.concept_codes if code in codes)}
    return {"level": max((one.level or 0 for one in scale.concepts if one.code in codes), default=0)}


@st.composite
def examples(draw: Any, scale: Scale, most: int = 3) -> list[Example]:
    """Annotated answers that a scale allows, some with marked sentences, some rated by several people."""
    made = []
    for name in draw(st.lists(ids(), min_size=1, max_size=most, unique=True)):
        text, labels = draw(marked_texts(scale))
        labels = labels if draw(st.booleans()) else ()
        raters = draw(st.lists(NAMES, max_size=3, unique_by=str.casefold))
        made.append(
            Example(
                id=name,
                scale=scale.id,
                text=text,
                lang=draw(st.sampled_from(["fr", "en"])),
                sentences=labels,
                meta={"source": "imported", "author": draw(NAMES)} | draw(st.dictionaries(KEYS, _ANY, max_size=3)),
                ratings=tuple(Rating(rater, **draw(labelled(scale))) for rater in raters),
                **(shown(scale, labels) if labels else draw(labelled(scale))),
            )
        )
    return made


def labelled(scale: Scale) -> st.SearchStrategy[dict[str, Any]]:
    """Any level or demonstrations of a scale."""
    if scale.kind == "ordinal":
        return st.sampled_from(scale.level_numbers).map(lambda level: {"level": level})
    chosen = st.sets(st.sampled_from(scale.concept_codes))
    return chosen.map(lambda codes: {"demonstrated": tuple(code for code in scale.concept_codes if code in codes)})


def there_and_back(given: Iterable[Example], scale: Scale | None, format: str, suffix: str) -> Imported:  # noqa: A002
    """The examples written in a format and read again."""
    with TemporaryDirectory() as folder:
        target = Path(folder, f"réponses{suffix}")
        write_annotated(given, target, format=format, scale=scale)
        return read_annotated(target, scale, format=format)


def as_tables_hold(example: Example) -> Example:
    """What a table can hold of an example: the raters stand in the order of the columns, and nothing is said of what is empty."""
    return replace(
        example,
        ratings=tuple(sorted(example.ratings, key=lambda one: one.rater)),
        meta={key: value for key, value in example.meta.items() if value},
    )


def imported(folder: Path, name: str, content: str | bytes, scale: Scale | None = None, **options: Any) -> Imported:
    """What is read of a file with this content."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    columns = {key: options.pop(key) for key in ("text", "level", "id", "rater", "raters") if key in options}
    columns |= {"author": options.pop("author_column")} if "author_column" in options else {}
    return read_annotated(file, scale, columns=Columns(**columns), **options)
