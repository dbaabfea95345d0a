"""Whatever a file holds, reading it ends in answers, in named problems or in a message; never in anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from answers import CHECKLIST, ORDINAL, examples, imported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.domain.example import Example
from assessor.errors import AssessorError
from assessor.exchange import FORMATS, write_annotated
from assessor.training.dataset import misfits

SCALES = {"ordinal": ORDINAL, "checklist": CHECKLIST, "none": None}
KEYS = [
    *(
        "id",
        "text",
        "texte",
        "level",
        "niveau",
        "demonstrated",
        "sentences",
        "ratings",
        "meta",
        "rater",
        "level_A",
        "scale",
        "star",
        "concepts",
    ),
    *("data", "annotations", "predictions", "completions", "result", "value", "type", "labels", "choices", "start", "end", "from_name"),
    *("label", "entities", "cats", "start_offset", "end_offset", "annotator", "annotation_id", "was_cancelled", "ground_truth"),
    *("scale", "star", "concepts", "completed_by", "dossier", "answer", "review", "assessment"),
]
WORDS = ["", "2", "J'ai appelé 🐄.", "labels", "choices", "textarea", "A", "STAR:A", "client", "arc-collaboration", "[1", "{}", "\ud83d"]
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-3, 99), st.floats(), st.sampled_from(WORDS))
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5), max_leaves=25
)
OBJECTS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8)


def survives(tmp_path, name: str, content: bytes | str, format_name: str | None, scale: Any) -> list[Example]:
    try:
        found = imported(tmp_path, name, content, scale, format=format_name)
    except AssessorError:
        return []
    assert all(one.text.fr and one.text.en and one.file for one in found.problems)
    assert all(not misfits(one, scale) for one in found.examples)
    assert len({one.id for one in found.examples}) == len(found.examples)
    return list(found.examples)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(OBJECTS, min_size=1, max_size=3),
    chosen=st.sampled_from(["jsonl", "doccano", "label-studio", "dossier", None]),
    scale=st.sampled_from(list(SCALES)),
)
def test_any_json(tmp_path, rows, chosen, scale):
    survives(tmp_path, "a.json", json.dumps(rows), chosen, SCALES[scale])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.sampled_from('id,texte;niveau\n\r"2[]{}:é🐄\x00 \t|=_A'), max_size=80),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
    scale=st.sampled_from(list(SCALES)),
)
def test_any_table(tmp_path, text, encoding, scale):
    survives(tmp_path, "a.csv", ("id;texte;niveau\n1;J'ai vu.;2\n" + text).encode(encoding), None, SCALES[scale])


@pytest.mark.parametrize("name", [name for name, one in FORMATS.items() if one.write])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=examples(ORDINAL), place=st.floats(0, 0.999), byte=st.integers(0, 255), cut=st.booleans())
def test_any_damaged_byte(tmp_path, name, made, place, byte, cut):
    suffix = FORMATS[name].suffixes[0]
    target, *_ = write_annotated(made, tmp_path / f"whole{suffix}", format=name, scale=ORDINAL)
    content = bytearray(target.read_bytes())
    at = int(place * len(content))
    if cut:
        del content[at:]
    else:
        content[at] = byte
    survives(tmp_path, f"damaged{suffix}", bytes(content), name, ORDINAL)
