"""Files dropped on the first page: answers of every kind, many at once, a review that goes on, and what cannot be read."""

import json
from io import BytesIO

import pytest
from desk_tools import ANSWER, ARC
from docx import Document
from pypdf import PdfWriter

from assessor.domain.answer import Answer
from assessor.domain.review import Review
from assessor.reports.dossier import review_data
from assessor.ui.draft import Draft


def drop(page, name: str, content: bytes):
    if not page.at.get("file_uploader"):
        page.at.button_group(key="field_source").set_value("file")
        page.run()
    page.at.file_uploader(key="entry_upload").upload(name, content, "application/octet-stream")
    return page.run()


def word_file(text: str) -> bytes:
    document = Document()
    document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def scanned_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_word_file_is_one_answer(page):
    drop(page, "C-12.docx", word_file(ANSWER))
    assert page.listed().options[0].startswith("C-12 – En janvier 2019")
    page.choose(ARC).press("entry_assess")
    assert "".join(one["text"] for one in page.mounted["answer"]["data"]["segments"]) == ANSWER


def test_one_answer_is_chosen_among_many_and_the_choice_is_kept(page):
    rows = "".join(json.dumps({"id": f"C-{number}", "text": f"{ANSWER} Numéro {number}."}) + "\n" for number in range(30))
    drop(page, "reponses.jsonl", rows.encode())
    page.listed().set_value(17)
    page.choose(ARC).press("entry_assess")
    assert page.mounted["answer"]["data"]["segments"][-1]["text"].endswith("Numéro 17.")
    assert page.listed().value == 17


def test_what_cannot_be_read_in_a_file_is_said_and_the_rest_can_be_chosen(page):
    rows = json.dumps({"id": "a", "text": ANSWER}) + "\n" + json.dumps({"id": "b", "text": ""}) + "\n{\n"
    drop(page, "reponses.jsonl", rows.encode())
    assert "2 réponse(s) du fichier n'ont pas pu être lues" in page.words
    assert "ligne 2" in page.words
    assert len(page.listed().options) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("reponses.csv", b"id;commentaire\n1;bonjour\n", "la colonne attendue est introuvable"),
        ("scan.pdf", scanned_pdf(), "aucun texte dans ce PDF"),
        ("photo.png", b"\x89PNG\r\n", "ne sont pas lus"),
        ("reponse.docx", b"pas un docx", "n'est pas celui d'un fichier .docx"),
        ("<b>x</b>.odt", b"x", "<b>x</b>.odt"),
    ],
)
def test_an_unreadable_file_is_said_in_plain_words(page, name, content, said):
    drop(page, name, content)
    assert said in page.words
    assert "<b>x</b>" not in page.html


def test_what_was_typed_stays_when_a_file_is_refused(page):
    page.type("Un brouillon.").run()
    drop(page, "photo.png", b"\x89PNG")
    page.at.button_group(key="field_source").set_value("paste")
    page.run()
    assert page.at.text_area(key="field_text").value == "Un brouillon."


def test_a_review_that_was_exported_goes_on(page):
    key = f"2:0-{ANSWER.index('.') + 1}"
    data = review_data(Answer("C-9", ANSWER), Review(before=1, after=2, verdicts={key: "accepted"}, reasons="Clair."), ARC)
    drop(page, "C-9.json", json.dumps(data).encode())
    assert "Votre niveau avant de voir la suggestion : 1 · Entretient" in page.words
    assert "Niveau suggéré" in page.words
    assert page.at.selectbox(key=page.key("_after", "selectbox")).value == 2
    assert json.loads(page.mounted["keeper"]["data"]["save"]["text"])["review"] == data["review"]


