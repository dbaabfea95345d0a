"""Label Studio: its documented JSON and JSON-MIN are read, and what is written can be loaded into a project."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from answers import CHECKLIST, ORDINAL, examples, imported
from hypothesis import HealthCheck, given, settings

from assessor.errors import AnswerError
from assessor.exchange import read_annotated, write_annotated

TEXT = "Le 🐄 était malade. J'ai appelé un vétérinaire inconnu, à Sarlat. Il est venu."
CALL = "J'ai appelé un vétérinaire inconnu, à Sarlat."


def marked(quote: str, label: str, control: str = "label", **value: Any) -> dict[str, Any]:
    """A region, as the documentation shows it."""
    start = TEXT.index(quote)
    place = {"start": start, "end": start + len(quote), "text": quote, "labels": [label]} | value
    return {"id": "gew3t9fgkg", "from_name": control, "to_name": "text", "type": "labels", "origin": "manual", "value": place}


def chosen(*choices: str, control: str = "level") -> dict[str, Any]:
    return {"id": "ab", "from_name": control, "to_name": "text", "type": "choices", "origin": "manual", "value": {"choices": list(choices)}}


def annotation(*result: dict[str, Any], **more: Any) -> dict[str, Any]:
    documented = {"id": 1001, "was_cancelled": False, "ground_truth": False, "created_at": "2021-03-09T22:16:08.728353Z", "lead_time": 4.2}
    return documented | {"result": list(result), "completed_by": 10} | more


def task(*annotations: dict[str, Any], text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {"id": 7, "data": {"text": text}, "annotations": list(annotations), "predictions": [], "project": 83} | more


def read(tmp_path, *tasks: Any, scale=ORDINAL, **options):
    return imported(tmp_path, "project-1.json", json.dumps(list(tasks), ensure_ascii=False), scale, **options)


def test_one_annotators_task(tmp_path):
    found = read(tmp_path, task(annotation(marked(CALL, "2"), chosen("2"))))
    (example,) = found.examples
    assert found.problems == ()
    assert (example.id, example.level, example.scale) == ("7", 2, ORDINAL.id)
    assert [(TEXT[one.start : one.end], one.concepts) for one in example.sentences] == [(CALL, ("2",))]
    assert [(one.rater, one.level) for one in example.ratings] == [("10", 2)]


def test_several_annotators_are_several_ratings(tmp_path):
    by = {"id": 3, "email": "zoe@example.org", "first_name": "", "last_name": ""}
    found = read(
        tmp_path, task(annotation(chosen("2")), annotation(chosen("3"), marked(CALL, "3"), completed_by=by), annotation(chosen("3")))
    )
    assert [one.code for one in found.problems] == ["rater_repeated", "by_median", "contradiction"]
    (example,) = found.examples
    assert [(one.rater, one.level) for one in example.ratings] == [("10", 2), ("zoe@example.org", 3)]
    assert (example.level, example.sentences) == (2, ())


def test_passages_come_from_an_annotator_who_agrees_with_the_level(tmp_path):
    first = annotation(chosen("3"), marked("Il est venu.", "3"))
    second = annotation(chosen("2"), marked(CALL, "2"), completed_by=11)
    (example,) = read(tmp_path, task(first, second)).examples
    assert example.level == 2
    assert [one.concepts for one in example.sentences] == [("2",)]


def test_ground_truth_is_the_settled_level(tmp_path):
    (example,) = read(tmp_path, task(annotation(chosen("1")), annotation(chosen("4"), completed_by=2, ground_truth=True))).examples
    assert (example.level, [(one.rater, one.level) for one in example.ratings]) == (4, [("10", 1)])


def test_where_all_is_ground_truth_nothing_is(tmp_path):
    annotations = (annotation(chosen(level), completed_by=at, ground_truth=True) for at, level in enumerate("144"))
    (example,) = read(tmp_path, task(*annotations)).examples
    assert (example.level, len(example.ratings)) == (4, 3)


def test_skipped_annotations_and_predictions_teach_nothing(tmp_path):
    predicted = {"model_version": "m1", "score": 0.9, "result": [chosen("4")]}
    found = read(tmp_path, task(annotation(chosen("1"), was_cancelled=True), predictions=[predicted]))
    assert found.examples == ()
    assert (
        found.problems[0].message("fr").startswith("project-1.json:1: « 7 » : aucune annotation envoyée par une personne (1 prédiction(s)")
    )


def test_roles_and_concepts_in_one_region_or_in_two(tmp_path):
    result = [marked(CALL, "A", "star"), marked("vétérinaire inconnu", "2", "concepts"), marked("Il est venu.", "Résultat", "star")]
    (example,) = read(tmp_path, task(annotation(*result, chosen("2")))).examples
    assert [(TEXT[one.start : one.end], one.star, one.concepts) for one in example.sentences] == [
        (CALL, "A", ("2",)),
        ("Il est venu.", "R", ()),
    ]


def test_labels_by_their_names(tmp_path):
    name = ORDINAL.concepts[1].name
    for label in (name.fr, name.en.upper(), f"2 – {name.fr}", "2 : ce que je veux"):
        (example,) = read(tmp_path, task(annotation(marked(CALL, label)))).examples
        assert (example.level, example.sentences[0].concepts) == (2, ("2",))


def test_a_passage_is_widened_to_whole_words(tmp_path):
    (example,) = read(tmp_path, task(annotation(marked("ppelé un vétérinaire inco", "2")))).examples
    assert TEXT[example.sentences[0].start : example.sentences[0].end] == "J'ai appelé un vétérinaire inconnu"[5:]


def test_old_exports_count_as_javascript_does(tmp_path):
    start = TEXT.index(CALL) + 1  # the cow counts twice
    for quote in (CALL, None):
        region = marked(CALL, "2", start=start, end=start + len(CALL), text=quote)
        (example,) = read(tmp_path, task(annotation(region))).examples
        assert TEXT[example.sentences[0].start : example.sentences[0].end] == CALL


def test_the_only_text_of_the_data_is_the_answer(tmp_path):
    content = {
        "id": 3,
        "data": {"my_text": TEXT, "ref_id": 456, "meta_info": {"location": "Nord"}},
        "completions": [annotation(chosen("2"))],
    }
    (example,) = read(tmp_path, content).examples
    assert (example.text, example.level, example.meta["ref_id"], example.meta["meta_info"]) == (TEXT, 2, "456", '{"location": "Nord"}')


def test_a_level_that_came_with_the_answer_counts_and_a_mere_label_does_not(tmp_path):
    from_a_table = task(annotation(marked(CALL, "2")), data={"text": TEXT, "niveau": "2"})
    (example,) = read(tmp_path, from_a_table).examples
    assert (example.level, [one.concepts for one in example.sentences]) == (2, [("2",)])
    (example,) = read(tmp_path, task(annotation(chosen("3")), data={"text": TEXT, "label": "brouillon"})).examples
    assert (example.level, example.meta["label"]) == (3, "brouillon")


def test_a_control_of_another_name_is_asked_for(tmp_path):
    both = annotation(chosen("4", control="difficulté"), chosen("Niveau 1", control="jugement"))
    assert read(tmp_path, task(both), level="jugement").examples[0].level == 1
    assert read(tmp_path, task(both)).problems[0].code == "level_missing"


def test_stars_and_numbers_are_levels(tmp_path):
    for kind in ("rating", "number"):
        result = {"from_name": "note", "to_name": "text", "type": kind, "value": {kind: 3}}
        assert read(tmp_path, task(annotation(result))).examples[0].level == 3


def test_a_checklist(tmp_path):
    ticked = annotation(chosen("A1", "A3", control="demonstrated"))
    nothing = annotation(completed_by=2)
    (example,) = read(tmp_path, task(ticked, nothing), scale=CHECKLIST).examples
    assert [one.demonstrated for one in example.ratings] == [("A1", "A3"), ()]
    assert example.demonstrated == ()


BROKEN = [
    (task(annotation(chosen("9"))), "le niveau « 9 » ne peut pas être lu. Permis : 0, 1, 2, 3, 4."),
    (task(annotation(marked(CALL, "zz"))), "étiquette de passage inconnue : « zz ». Permis : 1, 2, 3, 4, client, equipe, STAR:S"),
    (task(annotation(marked(CALL, "2", start=5, end=900))), "le passage 5-900 n'est pas dans le texte"),
    (task(annotation(marked(CALL, "2", start=-4))), "n'est pas dans le texte"),
    (task(annotation(marked(CALL, "2", start="/div[1]/text()[1]"))), "value.start, value.end ne peut pas être lu"),
    (task(annotation(marked(CALL, "2", labels="2"))), "value.labels ne peut pas être lu"),
    (task(annotation({"type": "labels", "from_name": "x"})), "result.value ne peut pas être lu"),
    (task(annotation({"type": "rectanglelabels", "value": {}})), "les annotations de type « rectanglelabels » ne sont pas lues"),
    (task(annotation(chosen("2")), text="  "), "la réponse est vide"),
    (task(annotation(chosen("2")), text=12), "la réponse n'est pas un texte"),
    (task(), "aucune annotation envoyée par une personne"),
    ({"id": 7, "data": [], "annotations": []}, "data ne peut pas être lu"),
    ({"id": 7, "data": {"text": TEXT}, "annotations": 3, "predictions": 4}, "aucune annotation"),
    ({"id": 7, "data": {"text": TEXT}, "annotations": [3, {"result": 3}]}, "ni niveau"),
    (12, "une réponse doit être un objet JSON"),
]


@pytest.mark.parametrize(("broken", "said"), BROKEN)
def test_a_bad_task_is_named_and_the_others_are_read(tmp_path, broken, said):
    good = task(annotation(chosen("2")), id=8)
    found = read(tmp_path, good, broken)
    assert [one.level for one in found.examples] == [2]
    assert [one.line for one in found.problems] == [2]
    assert said in found.problems[0].message("fr")


@pytest.mark.parametrize("content", ["", "[]", "{", '[{"data"', "null", "[1, 2]", "\ufffe", '"text"', "[" * 100_000])
def test_what_is_no_export_is_told(tmp_path, content):
    try:
        found = imported(tmp_path, "p.json", content, ORDINAL, format="label-studio")
    except AnswerError as problem:
        assert problem.code in ("document_no_rows", "document_not_json_file")
    else:
        assert found.examples == ()
        assert found.left_out > 0


def as_json_min(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Label Studio's converter makes of tasks, as its documentation and its source say."""
    rows = []
    for number, one in enumerate(tasks, start=1):
        for each in one["annotations"]:
            row = dict(one["data"]) | {"id": number}
            for result in each["result"]:
                kind, value = result["type"], result["value"]
                short = value[{"choices": "choices", "textarea": "text"}[kind]] if kind != "labels" else None
                row.setdefault(result["from_name"], []).append(short[0] if short and len(short) == 1 else value)
                if short and len(row[result["from_name"]]) == 1 and len(short) == 1:
                    row[result["from_name"]] = short[0]
            rows.append(row | {"annotator": 1, "annotation_id": len(rows), "created_at": "", "updated_at": "", "lead_time": 1.0})
    return rows


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=examples(ORDINAL))
def test_json_min_gives_each_annotation(tmp_path, made):
    write_annotated(made, tmp_path / "full.json", scale=ORDINAL)
    tasks = json.loads((tmp_path / "full.json").read_text("utf-8"))
    found = imported(tmp_path, "min.json", json.dumps(as_json_min(tasks)), ORDINAL)
    assert found.left_out == 0
    for given_one, back in zip(made, found.examples, strict=True):
        assert (back.id, back.text) == (given_one.id, given_one.text)
        assert [(one.rater, one.level) for one in back.ratings if one.rater != "1"] == [
            (one.rater, one.level) for one in given_one.ratings if one.rater != "1"
        ]
        assert back.sentences in (given_one.sentences, ())


