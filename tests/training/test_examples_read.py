"""Annotated answers read from files: every line that cannot be used is told, in both languages, and nothing is learnt."""

import json

import pytest

from assessor.errors import TrainingDataError
from assessor.rubric import read_scale
from assessor.training.dataset import read_examples

ARC = read_scale("arc-collaboration")
TEXT = "J'ai appelé la directrice du port. Elle est venue au comité."
GOOD = {
    "id": "a1",
    "scale": "arc-collaboration",
    "lang": "fr",
    "level": 1,
    "text": TEXT,
    "sentences": [{"start": 0, "end": 34, "star": "A", "concepts": ["1"]}, {"start": 35, "end": 60, "star": "R", "concepts": []}],
    "ratings": [],
    "meta": {},
}


def told(tmp_path, *rows: object) -> TrainingDataError:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (tmp_path / "lot.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(TrainingDataError) as refused:
        read_examples(tmp_path, ARC)
    return refused.value


@pytest.mark.parametrize(
    ("change", "french", "english"),
    [
        ({"level": 7}, "niveau 7 ; permis : 0, 1, 2, 3, 4", "level 7; allowed: 0, 1, 2, 3, 4"),
        ({"level": 2}, "les phrases marquées portent le niveau 1, la réponse a le niveau 2", "carry level 1, the answer has level 2"),
        ({"scale": "autre"}, "échelle « autre » ; attendue : arc-collaboration", "scale “autre”; expected: arc-collaboration"),
        ({"text": TEXT[:40]}, "extrait 35-60 hors du texte, qui compte 40 caractères", "passage 35-60 outside the text, which has 40"),
    ],
)
def test_a_line_that_does_not_fit_is_told_with_its_place(tmp_path, change, french, english):
    refused = told(tmp_path, GOOD, GOOD | {"id": "a2"} | change)
    assert f"  lot.jsonl:2 : {french}" in refused.message("fr")
    assert english in refused.message("en") and "lot.jsonl:2: " in refused.message("en")


def test_good_lines_are_read_and_empty_ones_skipped(tmp_path):
    (tmp_path / "lot.jsonl").write_text(f"\n{json.dumps(GOOD)}\n\n{json.dumps(GOOD | {'id': 'a2'})}\n", "utf-8")
    assert [one.id for one in read_examples(tmp_path, ARC)] == ["a1", "a2"]


def test_what_is_no_json_is_told_beside_what_does_not_fit(tmp_path):
    refused = told(tmp_path, "{pas du json", GOOD | {"level": 9})
    assert refused.message("fr").startswith("2 ligne(s)")
    assert "lot.jsonl:1 : " in refused.message("fr") and "lot.jsonl:2 : " in refused.message("fr")


def test_of_very_many_bad_lines_the_first_are_shown_and_the_rest_counted(tmp_path):
    refused = told(tmp_path, *(GOOD | {"id": f"a{number}", "level": 9} for number in range(45)))
    assert "lot.jsonl:30 : " in refused.message("fr") and "lot.jsonl:31" not in refused.message("fr")
    assert "… et 15 de plus" in refused.message("fr") and "… and 15 more" in refused.message("en")


def test_a_file_of_another_encoding_says_what_to_do(tmp_path):
    (tmp_path / "lot.jsonl").write_bytes(json.dumps(GOOD, ensure_ascii=False).encode("latin-1"))
    with pytest.raises(TrainingDataError) as refused:
        read_examples(tmp_path, ARC)
    assert "lot.jsonl : octets qui ne sont pas de l'UTF-8" in refused.value.message("fr")
    assert "save the file as UTF-8" in refused.value.message("en")
