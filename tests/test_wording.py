"""Every sentence exists in both languages and says the same things; every code that the program names exists; the tree is clean."""

from __future__ import annotations

import ast
import re
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from assessor.domain.answer import Modality, PartyKind
from assessor.domain.assessment import ROLES, GateName
from assessor.domain.issue import Severity
from assessor.domain.review import Verdict
from assessor.language.families import families
from assessor.wording import LANGUAGES, _catalogue, codes

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "assessor").rglob("*.py"))
# What takes a code: which argument it is, and what is put before it.
SAYERS = {
    "say": (0, ""),
    "tr": (0, ""),
    **dict.fromkeys(("AssessorError", "AnswerError", "ScaleError", "ModelError", "TrainingDataError"), (0, "error.")),
    "unreadable": (1, "error.document_"),
    "corpus_issue": (3, "corpus."),
}
# Words that stand before a notice to tell what kind it is; two kinds need none.
EMPTY = {"ui.notice.info", "ui.notice.success"}


def tracked() -> list[Path]:
    """Files that belong to the project: those under version control and those that would be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def named_codes() -> Iterator[tuple[str, str]]:
    """Every code that the source names as it is, with the place; for a code put together, its fixed beginning and a star."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            position, prefix = SAYERS.get(name, (0, None))
            if name == "tr" and "reports" in file.parts:  # the page of a report shortens its own codes
                prefix = "report."
            if prefix is not None and len(node.args) > position:
                place = f"{file.relative_to(ROOT)}:{node.lineno}"
                yield from ((place, prefix + code) for code in alternatives(node.args[position]))


def alternatives(node: ast.expr) -> list[str]:
    """The codes an expression can be."""
    match node:
        case ast.Constant(value=str(code)):
            return [code]
        case ast.IfExp(body=body, orelse=orelse):
            return alternatives(body) + alternatives(orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            return [f"{beginning}*"]
    return []


def test_both_languages_have_the_same_codes():
    assert codes("fr") == codes("en")
    assert len(codes("fr")) > 100


def test_both_languages_fill_the_same_fields():
    french, english = (_catalogue(language) for language in LANGUAGES)
    assert {code: (fields(french[code]), fields(english[code])) for code in french if fields(french[code]) != fields(english[code])} == {}
    assert all(name.isidentifier() for message in french.values() for name in fields(message))


def test_no_message_is_empty_or_left_in_the_other_language():
    french, english = (_catalogue(language) for language in LANGUAGES)
    assert [code for code in french if code not in EMPTY and not (french[code].strip() and english[code].strip())] == []
    # A sentence of six words that is the same in both languages has been forgotten.
    assert [code for code in french if french[code] == english[code] and len(french[code].split()) >= 6] == []


def test_every_code_the_program_names_exists():
    known = codes("fr")
    found = list(named_codes())
    missing = [
        (place, code)
        for place, code in found
        if not (any(each.startswith(code[:-1]) for each in known) if code.endswith("*") else code in known)
    ]
    assert missing == []
    assert len(found) > 60


def test_every_code_put_together_from_a_known_set_exists():
    expected = {f"gate.name.{gate}" for gate in get_args(GateName)} | {f"role.{role}" for role in ROLES}
    expected |= {f"gate.{gate}.passed" for gate in get_args(GateName)} | {
        f"gate.{gate}.failed" for gate in get_args(GateName) if gate != "competency"
    }
    expected |= {f"gate.event.{kind}" for kind in get_args(Modality) if kind != "done"}
    expected |= {f"gate.first_person.{kind}" for kind in ("nous", "on", "passive")}
    expected |= {f"reason.party.{kind}" for kind in get_args(PartyKind)} | {f"reason.{verdict}" for verdict in get_args(Verdict)}
    expected |= {f"reason.lexicon.{family}" for family in families()}
    expected |= {f"column.{severity}" for severity in get_args(Severity)}
    expected |= {f"stage.{stage}" for stage in ("encode", "gates", "concepts", "whole", "fit", "score", "check")}
    assert len(families()) > 10
    assert expected - codes("fr") == set()


def test_the_search_for_codes_finds_them():
    tree = ast.parse("say('a.b'); say(f'a.{x}.c'); say('a.d' if x else 'a.e')")
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert sorted(code for call in calls for code in alternatives(call.args[0])) == ["a.*", "a.b", "a.d", "a.e"]


def test_no_file_is_longer_than_400_lines():
    written = {".py", ".md", ".toml", ".css", ".html", ".txt", ".yml"}
    generated = {"CARD.md"}
    long = [
        (str(file.relative_to(ROOT)), count)
        for file in tracked()
        if file.suffix in written and file.name not in generated and "notebooks" not in file.parts
        if (count := len(file.read_text("utf-8").splitlines())) > 400
    ]
    assert long == []


# Put together here, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join(
        [
            "/" + r"(?:home|Users|root|work|mnt|opt|private)/\w",
            "/" + r"tmp/\w",
            r"[A-Z]:\\Users",
            r"(?:py" + r"pi|files)\." + r"(?:org|python" + r"hosted)",
            r"python" + r"hosted\.org",
            r"index" + r"-url",
            r"(?:artifactory|nexus)\.",
            r"127\.0\.0\.1:\d{4}/simple",
        ]
    )
)


def test_no_path_of_a_machine_and_no_registry_is_written_anywhere():
    found = []
    for file in tracked():
        if file.suffix in {".onnx", ".joblib", ".png", ".jsonl"} or file.name == "tokenizer.json":
            continue
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), start=1):
            if MACHINE.search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_the_search_for_machine_paths_finds_them():
    for line in ("/" + "home/anna/x", "C:\\" + "Users\\anna", "https://py" + "pi.org/simple", "--index" + "-url x"):
        assert MACHINE.search(line), line
    for line in ("scales/arc-collaboration/scale.yaml", "/usr/bin/env python", "et/ou", "http://127.0.0.1:8501"):
        assert not MACHINE.search(line), line
