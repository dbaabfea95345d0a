"""The scales that come with the program: complete, in both languages, and true to the codes they publish."""

import dataclasses
import re

import pytest

from assessor.domain.answer import Answer, Facts, ReadAnswer
from assessor.language import summary
from assessor.language.families import families
from assessor.rubric import check_scale, list_scales, read_scale
from assessor.rubric.facts import KNOWN_FACTS
from assessor.wording import Text

SCALES = {
    "approche-intervenants": ("A1", "A2", "A3", "A4"),
    "arc-collaboration": ("1", "2", "3", "4", "client", "equipe"),
    "ceric-partenariats": ("D1", "D2", "D3", "D4", "D5"),
    "cnrc-service": ("1", "2", "3", "4", "5"),
    "sfia-rlmt": ("4", "5", "6", "7"),
}


def test_the_five_scales_are_discovered():
    assert set(SCALES) <= set(list_scales())


@pytest.mark.parametrize("scale_id", list_scales())
def test_every_scale_is_without_fault_and_without_advice(scale_id):
    assert [issue.message() for issue in check_scale(scale_id)] == []


@pytest.mark.parametrize(("scale_id", "codes"), SCALES.items())
def test_codes_leave_the_program_as_published(scale_id, codes):
    scale = read_scale(scale_id)
    assert scale.codes == codes
    if scale.kind == "ordinal":
        assert [concept.level for concept in scale.concepts] == [int(code) for code in scale.concept_codes]
        assert scale.level_numbers == (0, *(level.number for level in scale.levels))
    else:
        assert scale.level_numbers == ()


@pytest.mark.parametrize("scale_id", SCALES)
def test_each_concept_teaches_with_three_examples_and_two_counterexamples(scale_id):
    scale = read_scale(scale_id)
    seen = set()
    for item in (*scale.concepts, *scale.exclusions):
        assert len(item.examples) >= 3
        assert len(item.counterexamples) >= 2
        for example in (*item.examples, *item.counterexamples):
            assert "[[" not in example.text
            assert example.text not in seen
            seen.add(example.text)
        for example in item.examples:
            span = example.text[example.start : example.end]
            assert span == span.strip() != ""
            # The finder works sentence by sentence: the evidence must not run over the end of one.
            assert not re.search(r"[.!?]\s+[A-ZÉÀ]", span)
            assert re.search(r"\bj(e\b|')", span, re.IGNORECASE), span


@pytest.mark.parametrize("scale_id", SCALES)
def test_interview_questions_ask_for_a_past_event(scale_id):
    scale = read_scale(scale_id)
    questions = [*scale.questions, *(concept.question for concept in scale.concepts)]
    assert len(scale.questions) >= 6
    assert all(question.fr.startswith("Racontez") for question in questions)
    assert len({question.fr for question in questions}) == len(questions)


@pytest.mark.parametrize("scale_id", SCALES)
def test_settings_that_no_source_fixes_are_there_and_unset(scale_id):
    settings = {setting.code: setting for setting in read_scale(scale_id).settings}
    assert {"recency_months", "single_event"} <= set(settings)
    assert all(setting.value is None and not setting.published for setting in settings.values())


def test_only_arc_has_exclusions_and_says_where_they_belong():
    assert [scale_id for scale_id in SCALES if read_scale(scale_id).exclusions] == ["arc-collaboration"]
    client, team = read_scale("arc-collaboration").exclusions
    assert client.belongs_to.fr == "Service d'excellence"
    assert "Travail d'équipe" in team.belongs_to.fr
    assert "Leadership" in team.belongs_to.fr


def test_arc_concepts_carry_effort_and_benefit():
    for concept in read_scale("arc-collaboration").concepts:
        assert concept.effort
        assert concept.benefit


def test_ceric_mastery_is_information_and_never_a_level():
    information = {item.code: item for item in read_scale("ceric-partenariats").information}
    assert {"C1", "C2", "C3", "C4", "autonomy", "automation"} <= set(information)
    assert information["five_agreements"].value == 5
    assert [code for code, item in information.items() if not item.published] == ["risk", "frequency", "difficulty"]


def test_dimensions_may_name_every_measured_fact_and_no_other():
    answer = ReadAnswer(Answer("1", ""), ())
    counts = {field.name for field in dataclasses.fields(Facts)} - {"modality", "parties", "lexicon"}
    assert counts | set(families()) | set(summary(answer)) == KNOWN_FACTS


def test_the_name_of_a_level_never_says_its_number_again():
    arc, cnrc, sfia = (read_scale(name) for name in ("arc-collaboration", "cnrc-service", "sfia-rlmt"))
    assert arc.level_name(4).fr == arc.concept("4").name.fr and sfia.level_name(6).en == sfia.concept("6").name.en
    for scale in (arc, cnrc, sfia):
        for number in scale.level_numbers:
            name = scale.level_name(number)
            assert name.fr and name.en and str(number) not in name.fr + name.en
    assert arc.level_name(0) == cnrc.level_name(0)


def test_a_level_with_a_name_of_its_own_keeps_it_beside_what_carries_it():
    arc = read_scale("arc-collaboration")
    named = dataclasses.replace(arc, levels=(dataclasses.replace(arc.levels[0], name=Text("Débutant", "Beginner")), *arc.levels[1:]))
    assert named.level_name(1).en == f"Beginner – {arc.concept('1').name.en}"
    alone = dataclasses.replace(named, concepts=named.concepts[1:])
    assert alone.level_name(1).fr == "Débutant" and dataclasses.replace(arc, concepts=()).level_name(2).fr == "Niveau 2"
