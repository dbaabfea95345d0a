"""The site builds without a warning, links only to what exists, and asks nothing of another host."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from docs_blocks import DOCS, ROOT

import assessor
from assessor.rubric.questions import QuestionRow
from assessor.rubric.schema import ConceptRow, DimensionRow, ExclusionRow, LevelRow, PolicyRow, RuleRow, ScaleRow
from assessor.training.dataset import Row

# What a browser fetches by itself, without anybody following a link.
FETCHED = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "use": ("href", "xlink:href"),
}


class Page(HTMLParser):
    """The addresses, anchors and language of a page."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.language = ""
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        self.fetched += [given[name] for name in FETCHED.get(tag, ()) if given.get(name) and given.get("rel") != "canonical"]
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.language = given.get("lang", "") if tag == "html" else self.language


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {file: Page(file) for file in sorted(site.rglob("*.html"))}


def elsewhere(address: str) -> bool:
    return bool(urlsplit(address).netloc) or address.startswith("//")


def test_every_page_of_the_folder_is_built(pages, site):
    written = {file.relative_to(DOCS).with_suffix(".html") for file in DOCS.rglob("*.md")}
    assert {file.relative_to(site) for file in pages} == written | {Path("404.html")}


def test_no_page_fetches_anything_from_another_host(pages):
    assert [(file.name, address) for file, page in pages.items() for address in page.fetched if elsewhere(address)] == []


def test_no_style_fetches_anything_from_another_host(site):
    styles = list(site.rglob("*.css"))
    assert styles
    for style in styles:
        named = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", style.read_text("utf-8"))
        assert [address for pair in named for address in pair if elsewhere(address)] == []


def test_no_page_has_what_makes_the_theme_fetch_its_own_scripts(pages, site):
    """The theme loads a drawing library, and the facts of a repository, only for pages with these."""
    for file in pages:
        text = file.read_text("utf-8")
        assert 'class="mermaid"' not in text
        assert 'data-md-component="source"' not in text
        assert "gtag(" not in text


def test_every_link_inside_the_site_leads_somewhere(pages, site):
    broken = []
    for file, page in pages.items():
        for address in (*page.links, *page.fetched):
            parts = urlsplit(address)
            if elsewhere(address) or parts.scheme in ("mailto", "data") or (parts.path.startswith("/") and file.name == "404.html"):
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (target in pages and parts.fragment and unquote(parts.fragment) not in pages[target].anchors):
                broken.append(f"{file.relative_to(site)}: {address}")
    assert broken == []


def test_each_page_says_its_language(pages, site):
    for file, page in pages.items():
        assert page.language == ("en" if file.relative_to(site).parts[0] == "en" else "fr")


def test_search_works_in_french_from_a_folder(site):
    index = (site / "search" / "search_index.js").read_text("utf-8")
    assert index.startswith("var __index = ")
    assert '"lang":["fr"]' in index.replace(" ", "")
    assert (site / "assets" / "javascripts" / "lunr" / "min" / "lunr.fr.min.js").is_file()
    assert "javascripts/iframe-worker.js" in (site / "index.html").read_text("utf-8")


def test_the_reference_shows_docstrings_and_commands(site):
    reference = (site / "reference" / "python-pieces.html").read_text("utf-8")
    assert "Proportional-odds logistic regression" in reference
    assert ":class:" not in reference
    commands = (site / "reference" / "ligne-de-commande.html").read_text("utf-8")
    for file in (ROOT / "assessor" / "cli").glob("command_*.py"):
        assert f"assessor {file.stem.removeprefix('command_').replace('_', '-')}</code>" in commands


@pytest.mark.parametrize("query", ["preuve", "conformes"])
def test_a_browser_finds_french_words_from_a_folder(site, query):
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or pytest.fail("no browser: install chromium, or name one in CHROMIUM")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", "--dump-dom"]
    address = f"{(site / 'index.html').as_uri()}?q={query}"
    shown = subprocess.run([str(browser), *options, address], capture_output=True, text=True, check=True).stdout
    assert re.search(r"[1-9]\d* documents? trouvés?", shown)


def test_formats_are_documented_key_by_key():
    scale = (DOCS / "reference" / "scale-yaml.md").read_text("utf-8")
    for row in (ScaleRow, LevelRow, ConceptRow, ExclusionRow, DimensionRow, RuleRow, PolicyRow, QuestionRow):
        assert [key for key in row.model_fields if f"`{key}`" not in scale] == []
    answers = (DOCS / "reference" / "reponses-annotees.md").read_text("utf-8")
    assert [key for key in Row.model_fields if f"`{key}`" not in answers] == []


@pytest.mark.parametrize(("page", "language"), [("tutoriels/evaluatrice.md", "fr"), ("tutoriels/candidate.md", "fr")])
def test_what_a_tutorial_says_to_press_is_on_the_screen(page, language):
    """Words of the screen stand in bold between « and »."""
    rooms = (ROOT / "assessor" / "wording" / language).glob("*.yaml")
    written = "\n".join(file.read_text("utf-8") for file in rooms).replace("''", "'")
    names = "\n".join(file.read_text("utf-8") for file in (ROOT / "scales").glob("*/scale.yaml"))
    said = re.findall(r"\*\*« (.+?) »\*\*", (DOCS / page).read_text("utf-8"))
    assert len(said) > 5
    on_screen = " ".join((written + names).split())
    assert [words for words in said if re.sub(r" \d+$", "", " ".join(words.split())) not in on_screen] == []


def test_the_assessors_tutorial_shows_what_the_program_says_of_its_answer(site):
    page = (site / "tutoriels" / "evaluatrice.html").read_text("utf-8")
    assert "évaluation :" not in page
    assert re.search(r"<mark[^>]*>Je l&#39;ai appelée le soir même", page)


def test_every_public_name_is_in_the_reference(pages, site):
    shown = {anchor.rpartition(".")[2] for file, page in pages.items() if file.parent.name == "reference" for anchor in page.anchors}
    assert {name for name in assessor.__all__ if hasattr(assessor, name)} - shown == set()


def test_pages_stay_short():
    assert [file.name for file in DOCS.rglob("*.md") if file.read_text("utf-8").count("\n") >= 200] == []


def test_french_pages_keep_signs_with_their_words(site):
    home = (site / "index.html").read_text("utf-8")
    assert "la grille qu'il montre\N{NO-BREAK SPACE};" in home
    assert "import load_assessor" in re.sub(r"<[^>]*>", "", home)
    assert "\N{NO-BREAK SPACE}" not in "".join(re.findall(r"<code.*?</code>", home, re.DOTALL))
