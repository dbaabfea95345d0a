"""The command that anyone with a table of answers and levels can run."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from made_answers import made
from typer.testing import CliRunner

from assessor.cli import app
from assessor.cli.command_benchmark import show
from assessor.errors import AnswerError, TrainingDataError
from assessor.holistic import benchmark, read_table
from assessor.holistic.comparison_data import prepare
from assessor.holistic.rivals import missing

COLUMNS = ["--text", "texte", "--label", "note", "--split", "part", "--prompt", "consigne"]


@cache
def table():
    """Two prompts, one French and one English, 36 answers learnt and 20 tested each."""
    rows = []
    for prompt, language in (("projet", "fr"), ("project", "en")):
        for part, count, seed in (("train", 36, 0), ("test", 20, 1)):
            texts, levels = made(count, language, seed)
            rows += [
                {"texte": text, "note": int(level), "part": part, "consigne": prompt} for text, level in zip(texts, levels, strict=True)
            ]
    return pd.DataFrame(rows)


@cache
def compared():
    return benchmark(table(), "texte", "note", "part", "consigne")


def refused(code, *arguments, **options):
    with pytest.raises(TrainingDataError) as raised:
        prepare(*arguments, **options)
    assert raised.value.code == code
    return raised.value.text.fr


def codes(data):
    return [notice.code for notice in data.notices]


def test_content_is_found_where_length_says_nothing():
    found = compared()
    assert found["levels"] == [0, 1, 2, 3]
    assert [(one["prompt"], one["train"], one["test"]) for one in found["prompts"]] == [("projet", 36, 20), ("project", 36, 20)]
    for one in found["prompts"]:
        assert one["qwk"]["holistic"] > 0.7
        assert one["qwk"]["holistic"] > one["qwk"]["length"] + 0.3
    assert set(found["mean"]) == set(found["methods"]) - set(found["missing"])
    assert found["mean"]["ridge"] == pytest.approx(np.mean([one["qwk"]["ridge"] for one in found["prompts"]]), abs=1e-5)
    against = found["against"]["length"]
    assert against["difference"] == pytest.approx(found["mean"]["holistic"] - found["mean"]["length"], abs=1e-5)
    assert against["low"] <= against["difference"] <= against["high"]
    assert found["split"] == {"kind": "column", "column": "part", "train": 72, "validation": 0, "test": 40}
    assert found["notices"] == []
    json.dumps(found, allow_nan=False)


def test_the_same_figures_whatever_the_number_of_processes():
    small = table().groupby(["consigne", "part"]).head(16)
    one, two = (benchmark(small, "texte", "note", "part", "consigne", jobs=jobs) for jobs in (1, 2))
    assert one == two


def test_a_rival_whose_library_is_missing_is_named(monkeypatch):
    monkeypatch.setattr("assessor.holistic.rivals.find_spec", lambda name: None)
    found = benchmark(table().groupby(["consigne", "part"]).head(12), "texte", "note", "part", "consigne")
    assert found["missing"] == ["mord"] == list(missing())
    assert "mord" not in found["mean"]
    assert "ridge" in found["mean"]


def test_every_level_of_the_table_is_known_even_where_a_prompt_lacks_one():
    frame = table()[(table().consigne == "projet") | (table().note < 2)]
    assert prepare(frame, "texte", "note", "part", "consigne").levels.tolist() == [0, 1, 2, 3]
    assert prepare(frame, "texte", "note", "part", "consigne", levels=[0, 1, 2, 3, 4]).levels.tolist() == [0, 1, 2, 3, 4]
    assert "3" in refused("benchmark_level", frame, "texte", "note", "part", levels=[0, 1, 2])


def test_named_folds_are_tested_in_turn():
    frame = table().assign(part=np.arange(112) % 4)
    data = prepare(frame, "texte", "note", "part")
    assert data.split == {"kind": "folds", "column": "part", "folds": ["0", "1", "2", "3"]}
    assert np.sort(np.concatenate([trial.test for trial in data.trials])).tolist() == list(range(112))
    assert all(not set(trial.train) & set(trial.test) for trial in data.trials)


def test_without_a_split_column_a_fifth_is_drawn_with_every_level():
    data = prepare(table(), "texte", "note", prompt="consigne")
    assert data.split == {"kind": "seeded", "test": 0.2, "seed": 0}
    for trial in data.trials:
        assert (len(trial.train), len(trial.test)) == (44, 12)
        assert set(data.positions[trial.test]) == {0, 1, 2, 3}
    again, other = (prepare(table(), "texte", "note", prompt="consigne", seed=seed) for seed in (0, 1))
    assert again.trials[0].test.tolist() == data.trials[0].test.tolist()
    assert other.trials[0].test.tolist() != data.trials[0].test.tolist()
    assert len(prepare(table(), "texte", "note", folds=5).trials) == 5


@pytest.mark.parametrize("names", [("Train", "TEST"), ("apprentissage", "évaluation"), ("training", "held-out")])
def test_parts_have_many_names(names):
    frame = table().assign(part=table().part.map(dict(zip(("train", "test"), names, strict=True))))
    assert prepare(frame, "texte", "note", "part").split["train"] == 72


def test_validation_is_learnt_too():
    frame = table().assign(part=["dev" if row % 3 == 0 and part == "train" else part for row, part in enumerate(table().part)])
    data = prepare(frame, "texte", "note", "part")
    assert len(data.trials[0].train) == 72
    assert data.split["validation"] == 24


def test_a_missing_column_is_named_with_those_there_are():
    told = refused("benchmark_column", table(), "text", "note", "part")
    assert "« text »" in told
    assert "« texte »" in told


@pytest.mark.parametrize("wrong", ["bien", 2.5])
def test_a_label_that_is_no_whole_number_is_named_with_its_row(wrong):
    frame = table().astype({"note": object})
    frame.loc[17, "note"] = wrong
    assert f"17: {wrong}" in refused("benchmark_label", frame, "texte", "note", "part")


def test_whole_numbers_are_whole_however_they_are_written():
    frame = table().assign(note=[f" {level}.0 " for level in table().note])
    assert prepare(frame, "texte", "note", "part").levels.tolist() == [0, 1, 2, 3]


def test_rows_with_nothing_are_left_out_and_named():
    frame = table().astype({"note": object})
    frame.loc[[3, 5], "texte"] = ["  ", None]
    frame.loc[8, "note"] = None
    data = prepare(frame, "texte", "note", "part")
    assert len(data.texts) == 109
    assert [notice.text.fr for notice in data.notices if "3, 5" in notice.text.fr or ": 8." in notice.text.fr] == [
        notice.text.fr for notice in data.notices
    ]
    assert codes(data) == ["empty", "empty"]


def test_a_prompt_of_one_level_is_left_out_and_named():
    frame = table()[(table().consigne == "projet") | (table().note == 2)]
    data = prepare(frame, "texte", "note", "part", "consigne")
    assert [trial.prompt for trial in data.trials] == ["projet"]
    assert codes(data) == ["few"]
    many = pd.concat([frame, frame.assign(texte=frame.texte + " Bref.")])
    assert codes(prepare(many, "texte", "note", "part", "consigne")) == ["one_level"]
    alone = many[many.consigne == "project"]
    assert "un seul niveau" in refused("benchmark_one_level", alone, "texte", "note", "part", "consigne")
    assert "project" in refused("benchmark_nothing", alone, "texte", "note", "part", "consigne", levels=[0, 1, 2, 3])


def test_a_level_tested_but_never_learnt_is_named():
    frame = table()[(table().part == "test") | (table().note != 3)]
    data = prepare(frame, "texte", "note", "part", "consigne")
    assert codes(data) == ["unseen", "unseen"]
    assert "5 réponse(s)" in data.notices[0].text.fr


def test_a_prompt_without_test_answers_is_named():
    frame = table()[(table().part == "train") | (table().consigne == "projet")]
    assert codes(prepare(frame, "texte", "note", "part", "consigne")) == ["untested"]


def test_a_single_tested_level_does_not_count_in_the_mean():
    frame = table()[(table().part == "train") | (table().consigne == "projet") | (table().note == 1)].groupby(["consigne", "part"]).head(20)
    found = benchmark(frame, "texte", "note", "part", "consigne")
    assert [one["prompt"] for one in found["prompts"]] == ["projet"]
    assert [notice["code"] for notice in found["notices"]] == ["test_one_level"]


@pytest.mark.parametrize("names", [["train"] * 112, [f"a{row}" for row in range(112)], ["train", "autre"] * 56])
def test_a_split_that_says_nothing_is_refused(names):
    assert "« part »" in refused("benchmark_split", table().assign(part=names), "texte", "note", "part")


def write(frame, file):
    match file.suffix:
        case ".csv":
            frame.to_csv(file, index=False, sep=";")
        case ".tsv":
            frame.to_csv(file, index=False, sep="\t")
        case ".xlsx":
            frame.to_excel(file, index=False)
        case ".jsonl":
            frame.to_json(file, orient="records", lines=True, force_ascii=False)
    return file


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".jsonl"])
def test_a_table_is_read_from_any_file(tmp_path, suffix):
    frame = table().head(6).assign(texte=['Il dit "oui", puis ; non.', "Deux\nlignes", *table().texte.iloc[2:6]])
    read = read_table(write(frame, tmp_path / f"a{suffix}"), ["texte", "note"])
    assert list(read.columns) == list(frame.columns)
    assert read["texte"].tolist() == frame["texte"].tolist()
    assert pd.to_numeric(read["note"]).tolist() == frame["note"].tolist()
    assert read.index[0] == (1 if suffix == ".jsonl" else 2)


def test_quotation_marks_that_are_only_that_are_kept(tmp_path):
    file = tmp_path / "train.tsv"
    file.write_text('EssayText\tScore1\n"Hi" he said\t1\nA 5" pipe\t0\n', "utf-8")
    assert read_table(file, ["Score1"])["EssayText"].tolist() == ['"Hi" he said', 'A 5" pipe']


def test_the_index_is_the_line_of_the_file(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text('sep=;\ntexte;note\n"Une\nréponse";1\n\nDeux;x\n', "utf-8-sig")
    assert read_table(file).index.tolist() == [3, 6]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", "x", "benchmark_suffix"),
        ("a.csv", "texte;note\n", "benchmark_empty"),
        ("a.csv", "texte,note\nJ'ai appelé, puis écrit,1\n", "benchmark_cells"),
        ("a.csv", "texte,note\n\"J'ai appelé,1\n", "benchmark_quote"),
        ("a.jsonl", '{"texte": "a"}\n[1]\n', "benchmark_json"),
        ("a.xlsx", "pas un classeur", "document_other"),
        ("a.csv", "texte;note;note\na;1;2\n", "benchmark_twice"),
        ("a.csv", None, "document_missing"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, code):
    file = tmp_path / name
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises((AnswerError, TrainingDataError)) as raised:
        read_table(file, ["note"])
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", ("longueur", "moyenne", "Nous moins ridge", "0,")), ("en", ("length", "mean", "Ours minus ridge", "0."))],
)
def test_the_table_is_told_in_either_language(capsys, monkeypatch, language, words):
    monkeypatch.setenv("COLUMNS", "160")
    show(compared(), language)
    told = capsys.readouterr().out
    assert all(word in told for word in (*words, "projet", "mord")), told


def test_the_command_prints_json_for_programs(tmp_path):
    file = write(table().groupby(["consigne", "part"]).head(16), tmp_path / "a.jsonl")
    told = CliRunner().invoke(app, ["benchmark", str(file), *COLUMNS, "--json", "--levels", "0,1,2,3,4"])
    found = json.loads(told.stdout)
    assert found["levels"] == [0, 1, 2, 3, 4]
    assert len(found["prompts"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--text", "texte", "--label", "niveau"], "« niveau »"),
        (["--text", "texte", "--label", "consigne"], "nombres entiers"),
        (["--text", "texte", "--label", "note", "--levels", "bas"], "--levels bas"),
    ],
)
def test_a_wrong_call_ends_with_a_message_and_no_traceback(tmp_path, arguments, words):
    told = CliRunner().invoke(app, ["benchmark", str(write(table(), tmp_path / "a.csv")), *arguments])
    assert told.exit_code == 2
    assert words in " ".join(told.output.split())
    assert "Traceback" not in told.output
