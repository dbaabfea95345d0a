"""The encoder's graph: what the network starts from, and the branch that it grows there once it has learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from assessor.encoder import DIMENSION, MIDDLE, STORY
from assessor.training.reader.network import MEMORY, Layer, RoleReader, Weights

# Layers from this one on are learnt further; those below are shared with the sentence vectors.
FIRST = 8
_LAYERS = 12
# As in the encoder's build script: 7-bit weights, so that no product of theirs can overflow 16 bits on any processor.
_WEIGHT_MAX = 63
_BRANCH = "story."


def with_middle(model: ModelProto) -> ModelProto:
    """The encoder alone, without a branch, that also gives the states (batch * length, 384) below the layers to be learnt further."""
    plain = ModelProto()
    plain.CopyFrom(model)
    graph = plain.graph
    kept_nodes = [node for node in graph.node if not node.name.startswith(_BRANCH)]
    kept_constants = [one for one in graph.initializer if not one.name.startswith(_BRANCH)]
    kept_outputs = [one for one in graph.output if one.name == "embedding"]
    for field, kept in ((graph.node, kept_nodes), (graph.initializer, kept_constants), (graph.output, kept_outputs)):
        del field[:]
        field.extend(kept)
    if not any(MIDDLE in node.output for node in graph.node):
        node = graph.node[_fork(plain)]
        old, node.output[0] = node.output[0], MIDDLE
        for other in graph.node:
            other.input[:] = [MIDDLE if name == old else name for name in other.input]
    graph.output.append(helper.make_tensor_value_info(MIDDLE, TensorProto.FLOAT, ["tokens", DIMENSION]))
    onnx.checker.check_model(plain)
    return plain


def _fork(model: ModelProto) -> int:
    """Which node gives the states below the first layer to be learnt further."""
    name = f"l{FIRST - 1}.oln.w"
    return next(place for place, node in enumerate(model.graph.node) if name in node.input)


def upper_weights(model: ModelProto) -> list[Weights]:
    """Weights of the layers to be learnt further, as the graph has them, in floating point; matrices (n_out, n_in)."""
    constants = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    layers: list[Weights] = []
    for number in range(FIRST, _LAYERS):
        own: dict[str, NDArray[np.float32]] = {}
        for name in ("qkv", "ao", "fi", "fo"):
            stored = f"l{number}.{name}"
            own[f"{name}.w"] = np.ascontiguousarray((constants[f"{stored}.w"].astype(np.float32) * constants[f"{stored}.s"]).T)
            own[f"{name}.b"] = constants[f"{stored}.b"].copy()
        for name in ("aln", "oln"):
            own |= {f"{name}.{part}": constants[f"l{number}.{name}.{part}"].copy() for part in ("w", "b")}
        layers.append(own)
    return layers


def with_branch(model: ModelProto, reader: RoleReader) -> ModelProto:
    """The encoder with one more output: each sentence's vector by the layers as the reader has learnt them.

    The branch is a copy of the nodes above the fork, with weights of its own, quantised like the encoder's.
    """
    grown = with_middle(model)
    graph = grown.graph
    after = list(graph.node)[_fork(grown) + 1 :]
    inside = {output for node in after for output in node.output}
    constants = _quantised(reader)

    def renamed(name: str) -> str:
        if name == "embedding":
            return STORY
        return _BRANCH + name if name in inside or _BRANCH + name in constants else name

    for node in after:
        twin = NodeProto()
        twin.CopyFrom(node)
        twin.name = _BRANCH + node.name
        twin.input[:] = [renamed(name) for name in node.input]
        twin.output[:] = [renamed(name) for name in node.output]
        graph.node.append(twin)
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
    graph.output.append(helper.make_tensor_value_info(STORY, TensorProto.FLOAT, ["batch", DIMENSION]))
    onnx.checker.check_model(grown)
    return grown


def _quantised(reader: RoleReader) -> dict[str, NDArray[np.generic]]:
    """Constants of the branch by name."""
    constants: dict[str, NDArray[np.generic]] = {}
    for number, layer in enumerate(reader.upper, start=FIRST):
        assert isinstance(layer, Layer)
        start = f"{_BRANCH}l{number}."
        for name, linear in layer.linear.items():
            weight = linear.weight.detach().numpy()
            scale = np.abs(weight).max(axis=1, keepdims=True) / _WEIGHT_MAX
            constants[f"{start}{name}.w"] = np.ascontiguousarray(np.round(weight / scale).astype(np.int8).T)
            constants[f"{start}{name}.s"] = scale[:, 0].astype(np.float32)
            constants[f"{start}{name}.b"] = linear.bias.detach().numpy().copy()
        for name, norm in layer.norm.items():
            constants[f"{start}{name}.w"], constants[f"{start}{name}.b"] = norm.weight.detach().numpy(), norm.bias.detach().numpy()
    return constants


def story_graph(reader: RoleReader) -> ModelProto:
    """The rest of the reader: ``story`` (n, 384) and ``places`` (n, 4) of one answer in, ``probabilities`` (n, 5) out."""
    own = {name: value.detach().numpy().astype(np.float32) for name, value in reader.state_dict().items() if not name.startswith("upper.")}
    gru = {kind: [own[f"story.{kind}_l0{side}"] for side in ("", "_reverse")] for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    constants = {
        "size": np.float32(np.sqrt(DIMENSION)),
        "enter.w": own["enter.weight"].T,
        "enter.b": own["enter.bias"],
        "gru.w": np.stack([_gates(one) for one in gru["weight_ih"]]),
        "gru.r": np.stack([_gates(one) for one in gru["weight_hh"]]),
        "gru.b": np.stack([np.concatenate([_gates(a), _gates(b)]) for a, b in zip(gru["bias_ih"], gru["bias_hh"], strict=True)]),
        "role.w": own["role.weight"].T,
        "role.b": own["role.bias"],
        "one": np.array([1], dtype=np.int64),
        "flat": np.array([-1, 2 * MEMORY], dtype=np.int64),
    }
    steps: Sequence[tuple[str, Sequence[str], str, Mapping[str, Any]]] = (
        ("Mul", (STORY, "size"), "sized", {}),
        ("Concat", ("sized", "places"), "placed", {"axis": 1}),
        ("MatMul", ("placed", "enter.w"), "weighted", {}),
        ("Add", ("weighted", "enter.b"), "shifted", {}),
        ("Gelu", ("shifted",), "entered", {}),
        ("Unsqueeze", ("entered", "one"), "in_order", {}),
        # PyTorch applies the reset gate after the product with the memory.
        (
            "GRU",
            ("in_order", "gru.w", "gru.r", "gru.b"),
            "read",
            {"hidden_size": MEMORY, "direction": "bidirectional", "linear_before_reset": 1},
        ),
        ("Transpose", ("read",), "turned", {"perm": [0, 2, 1, 3]}),
        ("Reshape", ("turned", "flat"), "remembered", {}),
        ("Concat", ("remembered", "entered"), "both", {"axis": 1}),
        ("MatMul", ("both", "role.w"), "weighed", {}),
        ("Add", ("weighed", "role.b"), "scores", {}),
        ("Softmax", ("scores",), "probabilities", {"axis": 1}),
    )
    nodes = [helper.make_node(kind, list(inputs), [output], name=output, **options) for kind, inputs, output, options in steps]
    shapes: dict[str, list[str | int | None]] = {
        STORY: ["sentences", DIMENSION],
        "places": ["sentences", 4],
        "probabilities": ["sentences", 5],
    }
    values = {name: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()}
    held = [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "role_reader", [values[STORY], values["places"]], [values["probabilities"]], held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], producer_name="assessor")
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model


def _gates(stacked: NDArray[np.float32]) -> NDArray[np.float32]:
    """PyTorch stacks reset, update and new; ONNX wants update, reset and new."""
    reset, update, new = np.split(stacked, 3)
    return np.concatenate([update, reset, new])
