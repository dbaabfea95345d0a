"""Answers in tables: .csv, .tsv, .xlsx, .jsonl, .json."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import ENCRYPTED_OFFICE, part, saved, with_part, word, workbook
from openpyxl import Workbook, load_workbook

from assessor.documents import Unreadable, read_documents
from assessor.documents.columns import ID_COLUMNS
from assessor.documents.limits import LONGEST_ANSWER
from assessor.domain.answer import Answer
from assessor.errors import AnswerError
from assessor.exchange.names import names_of, plain

PHONED = "J'ai appelé la directrice du refuge, puis je suis allée la voir."
NOTED = "Mes gestes :\n- écrit au maire ;\n- relancé en mars.\n"


def read(data: bytes | str, name: str, **columns: str) -> list[Answer | Unreadable]:
    return list(read_documents(data.encode() if isinstance(data, str) else data, name=name, **columns))


def refusal(data: bytes | str, name: str, **columns: str) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        read(data, name, **columns)
    return caught.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_of_a_csv_is_found(delimiter: str) -> None:
    rows = f'id{delimiter}texte\nA-1{delimiter}"{PHONED}"\nA-2{delimiter}"{NOTED}"\n'
    assert read(rows, "lot.csv") == [Answer("A-1", PHONED), Answer("A-2", NOTED)]


@pytest.mark.parametrize("column", ["text", "texte", "Réponse", "REPONSE", "answer", " Response ", "Re\u0301ponse"])
def test_usual_column_names_are_accepted_in_any_case_and_composition(column: str) -> None:
    assert read(f"id;{column}\n1;{PHONED}\n", "lot.csv") == [Answer("1", PHONED)]


def test_a_column_of_another_name_is_read_when_asked_for_and_only_it() -> None:
    rows = f"cote;texte;Exemple\n12;un autre;{PHONED}\n"
    assert read(rows, "lot.csv", text_column="exemple", id_column="cote") == [Answer("12", PHONED)]
    refused = refusal(rows, "lot.csv", text_column="récit")
    assert "« récit »" in refused.text.fr and "“Exemple”" in refused.text.en
    assert "« dossier »" in refusal(rows, "lot.csv", id_column="dossier").text.fr


@pytest.mark.parametrize(
    ("header", "known"),
    [(["Dossier", "Réponse"], "b-12"), (["N°", "Texte"], "b-12"), (["NUMÉRO ", "Réponse"], "b-12"), (["Nom", "Réponse"], "1")],
)
def test_a_board_numbers_its_answers_in_its_own_way(header: list[str], known: str) -> None:
    """A person's name is not taken for the identifier: results are passed on, and a candidate may have several answers."""
    assert read(workbook(header, ["b-12", PHONED]), "lot.xlsx") == [Answer(known, PHONED)]


def test_scoring_and_importing_know_the_same_identifiers() -> None:
    assert {plain(name) for name in ID_COLUMNS} == {plain(name) for name in names_of("id")}


def test_the_only_column_that_speaks_of_answers_is_the_one() -> None:
    assert read(f"Nom;No dossier;Question 3 – Réponse\nRoy;b-12;{PHONED}\n", "lot.csv") == [Answer("b-12", PHONED)]
    assert "« Réponse 2 »" in refusal(f"Réponse 1;Réponse 2\n{PHONED};{NOTED!r}\n", "lot.csv").text.fr
    book = workbook(["Critère", "Réponse attendue"], ["1", "Un contact ancien"])
    book_sheet = load_workbook(io.BytesIO(book))
    book_sheet.create_sheet("Lot").append(["Texte", "Ville"])
    book_sheet["Lot"].append([PHONED, "Laval"])
    assert read(saved(book_sheet), "lot.xlsx") == [Answer("1", PHONED)], "a sheet whose column has a usual name comes first"
    assert "« Date de la réponse »" in refusal(f"Date de la réponse;Exemple\n2024-01-05;{PHONED}\n", "lot.csv").text.fr


