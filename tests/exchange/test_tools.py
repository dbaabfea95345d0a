"""doccano, spaCy and downloaded reviews."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest
import spacy
from answers import CHECKLIST, ORDINAL, SENTENCES, imported
from spacy.tokens import DocBin, Span

from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment, StarSpan, Suggestion
from assessor.domain.evidence import Evidence
from assessor.domain.example import Example, SentenceLabel
from assessor.domain.review import Review
from assessor.errors import AnswerError
from assessor.exchange import read_annotated, write_annotated
from assessor.reports.dossier import dossier, review_data

TEXT = " ".join(SENTENCES[:2]) + " J'ai dit oui."
CALL = SENTENCES[1]
START = TEXT.index(CALL)
YES = TEXT.index("J'ai dit oui.")


def doccano(tmp_path, *lines, scale=ORDINAL, name="all.jsonl"):
    return imported(tmp_path, name, "\n".join(json.dumps(line, ensure_ascii=False) for line in lines), scale)


def utf16(place: int) -> int:
    return len(TEXT[:place].encode("utf-16-le")) // 2


@pytest.mark.parametrize("count", [int, utf16], ids=["in characters", "as JavaScript counts"])
@pytest.mark.parametrize("shape", ["label", "labels", "entities", "objects"])
def test_every_shape_of_passages(tmp_path, shape, count):
    start, end = count(START), count(START + len(CALL))
    passage = [start, end, "2"]
    line = {"id": 3, "text": TEXT, "Comments": []}
    if shape == "objects":
        line |= {"entities": [{"id": 1, "label": "2", "start_offset": start, "end_offset": end}], "relations": []}
    else:
        line[shape] = [passage]
    (example,) = doccano(tmp_path, line).examples
    assert (example.id, example.level) == ("3", 2)
    assert [TEXT[one.start : one.end] for one in example.sentences] == [CALL]


@pytest.mark.parametrize(
    "line", [{"cats": ["3"]}, {"label": ["Niveau 3"]}, {"label": "3"}, {"label": 3.0}, {"cats": ["3"], "entities": []}]
)
def test_every_shape_of_categories(tmp_path, line):
    (example,) = doccano(tmp_path, {"id": 1, "text": TEXT} | line).examples
    assert (example.level, example.sentences) == (3, ())


def test_intents_and_slots_hold_levels_and_passages(tmp_path):
    line = {
        "text": TEXT,
        "entities": [[utf16(START), utf16(START + len(CALL)), "STAR:A"], [utf16(START), utf16(START + 9), "2"]],
        "cats": ["2"],
    }
    (example,) = doccano(tmp_path, line, {"text": "Rien.", "entities": [], "cats": []}).examples
    assert example.sentences == (SentenceLabel(START, START + len(CALL), "A", ("2",)),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"label": [[0, 999, "2"]]}, "le passage 0-999 n'est pas dans le texte"),
        ({"label": [[9, 2, "2"]]}, "le passage 9-2 n'est pas dans le texte"),
        ({"label": [[0, 9, "Réseau"]]}, "étiquette de passage inconnue : « Réseau »"),
        ({"label": [["0", "neuf", "2"]]}, "passage illisible"),
        ({"entities": [{"start": 0, "end": 4, "label": "2"}]}, "passage illisible"),
        ({"cats": ["1", "2"]}, "plusieurs niveaux (1, 2)"),
        ({"cats": ["bon"]}, "le niveau « bon » ne peut pas être lu. Permis : 0, 1, 2, 3, 4."),
        ({"cats": []}, "ni niveau"),
        ({"text": "", "cats": ["1"]}, "la réponse est vide"),
    ],
)
def test_a_bad_line_of_doccano_is_named(tmp_path, line, said):
    found = doccano(
        tmp_path, {"id": 1, "text": TEXT, "cats": ["1"]}, {"id": 2, "text": TEXT} | line, {"id": 3, "text": TEXT, "cats": ["1"]}
    )
    assert [one.id for one in found.examples] == ["1", "3"]
    assert [one.line for one in found.problems] == [2]
    assert said in found.problems[0].message("fr")


def test_a_line_that_is_no_json_is_named(tmp_path):
    good = json.dumps({"id": 1, "text": TEXT, "cats": ["1"]})
    found = imported(tmp_path, "a.jsonl", f'{good}\n{{"id": 2, "text": \n[1]\n', ORDINAL)
    assert len(found.examples) == 1
    assert [(one.line, one.code) for one in found.problems] == [(2, "not_json"), (3, "no_object")]


def test_one_file_an_annotator_is_one_rating_each(tmp_path):
    for name, levels in (("anne", "12"), ("ben", "32")):
        doccano(tmp_path, *({"id": at, "text": f"{TEXT} {at}", "cats": [level]} for at, level in enumerate(levels)), name=f"{name}.jsonl")
    found = read_annotated(tmp_path, ORDINAL)
    assert [[(one.rater, one.level) for one in example.ratings] for example in found.examples] == [
        [("anne", 1), ("ben", 3)],
        [("anne", 2), ("ben", 2)],
    ]
    assert [one.level for one in found.examples] == [2, 2]


def test_a_checklist_in_doccano(tmp_path):
    found = doccano(tmp_path, {"id": 1, "text": TEXT, "cats": ["A3", "A1"]}, {"id": 2, "text": TEXT + ".", "cats": []}, scale=CHECKLIST)
    assert [one.demonstrated for one in found.examples] == [("A1", "A3"), ()]


def test_a_docbin_made_elsewhere(tmp_path):
    nlp = spacy.blank("fr")
    docs = [nlp.make_doc(TEXT) for _ in range(4)]
    docs[0].spans["sc"] = [docs[0].char_span(START, START + len(CALL), label="2", alignment_mode="expand")]
    docs[1].ents = [Span(docs[1], 0, 3, label="1")]
    docs[2].cats = {"0": 0.0, "3": 1.0}
    docs[3].cats = {"1": 1.0, "3": 1.0}
    (tmp_path / "a.spacy").write_bytes(DocBin(docs=docs, store_user_data=True).to_bytes())
    found = read_annotated(tmp_path / "a.spacy", ORDINAL)
    assert [(one.id, one.level, [label.concepts for label in one.sentences]) for one in found.examples] == [
        ("1", 2, [("2",)]),
        ("2", 1, [("1",)]),
        ("3", 3, []),
    ]
    assert [(one.line, one.code) for one in found.problems if one.severity == "error"] == [(4, "levels")]


def test_a_docbin_to_train_with(tmp_path):
    marks = (SentenceLabel(0, START - 1, "S"), SentenceLabel(START, START + len(CALL), "A", ("2", "client")))
    example = Example("a", ORDINAL.id, TEXT, level=2, sentences=marks)
    write_annotated([example], tmp_path / "a.spacy", scale=ORDINAL)
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("fr").vocab)
    assert doc.text == TEXT
    assert [(span.text, span.label_) for span in doc.spans["evidence"]] == [(CALL, "2"), (CALL, "client")]
    assert [span.label_ for span in doc.spans["star"]] == ["S", "A"]
    assert doc.cats == {"0": 0.0, "1": 0.0, "2": 1.0, "3": 0.0, "4": 0.0}
    assert [token.text for token in doc][:4] == ["La", "vache", "était", "malade"]


@pytest.mark.parametrize(
    "content", [b"", b"junk", zlib.compress(b"junk"), zlib.compress(b"\x00" * 300_000_000, 9)], ids=["empty", "junk", "packed", "bomb"]
)
def test_a_damaged_docbin_is_told(tmp_path, content):
    (tmp_path / "a.spacy").write_bytes(content)
    with pytest.raises(AnswerError, match=r"a\.spacy"):
        read_annotated(tmp_path / "a.spacy")


def reviewed(name: str, text: str = TEXT, concept: str = "2", scale=ORDINAL, **review) -> dict[str, object]:
    call = Evidence(START, START + len(CALL), text[START : START + len(CALL)], concept, 0.9)
    assessed = Assessment(
        answer=Answer(name, text),
        scale=scale.id,
        scale_version=scale.version,
        model="m-1",
        admissibility=(),
        evidence=(call,),
        missing=(),
        suggestion=Suggestion(1, None, {}),
        star=(StarSpan(0, START - 1, "S"), StarSpan(START, START + len(CALL), "A"), StarSpan(YES, len(TEXT), "R")),
    )
    return dossier(assessed, Review(**review), scale)


def test_a_downloaded_review_teaches_what_the_person_decided(tmp_path):
    content = json.dumps(reviewed("c-1", before=1, after=2, assessor="Anne"))
    (example,) = imported(tmp_path, "c-1.json", content, ORDINAL).examples
    assert (example.level, example.meta["source"], example.meta["author"]) == (2, "reviewed", "c-1")
    assert [(one.rater, one.level) for one in example.ratings] == [("Anne", 1)]
    assert [one.concepts for one in example.sentences] == [(), ("2",), ()]


def test_a_folder_of_reviews(tmp_path):
    contents = {
        "anne": reviewed("1", before=1, after=2, assessor="Anne"),
        "ben": reviewed("1", before=2, after=2, assessor="Ben"),
        "ben (1)": reviewed("1", before=2, after=2, assessor="Ben"),
        "other": reviewed("1", text=TEXT + " Oui.", before=3, after=2, assessor="Zoé"),
        "undecided": reviewed("5"),
        "draft": review_data(Answer("6", TEXT), Review(after=2), ORDINAL.id),
        "foreign": reviewed("7", scale=replace(ORDINAL, id="cnrc-service"), after=2),
    }
    for name, content in contents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    (tmp_path / "junk.json").write_bytes(b"\x00\x01\x02" * 9)
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    found = read_annotated(tmp_path, ORDINAL)
    assert [(one.id, one.level, [(each.rater, each.level) for each in one.ratings]) for one in found.examples] == [
        ("1", 2, [("Anne", 1), ("Ben", 2)]),
        ("other", 2, [("Zoé", 3)]),
    ]
    assert [(one.file, one.code) for one in found.problems] == [
        ("ben.json", "rater_repeated"),
        ("draft.json", "report_dossier"),
        ("foreign.json", "scale"),
        ("junk.json", "document_binary"),
        ("undecided.json", "report_undecided"),
    ]


def test_several_peoples_reviews_of_a_checklist(tmp_path):
    for name, codes in (("anne", ("A1", "A2")), ("ben", ("A1",)), ("carl", ("A1", "A2")), ("ben (2)", ("A1",))):
        content = reviewed("1", concept="A1", scale=CHECKLIST, demonstrated=codes, assessor=name[:4].strip())
        (tmp_path / f"{name}.json").write_text(json.dumps(content), "utf-8")
    found = read_annotated(tmp_path, CHECKLIST)
    assert [one.demonstrated for one in found.examples] == [("A1", "A2")]
    assert [(one.file, one.code) for one in found.problems if one.severity == "error"] == [("ben.json", "row_repeated")]


def test_reviews_are_read_and_never_written(tmp_path):
    example = Example("a", ORDINAL.id, TEXT, level=2)
    with pytest.raises(AnswerError, match="se lit mais ne s'écrit pas"):
        write_annotated([example], tmp_path / "a.json", format="dossier")


def test_what_a_workbook_cannot_hold_is_said(tmp_path):
    for text in ("a" * 40_000, "J'ai\x0b appelé."):
        with pytest.raises(AnswerError, match="« a »"):
            write_annotated([Example("a", "", text, level=1)], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("target", "format_name", "code"), [("a.txt", None, "exchange_suffix"), ("a.csv", "word", "exchange_format")])
def test_a_format_that_does_not_exist_is_told_with_those_that_do(tmp_path, target, format_name, code):
    with pytest.raises(AnswerError, match="label-studio") as problem:
        write_annotated([Example("a", "", TEXT, level=1)], tmp_path / target, format=format_name)
    assert problem.value.code == code


def test_nothing_to_write_is_told(tmp_path):
    with pytest.raises(AnswerError, match="Aucune réponse"):
        write_annotated([], tmp_path / "a.csv")
