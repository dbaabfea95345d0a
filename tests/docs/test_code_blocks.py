"""Every code block of the documentation and of the README works as it stands."""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest
import typer
from docs_blocks import DATA, DOCS, REASONS, ROOT, SHELL, blocks, commands, run_page

from assessor.cli import app
from assessor.paths import models_root

PAGES = sorted(DOCS.rglob("*.md"))
TRAINING = {"tutoriels/chercheuse.md", "comment-faire/entrainer.md"}
EVERY = [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def named(page):
    return page.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A copy of the models: a page that trains or promotes must not touch the project's."""
    folder = tmp_path_factory.mktemp("docs") / "models"
    shutil.copytree(models_root(), folder, ignore=shutil.ignore_patterns("encoder"))
    return folder


@pytest.fixture
def elsewhere(tmp_path, models, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSESSOR_MODELS", str(models))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=named(page), marks=[pytest.mark.slow] if page.relative_to(DOCS).as_posix() in TRAINING else [])
        for page in PAGES
        if any(not block.reason and block.language in ("python", "pycon", *SHELL) for block in blocks(page))
    ],
)
def test_the_blocks_of_a_page_work_in_order(page, elsewhere, monkeypatch):
    assert run_page(page, monkeypatch) > 0


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_block_is_of_a_kind_that_is_used_or_says_why_not(page):
    for block in blocks(page):
        assert block.language in ("", "python", "pycon", *SHELL, *DATA), block.place
        if block.reason:
            assert block.reason in REASONS, f"{block.place}: {block.reason}; allowed: {', '.join(REASONS)}"
            assert all(REASONS[block.reason].search(command) for command in commands(block.code)), block.place
        if block.language == "":
            assert not re.search(r"^(\$ )?assessor |^>>> |^import ", block.code, re.MULTILINE), block.place


def test_no_page_has_an_open_fence():
    for page in EVERY:
        fences = re.findall(r"^ *```", page.read_text("utf-8"), re.MULTILINE)
        assert len(fences) == 2 * len(blocks(page)), named(page)


@pytest.mark.parametrize("page", EVERY, ids=named)
def test_every_command_named_exists_with_its_options(page):
    program: Any = typer.main.get_command(app)
    text = page.read_text("utf-8")
    written = [line for block in blocks(page) if block.language in SHELL for line in commands(block.code)]
    written += re.findall(r"`(assessor [^`\n]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL))
    for line in written:
        for words in re.findall(r"assessor ([a-z]+)((?: [^|&;#]*)?)", line):
            command = program.commands.get(words[0])
            assert command is not None, f"{named(page)}: {line}"
            known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help", "-h"}
            assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", words[1])) <= known, f"{named(page)}: {line}"


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=named)
def test_readme_and_contributing_ask_only_for_what_installs_and_checks(page):
    """Their blocks install and test the project itself: they cannot run inside its tests, so their parts are checked by name."""
    allowed = re.compile(
        r'python -m (pip install -c constraints\.txt( -e)? ("\.\[dev\]"|\.)|venv \.venv|pytest)'
        r"|\. \.venv/bin/activate|assessor app|\.ci/run"
    )
    shown = [block for block in blocks(page) if block.language == "sh"]
    assert shown
    for block in shown:
        for command in commands(block.code):
            for part in re.split(r" && ", command.split(" #")[0].strip()):
                assert allowed.fullmatch(part.strip()), f"{block.place}: {part}"
    for name in re.findall(r"-c (\S+)|(\.ci/run)", page.read_text("utf-8")):
        assert (ROOT / next(filter(None, name))).is_file()