def test_a_title_above_the_header_is_no_header() -> None:
    titles = [["Concours 2026-11 – Agent principal"], ["Reçu le", "3 novembre"]]
    table = [["Dossier", "Réponse", "Ville"], ["b-12", PHONED, "Laval"]]
    lines = "".join(";".join(row) + "\n" for row in [*titles, [], *table])
    assert read(lines, "lot.csv") == read(workbook(*titles, [], *table), "lot.xlsx") == [Answer("b-12", PHONED)]
    broken = read(f"{lines}b-13;{PHONED};Laval;Gatineau\n", "lot.csv")[1]
    assert isinstance(broken, Unreadable) and "ligne 6" in broken.text.fr, "lines are counted in the file, titles included"


def test_a_text_is_not_a_header_because_a_title_may_be() -> None:
    assert read(f"texte\nréponse\n{PHONED}\n", "lot.csv") == [Answer("1", "réponse"), Answer("2", PHONED)]
    refused = refusal("".join(f"ligne {number};b\n" for number in range(6)) + f"id;réponse\n1;{PHONED}\n", "lot.csv")
    assert "« ligne 0 », « b »" in refused.text.fr, "beyond five rows of titles it is a table of something else"


def test_a_table_without_a_text_column_names_those_it_has_and_those_allowed() -> None:
    for data, name in [("nom;ville\nJulie;Laval\n", "lot.csv"), (workbook(["nom", "ville"], ["Julie", "Laval"]), "lot.xlsx")]:
        refused = refusal(data, name)
        assert refused.code == "document_no_column"
        assert name in refused.text.fr
        assert "« nom », « ville »" in refused.text.fr
        assert "« réponse »" in refused.text.fr


def test_a_csv_of_one_column_keeps_its_commas() -> None:
    assert read(f"texte\n{PHONED}\n", "lot.csv") == [Answer("1", PHONED)]


def test_a_text_with_the_delimiter_and_no_quotes_is_refused_not_cut() -> None:
    first, second = read(f"id,texte\n1,{PHONED}\n2,J'ai signé.\n", "lot.csv")
    assert isinstance(first, Unreadable)
    assert (first.id, first.code) == ("1", "extra_cells")
    assert "lot.csv, ligne 2" in first.text.fr
    assert second == Answer("2", "J'ai signé.")


@pytest.mark.parametrize("good_rows", [0, 1])
def test_a_quote_that_never_closes_is_told_with_its_line(good_rows: int) -> None:
    rows = "id,texte\n" + "1,J'ai signé.\n" * good_rows + "2,\"J'ai écrit.\n3,J'ai appelé.\n4,J'ai relancé.\n"
    *good, last = read(rows, "lot.csv")
    assert len(good) == good_rows
    assert isinstance(last, Unreadable)
    assert (last.id, last.code) == (f"ligne {2 + good_rows}", "open_quote")


def test_quotes_inside_a_text_are_kept() -> None:
    assert read('id,texte\n1,"J\'ai dit ""oui"" au maire"\n2,un tuyau de 5" posé\n', "lot.csv") == [
        Answer("1", 'J\'ai dit "oui" au maire'),
        Answer("2", 'un tuyau de 5" posé'),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "mac_roman", "cp850"])
def test_a_csv_is_read_in_the_encodings_excel_writes(encoding: str) -> None:
    text = "J'ai rencontré l'équipe à Sept-Îles, où ça s'est réglé."
    assert read(f'id;réponse\r\n1;"{text}"\r\n'.encode(encoding), "lot.csv") == [Answer("1", text)]


def test_excel_line_that_names_the_delimiter_is_no_header() -> None:
    first, second = read("sep=;\nid;texte\n1;J'ai signé.\n2; \n", "lot.csv")
    assert first == Answer("1", "J'ai signé.")
    assert isinstance(second, Unreadable) and "ligne 4" in second.text.fr


