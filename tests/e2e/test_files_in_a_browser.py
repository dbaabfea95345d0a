"""A file is given to a page whose program does not answer at once, as happens when something else is clicked in the same moment."""

import pytest
from browser_tools import ANSWER
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

pytestmark = pytest.mark.e2e
CHIP = '[data-testid="stFileChip"]'
PATIENCE = 1500  # of upload.js, in ms


def lose(page: Page, *which: int) -> list[str]:
    """Of the messages that say where a file goes, lose some, by number; what becomes of each is noted."""
    became: list[str] = []

    def between(browser: WebSocketRoute) -> None:
        server = browser.connect_to_server()

        def passed(message: str | bytes) -> None:
            if isinstance(message, bytes) and ForwardMsg.FromString(message).WhichOneof("type") == "file_urls_response":
                became.append("lost" if len(became) in which else "told")
                if became[-1] == "lost":
                    return
            browser.send(message)

        server.on_message(passed)

    page.route_web_socket("**/_stcore/stream", between)
    return became


def give(person, tmp_path, text):
    file = tmp_path / "reponse.txt"
    file.write_text(text, "utf-8")
    with person.page.expect_file_chooser() as chooser:
        person.page.get_by_test_id("stFileUploaderDropzone").get_by_role("button").last.click()
    chooser.value.set_files(file)


@pytest.mark.parametrize("lost", [(0,), (0, 1)])
def test_a_file_of_which_the_program_did_not_hear_is_given_again(person, tmp_path, lost):
    became = lose(person.page, *lost)
    person.open()
    person.page.get_by_text("Déposer un fichier").click()
    give(person, tmp_path, ANSWER)
    expect(person.page.locator(".as-preview")).to_have_text(ANSWER)
    person.page.wait_for_timeout(2 * PATIENCE)
    assert became == ["lost"] * len(lost) + ["told"]
    assert person.page.locator(CHIP).count() == 1


def test_a_second_file_of_the_same_name_is_given_again_too(person, tmp_path):
    became = lose(person.page, 1)
    person.open()
    person.page.get_by_text("Déposer un fichier").click()
    for text in ("J'ai appelé la mairie.", ANSWER):
        give(person, tmp_path, text)
        expect(person.page.locator(".as-preview")).to_have_text(text)
    assert became == ["told", "lost", "told"]


def test_a_file_that_is_taken_away_again_does_not_come_back(person, tmp_path):
    became = lose(person.page)
    person.open()
    person.page.get_by_text("Déposer un fichier").click()
    give(person, tmp_path, ANSWER)
    person.page.get_by_test_id("stFileChipDeleteBtn").get_by_role("button").click()
    person.page.wait_for_timeout(2 * PATIENCE)
    assert became == ["told"]
    assert person.page.locator(CHIP).count() == 0
    expect(person.page.locator(".as-preview")).to_have_count(0)