def controls(config: str) -> dict[str, tuple[str, set[str]]]:
    root = ET.fromstring(config)
    named = {one.get("name"): one for one in root.iter() if one.get("name")}
    assert all(one.get("toName") in named for one in root.iter() if one.get("toName"))
    return {name: (one.tag, {item.get("alias") or item.get("value") for item in one}) for name, one in named.items()}


@pytest.mark.parametrize(("scale", "known"), [(ORDINAL, True), (CHECKLIST, True), (ORDINAL, False), (CHECKLIST, False)])
def test_the_configuration_has_a_place_for_every_result(tmp_path, scale, known):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(made=examples(scale))
    def check(made):
        written = write_annotated(made, tmp_path / "a.json", scale=scale if known else None)
        assert [file.name for file in written] == ["a.json", "a.config.xml"]
        named = controls(written[1].read_text("utf-8"))
        kinds = {"labels": "Labels", "choices": "Choices", "textarea": "TextArea"}
        for one in json.loads(written[0].read_text("utf-8")):
            assert set(one) == {"data", "annotations", "predictions"}
            assert sum(each["ground_truth"] for each in one["annotations"]) == 1
            for result in (result for each in one["annotations"] for result in each["result"]):
                assert set(result) == {"id", "from_name", "to_name", "type", "value"}
                assert named[result["to_name"]] == ("Text", set())
                tag, values = named[result["from_name"]]
                assert tag == kinds[result["type"]]
                assert set(result["value"].get("labels") or result["value"].get("choices") or ()) <= values
                if result["type"] == "labels":
                    assert one["data"]["text"][result["value"]["start"] : result["value"]["end"]] == result["value"]["text"]

    check()


