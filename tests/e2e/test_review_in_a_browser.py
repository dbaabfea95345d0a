"""A whole review in a real browser: by mouse, by keyboard, on a phone, and across a crash of the server."""

import json
import re

import pytest
from browser_tools import ANSWER, SCALE, SERVICE, Person
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_rejecting_the_decisive_evidence_lowers_the_level(person):
    person.open()
    person.assess()
    before = person.level()
    assert before > 0
    standing = person.page.locator('[class*="st-key-evidence_card_"]').filter(has=person.page.locator(".as-evidence:not(.as-rejected)"))
    while person.level() == before and standing.count():
        standing.first.get_by_text("✗ Rejeter").click()
        person.settle()
    assert person.level() < before
    assert person.page.locator(".as-rejected").count() >= 1
    chosen = person.page.locator(".as-ladder .as-chosen").inner_text()
    assert chosen.startswith(str(person.level()))


def pressed(person: Person, key: str, shown: str, count: int) -> None:
    """Press a key as a person does: again, if a page that was just being redrawn did not take it."""
    for last in (False, False, False, True):
        person.page.keyboard.press(key)
        try:
            expect(person.page.locator(shown)).to_have_count(count, timeout=6_000)
        except AssertionError:
            if last:
                raise
        else:
            return


def test_the_keyboard_alone_gives_a_verdict(person):
    person.open()
    person.assess()
    pressed(person, "j", '[class*="st-key-evidence_card_"] button:focus', 1)
    pressed(person, "r", ".as-rejected", 1)
    pressed(person, "u", ".as-rejected", 0)
    pressed(person, "a", ".as-evidence.as-accepted", 1)


def test_the_own_level_is_asked_before_the_suggestion(person):
    person.open()
    person.assess(blind=True)
    assert person.page.locator(".as-ladder, .as-status").count() == 0
    person.page.get_by_text("2 · Établit une nouvelle relation").click()
    person.settle()
    person.page.get_by_role("button", name="Noter et voir la suggestion").click()
    person.page.locator(".as-ladder").wait_for()
    assert "Votre niveau avant de voir la suggestion : 2 · Établit" in person.page.locator("body").inner_text()


def test_rating_first_is_switched_on_from_the_very_first_visit(person):
    person.open("/?lang=en")
    person.settle()
    assert person.page.get_by_role("switch").or_(person.page.get_by_role("checkbox")).first.is_checked()


@pytest.mark.parametrize("words", ["deux récupérateurs de la Mauricie", "rappelé chacun d'eux"])
def test_words_selected_with_the_mouse_become_evidence(person, words):
    person.open()
    person.assess()
    person.select(words)
    person.page.get_by_text(f"« {words} »").wait_for()
    person.settle()
    concepts = person.page.get_by_role("combobox", name="Ce qu'elle montre")
    concepts.evaluate("(field) => field.scrollIntoView({ block: 'center' })")
    concepts.click()
    person.page.get_by_role("option").filter(has_text="4 –").click()
    person.settle()
    person.page.get_by_role("button", name="Ajouter cette preuve").click()
    person.settle()
    added = person.page.locator(".as-evidence.as-added")
    added.first.wait_for()
    assert words in added.first.inner_text()
    assert person.page.locator(".as-mark").filter(has_text=words).count() >= 1


def test_a_selection_counts_characters_as_the_program_does(person):
    typed = "🎉🎉 " + ANSWER
    person.open()
    person.assess(typed)
    person.select("Paula Mendes")
    person.page.get_by_text("« Paula Mendes »").wait_for()


def test_what_was_typed_appears_as_typed(person):
    hostile = ANSWER + " <script>document.title='pris'</script> <img src=x onerror=alert(1)> **gras** $x^2$ :smile: &amp; [a](b)"
    person.open()
    person.assess(hostile)
    shown = person.page.evaluate(
        """() => { const copy = document.querySelector(".as-answer").cloneNode(true);
                   copy.querySelectorAll(".as-tag").forEach((one) => one.remove()); return copy.textContent; }"""
    )
    assert shown == hostile
    assert person.page.title() != "pris"
    assert person.page.locator(".as-answer img, .as-answer script, .as-answer strong").count() == 0


