"""The encoder's graph: what the network starts from, and the branch that it grows there once it has learnt.

In use the graph is in parts, so that nobody waits for layers that are not needed: the lower layers, the encoder's own upper ones, and the
branch. Here it is one again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.utils import Extractor

from assessor.domain.assessment import ROLES
from assessor.encoder import DIMENSION, EMBEDDING, MIDDLE, STORY
from assessor.training.reader.network import MEMORY, Layer, StoryReader, Weights

# Layers from this one on are learnt further; those below are shared with the sentence vectors.
FIRST = 8
_LAYERS = 12
# As in the encoder's build script: 7-bit weights, so that no product of theirs can overflow 16 bits on any processor.
_WEIGHT_MAX = 63
_BRANCH, _ABOVE = "story.", "above."

# One node: its kind, what goes in, what comes out, its options.
Step = tuple[str, Sequence[str], str, Mapping[str, Any]]


def with_middle(model: ModelProto) -> ModelProto:
    """The encoder as its build script wrote it, that also gives the states (batch * length, 384) below the layers to be learnt further.

    What lies above takes no more from below than these states and the texts' pieces, so that it can stand in a file of its own.
    """
    grown = ModelProto()
    grown.CopyFrom(model)
    graph = grown.graph
    fork = _fork(grown)
    below, above = list(graph.node)[:fork], list(graph.node)[fork + 1 :]
    shapes, known = _shapes(below, {name for node in above for name in node.input})
    known[graph.node[fork].output[0]] = MIDDLE
    graph.node[fork].output[0] = MIDDLE
    for node in above:
        node.input[:] = [known.get(name, name) for name in node.input]
    for place, shape in enumerate(shapes, start=fork + 1):
        graph.node.insert(place, shape)
    graph.initializer.append(numpy_helper.from_array(np.array([DIMENSION], dtype=np.int64), f"{_ABOVE}width"))
    graph.output.append(helper.make_tensor_value_info(MIDDLE, TensorProto.FLOAT, ["tokens", DIMENSION]))
    onnx.checker.check_model(grown)
    return grown


def _shapes(below: Sequence[NodeProto], asked: set[str]) -> tuple[list[NodeProto], dict[str, str]]:
    """Nodes that give anew, from the middle and the pieces, the shapes that are ``asked`` of layers below; and each shape's new name."""
    makers = {output: node for node in below for output in node.output}
    nodes, known = [], {}
    for name in sorted(asked & makers.keys()):
        of = makers.get(makers[name].input[0]) if makers[name].op_type == "Shape" else None
        if of is None:
            continue
        known[name] = f"{_ABOVE}{name}"
        if of.op_type == "LayerNormalization":  # a row a piece, as in the middle
            shape = NodeProto()
            shape.CopyFrom(makers[name])
            shape.name, shape.input[0], shape.output[0] = known[name], MIDDLE, known[name]
            nodes.append(shape)
        else:  # a row a text, and in it a state a piece
            counts = f"{known[name]}.counts"
            nodes.append(helper.make_node("Shape", ["input_ids"], [counts], counts))
            nodes.append(helper.make_node("Concat", [counts, f"{_ABOVE}width"], [known[name]], known[name], axis=0))
    return nodes, known


def part(model: ModelProto, output: str) -> ModelProto:
    """What leads to an output, from the texts' pieces to the middle and from there on."""
    given = ["input_ids", "attention_mask", *([] if output == MIDDLE else [MIDDLE])]
    extracted: ModelProto = Extractor(model).extract_model(given, [output])
    extracted.graph.name = output
    del extracted.graph.value_info[:]
    onnx.checker.check_model(extracted)
    return extracted


def whole(lower: ModelProto, upper: ModelProto) -> ModelProto:
    """The encoder that :func:`part` took the lower and the upper layers from."""
    model = ModelProto()
    model.CopyFrom(lower)
    for own, further in ((model.graph.node, upper.graph.node), (model.graph.initializer, upper.graph.initializer)):
        known = {one.name for one in own}
        own.extend(one for one in further if one.name not in known)
    model.graph.output.extend(upper.graph.output)
    onnx.checker.check_model(model)
    return model


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


