"""The evaluation of made-up answers from end to end: figures, baselines, studies, report."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from made_data import ARC, AUTHORS, CERIC, everything, made

from assessor.training import baselines, compare, studies
from assessor.training.baselines import BASELINES, Baseline, baseline_guesses
from assessor.training.evaluate import as_shown, evaluate, guesses_of
from assessor.training.report import html_report, markdown_report, write_report
from assessor.training.run import impact_figures, sampled
from assessor.training.train import judge


@cache
def judged(scale):
    data = made(scale)
    stage, held = judge(data)
    return data, stage, held


@cache
def figures(scale):
    data, _, held = judged(scale)
    roles = [role or "-" for role in data.prepared.roles]
    return evaluate(data.prepared, data.scale, data.fold, held, roles, repeats=50)


def test_ordinal_figures_agree_with_the_misses_they_list():
    found = figures(ARC)
    assert found["answers"] == 60 and found["folds"] == AUTHORS and found["level_numbers"] == [0, 1, 2, 3, 4]
    assert found["overall"]["exact"] == pytest.approx(100 * (1 - len(found["misses"]) / 60), abs=1e-5)
    assert found["overall"]["exact"] > 60
    assert np.array(found["confusion"]).sum() == 60
    assert np.trace(found["confusion"]) == 60 - len(found["misses"])
    low, high = found["intervals"]["qwk"]
    assert low <= found["overall"]["qwk"] <= high
    assert {miss["id"] for miss in found["misses"]} <= {f"arc-collaboration-{number}" for number in range(60)}
    assert all(miss["true"] != miss["guessed"] for miss in found["misses"])


def test_parts_are_counted_where_they_can_be_judged():
    found = figures(ARC)
    assert found["gates"]["event"]["count"] == 1 and found["gates"]["language"]["precision"] is None
    assert found["gates"]["length"]["found"] == 0
    assert found["concepts"]["sentences"] == 240 and set(found["concepts"]["codes"]) == set(ARC.codes)
    assert found["star"]["macro_f1"] == 1 and found["star"]["roles"]["T"]["f1"] is None
    assert found["human"]["count"] == 60 and 0 < found["human"]["alpha"] < 1 and found["human"]["prmse"] is not None
    sets = found["conformal"]
    assert sets["borderline"]["count"] + sets["others"]["count"] == sets["shown"]["count"] == 60
    assert sets["shown"]["coverage"] >= sets["coverage"] and sets["shown"]["size"] >= sets["size"]
    assert set(found["groups"]["gender"]) == {"F", "M"} and found["groups"]["sector"] == {}


def test_checklist_figures_and_groups():
    found = figures(CERIC)
    assert found["codes"] == list(CERIC.concept_codes) and found["human"] is None and "conformal" not in found
    assert found["overall"]["macro_f1"] == pytest.approx(np.mean([one["f1"] for one in found["by_code"].values()]), abs=1e-5)
    assert found["groups"]["gender"]["F"]["count"] == 30
    assert sum(one["count"] for one in found["calibration"]["bins"]) == 60 * len(CERIC.concept_codes)


def test_a_text_that_is_too_short_has_no_level_whatever_was_found():
    data, _, held = judged(ARC)
    top = int(np.argmax(guesses_of(ARC, held.reached)))
    encoded = list(data.prepared.encoded)
    encoded[top] = replace(encoded[top], read=replace(encoded[top].read, sentences=encoded[top].read.sentences[:1]))
    reached, excluded = as_shown(replace(data.prepared, encoded=tuple(encoded)), held)
    assert excluded.tolist() == [row == top for row in range(60)]
    assert guesses_of(ARC, held.reached)[top] > 0 == guesses_of(ARC, reached)[top]


def test_figures_are_plain_and_the_same_twice():
    data, _, held = judged(ARC)
    again = evaluate(data.prepared, data.scale, data.fold, held, repeats=50)
    assert json.dumps({**figures(ARC), "star": None}, allow_nan=False) == json.dumps(again, allow_nan=False)


def test_baselines_never_see_the_fold_they_judge(monkeypatch):
    data, _, _ = judged(ARC)
    seen = []

    class Spy:
        def fit(self, rows, levels):
            seen.append(set(rows))
            return self

        def predict(self, rows):
            assert not seen[-1] & set(rows)
            return np.zeros(len(rows), dtype=int)

    monkeypatch.setattr(baselines, "BASELINES", {"spy": Baseline(lambda prepared: np.arange(60), Spy)})
    assert baseline_guesses("spy", data.prepared, ARC, data.fold).tolist() == [0] * 60
    assert len(seen) == AUTHORS


@pytest.mark.parametrize("scale", [ARC, CERIC])
def test_comparison_has_every_method_that_makes_sense(scale, monkeypatch):
    monkeypatch.setitem(BASELINES, "mord", replace(BASELINES["mord"], needs="a_library_that_is_not_there"))
    data, _, held = judged(scale)
    names = ("majority", "length", "vector", "ridge", "mord")
    found = compare.compare_baselines(data.prepared, scale, data.fold, held, names, repeats=50)
    ordinal = scale is ARC
    assert set(found) == {"ours", "majority", "length", "vector"} | ({"ridge", "mord"} if ordinal else set())
    assert found["ours"]["exact"] == figures(scale)["overall"]["exact"]
    # All texts are equally long, all lengths alike: only what lies in the vectors can tell the levels.
    figure = "qwk" if ordinal else "macro_f1"
    assert found["vector"][figure] > (found["length"][figure] or 0)
    assert found["majority"]["gain"][figure]["low"] > 0
    if ordinal:
        assert found["mord"] == {"needs": "a_library_that_is_not_there"}


def test_studies_learn_less_from_less_and_leave_everybody_out_once():
    data, stage, held = judged(ARC)
    curve = studies.learning_curve(data, held, shares=(0.5,))
    assert [point["learnt"] for point in curve] == [30, 60] and curve[0]["count"] == 60
    assert curve[0]["qwk"] <= curve[1]["qwk"] + 0.05
    out = studies.leave_one_author_out(data, stage, held)
    # The folds are the authors already, so nothing else may come out.
    assert out["overall"]["exact"] == figures(ARC)["overall"]["exact"]
    assert {group: one["count"] for group, one in out["groups"].items()} == {"a0": 18, "a1": 18, "a2": 12, "a3": 12}


def test_authors_that_the_folds_tear_apart_are_not_left_out():
    data, stage, held = judged(ARC)
    assert studies.leave_one_author_out(replace(data, fold=np.arange(60) % 4), stage, held) == {}


def test_common_parts_meet_a_scale_that_taught_them_nothing():
    arc, ceric = judged(ARC)[0], judged(CERIC)[0]
    assert studies.leave_one_scale_out(everything(arc, ceric), ARC.id) == {}  # the same authors wrote for both
    others = tuple(replace(one, meta={**one.meta, "author": "une autre"}) for one in ceric.prepared.examples)
    ceric = replace(ceric, prepared=replace(ceric.prepared, examples=others))
    found = studies.leave_one_scale_out(everything(arc, ceric), ARC.id)
    # One failure a gate in the other scale is enough here, where each gate has a direction of its own.
    assert {gate: one["count"] for gate, one in found["gates"].items()} == {"event": 1, "first_person": 1, "recited": 1}
    assert found["star"]["sentences"] == 240 and found["star"]["macro_f1"] > 0.9
    assert studies.leave_one_scale_out(everything(arc), ARC.id) == {}


def test_fewer_folds_keep_authors_together():
    data = judged(ARC)[0]
    fewer = studies.fewer_folds(everything(data))[ARC.id]
    assert len(np.unique(fewer.fold)) == studies.STUDY_FOLDS
    assert fewer.gates.shape == (studies.STUDY_FOLDS, 60, fewer.gates.shape[2])
    authors = [example.meta["author"] for example in data.prepared.examples]
    assert len(set(zip(authors, fewer.fold.tolist(), strict=True))) == AUTHORS


def test_ablations_name_what_is_left_out():
    found = studies.ablations(judged(ARC)[0])
    assert set(found) == {"full", "encoder", "facts", "context", "bottleneck"}
    # Everything is in the vectors here.
    assert found["encoder"]["qwk"] < found["full"]["qwk"] - 0.3


def test_impact_sets_suggested_beside_given():
    data, _, held = judged(ARC)
    rows = impact_figures(data, guesses_of(ARC, held.reached))["gender"]
    assert {(row["level"], row["group"]) for row in rows} >= {(1, "F"), (1, "M")}
    assert all(row["given_rate"] is not None for row in rows)


def test_a_sample_is_drawn_by_id_and_keeps_the_order():
    data, _, _ = judged(ARC)
    drawn = [one.id for one in sampled(data.prepared.examples, 10)]
    assert len(drawn) == 10 and drawn == sorted(drawn, key=lambda one: int(one.rsplit("-", 1)[1]))
    assert set(drawn) < {one.id for one in sampled(data.prepared.examples, 20)}


@cache
def results():
    data, _, held = judged(ARC)
    curve = [
        {"share": 0.5, "learnt": 30, "count": 60, "exact": 70.0, "qwk": 0.7},
        {"share": 1.0, "learnt": 60, "count": 60, "exact": 80.0, "qwk": 0.8},
    ]
    point = {"count": 60, "exact": 80.0, "qwk": 0.8}
    arc = {
        "figures": figures(ARC),
        "impact": impact_figures(data, guesses_of(ARC, held.reached)),
        "baselines": compare.compare_baselines(data.prepared, ARC, data.fold, held, ("majority",), repeats=20)
        | {"mord": {"needs": "mord"}},
        "studies": {
            "learning_curve": curve,
            "ablations": {"full": point},
            "author": {"overall": point, "groups": {"a0": point}},
            "scale": {"gates": {"event": {"count": 3, "found": 3, "precision": 1.0, "recall": 1.0, "f1": 1.0}}, "star": None},
        },
        "stability": {"accents": {"count": 10, "unchanged": 0.9, "shift": -0.1}},
    }
    return {ARC.id: arc, CERIC.id: {"figures": figures(CERIC), "impact": {}}}


def test_report_is_whole_escaped_and_the_same_twice(tmp_path):
    files = write_report(results(), tmp_path / "a")
    again = write_report(results(), tmp_path / "b")
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    assert {file.name for file in files} == {f"evaluation.{end}" for end in ("json", "fr.md", "fr.html", "en.md", "en.html")}
    assert json.loads(files[0].read_text("utf-8")) == results()
    page = html_report(results(), "fr")
    assert "<b>Ici</b>" not in page and "&lt;b&gt;Ici&lt;/b&gt;" in page
    assert page.count("<svg") == 4 and "http" not in page and ">None" not in page and ">nan" not in page


def test_report_speaks_both_languages():
    french, english = markdown_report(results(), "fr"), markdown_report(results(), "en")
    assert "Kappa pondéré quadratique" in french and "Quadratic weighted kappa" in english
    assert french.count("\n|") == english.count("\n|")
    assert f"{figures(ARC)['overall']['exact']:.1f}%" in english and "bibliothèque « mord » non installée" in french