def test_the_language_is_switched_and_remembered_in_the_address(person):
    person.open()
    person.assess()
    level = person.level()
    person.page.get_by_role("radio", name="English").or_(person.page.get_by_role("button", name="English")).first.click()
    person.page.get_by_text("Assess an answer").wait_for()
    person.settle()
    assert "lang=en" in person.page.url
    assert person.page.evaluate("document.documentElement.lang") == "en"
    assert person.level() == level
    person.page.reload()
    person.page.get_by_text("Assess an answer").wait_for()


def test_a_review_survives_a_reload_and_a_killed_server(person, server):
    person.open()
    person.assess()
    person.page.locator('[class*="st-key-evidence_card_0"]').get_by_text("✗ Rejeter").click()
    person.settle()
    assert person.page.locator(".as-rejected").count() == 1

    person.page.reload()
    resume(person)
    assert person.page.locator(".as-rejected").count() == 1

    server.kill()
    server.start()
    person.open()
    resume(person)
    assert person.page.locator(".as-rejected").count() == 1
    kept = person.page.evaluate("Object.values(localStorage).join()")
    assert "En janvier 2019" in kept


def test_a_review_that_was_erased_is_gone_from_the_browser(person):
    person.open()
    person.assess()
    person.page.reload()
    erase = person.page.get_by_role("button", name="Effacer", exact=True)
    erase.first.wait_for()
    while erase.count():
        erase.first.click()
        assert "En janvier 2019" in person.page.evaluate("JSON.stringify(localStorage)"), "one click alone erases nothing"
        person.page.get_by_role("button", name="Oui, effacer").click()
        person.settle()
    assert "En janvier 2019" not in person.page.evaluate("JSON.stringify(localStorage)")


def test_the_exported_file_gives_the_review_back(person, tmp_path):
    person.open()
    person.assess()
    person.page.locator('[class*="st-key-evidence_card_0"]').get_by_text("✗ Rejeter").click()
    person.settle()
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name="Fichier d'évaluation (JSON)").click()
    file = tmp_path / "dossier.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["answer"]["text"] == ANSWER
    with person.page.expect_download() as printed:
        person.page.get_by_role("button", name="Dossier à imprimer (HTML)").click()
    page = tmp_path / "dossier.html"
    printed.value.save_as(page)
    assert "Dossier d'évaluation" in page.read_text("utf-8").replace("&#39;", "'")

    person.page.evaluate("localStorage.clear()")
    person.open()
    person.page.get_by_text("Déposer un fichier").click()
    person.page.locator('input[type="file"]').set_input_files(file)
    person.page.locator(".as-rejected").wait_for()


@pytest.mark.parametrize("button", ["Fichier d'évaluation (JSON)", "Dossier à imprimer (HTML)"])
def test_a_file_asked_for_right_after_typing_holds_what_was_typed(person, tmp_path, button):
    person.open()
    person.assess()
    person.page.get_by_role("textbox", name="Vos raisons").fill("Un seul contact, durable.")
    with person.page.expect_download() as download:
        person.page.get_by_role("button", name=button).click()
    download.value.save_as(tmp_path / "dossier")
    assert "Un seul contact, durable." in (tmp_path / "dossier").read_text("utf-8")


def two_answers(person, tmp_path):
    """Drop a file of two answers, and open the first of them."""
    file = tmp_path / "reponses.jsonl"
    file.write_text("".join(json.dumps({"id": name, "text": f"{ANSWER} {name}"}) + "\n" for name in ("Un.", "Deux.")), "utf-8")
    person.open()
    person.page.get_by_text("Déposer un fichier").click()
    person.page.locator('input[type="file"]').set_input_files(file)
    person.page.get_by_text(SCALE, exact=True).first.click()
    person.page.locator(".as-preview").wait_for()
    person.settle()
    person.page.get_by_role("button", name="Évaluer", exact=True).click()
    person.page.get_by_text("Réponse 1 sur 2").first.wait_for()
    person.settle()


