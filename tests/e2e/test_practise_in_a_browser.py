"""A candidate practises in a real browser: feedback in its order, two versions, nothing lost while the page is open, nothing left."""

from itertools import pairwise

import pytest
from browser_tools import ANSWER, Person
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.e2e

WEAK = """En mars, il me manquait un conseil sur le nouvel emballage. J'ai appelé mon fournisseur habituel, Yves Roy, que je connais \
depuis dix ans, comme je le fais chaque mois. Je lui ai donné des nouvelles de nos ventes et je lui ai demandé ce qu'il pensait du carton. \
Il m'a dit ce qu'il en savait, et j'ai gardé le même carton pour la saison."""
SECTIONS = (
    "Est-ce un événement",
    "Est-ce cette compétence",
    "Ce que votre texte montre",
    "La chose à ajouter",
    "L'équilibre",
    "Ce que vaut",
)


@pytest.fixture
def candidate(person) -> Person:
    """Someone on the page « S'exercer »; the browser's question before a reload is answered with yes."""
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.open("/practise")
    field(person).wait_for()
    person.settle()
    return person


def field(person: Person) -> Locator:
    return person.page.locator(".as-writing textarea")


def up_to_date(person: Person, words: str = "Lecture à jour") -> None:
    expect(person.page.locator(".as-writing .as-row span")).to_have_text("", timeout=60_000)
    expect(person.page.locator("#as-writing-said")).to_contain_text(words)
    person.settle()


def write(person: Person, text: str) -> None:
    field(person).fill(text)
    up_to_date(person)


def test_the_whole_path_of_a_candidate(candidate):
    page = candidate.page
    question = page.locator(".as-question").inner_text()
    page.get_by_role("button", name="Une autre question").click()
    expect(page.locator(".as-question")).not_to_have_text(question)
    page.get_by_role("combobox", name="Ce que vous voulez travailler").click()
    page.get_by_role("option").filter(has_text="2 –").click()
    expect(page.locator(".as-question")).to_contain_text("Elle vise")

    field(candidate).click()
    page.keyboard.type(WEAK, delay=4)
    assert field(candidate).input_value() == WEAK
    up_to_date(candidate)
    headings = page.locator(".st-key-practise_feedback h3").all_inner_texts()
    assert len(headings) == 6
    assert all(begun in heading for begun, heading in zip(SECTIONS, headings, strict=True))
    assert page.locator(".st-key-practise_feedback .as-mark").count()
    assert page.locator(".as-one .as-think").count() == 1

    page.get_by_role("button", name="Garder comme version 1").click()
    page.get_by_text("Version 1 gardée").wait_for()
    assert field(candidate).input_value() == WEAK
    write(candidate, f"{WEAK} {ANSWER}")
    changed = page.locator(".st-key-practise_left")
    expect(changed).to_contain_text("En plus")
    expect(changed.locator(".as-status")).to_contain_text("→")
    assert page.locator(".as-drafts section").count() == 2
    assert "Paula Mendes" in page.locator(".as-drafts ins").first.inner_text()

    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    page.get_by_text("What has changed since version 1").wait_for()
    assert field(candidate).input_value() == f"{WEAK} {ANSWER}"
    expect(page.locator(".st-key-practise_feedback h3").first).to_contain_text("Is it an event?")
    page.get_by_role("button", name="Take up version 1").click()
    expect(field(candidate)).to_have_value(WEAK)
    page.get_by_role("button", name="Take up version 2").click()
    expect(field(candidate)).to_have_value(f"{WEAK} {ANSWER}")

    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "Yves" not in kept
    assert "Paula" not in kept
    page.reload()
    field(candidate).wait_for()
    candidate.settle()
    assert field(candidate).input_value() == ""
    assert "Yves" not in page.locator("body").inner_text()


