"""What a format can hold comes back identical."""

from __future__ import annotations

from dataclasses import replace

import pytest
from answers import CHECKLIST, ORDINAL, as_tables_hold, examples, there_and_back
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.domain.example import Example, SentenceLabel
from assessor.exchange import FORMATS, from_frame, read_annotated, to_frame, write_annotated
from assessor.training.dataset import examples_folder, read_examples

EXACT = [("jsonl", ".jsonl"), ("doccano", ".jsonl"), ("label-studio", ".json"), ("spacy", ".spacy")]
TABLES = [("csv", ".csv"), ("xlsx", ".xlsx")]
SCALES = st.sampled_from([ORDINAL, CHECKLIST])
WITH_SCALE = SCALES.flatmap(lambda scale: st.tuples(st.just(scale), examples(scale)))
few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def test_every_written_format_is_tested():
    assert {name for name, one in FORMATS.items() if one.write} == {name for name, _ in EXACT + TABLES}


def lost(back) -> list[str]:
    """What is said of the file; not what is said of the texts themselves, which these ones, drawn at random, may well deserve."""
    return [one.message() for one in back.problems if one.code not in ("garbled", "text_repeated")]


@pytest.mark.parametrize(("name", "suffix"), EXACT)
@few
@given(made=WITH_SCALE)
def test_tools_give_back_everything(name, suffix, made):
    scale, answers = made
    back = there_and_back(answers, scale, name, suffix)
    assert lost(back) == []
    assert list(back.examples) == answers


@pytest.mark.parametrize(("name", "suffix"), TABLES)
@few
@given(made=WITH_SCALE)
def test_tables_give_back_all_but_the_order_of_ratings(name, suffix, made):
    scale, answers = made
    back = there_and_back(answers, scale, name, suffix)
    assert lost(back) == []
    assert list(map(as_tables_hold, back.examples)) == list(map(as_tables_hold, answers))


@few
@given(made=WITH_SCALE)
def test_pandas_gives_back_all_but_the_order_of_ratings(made):
    scale, answers = made
    back = from_frame(to_frame(answers), scale)
    assert lost(back) == []
    assert list(map(as_tables_hold, back.examples)) == list(map(as_tables_hold, answers))


@pytest.mark.parametrize(("name", "suffix"), EXACT + TABLES)
@pytest.mark.parametrize("scale", [ORDINAL, CHECKLIST], ids=lambda scale: scale.id)
def test_the_projects_own_answers_come_back(name, suffix, scale):
    answers = read_examples(examples_folder(scale.id), scale)[::25]
    back = there_and_back(answers, scale, name, suffix)
    assert back.problems == ()
    assert list(map(as_tables_hold, back.examples)) == list(map(as_tables_hold, answers))


@pytest.mark.parametrize(("name", "suffix"), EXACT + TABLES)
def test_without_a_scale_any_level_comes_back(name, suffix):
    answers = [replace(one, scale="", sentences=(), level=level) for level, one in enumerate(made_up(), start=-3)]
    assert list(there_and_back(answers, None, name, suffix).examples) == answers


def made_up() -> list[Example]:
    texts = ("J'ai appelé le maire 🐄.", "Rien.", "« Oui », dit-elle\nen riant.")
    return [Example(f"a{at}", "s", text, level=1, meta={"source": "imported", "author": f"a{at}"}) for at, text in enumerate(texts)]


@pytest.mark.parametrize(("name", "suffix"), EXACT + TABLES)
def test_windows_line_breaks_move_no_passage(name, suffix):
    text = "Il neigeait.\r\nJ'ai ouvert 🐄 la grange.\rFin."
    marks = (SentenceLabel(0, 12, "S"), SentenceLabel(14, 38, "A", ("2",)), SentenceLabel(39, 43, "R"))
    example = Example("a", ORDINAL.id, text, level=2, sentences=marks, meta={"source": "imported", "author": "a"})
    back = there_and_back([example], ORDINAL, name, suffix).examples[0]
    kept = [(back.text[one.start : one.end], one.star, one.concepts) for one in back.sentences]
    assert kept == [("Il neigeait.", "S", ()), ("J'ai ouvert 🐄 la grange.", "A", ("2",)), ("Fin.", "R", ())]
    assert (back == example) == ((name, suffix) in EXACT)


@pytest.mark.parametrize(("name", "suffix"), EXACT + TABLES)
def test_the_same_answers_give_the_same_bytes(name, suffix, tmp_path):
    answers = read_examples(examples_folder(ORDINAL.id), ORDINAL)[:20]
    for folder in ("first", "second"):
        write_annotated(answers, tmp_path / folder / f"a{suffix}", format=name, scale=ORDINAL)
    first, second = ({file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()} for folder in ("first", "second"))
    assert first == second


def test_what_is_imported_can_be_trained_on(tmp_path):
    answers = read_examples(examples_folder(ORDINAL.id), ORDINAL)[:20]
    write_annotated(answers, tmp_path / "a.xlsx")
    write_annotated(read_annotated(tmp_path / "a.xlsx", ORDINAL).examples, tmp_path / "a.jsonl")
    assert list(map(as_tables_hold, read_examples(tmp_path / "a.jsonl", ORDINAL))) == list(map(as_tables_hold, answers))
