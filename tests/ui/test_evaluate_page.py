"""« Évaluer » without a browser: what is asked, what is shown, what a person decides, in both languages."""

import json

import pytest
from desk_tools import ANSWER, ARC, Page

from assessor.domain.answer import Answer
from assessor.ui import desk
from assessor.ui.draft import Draft, restored


def saved(page: Page) -> dict:
    return json.loads(page.mounted["keeper"]["data"]["save"]["text"])


def test_the_first_page_asks_for_an_answer_and_a_scale(page):
    assert "Évaluer une réponse" in page.words
    assert page.at.radio(key="field_scale").options[0] == "Quelle compétence est-ce ?"
    assert len(page.at.radio(key="field_scale").options) == 6


def test_the_own_level_comes_before_the_suggestion(page):
    page.assess()
    assert "Votre niveau" in page.words
    assert "Niveau suggéré" not in page.words
    assert "as-ladder" not in page.words
    assert "Pourquoi pas le niveau suivant" not in page.words
    assert "Recevabilité" not in page.words
    assert "as-evidence" not in page.html
    assert not any(piece["marks"] for piece in page.mounted["answer"]["data"]["segments"])
    page.at.radio(key=page.key("_before", "radio")).set_value(2)
    page.run().press(page.key("_reveal"))
    assert "Niveau suggéré" in page.words
    assert "Votre niveau avant de voir la suggestion : 2 · Établit une nouvelle relation" in page.words
    assert saved(page)["review"]["before"] == 2


def test_what_was_said_before_stays_decided_until_the_person_says_otherwise(page):
    page.assess()
    page.at.radio(key=page.key("_before", "radio")).set_value(2)
    page.run().press(page.key("_reveal"))
    assert page.at.selectbox(key=page.key("_after", "selectbox")).value == 2
    page.at.selectbox(key=page.key("_after", "selectbox")).set_value(3)
    page.run()
    assert (saved(page)["review"]["before"], saved(page)["review"]["after"]) == (2, 3)


def test_a_level_taken_back_is_no_decision_whatever_was_said_before(page):
    page.assess()
    page.at.radio(key=page.key("_before", "radio")).set_value(2)
    page.run().press(page.key("_reveal"))
    assert restored(page.mounted["keeper"]["data"]["save"]["text"]).decided
    page.at.selectbox(key=page.key("_after", "selectbox")).select_index(0)
    page.run()
    assert page.at.selectbox(key=page.key("_after", "selectbox")).value == -1
    assert not restored(page.mounted["keeper"]["data"]["save"]["text"]).decided


def test_of_an_english_answer_only_the_language_is_said(page):
    page.assess("We agreed on a shared plan with the harbour office, and I called them every week until the new line opened in May. " * 3)
    assert "Langue" in page.words
    for gate in ("Première personne", "Événement", "Compétence visée"):
        assert gate not in page.words


def test_rating_first_can_be_skipped_and_leaves_no_level(page):
    page.assess()
    page.press(page.key("_skip"))
    assert "Niveau suggéré" in page.words
    assert saved(page)["review"]["before"] is None


def test_blind_rating_can_be_switched_off(page):
    page.assess(blind=False)
    assert "Niveau suggéré" in page.words


def test_rejected_evidence_lowers_the_level_and_restoring_it_gives_it_back(page):
    page.assess(blind=False)
    before = page.level()
    assert before > 0
    for number in range(len(page.verdicts())):
        page.verdicts()[number].set_value("rejected")
        page.run()
    assert page.level() < before
    assert "as-rejected" in page.words
    for number in range(len(page.verdicts())):
        page.verdicts()[number].set_value("none")
        page.run()
    assert page.level() == before
    assert saved(page)["review"]["verdicts"] == {}


