"""Speed and size, with room for a busy machine: six times the targets. ``python tests/bench/bench.py`` prints the real figures.

Six, since a machine without instructions for products of small integers takes twice the time of one that has them, and other tests run
beside.
"""

from __future__ import annotations

import pytest
from bench import NAMES, PARTS, TARGETS, answers, machine, measure

from assessor.domain.answer import Answer
from assessor.language import read_answers

ROOM = 6
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return measure()


@pytest.mark.parametrize("name", TARGETS)
def test_it_is_fast_and_small_enough(figures, name):
    if name.startswith("per_core"):
        assert figures[name] * ROOM >= TARGETS[name], machine()
    else:
        assert figures[name] <= TARGETS[name] * ROOM, machine()


def test_a_verdict_costs_a_small_part_of_a_reading(figures):
    """A ratio of two figures of one process: it holds on a slow machine too."""
    assert figures["verdict_ms"] < 0.25 * figures["read_ms"]


def test_the_answers_measured_are_what_is_said_of_them():
    texts = answers(200)
    sentences = [sentence.clean for read in read_answers([Answer("", text) for text in texts]) for sentence in read.sentences]
    assert len(set(sentences)) == len(sentences) == 200 * 14
    assert all(200 <= len(text.split()) <= 300 for text in texts)
    assert set(NAMES) == set(TARGETS)
    assert len(PARTS) == 4