def with_branch(model: ModelProto, reader: StoryReader) -> ModelProto:
    """The encoder with the middle as an output, and with one more: each sentence's vector by the layers as the reader has learnt them.

    The branch is a copy of the nodes above the fork, with weights of its own, quantised like the encoder's.
    """
    grown = ModelProto()
    grown.CopyFrom(model)
    graph = grown.graph
    after = list(graph.node)[_fork(grown) + 1 :]
    inside = {output for node in after for output in node.output}
    constants = _quantised(reader)

    def renamed(name: str) -> str:
        if name == EMBEDDING:
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


def _quantised(reader: StoryReader) -> dict[str, NDArray[np.generic]]:
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


def story_graph(reader: StoryReader) -> ModelProto:
    """The rest of the reader: ``story`` (n, 384) and ``places`` (n, 4) of one answer in; its opinion out.

    That is probabilities: ``roles`` (n, 5), ``codes`` (n, n_codes), ``targets`` (n_targets,).
    """
    own = {name: value.detach().numpy().astype(np.float32) for name, value in reader.state_dict().items() if not name.startswith("upper.")}
    gru = {kind: [own[f"story.{kind}_l0{side}"] for side in ("", "_reverse")] for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    constants = {
        "size": np.float32(np.sqrt(DIMENSION)),
        "enter.w": own["enter.weight"].T,
        "enter.b": own["enter.bias"],
        "gru.w": np.stack([_gates(one) for one in gru["weight_ih"]]),
        "gru.r": np.stack([_gates(one) for one in gru["weight_hh"]]),
        "gru.b": np.stack([np.concatenate([_gates(a), _gates(b)]) for a, b in zip(gru["bias_ih"], gru["bias_hh"], strict=True)]),
        **{f"{name}.w": own[f"{name}.weight"].T for name in ("role", "code", "look")},
        **{f"{name}.b": own[f"{name}.bias"] for name in ("role", "code", "look")},
        "weigh.w": own["weigh"].T,
        "weigh.b": own["bias"],
        "first": np.array([0], dtype=np.int64),
        "one": np.array([1], dtype=np.int64),
        "flat": np.array([-1, 2 * MEMORY], dtype=np.int64),
    }
    steps: Sequence[Step] = (
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
        *_linear("both", "role", "role.scores"),
        ("Softmax", ("role.scores",), "roles", {"axis": 1}),
        *_linear("both", "code", "code.scores"),
        ("Sigmoid", ("code.scores",), "codes", {}),
        *_linear("both", "look", "looks"),
        ("Softmax", ("looks",), "looked", {"axis": 0}),
        ("MatMul", ("both", "weigh.w"), "says", {}),
        ("Mul", ("looked", "says"), "heard", {}),
        ("ReduceSum", ("heard", "first"), "reached", {"keepdims": 0}),
        ("Add", ("reached", "weigh.b"), "target.scores", {}),
        ("Sigmoid", ("target.scores",), "targets", {}),
    )
    nodes = [helper.make_node(kind, list(inputs), [output], name=output, **options) for kind, inputs, output, options in steps]
    shapes: dict[str, list[str | int | None]] = {
        STORY: ["sentences", DIMENSION],
        "places": ["sentences", 4],
        "roles": ["sentences", len(ROLES)],
        "codes": ["sentences", len(own["code.bias"])],
        "targets": [len(own["bias"])],
    }
    values = {name: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()}
    held = [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()]
    said = [values[name] for name in ("roles", "codes", "targets")]
    graph = helper.make_graph(nodes, "story_reader", [values[STORY], values["places"]], said, held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], producer_name="assessor")
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model


def _linear(given: str, name: str, scores: str) -> tuple[Step, Step]:
    """A linear layer with the constants of that name."""
    return ("MatMul", (given, f"{name}.w"), f"{name}.weighed", {}), ("Add", (f"{name}.weighed", f"{name}.b"), scores, {})


def _gates(stacked: NDArray[np.float32]) -> NDArray[np.float32]:
    """PyTorch stacks reset, update and new; ONNX wants update, reset and new."""
    reset, update, new = np.split(stacked, 3)
    return np.concatenate([update, reset, new])
