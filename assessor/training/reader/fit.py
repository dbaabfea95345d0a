"""``assessor train-encoder``: the corpora's labels to a reader of stories, judged on answers that it did not learn from."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from assessor.artifacts import Packed, write, writing
from assessor.domain.answer import Answer
from assessor.domain.assessment import ROLES
from assessor.domain.example import Example
from assessor.encoder import BRANCH, EMBEDDING, LOWER, MANIFEST, MIDDLE, READER, STORY, UPPER, SentenceEncoder, encoder_file
from assessor.encoder.opinion import Known, Opinion
from assessor.errors import ModelError, TrainingDataError
from assessor.language import read_answers, without_fillers
from assessor.paths import encoder_root
from assessor.rubric import list_scales, read_scale
from assessor.training.crossfit import Indices, Progress, silent
from assessor.training.groups import folds
from assessor.training.metrics_labels import class_scores, label_scores, macro_f1
from assessor.training.opinions import FILE, recorded_bytes
from assessor.training.reader.graph import part, story_graph, upper_weights, whole, with_branch, with_middle
from assessor.training.reader.network import ROUNDS, fit, opinions
from assessor.training.reader.state import State
from assessor.training.reader.stories import Stories, known, read_stories
from assessor.training.recitations import recitations
from assessor.training.texts import text_key
from assessor.training.train import every_example

# Folds are judged in three groups, each by a reader that learnt from the other two: six would take twice as long.
GROUPS = 3
# What the build script writes: the encoder in one piece.
WHOLE = "model.onnx"
_LEAST = 40
# On how many answers the files to be written are compared with the network, and how often they must agree.
_COMPARED = 60
_LEAST_SAME = 0.97


def train_encoder(jobs: int = 1, progress: Progress = silent, rounds: int = ROUNDS, resume: Path | None = None) -> Mapping[str, Any]:
    """Learn the encoder's upper layers further, on what people said of sentences and answers, and write the encoder with its reader.

    Parameters
    ----------
    jobs : int
        Processes that read the corpora; the network itself takes what threads there are.
    progress : callable
    rounds : int
        How often each answer is read.
    resume : pathlib.Path, optional
        A folder where the learning is put down after each round; what was put down there by the same command on the same examples is
        taken up again, and the result is the same as without an interruption.

    Returns
    -------
    dict
        What the manifest says of the reader: answers, sentences, what its outputs are, and macro-F1 on answers not learnt from, of the
        roles (by scale and in all) and of the concepts and exclusions (by scale).

    Raises
    ------
    TrainingDataError
        If the examples contradict their scales, or have roles in too few groups to hold any out.
    ModelError
        If the encoder is missing, or cannot be written; the one in place then stays.
    """
    root = encoder_root()
    plain = _plain(root)
    with writing(root):  # before the long wait, not after
        _write(root, {}, {})
    if resume is not None:
        with writing(resume):
            resume.mkdir(parents=True, exist_ok=True)
    examples = [example for own in every_example().values() for example in own]
    scales = {name: read_scale(name) for name in list_scales()}
    names = known([scales[name] for name in dict.fromkeys(one.scale for one in examples)])
    with tempfile.TemporaryDirectory() as folder:
        layers = {LOWER: part(plain, MIDDLE).SerializeToString(), UPPER: part(plain, EMBEDDING).SerializeToString()}
        _write(Path(folder), {**layers, **_tokenizer(root)}, {}, root)
        stories = read_stories(examples, scales, names, Path(folder), jobs, progress)
    annotated = stories.annotated()
    # Folded as for training, recited rubrics among them, so that an author on one side there is on one side here.
    group = folds([*examples, *recitations(scales.values())])[: len(examples)] % GROUPS
    if len(np.unique(group[annotated])) < GROUPS:
        raise TrainingDataError("training_few", name="encoder", count=len(annotated), groups=len(np.unique(group[annotated])), least=_LEAST)
    upper = upper_weights(plain)
    kept = None if resume is None else resume / _same(stories, group, names, layers, rounds)
    said: dict[int, Opinion] = {}
    everyone = np.flatnonzero(np.diff(stories.sentences))
    for name in np.unique(group):
        reader = fit(stories, annotated[group[annotated] != name], upper, partial(progress, "reader_held_out"), rounds, _state(kept, name))
        said |= opinions(reader, stories, everyone[group[everyone] == name], names)
    reader = fit(stories, annotated, upper, partial(progress, "reader"), rounds, _state(kept, "all"))
    files = {
        **layers,
        BRANCH: part(with_branch(plain, reader), STORY).SerializeToString(),
        READER: story_graph(reader).SerializeToString(),
        FILE: recorded_bytes({text_key(examples[position].text): one for position, one in said.items()}),
    }
    described = _described(examples, stories, said, names, rounds)
    compared = opinions(reader, stories, everyone[:: max(1, len(everyone) // _COMPARED)], names)
    described |= {"written_agrees": _agreement(files, described, examples, compared, root)}
    with writing(root):
        _write(root, files, described)
        (root / WHOLE).unlink(missing_ok=True)
    return described


def _plain(root: Path) -> onnx.ModelProto:
    """The encoder in one piece, as the build script left it or put together from the files that were made of that."""
    try:
        built = WHOLE in json.loads((root / MANIFEST).read_text("utf-8"))["outputs"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ModelError("encoder_missing", file=root / MANIFEST) from problem
    if built:
        return with_middle(onnx.load_model_from_string(encoder_file(WHOLE)))
    return whole(*(onnx.load_model_from_string(encoder_file(name)) for name in (LOWER, UPPER)))


def _tokenizer(root: Path) -> dict[str, bytes]:
    return {"tokenizer.json": encoder_file("tokenizer.json")}


def _state(folder: Path | None, name: object) -> State | None:
    return None if folder is None else State(folder / f"{name}.pt")


def _same(stories: Stories, group: Indices, names: Known, layers: Mapping[str, bytes], rounds: int) -> str:
    """A name that only the same stories, groups, encoder and number of rounds have: what was learnt otherwise is not gone on with."""
    said = (stories.tokens, stories.sentences, stories.roles, stories.codes, stories.targets, group)
    parts = [*(one.tobytes() for one in said), *layers.values(), repr((names, rounds)).encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in parts)).hexdigest()[:16]


def _agreement(
    files: Mapping[str, bytes], described: Mapping[str, Any], examples: Sequence[Example], said: Mapping[int, Opinion], root: Path
) -> float:
    """How often the files to be written, quantised, say the same of some answers as the network.

    The same role of a sentence, the same yes or no to each concept, and to each target of the answer: the smallest of the three shares.

    Raises
    ------
    ModelError
        If it is too small: the graphs do then not say what was learnt.
    """
    roles, codes, targets = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), {**files, **_tokenizer(root)}, described, root)
        encoder = SentenceEncoder(Path(folder))
        read = read_answers([Answer(examples[position].id, examples[position].text) for position in said])
        for answer, opinion in zip(read, said.values(), strict=True):
            _, story = encoder.read([without_fillers(sentence.clean) for sentence in answer.sentences])
            written = encoder.opinion(story)
            roles.append(written.roles.argmax(axis=1) == opinion.roles.argmax(axis=1))
            codes.append(((written.codes >= 0.5) == (opinion.codes >= 0.5)).ravel())
            targets.append((written.targets >= 0.5) == (opinion.targets >= 0.5))
    share = round(min(float(np.mean(np.concatenate(one))) for one in (roles, codes, targets)), 4)
    if share < _LEAST_SAME:
        raise ModelError("encoder_export", share=f"{share:.0%}")
    return share


def _described(examples: Sequence[Example], stories: Stories, said: Mapping[int, Opinion], names: Known, rounds: int) -> dict[str, Any]:
    scale = np.repeat([example.scale for example in examples], np.diff(stories.sentences))
    ordered = [said[position] for position in sorted(said)]
    guess = np.concatenate([one.roles.argmax(axis=1) for one in ordered])
    shown = np.concatenate([one.codes for one in ordered]) >= 0.5
    given, own = stories.roles >= 0, [str(name) for name in np.unique(scale)]

    def of_roles(rows: NDArray[np.bool_]) -> float:
        return round(macro_f1(class_scores(stories.roles[rows], guess[rows], ROLES)), 4)

    def of_codes(name: str) -> float:
        places = [place for place, code in enumerate(names.codes) if code.startswith(f"{name}:")]
        marked = (scale == name) & ~np.isnan(stories.codes[:, places[0]])
        scores = label_scores(stories.codes[marked][:, places] == 1, shown[marked][:, places], [names.codes[one] for one in places])
        return round(macro_f1(scores), 4)

    return {
        "answers": len(stories.annotated()),
        "sentences": int(given.sum()),
        "rounds": rounds,
        "groups": GROUPS,
        "codes": list(names.codes),
        "targets": list(names.targets),
        "held_out_macro_f1": _measured({"all": of_roles(given)} | {name: of_roles(given & (scale == name)) for name in own}),
        "held_out_concepts_f1": _measured({name: of_codes(name) for name in own}),
        "built_with": {name: version(name) for name in ("torch", "onnx", "numpy")},
    }


def _measured(figures: Mapping[str, float]) -> dict[str, float]:
    """Without those of scales whose examples say nothing of the kind."""
    return {name: value for name, value in figures.items() if not np.isnan(value)}


def _write(folder: Path, files: Mapping[str, bytes], described: Mapping[str, Any], like: Path | None = None) -> None:
    """Files of an encoder and a manifest that vouches for them, begun from the one in place; none is seen before all are whole."""
    manifest = json.loads(((like or folder) / MANIFEST).read_text("utf-8"))
    if files:
        manifest["outputs"].pop(WHOLE, None)
    for name, content in files.items():
        manifest["outputs"][name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    if described:
        manifest["reader"] = described
    written = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    write({folder: Packed(manifest, {**files, MANIFEST: written.encode("utf-8")})})
