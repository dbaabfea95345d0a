"""Tables as researchers keep them: their names for columns, one rater or several, side by side or one below the other."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from answers import CHECKLIST, ORDINAL, imported
from openpyxl import Workbook

from assessor.errors import AnswerError
from assessor.exchange import Columns, from_frame, to_frame

ANSWER = "J'ai appelé le maire de Sarlat."


def levels(read):
    return {one.id: one.level for one in read.examples}


def ratings(read):
    return {one.id: [(rating.rater, rating.level) for rating in one.ratings] for one in read.examples}


def messages(read, language="fr"):
    return [one.message(language) for one in read.problems]


@pytest.mark.parametrize(
    "header",
    [
        "id;texte;niveau",
        "Identifiant;Réponse ;NIVEAU",
        "id,text,level",
        "answer_id\tanswer\tscore",
        "numéro|response|note",
        "ID,Texte,Cote",
    ],
)
def test_usual_names_of_columns_are_found(tmp_path, header):
    mark = next(one for one in ";,\t|" if one in header)
    read = imported(tmp_path, "n.csv", f"{header}\n7{mark}{ANSWER}{mark}2\n")
    assert [(one.id, one.text, one.level) for one in read.examples] == [("7", ANSWER, 2)]


def test_other_names_are_asked_for(tmp_path):
    table = f"N° dossier;Commentaire libre;Jugement\nB-3;{ANSWER};3\n"
    read = imported(tmp_path, "n.csv", table, text="commentaire LIBRE", level="Jugement", id="N° dossier")
    assert levels(read) == {"B-3": 3}
    with pytest.raises(AnswerError, match=r"« Note finale », est introuvable.*« Jugement »"):
        imported(tmp_path, "n.csv", table, text="Commentaire libre", level="Note finale")


def authors(read):
    return {one.id: one.meta["author"] for one in read.examples}


def test_who_speaks_is_known_by_its_usual_names_or_asked_for(tmp_path):
    usual = f"id;texte;niveau;Nom du participant\n1;{ANSWER};2;Anne\n"
    assert authors(imported(tmp_path, "n.csv", usual)) == {"1": "Anne"}
    other = f"id;texte;niveau;Candidat;Dossier RH\n1;{ANSWER};2;Anne;K-7\n"
    read = imported(tmp_path, "n.csv", other, author_column="dossier rh")
    assert authors(read) == {"1": "K-7"} and read.examples[0].meta["Candidat"] == "Anne"
    with pytest.raises(AnswerError, match="« Personne », est introuvable"):
        imported(tmp_path, "n.csv", other, author_column="Personne")


def test_an_answer_of_nobody_named_is_not_given_to_somebody_named_like_it(tmp_path):
    table = f"id;texte;niveau;Candidat\n1;{ANSWER};2;2\n2;{ANSWER} Puis le préfet.;3;\n3;{ANSWER} Puis l'évêque.;1;\n"
    found = authors(imported(tmp_path, "n.csv", table))
    assert found["1"] == "2" and len(set(found.values())) == 3


def test_that_no_column_was_taken_for_a_level_is_said_once_for_the_table(tmp_path):
    table = f"id;texte;Avis de Julie\n1;{ANSWER};2\n2;{ANSWER} Puis le préfet.;3\n"
    said = [one for one in messages(imported(tmp_path, "n.csv", table)) if "--rater-columns" in one]
    assert len(said) == 1 and "« Avis de Julie »" in said[0]
    assert not any("Aucune colonne" in one for one in messages(imported(tmp_path, "n.csv", table, raters=("Avis de Julie",))))


def test_whatever_else_is_known_stays_with_the_answer(tmp_path):
    read = imported(tmp_path, "n.csv", f"id,texte,niveau,Secteur,Auteur,ancienneté\n1,{ANSWER},2,santé,Z9,12\n")
    assert read.examples[0].meta == {"source": "imported", "sector": "santé", "author": "Z9", "ancienneté": "12"}


def test_without_an_author_each_answer_is_its_own(tmp_path):
    table = f"id,texte,niveau,évaluateur\na,{ANSWER},2,Julie\nb,{ANSWER} Oui.,1,Julie\n"
    assert [one.meta["author"] for one in imported(tmp_path, "n.csv", table).examples] == ["a", "b"]
    assert [one.meta["author"] for one in imported(tmp_path, "n.csv", table, author="P4").examples] == ["P4", "P4"]


@pytest.mark.parametrize(
    ("cell", "level"), [("3", 3), ("3.0", 3), ("3,0", 3), ("Niveau 3", 3), ("niv. 3", 3), ("3 – Niveau 3", 3), ("Level 3", 3), (" 0 ", 0)]
)
def test_a_level_is_read_as_people_write_it(tmp_path, cell, level):
    assert levels(imported(tmp_path, "n.csv", f"id;texte;niveau\n1;{ANSWER};{cell}\n", ORDINAL)) == {"1": level}


@pytest.mark.parametrize("cell", ["5", "-1", "2,5", "deux", "1-2", "VRAI", "2/4", "1e9", "³"])
def test_what_is_no_level_of_the_scale_is_named_with_those_that_are(tmp_path, cell):
    read = imported(tmp_path, "n.csv", f"id;texte;niveau\nx1;{ANSWER};{cell}\nx2;{ANSWER} Oui.;2\n", ORDINAL)
    assert levels(read) == {"x2": 2}
    assert messages(read) == [f"n.csv:2: « x1 » : le niveau « {cell} » ne peut pas être lu. Permis : 0, 1, 2, 3, 4."]


def test_without_a_scale_any_whole_number_is_a_level(tmp_path):
    assert levels(imported(tmp_path, "n.csv", "id,text,label\n1,Mitochondria.,-2\n2,The cell wall.,40\n")) == {"1": -2, "2": 40}


@pytest.mark.parametrize(
    "header",
    ["level_rater1,level_rater2", "niveau_1,niveau_2", "Niveau (Anne),Niveau (Ben)", "juge 1,juge 2", "rater_A,rater_B", "note A,note B"],
)
def test_raters_side_by_side(tmp_path, header):
    read = imported(tmp_path, "n.csv", f"id,texte,{header}\n1,{ANSWER},2,3\n2,{ANSWER} Oui.,4,4\n3,{ANSWER} Non.,,1\n")
    assert levels(read) == {"1": 2, "2": 4, "3": 1}
    assert [[level for _, level in given] for given in ratings(read).values()] == [[2, 3], [4, 4], [1]]
    assert messages(read, "en")[0].startswith("n.csv: 1 answer(s) where raters differ")


def test_raters_columns_can_be_named(tmp_path):
    read = imported(tmp_path, "n.csv", f"texte,Julie,Marc,level_x\n{ANSWER},2,2,9\n", raters=("Julie", "Marc"))
    assert ratings(read) == {"1": [("Julie", 2), ("Marc", 2)]}
    assert read.examples[0].meta["level_x"] == "9"


def test_a_settled_level_is_kept_whatever_the_raters_gave(tmp_path):
    read = imported(tmp_path, "n.csv", f"id,texte,niveau,niveau_A,niveau_B\n1,{ANSWER},4,2,3\n")
    assert levels(read) == {"1": 4}
    assert read.problems == ()


def test_raters_one_below_the_other_are_gathered(tmp_path):
    table = f"id,texte,niveau,évaluateur\na,{ANSWER},1,Julie\nb,{ANSWER} Oui.,3,Julie\na,{ANSWER},2,Marc\na,{ANSWER},4,Zoé\n"
    read = imported(tmp_path, "n.csv", table)
    assert ratings(read) == {"a": [("Julie", 1), ("Marc", 2), ("Zoé", 4)], "b": [("Julie", 3)]}
    assert levels(read) == {"a": 2, "b": 3}


def test_without_ids_lines_with_the_same_text_are_one_answer(tmp_path):
    table = f"texte,niveau,rater\n{ANSWER},1,A\n{ANSWER} Oui.,3,A\n{ANSWER},2,B\n"
    assert ratings(imported(tmp_path, "n.csv", table)) == {"1": [("A", 1), ("B", 2)], "2": [("A", 3)]}


@pytest.mark.parametrize(
    ("given", "level"), [((1, 2), 1), ((2, 4), 3), ((1, 4), 2), ((0, 0, 4), 0), ((1, 2, 3, 4), 2), ((3,), 3), ((2, 2, 3, 3), 2)]
)
def test_the_median_with_a_half_rounded_down(given, level):
    frame = pd.DataFrame([{"text": ANSWER, "rater": f"r{at}", "level": one} for at, one in enumerate(given)])
    assert [one.level for one in from_frame(frame).examples] == [level]


def test_of_a_checklist_what_most_raters_saw():
    rows = [("A", "A1, A2"), ("B", "A1;A3"), ("C", "A1 A2")]
    frame = pd.DataFrame([{"text": ANSWER, "rater": rater, "demonstrated": codes} for rater, codes in rows])
    assert from_frame(frame, CHECKLIST).examples[0].demonstrated == ("A1", "A2")
    assert from_frame(frame.iloc[:2], CHECKLIST).examples[0].demonstrated == ("A1",)


def test_repetitions_are_named_with_what_they_repeat(tmp_path):
    table = f"id,texte,niveau,rater\na,{ANSWER},1,J\na,{ANSWER},2,J\nb,{ANSWER},1,J\nb,Autre chose.,1,M\n"
    read = imported(tmp_path, "n.csv", table)
    assert messages(read) == [
        "n.csv:3: « a » : J a déjà noté cette réponse (n.csv:2). Gardez une seule de ses deux notes.",
        "n.csv:5: « b » : cet identifiant sert déjà à un autre texte (n.csv:4). Donnez-en un autre.",
    ]
    twice = imported(tmp_path, "n.csv", f"id,texte,niveau\na,{ANSWER},1\na,{ANSWER},1\n")
    assert messages(twice)[0].startswith("n.csv:3: « a » : réponse déjà lue (n.csv:2).")
    assert len(twice.examples) == 1


def test_each_bad_row_is_named_and_the_rest_is_read(tmp_path):
    table = "\n".join(
        [
            "id;texte;niveau;niveau_A;sentences",
            "vide;  ;1;;",
            f"nu;{ANSWER};;;",
            f"rate;{ANSWER} A.;1;neuf;",
            f"bon;{ANSWER} B.;1;2;",
            f"long;{ANSWER};1;2;x;y",
            f'json;{ANSWER} C.;1;;[{{"start": 0}}]',
            f'loin;{ANSWER} D.;1;;"[{{""start"": 0, ""end"": 99}}]"',
            f'code;{ANSWER} E.;1;;"[{{""start"": 0, ""end"": 9, ""concepts"": [""zz""]}}]"',
        ]
    )
    read = imported(tmp_path, "n.csv", table, ORDINAL)
    assert levels(read) == {"bon": 1}
    said = messages(read, "en")
    assert len(said) == read.left_out == 7
    assert said[0] == 'n.csv:2: "vide": the answer is empty. Write at least one sentence in it, or remove it.'
    assert said[1].startswith('n.csv:3: "nu": no level')
    assert said[2] == 'n.csv:4: "rate": the rating "neuf" by A cannot be read. Allowed: 0, 1, 2, 3, 4.'
    assert said[3].startswith("n.csv:6: ")
    assert "6 cells" in said[3]
    assert said[4] == 'n.csv:7: "json": sentences.0.end cannot be read. Write it as an exported file does, or remove it.'
    assert said[5].startswith('n.csv:8: "loin": the passage 0-99 is not inside the text, which has 34 characters.')
    assert said[6] == 'n.csv:9: "code": unknown label of a passage: "zz". Allowed: 1, 2, 3, 4, client, equipe.'


def test_where_every_row_is_bad_each_is_named(tmp_path):
    read = imported(tmp_path, "n.csv", f"texte,niveau\n{ANSWER},1,2\n")
    assert (read.examples, [(one.line, one.code) for one in read.problems]) == ((), [(2, "extra_cells")])
    assert imported(tmp_path, "n.jsonl", '{"text": "J\'ai vu.", "level": 2}\n{').left_out == 1


def test_a_quote_that_never_closes_is_told_with_its_line(tmp_path):
    read = imported(tmp_path, "n.csv", f"id,texte,niveau\n1,{ANSWER},2\n2,\"J'ai écrit,3\n3,{ANSWER},1\n")
    assert levels(read) == {"1": 2}
    assert [(one.line, one.code) for one in read.problems] == [(3, "open_quote")]


def test_marked_sentences_that_contradict_the_level_are_left_aside(tmp_path):
    table = f'id;texte;niveau;sentences\na;{ANSWER};3;"[{{""start"": 0, ""end"": 9, ""star"": ""A"", ""concepts"": [""2""]}}]"\n'
    read = imported(tmp_path, "n.csv", table, ORDINAL)
    assert (read.examples[0].level, read.examples[0].sentences, read.left_out) == (3, (), 0)
    assert "montrent « 2 », mais l'étiquette est « 3 »" in messages(read)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
def test_encodings_of_spreadsheets(tmp_path, encoding):
    table = "identifiant;réponse;niveau\r\né1;J'ai appelé l'hôpital près du marché où ça brûle.;2\r\n"
    read = imported(tmp_path, "n.csv", table.encode(encoding))
    assert [(one.id, one.text) for one in read.examples] == [("é1", "J'ai appelé l'hôpital près du marché où ça brûle.")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("n.csv", b"", "document_no_rows"),
        ("n.csv", b"  \n\n", "document_no_rows"),
        ("n.csv", b"id,texte,niveau\n", "document_no_rows"),
        ("n.csv", b"id,niveau\n1,2\n", "document_no_column"),
        ("n.csv", b"\x00\x01\x02\x03" * 9, "document_binary"),
        ("n.xlsx", b"id,texte\n", "document_other"),
        ("n.xlsx", b"PK\x03\x04junk", "document_damaged"),
        ("n.pdf", b"%PDF-1.7", "exchange_read_suffix"),
        ("n", b"x", "exchange_read_suffix"),
    ],
)
def test_a_file_that_gives_nothing_says_why(tmp_path, name, content, said):
    with pytest.raises(AnswerError) as problem:
        imported(tmp_path, name, content)
    assert problem.value.code == said


def test_a_workbook_with_numbers_formulas_and_errors(tmp_path):
    book = Workbook()
    for row in [["Réponse", "niveau_A", "niveau_B"], [ANSWER, 2.0, 2], ["#N/A", 1, 1], [f"{ANSWER} Oui.", "#REF!", 1], [12, 1, 1]]:
        book.active.append(row)
    book.active["A3"].data_type = book.active["B4"].data_type = "e"
    stream = BytesIO()
    book.save(stream)
    read = imported(tmp_path, "n.xlsx", stream.getvalue(), ORDINAL)
    assert levels(read) == {"1": 2}
    assert [(one.line, one.code) for one in read.problems] == [(3, "not_text"), (4, "rating"), (5, "not_text")]
    assert "0x" not in "".join(messages(read))


def test_pandas_types_are_whole_numbers_and_missing_values():
    frame = pd.DataFrame(
        {
            "id": np.array([7, 8, 9]),
            "text": [ANSWER, f"{ANSWER} Oui.", np.nan],
            "level": pd.array([2, None, 1], dtype="Int64"),
            "level_A": np.array([1.0, 3.0, np.nan], dtype="float32"),
            "when": pd.to_datetime(["2024-05-14", None, None]),
        }
    )
    read = from_frame(frame, ORDINAL)
    assert levels(read) == {"7": 2, "8": 3}
    assert [one.meta.get("when", "")[:10] for one in read.examples] == ["2024-05-14", ""]
    assert [(one.line, one.code) for one in read.problems] == [(3, "empty")]
    assert str(to_frame(read.examples)["level"].dtype) == "Int64"


def test_an_empty_frame_or_one_without_texts_is_an_error():
    for frame in (pd.DataFrame(), pd.DataFrame({"niveau": [1]})):
        with pytest.raises(AnswerError):
            from_frame(frame)
    assert from_frame(pd.DataFrame({"x": [ANSWER], "y": [1]}), columns=Columns(text="x", level="y")).examples[0].level == 1


def test_a_fact_that_is_no_level_is_no_rater(tmp_path):
    read = imported(tmp_path, "n.csv", f"texte,niveau,niveau_commentaire,score_length\n{ANSWER},2,Bien vu,31\n")
    assert read.examples[0].ratings == ()
    assert read.examples[0].meta["niveau_commentaire"] == "Bien vu"
    assert read.examples[0].meta["score_length"] == "31"


def test_the_language_is_told_from_the_answer(tmp_path):
    table = f"texte,niveau\n{ANSWER} Il m'a répondu le jour même.,2\nI called the mayor and she answered on the same day.,1\n"
    assert [one.lang for one in imported(tmp_path, "n.csv", table).examples] == ["fr", "en"]


def test_what_each_column_was_taken_for_is_told(tmp_path):
    read = imported(tmp_path, "n.csv", f"No dossier;Réponse;Juge 1;Juge 2;Candidat;Extrait\nB-3;{ANSWER};2;2;C-1;deux mots\n")
    assert read.columns == {
        "n.csv": (
            ("text", "Réponse"),
            ("id", "No dossier"),
            ("raters", "Juge 1"),
            ("raters", "Juge 2"),
            ("author", "Candidat"),
            ("fact", "Extrait"),
        )
    }


@pytest.mark.parametrize("name", ["Niveau retenu", "niveau_final", "Consensus", "Note finale"])
def test_what_was_settled_on_is_the_level_and_no_opinion_more(tmp_path, name):
    read = imported(tmp_path, "n.csv", f"texte;Juge 1;Juge 2;{name}\n{ANSWER};1;2;3\n")
    assert levels(read) == {"1": 3}
    assert [one.rater for one in read.examples[0].ratings] == ["Juge 1", "Juge 2"]


@pytest.mark.parametrize(
    "name", ["Niveau d'études", "Niveau de scolarité", "Niveau hiérarchique", "niveau_de_difficulté", "Niveau moyen", "Niveau visé"]
)
def test_a_level_of_something_else_is_nobody_s_rating(tmp_path, name):
    read = imported(tmp_path, "n.csv", f"texte;Juge 1;Juge 2;{name}\n{ANSWER};1;1;3\n")
    assert levels(read) == {"1": 1}
    assert read.examples[0].meta[name] == "3"
    assert [one.rater for one in imported(tmp_path, "m.csv", f"texte;Niveau Denis;Niveau Anne\n{ANSWER};1;1\n").examples[0].ratings] == [
        "Denis",
        "Anne",
    ]


def test_a_rater_whose_cells_are_no_levels_is_told_not_forgotten(tmp_path):
    read = imported(tmp_path, "n.csv", f"texte;Juge 1;Juge 2\n{ANSWER};1;faible\n{ANSWER} Oui.;2;élevé\n")
    (said,) = messages(read)
    assert "La colonne « Juge 2 » porte le nom d'un évaluateur" in said and "« faible »" in said
    assert levels(read) == {"1": 1, "2": 2}


def test_rows_that_do_not_say_who_speaks_are_counted_where_others_do(tmp_path):
    rows = f"{ANSWER} Un.;1;C-1\n{ANSWER} Deux.;2;\n{ANSWER} Trois.;3;\n"
    (said,) = messages(imported(tmp_path, "n.csv", f"texte;niveau;Candidat\n{rows}"))
    assert said.startswith("n.csv: 2 ligne(s) sans rien dans la colonne « Candidat »")
    assert messages(imported(tmp_path, "m.csv", f"texte;niveau;Candidat\n{ANSWER};1;\n")) == []


def test_nobody_guesses_between_two_columns_of_texts(tmp_path):
    with pytest.raises(AnswerError, match="« Texte », « Réponse »"):
        imported(tmp_path, "n.csv", f"Texte;Réponse;niveau\nConsigne.;{ANSWER};2\n")
    assert imported(tmp_path, "n.csv", f"Texte;Réponse;niveau\nConsigne.;{ANSWER};2\n", text="Réponse").examples[0].text == ANSWER


def test_damaged_accents_and_one_text_with_two_labels_are_told(tmp_path):
    rows = f"a;J'ai appelÃ© la mairie.;1\nb;J'ai appelé la mairie.;1\nc;{ANSWER};1\nd;{ANSWER};3\ne;J'ai appelé la mairie.;1\n"
    read = imported(tmp_path, "n.csv", f"id;texte;niveau\n{rows}")
    damaged, repeated = messages(read)
    assert damaged.startswith("n.csv: 1 réponse(s) aux accents abîmés") and "la première « a »" in damaged
    assert repeated.startswith("n.csv:5: « d » : même texte que « c » (3 ici, 1 là)")


@pytest.mark.parametrize("cell", ["s.o.", "S. O.".replace(" ", ""), "n/a", "NR", "absent", "Sans objet"])
def test_a_rater_who_gave_nothing_says_so_in_many_ways(tmp_path, cell):
    read = imported(tmp_path, "n.csv", f"texte;Juge 1;Juge 2\n{ANSWER};2;{cell}\n{ANSWER} Oui.;1;1\n")
    assert levels(read) == {"1": 2, "2": 1}
    assert [one.rater for one in read.examples[0].ratings] == ["Juge 1"]
