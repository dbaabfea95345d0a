"""The question bank of a scale: behavioural questions in both languages, and what is said of a file that is wrong."""

import pytest

from assessor.errors import ScaleError
from assessor.rubric import check_scale, list_scales, read_questions, read_scale

GOOD = """questions:
  - concept: "1"
    fr: "Racontez un salut rendu."
    en: "Tell me about a greeting returned."
  - fr: "Racontez une porte ouverte."
    en: "Tell me about an open door."
"""


@pytest.fixture
def bank(small, write):
    """Write a question bank beside the small scale; returns the scale's file."""

    def put(text: str):
        file = write(small)
        file.with_name("questions.yaml").write_text(text, "utf-8")
        return file

    return put


@pytest.mark.parametrize("name", list_scales())
def test_each_scale_has_questions_for_every_concept_and_for_the_whole(name):
    questions = read_questions(name)
    own = questions[len(read_scale(name).questions) :]
    assert 8 <= len(own) <= 10
    assert {one.concept for one in questions} == {None, *read_scale(name).concept_codes}


@pytest.mark.parametrize("name", list_scales())
def test_questions_ask_for_one_past_event_and_never_what_one_would_do(name):
    for one in read_questions(name):
        assert any(verb in one.text.fr for verb in ("Racontez", "racontez")), one.text.fr
        assert any(verb in one.text.en for verb in ("Tell me", "tell me")), one.text.en
        assert not any(would in one.text.fr for would in ("feriez", "diriez", "seriez", "Que faites-vous")), one.text.fr


@pytest.mark.parametrize("name", list_scales())
def test_no_question_is_asked_twice_nor_is_one_of_the_interview(name):
    texts = [one.text.fr for one in read_questions(name)]
    assert len(set(texts)) == len(texts)
    assert not set(texts) & {concept.question.fr for concept in read_scale(name).concepts}


def test_a_bank_is_read_after_the_questions_of_the_scale(bank):
    file = bank(GOOD)
    assert check_scale(file) == []
    assert [(one.concept, one.text.en) for one in read_questions(file)][-2:] == [
        ("1", "Tell me about a greeting returned."),
        (None, "Tell me about an open door."),
    ]


def test_a_scale_without_a_bank_works(small, write):
    file = write(small)
    assert check_scale(file) == []
    assert [one.text for one in read_questions(file)] == list(read_scale(file).questions)


FAULTS = [
    ('concept: "1"', 'concept: "9"', 2, "question_concept"),
    ("concept:", "concepts:", 2, "unknown_key"),
    ('    en: "Tell me about a greeting returned."\n', "", 2, "language_missing"),
    ("une porte ouverte", "un  salut RENDU", 5, "question_repeated"),
    ("Racontez une porte ouverte.", " ", 5, "blank"),
    ("questions:", "question:", 1, "unknown_key"),
    ("questions:", "\tquestions:", 1, "tab"),
    (GOOD, "", 1, "empty"),
    (GOOD, "- Racontez.", 1, "not_mapping"),
    (GOOD, "questions: []", 1, "list_empty"),
]


@pytest.mark.parametrize(("good", "wrong", "line", "code"), FAULTS)
def test_a_fault_is_told_with_its_file_and_line_and_the_scale_stays_usable(bank, good, wrong, line, code):
    file = bank(GOOD.replace(good, wrong))
    issues = check_scale(file)
    assert (line, code) in {(one.line, one.code) for one in issues}
    assert all(one.file.endswith("questions.yaml") and one.severity == "error" for one in issues)
    assert read_scale(file).id == "petite"
    with pytest.raises(ScaleError) as caught:
        read_questions(file)
    for one in issues:
        assert one.message("fr") in caught.value.message("fr")
        assert one.message("en") in caught.value.message("en")


def test_a_broken_scale_does_not_hide_what_is_wrong_with_its_bank(bank, small):
    file = bank(GOOD.replace("concept:", "concepts:"))
    file.write_text(small.replace("kind: ordinal", "kind: ordinale"), "utf-8")
    assert {(one.file.rsplit("/", 1)[-1], one.code) for one in check_scale(file)} >= {
        ("scale.yaml", "choice"),
        ("questions.yaml", "unknown_key"),
    }


def test_unknown_keys_are_answered_with_those_of_this_file(bank):
    [issue] = [one for one in check_scale(bank(GOOD.replace("concept:", "concepts:"))) if one.code == "unknown_key"]
    assert "fr, en, concept" in issue.text.fr
    assert "concept" in issue.text.fr
