"""Further annotated answers for one fit: what is read, what is refused, what takes whose place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_corpus import STORIES, checklist_row, copy_scales, row, write

from assessor.domain.example import Example
from assessor.errors import TrainingDataError
from assessor.training.added import read_added, with_added

ARC, CERIC = "arc-collaboration", "ceric-partenariats"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = copy_scales(tmp_path / "scales")
    monkeypatch.setenv("ASSESSOR_SCALES", str(root))
    return root


def refused(*arguments: object) -> TrainingDataError:
    with pytest.raises(TrainingDataError) as problem:
        read_added(*arguments)  # type: ignore[arg-type]  # paths, then names
    return problem.value


def test_answers_of_several_scales_and_files_are_read_in_order(root):
    write(root, [row("1", STORIES[0], 2), row("2", STORIES[1])])
    write(root, [checklist_row("3", STORIES[0], ["D1"])], CERIC)
    found = read_added([root / ARC / "examples", root / CERIC / "examples" / "main-1.jsonl"])
    assert [(one.scale, one.id, one.level) for one in found] == [(ARC, "1", 2), (ARC, "2", 0), (CERIC, "3", None)]
    assert read_added([]) == []


def test_every_bad_line_is_told_with_its_place(root):
    write(root, [row("1", STORIES[0], 9), row("2", STORIES[1]), row("3", STORIES[2], scale="nulle-part")])
    told = refused([root / ARC / "examples"]).message()
    assert "main-1.jsonl:1" in told and "main-1.jsonl:3" in told and "nulle-part" in told and ARC in told
    assert "main-1.jsonl:2" not in told


def test_answers_of_a_scale_that_is_not_trained_are_not_dropped_in_silence(root):
    write(root, [row("1", STORIES[0])])
    write(root, [checklist_row("3", STORIES[0], ["D1"])], CERIC)
    folders = [root / ARC / "examples", root / CERIC / "examples"]
    problem = refused(folders, [ARC])
    assert problem.code == "versions_other_scales" and CERIC in problem.message()
    assert len(read_added(folders, [ARC, CERIC])) == 2


def test_a_table_is_sent_to_the_import_command(root, tmp_path):
    (tmp_path / "notes.csv").write_text("text,level\nJ'ai appelé.,2\n", "utf-8")
    problem = refused([tmp_path / "notes.csv"])
    assert problem.code == "versions_not_jsonl" and "assessor import" in problem.message()
    assert refused([tmp_path / "absent.jsonl"]).code == "training_missing"


def test_the_same_text_twice_counts_once_and_never_with_two_labels(root):
    write(root, [row("1", STORIES[0], 2), row("2", STORIES[0] + " ", 2)])
    assert [one.id for one in read_added([root / ARC / "examples"])] == ["2"]
    write(root, [row("1", STORIES[0], 2), row("2", STORIES[0], 3)])
    problem = refused([root / ARC / "examples"])
    assert problem.code == "versions_two_labels" and "« 1 »" in problem.message() and "« 2 »" in problem.message()


def test_an_added_answer_takes_the_place_of_the_same_text():
    own = [Example(str(number), ARC, text, level=0) for number, text in enumerate(STORIES)]
    reviewed = replace(own[2], id="revue", level=3, meta={"source": "reviewed"})
    found = with_added(own, [reviewed])
    assert [one.id for one in found] == ["0", "1", "3", "4", "5", "revue"]
    assert with_added(own, []) == own
