"""What two newcomers stumbled over: a choice in the other language, a second file, many reviews kept, a button that says nothing."""

import json
from types import SimpleNamespace

import pytest
from desk_tools import ANSWER, ARC, Page
from test_files import drop

from assessor.domain.answer import Answer
from assessor.ui import redraw
from assessor.ui.components.export import _called
from assessor.ui.draft import Draft


def english(page: Page) -> Page:
    page.at.button_group(key="language_switch").set_value("en")
    return page.run()


def review(page: Page) -> dict:
    return json.loads(page.mounted["keeper"]["data"]["save"]["text"])["review"]


def test_a_level_chosen_in_one_language_stays_chosen_in_the_other(page):
    page.assess(blind=False)
    page.at.selectbox(key=page.key("_after", "selectbox")).set_value(2)
    page.run()
    english(page)
    assert page.at.selectbox(key=page.key("_after_en", "selectbox")).value == 2
    page.verdicts()[0].set_value("rejected")
    page.run()
    assert review(page)["after"] == 2


def test_a_level_chosen_blind_and_a_concept_stay_chosen_in_the_other_language(page):
    page.assess()
    page.at.radio(key=page.key("_before", "radio")).set_value(3)
    page.run()
    english(page)
    assert page.at.radio(key=page.key("_before_en", "radio")).value == 3
    page.at.button_group(key="language_switch").set_value("fr")
    page.run().press(page.key("_reveal"))
    page.at.selectbox(key=page.key("_adding_concept", "selectbox")).set_value("4")
    page.run()
    english(page)
    assert page.at.selectbox(key=page.key("_adding_concept_en", "selectbox")).value == "4"


def test_no_list_of_translated_choices_is_the_same_in_both_languages(page):
    page.assess(blind=False)
    french = {one.key: list(one.options) for kind in (page.at.selectbox, page.at.radio) for one in kind}
    english(page)
    for one in (*page.at.selectbox, *page.at.radio):
        assert french.get(one.key, list(one.options)) == list(one.options)


@pytest.mark.parametrize(
    ("path", "key", "value"), [("p20_scales", "scales_choice", "cnrc-service"), ("p15_practise", "practise_scale", ARC)]
)
def test_a_scale_chosen_on_another_page_stays_chosen_in_the_other_language(mounted, path, key, value):
    page = Page(mounted, f"assessor/ui/pages/{path}.py")
    page.at.selectbox(key=key).set_value(value)
    page.run()
    english(page)
    assert page.at.selectbox(key=f"{key}_en").value == value


def test_what_is_clicked_outside_a_part_that_is_drawn_alone_draws_the_whole_page(monkeypatch):
    drawn = []
    monkeypatch.setattr(redraw, "st", SimpleNamespace(session_state={}, rerun=lambda: drawn.append("whole")))
    redraw.follow()
    assert drawn == []
    redraw.ask()
    redraw.follow()
    redraw.follow()
    assert drawn == ["whole"]
    redraw.ask()
    redraw.done()
    redraw.follow()
    assert drawn == ["whole"]


def test_a_second_file_begins_with_its_own_first_answer(page):
    rows = "".join(json.dumps({"id": f"C-{number}", "text": f"{ANSWER} Numéro {number}."}) + "\n" for number in range(5))
    drop(page, "premier.jsonl", rows.encode())
    page.listed().set_value(3)
    page.run()
    page.at.file_uploader(key="entry_upload").clear()
    page.run()
    drop(page, "second.jsonl", json.dumps({"id": "D-1", "text": ANSWER}).encode())
    assert page.listed(2).value == 0
    page.choose(ARC).press("entry_assess")
    assert page.mounted["answer"]["data"]["segments"]


def test_adding_nothing_says_what_is_lacking(page):
    page.assess(blind=False)
    page.press(page.key("_adding_add"))
    assert "Choisissez d'abord des mots ou une phrase" in page.words
    assert review(page)["added"] == []


def test_the_suggested_level_is_not_called_possible_as_well(page):
    page.assess(blind=False)
    chosen = page.words.split('class="as-chosen"')[1].split("</li>")[0]
    assert "suggéré" in chosen
    assert "ne peut être écarté" not in chosen


def test_a_checklist_does_not_ask_for_a_level(page):
    page.assess(scale="ceric-partenariats")
    assert "Votre niveau" not in page.words
    assert "choisissez votre niveau" not in page.words
    assert "Les démonstrations, à votre avis" in page.words


def test_every_review_that_was_kept_is_within_reach(page):
    texts = [f"J'ai appelé la mairie {number} fois." for number in range(40)]
    drafts = [Draft(Answer("1", text), ARC) for text in texts]
    page.at.session_state["saved_found"] = [{"key": one.key, "text": one.saved()} for one in drafts]
    page.run()
    assert all(text in page.words for text in texts)
    assert "Collaboration avec les partenaires et intervenants · Pas encore décidé" in page.words
    page.press("saved_resume_39")
    assert page.at.text_area(key="field_text").value == texts[39]


def test_pasted_answers_are_told_apart_in_the_names_of_their_files():
    assert _called(Answer("1", "En mai, j'ai appelé la directrice du centre.")) == "En mai, j'ai appelé la"
    assert _called(Answer("C-12", "En mai.")) == "C-12"