@pytest.mark.parametrize("place", ["first", "last"])
def test_what_is_decided_and_typed_just_before_the_next_answer_is_counted_and_kept(person, tmp_path, place):
    two_answers(person, tmp_path)
    person.page.get_by_text("2 · Établit une nouvelle relation").click()
    person.settle()
    person.page.get_by_role("button", name="Noter et voir la suggestion").click()
    expect(person.page.get_by_text("décidées sur cette échelle : 1")).to_have_count(2)
    person.settle()
    person.page.get_by_role("textbox", name="Vos raisons").fill("Un seul contact, durable.")
    getattr(person.page.get_by_role("button", name="Réponse suivante"), place).click()
    person.page.get_by_text("Réponse 2 sur 2").first.wait_for()
    person.settle()
    kept = [json.loads(json.loads(one)["text"]) for one in person.page.evaluate("Object.values(localStorage)") if "review" in one]
    said = {one["answer"]["text"][-4:]: one["review"]["reasons"] for one in kept}
    assert said == {" Un.": "Un seul contact, durable.", "eux.": ""}


def test_a_file_with_decided_answers_is_opened_on_another_scale_and_after_a_reload(person, tmp_path):
    two_answers(person, tmp_path)
    person.page.get_by_text("2 · Établit une nouvelle relation").click()
    person.settle()
    person.page.get_by_role("button", name="Noter et voir la suggestion").click()
    expect(person.page.get_by_text("décidées sur cette échelle : 1")).to_have_count(2)
    person.page.get_by_text("Une autre réponse, ou une autre échelle").click()
    person.page.get_by_text(SERVICE, exact=True).first.click()
    person.settle()
    person.page.get_by_role("button", name="Évaluer", exact=True).click()
    person.page.get_by_role("heading", name=SERVICE).first.wait_for()
    expect(person.page.get_by_text("décidées sur cette échelle : 0").first).to_be_visible()
    person.page.reload()
    two_answers(person, tmp_path)
    expect(person.page.get_by_text("décidées sur cette échelle : 1").first).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_next_answer_of_a_file_is_read_from_its_beginning(person, tmp_path, width):
    person.page.set_viewport_size({"width": width, "height": 900})
    two_answers(person, tmp_path)
    after = person.page.get_by_role("button", name="Réponse suivante").last
    after.scroll_into_view_if_needed()
    after.click()
    person.page.get_by_text("Réponse 2 sur 2").first.wait_for()
    person.settle()
    assert person.page.locator(".as-answer").inner_text().endswith("Deux.")
    assert person.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    wide = person.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= width


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["/", "/scales"])
def test_nothing_overflows_sideways(person, width, path):
    person.page.set_viewport_size({"width": width, "height": 900})
    person.open(path)
    if path == "/":
        person.assess()
    person.settle()
    wide = person.page.evaluate("[document.documentElement, document.querySelector('[data-testid=stMain]')].map((one) => one.scrollWidth)")
    assert max(wide) <= width


def test_english_at_once_after_typing_draws_the_whole_page_and_keeps_every_choice(person):
    person.open()
    person.assess()
    person.page.get_by_role("heading", name="Votre niveau").click()  # Streamlit loses a click on a list when the field before it is gone
    person.page.get_by_role("combobox", name="Niveau que vous retenez").click()
    person.page.get_by_role("option").filter(has_text="2 · ").click()
    person.settle()
    person.page.get_by_role("textbox", name="Votre nom").fill("Line Tran")
    person.page.get_by_text("English", exact=True).click()
    person.page.get_by_role("heading", name="Assess an answer").wait_for()
    person.settle()
    person.page.locator('[class*="st-key-evidence_card_0"]').get_by_text("✗ Reject").click()
    person.page.locator(".as-rejected").wait_for()
    person.settle()
    expect(person.page.get_by_role("combobox", name="The level you settle on")).to_have_value(re.compile("2 · Establishes"))
    kept = [json.loads(json.loads(one)["text"])["review"] for one in person.page.evaluate("Object.values(localStorage)") if "review" in one]
    assert [(one["after"], one["assessor"]) for one in kept] == [(2, "Line Tran")]


def test_reasons_survive_a_reload_before_the_field_is_left(person):
    person.open()
    person.assess()
    person.page.get_by_role("textbox", name="Vos raisons").click()
    person.page.keyboard.type("Le contact a duré", delay=10)
    person.page.wait_for_timeout(2_000)
    person.page.keyboard.type(", sans plus.", delay=10)
    person.page.wait_for_function("Object.values(localStorage).join().includes('sans plus.')")
    assert person.page.evaluate("document.activeElement.value") == "Le contact a duré, sans plus."
    person.page.reload()
    resume(person)
    expect(person.page.get_by_role("textbox", name="Vos raisons")).to_have_value("Le contact a duré, sans plus.")


