"""What the reader of stories says of the corpora's answers, by readers that had not learnt from them."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
from sklearn.metrics import f1_score

from assessor.concepts import encode_answers
from assessor.domain.answer import Answer
from assessor.domain.assessment import ROLES
from assessor.language import read_answers
from assessor.rubric import read_scale
from assessor.training import versions_scored
from assessor.training.opinions import as_if_unseen, record
from assessor.training.texts import text_key
from assessor.training.train import every_example

ARC = read_scale("arc-collaboration")


def test_the_corpora_are_in_the_record():
    """Answers added since the reader was trained need not be: it has not learnt from them. All missing would mean a key that changed."""
    texts = {text_key(example.text) for own in every_example().values() for example in own}
    assert len(texts & set(record())) > 0.7 * len(texts)
    # One that is no more there was changed, and its new text would be judged by a reader that knows it: assessor train-encoder.
    assert set(record()) <= texts


def test_an_answer_that_is_cut_otherwise_by_now_says_nothing_rather_than_too_much():
    example = next(iter(every_example()["arc-collaboration"]))
    known = encode_answers(read_answers([Answer("a", example.text)]))[0]
    shorter = replace(known, vectors=known.vectors[1:])
    told = as_if_unseen([shorter])[0].opinion
    assert np.array_equal(told.roles, np.full((len(shorter.vectors), 5), 0.2))
    assert told.of(ARC).elsewhere == 0.5 and (told.of(ARC).sentences == 0.5).all()


def test_an_answer_of_the_corpora_is_told_as_by_one_who_never_saw_it():
    example = next(iter(every_example()["arc-collaboration"]))
    known, unknown = encode_answers(read_answers([Answer("a", example.text), Answer("b", f"{example.text} Il pleuvait.")]))
    first, second = as_if_unseen([known, unknown])
    assert first.opinion is record()[text_key(example.text)]
    assert not np.array_equal(first.opinion.roles, known.opinion.roles)
    assert second is unknown


def test_models_are_compared_without_what_the_reader_learnt_of_the_answers(monkeypatch):
    example, heard = next(iter(every_example()["arc-collaboration"])), []
    model = SimpleNamespace(interpret=heard.append, conclude=lambda _: SimpleNamespace(suggestion=None))
    monkeypatch.setattr(versions_scored, "_record", lambda *_: None)
    versions_scored.scored((model, model), [example])
    assert [one.opinion is record()[text_key(example.text)] for one in heard] == [True, True]


def test_the_record_is_worse_than_the_reader_that_has_learnt_and_still_good():
    """If it were as good, it would be the record of a reader that has seen the answers."""
    examples = every_example()["sfia-rlmt"][:60]
    learnt = encode_answers(read_answers([Answer(example.id, example.text) for example in examples]))
    given, said = [], ([], [])
    for one, unseen, example in zip(learnt, as_if_unseen(learnt), examples, strict=True):
        if len(one.read.sentences) == len(example.sentences):
            given += [ROLES.index(label.star) for label in example.sentences]
            for kept, answer in zip(said, (one, unseen), strict=True):
                kept.extend(answer.opinion.roles.argmax(axis=1))
    seen, not_seen = (f1_score(given, kept, average="macro") for kept in said)
    assert seen > not_seen + 0.02
    assert not_seen > 0.7


def test_the_record_tells_the_levels_of_answers_it_had_not_seen_often_and_not_always():
    own = [example for example in every_example()["arc-collaboration"] if text_key(example.text) in record()]
    reached = np.array([record()[text_key(example.text)].of(ARC).reached for example in own])
    right = np.mean((reached >= 0.5).sum(axis=1) == [example.level for example in own])
    assert 0.8 < right < 0.97
