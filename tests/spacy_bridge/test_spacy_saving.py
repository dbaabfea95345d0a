"""A pipeline is saved, loaded, pickled and described; what comes back is the same or says that it is not."""

import json
import pickle

import pytest
import spacy
from bridge_texts import ARC, BAKER

from assessor.assess import load_assessor
from assessor.errors import ModelError

SETTINGS = {"scale": ARC, "spans_key": "preuves", "star_key": "star", "threshold": 0.2, "language": "en"}


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("xx")
    nlp.add_pipe("assessor_evidence", name="juge", config=SETTINGS)
    return nlp


@pytest.fixture
def folder(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    return tmp_path / "pipeline"


def assert_same(other, nlp):
    assert other.pipe_names == ["juge"]
    theirs, ours = other(BAKER), nlp(BAKER)
    assert theirs._.assessment == ours._.assessment
    assert [span.id_ for span in theirs.spans["preuves"]] == [span.id_ for span in ours.spans["preuves"]]


def test_the_settings_stand_in_the_configuration_and_make_the_same_pipeline(nlp):
    assert {key: nlp.config["components"]["juge"][key] for key in SETTINGS} == SETTINGS
    assert_same(spacy.util.load_model_from_config(nlp.config), nlp)


def test_pickled(nlp):
    content = pickle.dumps(nlp)
    assert_same(pickle.loads(content), nlp)
    assert len(pickle.dumps(nlp.get_pipe("juge"))) < 1000  # not the model


def test_pickled_with_its_error_handler():
    nlp = spacy.blank("xx")
    nlp.add_pipe("assessor_evidence", config={"scale": ARC})
    nlp.set_error_handler(spacy.util.ignore_error)
    assert pickle.loads(pickle.dumps(nlp.get_pipe("assessor_evidence"))).get_error_handler() is spacy.util.ignore_error


def test_saved_and_loaded(nlp, folder):
    assert_same(spacy.load(folder), nlp)
    assessor = load_assessor(ARC)
    saved = {"scale": ARC, "scale_version": assessor.scale.version, "model": assessor.name}
    assert json.loads((folder / "juge" / "model.json").read_text("utf-8")) == saved
    assert json.loads((folder / "meta.json").read_text("utf-8"))["labels"]["juge"] == list(assessor.scale.codes)


def test_to_bytes_and_back(nlp):
    other = spacy.blank("xx")
    other.add_pipe("assessor_evidence", name="juge", config=SETTINGS)
    assert_same(other.from_bytes(nlp.to_bytes()), nlp)


@pytest.mark.parametrize(("key", "value"), [("model", "arc-collaboration-00000000"), ("scale_version", "0.9.0"), ("scale", "cnrc-service")])
def test_another_model_than_the_saved_one_is_refused_and_both_are_named(nlp, folder, key, value):
    file = folder / "juge" / "model.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {key: value}), "utf-8")
    with pytest.raises(ModelError) as caught:
        spacy.load(folder)
    for language in ("fr", "en"):
        told = caught.value.message(language)
        assert value in told
        assert load_assessor(ARC).name in told
        assert 'exclude=["juge"]' in told
    assert spacy.load(folder, exclude=["juge"]).pipe_names == []


def test_a_pickle_made_with_another_model_is_refused(nlp, monkeypatch):
    component = nlp.get_pipe("juge")
    monkeypatch.setattr(type(component), "identity", component.identity | {"model": "arc-collaboration-00000000"})
    content = pickle.dumps(component)
    monkeypatch.undo()
    with pytest.raises(ModelError, match="arc-collaboration-00000000"):
        pickle.loads(content)


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"\xff"])
def test_a_damaged_folder_is_no_traceback(folder, content):
    file = folder / "juge" / "model.json"
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(ModelError, match="« juge »"):
        spacy.load(folder)
