"""A researcher's afternoon: her spreadsheet and her scale in, a model with figures and a card out, kept and read back."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import tiny
from told import NEW_TIE
from typer.testing import CliRunner

from assessor import Example, assess, compare, evaluate, fit, load, read_examples, read_scale, save
from assessor.cli import app
from assessor.errors import ModelError, TrainingDataError
from assessor.exchange import write_annotated

LEVELS = [(), ("1",), ("2",), ("1",)]


@pytest.fixture(scope="module")
def spreadsheet() -> pd.DataFrame:
    """One row an answer, a column a rater; the second rater is a little stricter."""
    answers = [tiny.answer(number, "voisins", LEVELS[number % 4]) for number in range(80)]
    return pd.DataFrame(
        {
            "texte": [f"{one.text} Voilà le récit numéro {number}." for number, one in enumerate(answers)],
            "niveau_A": [one.level for one in answers],
            "niveau_B": [max((one.level or 0) - (number % 16 == 1), 0) for number, one in enumerate(answers)],
            "auteur": [one.meta["author"] for one in answers],
        }
    )


@pytest.fixture(scope="module")
def scale(own_folder):
    return read_scale(own_folder / "voisins")


@pytest.fixture(scope="module")
def model(spreadsheet, scale):
    return fit(read_examples(spreadsheet, scale), scale)


def test_a_bad_row_is_named_and_the_rest_is_read(spreadsheet, scale):
    wrong = spreadsheet.copy()
    wrong.loc[3, "texte"] = None
    with pytest.warns(UserWarning, match="DataFrame:4"):
        examples = read_examples(wrong, scale)
    assert len(examples) == 79
    assert len(examples.problems) >= 1
    assert "79" in examples._repr_html_()
    assert "79" in examples._repr_html_()
    with pytest.raises(TrainingDataError) as problem:
        read_examples(pd.DataFrame({"texte": [None], "niveau": [1]}), scale)
    assert problem.value.code == "research_nothing"


def test_columns_of_other_names(spreadsheet, scale):
    renamed = spreadsheet.rename(columns={"texte": "ce qu'elle a dit", "niveau_A": "première", "niveau_B": "seconde"})
    examples = read_examples(renamed, scale, columns={"text": "ce qu'elle a dit", "raters": ["première", "seconde"]})
    assert [len(one.ratings) for one in examples] == [2] * 80
    assert len(examples.to_frame()) == 80


def test_the_column_of_one_rater_need_not_be_in_a_list(spreadsheet, scale):
    renamed = spreadsheet.rename(columns={"niveau_A": "première", "niveau_B": "seconde"})
    for raters in ("seconde", ["seconde"], renamed.columns[2:3]):
        examples = read_examples(renamed, scale, columns={"raters": raters})
        assert [[one.rater for one in example.ratings] for example in examples] == [["seconde"]] * 80


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"texte": "Réponse"}, "'texte': 'Réponse'"),
        ({"text": ["Réponse"]}, "'text': ['Réponse']"),
        ({"raters": None}, "'raters': None"),
        (["Réponse"], "['Réponse']"),
    ],
)
def test_columns_that_mean_nothing_are_told_with_the_keys_allowed(spreadsheet, wrong, found, language):
    with pytest.raises(TrainingDataError) as problem:
        read_examples(spreadsheet, columns=wrong)
    said = problem.value.message(language)
    assert found in said
    assert "text, level, id, rater, raters" in said


@pytest.mark.parametrize(("bad", "rest"), [(10, None), (11, "… et 1 de plus"), (26, "… et 16 de plus")])
def test_of_many_rows_left_out_the_rest_is_counted(spreadsheet, scale, bad, rest):
    wrong = spreadsheet.copy()
    wrong.loc[: bad - 1, "texte"] = None
    with pytest.warns(UserWarning, match=f"^{bad} ligne") as told:
        examples = read_examples(wrong, scale)
    last = str(told[0].message).splitlines()[-1]
    assert last == rest if rest else last.startswith("DataFrame:10")
    assert len(examples) == 80 - bad
    nothing = wrong[:bad]
    with pytest.raises(TrainingDataError) as problem:
        read_examples(nothing, scale)
    assert ("… and" in problem.value.message("en")) is bool(rest)


@pytest.mark.slow
def test_from_the_spreadsheet_to_a_model(model, spreadsheet):
    assert model.packed.manifest["passages"] == "rubric"
    assert model.figures["exact"] > 0.85
    low, high = model.intervals["exact"]
    assert low <= model.figures["exact"] <= high
    assert "concept_macro_f1" not in model.figures  # nobody marked a passage
    human = model.evaluation.human
    assert 0.8 < human["kappa"] < 1
    text = tiny.answer(5, "voisins", ("2",), name="Bintou", place="du phare").text
    found = model.assess(text)
    assert found.level == 2
    assert found.record()["model"] == model.name
    assert any("invité" in one.quote or "ouvert ma maison" in one.quote for one in found.evidence)
    assert {one.role for one in found.assessment.star} <= set("STAR-")
    for shown in (model, model.evaluation, found):
        assert "<script" not in shown._repr_html_()


@pytest.mark.slow
def test_held_out_is_a_row_an_answer(model, spreadsheet):
    table = model.held_out
    assert list(table.columns) == ["id", "fold", "truth", "guess", "p_0", "p_1", "p_2"]
    assert len(table) == 80
    assert np.allclose(table.filter(like="p_").sum(axis=1), 1, atol=1e-4)
    assert (table["truth"] == table["guess"]).mean() == pytest.approx(model.figures["exact"], abs=1e-3)
    authors = dict(enumerate(spreadsheet["auteur"], start=1))
    sides = (
        table.assign(author=[authors.get(int(one)) for one in table["id"].str.extract(r"(\d+)$")[0]]).groupby("author")["fold"].nunique()
    )
    assert (sides == 1).all()


@pytest.mark.slow
def test_an_evaluation_holds_the_same_table(model):
    pd.testing.assert_frame_equal(model.evaluation.held_out, model.held_out)


@pytest.mark.slow
def test_the_card_says_where_passages_come_from(model):
    french, english = model.card("fr"), model.card("en")
    assert model.name in french
    assert model.name in english
    assert "relisez-les" in french
    assert "read them before relying" in english
    assert "80" in french


@pytest.mark.slow
def test_a_model_comes_back_from_its_folder(model, tmp_path, spreadsheet):
    folder = save(model, tmp_path / "mon-modele")
    again = load(folder)
    assert again.scale == model.scale
    assert again.figures == model.figures
    assert again.card("en") == model.card("en")
    pd.testing.assert_frame_equal(again.held_out, model.held_out)
    text = spreadsheet["texte"][1]
    assert assess(text, folder).record() == assess(text, model).record() == again.assess(text).record()
    assert again.evaluation is None
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "libraries": {"numpy": "0.1"}}), "utf-8")
    with pytest.raises(ModelError) as problem:
        load(folder)
    assert problem.value.code == "model_libraries"
    save(model, folder)
    (folder / "scale.yaml").write_text("id: autre", "utf-8")
    with pytest.raises(ModelError) as problem:
        load(folder)
    assert problem.value.code == "model_damaged"
    (tmp_path / "fichier").write_text("")
    with pytest.raises(ModelError):
        save(model, tmp_path / "fichier" / "modele")


@pytest.mark.slow
def test_old_against_new(model, spreadsheet, scale):
    noisy = read_examples(spreadsheet, scale)
    new = fit(noisy, scale, alpha=1000.0, folds=4)
    found = compare(model, new)
    assert found.figures["answers"] == 80
    assert found.verdict in ("better", "worse", "none")
    assert list(found.overall.columns[:3]) == ["old", "new", "difference"]
    assert model.name in found._repr_html_() and "<th>Différence</th>" in found._repr_html_()
    same = compare(model, model)
    assert (same.verdict, len(same.changed)) == ("none", 0)
    with pytest.raises(ModelError) as problem:
        compare(model, model, examples=noisy)
    assert problem.value.code == "versions_few"  # both have learnt from all of them
    with pytest.raises(ModelError):
        compare(model, load("arc-collaboration"))


@pytest.mark.slow
def test_a_model_is_not_judged_on_what_it_learnt(model, spreadsheet, scale):
    known = read_examples(spreadsheet, scale)
    with pytest.raises(TrainingDataError) as problem:
        evaluate(known, model)
    assert problem.value.code == "research_all_learnt"
    fresh = [
        Example(
            f"n{number}",
            scale.id,
            f"{tiny.answer(number, 'voisins', LEVELS[number % 4], 'Ousmane', 'du phare').text} Et {number}.",
            level=[0, 1, 2, 1][number % 4],
        )
        for number in range(12)
    ]
    with pytest.warns(UserWarning, match="80"):
        found = evaluate([*known, *fresh], model)
    assert found.figures["answers"] == 12
    assert found.confusion.to_numpy().sum() == 12
    assert found.overall.loc["exact", "value"] > 50


@pytest.mark.slow
def test_two_models_of_a_scale_of_ones_own_at_the_command_line(model, scale, tmp_path):
    """Nothing is installed: the scale lies beside each model, and fresh answers name it."""
    for name in ("hier", "demain"):
        save(model, tmp_path / name)
    rows = [tiny.answer(number, scale.id, LEVELS[number % 4], "Ousmane", "du phare") for number in range(12)]
    write_annotated([replace(one, text=f"{one.text} Et {number}.") for number, one in enumerate(rows)], tmp_path / "neuves.jsonl")
    arguments = ["compare", str(tmp_path / "hier"), str(tmp_path / "demain"), "--on", str(tmp_path / "neuves.jsonl"), "--json"]
    said = CliRunner().invoke(app, arguments)
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)[scale.id]
    assert (found["answers"], found["verdict"], found["changed"]) == (12, "none", [])


@pytest.mark.slow
def test_evaluating_without_a_model(spreadsheet, scale):
    found = evaluate(read_examples(spreadsheet, scale), scale, folds=3)
    assert found.figures["folds"] == 3
    assert found.confusion.shape == (3, 3)
    assert found.concepts.empty
    assert set(found.by_level.index) == {"0", "1", "2"}
    assert found.conformal.loc["conformal", "coverage"] > 0.7
    assert list(found.calibration.columns)
    judged = found.held_out
    assert list(judged.columns) == ["id", "fold", "truth", "guess", "p_0", "p_1", "p_2"]
    assert (len(judged), judged["fold"].nunique()) == (80, 3)
    assert 100 * (judged["truth"] == judged["guess"]).mean() == pytest.approx(found.figures["overall"]["exact"])
    assert set(found.misses["id"] if len(found.misses) else ()) == set(judged.loc[judged["truth"] != judged["guess"], "id"])
    assert {"field", "group"} <= set(found.groups.columns) or found.groups.empty
    assert found.misses.empty or set(found.misses["text"]) <= set(spreadsheet["texte"])
    curve = found.learning_curve(shares=(0.1, 0.5))
    assert list(curve["count"]) == [40, 80]
    assert curve["exact"].iloc[-1] == pytest.approx(found.figures["overall"]["exact"])


@pytest.mark.slow
def test_a_checklist_of_ones_own(own_folder):
    scale = read_scale(own_folder / "voisins-liste")
    model = fit(read_examples(own_folder / "voisins-liste" / "examples", scale), scale, folds=4)
    assert model.packed.manifest["passages"] == "marked"
    assert model.figures["macro_f1"] > 0.8
    assert list(model.held_out.columns) == ["id", "fold", "truth", "guess", "p_1", "p_2"]
    with pytest.raises(ModelError):
        _ = model.evaluation.confusion
    assert set(model.evaluation.by_level.index) == {"1", "2"}
    assert model.assess(NEW_TIE).level is None
