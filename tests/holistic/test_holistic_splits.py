"""Answers of one person stay on one side, and whoever does not ask for it is told."""

import warnings

import numpy as np
import pandas as pd
import pytest

from assessor.errors import TrainingDataError
from assessor.holistic.comparison_data import prepare

COUNT = 72


def answers(each=3, **columns):
    """Answers of levels 0 to 3, so many in a row of each person."""
    rows = np.arange(COUNT)
    frame = pd.DataFrame({"texte": [f"Réponse {row}." for row in rows], "note": rows % 4, "candidat": [f"c-{row // each}" for row in rows]})
    return frame.assign(**columns)


def sides(data, people):
    """For each fit, who is learnt and who is tested."""
    people = np.asarray(people)
    return [(set(people[trial.train]), set(people[trial.test])) for trial in data.trials]


def refused(*arguments, **options):
    with pytest.raises(TrainingDataError) as raised:
        prepare(*arguments, **options)
    return raised.value.text


def notices(data):
    return [notice.code for notice in data.notices]


@pytest.mark.parametrize("folds", [None, 2, 3, 5])
def test_nobody_is_both_learnt_and_tested(folds):
    data = prepare(answers(), "texte", "note", group="candidat", folds=folds)
    assert len(data.trials) == (folds or 1)
    assert all(not learnt & tested for learnt, tested in sides(data, answers().candidat))
    assert data.split["group"] == "candidat"
    assert data.split["groups"] == 24
    assert notices(data) == []


def test_without_the_group_the_same_persons_are_on_both_sides():
    data = prepare(answers(), "texte", "note", folds=3)
    assert all(learnt & tested for learnt, tested in sides(data, answers().candidat))
    assert "group" not in data.split


def test_every_answer_is_tested_once_in_folds_of_about_one_size_with_every_level():
    data = prepare(answers(), "texte", "note", group="candidat", folds=3)
    assert np.sort(np.concatenate([trial.test for trial in data.trials])).tolist() == list(range(COUNT))
    assert [len(trial.test) for trial in data.trials] == [24, 24, 24]
    assert all(set(data.positions[trial.test]) == {0, 1, 2, 3} for trial in data.trials)


def test_the_draw_by_person_is_the_same_again_and_another_with_another_seed():
    one, again, other = (
        [trial.test.tolist() for trial in prepare(answers(), "texte", "note", group="candidat", folds=3, seed=seed).trials]
        for seed in (0, 0, 1)
    )
    assert one == again != other


def test_a_person_who_answers_several_prompts_stays_on_one_side():
    frame = answers(consigne=np.arange(COUNT) % 3)
    data = prepare(frame, "texte", "note", prompt="consigne", group="candidat", folds=3)
    assert len(data.trials) == 9
    parts = {}
    for at, trial in enumerate(data.trials):
        for person in frame.candidat.iloc[trial.test]:
            parts.setdefault(person, set()).add(at % 3)
    assert {len(part) for part in parts.values()} == {1}