def test_a_sentence_from_the_list_becomes_evidence_and_can_be_removed(page):
    page.assess(blind=False)
    page.at.selectbox(key=page.key("_adding_sentence", "selectbox")).set_value(2)
    page.run()
    page.at.selectbox(key=page.key("_adding_concept", "selectbox")).set_value("4")
    page.run().press(page.key("_adding_add"))
    [added] = saved(page)["review"]["added"]
    assert (added["quote"], added["concept"]) == ("Je ne connaissais personne dans ce domaine.", "4")
    assert "ajoutée par vous" in page.words
    page.press(page.key(f"_remove_4:{added['start']}-{added['end']}"))
    assert saved(page)["review"]["added"] == []


def test_words_selected_with_the_mouse_become_evidence(page):
    page.assess(blind=False)
    start = ANSWER.index(" deux récupérateurs")
    # The browser reports what was selected; the page is then drawn again.
    state = page.at.session_state
    adder = page.key("_adding_add").removesuffix("_add")
    state[f"{adder}_span"] = (start + 1, start + 1 + len("deux récupérateurs de la Mauricie"))
    page.run()
    assert "« deux récupérateurs de la Mauricie »" in page.words
    page.at.selectbox(key=f"{adder}_concept").set_value("3")
    page.run().press(f"{adder}_add")
    assert [one["quote"] for one in saved(page)["review"]["added"]] == ["deux récupérateurs de la Mauricie"]


def test_the_program_never_writes_the_persons_level(page):
    page.assess(blind=False)
    assert saved(page)["review"]["after"] is None
    page.at.selectbox(key=page.key("_after", "selectbox")).set_value(1)
    page.at.text_area(key=page.key("_reasons", "text_area")).input("Un seul contact nommé.")
    page.at.text_input(key=page.key("_assessor", "text_input")).input("M. Roy")
    page.run()
    page.verdicts()[0].set_value("accepted")
    page.run()
    review = saved(page)["review"]
    assert (review["after"], review["reasons"], review["assessor"]) == (1, "Un seul contact nommé.", "M. Roy")


def test_a_verdict_only_concludes_again(page, monkeypatch):
    page.assess(blind=False)

    def never(*_args):
        raise AssertionError("the answer was read again")

    monkeypatch.setattr("assessor.assess.encode_answers", never)
    monkeypatch.setattr("assessor.assess.read_answers", never)
    page.verdicts()[0].set_value("rejected")
    page.run()
    assert "✗ rejetée" in page.words


def test_which_competency_is_it_shows_every_scale_and_opens_one(page):
    page.type(ANSWER).press("entry_assess")
    assert page.words.count("caché jusqu'à votre note") >= 5
    page.press(f"compare_{ARC}")
    assert "Votre niveau" in page.words
    assert saved(page)["scale"]["id"] == ARC
    assert "compare_cnrc-service" not in [button.key for button in page.at.button]
    page.press("compare_back").press("compare_cnrc-service")
    assert saved(page)["scale"]["id"] == "cnrc-service"
    page.assess(ANSWER + " Puis j'ai tout relu.")
    assert "compare_back" not in [button.key for button in page.at.button]


def test_which_competency_is_it_shows_levels_when_not_blind(page):
    page.at.toggle(key="field_blind").set_value(False)
    page.type(ANSWER).press("entry_assess")
    assert page.words.count("Niveau suggéré") == 3
    assert page.words.count("Démonstrations suggérées") == 2


def test_a_checklist_is_reviewed_by_demonstration(page):
    page.assess(scale="ceric-partenariats")
    assert "as-ladder" not in page.words
    page.at.checkbox(key=page.key("_before_D2", "checkbox")).check()
    page.run().press(page.key("_reveal"))
    assert saved(page)["review"]["demonstrated"] == ["D2"]
    assert page.words.count("montrée") >= 5
    page.at.checkbox(key=page.key("_after_D1", "checkbox")).check()
    page.run()
    assert saved(page)["review"]["demonstrated"] == ["D1", "D2"]
    assert saved(page)["review"]["demonstrated_before"] == ["D2"], "what was said before the suggestion stands"
    assert "Vos démonstrations avant de voir la suggestion : D2" in page.words


