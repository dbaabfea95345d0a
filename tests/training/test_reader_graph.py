"""The encoder cut in two says what it said in one piece. Only where onnx is installed."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
pytest.importorskip("torch")

import onnxruntime  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from assessor.encoder import DIMENSION, EMBEDDING, MIDDLE  # noqa: E402
from assessor.training.reader.graph import part, whole, with_middle  # noqa: E402

IDS = np.array([[3, 1, 4, 1, 5]], dtype=np.int64)
GIVEN = {"input_ids": IDS, "attention_mask": np.ones_like(IDS)}


@pytest.fixture(scope="module")
def built():
    """As the build script writes the encoder, in small: the upper layers ask the lower ones for the shapes of texts and of pieces."""
    chance = np.random.default_rng(0)
    constants = {"table": chance.normal(size=(9, DIMENSION)), "first.w": np.ones(DIMENSION), "l7.oln.w": chance.normal(size=DIMENSION)}
    constants |= {"flat": np.array([-1, DIMENSION]), "axis": np.array([1])}
    steps = [
        ("Gather", ["table", "input_ids"], "states"),
        ("Reshape", ["states", "flat"], "rows"),
        ("LayerNormalization", ["rows", "first.w"], "first"),
        ("Shape", ["states"], "of texts"),
        ("Shape", ["first"], "of pieces"),
        ("LayerNormalization", ["first", "l7.oln.w"], "eighth"),
        ("Tanh", ["eighth"], "ninth"),
        ("Reshape", ["ninth", "of pieces"], "tenth"),
        ("Reshape", ["tenth", "of texts"], "last"),
        ("ReduceMean", ["last", "axis"], EMBEDDING),
    ]
    nodes = [
        helper.make_node(kind, given, [made], name=f"makes {made}", **({"keepdims": 0} if kind == "ReduceMean" else {}))
        for kind, given, made in steps
    ]
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in GIVEN],
        [helper.make_tensor_value_info(EMBEDDING, TensorProto.FLOAT, ["batch", DIMENSION])],
        [numpy_helper.from_array(one.astype(np.int64 if one.dtype == int else np.float32), name) for name, one in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def said(model, output, given):
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    asked = {one.name for one in session.get_inputs()}
    return session.run([output], {name: value for name, value in given.items() if name in asked})[0]


def test_the_two_parts_after_each_other_say_what_the_whole_said(built):
    lower, upper = (part(with_middle(built), output) for output in (MIDDLE, EMBEDDING))
    middle = said(lower, MIDDLE, GIVEN)
    assert middle.shape == (IDS.size, DIMENSION)
    assert np.array_equal(said(upper, EMBEDDING, {**GIVEN, MIDDLE: middle}), said(built, EMBEDDING, GIVEN))
    assert np.array_equal(said(whole(lower, upper), EMBEDDING, GIVEN), said(built, EMBEDDING, GIVEN))


def test_nothing_but_the_middle_and_the_pieces_is_asked_of_below(built):
    upper = part(with_middle(built), EMBEDDING)
    assert {one.name for one in upper.graph.input} <= {MIDDLE, "input_ids", "attention_mask"}
    assert "table" not in {one.name for one in upper.graph.initializer}
    moved = said(upper, EMBEDDING, {**GIVEN, MIDDLE: np.zeros((IDS.size, DIMENSION), dtype=np.float32)})
    assert np.array_equal(moved, np.zeros((1, DIMENSION), dtype=np.float32))
