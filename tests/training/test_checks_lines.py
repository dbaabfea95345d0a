"""What is wrong with a line is told with its file and line, every line at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import META, STORIES, Row, copy_scales, row, write

from assessor.domain.example import Example, SentenceLabel
from assessor.domain.issue import Issue
from assessor.rubric import read_scale
from assessor.training.checks import check_examples
from assessor.training.dataset import misfits
from assessor.training.faults import Located, faults

TEXT = "J'ai joint Sylvie. Elle a dit oui."
FIRST, SECOND = {"start": 0, "end": 18, "star": "A", "concepts": ["2"]}, {"start": 19, "end": 34, "star": "R", "concepts": []}
ABOUT_ALL = {"share_low", "difficult_share", "zeros_few"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = copy_scales(tmp_path / "scales")
    monkeypatch.setenv("ASSESSOR_SCALES", str(root))
    return root


def checked(root: Path, *rows: Row | bytes) -> list[Issue]:
    write(root, rows)
    return [issue for issue in check_examples("arc-collaboration") if issue.code not in ABOUT_ALL]


def test_a_sound_answer_has_no_problem(root: Path) -> None:
    assert checked(root, row("a", TEXT, 2, sentences=[FIRST, SECOND])) == []


def test_a_sentence_may_begin_after_an_apostrophe(root: Path) -> None:
    assert checked(root, row("a", TEXT, 2, sentences=[FIRST | {"start": 2}])) == []


def test_a_scale_without_examples_has_no_problem(root: Path) -> None:
    assert check_examples("arc-collaboration") == []


def test_the_scale_can_be_named_by_the_path_of_its_file(root: Path) -> None:
    write(root, [b"{"])
    [issue] = check_examples(str(root / "arc-collaboration" / "scale.yaml"))
    assert (issue.file, issue.line, issue.code) == ("arc-collaboration/examples/main-1.jsonl", 1, "not_json")


@pytest.mark.parametrize(
    ("code", "changes", "told"),
    [
        ("field_unknown", {"niveau": 2}, "niveau"),
        ("field_unknown", {"sentences": [FIRST | {"role": "A"}]}, "start, end, star, concepts"),
        ("field_unknown", {"ratings": [{"rater": "x", "note": 2}]}, "rater, level, demonstrated"),
        ("field_missing", {"sentences": [{"start": 0}]}, "sentences.0.end"),
        ("field_type", {"text": 12}, "un texte"),
        ("field_type", {"level": "deux"}, "un nombre entier"),
        ("field_type", {"level": 2.5}, "un nombre entier"),
        ("field_type", {"sentences": {}}, "une liste"),
        ("field_type", {"ratings": ["x"]}, "un objet"),
        ("role_unknown", {"sentences": [FIRST | {"star": "X"}]}, "S, T, A, R"),
        ("text_blank", {"text": " \n", "sentences": []}, "vide"),
        ("scale_other", {"scale": "cnrc-service"}, "cnrc-service"),
        ("label_unknown", {"level": 5, "sentences": []}, "0, 1, 2, 3, 4"),
        ("label_unknown", {"level": None, "sentences": []}, "rien"),
        ("code_unknown", {"sentences": [FIRST | {"concepts": ["9"]}]}, "client, equipe"),
        ("contradiction", {"sentences": [FIRST | {"concepts": ["3"]}]}, "« 3 »"),
        ("contradiction", {"sentences": [SECOND]}, "« 0 »"),
        ("span_outside", {"sentences": [FIRST, SECOND | {"end": 35}]}, "34 caractères"),
        ("span_outside", {"sentences": [FIRST, SECOND | {"start": 30, "end": 30}]}, "30-30"),
        ("span_outside", {"sentences": [FIRST, SECOND | {"start": -3}]}, "-3-34"),
        ("span_blank", {"sentences": [FIRST, SECOND | {"start": 18, "end": 19}]}, "18-19"),
        ("span_cuts", {"sentences": [FIRST | {"end": 14}]}, "J'ai joint Syl"),
        ("span_cuts", {"sentences": [FIRST | {"start": 3}]}, "i joint Sylvie."),
        ("span_overlap", {"sentences": [FIRST, SECOND | {"start": 18}, SECOND]}, "18-34 et 19-34"),
        ("rating_unknown", {"ratings": [{"rater": "main-1", "level": 2}, {"rater": "lecture", "level": 7}]}, "« 7 » de lecture"),
        ("disagreement", {"ratings": [{"rater": "main-1", "level": 2}, {"rater": "lecture", "level": 1}]}, "lecture a noté « 1 »"),
        ("second_missing", {"ratings": [{"rater": "main-1", "level": 2}]}, "1 réponse(s)"),
        ("meta_missing", {"meta": META | {"sector": " ", "register": None}}, "sector, register"),
    ],
)
def test_each_fault_is_told(root: Path, code: str, changes: Row, told: str) -> None:
    spoilt = row("a", TEXT, 2, sentences=[FIRST, SECOND]) | changes
    found = [issue for issue in checked(root, row("b", STORIES[1]), spoilt) if issue.code == code]
    [issue] = found
    assert (issue.file, issue.line) == ("arc-collaboration/examples/main-1.jsonl", 2)
    assert told in issue.text.fr
    assert issue.text.en and issue.text.en != issue.text.fr
    assert issue.severity == ("warning" if code in {"disagreement", "second_missing", "meta_missing"} else "error")


def test_a_rater_who_is_not_the_author_is_a_second_rating(root: Path) -> None:
    assert checked(root, row("a", TEXT, 2, ratings=[{"rater": "lecture", "level": 2}])) == []


def test_all_lines_are_told_at_once_and_good_lines_stay_read(root: Path) -> None:
    found = checked(
        root,
        b'{"id": "a", ',
        b"",
        row("b", STORIES[0]),
        b'{"id": "\xe9"}',
        row("c", STORIES[1], niveau=1, lieu="Sfax"),
        row("b", STORIES[2]),
    )
    assert [(issue.line, issue.code) for issue in found] == [
        (1, "not_json"),
        (4, "encoding"),
        (5, "field_unknown"),
        (5, "field_unknown"),
        (6, "id_repeated"),
    ]
    assert "main-1.jsonl:3" in found[-1].text.fr


def test_an_id_is_not_used_twice_in_two_files(root: Path) -> None:
    write(root, [row("a", STORIES[0])], file="autre.jsonl")
    [issue] = checked(root, row("a", STORIES[1]))
    assert (issue.file, issue.code) == ("arc-collaboration/examples/main-1.jsonl", "id_repeated")


def test_a_line_separator_inside_a_text_is_not_a_new_line(root: Path) -> None:
    found = checked(root, row("a", "Un jour.\u2028J'ai appelé la mairie."), b"non")
    assert [(issue.line, issue.code) for issue in found] == [(2, "not_json")]


spans = st.builds(
    SentenceLabel,
    start=st.integers(-2, 36),
    end=st.integers(-2, 36),
    star=st.just("A"),
    concepts=st.lists(st.sampled_from(["1", "2", "4", "client", "D1"]), max_size=2).map(tuple),
)


@given(
    level=st.sampled_from([None, 0, 1, 2, 4, 9]),
    sentences=st.lists(spans, max_size=3),
    scale=st.sampled_from(["arc-collaboration", "autre"]),
)
def test_what_training_refuses_is_an_error_here(level: int | None, sentences: list[SentenceLabel], scale: str) -> None:
    example = Example("a", scale, TEXT, level=level, sentences=tuple(sentences))
    arc = read_scale("arc-collaboration")
    if misfits(example, arc):
        assert any(issue.severity == "error" for issue in faults(Located(example, "f", 1), arc))