def test_a_dossier_made_with_another_model_says_that_what_is_shown_is_worked_out_today(page):
    page.assess(blind=False)
    written = page.at.code[0].value
    drop(page, "meme.json", written.encode())
    assert "Ce dossier a été fait avec autre chose" not in page.words
    data = json.loads(written)
    data["assessment"]["model"], data["policy"]["coverage"] = "arc-collaboration-d-avant", 0.8
    drop(page, "autre.json", json.dumps(data).encode())
    assert "Ce dossier a été fait avec autre chose" in page.words
    assert "modèle : arc-collaboration-d-avant, aujourd'hui arc-collaboration-" in page.words
    assert "couverture : 0.8, aujourd'hui 0.9" in page.words
    assert "seuil de preuve" not in page.words


def test_a_verdict_on_a_passage_that_is_cut_otherwise_today_is_told_and_kept(page):
    end = ANSWER.index(".") + 1
    heard, half = f"2:0-{end}", f"2:0-{end - 4}"
    drop(page, "C-9.json", json.dumps(review_data(Answer("C-9", ANSWER), Review(verdicts={heard: "rejected"}), ARC)).encode())
    assert "Éléments de preuve" in page.words and "n'ont pas d'effet" not in page.words
    verdicts = {heard: "rejected", half: "accepted"}
    drop(page, "C-10.json", json.dumps(review_data(Answer("C-10", ANSWER), Review(verdicts=verdicts), ARC)).encode())
    assert "n'ont pas d'effet" in page.words and f"« {ANSWER[: end - 4]} », concept 2 : acceptée" in page.words
    assert "concept 2 : rejetée" not in page.words
    assert json.loads(page.mounted["keeper"]["data"]["save"]["text"])["review"]["verdicts"] == verdicts


def test_a_review_that_was_damaged_is_said_with_its_fields(page):
    data = review_data(Answer("C-9", ANSWER), Review(after=2), ARC)
    data["review"]["after"] = 12
    drop(page, "C-9.json", json.dumps(data).encode())
    assert "review.after : niveau 12 ; permis : 0, 1, 2, 3, 4" in page.words
    assert "as-answer" not in page.html


def three(page):
    rows = "".join(json.dumps({"id": f"C-{number}", "text": f"{ANSWER} Numéro {number}."}) + "\n" for number in range(3))
    return drop(page, "reponses.jsonl", rows.encode())


def shown(page) -> str:
    return page.mounted["answer"]["data"]["segments"][-1]["text"]


def test_the_answers_of_a_file_are_gone_through_one_after_another(page):
    three(page).choose(ARC).press("entry_assess")
    assert "Réponse 1 sur 3 du fichier : C-0 · décidées sur cette échelle : 0" in page.words
    assert page.at.button(key="turning_before").disabled
    page.press("turning_after")
    assert shown(page).endswith("Numéro 1.")
    page.at.radio(key=page.key("_before", "radio")).set_value(3)
    page.run().press(page.key("_reveal"))
    page.press("turning_end_after")
    assert shown(page).endswith("Numéro 2.")
    assert "Réponse 3 sur 3 du fichier : C-2 · décidées sur cette échelle : 1" in page.words
    assert page.at.button(key="turning_after").disabled
    assert page.at.button(key="turning_end_after").disabled
    page.press("turning_before")
    assert "Votre niveau avant de voir la suggestion" in page.words, "what was decided is still there"


def test_the_list_of_answers_tells_those_that_are_decided(page):
    three(page).choose(ARC).press("entry_assess").press("turning_after")
    page.at.radio(key=page.key("_before", "radio")).set_value(3)
    page.run().press(page.key("_reveal")).press("turning_after")
    field = page.listed()
    assert [label[:6] for label in field.options] == ["C-0 – ", "✓ C-1 ", "C-2 – "]
    assert field.value == 2
    page.run()
    assert page.listed().value == 2
    assert shown(page).endswith("Numéro 2.")


def test_who_decides_gives_the_name_once(page):
    three(page).choose(ARC).press("entry_assess")
    for number, name in enumerate(("Line Tran", None), start=1):
        page.at.radio(key=page.key("_before", "radio")).set_value(3)
        page.run().press(page.key("_reveal"))
        if name:
            page.at.text_input(key=page.key("_assessor", "text_input")).input(name)
            page.run()
        assert page.at.text_input(key=page.key("_assessor", "text_input")).value == "Line Tran", number
        page.press("turning_after")


