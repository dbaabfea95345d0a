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


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def person(browser, server, request) -> Iterator[Person]:
    """Someone with a fresh browser, whose page must not fail, nor ask anything of another machine.

    If the test fails, what the page said is printed.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-CA")
    someone = Person(context.new_page(), server)
    yield someone
    if request.node.stash.get(FAILED, False):
        print("The page said:", someone.page.locator("body").inner_text(timeout=5_000), sep="\n")
    context.close()
    assert someone.faults == []
    assert [address for address in someone.asked if not address.startswith((server.address, "data:", "blob:"))] == []
