"""« S'exercer » without a browser: the order of the feedback, its words, both languages, and that nothing is kept."""

import pytest
from desk_tools import ANSWER, ARC
from practise_tools import CLIENT, ENGLISH, HABIT, OLD_FRIEND, PAGE, Practising

from assessor.ui.components.practise_feedback import SECTIONS
from assessor.wording import say


@pytest.fixture
def candidate(mounted) -> Practising:
    return Practising(mounted, PAGE)


def test_the_page_says_that_nothing_is_kept_and_keeps_nothing(candidate, mounted):
    assert "Rien n'est enregistré" in candidate.words
    candidate.write(ANSWER).press("practise_keep")
    assert "keeper" not in mounted or mounted["keeper"]["data"]["save"] is None
    assert candidate.at.session_state["desk_drafts"] == {}
    assert "desk_readings" not in candidate.at.session_state


def test_before_anything_is_written_the_order_is_promised(candidate):
    places = [candidate.words.index(say(f"practise.section.{name}").fr) for name in SECTIONS]
    assert places == sorted(places)
    assert "as-ladder" not in candidate.html


@pytest.mark.parametrize("scale", [ARC, "ceric-partenariats"])
def test_the_feedback_comes_in_its_order(mounted, scale):
    candidate = Practising(mounted, PAGE, scale=scale)
    candidate.write(ANSWER)
    places = [candidate.words.index(f"{number}. {say(f'practise.section.{name}').fr}") for number, name in enumerate(SECTIONS, start=1)]
    assert places == sorted(places)
    assert candidate.words.index("as-ladder") > places[-1]


def test_concepts_are_marked_and_quoted(candidate):
    candidate.write(ANSWER)
    shown = candidate.section("concepts")
    assert "as-mark" in shown
    assert "« J'ai trouvé le nom de Paula Mendes" in shown
    assert "3" in candidate.said


def test_one_thing_is_missing_and_comes_as_a_question(candidate):
    candidate.write(ANSWER)
    missing = candidate.section("missing")
    assert "le plus proche du niveau 3" in missing
    assert "niveau 4" in missing
    assert missing.count("as-think") == 1
    assert missing.rstrip().count("?") == 1
    assert "n'inventez rien" in missing


def test_the_highest_level_lacks_nothing(candidate, monkeypatch):
    from dataclasses import replace

    from assessor.assess import Assessor

    conclude = Assessor.conclude
    monkeypatch.setattr(Assessor, "conclude", lambda self, reading: replace(conclude(self, reading), missing=()))
    candidate.write(ANSWER)
    assert "Ce que cette échelle demande y ressort" in candidate.section("missing")


def test_the_balance_counts_je_nous_on_and_the_length(candidate):
    candidate.write(ANSWER)
    told = candidate.section("balance")
    assert "as-star" in told
    assert "<dt>Verbes à «\u00a0je\u00a0»</dt><dd>9</dd>" in told
    assert "154 mots" in told
    assert "avec un chiffre" in told


def test_how_sure_it_is_comes_last_with_how_often_it_is_right(candidate):
    candidate.write(ANSWER)
    assert "Sur 100 réponses jugées de niveau 3" in candidate.section("doubt")
    assert "ce sont elles qui décident" in candidate.section("doubt")


def test_a_checklist_is_told_by_demonstration(mounted):
    candidate = Practising(mounted, PAGE, scale="ceric-partenariats")
    candidate.write(ANSWER)
    assert "Démonstrations qui ressortent" in candidate.section("missing")
    assert "La prochaine à montrer" in candidate.section("missing")
    assert "niveau" not in candidate.section("missing").lower()


def test_a_text_that_is_too_short_gets_encouragement_and_no_level(candidate):
    candidate.write("En mai, la caisse fermait.")
    assert "C'est un début" in candidate.words
    assert "encore court" in candidate.said
    assert "Est-ce cette compétence" not in candidate.words
    assert "as-ladder" not in candidate.html


def test_a_habit_is_told_to_become_one_time(candidate):
    candidate.write(HABIT)
    told = candidate.section("event")
    assert "une habitude" in told
    assert "« En général, je travaille" in told
    assert "Quelle fois vous revient" in candidate.section("missing")
    assert "Voyez d'abord le point 1" in candidate.said


def test_a_text_in_english_is_told_to_be_in_french(candidate):
    candidate.write(ENGLISH)
    assert "ne lit que le français" in candidate.words
    assert candidate.field == ENGLISH
    assert "as-ladder" not in candidate.html


def test_an_example_about_a_client_is_told_where_it_belongs(candidate):
    candidate.write(CLIENT)
    told = candidate.section("competency")
    assert "Service d'excellence" in told
    assert "À revoir" in told


def test_the_same_text_about_service_is_welcome_there(candidate):
    candidate.write(CLIENT)
    candidate.at.selectbox(key="practise_scale").set_value("cnrc-service")
    candidate.run()
    assert candidate.field == CLIENT
    assert "L'exemple porte bien sur" in candidate.section("competency")
    assert candidate.at.query_params["scale"] == "cnrc-service"


