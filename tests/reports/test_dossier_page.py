"""The page to print: complete, in both languages, and nothing in it is executed or fetched."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from decided import ANSWER, REVIEW, SCALE, assessment, evidence
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.answer import Answer
from assessor.domain.assessment import Suggestion
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review
from assessor.language import FACT_NAMES, summary
from assessor.language.reader import read_answer
from assessor.reports.marked import segments
from assessor.reports.page import dossier_page
from assessor.rubric import list_scales, read_scale
from assessor.rubric.facts import KNOWN_FACTS
from assessor.wording import codes


class Text(HTMLParser):
    """The words of a page, and the elements in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.tags = "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def test_the_page_holds_the_decision_the_evidence_and_where_it_comes_from():
    words = Text(dossier_page(assessment(), REVIEW, SCALE)).words
    for expected in (
        "C-17",
        "2 – Établit une nouvelle",
        "1 – Entretient les relations",
        "M. Tremblay",
        "acceptée",
        "Mots : 40",
        "75 %",
        "0,5",
    ):
        assert expected in words
    assert "arc-collaboration-0a1b2c3d" in words
    assert "Politique prudente" in words


def test_a_level_is_named_with_what_carries_it_and_a_question_is_asked_once():
    words = Text(dossier_page(assessment(), REVIEW, SCALE)).words
    assert f"2 – {SCALE.concept('2').name.fr}" in words and "Niveau 2 –" not in words
    for one in assessment().missing:
        assert words.count(one.question.fr) == 1


def test_a_verdict_on_a_passage_that_is_none_today_is_printed_as_without_effect():
    found, text = evidence(1, "2"), assessment().answer.text
    review = replace(REVIEW, verdicts={found.key: "accepted", "2:0-9": "rejected"})
    words = Text(dossier_page(assessment(found), review, SCALE)).words
    assert f"« {text[:9]} », concept 2 : rejetée" in words and "Avis sans effet" in words and "concept 2 : acceptée" not in words
    assert "Avis sans effet" not in Text(dossier_page(assessment(found), replace(review, verdicts={found.key: "accepted"}), SCALE)).words


def test_added_evidence_is_said_to_be_added():
    review = replace(REVIEW, added=(evidence(0, "2"),))
    assert "ajoutée" in Text(dossier_page(assessment(evidence(0, "2", 1.0)), review, SCALE)).words


def test_the_page_speaks_english():
    page = dossier_page(assessment(), REVIEW, SCALE, "en")
    assert '<html lang="en">' in page
    assert "The person's decision" in Text(page).words
    assert "Niveau retenu" not in page
    words = Text(page).words
    assert "Scale: Collaborating" in words and " :" not in words.replace(" :smile:", "")
    assert "«" not in words.replace("« Établit", "") and "“J'ai trouvé le nom de Paula Mendes" in words


def test_turns_of_phrase_are_said_to_be_counted_and_those_not_found_are_left_out():
    words = Text(dossier_page(replace(assessment(), facts={"words": 40.0, "months": 0.0}), REVIEW, SCALE)).words
    assert "personne n'a vérifié de qui ni de quoi ils parlent" in words
    assert "Mots40" in words and "Durée la plus longue" not in words


def test_candidate_text_is_data():
    page = Text(dossier_page(assessment(), REVIEW, SCALE))
    assert "<b>$x$</b> :smile:" in page.words
    assert "Le premier pas est <i>clair</i>." in page.words
    assert ("i", {}) not in page.tags


@settings(deadline=None)
@given(st.text(min_size=1))
def test_no_text_makes_an_element(typed):
    inert = typed.replace("\0", " ")
    given_ = replace(assessment(Evidence(0, len(inert), inert, "2", 0.9)), answer=Answer("1", inert), star=())
    page = Text(dossier_page(given_, Review(reasons=inert), SCALE))
    plain = Text(
        dossier_page(replace(given_, answer=Answer("1", "x"), evidence=(Evidence(0, 1, "x", "2", 0.9),)), Review(reasons="x"), SCALE)
    )
    assert page.tags == plain.tags


def test_nothing_is_fetched():
    page = dossier_page(assessment(), REVIEW, SCALE)
    assert not re.search(r"(src|href)=|url\(|@import|https?://", page)
    assert "<script" not in page


