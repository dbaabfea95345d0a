"""``assessor import`` and ``assessor export``."""

from __future__ import annotations

import json

import pytest
from answers import ORDINAL
from typer.testing import CliRunner

from assessor.cli import app
from assessor.training.dataset import examples_folder, read_examples

TABLE = "id;réponse;niveau;niveau_A;niveau_B\n1;J'ai appelé le maire.;2;2;3\n2;J'ai écrit au préfet.;;1;2\n3;J'ai vu la coop.;neuf;;\n"


@pytest.fixture
def notes(tmp_path):
    file = tmp_path / "notes.csv"
    file.write_text(TABLE, "utf-8")
    return file


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], env={"COLUMNS": "200"})


def test_import_shows_what_was_read_and_writes_examples(notes, tmp_path):
    target = tmp_path / "out" / "notes.jsonl"
    result = run("import", notes, "--scale", ORDINAL.id, "--output", target, "--author", "P1")
    assert result.exit_code == 1
    assert "notes.csv:4" in result.output
    assert "le niveau « neuf » ne peut pas être lu" in result.output
    assert "2 réponse(s) lue(s), 1 laissée(s) de côté." in result.output
    read = read_examples(target, ORDINAL)
    assert [(one.id, one.level, one.meta["author"], len(one.ratings)) for one in read] == [("1", 2, "P1", 2), ("2", 1, "P1", 2)]


def test_import_without_output_writes_nothing(notes, tmp_path):
    before = sorted(tmp_path.iterdir())
    assert run("import", notes, "--level-column", "niveau_A").exit_code == 1
    assert sorted(tmp_path.iterdir()) == before


def test_status_0_says_that_all_was_read(notes):
    notes.write_text("".join(TABLE.splitlines(keepends=True)[:3]), "utf-8")
    assert run("import", notes).exit_code == 0


def test_export_never_takes_the_place_of_what_it_reads(notes):
    before = notes.read_bytes()
    result = run("export", notes, "--output", notes)
    assert result.exit_code == 2 and "est le fichier lu" in result.output
    assert notes.read_bytes() == before


def test_check_of_a_file_of_answers_says_which_command_takes_it(notes):
    assert f"assessor import {notes} --scale" in run("check", notes).output


def test_import_tells_what_each_column_was_taken_for(notes):
    assert "Colonnes de notes.csv – " in run("import", notes).output
    said = json.loads(run("import", notes, "--json").stdout)["columns"]["notes.csv"]
    assert {"column": "niveau_A", "taken": "raters"} in said


def test_import_for_programs(notes):
    result = run("import", notes, "--json", "--lang", "en", "--rater-columns", "niveau_A, niveau_B")
    said = json.loads(result.stdout)
    assert (result.exit_code, said["read"], said["left_out"], said["written"]) == (1, 2, 1, [])
    assert said["problems"][0] == {
        "severity": "error",
        "file": "notes.csv",
        "line": 4,
        "code": "level",
        "message": '"3": the level "neuf" cannot be read. Allowed: any whole number.',
    }
    assert said["problems"][1]["code"] == "by_median"


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "absent.csv"),
        ("import", "{notes}", "--scale", "absente"),
        ("import", "{notes}", "--format", "word"),
        ("import", "{notes}", "--text-column", "Texte"),
        ("import", "{notes}", "--format", "xlsx"),
        ("import", "{notes}", "--format", "label-studio"),
        ("import", "{notes}", "--format", "spacy"),
        ("export", "absente", "--output", "{out}.csv"),
        ("export", "{notes}", "--output", "{out}.txt"),
        ("export", "{notes}", "--output", "{out}.csv", "--format", "dossier"),
        ("export", "{notes}", "--output", "{notes}/a.csv"),
        ("export", "{notes}", "--output", "{notes}"),
        ("import", "{notes}", "--output", "{out}.csv"),
        ("check", "{notes}"),
    ],
)
def test_a_bad_call_ends_with_a_message_and_status_2(notes, tmp_path, arguments):
    result = run(*(one.format(notes=notes, out=tmp_path / "out") for one in arguments))
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_misspelt_scale_is_told_the_right_ones(tmp_path):
    result = run("export", "arc", "--output", tmp_path / "a.csv", "--lang", "en")
    assert result.exit_code == 2
    assert "arc-collaboration" in result.stderr


def test_export_of_a_scale_and_of_a_file(notes, tmp_path):
    target = tmp_path / "arc.json"
    result = run("export", ORDINAL.id, "--output", target, "--json")
    count = len(read_examples(examples_folder(ORDINAL.id)))
    assert (result.exit_code, json.loads(result.stdout)["read"]) == (0, count)
    assert len(json.loads(target.read_text("utf-8"))) == count
    assert ORDINAL.concepts[0].name.fr in (tmp_path / "arc.config.xml").read_text("utf-8")
    again = run("export", target, "--output", tmp_path / "arc.xlsx")
    assert (again.exit_code, f"{count} réponse(s) écrite(s)" in again.output) == (0, True)
    bad = run("export", notes, "--output", tmp_path / "notes.jsonl", "--lang", "en")
    assert (bad.exit_code, '"neuf" cannot be read' in bad.output, (tmp_path / "notes.jsonl").exists()) == (1, True, True)