def test_two_versions_are_told_apart_in_level_concepts_and_words(candidate):
    candidate.write(OLD_FRIEND).press("practise_keep")
    assert "Version 1 gardée" in candidate.words
    assert "as-drafts" not in candidate.html
    candidate.write(f"{OLD_FRIEND} {ANSWER}")
    assert "Ce qui a changé depuis la version 1" in candidate.words
    assert "En plus" in candidate.words
    assert "<ins> En janvier 2019" in candidate.html.replace("&#39;", "'")
    candidate.press("practise_back_1")
    assert candidate.field == OLD_FRIEND
    assert "En moins" in candidate.words
    assert "Version 2, gardée" in candidate.words


def test_a_passage_more_of_the_same_concepts_is_said(candidate):
    shorter = ANSWER.replace("Elle m'a présenté à deux récupérateurs de la Mauricie, que je suis allé rencontrer chez eux. ", "")
    candidate.write(shorter).press("practise_keep").write(ANSWER)
    assert "Les mêmes concepts ressortent ; passages trouvés" in candidate.words
    candidate.press("practise_keep").write(f"{ANSWER} ")
    assert "Les mêmes concepts ressortent." in candidate.words


def test_erasing_leaves_nothing(candidate):
    candidate.write(ANSWER).press("practise_keep").write(OLD_FRIEND)
    candidate.press("practise_erase")
    assert candidate.field == ""
    assert "Paula" not in candidate.html
    assert "practise_seen" not in candidate.at.session_state or not candidate.at.session_state["practise_seen"]
    candidate.run()
    assert candidate.field == ""


def test_questions_are_chosen_by_aim_and_one_after_the_other(candidate):
    first = candidate.words.split("as-question")[1]
    candidate.press("practise_another")
    assert candidate.words.split("as-question")[1] != first
    candidate.at.selectbox(key="practise_aim").set_value("4")
    candidate.run()
    assert "Elle vise : 4 – Élargit" in candidate.words.replace("\u00a0", " ")
    assert "Question 1 sur 2" in candidate.words
    candidate.at.selectbox(key="practise_scale").set_value("cnrc-service")
    candidate.run()
    assert "Elle vise toute la compétence" in candidate.words


def test_a_broken_question_bank_is_said_and_the_page_goes_on(candidate, monkeypatch, tmp_path):
    from shutil import copytree

    from assessor.paths import scales_root

    copytree(scales_root() / ARC, tmp_path / ARC, ignore=lambda *_: ["examples"])
    (tmp_path / ARC / "questions.yaml").write_text("questions: non", "utf-8")
    monkeypatch.setenv("ASSESSOR_SCALES", str(tmp_path))
    candidate.run()
    assert "questions.yaml:1" in candidate.words
    assert "Question 1 sur 8" in candidate.words


def test_switching_the_language_loses_nothing(candidate):
    candidate.write(OLD_FRIEND).press("practise_keep").write(f"{OLD_FRIEND} {ANSWER}")
    candidate.at.button_group(key="language_switch").set_value("en")
    candidate.run()
    assert candidate.field == f"{OLD_FRIEND} {ANSWER}"
    assert "What has changed since version 1" in candidate.words
    assert "Nothing is saved" in candidate.words
    for french in ("Rien n'est", "La chose", "Niveau le plus", "À revoir", "Garder"):
        assert french not in candidate.words


def test_typed_markup_is_shown_as_typed(candidate):
    typed = f"{ANSWER} <script>alert('x')</script> **gras** $x^2$ :smile: 🎉"
    candidate.write(typed).press("practise_keep").write(f"{typed} Et puis.")
    assert "<script>" not in candidate.html
    assert candidate.words.count("<script>alert('x')</script> **gras** $x^2$ :smile: 🎉") >= 3


@pytest.mark.parametrize("typed", ["…", "  \n ", "🎉", "x" * 120_000])
def test_what_is_no_answer_is_said_calmly(candidate, typed):
    candidate.write(typed)
    assert candidate.field == typed
    assert "as-ladder" not in candidate.html


def test_the_same_text_is_read_once(candidate, monkeypatch):
    candidate.write(ANSWER)

    def never(*_args):
        raise AssertionError("the text was read again")

    monkeypatch.setattr("assessor.assess.read_answers", never)
    candidate.write(ANSWER).press("practise_keep")
    assert "Ce que votre texte montre" in candidate.words


def test_of_what_one_would_do_nothing_is_said_to_hold(candidate):
    candidate.write("Si mon interprète me lâchait, j'appellerais une association. Je demanderais un nom et je proposerais une date. " * 4)
    told = candidate.section("event")
    assert "Votre texte dit ce que vous feriez" in told
    assert "On voit ce que vous avez fait" not in told and "avec vos mots" not in told
    assert "Le résultat est raconté" not in candidate.section("balance")
