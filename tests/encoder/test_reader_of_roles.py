"""The encoder's branch: a second vector for each sentence, and what role each plays in its story."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.domain.assessment import ROLES
from assessor.encoder import DIMENSION, SentenceEncoder, places, sentence_encoder
from assessor.errors import ModelError
from assessor.paths import encoder_root

STORY = [
    ("S", "En mars 2021, le pont de la rivière a été fermé et deux villages se sont trouvés coupés de l'école."),
    ("T", "On m'avait chargée de trouver un moyen de transport avant le lundi suivant."),
    ("A", "J'ai appelé la directrice de la compagnie d'autobus, que je ne connaissais pas."),
    ("A", "Je lui ai proposé de partager nos horaires et j'ai dessiné un trajet avec elle."),
    ("R", "Le lundi, quarante-deux élèves sont arrivés à l'heure, et le trajet a servi jusqu'à l'automne."),
]


def read(sentences: list[str]) -> list[str]:
    encoder = sentence_encoder()
    said = encoder.roles(encoder.encode_both(sentences)[:, DIMENSION:])
    return [ROLES[place] for place in said.argmax(axis=1)]


def test_a_plain_story_is_read_as_it_is_told():
    assert read([sentence for _, sentence in STORY]) == [role for role, _ in STORY]


def test_where_a_sentence_stands_in_its_story_changes_what_it_is():
    encoder = sentence_encoder()
    doubtful = "Les autobus étaient de nouveau à l'heure."
    acts = [sentence for role, sentence in STORY if role == "A"]

    def result(sentences: list[str]) -> float:
        return float(encoder.roles(encoder.encode_both(sentences)[:, DIMENSION:])[sentences.index(doubtful), ROLES.index("R")])

    assert result([*acts, doubtful]) > result([doubtful, *acts])


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_whatever_is_written_each_sentence_has_probabilities_and_the_same_ones_again(sentences):
    encoder = sentence_encoder()
    vectors = encoder.encode_both(sentences)
    said = encoder.roles(vectors[:, DIMENSION:])
    assert said.shape == (len(sentences), len(ROLES))
    assert np.allclose(said.sum(axis=1), 1, atol=1e-5) and (said >= 0).all()
    assert np.array_equal(vectors[:, :DIMENSION], encoder.encode(sentences))
    assert np.array_equal(said, encoder.roles(encoder.encode_both(sentences)[:, DIMENSION:]))


def test_a_story_without_a_sentence_has_no_roles():
    assert sentence_encoder().roles(np.zeros((0, DIMENSION), dtype=np.float32)).shape == (0, len(ROLES))


@given(st.integers(1, 80))
def test_places_run_from_the_first_sentence_to_the_last(count):
    where = places(count)
    assert where[0, 1] == 1 and where[-1, 2] == 1
    assert (where[1:, 1] == 0).all() and (where[:-1, 2] == 0).all()
    assert (np.diff(where[:, 0]) > 0).all() and where.max() <= 1


@pytest.mark.parametrize("name", ["model.onnx", "roles.onnx"])
def test_a_file_of_the_encoder_that_was_changed_is_refused(tmp_path, name):
    for file in encoder_root().iterdir():
        if file.suffix in (".onnx", ".json"):
            shutil.copy(file, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    manifest["outputs"][name]["sha256"] = "0" * 64
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ModelError, match=name):
        SentenceEncoder(tmp_path).roles(np.zeros((1, DIMENSION), dtype=np.float32))
