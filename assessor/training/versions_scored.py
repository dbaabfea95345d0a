"""Labelled answers scored by two models that have not seen them."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.assess import Assessor
from assessor.concepts import encode_answers
from assessor.domain.answer import Answer
from assessor.domain.assessment import Suggestion
from assessor.domain.example import Example
from assessor.language import read_answers
from assessor.threads import one_thread
from assessor.training.crossfit import Progress, silent
from assessor.training.held_out import JudgedAnswer, Record, targets_of
from assessor.training.opinions import as_if_unseen
from assessor.training.texts import text_key

_CHUNK = 20


def unseen(examples: Sequence[Example], first: Record, second: Record) -> tuple[list[Example], dict[str, int]]:
    """The answers that neither model has learnt from, each text once, and how many are left out, by reason.

    Parameters
    ----------
    examples : sequence of Example
    first, second : Record
        What each model was trained on.
    """
    known_a, known_b = ({one.text for one in record.answers} for record in (first, second))
    kept: dict[str, Example] = {}
    left_out = {"learnt_a": 0, "learnt_b": 0, "learnt": 0, "repeated": 0}
    for example in examples:
        key = text_key(example.text)
        left_out["learnt_a"] += key in known_a
        left_out["learnt_b"] += key in known_b
        if key in known_a | known_b:
            left_out["learnt"] += 1
        elif key in kept:
            left_out["repeated"] += 1
        else:
            kept[key] = example
    return list(kept.values()), left_out


def scored(models: tuple[Assessor, Assessor], examples: Sequence[Example], progress: Progress = silent) -> tuple[Record, Record]:
    """What each model says of labelled answers; they are read and encoded once for both."""
    first: list[Suggestion] = []
    second: list[Suggestion] = []
    for start in range(0, len(examples), _CHUNK):
        with one_thread():
            answers = [Answer(example.id, example.text) for example in examples[start : start + _CHUNK]]
            for encoded in as_if_unseen(encode_answers(read_answers(answers))):
                for model, said in zip(models, (first, second), strict=True):
                    said.append(model.conclude(model.interpret(encoded)).suggestion)
        progress("score", len(first), len(examples))
    return _record(models[0], examples, first), _record(models[1], examples, second)


def _record(model: Assessor, examples: Sequence[Example], said: Sequence[Suggestion]) -> Record:
    answers = tuple(
        JudgedAnswer(
            id=example.id,
            text=text_key(example.text),
            truth=(example.level or 0) if example.demonstrated is None else example.demonstrated,
            guess=(one.level or 0) if one.demonstrated is None else one.demonstrated,
            probabilities=tuple(one.probabilities.values()),
            difficulty=example.difficulty,
        )
        for example, one in zip(examples, said, strict=True)
    )
    return Record(
        scale=model.scale.id, scale_version=model.scale.version, kind=model.scale.kind, targets=targets_of(model.scale), answers=answers
    )
