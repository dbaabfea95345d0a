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


def test_a_column_of_single_words_is_not_taken_for_texts():
    told = refused("benchmark_no_text", table().assign(genre="F"), "genre", "note", "part")
    assert "« genre »" in told and "« F »" in told and "--text" in told


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


def titled(file):
    """The table of a person who put a title above, in the file and as it should be read."""
    frame = table().groupby(["consigne", "part"]).head(12)
    rows = pd.DataFrame([["Annotations, 2025", *[None] * 3], [None] * 4, list(frame.columns), *frame.to_numpy().tolist()])
    match file.suffix:
        case ".xlsx":
            rows.to_excel(file, index=False, header=False)
        case ".csv":
            rows.to_csv(file, index=False, header=False, sep=";")
    return frame


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_titles_above_the_header_are_no_part_of_the_table(tmp_path, suffix):
    file = tmp_path / f"a{suffix}"
    frame = titled(file)
    for looked_for in (["texte", "note"], ["réponse", "note"], ["réponse", "niveau"]):
        read = read_table(file, looked_for)
        assert list(read.columns) == list(frame.columns)
        assert read["texte"].tolist() == frame["texte"].tolist()
        assert read.index[0] == 4


def test_a_row_of_the_table_is_no_header_whatever_its_cells_say(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("mot;sens\nnote;une marque\ntexte;une suite de mots\n", "utf-8")
    assert list(read_table(file, ["texte", "note"]).columns) == ["mot", "sens"]


def test_the_sheet_is_the_one_that_has_the_columns(tmp_path):
    file = tmp_path / "a.xlsx"
    with pd.ExcelWriter(file) as book:
        pd.DataFrame({"texte": ["aide"] * 9, "sens": ["x"] * 9}).to_excel(book, sheet_name="Codes", index=False)
        table().head(4).to_excel(book, sheet_name="Réponses", index=False, startrow=2)
    assert read_table(file, ["texte", "note"])["note"].tolist() == [0, 1, 2, 3]


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


def asked(monkeypatch, file, *arguments):
    """What the command prepares and prints, without the fits."""
    kept = []

    def only_prepared(*given, jobs, progress, **options):
        data = prepare(*given, **options)
        kept.append(data)
        notices = [{"code": one.code, "fr": one.text.fr, "en": one.text.en} for one in data.notices]
        empty = {"methods": [], "missing": [], "prompts": [], "mean": {}, "against": {}}
        return {"levels": data.levels.tolist(), "split": data.split, "notices": notices, **empty}

    monkeypatch.setattr("assessor.holistic.benchmark", only_prepared)
    told = CliRunner().invoke(app, ["benchmark", str(file), "--text", "texte", "--label", "note", *arguments])
    return (kept or [None])[0], " ".join(told.output.split())


def test_levels_are_read_as_they_are_when_answers_are_imported(monkeypatch, tmp_path):
    written = {0: ["0", "Niveau 0"], 1: ["1,0", "level 1"], 2: ["2", "2 – Élargi"], 3: ["3.0", "N3"]}
    frame = table().assign(note=[written[level][row // 4 % 2] for row, level in enumerate(table().note)])
    frame.loc[5, "note"] = "n/a"
    data, told = asked(monkeypatch, write(frame, tmp_path / "a.csv"))
    assert data.levels.tolist() == [0, 1, 2, 3]
    assert data.positions.tolist() == table().note.drop(5).tolist()
    assert "« note » laissée(s) de côté : 7." in told


@pytest.mark.parametrize("wrong", ["trois", "2,5", "1-2", "IV"])
def test_a_label_that_no_import_reads_is_told_with_its_row(monkeypatch, tmp_path, wrong):
    frame = table().astype({"note": object})
    frame.loc[17, "note"] = wrong
    data, told = asked(monkeypatch, write(frame, tmp_path / "a.csv"))
    assert data is None
    assert f"19: {wrong}" in told


def test_a_whole_number_that_is_no_usual_level_still_counts(monkeypatch, tmp_path):
    frame = table().assign(note=[f"{level}e9" for level in table().note])
    data, _ = asked(monkeypatch, write(frame, tmp_path / "a.csv"))
    assert data.levels.tolist() == [0, 10**9, 2 * 10**9, 3 * 10**9]


def test_the_command_keeps_persons_together_or_says_that_it_does_not(monkeypatch, tmp_path):
    file = write(table().assign(Candidat=[f"c-{row // 4}" for row in range(112)]), tmp_path / "a.csv")
    grouped, told = asked(monkeypatch, file, "--folds", "3", "--group", "Candidat")
    assert grouped.split["groups"] == 28
    assert "Aucun modèle n'est testé sur une personne dont il a appris" in told
    assert "--group" not in told
    _, told = asked(monkeypatch, file, "--folds", "3")
    assert told.count('--group "Candidat"') == 1
    assert "Aucun modèle n'est testé" not in told
    _, told = asked(monkeypatch, file, "--folds", "3", "--lang", "en")
    assert 'each one\'s answers together: --group "Candidat"' in told
    _, told = asked(monkeypatch, write(table().assign(service="A"), tmp_path / "b.csv"), "--folds", "3")
    assert "--group" not in told
    _, told = asked(monkeypatch, file, "--folds", "3", "--group", "Candidate")
    assert "« Candidate »" in told
