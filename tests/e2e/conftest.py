from collections.abc import Iterator

import pytest
from browser_tools import CHROMIUM, Person, Server
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The application, served for all tests."""
    running = Server()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM:
        pytest.fail("no browser: install chromium, or name one in the environment variable CHROMIUM")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@pytest.fixture
def person(browser, server) -> Iterator[Person]:
    """Someone with a fresh browser, whose page must not fail, nor ask anything of another machine."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-CA")
    someone = Person(context.new_page(), server)
    yield someone
    context.close()
    assert someone.faults == []
    assert [address for address in someone.asked if not address.startswith((server.address, "data:", "blob:"))] == []
