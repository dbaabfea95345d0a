"""Of an answer with a level only, the sentence that the rubric speaks of is taken for its evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny

from assessor import read_scale
from assessor.domain.example import Example, SentenceLabel
from assessor.research.encoding import encode
from assessor.research.passages import needs_passages, with_passages


def taken(example: Example, scale) -> list[tuple[str, tuple[str, ...]]]:
    (labelled,) = with_passages([example], encode([example]), scale)
    return [(labelled.text[one.start : one.end], one.concepts) for one in labelled.sentences if one.concepts]


@pytest.mark.parametrize(("code", "verb"), [("1", "salué"), ("2", "invité")])
def test_the_sentence_that_carries_the_level(own_folder, code, verb):
    scale = read_scale(own_folder / "voisins")
    example = replace(tiny.answer(0, "voisins", (code,)), sentences=())
    ((quote, codes),) = taken(example, scale)
    assert verb in quote
    assert codes == (code,)


def test_each_demonstration_has_its_own_and_nothing_has_none(own_folder):
    scale = read_scale(own_folder / "voisins-liste")
    both = replace(tiny.answer(0, "voisins-liste", ("1", "2")), sentences=())
    assert [codes for _, codes in taken(both, scale)] == [("1",), ("2",)]
    assert taken(replace(both, demonstrated=()), scale) == []
    assert taken(replace(both, text="", demonstrated=("1",)), scale) == []


def test_what_a_person_marked_stays(own_folder):
    scale = read_scale(own_folder / "voisins")
    example = tiny.answer(0, "voisins", ("2",))
    (labelled,) = with_passages([example], encode([example]), scale)
    assert labelled is example


def test_forty_marked_answers_teach_alone():
    bare, marked = Example("a", "s", "Bonjour."), Example("b", "s", "Bonjour.", sentences=(SentenceLabel(0, 8, "S"),))
    assert needs_passages([bare] * 600 + [marked] * 39)
    assert not needs_passages([bare] * 600 + [marked] * 40)
    assert not needs_passages([marked] * 5)