def test_a_reload_keeps_the_scale_and_a_link_opens_it(person):
    person.open("/?scale=cnrc-service")
    expect(person.page.get_by_role("radio", name=SERVICE)).to_be_checked()
    person.page.get_by_text(SCALE, exact=True).first.click()
    person.page.wait_for_url("**scale=arc-collaboration*")
    person.page.reload()
    expect(person.page.get_by_role("radio", name=SCALE)).to_be_checked()
    person.page.get_by_text("Quelle compétence est-ce ?").click()
    person.page.wait_for_url(lambda address: "scale" not in address)
    person.open("/?scale=inconnue")
    expect(person.page.get_by_role("radio", name="Quelle compétence est-ce ?")).to_be_checked()


def test_on_a_phone_the_pages_are_behind_a_button_that_says_so(person):
    person.page.set_viewport_size({"width": 390, "height": 900})
    person.open()
    menu = person.page.get_by_test_id("stExpandSidebarButton")
    assert menu.evaluate("(button) => getComputedStyle(button, '::after').content") == '"Menu"'
    menu.click()
    person.page.get_by_role("link", name="S'exercer").click()
    person.page.locator(".as-writing textarea").wait_for()
    # The menu covers the page on so narrow a window: a page once chosen, it makes way.
    expect(menu).to_be_in_viewport()
    person.page.locator(".as-writing textarea").click(timeout=5_000)


def test_a_second_answer_closes_the_fields_again(person):
    person.open()
    person.assess()
    person.page.get_by_text("Une autre réponse, ou une autre échelle").click()
    person.settle()
    person.page.locator("textarea").first.fill(ANSWER + " Puis j'ai tout relu.")
    person.page.get_by_role("button", name="Évaluer", exact=True).click()
    expect(person.page.locator(".as-answer").last).to_contain_text("tout relu", timeout=30_000)
    expect(person.page.get_by_role("button", name="Évaluer", exact=True)).to_be_hidden()


def test_after_a_detour_too_the_page_of_a_program_that_came_back_is_alive(person, server):
    page = person.page
    person.open()
    person.assess()
    reasons = page.get_by_role("textbox", name="Vos raisons")
    reasons.click()
    page.keyboard.type("Un appel.")  # and away at once
    page.get_by_role("link", name="Échelles").click()
    page.get_by_role("heading", name="Échelles").wait_for()
    page.get_by_role("link", name="Évaluer").click()
    reasons.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Puis une visite.")
    page.wait_for_function("Object.values(localStorage).some((kept) => kept.includes('Puis une visite'))")
    server.kill()
    expect(page.locator(".as-lost")).not_to_be_empty(timeout=20_000)
    server.start()
    page.get_by_role("button", name="Reprendre").first.click(timeout=30_000)
    expect(reasons).to_have_value("Un appel. Puis une visite.", timeout=60_000)


def test_a_stopped_program_says_so_and_takes_it_back(person, server):
    person.open()
    person.settle()
    server.kill()
    expect(person.page.locator(".as-lost")).to_contain_text("Le programme ne répond plus")
    person.page.wait_for_timeout(5_000)  # Streamlit's own dialog comes after some four seconds
    expect(person.page.get_by_text("Are you connected to the internet")).to_be_hidden()
    assert person.page.locator("#root").get_attribute("inert") is None
    server.start()
    expect(person.page.locator(".as-lost")).to_be_hidden(timeout=60_000)


def test_the_same_answer_in_a_second_tab_is_told_in_the_first(person):
    person.open()
    person.assess()
    other = Person(person.page.context.new_page(), person.server)
    other.open()
    resume(other)
    told = person.page.get_by_role("alert").filter(has_text="autre onglet")
    expect(told).to_have_count(0)
    other.page.get_by_role("textbox", name="Vos raisons").fill("Le contact a duré.")
    other.settle()
    expect(told).to_be_visible()
    told.get_by_role("button", name="Compris").click()
    expect(told).to_have_count(0)


def resume(person: Person) -> None:
    person.page.get_by_role("button", name="Reprendre").first.click()
    person.page.locator(".as-answer").wait_for(timeout=60_000)
    person.settle()
    assert SCALE in person.page.locator("body").inner_text()
