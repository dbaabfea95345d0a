"""« Chaque erreur, en mots »: the pages speak of every answer that the models in place miss when nothing had seen it, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessor.paths import models_root
from assessor.rubric import list_scales
from assessor.training.held_out import JudgedAnswer, read_held_out

PAGES = Path(__file__).parents[2] / "docs" / "erreurs"
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def written(label: int | tuple[str, ...]) -> str:
    """A level, or demonstrations, as a row writes them."""
    return str(label) if isinstance(label, int) else ", ".join(sorted(label)) or "–"


def is_missed(one: JudgedAnswer) -> bool:
    return written(one.truth) != written(one.guess)


@pytest.mark.parametrize("scale_id", list_scales())
def test_every_miss_is_explained_and_nothing_else(scale_id):
    rows = {name: (given, suggested, why) for name, given, suggested, why in ROW.findall((PAGES / f"{scale_id}.md").read_text("utf-8"))}
    missed = {one.id: (written(one.truth), written(one.guess)) for one in read_held_out(models_root() / scale_id).answers if is_missed(one)}
    assert {name: row[:2] for name, row in rows.items()} == missed
    reasons = [row[2] for row in rows.values()]
    assert all(len(why.split()) >= 6 for why in reasons) and len(set(reasons)) == len(reasons)