def test_in_english(mounted):
    page = Page(mounted, lang="en")
    assert "Assess an answer" in page.words
    page.assess(blind=False)
    assert "Suggested level:" in page.words
    assert "Admissibility" in page.words
    for french in ("Niveau suggéré", "Recevabilité", "Votre niveau", "Éléments de preuve"):
        assert french not in page.words


def test_the_language_switch_is_kept_in_the_address(page):
    page.at.button_group(key="language_switch").set_value("en")
    page.run()
    assert "Assess an answer" in page.words
    assert page.at.query_params["lang"] == "en"


def test_switching_the_language_loses_nothing(page):
    page.assess(blind=False)
    page.verdicts()[0].set_value("rejected")
    page.run()
    before = saved(page)["review"]
    page.at.button_group(key="language_switch").set_value("en")
    page.run()
    assert saved(page)["review"] == before
    assert "✗ rejected" in page.words


def test_going_to_the_scales_and_back_loses_nothing(page):
    page.assess(blind=False)
    before = saved(page)
    page.at.switch_page("assessor/ui/pages/p20_scales.py")
    page.run()
    assert "Concepts et indicateurs" in page.words
    page.at.switch_page("assessor/ui/pages/p10_evaluate.py")
    page.run()
    assert saved(page) == before
    assert page.at.text_area(key="field_text").value == ANSWER


def test_typed_markup_is_shown_as_typed(page):
    typed = ANSWER + " <script>alert('x')</script> **gras** $x^2$ :smile: 🎉"
    page.assess(typed, blind=False)
    assert "<script>" not in page.html
    assert "".join(one["text"] for one in page.mounted["answer"]["data"]["segments"]) == typed


def test_what_the_browser_kept_is_offered_and_resumed(page, mounted):
    page.assess(blind=False)
    page.verdicts()[0].set_value("rejected")
    page.run()
    kept = page.mounted["keeper"]["data"]["save"]
    later = Page(mounted)
    assert mounted["keeper"]["data"]["ask"]
    visit = mounted["keeper"]["data"]["visit"]
    later.at.session_state["saved_found"] = [{"key": kept["key"], "text": kept["text"]}]
    later.run()
    assert visit == mounted["keeper"]["data"]["visit"]
    assert "En janvier 2019" in later.words
    later.press("saved_resume_0")
    assert saved(later)["review"] == json.loads(kept["text"])["review"]
    assert "✗ rejetée" in later.words


def test_what_the_browser_kept_can_be_erased(page):
    page.at.session_state["saved_found"] = [{"key": "abc", "text": json.dumps({"entry": "J'ai appelé.", "scale": ARC})}]
    page.run()
    assert "J'ai appelé." in page.words
    page.press("saved_erase_0")
    assert "abc" in page.mounted["keeper"]["data"]["drop"]
    assert "J'ai appelé." not in page.words


def test_all_that_the_browser_kept_is_erased_at_once_after_a_second_question(page):
    kept = [{"key": f"key{number}", "text": json.dumps({"entry": f"J'ai appelé {number}.", "scale": ARC})} for number in range(2)]
    page.at.session_state["saved_found"] = kept
    page.run()
    assert "Effacer les 2 évaluations" in [button.label for button in page.at.button]
    page.press("saved_erase_all")
    assert {"key0", "key1"} <= set(page.mounted["keeper"]["data"]["drop"])
    assert "J'ai appelé" not in page.words


def test_a_review_is_offered_by_the_name_of_its_answer(page):
    draft = Draft(Answer("C-12", ANSWER), ARC)
    page.at.session_state["saved_found"] = [{"key": draft.key, "text": draft.saved()}]
    page.run()
    assert "C-12 · « En janvier 2019" in page.words


def test_a_damaged_memory_is_said_and_forgotten(page):
    page.at.session_state["saved_found"] = [{"key": "abc", "text": '{"dossier": 1, "answer": {}}'}]
    page.run().press("saved_resume_0")
    assert "ne peut pas être lu" in page.words
    assert "abc" in page.mounted["keeper"]["data"]["drop"]


