r"""What doccano made of our file: its own exports, kept as it wrote them.

Written by doccano 1.8.4 (server with sqlite, files sent and fetched over REST) from what ``assessor export --format doccano`` wrote of one
answer; « anne » marked by its interface for programs. Only spelled here with escapes where characters cannot be seen.
"""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from answers import CHECKLIST, ORDINAL, imported, there_and_back

from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.exchange import read_annotated, write_annotated
from assessor.training.dataset import examples_folder, read_examples

TEXT = (
    "Été 🐄\xa0: la vache était malade.\r\nJ'ai te\u0301le\u0301phone\u0301 au maire 👩🏽\u200d🌾, que je ne connaissais pas. Il a dit oui."
)
EXAMPLE = Example(
    "007",
    ORDINAL.id,
    TEXT,
    level=2,
    sentences=(
        SentenceLabel(8, 30, "S"),
        SentenceLabel(32, 91, "A", ("2", "client")),
        SentenceLabel(92, 105, "R"),
    ),
    meta={"source": "imported", "author": "c-01", "secteur 🐄": "santé / élevage"},
    ratings=(Rating("Julie", 2), Rating("anne", 1)),
)
START = (
    '{"id":"007","text":"Été 🐄\xa0: la vache était malade.\\r\\nJ\'ai te\u0301le\u0301phone\u0301 au maire 👩🏽\u200d🌾, '
    'que je ne connaissais pas. Il a dit oui.",'
)
FACTS = (
    '"scale":"arc-collaboration","lang":"fr","meta":{"source":"imported","author":"c-01","secteur 🐄":"santé \\/ élevage"},'
    '"ratings":[{"rater":"Julie","level":2},{"rater":"anne","level":1}],'
)
OURS = '[[9,31,"STAR:S"],[33,95,"STAR:A + 2 + client"],[96,109,"STAR:R"]]'
# « Intent detection and slot filling », annotators on one copy (all.jsonl), or each on their own.
SHARED = f'{START}{FACTS}"cats":["2"],"entities":{OURS},"Comments":[]}}\n'
OF_ANNE = f'{START}{FACTS}"cats":["3"],"entities":[[33,95,"3"]],"Comments":[]}}\n'
# « Sequence labeling », read with « entities » as the column of the labels; our categories are metadata there.
LABELS_OF_ADMIN = f'{START}"cats":["2"],{FACTS}"label":{OURS},"Comments":[]}}\n'
LABELS_OF_ANNE = f'{START}"cats":["2"],{FACTS}"label":[[33,95,"3"]],"Comments":[]}}\n'
# « Text classification », read with « label » as that column: our passages and categories are metadata, « 3 » was chosen in doccano.
CLASSES = f'{START}"entities":{OURS},"cats":["2"],{FACTS}"label":["3"],"Comments":[]}}\n'


def test_an_answer_comes_back_from_doccano_as_it_left(tmp_path):
    read = imported(tmp_path, "all.jsonl", SHARED, ORDINAL)
    assert read.problems == ()
    assert read.examples == (EXAMPLE,)


@pytest.mark.parametrize(
    "admin, anne", [(SHARED, OF_ANNE), (LABELS_OF_ADMIN, LABELS_OF_ANNE)], ids=["passages and categories", "passages alone"]
)
def test_ratings_that_stand_in_every_annotators_file_are_read_once(tmp_path, admin, anne):
    (tmp_path / "admin.jsonl").write_text(admin, "utf-8")
    (tmp_path / "anne.jsonl").write_text(anne, "utf-8")
    read = read_annotated(tmp_path, ORDINAL)
    assert [one.severity for one in read.problems] == ["warning"]
    (example,) = read.examples
    assert example.ratings == (Rating("Julie", 2), Rating("admin", 2), Rating("anne", 3))
    assert (example.level, example.sentences) == (2, EXAMPLE.sentences)


def test_earlier_ratings_that_differ_from_file_to_file_are_told(tmp_path):
    (tmp_path / "admin.jsonl").write_text(SHARED, "utf-8")
    (tmp_path / "ben.jsonl").write_text(SHARED.replace('"Julie","level":2', '"Julie","level":4'), "utf-8")
    read = read_annotated(tmp_path, ORDINAL)
    assert [(one.file, one.code) for one in read.problems if one.severity == "error"] == [("ben.jsonl", "rater_repeated")]
    assert [one.rater for one in read.examples[0].ratings] == ["Julie", "anne", "admin"]


def test_a_class_chosen_in_doccano_goes_before_the_one_it_was_given(tmp_path):
    (example,) = imported(tmp_path, "all.jsonl", CLASSES, ORDINAL).examples
    assert example.level == 3


def test_who_chose_no_class_gave_no_rating(tmp_path):
    """The passages of the file that went in are beside the empty list: they are nobody's answer to it."""
    (tmp_path / "ben.jsonl").write_text(CLASSES, "utf-8")
    (tmp_path / "carl.jsonl").write_text(CLASSES.replace('"label":["3"]', '"label":[]'), "utf-8")
    (example,) = read_annotated(tmp_path, ORDINAL).examples
    assert example.ratings == (Rating("Julie", 2), Rating("anne", 1), Rating("ben", 3))
    assert example.sentences == EXAMPLE.sentences


@pytest.mark.parametrize("label", ["STAR:A + 2 + client", "STAR:A+2+client", " star:A +2 + client "])
def test_one_label_holds_a_role_and_codes(tmp_path, label):
    content = json.dumps({"id": 1, "text": "J'ai dit oui.", "entities": [[0, 13, label]], "cats": ["2"]})
    (example,) = imported(tmp_path, "all.jsonl", content, ORDINAL).examples
    assert example.sentences == (SentenceLabel(0, 13, "A", ("2", "client")),)


def test_an_unknown_code_in_such_a_label_is_named(tmp_path):
    content = json.dumps({"id": 1, "text": "J'ai dit oui.", "entities": [[0, 13, "STAR:A + 9"]], "cats": ["2"]})
    (problem,) = imported(tmp_path, "all.jsonl", content + "\n" + SHARED, ORDINAL).problems
    assert "étiquette de passage inconnue" in problem.message("fr")
    assert "9" in problem.message("fr")


def test_without_a_scale_a_code_may_hold_the_sign(tmp_path):
    example = Example("a", "", "J'ai dit oui.", level=1, sentences=(SentenceLabel(0, 13, "A", ("B+", "C")),))
    (back,) = there_and_back([example], None, "doccano", ".jsonl").examples
    assert back.sentences == example.sentences


@pytest.mark.parametrize("scale", [ORDINAL, CHECKLIST], ids=lambda scale: scale.id)
def test_doccano_would_drop_no_passage(tmp_path, scale):
    """Of passages that overlap in such a project doccano keeps the first and says nothing."""
    write_annotated([*read_examples(examples_folder(scale.id), scale)[::25], EXAMPLE], tmp_path / "a.jsonl", format="doccano")
    for line in (tmp_path / "a.jsonl").read_text("utf-8").split("\n")[:-1]:
        passages = sorted(json.loads(line)["entities"])
        assert all(first[1] <= second[0] for first, second in pairwise(passages))


def test_doccano_has_no_encoding_to_guess(tmp_path):
    """It asks for none in such a project; it took this very answer, in UTF-8, for Turkish and could not read it."""
    write_annotated([EXAMPLE], tmp_path / "a.jsonl", format="doccano")
    assert (tmp_path / "a.jsonl").read_bytes().isascii()
