"""The network that reads stories says the same in PyTorch and in the graphs that are shipped. Only where torch is installed."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from assessor.encoder import BRANCH, EMBEDDING, LOWER, MIDDLE, READER, STORY, UPPER, SentenceEncoder, encoder_file, sentence_encoder  # noqa: E402
from assessor.encoder.opinion import Known  # noqa: E402
from assessor.errors import ModelError  # noqa: E402
from assessor.paths import encoder_root  # noqa: E402
from assessor.rubric import list_scales, read_scale  # noqa: E402
from assessor.training.crossfit import silent  # noqa: E402
from assessor.training.reader import fit as reader_fit  # noqa: E402
from assessor.training.reader.graph import part, story_graph, upper_weights, whole, with_branch  # noqa: E402
from assessor.training.reader.network import StoryReader, _inputs, fit, opinions  # noqa: E402
from assessor.training.reader.state import State  # noqa: E402
from assessor.training.reader.stories import Stories, known, read_stories  # noqa: E402
from assessor.training.train import every_example  # noqa: E402

KNOWN = Known(("a:1", "a:2", "b:1"), ("a:1", "b:1"))
TEXTS = [
    "En mai, le pont était fermé.",
    "Il fallait un détour.",
    "J'ai appelé la directrice de la compagnie.",
    "Elle a dit oui.",
    "Merci !",
]


@pytest.fixture(scope="module")
def plain():
    return whole(*(onnx.load_model_from_string(encoder_file(name)) for name in (LOWER, UPPER)))


@pytest.fixture(scope="module")
def stories():
    states = [sentence_encoder().middle(text).astype(np.float16) for text in TEXTS]
    tokens = np.cumsum([0, *(len(one) for one in states)])
    nan = np.nan
    return Stories(
        np.concatenate(states),
        tokens,
        np.array([0, 3, 5]),
        np.array([0, 1, 2, 3, 4]),
        # The first answer was written for a scale of two codes, the second for another of one.
        codes=np.array([[0, 0, nan], [0, 1, nan], [1, 0, nan], [nan, nan, 1], [nan, nan, 0]], dtype=np.float32),
        targets=np.array([[1, nan], [nan, 0]], dtype=np.float32),
    )


@pytest.fixture(scope="module")
def reader(plain, stories):
    return fit(stories, np.array([0, 1]), upper_weights(plain), lambda done, total: None, rounds=150)


@pytest.fixture(scope="module")
def shipped(plain, reader, tmp_path_factory):
    folder = tmp_path_factory.mktemp("encoder")
    grown = with_branch(plain, reader)
    files = {name: part(grown, output).SerializeToString() for name, output in ((LOWER, MIDDLE), (UPPER, EMBEDDING), (BRANCH, STORY))}
    files |= {READER: story_graph(reader).SerializeToString()}
    described = {"codes": KNOWN.codes, "targets": KNOWN.targets}
    reader_fit._write(folder, {**files, "tokenizer.json": encoder_file("tokenizer.json")}, described, encoder_root())
    return SentenceEncoder(folder)


def test_the_graph_of_the_story_says_what_the_network_says(reader, stories, shipped):
    said = opinions(reader, stories, np.array([0, 1]), KNOWN)
    for position in (0, 1):
        _, (states, lengths, _, _) = _inputs(stories, np.array([position]))
        with torch.no_grad():
            written = shipped.opinion(reader.sentence_vectors(states, lengths).numpy())
        assert written.known == KNOWN
        for name in ("roles", "codes", "targets"):
            assert np.allclose(getattr(written, name), getattr(said[position], name), atol=1e-4)


def test_the_branch_loses_nothing_that_was_learnt_to_the_rounding_of_weights(stories, shipped):
    first, second = (shipped.opinion(shipped.read(texts)[1]) for texts in (TEXTS[:3], TEXTS[3:]))
    assert [*first.roles.argmax(axis=1), *second.roles.argmax(axis=1)] == stories.roles.tolist()
    assert np.array_equal(first.codes[:, :2] > 0.5, stories.codes[:3, :2] == 1)
    assert np.array_equal(second.codes[:, 2] > 0.5, stories.codes[3:, 2] == 1)


def test_what_was_learnt_is_known(reader, stories):
    first, second = opinions(reader, stories, np.array([0, 1]), KNOWN).values()
    assert [*first.roles.argmax(axis=1), *second.roles.argmax(axis=1)] == stories.roles.tolist()
    assert np.array_equal(first.codes[:, :2] > 0.5, stories.codes[:3, :2] == 1)
    assert first.targets[0] > 0.5 > second.targets[1]


def test_learning_that_was_put_down_ends_as_if_it_had_not_been(plain, stories, tmp_path):
    answers, upper = np.array([0, 1]), upper_weights(plain)

    def stopped(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    state = State(tmp_path / "all.pt")
    with pytest.raises(KeyboardInterrupt):
        fit(stories, answers, upper, stopped, rounds=3, state=state)
    steps = []
    resumed = fit(stories, answers, upper, lambda done, total: steps.append((done, total)), rounds=3, state=state)
    assert steps == [(2, 3), (3, 3)], "the first round is not read again"
    whole = fit(stories, answers, upper, lambda done, total: None, rounds=3)
    assert all(torch.equal(one, two) for one, two in zip(resumed.state_dict().values(), whole.state_dict().values(), strict=True))


def test_learning_that_was_put_down_and_damaged_is_said_with_its_file(plain, stories, tmp_path):
    (tmp_path / "all.pt").write_bytes(b"PK rien de lisible")
    with pytest.raises(ModelError, match=r"all\.pt"):
        fit(stories, np.array([0, 1]), upper_weights(plain), lambda done, total: None, rounds=1, state=State(tmp_path / "all.pt"))


def test_only_the_same_stories_and_groups_go_on_with_what_was_put_down(stories):
    group, layers = np.array([0, 1]), {LOWER: b"l", UPPER: b"u"}
    same = reader_fit._same(stories, group, KNOWN, layers, 4)
    assert same == reader_fit._same(replace(stories, roles=stories.roles.copy()), group.copy(), KNOWN, dict(layers), 4)
    otherwise = [
        reader_fit._same(replace(stories, targets=1 - stories.targets), group, KNOWN, layers, 4),
        reader_fit._same(stories, group[::-1], KNOWN, layers, 4),
        reader_fit._same(stories, group, Known(KNOWN.codes[::-1], KNOWN.targets), layers, 4),
        reader_fit._same(stories, group, KNOWN, {**layers, UPPER: b"v"}, 4),
        reader_fit._same(stories, group, KNOWN, layers, 3),
    ]
    assert len({same, *otherwise}) == 6


def test_what_people_said_of_the_corpora_is_what_is_learnt(tmp_path):
    scales = {name: read_scale(name) for name in list_scales()}
    everything = every_example()
    partner = next(one for one in everything["arc-collaboration"] if one.level == 3)
    customer = next(one for one in everything["arc-collaboration"] if one.meta.get("gate") == "competency")
    examples = [partner, customer, next(one for one in everything["ceric-partenariats"] if one.demonstrated)]
    reader_fit._write(tmp_path, {LOWER: encoder_file(LOWER), "tokenizer.json": encoder_file("tokenizer.json")}, {}, encoder_root())
    names = known(list(scales.values()))
    told = read_stories(examples, scales, names, tmp_path, 1, silent)
    for position, example in enumerate(examples):
        rows = slice(told.sentences[position], told.sentences[position + 1])
        said = {name for row in told.codes[rows] for name, value in zip(names.codes, row, strict=True) if value == 1}
        assert said == {f"{example.scale}:{code}" for one in example.sentences for code in one.concepts}
        others = [place for place, name in enumerate(names.codes) if not name.startswith(f"{example.scale}:")]
        assert np.isnan(told.codes[rows][:, others]).all(), "of other scales nobody said anything"
    first, second, third = ({name for name, value in zip(names.targets, row, strict=True) if value == 1} for row in told.targets)
    assert first == {f"arc-collaboration:{level}" for level in (1, 2, 3)}
    assert second == {"arc-collaboration:elsewhere"}
    assert third == {f"ceric-partenariats:{code}" for code in examples[2].demonstrated}


def test_a_story_does_not_depend_on_the_one_read_beside_it(reader, stories):
    together, alone = (opinions(reader, stories, np.array(chosen), KNOWN)[1] for chosen in ([0, 1], [1]))
    assert np.allclose(together.roles, alone.roles, atol=1e-5)
    assert np.allclose(together.targets, alone.targets, atol=1e-5)


def test_growing_a_branch_changes_no_vector_and_can_be_done_again(plain, reader, shipped):
    assert np.array_equal(shipped.encode(TEXTS), sentence_encoder().encode(TEXTS))
    assert np.array_equal(shipped.read(TEXTS)[0], sentence_encoder().read(TEXTS)[0])
    grown = with_branch(plain, reader)
    assert all(part(grown, output).SerializeToString() == encoder_file(name) for name, output in ((LOWER, MIDDLE), (UPPER, EMBEDDING)))


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
    assert isinstance(first, StoryReader)
