"""``assessor train-encoder``: the corpora's roles to a branch of the encoder, judged on answers that it did not learn from."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from joblib import Parallel, delayed
from sklearn.metrics import f1_score

from assessor.artifacts import Packed, write, writing
from assessor.concepts.features import Floats
from assessor.domain.answer import Answer
from assessor.domain.assessment import ROLES
from assessor.domain.example import Example
from assessor.encoder import DIMENSION, MANIFEST, MODEL, ROLES_MODEL, SentenceEncoder, encoder_file
from assessor.errors import ModelError, TrainingDataError
from assessor.language import read_answers, without_fillers
from assessor.paths import encoder_root
from assessor.rubric import list_scales, read_scale
from assessor.training.crossfit import Indices, Progress, silent
from assessor.training.groups import folds
from assessor.training.opinions import FILE, recorded_bytes
from assessor.training.prepared import align
from assessor.training.reader.graph import story_graph, upper_weights, with_branch, with_middle
from assessor.training.reader.network import ROUNDS, RoleReader, Stories, Weights, fit, probabilities
from assessor.training.recitations import recitations
from assessor.training.texts import text_key
from assessor.training.train import every_example

# Folds are judged in three groups, each by a reader that learnt from the other two: six would take twice as long.
GROUPS = 3
_CHUNK = 50
_LEAST = 40
# On how many answers the files to be written are compared with the network, and how often they must agree.
_COMPARED = 60
_LEAST_SAME = 0.97


@dataclass(frozen=True, slots=True)
class _Read:
    """One answer: the states of its tokens, sentence by sentence, and the roles that people gave."""

    states: list[np.ndarray]
    roles: list[int]


def train_encoder(jobs: int = 1, progress: Progress = silent, rounds: int = ROUNDS) -> Mapping[str, Any]:
    """Learn the encoder's upper layers further, for STAR roles, and write the encoder with its branch.

    Parameters
    ----------
    jobs : int
        Processes that read the corpora; the network itself takes what threads there are.
    progress : callable
    rounds : int
        How often each answer is read.

    Returns
    -------
    dict
        What the manifest says of the branch: answers, sentences, macro-F1 on answers not learnt from, by scale and in all.

    Raises
    ------
    TrainingDataError
        If the examples contradict their scales, or have roles in too few groups to hold any out.
    ModelError
        If the encoder is missing, or cannot be written; the one in place then stays.
    """
    root = encoder_root()
    plain = with_middle(onnx.load_model_from_string(encoder_file(MODEL)))
    with writing(root):  # before the long wait, not after
        _write(root, {}, {})
    examples = [example for own in every_example().values() for example in own]
    stories = _stories(examples, plain, root, jobs, progress)
    annotated = stories.annotated()
    # Folded as for training, recited rubrics among them, so that an author on one side there is on one side here.
    group = folds([*examples, *recitations(read_scale(name) for name in list_scales())])[: len(examples)] % GROUPS
    if len(np.unique(group[annotated])) < GROUPS:
        raise TrainingDataError("training_few", name="encoder", count=len(annotated), groups=len(np.unique(group[annotated])), least=_LEAST)
    said = _held_out(stories, annotated, group, upper_weights(plain), progress, rounds)
    reader = fit(stories, annotated, upper_weights(plain), partial(progress, "reader"), rounds)
    files = {
        MODEL: with_branch(plain, reader).SerializeToString(),
        ROLES_MODEL: story_graph(reader).SerializeToString(),
        FILE: recorded_bytes({text_key(examples[position].text): rows for position, rows in said.items()}),
    }
    described = _described(examples, stories, said, rounds) | {"written_agrees": _agreement(files, examples, stories, reader, root)}
    with writing(root):
        _write(root, files, described)
    return described


def _stories(examples: Sequence[Example], plain: onnx.ModelProto, root: Path, jobs: int, progress: Progress) -> Stories:
    """The examples as the network reads them."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), {MODEL: plain.SerializeToString(), "tokenizer.json": (root / "tokenizer.json").read_bytes()}, {}, root)
        chunks = [examples[first : first + _CHUNK] for first in range(0, len(examples), _CHUNK)]
        read: list[_Read] = []
        for part in Parallel(n_jobs=jobs, return_as="generator")(delayed(_read)(chunk, folder) for chunk in chunks):
            read += part
            progress("encode", len(read), len(examples))
    sentences = [states for one in read for states in one.states]
    return Stories(
        states=np.concatenate(sentences),
        tokens=np.array([0, *accumulate(len(one) for one in sentences)]),
        sentences=np.array([0, *accumulate(len(one.states) for one in read)]),
        roles=np.array([role for one in read for role in one.roles]),
    )


