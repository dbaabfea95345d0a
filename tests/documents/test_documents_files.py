"""One file, one answer: text, Word and PDF; folders, uploads and standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import ENCRYPTED_OFFICE, OLD_WORD, PROGRAM, archive, locked_pdf, part, pdf, saved, with_part, word, workbook

from assessor.documents import SUFFIXES, Unreadable, read_documents, read_text_bytes
from assessor.documents.limits import LONGEST_ANSWER
from assessor.documents.pdf_lines import paragraphs
from assessor.domain.answer import Answer
from assessor.errors import AnswerError

TOLD = "En 2019, j'ai rencontré la mairesse.\n\n  Puis j'ai « signé » l'entente.  \n"


def read(data: bytes, name: str | None) -> list[Answer | Unreadable]:
    return list(read_documents(data, name=name))


def refusal(data: bytes, name: str | None) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        read(data, name)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".TXT"])
def test_a_text_file_is_kept_to_the_letter(encoding: str, suffix: str) -> None:
    assert read(TOLD.replace("\n", "\r\n").encode(encoding), f"Julie{suffix}") == [Answer("Julie", TOLD)]


def test_text_bytes_keep_returns_and_a_stray_nul() -> None:
    assert (
        read_text_bytes(b"J'ai sign\xe9\r\nl'entente avec\0le maire de la ville.\r\n")
        == "J'ai signé\r\nl'entente avec\0le maire de la ville.\r\n"
    )


def test_one_damaged_byte_does_not_spoil_the_accents_of_the_rest() -> None:
    data = "J'ai rencontré la mairesse, été relancée, signé.".encode().replace(b"mairesse", b"maire\xffsse")
    assert read_text_bytes(data) == "J'ai rencontré la maire\N{REPLACEMENT CHARACTER}sse, été relancée, signé."


@pytest.mark.parametrize("data", [PROGRAM, bytes(range(256)) * 4, ENCRYPTED_OFFICE, word("J'ai signé."), pdf(["J'ai signé."])])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    for name in ("a.txt", "a.csv", "a.jsonl", "a.json"):
        refused = refusal(data, name)
        assert refused.code == "document_binary" and name in refused.text.fr


def test_a_text_that_begins_like_a_file_kind_is_a_text() -> None:
    for told in ("MZ est mon collègue, je l'ai appelé.", "PK, ma patronne, m'a présentée."):
        assert read(told.encode(), "a.txt") == [Answer("a", told)]


@pytest.mark.parametrize("blank", [b"", b" \n\t \xc2\xa0"])
def test_blank_files_are_empty_answers(blank: bytes) -> None:
    for data, name in [(blank, "vide.txt"), (word(blank.decode().strip(" \n\t")), "vide.docx")]:
        (found,) = read(data, name)
        assert isinstance(found, Unreadable)
        assert (found.id, found.code) == ("vide", "empty")


def test_the_longest_answer_is_read_and_one_character_more_is_told() -> None:
    assert read(b"a" * LONGEST_ANSWER, "a.txt") == [Answer("a", "a" * LONGEST_ANSWER)]
    (found,) = read(b"a" * (LONGEST_ANSWER + 1), "a.txt")
    assert isinstance(found, Unreadable) and found.code == "too_long"


def test_a_file_too_heavy_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("assessor.documents.source.LARGEST_FILE", 10)
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    for source in (b"x" * 11, io.BytesIO(b"x" * 11), tmp_path / "a.txt"):
        with pytest.raises(AnswerError) as caught:
            list(read_documents(source, name="a.txt"))
        assert caught.value.code == "document_heavy"
    assert read(b"x" * 10, "a.txt") == [Answer("a", "x" * 10)]


# --- Word


def test_a_word_document_gives_paragraphs_lists_and_tables_in_order_without_headers() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Concours 2024-17"
    document.add_heading("Ma réponse", 1)
    document.add_paragraph("J'ai pris contact avec le centre.")
    document.add_paragraph("appelé la directrice", style="List Bullet")
    document.add_paragraph("signé l'entente", style="List Number")
    table = document.add_table(2, 2)
    for cell, told in zip((c for row in table.rows for c in row.cells), ["Quand", "Quoi", "mars", "première rencontre"], strict=True):
        cell.text = told
    document.add_paragraph("")
    document.add_paragraph("Fin\tdu récit.\nVoilà.")
    assert read(saved(document), "Marc.docx") == [
        Answer(
            "Marc",
            "Ma réponse\nJ'ai pris contact avec le centre.\n- appelé la directrice\n- signé l'entente\n"
            "Quand\tQuoi\nmars\tpremière rencontre\n\nFin\tdu récit.\nVoilà.",
        )
    ]


def test_forms_tracked_changes_and_text_boxes_are_read_as_they_show() -> None:
    document = Document()
    body = document.element.body
    for inner in (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Dans le formulaire.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Cliquez ici.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:ins><w:r><w:t>Ajouté</w:t></w:r></w:ins><w:del><w:r><w:delText>ôté</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Avant la boîte.</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>Dans la boîte.</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r></w:p>",
        '<w:p><w:pPr><w:pStyle w:val="ListBullet"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>Hors liste.</w:t></w:r></w:p>',
    ):
        body.insert(len(body) - 1, parse_xml(inner.replace(">", f" {nsdecls('w')}>", 1)))
    (answer,) = read(saved(document), "a.docx")
    assert isinstance(answer, Answer)
    assert answer.text == "Dans le formulaire.\nAjouté.\nAvant la boîte.\nDans la boîte.\nHors liste."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ENCRYPTED_OFFICE, "document_password"),
        (OLD_WORD, "document_old_office"),
        (PROGRAM, "document_program"),
        (archive(photo=b"x"), "document_other"),
        (workbook(["texte"], ["a"]), "document_other"),
        (pdf(["J'ai signé."]), "document_other"),
        (b"J'ai seulement change le nom.", "document_other"),
        (b"", "document_other"),
        (word("J'ai signé.")[:5000], "document_damaged"),
        (with_part(word("J'ai signé."), "word/document.xml", b"<w:document"), "document_damaged"),
        (with_part(word("J'ai signé."), "[Content_Types].xml", b""), "document_damaged"),
        (archive(word__document=bytes(60_000_000)), "document_bomb"),
    ],
)
def test_what_is_no_sound_word_document_is_told_by_its_cause(data: bytes, code: str) -> None:
    refused = refusal(data, "Marc.docx")
    assert refused.code == code
    assert refused.text.fr.startswith("Marc.docx :") and refused.text.en.startswith("Marc.docx:")


def test_a_word_document_that_expands_entities_does_no_harm() -> None:
    data = word("J'ai signé.")
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    xml = part(data, "word/document.xml").decode().split("?>", 1)[1].replace("J'ai signé.", "J'ai &e11;signé.")
    try:
        found = read(with_part(data, "word/document.xml", f'<!DOCTYPE d [<!ENTITY e0 "ha">{levels}]>{xml}'.encode()), "a.docx")
    except AnswerError as refused:
        assert refused.code == "document_damaged"
    else:
        assert all(isinstance(each, Answer) and len(each.text) < 100 for each in found)


# --- PDF

WRAPPED = [
    "En janvier 2021, j'ai pris contact avec la directrice de la maison des jeunes de Rimouski",
    "pour lui proposer un échange. Elle m'a donné le nom de deux organismes de la région (le",
    "Carrefour et la Jeunathèque) que j'ai appelés. Nous avons fixé un rendez-",
    "vous en mars, et j'ai préparé une première liste des besoins que nous avions en com-",
    "mun pour les deux années à venir.",
    "Mes gestes :",
    "• appelé chaque organisme une fois par mois pour prendre des nouvelles de leurs projets",
    "et noter ce qui changeait ;",
    "• signé une entente en juin.",
]
WHOLE = (
    "En janvier 2021, j'ai pris contact avec la directrice de la maison des jeunes de Rimouski pour lui proposer un échange. Elle m'a "
    "donné le nom de deux organismes de la région (le Carrefour et la Jeunathèque) que j'ai appelés. Nous avons fixé un "
    "rendez-vous en mars, et j'ai préparé une première liste des besoins que nous avions en commun pour les deux années à venir.\n"
    "Mes gestes :\n"
    "• appelé chaque organisme une fois par mois pour prendre des nouvelles de leurs projets et noter ce qui changeait ;\n"
    "• signé une entente en juin."
)


def test_a_pdf_gives_its_paragraphs_whole() -> None:
    assert read(pdf(WRAPPED), "Julie.pdf") == [Answer("Julie", WHOLE)]


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_go() -> None:
    assert read(pdf([*WRAPPED[:2], "Page 1 sur 2"], [*WRAPPED[2:], "2"]), "Julie.pdf") == [Answer("Julie", WHOLE)]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("avec le parte-\nnariat", "avec le partenariat"),
        ("avec l'entre-\nprise", "avec l'entreprise"),
        ("mon travail-\nleur", "mon travailleur"),
        ("la sous-\nministre", "la sous-ministre"),
        ("c'est-à-\ndire", "c'est-à-dire"),
        ("à Sept-\nÎles", "à Sept-Îles"),
        ("le mini-\nsommet, mon premier mini-sommet", "le mini-sommet, mon premier mini-sommet"),
        ("le pré-\nsident", "le président"),
        ("de 2019-\n2020", "de 2019-\n2020"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_when_it_belongs_to_the_word(broken: str, whole: str) -> None:
    assert read(pdf(broken.split("\n")), "n.pdf") == [Answer("n", whole)]


@given(st.lists(st.text("aé-1.•/ \n\u00ad", max_size=60), max_size=4))
def test_no_letter_of_a_pdf_is_lost_or_added_by_the_repair(pages: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(character for character in text if character.isalpha())

    assert letters(paragraphs(pages)) == letters("".join(pages))


def test_notes_and_dates_of_a_pdf_stay_lines() -> None:
    notes = ["Appelé le centre", "Rencontré le maire", "signé en mars", "2021"]
    assert read(pdf(notes), "n.pdf") == [Answer("n", "\n".join(notes))]


def test_protected_pdf() -> None:
    assert refusal(locked_pdf("J'ai signé.", password="motdepasse"), "a.pdf").code == "document_password"
    assert read(locked_pdf("J'ai signé.", password=""), "a.pdf") == [Answer("a", "J'ai signé.")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf([]), "document_scanned"),
        (pdf(), "document_damaged"),
        (pdf(WRAPPED)[:300], "document_damaged"),
        (b"%PDF-1.7\n" + bytes(100), "document_damaged"),
        (word("J'ai signé."), "document_other"),
        (b"", "document_other"),
        (pdf(*[["J'ai signé."]] * 201), "document_pages"),
    ],
)
def test_pdf_files_that_give_no_text(data: bytes, code: str) -> None:
    assert refusal(data, "Julie.pdf").code == code


def test_a_scan_is_told_what_to_do() -> None:
    refused = refusal(pdf([]), "Julie.pdf")
    assert "Julie.pdf" in refused.text.fr and "OCR" in refused.text.fr and "OCR" in refused.message("en")


# --- where documents come from


def test_a_folder_is_read_in_order_and_past_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("J'ai écrit.", "utf-8")
    (tmp_path / "a.docx").write_bytes(PROGRAM)
    (tmp_path / "c.csv").write_text("texte\nJ'ai signé.\n\nJ'ai relancé.\n", "utf-8")
    (tmp_path / "d.odt").write_bytes(b"x")
    (tmp_path / ".cache").write_bytes(b"x")
    (tmp_path / "~$a.docx").write_bytes(b"x")
    (tmp_path / "dossier").mkdir()
    found = list(read_documents(tmp_path))
    assert found == list(read_documents(str(tmp_path)))
    assert [(each.id, getattr(each, "code", "read")) for each in found] == [
        ("a", "document_program"),
        ("b", "read"),
        ("1", "read"),
        ("2", "read"),
        ("d", "document_suffix"),
    ]


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    for source, code in [
        (tmp_path / "absent.docx", "document_missing"),
        (str(tmp_path / "absent"), "document_missing"),
        ("a\0b.txt", "document_missing"),
        ("x" * 5000 + ".txt", "document_closed"),
        (tmp_path, "document_no_files"),
    ]:
        with pytest.raises(AnswerError) as caught:
            list(read_documents(source))
        assert caught.value.code == code


def test_an_unknown_suffix_names_those_that_are_read() -> None:
    refused = refusal(b"x", "Julie.pages")
    assert refused.code == "document_suffix"
    assert "« .pages »" in refused.text.fr and all(suffix in refused.text.fr for suffix in SUFFIXES)


def test_an_upload_is_called_by_its_own_name() -> None:
    upload = io.BytesIO("J'ai signé.".encode())
    upload.name = "Julie.txt"
    assert list(read_documents(upload)) == [Answer("Julie", "J'ai signé.")]


@pytest.mark.parametrize(
    ("given_bytes", "expected"),
    [
        (TOLD.encode(), [Answer("1", TOLD)]),
        (b' \n{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n', [Answer("a", "x"), Answer("b", "y")]),
        (json.dumps({"id": "a", "text": "x"}, indent=1).encode("utf-8-sig"), [Answer("a", "x")]),
        (word("J'ai signé."), [Answer("1", "J'ai signé.")]),
        (workbook(["texte"], ["J'ai signé."]), [Answer("1", "J'ai signé.")]),
        (pdf(["J'ai signé."]), [Answer("1", "J'ai signé.")]),
    ],
)
def test_standard_input_is_known_by_its_content(given_bytes: bytes, expected: list[Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given_bytes)))
    assert list(read_documents("-")) == expected
    assert read(given_bytes, None) == expected


SOUND = [
    word("J'ai signé."),
    workbook(["texte"], ["J'ai signé."]),
    pdf(WRAPPED),
    locked_pdf("J'ai", password="x"),
    ENCRYPTED_OFFICE,
    PROGRAM,
]


@st.composite
def spoilt_files(draw: st.DrawFn) -> bytes:
    """A sound file with a few of its bytes changed, or its end gone."""
    data = bytearray(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(0, 8))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.one_of(st.just(len(data)), st.integers(0, len(data))))])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(st.binary(max_size=300), spoilt_files(), st.text(max_size=100).map(lambda t: t.encode("utf-8", "replace"))),
    st.sampled_from([*SUFFIXES, ".exe", "", None]),
)
def test_any_bytes_under_any_name_give_answers_or_a_message(data: bytes, suffix: str | None) -> None:
    try:
        found = read(data, None if suffix is None else f"fichier{suffix}")
    except AnswerError as refused:
        assert refused.text.fr and refused.text.en and refused.text.fr != refused.text.en
    else:
        assert found
        for each in found:
            assert isinstance(each, Answer | Unreadable)
            assert each.id.encode("utf-8")
            said = each.text if isinstance(each, Answer) else each.text.fr + each.text.en
            assert said.encode("utf-8").strip()
