"""Answers that no model learnt from: what a stranger may expect of the program.

``unseen/`` holds 236 answers by fourteen hands. Ten, two to a scale, read the guide of annotation and the published scale but no answer of
the corpora: plain stories, answers with headings or bullets, pages of administrative prose, a telephone without accents, boasts in the
words of the scale. Four more (``uc``, ``ud``, on the scales with levels) were also told where models of before went wrong, and wrote what
would mislead them: partners among customers, the act that counts in one sentence out of twenty, service that serves nobody. A second reader
rated each without seeing the first one's level; they agreed on all. Hands and readers are language models under written instruction.
Nothing is ever chosen by these answers, and none may go into a corpus.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assessor.assess import load_assessor
from assessor.domain.answer import Answer
from assessor.rubric import list_scales
from assessor.training.dataset import examples_folder, read_examples

UNSEEN = Path(__file__).parent / "unseen"

# What the present models judge wrongly; exact, so that what is mended, or newly lost, is noticed.
KNOWN_FAILURES = {
    "approche-intervenants": {"ua03", "ua06", "ub13"},
    "arc-collaboration": {"ua05", "uc05", "uc22", "uc27"},
    "ceric-partenariats": {"ua08"},
    "cnrc-service": {"ua04", "uc06", "uc17", "uc25", "ud09", "ud13", "ud22"},
    "sfia-rlmt": {"uc18"},
}


@cache
def answers(scale_id: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (UNSEEN / f"{scale_id}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("scale_id", list_scales())
def test_answers_that_no_model_learnt_from_get_the_level_that_two_readers_gave(scale_id):
    rows = answers(scale_id)
    judged = load_assessor(scale_id).assess_all([Answer(row["id"], row["text"]) for row in rows])
    wrong = set()
    for row, suggestion in zip(rows, (one.suggestion for one in judged), strict=True):
        right = suggestion.level == row["level"] if "level" in row else list(suggestion.demonstrated or ()) == row["demonstrated"]
        wrong |= set() if right else {row["id"]}
    assert wrong == {f"{scale_id}-{name}" for name in KNOWN_FAILURES[scale_id]}


def test_every_level_and_demonstration_is_asked_for():
    for scale_id in list_scales():
        scale, rows = load_assessor(scale_id).scale, answers(scale_id)
        if scale.levels:
            assert {row["level"] for row in rows} == {0, *scale.level_numbers}
        else:
            assert {code for row in rows for code in row["demonstrated"]} == set(scale.concept_codes)
            assert any(not row["demonstrated"] for row in rows)
    assert sum(len(answers(scale_id)) for scale_id in list_scales()) == 236


@pytest.mark.parametrize("scale_id", list_scales())
def test_none_of_them_stands_in_a_corpus(scale_id):
    learnt = {" ".join(one.text.split()) for one in read_examples(examples_folder(scale_id), load_assessor(scale_id).scale)}
    assert learnt.isdisjoint(" ".join(row["text"].split()) for row in answers(scale_id))
