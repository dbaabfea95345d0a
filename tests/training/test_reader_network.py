"""The network that reads roles says the same in PyTorch and in the graphs that are shipped. Only where torch is installed."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from assessor.domain.assessment import ROLES  # noqa: E402
from assessor.encoder import DIMENSION, MODEL, ROLES_MODEL, SentenceEncoder, encoder_file, sentence_encoder  # noqa: E402
from assessor.paths import encoder_root  # noqa: E402
from assessor.training.reader import fit as reader_fit  # noqa: E402
from assessor.training.reader.graph import story_graph, upper_weights, with_branch, with_middle  # noqa: E402
from assessor.training.reader.network import RoleReader, Stories, fit, probabilities  # noqa: E402

TEXTS = [
    "En mai, le pont était fermé.",
    "Il fallait un détour.",
    "J'ai appelé la directrice de la compagnie.",
    "Elle a dit oui.",
    "Merci !",
]


@pytest.fixture(scope="module")
def plain():
    return with_middle(onnx.load_model_from_string(encoder_file(MODEL)))


@pytest.fixture(scope="module")
def stories():
    states = [sentence_encoder().middle(text).astype(np.float16) for text in TEXTS]
    tokens = np.cumsum([0, *(len(one) for one in states)])
    return Stories(np.concatenate(states), tokens, np.array([0, 3, 5]), np.array([0, 1, 2, 3, 4]))


@pytest.fixture(scope="module")
def reader(plain, stories):
    return fit(stories, np.array([0, 1]), upper_weights(plain), lambda done, total: None, rounds=20)


@pytest.fixture(scope="module")
def shipped(plain, reader, tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoder")
    files = {MODEL: with_branch(plain, reader).SerializeToString(), ROLES_MODEL: story_graph(reader).SerializeToString()}
    reader_fit._write(folder, {**files, "tokenizer.json": encoder_file("tokenizer.json")}, {}, encoder_root())
    return SentenceEncoder(folder)


def test_the_graphs_say_what_the_network_says(reader, stories, shipped):
    said = probabilities(reader, stories, np.array([0, 1]))
    for position, texts in ((0, TEXTS[:3]), (1, TEXTS[3:])):
        written = shipped.roles(shipped.encode_both(texts)[:, DIMENSION:])
        assert written.shape == (len(texts), len(ROLES))
        assert np.abs(written - said[position]).max() < 0.05, "only the rounding of weights stands between them"


def test_what_was_learnt_is_known(reader, stories):
    said = probabilities(reader, stories, np.array([0, 1]))
    assert [*said[0].argmax(axis=1), *said[1].argmax(axis=1)] == stories.roles.tolist()


def test_a_story_does_not_depend_on_the_one_read_beside_it(reader, stories):
    together, alone = probabilities(reader, stories, np.array([0, 1])), probabilities(reader, stories, np.array([1]))
    assert np.allclose(together[1], alone[1], atol=1e-5)


def test_growing_a_branch_changes_no_vector_and_can_be_undone(plain, reader, shipped):
    assert np.array_equal(shipped.encode(TEXTS), sentence_encoder().encode(TEXTS))
    assert with_middle(with_branch(plain, reader)).SerializeToString() == plain.SerializeToString()


@pytest.mark.parametrize(("processor", "numbers"), [("AVX2", torch.float32), ("AVX512", torch.bfloat16)])
def test_half_precision_only_where_the_processor_computes_in_it(plain, stories, monkeypatch, processor, numbers):
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: processor)
    seen = set()
    with torch.nn.modules.module.register_module_forward_hook(
        lambda module, _, output: seen.add(output.dtype) if isinstance(module, torch.nn.Linear) else None
    ):
        fit(stories, np.array([0, 1]), upper_weights(plain), lambda done, total: None, rounds=1)
    assert seen == {numbers}


def test_the_same_examples_give_the_same_network(plain, stories):
    first, second = (fit(stories, np.array([0, 1]), upper_weights(plain), lambda done, total: None, rounds=2) for _ in range(2))
    assert all(torch.equal(one, two) for one, two in zip(first.state_dict().values(), second.state_dict().values(), strict=True))
    assert isinstance(first, RoleReader)
