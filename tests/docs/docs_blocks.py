"""The code blocks of a Markdown page, and how a reader would use them: files are saved, Python is run, commands are called."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from assessor.cli import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SHELL = ("sh", "console")
DATA = ("json", "jsonl", "csv", "yaml", "text")
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# What cannot be run in a test says so in a comment above the block, with one of these reasons; nothing else may be left out.
REASONS = {
    "installation": re.compile(r"python -m (pip (install|wheel)|venv|mkdocs|pytest)|\. \.venv/bin/activate|assessor app$"),
    "application": re.compile(r"assessor app( |$)|streamlit run"),
    "console": re.compile(r"python -m http\.server"),
    "carnet": re.compile(r"^(jupyter lab|marimo (convert|edit)) \S+"),
}
_FENCE = re.compile(
    r"(?:<!-- non exécuté : (?P<reason>[^>]*?) -->\n+)?^(?P<indent> *)```(?P<language>\w*)(?P<options>[^\n]*)\n(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class Block:
    """One fenced block: where it stands, what it holds, the file it shows, and why it is not run if it is not."""

    page: Path
    line: int
    language: str
    code: str
    title: str = ""
    reason: str = ""

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """Every fenced block of a page, in order."""
    text = page.read_text("utf-8")
    found = []
    for match in _FENCE.finditer(text):
        title = _TITLE.search(match["options"])
        code = re.sub(rf"^{match['indent']}", "", match["code"], flags=re.MULTILINE)
        line = text.count("\n", 0, match.start("language")) + 1
        found.append(Block(page, line, match["language"], code, title[1] if title else "", match["reason"] or ""))
    return found


def commands(code: str) -> Iterator[str]:
    """The lines of a shell block, those that end in a backslash joined with the next; prompts and comments taken off."""
    for line in re.sub(r"\\\n\s*", " ", code).splitlines():
        written = re.sub(r"^\$ ", "", line.strip())
        if written and not written.startswith("#"):
            yield written


def run_page(page: Path, monkeypatch: Any) -> int:
    """Use every block of a page in order, in the current folder; how many were run."""
    names: dict[str, Any] = {"__name__": "__main__"}
    run = 0
    for block in blocks(page):
        if block.reason or block.language == "":
            continue
        if block.language in DATA:
            if block.title:
                Path(block.title).parent.mkdir(parents=True, exist_ok=True)
                Path(block.title).write_text(block.code, "utf-8")
        elif block.language == "python":
            exec(compile("\n" * (block.line) + block.code, str(page), "exec"), names)
        elif block.language == "pycon":
            _shown(block, names)
        elif block.language in SHELL:
            _called(block, monkeypatch)
        else:
            raise AssertionError(f"{block.place}: a block of kind {block.language!r} is not known")
        run += block.language in ("python", "pycon", *SHELL)
    return run


def _shown(block: Block, names: dict[str, Any]) -> None:
    """Python with its output, as at the prompt: what is printed must be what is shown."""
    test = doctest.DocTestParser().get_doctest(block.code, names, block.place, str(block.page), block.line)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    assert runner.run(test, out=told.append, clear_globs=False).failed == 0, "".join(told)
    names.update(test.globs)


def _called(block: Block, monkeypatch: Any) -> None:
    """Each ``assessor …`` line must end with status 0, or with the one that a comment on it gives (``# statut 1``)."""
    for command in commands(block.code):
        words = shlex.split(command, comments=True)
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("=", 1))
            continue
        assert words[0] == "assessor", f"{block.place}: {command}: only « assessor » is run"
        status = re.search(r"# statut (\d)", command)
        result = CliRunner().invoke(app, words[1:])
        crash = "" if isinstance(result.exception, SystemExit | None) else repr(result.exception)
        expected = int(status[1]) if status else 0
        assert result.exit_code == expected, f"{block.place}: {command}: {crash}\n{result.output}\n{result.stderr}"