def test_a_checklist_shows_its_demonstrations():
    scale = read_scale("ceric-partenariats")
    suggestion = Suggestion(None, ("D1",), {code: 0.9 if code == "D1" else 0.1 for code in scale.concept_codes})
    shown = replace(assessment(), scale=scale.id, suggestion=suggestion, evidence=(evidence(1, "D1"),), missing=())
    words = Text(dossier_page(shown, Review(demonstrated=("D1", "D2"), demonstrated_before=()), scale)).words
    assert f"D1 – {scale.concept('D1').name.fr}\nD2 – {scale.concept('D2').name.fr}" in words
    assert "Démonstrations avant la suggestion\n" not in words and "Démonstrations avant la suggestionaucune" in words
    assert "► D1" in words
    assert "► D2" not in words


def test_every_fact_has_a_name():
    named = {code.removeprefix("report.fact.") for code in codes("fr") if code.startswith("report.fact.")}
    assert set(summary(read_answer(Answer("1", "J'ai appelé.")))) <= named
    assert named >= KNOWN_FACTS
    assert {name.removeprefix("lexicon.") for name in FACT_NAMES if name.startswith("lexicon.")} <= named
    assert {fact for scale in list_scales() for dimension in read_scale(scale).dimensions for fact in dimension.facts} <= named


@given(
    st.text(),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(SCALE.codes), st.sampled_from([0.0, 0.9])), max_size=6),
)
def test_segments_give_the_text_back_and_mark_what_stands(text, spans):
    found = [Evidence(s, e, text[s:e], code, strength) for s, e, code, strength in spans if s < e <= len(text)]
    pieces = segments(text, found)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        assert list(piece.covering) == [
            one for one in found if one.probability and one.start <= piece.start and piece.start + len(piece.text) <= one.end
        ]


def test_rejected_evidence_is_struck_out_and_no_longer_marked():
    page = dossier_page(assessment(evidence(1, "2", 0.0)), replace(REVIEW, added=(), verdicts={evidence(1, "2").key: "rejected"}), SCALE)
    assert "<mark>" not in page
    assert 'class="rejected"' in page
    assert "rejetée" in page


def test_what_the_program_said_before_the_verdicts_stays_beside_what_it_says_with_them():
    rejecting = replace(REVIEW, added=(evidence(0, "3"),), verdicts={evidence(1, "2").key: "rejected"})
    alone, judged = assessment(evidence(1, "2", 0.83), level=2), assessment(evidence(1, "2", 0.0), evidence(0, "3", 1.0), level=1)
    less = judged.suggestion.probabilities | {"1": 0.58, "2": 0.17}
    judged = replace(judged, suggestion=replace(judged.suggestion, probabilities=less))
    words = Text(dossier_page(judged, rejecting, SCALE, alone=alone)).words
    assert "83 %" in words and "100 %" not in words, "a passage keeps its own strength, and one that a person found has none"
    assert "Avant les avis de la personne" in words
    assert "avant tout avis, le programme proposait : 2 – Établit" in words and "Il n'hésitait pas." in words
    assert "Ne pouvaient alors être écartés : 1, 2" in words and "compte tenu des avis" in words
    untouched = Text(dossier_page(alone, Review(), SCALE, alone=alone)).words
    assert "83 %" in untouched and "Avant les avis" not in untouched and "compte tenu" not in untouched


def test_without_the_program_s_own_assessment_no_strength_is_made_up():
    rejecting = Review(verdicts={evidence(1, "2").key: "rejected"})
    rows = dossier_page(assessment(evidence(1, "2", 0.0), evidence(2, "1", 0.7)), rejecting, SCALE)
    assert '0 %</td><td class="verdict">rejetée' not in rows and '–</td><td class="verdict">rejetée' in rows
    assert '70 %</td><td class="verdict">trouvée, sans avis' in rows


def test_what_belongs_elsewhere_stands_apart_from_the_evidence():
    words = Text(dossier_page(assessment(evidence(1, "2"), evidence(2, "client", 0.6)), Review(), SCALE)).words
    assert words.index("Éléments de preuve") < words.index("Ce qui relève d'autre chose") < words.index("client – ")
    assert "relève d'autre chose" not in Text(dossier_page(assessment(), REVIEW, SCALE)).words


@pytest.mark.parametrize("level", [0, 4])
def test_the_lowest_and_the_highest_level_can_be_printed(level):
    assert f"► {level} – " in Text(dossier_page(assessment(level=level), REVIEW, SCALE)).words
    assert ANSWER.id in dossier_page(assessment(level=level), Review(), SCALE)