@pytest.mark.parametrize("levels", [np.arange(COUNT) // 4, np.where(np.arange(COUNT) < 3, 4, np.arange(COUNT) % 4)], ids=["all", "one"])
def test_levels_rarer_than_folds_are_drawn_without_a_warning(levels):
    frame = answers(note=levels)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data = prepare(frame, "texte", "note", group="candidat", folds=8)
    assert len(data.trials) == 8
    assert all(not learnt & tested for learnt, tested in sides(data, frame.candidat))


@pytest.mark.parametrize(("each", "folds", "words"), [(36, 3, "--folds 2"), (24, None, "--folds 3"), (COUNT, 2, "une seule personne")])
def test_fewer_persons_than_folds_are_refused_with_what_to_do(each, folds, words):
    told = refused(answers(each), "texte", "note", group="candidat", folds=folds)
    assert words in told.fr
    assert "« candidat »" in told.fr
    assert "“candidat”" in told.en
    assert "«" not in told.en


def test_as_many_persons_as_folds_are_enough():
    assert len(prepare(answers(24), "texte", "note", group="candidat", folds=3).trials) == 3


def test_an_answer_of_nobody_is_left_out_and_named():
    frame = answers()
    frame.loc[[4, 9], "candidat"] = [None, " "]
    data = prepare(frame, "texte", "note", group="candidat", folds=3)
    assert len(data.texts) == COUNT - 2
    assert [("candidat" in notice.text.fr, "4, 9" in notice.text.fr) for notice in data.notices] == [(True, True)]


def test_a_number_and_the_same_number_as_text_are_one_person():
    frame = answers(candidat=[7, " 7", *(row // 3 for row in range(100, 100 + COUNT - 2))]).astype({"candidat": object})
    data = prepare(frame, "texte", "note", group="candidat", folds=3)
    assert sum(7 in trial.test.tolist() for trial in data.trials) == 1
    assert all((0 in trial.test) == (1 in trial.test) for trial in data.trials)


def test_a_split_that_keeps_persons_apart_is_taken_with_the_group():
    frame = answers(part=["test" if row >= 54 else "train" for row in range(COUNT)])
    assert prepare(frame, "texte", "note", "part", group="candidat").split == {
        "kind": "column",
        "column": "part",
        "train": 54,
        "validation": 0,
        "test": 18,
        "group": "candidat",
        "groups": 24,
    }


@pytest.mark.parametrize("cut", [lambda row: "test" if row >= 53 else "train", lambda row: f"pli {row % 3}"])
def test_a_split_that_puts_a_person_on_both_sides_is_refused(cut):
    told = refused(answers(part=[cut(row) for row in range(COUNT)]), "texte", "note", "part", group="candidat")
    assert "« part »" in told.fr
    assert "c-17" in told.fr or "c-0" in told.fr


def test_a_column_of_persons_is_told_when_nobody_asked_for_it():
    data = prepare(answers(), "texte", "note", folds=3, persons=["candidat"])
    assert notices(data) == ["persons"]
    assert '--group "candidat"' in data.notices[0].text.fr
    assert '--group "candidat"' in data.notices[0].text.en


@pytest.mark.parametrize(
    ("frame", "options"),
    [
        (answers(1), {"folds": 3}),
        (answers(), {"folds": 3, "group": "candidat"}),
        (answers(part=["test" if row >= 54 else "train" for row in range(COUNT)]), {"split": "part"}),
        (answers(24, consigne=np.arange(COUNT) // 24, candidat=np.arange(COUNT) % 24), {"folds": 2, "prompt": "consigne"}),
        (answers(candidat=None), {"folds": 3}),
    ],
    ids=["one answer a person", "asked for", "a split that keeps persons apart", "one answer a person to each prompt", "nobody is named"],
)
def test_where_nobody_is_on_both_sides_nothing_is_told(frame, options):
    assert notices(prepare(frame, "texte", "note", persons=["candidat"], **options)) == []


def test_two_columns_of_persons_are_told_once():
    frame = answers(auteur=answers().candidat)
    assert notices(prepare(frame, "texte", "note", folds=3, persons=["candidat", "auteur"])) == ["persons"]
    twice = frame.set_axis(["texte", "note", "candidat", "candidat"], axis=1)
    assert notices(prepare(twice, "texte", "note", folds=3, persons=["candidat", "candidat"])) == ["persons"]


def test_a_notice_is_told_once_whatever_the_number_of_folds():
    frame = answers(consigne=["petite" if row < 5 else "grande" for row in range(COUNT)])
    data = prepare(frame, "texte", "note", prompt="consigne", folds=2)
    assert notices(data) == ["few"]
    assert "petite" in data.notices[0].text.fr


def test_a_column_that_is_not_there_is_quoted_as_each_language_quotes():
    told = refused(answers(), "texte", "note", group="élève")
    assert "« élève »" in told.fr
    assert "« candidat »" in told.fr
    assert "“élève”" in told.en
    assert "«" not in told.en
    assert "«" not in refused(answers(part="autre"), "texte", "note", "part").en
