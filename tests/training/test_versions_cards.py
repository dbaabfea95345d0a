"""The card of a model and its held-out predictions say what the fit gave."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from made_data import ARC, CERIC, made

from assessor.artifacts import versions
from assessor.training.card import card, figures, intervals
from assessor.training.evaluate import as_shown, evaluate
from assessor.training.held_out import Record, held_out_bytes, targets_of
from assessor.training.texts import text_key
from assessor.training.train import judge

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=[ARC, CERIC], ids=lambda scale: scale.kind)
def fitted(request):
    data = made(request.param)
    judged = judge(data)[1]
    return data, judged, replace(judged, reached=as_shown(data.prepared, judged)[0])


def manifest_of(data, shown, **further):
    return {
        "name": f"{data.scale.id}-0123abcd",
        "common": "common-4567",
        "libraries": versions(),
        "data": {"folds": 4, **further},
        "figures": figures(data.scale, data.prepared, shown),
        "intervals": intervals(data.scale, data.prepared, shown),
    }


def test_held_out_predictions_are_those_of_the_evaluation(fitted):
    data, judged, _ = fitted
    written = held_out_bytes(data.scale, data.prepared, judged)
    assert written.count(b"\n") == 1 and written == held_out_bytes(data.scale, data.prepared, judged)
    record = Record.model_validate_json(written)
    assert record.targets == targets_of(data.scale)
    assert sorted(one.id for one in record.answers) == [one.id for one in record.answers]
    by_id = {one.id: one for one in data.prepared.examples}
    for one in record.answers:
        example = by_id[one.id]
        assert one.text == text_key(example.text) and one.difficulty == example.difficulty
        assert one.truth == (example.level if data.scale.kind == "ordinal" else example.demonstrated)
        assert all(value == round(value, 6) for value in one.probabilities)
    assert example.text not in written.decode()
    found = evaluate(data.prepared, data.scale, data.fold, judged, repeats=5)
    right = 100 * sum(one.truth == one.guess for one in record.answers) / len(record.answers)
    assert right == pytest.approx(found["overall"]["exact"])
    assert {one["id"] for one in found["misses"]} == {one.id for one in record.answers if one.truth != one.guess}


def test_the_figures_of_a_card_are_those_of_the_evaluation_inside_their_intervals(fitted):
    data, judged, shown = fitted
    stated, bounds = figures(data.scale, data.prepared, shown), intervals(data.scale, data.prepared, shown)
    found = evaluate(data.prepared, data.scale, data.fold, judged, repeats=5)["overall"]
    main = "qwk" if data.scale.kind == "ordinal" else "macro_f1"
    right = "exact" if data.scale.kind == "ordinal" else "lists"
    assert stated[main] == pytest.approx(found[main], abs=1e-4) and 100 * stated[right] == pytest.approx(found["exact"], abs=0.01)
    assert set(bounds) <= set(stated) and all(low <= stated[name] <= high for name, (low, high) in bounds.items())


def test_a_card_says_everything_in_both_languages(fitted):
    data, _, shown = fitted
    text = card(data.scale, data.prepared, shown, manifest_of(data, shown, added=7))
    french, english = text.split("\n\n---\n\n")
    assert french.startswith("# Fiche du modèle") and english.startswith("# Model card")
    for heading in ("Usage prévu", "Usages exclus", "Données", "Évaluateurs", "Accord entre évaluateurs", "Mesures", "Limites"):
        assert f"# {heading}\n" in french
    for heading in ("Intended use", "Out-of-scope use", "Data", "Raters", "Agreement between raters", "Figures", "Limits"):
        assert f"# {heading}\n" in english
    assert len(text.splitlines()) < 400
    assert "Dont 7 réponses ajoutées" in french and "7 were added" in english
    assert "| a2 | 12 | 20 % |" in french and "| a2 | 12 | 20% |" in english
    for part in (french, english):
        assert f"{data.scale.id}-0123abcd" in part and "common-4567" in part and "numpy" in part
    if data.scale.kind == "ordinal":
        assert "| r1 | 60 |" in french and "Sur 60 réponses notées deux fois au moins" in french
    else:
        assert "Aucune note individuelle" in french and "No answer was rated twice" in english


def test_a_card_of_many_authors_stays_readable(fitted):
    data, _, shown = fitted
    examples = [replace(one, meta={**one.meta, "author": f"auteur-{number}"}) for number, one in enumerate(data.prepared.examples)]
    prepared = replace(data.prepared, examples=tuple(examples))
    manifest = manifest_of(data, shown)
    text = card(data.scale, prepared, shown, json.loads(json.dumps(manifest)))
    assert "| 49 autres | 49 | 82 % |" in text and "réponses ajoutées" not in text