def test_annotators_read_names_in_their_language(tmp_path):
    (example,) = read(tmp_path, task(annotation(chosen("2")))).examples
    for language, said in (("fr", "Votre nom ou vos initiales"), ("en", "Your name or initials")):
        config = write_annotated([example], tmp_path / f"{language}.json", scale=ORDINAL, language=language)[1].read_text("utf-8")
        assert said in config
        assert ORDINAL.concepts[1].name.in_(language).replace("&", "&amp;") in config
        assert "pre-wrap" in config


def test_what_annotators_of_a_loaded_project_send_back_is_read(tmp_path):
    """The round through Label Studio: its ids, its accounts, its times."""
    (example,) = read(tmp_path, task(annotation(marked(CALL, "2"), chosen("2")), id=42)).examples
    tasks = json.loads(write_annotated([example], tmp_path / "a.json", scale=ORDINAL)[0].read_text("utf-8"))
    for one in tasks:
        one |= {"id": 900, "inner_id": 1, "project": 2, "file_upload": "a.json", "drafts": [], "meta": {}}
        for at, each in enumerate(one["annotations"]):
            each |= {"id": at, "completed_by": 1, "created_at": "2026-01-01T00:00:00Z", "task": 900, "unique_id": "u"}
    (tmp_path / "b.json").write_text(json.dumps(tasks), "utf-8")
    assert read_annotated(tmp_path / "b.json", ORDINAL).examples == (example,)