def test_identifiers_are_kept_as_given_even_twice_and_numbered_when_missing() -> None:
    rows = "id;texte\n007;a\n007;b\n;c\n\n x ;d\n"
    assert [answer.id for answer in read(rows, "lot.csv")] == ["007", "007", "3", " x "]
    assert [answer.id for answer in read("texte;ville\na;x\nb;y\n", "lot.csv")] == ["1", "2"]
    assert [a.id for a in read(workbook(["id", "texte"], [7, "a"], [7.0, "b"], [None, "c"], [date(2021, 3, 4), "d"]), "l.xlsx")] == [
        "7",
        "7",
        "3",
        "2021-03-04T00:00:00",
    ]


def test_a_workbook_gives_the_first_sheet_that_has_the_column() -> None:
    book = Workbook()
    book.active.append(["Consignes"])
    sheet = book.create_sheet("Réponses")
    sheet.append([])
    sheet.append(["No", "Réponse"])
    sheet.append([1, PHONED])
    sheet.append([])
    sheet.append([2, "J'ai écrit._x000D_\nPuis signé."])
    book.create_sheet("Autre").append(["texte"])
    assert read(saved(book), "lot.xlsx", id_column="no") == [Answer("1", PHONED), Answer("2", "J'ai écrit.\nPuis signé.")]


def test_a_further_sheet_is_told_where_a_column_only_holds_a_usual_name_too() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "2023"
    for sheet in (book.active, book.create_sheet("2024")):
        for row in (["No", "Réponse à la question 3"], [1, PHONED]):
            sheet.append(row)
    book.create_sheet("Notes").append(["Ville", "Population"])
    first, second = read(saved(book), "notes.xlsx")
    assert first == Answer("1", PHONED)
    assert (second.id, second.code) == ("2024", "sheet")


def test_a_further_sheet_of_answers_is_told_and_not_lost_in_silence() -> None:
    book = Workbook()
    for sheet, rows in ((book.active, [["Réponse"], [PHONED]]), (book.create_sheet("Lot 2"), [["Ville", "Réponse"], ["Laval", PHONED]])):
        for row in rows:
            sheet.append(row)
    book.create_sheet("Notes").append(["Ville", "Population"])
    first, second = read(saved(book), "lots.xlsx")
    assert first == Answer("1", PHONED)
    assert (second.id, second.code) == ("Lot 2", "sheet")
    assert "lots.xlsx : la feuille « Lot 2 » contient aussi des réponses et n'a pas été lue" in second.text.fr


def test_a_formula_counts_for_the_value_it_last_had() -> None:
    book = workbook(["id", "texte"], [1, "=A1"], [2, "=NA()"], [3, "=A1"])
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>texte</t></is></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>B1</f><v>J\'ai fini.</v></c></row>'
        b'<row r="3"><c r="A3" t="e"><f>NA()</f><v>#N/A</v></c></row>'
        b"</sheetData></worksheet>"
    )
    good, bad = read(with_part(book, "xl/worksheets/sheet1.xml", sheet), "lot.xlsx")
    assert good == Answer("1", "J'ai fini.")
    assert isinstance(bad, Unreadable) and bad.code == "not_text"


def test_cells_that_hold_no_answer_are_told_one_by_one() -> None:
    rows = [["id", "texte"], ["a", 12], ["b", None], ["c", "  "], ["d", True], ["e", "J'ai signé."], ["f", "x" * (LONGEST_ANSWER + 1)]]
    cells = read(with_cell_limit_off(rows), "lot.xlsx")
    assert [getattr(cell, "code", "read") for cell in cells] == ["not_text", "empty", "empty", "not_text", "read", "too_long"]
    assert "lot.xlsx, ligne 2" in cells[0].text.fr
    assert "100\u202f001" in cells[-1].text.fr and "100\u202f000" in cells[-1].text.fr
    assert "100,001" in cells[-1].text.en


