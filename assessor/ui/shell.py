"""What surrounds every page: title, language, navigation. Pages are found in ``pages/``, in the order of their files' names."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from assessor.ui import browser, desk, markup, redraw, texts
from assessor.ui.texts import tr


def page_files() -> list[Path]:
    """The pages, in order: ``p10_evaluate.py`` comes before ``p20_scales.py``.

    Examples
    --------
    >>> [file.name for file in page_files()][0]
    'p10_evaluate.py'
    """
    return sorted((Path(__file__).parent / "pages").glob("p[0-9]*_*.py"))


def page_name(file: Path) -> str:
    """What a page is called in addresses and in the wording catalogue (``ui.page.<name>``).

    Examples
    --------
    >>> page_name(Path("p20_scales.py"))
    'scales'
    """
    return file.stem.partition("_")[2]


def run() -> None:
    """Draw the page that the person is on."""
    redraw.done()
    st.set_page_config(page_icon=str(Path(__file__).parent / "icon.svg"), layout="wide", initial_sidebar_state="collapsed")
    markup.show(Markup("<style>{}</style>").format(Markup(_style())))
    texts.switch(key="language_switch")
    browser.mount("page", {"lang": texts.language(), "lost": tr("ui.lost"), "opened": desk.opened()}, "page_language", back=_back)
    pages = [
        st.Page(file, title=tr(f"ui.page.{page_name(file)}"), url_path=page_name(file), default=position == 0)
        for position, file in enumerate(page_files())
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} – {tr('ui.title')}")
    page.run()


def _back(_found: object) -> None:
    """The browser has found the program again: that it says so is enough for the page to be drawn anew."""


def _style() -> str:
    """The style sheet, with the one word of Streamlit's own that it replaces."""
    browse = json.dumps(tr("ui.entry.browse"), ensure_ascii=False)
    return f":root {{ --as-browse: {browse}; }}\n" + (files(__package__) / "style.css").read_text("utf-8")
