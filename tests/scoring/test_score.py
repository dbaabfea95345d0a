"""``assessor score``: the contract that other programs rely on, to the letter."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from contract import AWKWARD, GOOD, check_line, lines_of
from docx import Document
from openpyxl import Workbook
from typer.testing import CliRunner

from assessor.cli import app
from assessor.documents.limits import LONGEST_ANSWER
from assessor.rubric import list_scales, read_scale

ARC = "arc-collaboration"
ANSWERS = [
    ("b-7", GOOD),
    ("a-1", "Nous avons gagné."),
    ("é 3", GOOD.replace("Sarlat", "Thiès")),
    ("07", "I called the mill and we agreed."),
]


def call(*arguments: str | Path, stdin: bytes | None = None):
    """The command in this process: exit status, standard output, standard error."""
    return CliRunner().invoke(app, ["score", *map(str, arguments)], input=stdin)


def jsonl(pairs) -> bytes:
    return "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in pairs).encode()


@pytest.fixture
def batch(tmp_path) -> Path:
    file = tmp_path / "reponses.jsonl"
    file.write_bytes(jsonl(ANSWERS))
    return file


@pytest.mark.parametrize("scale_id", list_scales())
def test_every_line_keeps_the_contract(batch, scale_id):
    result = call(batch, "--scale", scale_id)
    assert result.exit_code == 0
    scale, rows = read_scale(scale_id), lines_of(result.stdout)
    assert [row["id"] for row in rows] == [name for name, _ in ANSWERS]
    for row, (_, text) in zip(rows, ANSWERS, strict=True):
        check_line(row, text, scale.level_numbers, scale.codes, scale.concept_codes)
        assert (row["scale"], row["scale_version"]) == (scale_id, scale.version)
        assert row["model"].startswith(f"{scale_id}-")
    assert result.stderr == ""


def test_awkward_texts_keep_the_contract_too(tmp_path):
    file = tmp_path / "texts.jsonl"
    file.write_bytes(jsonl(AWKWARD.items()))
    result = call(file, "-s", ARC)
    scale, rows = read_scale(ARC), lines_of(result.stdout)
    assert [row["id"] for row in rows] == list(AWKWARD)
    scored = 0
    for row, text in zip(rows, AWKWARD.values(), strict=True):
        if "error" not in row:
            scored += 1
            check_line(row, text.replace("\ud83d", "\N{REPLACEMENT CHARACTER}"), scale.level_numbers, scale.codes, scale.concept_codes)
    assert scored >= len(AWKWARD) - 1
    result.stdout.encode("utf-8")


def test_an_answer_that_cannot_be_read_gets_a_line_and_the_batch_goes_on(tmp_path):
    file = tmp_path / "batch.jsonl"
    long = "J'ai appelé la mairie. " * 9000
    assert len(long) > 200_000 > LONGEST_ANSWER
    rows = [
        *({"id": name, "text": text} for name, text in [("1", GOOD), ("2", long), ("3", "   ")]),
        {"id": "4", "text": 12},
        {"id": "5"},
        {"id": "6", "text": GOOD},
    ]
    file.write_text("\n".join([*(json.dumps(row) for row in rows), "{pas du json", "[]"]), "utf-8")
    result = call(file, "--scale", ARC)
    assert result.exit_code == 1
    found = lines_of(result.stdout)
    assert len(found) == 8
    assert [row["id"] for row in found][:6] == ["1", "2", "3", "4", "5", "6"]
    wrong = {row["id"]: row["error"] for row in found if "error" in row}
    assert [row.get("error", {}).get("code") for row in found] == [
        None,
        "too_long",
        "empty",
        "not_text",
        "no_text",
        None,
        "not_json",
        "no_object",
    ]
    for row in found:
        if "error" in row:
            assert list(row) == ["id", "error"]
            assert list(row["error"]) == ["code", "message"]
    assert "batch.jsonl, ligne 2" in wrong["2"]["message"]
    same = [dict(row, id="") for row in found if row["id"] in ("1", "6")]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent.jsonl", "--scale", ARC], "absent.jsonl"),
        (["{batch}", "--scale", "inconnue"], ARC),
        (["{batch}", "--scale", ARC, "--text-column", "récit"], "récit"),
        (["{batch}", "--scale", ARC, "--output", "{folder}/absent/sortie.jsonl"], "sortie.jsonl"),
        (["{batch}", "--scale", ARC, "--output", "{folder}"], "Impossible d'écrire"),
        (["{batch}", "--scale", ARC, "--output", ""], "Impossible d'écrire"),
        (["{batch}", "--scale", ARC, "--output", "{batch}"], "serait remplacé"),
        (["{folder}", "--scale", ARC, "--output", "{batch}"], "serait remplacé"),
        (["{batch}", "--scale", ARC, "--workers", "2", "--backend", "inexistant"], "loky"),
        (["{folder}/image.png", "--scale", ARC], ".docx"),
        (["{batch}"], "--scale"),
        (["{batch}"], ARC),
        (["{batch}", "--scale", ARC, "--workers", "0"], "--workers"),
        (["{batch}", "--scale", ARC, "--lang", "de"], "--lang"),
    ],
)
def test_a_bad_call_ends_with_2_and_says_what_to_do(batch, arguments, said):
    (batch.parent / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = call(*(each.format(batch=batch, folder=batch.parent) for each in arguments))
    if "--text-column" in arguments:  # every line lacks the column: lines that say so, as for any other fault of a line
        assert result.exit_code == 1
        assert said in result.stdout
        return
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr.replace("\n", "")
    assert "Traceback" not in result.stderr


def test_standard_input_and_files_of_all_kinds_give_the_same_answer(tmp_path):
    (tmp_path / "reponse.txt").write_text(GOOD, "utf-8")
    (tmp_path / "table.csv").write_text(f'id;Réponse\n7;"{GOOD}"\n', "utf-8-sig")
    book = Workbook()
    book.active.append(["id", "texte"])
    book.active.append([7, GOOD])
    book.save(tmp_path / "table.xlsx")
    document = Document()
    document.add_paragraph(GOOD)
    document.save(tmp_path / "lettre.docx")
    (tmp_path / "une.json").write_text(json.dumps({"id": "7", "text": GOOD}), "utf-8")
    results = {name: call(tmp_path / name, "-s", ARC) for name in ("reponse.txt", "table.csv", "table.xlsx", "lettre.docx", "une.json")}
    results["-"] = call("-", "-s", ARC, stdin=jsonl([("7", GOOD)]))
    results["- text"] = call("-", "-s", ARC, stdin=GOOD.encode())
    assert {name: result.exit_code for name, result in results.items()} == dict.fromkeys(results, 0)
    rows = {name: lines_of(result.stdout)[0] for name, result in results.items()}
    assert {name: row.pop("id") for name, row in rows.items()} == {
        "reponse.txt": "reponse",
        "table.csv": "7",
        "table.xlsx": "7",
        "lettre.docx": "lettre",
        "une.json": "7",
        "-": "7",
        "- text": "1",
    }
    assert all(row == rows["-"] for row in rows.values())


def test_columns_can_be_named(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text(f'dossier,récit\nX9,"{GOOD}"\n', "utf-8")
    result = call(file, "-s", ARC, "--text-column", "récit", "--id-column", "dossier")
    assert result.exit_code == 0
    assert lines_of(result.stdout)[0]["id"] == "X9"


def test_a_damaged_single_file_is_an_answer_that_cannot_be_scored(tmp_path):
    (tmp_path / "lettre.docx").write_bytes(b"PK\x03\x04 not a document")
    result = call(tmp_path / "lettre.docx", "-s", ARC)
    assert result.exit_code == 1
    assert lines_of(result.stdout)[0]["id"] == "lettre"


def test_a_file_is_written_whole_with_the_same_bytes_as_standard_output(batch, tmp_path):
    output = tmp_path / "sortie.jsonl"
    output.write_text("ancien", "utf-8")
    written = call(batch, "-s", ARC, "--output", output)
    assert (written.exit_code, written.stdout) == (0, "")
    count = len(output.read_text("utf-8").splitlines())
    assert f"{count} réponse(s) évaluée(s), 0 non évaluée(s)" in written.stderr and "sortie.jsonl" in written.stderr
    assert output.read_bytes() == call(batch, "-s", ARC).stdout_bytes
    assert b"\r" not in output.read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["reponses.jsonl", "sortie.jsonl"]


def test_reasons_and_questions_speak_the_language_asked_for(batch):
    french, english = (lines_of(call(batch, "-s", ARC, "--lang", language).stdout) for language in ("fr", "en"))
    assert english[0]["missing"][0]["question"].isascii()
    for one, other in zip(french, english, strict=True):
        assert one["probabilities"] == other["probabilities"]
        assert [(each["start"], each["quote"]) for each in one["evidence"]] == [
            (each["start"], each["quote"]) for each in other["evidence"]
        ]
        assert all(a["reason"] != b["reason"] for a, b in zip(one["admissibility"], other["admissibility"], strict=True))
    assert "Mots" in str(french[1]["admissibility"])
    assert "Words" in str(english[1]["admissibility"])


def test_errors_speak_the_language_asked_for(tmp_path):
    assert "existe pas" in call(tmp_path / "rien.txt", "-s", ARC).stderr
    assert "does not exist" in call(tmp_path / "rien.txt", "-s", ARC, "--lang", "en").stderr


def test_the_same_answer_gives_the_same_bytes_alone_in_a_batch_and_again(batch, tmp_path):
    together = call(batch, "-s", ARC).stdout_bytes
    assert call(batch, "-s", ARC).stdout_bytes == together
    alone = b""
    for name, text in ANSWERS:
        alone += call("-", "-s", ARC, stdin=jsonl([(name, text)])).stdout_bytes
    assert alone == together
    backwards = call("-", "-s", ARC, stdin=jsonl(ANSWERS[::-1])).stdout_bytes
    assert backwards.splitlines() == together.splitlines()[::-1]


def test_another_process_or_two_give_the_same_bytes(tmp_path):
    pairs = [(f"{number}-{name}", text) for number in range(5) for name, text in ANSWERS]
    here = call("-", "-s", ARC, stdin=jsonl(pairs)).stdout_bytes
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "latin-1", "PYTHONHASHSEED": "12", "OMP_NUM_THREADS": "2"}
    command = [sys.executable, "-c", "from assessor.cli import app; app()", "score", "-", "-s", ARC, "--workers", "2"]
    done = subprocess.run(command, input=jsonl(pairs), capture_output=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == here


def test_a_reader_that_stops_early_is_no_error(batch):
    class Closed(io.TextIOWrapper):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    from assessor.cli.shared import told

    with pytest.raises(Exception) as stopped, told("fr"):
        Closed(io.BytesIO()).write("x")
    assert getattr(stopped.value, "exit_code", None) == 0


def test_identifiers_that_come_back_are_said_beside_the_lines(tmp_path):
    file = tmp_path / "lot.jsonl"
    file.write_bytes(jsonl([("7", GOOD), ("8", GOOD), ("7", GOOD)]))
    result = call(file, "-s", ARC)
    assert result.exit_code == 0
    assert [row["id"] for row in lines_of(result.stdout)] == ["7", "8", "7"]
    assert "reviennent : 7." in result.stderr


def test_what_is_no_ordinary_file_is_written_to_as_it_is(batch):
    before = Path(os.devnull).stat()
    assert call(batch, "-s", ARC, "-o", os.devnull).exit_code == 0
    assert Path(os.devnull).stat().st_mode == before.st_mode