def with_cell_limit_off(rows: list[list[object]]) -> bytes:
    """openpyxl cuts cells at Excel's 32 767 characters; other programs do not."""
    *first, (last_id, long) = rows
    data = workbook(*first, [last_id, "@@@"])
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        (holder,) = (name for name in zipped.namelist() if b"@@@" in zipped.read(name))
    return with_part(data, holder, part(data, holder).replace(b"@@@", str(long).encode()))


def test_tables_without_rows() -> None:
    for data, name in [("id;texte\n\n", "l.csv"), (workbook(["id", "texte"]), "l.xlsx"), ("\n \n", "l.jsonl"), ("[]", "l.json")]:
        assert refusal(data, name).code == "document_no_rows"
    assert refusal("", "l.csv").code == "document_no_column"


def test_a_table_too_long_says_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("columns", "json_lines", "workbook"):
        monkeypatch.setattr(f"assessor.documents.{module}.MOST_ROWS", 2)
    rows = [["texte"], ["a"], ["b"], ["c"], ["d"]]
    lines = "".join('{"text": "a"}\n' for _ in range(4))
    documents = [
        ("texte\na\nb\nc\nd\n", "l.csv"),
        (workbook(*rows), "l.xlsx"),
        (lines, "l.jsonl"),
        (json.dumps([{"text": "a"}] * 4), "l.json"),
    ]
    for data, name in documents:
        *read_ones, last = read(data, name)
        assert len(read_ones) == 2 and all(isinstance(each, Answer) for each in read_ones)
        assert isinstance(last, Unreadable)
        assert (last.id, last.code) == ("3", "too_many_rows")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ENCRYPTED_OFFICE, "document_password"),
        (word("J'ai signé."), "document_other"),
        (b"id;texte\n1;J'ai fini.\n", "document_other"),
        (workbook(["texte"], ["a"])[:900], "document_damaged"),
        (with_part(workbook(["texte"], ["a"]), "xl/workbook.xml", b"<workbook"), "document_damaged"),
        (with_part(workbook(["texte"], ["a"]), "xl/worksheets/sheet1.xml", b"<worksheet><row"), "document_damaged"),
    ],
)
def test_what_is_no_sound_workbook(data: bytes, code: str) -> None:
    assert refusal(data, "lot.xlsx").code == code


def test_json_lines_one_bad_line_does_not_stop_the_others() -> None:
    lines = [
        '{"id": "a", "text": "J\'ai signé."}',
        '{"id": "b", "text": ',
        "",
        '{"id": "c", "text": 12}',
        '{"id": "d", "text": null}',
        '{"id": "e", "text": ["J\'ai"]}',
        '{"id": "f", "contenu": "J\'ai"}',
        '"J\'ai"',
        '{"text": "\\ud83d fini"}',
        '{"id": 12, "Réponse": ""}',
        "[" * 100_000,
    ]
    found = read("\r\n".join(lines), "lot.jsonl")
    assert [(each.id, getattr(each, "code", "read")) for each in found] == [
        ("a", "read"),
        ("ligne 2", "not_json"),
        ("c", "not_text"),
        ("d", "not_text"),
        ("e", "not_text"),
        ("f", "no_text"),
        ("8", "no_object"),
        ("9", "read"),
        ("12", "empty"),
        ("ligne 11", "not_json"),
    ]
    assert found[7] == Answer("9", "\N{REPLACEMENT CHARACTER} fini")
    assert isinstance(found[5], Unreadable) and "« contenu »" in found[5].text.fr


def test_json_may_be_a_list_one_object_or_lines() -> None:
    answer = {"id": "a", "text": PHONED}
    assert read(json.dumps([answer, answer], indent=2), "l.json") == [Answer("a", PHONED)] * 2
    assert read(json.dumps(answer, indent=2), "l.json") == [Answer("a", PHONED)]
    assert read(json.dumps(answer) + "\n" + json.dumps(answer), "l.json") == [Answer("a", PHONED)] * 2
    refused = refusal('[{"id": "a",\n "text": }]', "l.json")
    assert refused.code == "document_not_json_file" and "l.json, ligne 2" in refused.text.fr