def test_all_scales_side_by_side_for_one_answer_of_a_file_after_another(page):
    three(page).press("entry_assess").press("turning_after")
    assert "Réponse 2 sur 3 du fichier : C-1" in page.words
    assert "décidées" not in page.words


@pytest.mark.parametrize("text", [ANSWER, f"{ANSWER} Numéro 0."])
def test_an_answer_that_was_pasted_has_no_neighbours(page, text):
    three(page)
    page.at.button_group(key="field_source").set_value("paste")
    page.run().assess(text)
    assert "du fichier" not in page.words


def test_a_file_of_one_answer_has_no_neighbours(page):
    drop(page, "C-12.docx", word_file(ANSWER)).choose(ARC).press("entry_assess")
    assert "du fichier" not in page.words


def test_what_was_decided_before_a_restart_is_found_again_when_the_file_is_dropped_again(page):
    text = f"{ANSWER} Numéro 1."
    draft = Draft(Answer("C-1", text), ARC, Review(before=2, after=3, reasons="Deux ans."), revealed=True)
    page.at.session_state["saved_found"] = [{"key": draft.key, "text": draft.saved()}]
    three(page).choose(ARC).press("entry_assess")
    assert "décidées sur cette échelle : 1" in page.words
    page.press("turning_after")
    assert json.loads(page.mounted["keeper"]["data"]["save"]["text"])["review"]["after"] == 3
    assert page.at.text_area(key=page.key("_reasons", "text_area")).value == "Deux ans."


def test_what_was_decided_before_a_restart_is_found_again_from_all_scales_side_by_side(page):
    draft = Draft(Answer("1", ANSWER), ARC, Review(before=2, after=3, reasons="Deux ans."), revealed=True)
    page.at.session_state["saved_found"] = [{"key": draft.key, "text": draft.saved()}]
    page.type(ANSWER).press("entry_assess").press(f"compare_{ARC}")
    assert json.loads(page.mounted["keeper"]["data"]["save"]["text"])["review"]["after"] == 3


def test_a_review_found_in_the_browser_says_so_and_can_be_begun_afresh(page):
    draft = Draft(Answer("C-0", f"{ANSWER} Numéro 0."), ARC, Review(before=2, after=3, reasons="Deux ans."), revealed=True)
    page.at.session_state["saved_found"] = [{"key": draft.key, "text": draft.saved()}]
    three(page).choose(ARC).press("entry_assess")
    assert "Retrouvé dans la mémoire de ce navigateur" in page.words
    page.press("reopened_afresh")
    assert "Retrouvé dans la mémoire de ce navigateur" not in page.words
    assert "décidées sur cette échelle : 0" in page.words
    assert page.at.radio(key=page.key("_before", "radio")).value is None, "the level is asked before the suggestion is seen"
    kept = json.loads(page.mounted["keeper"]["data"]["save"]["text"])["review"]
    assert (kept["before"], kept["after"], kept["reasons"]) == (None, None, "")


def test_answers_that_are_only_leafed_through_leave_nothing_in_the_browser(page):
    three(page).choose(ARC).press("entry_assess")
    first = page.mounted["keeper"]["data"]["save"]["key"]
    page.press("turning_after")
    assert first in page.mounted["keeper"]["data"]["drop"] and page.mounted["keeper"]["data"]["left"] is None
    page.press("turning_before")
    assert page.mounted["keeper"]["data"]["save"]["key"] == first and first not in page.mounted["keeper"]["data"]["drop"]


def test_what_was_said_of_the_answer_before_is_kept_too(page):
    three(page).choose(ARC).press("entry_assess")
    page.at.radio(key=page.key("_before", "radio")).set_value(3)
    page.run().press(page.key("_reveal")).press("turning_after")
    left = json.loads(page.mounted["keeper"]["data"]["left"]["text"])
    assert left["review"]["before"] == 3 and left["answer"]["text"].endswith("Numéro 0.")
