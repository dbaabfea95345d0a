from typing import Any

import pytest
from desk_tools import Page

from assessor.ui import browser


@pytest.fixture
def mounted(monkeypatch) -> dict[str, Any]:
    """The local scripts of the page, which need a browser: what they were given, and how to answer for them."""
    scripts: dict[str, Any] = {}

    def mount(name, data, key, **receive):
        scripts[name] = {"data": data, "receive": receive}

    monkeypatch.setattr(browser, "mount", mount)
    return scripts


@pytest.fixture
def page(mounted) -> Page:
    """The application on its first page, in French."""
    return Page(mounted)