def _read(examples: Sequence[Example], folder: str) -> list[_Read]:
    encoder = SentenceEncoder(Path(folder))
    answers = read_answers([Answer(example.id, example.text) for example in examples])
    found = []
    for answer, example in zip(answers, examples, strict=True):
        given, _ = align(answer, example.sentences)
        states = [encoder.middle(without_fillers(sentence.clean)).astype(np.float16) for sentence in answer.sentences]
        found.append(_Read(states, [-1 if role is None else ROLES.index(role) for role in given]))
    return found


def _held_out(
    stories: Stories, annotated: Indices, group: Indices, upper: Sequence[Weights], progress: Progress, rounds: int
) -> dict[int, Floats]:
    """What is said of each answer by a reader that did not learn from its group."""
    everyone = np.flatnonzero(np.diff(stories.sentences))
    said: dict[int, Floats] = {}
    for name in np.unique(group):
        learnt = annotated[group[annotated] != name]
        reader: RoleReader = fit(stories, learnt, upper, partial(progress, "reader_held_out"), rounds)
        said |= probabilities(reader, stories, everyone[group[everyone] == name])
    return said


def _agreement(files: Mapping[str, bytes], examples: Sequence[Example], stories: Stories, reader: RoleReader, root: Path) -> float:
    """The share of sentences of some answers to which the files to be written, quantised, give the same role as the network.

    Raises
    ------
    ModelError
        If it is too small: the graphs do then not say what was learnt.
    """
    chosen = np.flatnonzero(np.diff(stories.sentences))[:: max(1, len(examples) // _COMPARED)]
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), {**files, "tokenizer.json": (root / "tokenizer.json").read_bytes()}, {}, root)
        encoder = SentenceEncoder(Path(folder))
        same = []
        for answer, said in zip(
            read_answers([Answer(examples[position].id, examples[position].text) for position in chosen]),
            probabilities(reader, stories, chosen).values(),
            strict=True,
        ):
            both = encoder.encode_both([without_fillers(sentence.clean) for sentence in answer.sentences])
            same += list(encoder.roles(both[:, DIMENSION:]).argmax(axis=1) == said.argmax(axis=1))
    share = round(float(np.mean(same)), 4)
    if share < _LEAST_SAME:
        raise ModelError("encoder_export", share=f"{share:.0%}")
    return share


def _described(examples: Sequence[Example], stories: Stories, said: Mapping[int, Floats], rounds: int) -> dict[str, Any]:
    scale = np.repeat([example.scale for example in examples], np.diff(stories.sentences))
    guess = np.concatenate([said[position].argmax(axis=1) for position in sorted(said)])
    given = stories.roles >= 0

    def macro(rows: np.ndarray) -> float:
        return round(float(f1_score(stories.roles[rows], guess[rows], labels=range(len(ROLES)), average="macro")), 4)

    return {
        "answers": len(stories.annotated()),
        "sentences": int(given.sum()),
        "rounds": rounds,
        "groups": GROUPS,
        "held_out_macro_f1": {"all": macro(given)} | {str(name): macro(given & (scale == name)) for name in np.unique(scale)},
        "built_with": {name: version(name) for name in ("torch", "onnx", "numpy")},
    }


def _write(folder: Path, files: Mapping[str, bytes], described: Mapping[str, Any], like: Path | None = None) -> None:
    """Files of an encoder and a manifest that vouches for them, begun from the one in place; none is seen before all are whole."""
    manifest = json.loads(((like or folder) / MANIFEST).read_text("utf-8"))
    for name, content in files.items():
        manifest["outputs"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if described:
        manifest["roles"] = described
    written = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write({folder: Packed(manifest, {**files, MANIFEST: written.encode("utf-8")})})