def test_what_is_typed_is_kept_before_it_is_assessed(page):
    page.type("Un brouillon, rien de plus.").run()
    assert json.loads(page.mounted["keeper"]["data"]["save"]["text"])["entry"] == "Un brouillon, rien de plus."


def test_the_exported_dossier_gives_the_review_back(page):
    page.assess(blind=False)
    page.verdicts()[0].set_value("rejected")
    page.run()
    written = page.at.code[0].value
    said, judged = (json.loads(written)[name] for name in ("program", "assessment"))
    assert said["evidence"][0]["probability"] > 0 == judged["evidence"][0]["probability"], "the program's own words stay beside"
    draft = restored(written)
    assert draft.answer.text == ANSWER
    assert dict(draft.review.verdicts) == saved(page)["review"]["verdicts"]
    assert draft.revealed


@pytest.mark.parametrize(("lang", "said"), [("fr", "La réponse est vide"), ("en", "The answer is empty")])
def test_an_empty_answer_is_said_kindly(mounted, lang, said):
    page = Page(mounted, lang=lang).type("   \n ").press("entry_assess")
    assert said in page.words
    assert "as-gates" not in page.words


@pytest.mark.parametrize("typed", ["!!! … ???", "🎉"])
def test_a_text_without_a_word_is_said_kindly(page, typed):
    page.type(typed).press("entry_assess")
    assert "Le texte ne contient aucun mot" in page.words
    assert page.at.text_area(key="field_text").value == typed


@pytest.mark.parametrize(("lang", "said"), [("fr", "100\u202f000 au plus"), ("en", "100,000")])
def test_a_book_is_refused_and_stays_where_it_was_typed(mounted, lang, said):
    book = "J'ai appelé la mairie. " * 9_000
    page = Page(mounted, lang=lang).type(book).choose(ARC).press("entry_assess")
    assert said in page.words
    assert page.at.text_area(key="field_text").value == book


@pytest.mark.parametrize(
    ("typed", "gate"),
    [
        ("J'ai appelé Paula.", "Longueur"),
        ("I called the town hall in March and I asked to meet the director, whom I had never met before. " * 5, "Langue"),
        ("اتصلت بمدير البلدية في شهر مارس وطلبت لقاءه لأول مرة لأنني لم أكن أعرفه من قبل. " * 6, "Langue"),
    ],
)
def test_what_cannot_be_assessed_fails_a_gate_in_plain_words(page, typed, gate):
    page.assess(typed, blind=False)
    assert "n'est pas recevable" in page.words
    failed = page.words.split('class="as-failed"')[1:]
    assert any(gate in one for one in failed)
    assert page.at.text_area(key="field_text").value == typed
    if gate == "Langue":  # nothing that the models say of it is shown
        assert "Aucune suggestion" in page.words and "Niveau suggéré" not in page.words
        assert not any(drawn in page.words for drawn in ("as-ladder", "as-star", "as-ends"))
    else:
        assert page.level() == 0


@pytest.mark.parametrize(
    "typed",
    [
        "Nom\tPoste\tAnnée\nPaula\tIngénieure\t2019\nYves\tMaire\t2020\n" * 20,
        "EXPÉRIENCE\n2015-2020 Conseillère, ministère\n2010-2015 Agente\n\nFORMATION\n2009 Baccalauréat\n\nLANGUES\nFrançais, anglais\n"
        * 5,
    ],
)
def test_a_table_or_a_cv_is_looked_at_without_a_fault(page, typed):
    page.assess(typed, blind=False)
    assert "as-gates" in page.words


def test_a_missing_model_is_said_on_the_page(page, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSESSOR_MODELS", str(tmp_path))
    desk.load_assessor.cache_clear()
    try:
        page.assess()
        assert "assessor train" in page.words
        assert page.at.text_area(key="field_text").value == ANSWER
    finally:
        desk.load_assessor.cache_clear()