@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs",), max_codepoint=0x2FFFF)).filter(str.strip), min_size=1, max_size=4),
    st.booleans(),
)
def test_json_texts_come_back_to_the_letter(texts: list[str], ascii_only: bool) -> None:
    lines = "\n".join(json.dumps({"id": str(i), "text": text}, ensure_ascii=ascii_only) for i, text in enumerate(texts))
    assert read(lines, "lot.jsonl") == [Answer(str(i), text) for i, text in enumerate(texts)]


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_json_string_gives_a_text_that_can_be_written(before: str, after: str) -> None:
    line = json.dumps({"id": "\udc00", "text": f"{before}x\ud83d{after}"})
    (answer,) = read(line, "lot.jsonl")
    assert isinstance(answer, Answer)
    assert (answer.text + answer.id).encode("utf-8")
    assert len(answer.text) == len(json.loads(line)["text"])


@given(st.lists(st.text("ab é'\",;|\t\nœ", min_size=1).filter(str.strip), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_csv_texts_come_back(texts: list[str], delimiter: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([["id", "text"], *([f"n{i}", text] for i, text in enumerate(texts))])
    assert read(stream.getvalue(), "lot.csv") == [Answer(f"n{i}", text) for i, text in enumerate(texts)]


def test_a_cell_that_reads_like_a_name_is_no_header() -> None:
    rows = f"No dossier;Type;Réponse du candidat\n101;Réponse;{PHONED}\n102;Relance;{PHONED}\n"
    assert read(rows, "lot.csv") == [Answer("101", PHONED), Answer("102", PHONED)]
    table = [row.split(";") for row in rows.splitlines()]
    assert read(workbook(*table), "lot.xlsx") == [Answer("101", PHONED), Answer("102", PHONED)]


def test_a_column_whose_name_holds_the_usual_one_is_found_under_a_title() -> None:
    table = [["Concours 2026-114"], ["No dossier", "Nom", "Question 3 – Réponse"], ["7", "Roy", PHONED]]
    assert read(workbook(*table), "lot.xlsx") == [Answer("7", PHONED)]
    assert read("\n".join(";".join(row) for row in table), "lot.csv") == [Answer("7", PHONED)]


@pytest.mark.parametrize("header", ["No;Texte;Réponse", "No;Réponse;Réponse"])
def test_nobody_guesses_between_two_columns_with_usual_names(header: str) -> None:
    refused = refusal(f"{header}\n7;Décrivez.;{PHONED}\n", "lot.csv")
    assert refused.code == "document_which_column" and "« Réponse »" in refused.text.fr
    assert read(f"No;Texte;Réponse\n7;Décrivez.;{PHONED}\n", "lot.csv", text_column="Réponse") == [Answer("7", PHONED)]


def test_a_hidden_sheet_is_not_read() -> None:
    book = Workbook()
    book.active.append(["id", "texte"])
    book.active.append(["ancien", NOTED])
    book.active.sheet_state = "hidden"
    book.create_sheet("Réponses").append(["id", "texte"])
    book["Réponses"].append(["b-1", PHONED])
    book.active = 1
    assert read(saved(book), "lot.xlsx") == [Answer("b-1", PHONED)]


def test_what_comes_without_a_name_is_told_by_how_it_looks() -> None:
    one = json.dumps({"id": "a", "text": PHONED})
    for content, count in [
        (f"[{one}, {one}]", 2),
        (f"{one}\n{one}", 2),
        (f'"id";"réponse"\na;{PHONED}\nb;{PHONED}\n', 2),
        (f"{PHONED}\nid, texte et réponse : rien de tout cela n'a compté.", 1),
        (f"[note] {PHONED}", 1),
    ]:
        found = list(read_documents(content.encode()))
        assert [isinstance(answer, Answer) for answer in found] == [True] * count
    first, *rest = read_documents(f"Export du 2 mars\n{one}\n{one}\n".encode())
    assert isinstance(first, Unreadable) and rest == [Answer("a", PHONED)] * 2