def test_no_letter_and_no_place_is_lost_while_the_feedback_is_drawn_again(candidate):
    page = candidate.page
    write(candidate, WEAK)
    field(candidate).evaluate("(field) => field.setSelectionRange(9, 9)")
    typed = ""
    for piece in (" 2021,", " un lundi,", " tôt le matin,", " avant la réunion,"):
        page.keyboard.type(piece, delay=15)
        typed += piece
        page.wait_for_timeout(790)  # about the pause: the feedback comes in the midst of the next words
    assert field(candidate).input_value() == WEAK[:9] + typed + WEAK[9:]
    assert field(candidate).evaluate("(field) => field.selectionStart") == 9 + len(typed)
    up_to_date(candidate)
    expect(page.locator(".st-key-practise_feedback .as-answer")).to_contain_text("avant la réunion")


def test_another_question_comes_at_once_after_typing(candidate):
    question = candidate.page.locator(".as-question").inner_text()
    field(candidate).fill(WEAK)
    candidate.page.get_by_role("button", name="Une autre question").click()
    expect(candidate.page.locator(".as-question")).not_to_have_text(question)
    expect(field(candidate)).to_have_value(WEAK)


def test_the_text_survives_another_page_and_the_back_of_it(candidate):
    field(candidate).fill(WEAK)  # and away at once, before the program can have heard of it
    candidate.page.get_by_role("link", name="Échelles").click()
    candidate.page.get_by_role("heading", name="Échelles").wait_for()
    candidate.page.get_by_role("link", name="S'exercer").click()
    expect(field(candidate)).to_have_value(WEAK)
    up_to_date(candidate)


LATE = " Il était tard, la neige tombait encore sur le quai des pêcheurs."


def test_a_killed_server_takes_no_letter_with_it(candidate, server):
    page = candidate.page
    page.get_by_role("combobox", name="Compétence").click()
    page.get_by_role("option").filter(has_text="Approche axée sur le service").click()
    candidate.settle()
    write(candidate, ANSWER)
    page.get_by_role("button", name="Garder comme version 1").click()
    page.get_by_role("button", name="Reprendre la version 1").wait_for()
    write(candidate, WEAK)
    server.kill()
    field(candidate).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(LATE, delay=120)  # seven seconds: Streamlit's own dialog would take the focus after some four
    assert field(candidate).input_value() == WEAK + LATE
    server.start()
    up_to_date(candidate)
    expect(field(candidate)).to_have_value(WEAK + LATE)
    expect(page.locator(".st-key-practise_feedback")).to_contain_text("Approche axée sur le service")
    page.get_by_role("button", name="Reprendre la version 1").click()
    expect(field(candidate)).to_have_value(ANSWER)


def test_what_was_typed_appears_as_typed(candidate):
    hostile = ANSWER + " <script>document.title='pris'</script> <img src=x onerror=alert(1)> **gras** $x^2$ &amp; [a](b)"
    write(candidate, hostile)
    shown = candidate.page.evaluate(
        """() => { const copy = document.querySelector(".as-answer").cloneNode(true);
                   copy.querySelectorAll(".as-tag").forEach((one) => one.remove()); return copy.textContent; }"""
    )
    assert shown == hostile
    assert candidate.page.title() != "pris"
    assert candidate.page.locator(".as-answer img, .as-answer script").count() == 0


def test_the_field_is_named_described_and_reached_by_keyboard(candidate):
    page = candidate.page
    assert page.get_by_role("textbox", name="Racontez une fois précise").count() == 1
    assert page.locator("#as-writing-said").get_attribute("aria-live") == "polite"
    page.get_by_role("button", name="Une autre question").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "as-writing-field"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    write(candidate, WEAK)
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map((one) => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_overflows_sideways(candidate, width):
    page = candidate.page
    page.set_viewport_size({"width": width, "height": 844})
    write(candidate, f"{WEAK} {'Très' * 60}")
    page.get_by_role("button", name="Garder comme version 1").click()
    candidate.settle()
    write(candidate, f"{ANSWER} {'Très' * 60}")
    wide = page.evaluate("[document.documentElement, document.querySelector('[data-testid=stMain]')].map((one) => one.scrollWidth)")
    assert max(wide) <= width
    first, second = (page.locator(".as-drafts section").nth(number).bounding_box() for number in (0, 1))
    assert (first["y"] == second["y"]) == (width == 1440)
