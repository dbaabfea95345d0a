"""A dossier survives being written, sent, and read back; a damaged one says what is wrong with it."""

import json
from dataclasses import replace

import pytest
from decided import ANSWER, REVIEW, SCALE, TEXT, assessment, evidence, span
from hypothesis import given
from hypothesis import strategies as st

from assessor.domain.answer import Answer
from assessor.domain.evidence import Evidence
from assessor.domain.example import Rating
from assessor.domain.review import Review
from assessor.errors import AnswerError, ScaleError
from assessor.reports.dossier import dossier, parsed, read_dossier, review_data, training_example
from assessor.rubric import read_scale
from assessor.training.dataset import misfits

LEVELS = st.none() | st.sampled_from(SCALE.level_numbers)


def written(review: Review = REVIEW, **changes: object) -> dict:
    return json.loads(json.dumps(dossier(assessment(), review, SCALE), ensure_ascii=False)) | changes


def test_a_dossier_gives_back_the_answer_the_review_and_the_scale():
    answer, review, scale = read_dossier(written())
    assert (answer, scale) == (ANSWER, "arc-collaboration")
    assert (review.before, review.after, review.verdicts) == (1, 2, REVIEW.verdicts)
    assert [one.key for one in review.added] == ["2:0-71"]
    assert (review.reasons, review.assessor) == ("Le premier pas est <i>clair</i>.", "M. Tremblay")


def test_a_dossier_holds_what_a_recourse_asks_for():
    data = written()
    assert data["assessment"]["model"] == "arc-collaboration-0a1b2c3d"
    assert data["scale"]["version"] == SCALE.version
    assert data["scale"]["settings"] == {"recency_months": None, "single_event": None}
    assert data["policy"]["evidence_threshold"] == SCALE.policy.evidence_threshold
    assert data["assessment"]["evidence"][0]["quote"] == TEXT[slice(*span(1))]
    assert data["assessment"]["why"] == ["Parce que."]
    assert written() == data, "the same decision gives the same dossier"


def test_a_dossier_says_what_the_program_said_before_the_verdicts():
    data = dossier(assessment(evidence(1, "2", 0.0), level=1), REVIEW, SCALE, alone=assessment(evidence(1, "2", 0.83), level=2))
    assert [(data[name]["level"], data[name]["evidence"][0]["probability"]) for name in ("program", "assessment")] == [(2, 0.83), (1, 0.0)]
    assert written()["program"] is None, "nobody gave it"


def test_on_a_checklist_what_was_said_before_the_suggestion_comes_back_and_is_a_blind_rating():
    scale = read_scale("ceric-partenariats")
    review = Review(demonstrated_before=("D1",), demonstrated=("D1", "D2"), assessor="M. B.")
    shown = replace(assessment(), scale=scale.id, evidence=(evidence(1, "D1"), evidence(2, "D2")), missing=())
    data = json.loads(json.dumps(dossier(shown, review, scale)))
    assert read_dossier(data)[1] == review
    example = training_example(data)
    assert (example.demonstrated, example.ratings) == (("D1", "D2"), (Rating("M. B.", demonstrated=("D1",)),))
    data["review"]["demonstrated_before"] = ["D9"]
    with pytest.raises(AnswerError, match="demonstrated_before"):
        read_dossier(data)


@given(text=st.text(min_size=1).filter(str.strip), before=LEVELS, after=LEVELS, reasons=st.text(), rater=st.text(), data=st.data())
def test_whatever_was_typed_comes_back_as_it_was(text, before, after, reasons, rater, data):
    end = data.draw(st.integers(1, len(text)))
    start = data.draw(st.integers(0, end - 1))
    added = Evidence(start, end, text[start:end], data.draw(st.sampled_from(SCALE.codes)), 1.0)
    review = Review(before, after, {added.key: data.draw(st.sampled_from(["accepted", "rejected"]))}, (added,), None, reasons, rater)
    answer, back, _ = read_dossier(json.loads(json.dumps(review_data(Answer("1", text), review, SCALE.id))))
    assert answer.text == text
    assert (back.before, back.after, back.verdicts, back.reasons, back.assessor) == (before, after, review.verdicts, reasons, rater)
    assert [(one.key, one.quote) for one in back.added] == [(added.key, added.quote)]


