"""The encoder's branch and its reader: a second vector for each sentence, what role each plays, what it shows, what the answer reaches."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.assessment import ROLES
from assessor.encoder import DIMENSION, SentenceEncoder, places, sentence_encoder
from assessor.errors import ModelError
from assessor.paths import encoder_root
from assessor.rubric import list_scales, read_scale

STORY = [
    ("S", "En mars 2021, le pont de la rivière a été fermé et deux villages se sont trouvés coupés de l'école."),
    ("T", "On m'avait chargée de trouver un moyen de transport avant le lundi suivant."),
    ("A", "J'ai appelé la directrice de la compagnie d'autobus, que je ne connaissais pas."),
    ("A", "Je lui ai proposé de partager nos horaires et j'ai dessiné un trajet avec elle."),
    ("R", "Le lundi, quarante-deux élèves sont arrivés à l'heure, et le trajet a servi jusqu'à l'automne."),
]


def read(sentences: list[str]) -> list[str]:
    encoder = sentence_encoder()
    said = encoder.opinion(encoder.read(sentences)[1])
    return [ROLES[place] for place in said.roles.argmax(axis=1)]


def test_a_plain_story_is_read_as_it_is_told():
    assert read([sentence for _, sentence in STORY]) == [role for role, _ in STORY]


def test_where_a_sentence_stands_in_its_story_changes_what_it_is():
    encoder = sentence_encoder()
    doubtful = "Les autobus étaient de nouveau à l'heure."
    acts = [sentence for role, sentence in STORY if role == "A"]

    def result(sentences: list[str]) -> float:
        said = encoder.opinion(encoder.read(sentences)[1])
        return float(said.roles[sentences.index(doubtful), ROLES.index("R")])

    assert result([*acts, doubtful]) > result([doubtful, *acts])


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_each_sentence_has_probabilities_and_the_same_ones_again(sentences):
    encoder = sentence_encoder()
    meanings, stories = encoder.read(sentences)
    said = encoder.opinion(stories)
    assert said.roles.shape == (len(sentences), len(ROLES))
    assert np.allclose(said.roles.sum(axis=1), 1, atol=1e-5) and (said.roles >= 0).all()
    for scale in map(read_scale, list_scales()):
        told = said.of(scale)
        assert told.sentences.shape == (len(sentences), len(scale.codes))
        assert all(0 <= one <= 1 for one in (*told.sentences.ravel(), *told.reached, told.elsewhere))
        assert scale.kind == "checklist" or (np.diff(told.reached) <= 0).all()
    assert np.allclose(np.linalg.norm(meanings, axis=1), 1, atol=1e-5)
    again = encoder.opinion(SentenceEncoder(encoder_root()).read(sentences)[1])
    assert all(np.array_equal(getattr(said, name), getattr(again, name)) for name in ("roles", "codes", "targets"))


def test_a_story_without_a_sentence_has_no_roles():
    assert sentence_encoder().opinion(np.zeros((0, DIMENSION), dtype=np.float32)).roles.shape == (0, len(ROLES))


def test_to_a_scale_that_it_has_not_learnt_the_reader_has_nothing_to_say():
    encoder = sentence_encoder()
    said = encoder.opinion(encoder.read([sentence for _, sentence in STORY])[1])
    own = replace(read_scale("arc-collaboration"), id="ma-bibliotheque")
    told = said.of(own)
    assert {*told.sentences.ravel(), *told.reached, told.elsewhere} == {0.5}


def test_a_partner_and_a_customer_are_told_apart():
    encoder, arc = sentence_encoder(), read_scale("arc-collaboration")
    opening = ["En mars, j'étais responsable des horaires."]
    partner = [*opening, "J'ai appelé la directrice de la compagnie d'autobus, que je ne connaissais pas, et nous avons signé une entente."]
    customer = [*opening, "Ma cliente voulait une autre robe, et je la lui ai vendue en solde avec une carte de fidélité."]
    first, second = (encoder.opinion(encoder.read(one)[1]).of(arc) for one in (partner, customer))
    assert second.elsewhere > first.elsewhere
    assert first.reached[0] > second.reached[0]


@given(st.integers(1, 80))
def test_places_run_from_the_first_sentence_to_the_last(count):
    where = places(count)
    assert where[0, 1] == 1 and where[-1, 2] == 1
    assert (where[1:, 1] == 0).all() and (where[:-1, 2] == 0).all()
    assert (np.diff(where[:, 0]) > 0).all() and where.max() <= 1


@pytest.fixture
def copied(tmp_path):
    for file in encoder_root().iterdir():
        if file.suffix in (".onnx", ".json"):
            shutil.copy(file, tmp_path)
    return tmp_path


def used(folder):
    encoder = SentenceEncoder(folder)
    encoder.encode(["Bonjour."])
    return encoder.opinion(encoder.read(["Bonjour."])[1])


@pytest.mark.parametrize("name", ["lower.onnx", "upper.onnx", "branch.onnx", "reader.onnx"])
def test_a_file_of_the_encoder_that_was_changed_or_lost_is_named(copied, name):
    (copied / name).unlink()
    with pytest.raises(ModelError, match=name):
        used(copied)
    shutil.copy(encoder_root() / name, copied)
    assert len(used(copied).roles) == 1
    manifest = json.loads((copied / "manifest.json").read_text("utf-8"))
    manifest["outputs"][name]["sha256"] = "0" * 64
    (copied / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ModelError, match=name):
        used(copied)


def test_a_manifest_that_does_not_say_what_the_reader_learnt_is_named(copied):
    manifest = json.loads((copied / "manifest.json").read_text("utf-8"))
    del manifest["reader"]
    (copied / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ModelError, match=r"manifest\.json"):
        used(copied)