def damaged(path: str, value: object) -> dict:
    data = written()
    *parents, last = path.split(".")
    place = data
    for name in parents:
        place = place[int(name)] if name.isdigit() else place[name]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("dossier", 2, "format 2"),
        ("dossier", "1", "dossier : absent, ou d'un autre type"),
        ("answer.text", 12, "answer.text"),
        ("review.after", 7, "niveau 7 ; permis : 0, 1, 2, 3, 4"),
        ("review.before", -1, "niveau -1"),
        ("review.after", True, "review.after"),
        ("review.demonstrated", ["D1"], "code D1"),
        ("review.added.0.quote", "autre chose", "review.added[0]"),
        ("review.added.0.end", 10_000, "review.added[0]"),
        ("review.added.0.concept", "9", "code 9 ; permis : 1, 2, 3, 4, client, equipe"),
        ("review.verdicts", {"2:0-9999": "accepted"}, "« 2:0-9999 »"),
        ("review.verdicts", {"2:-1-4": "accepted"}, "« 2:-1-4 »"),
        ("review.verdicts", {"2:0-4": "peut-être"}, "review.verdicts.2:0-4"),
        ("scale.id", "../../etc", "scale.id"),
        ("review", None, "review"),
    ],
)
def test_a_damaged_dossier_says_where(path, value, said):
    with pytest.raises(AnswerError) as caught:
        read_dossier(damaged(path, value))
    assert caught.value.code == "report_dossier"
    assert said in caught.value.text.fr
    assert "Exportez-le de nouveau" in caught.value.text.fr
    assert caught.value.text.en != caught.value.text.fr


def test_all_problems_are_said_at_once():
    data = damaged("review.after", 9)
    data["review"]["verdicts"] = {"rien": "accepted"}
    with pytest.raises(AnswerError) as caught:
        read_dossier(data)
    assert "niveau 9" in caught.value.text.fr
    assert "« rien »" in caught.value.text.fr


def test_a_scale_that_is_not_installed_is_named_with_those_that_are():
    with pytest.raises(ScaleError, match="cnrc-service"):
        read_dossier(damaged("scale.id", "pilotage-spatial"))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1, 2]", "J'ai appelé.".encode(), b'{"id": "7", "text": "..."}', b"[" * 100_000, b"\xff\xfe"]
)
def test_other_files_are_not_taken_for_dossiers(content):
    assert parsed(content) is None


def test_a_decided_dossier_teaches_the_persons_level_with_the_standing_evidence():
    example = training_example(written())
    assert (example.level, example.meta["source"]) == (2, "reviewed")
    assert [label.concepts for label in example.sentences] == [(), ("2",), ("1",)]
    assert [label.star for label in example.sentences] == ["S", "A", "R"]
    assert [(one.rater, one.level) for one in example.ratings] == [("M. Tremblay", 1)]
    assert misfits(example, SCALE) == []


def test_rejected_evidence_teaches_nothing():
    rejected = assessment(evidence(1, "2"), evidence(2, "3", 0.0))
    example = training_example(dossier(rejected, REVIEW, SCALE))
    assert [label.concepts for label in example.sentences] == [(), ("2",), ()]


def test_where_the_level_contradicts_the_evidence_the_level_alone_is_learnt():
    example = training_example(written(replace(REVIEW, after=4)))
    assert (example.level, example.sentences) == (4, ())
    assert misfits(example, SCALE) == []


def test_the_blind_level_counts_when_no_other_was_given():
    assert training_example(written(replace(REVIEW, after=None))).level == 1


def test_the_programs_level_is_never_taken_for_a_persons():
    with pytest.raises(AnswerError, match="Personne n'a encore décidé"):
        training_example(written(replace(REVIEW, before=None, after=None)))


def test_a_review_without_its_assessment_cannot_teach():
    with pytest.raises(AnswerError, match="assessment"):
        training_example(review_data(ANSWER, REVIEW, SCALE.id))
