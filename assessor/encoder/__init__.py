"""Sentences to vectors and stories to opinions, offline: the only place with onnxruntime and tokenizers.

The encoder is ``multilingual-e5-small`` cut to French and English (see ``models/encoder/README.md``). Vectors have 384 numbers, length 1.
Its eight lower layers give the meaning of a sentence, as the models of the scales take it. From there two branches of four layers lead on:
the encoder's own, to the vectors by which whole texts are compared, and one that was learnt further on the corpora. From the vectors of
that one, of a whole story in order, a small recurrent network, the reader, says what STAR role each sentence seems to play, what it shows
on each scale, and what the answer reaches.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assessor.encoder.opinion import Known, Opinion, nothing_said
from assessor.errors import ModelError
from assessor.paths import encoder_root

LOWER, UPPER, BRANCH, READER = "lower.onnx", "upper.onnx", "branch.onnx", "reader.onnx"
MANIFEST = "manifest.json"
DIMENSION = 384
# What the lower layers give, and what becomes of it in the encoder's own upper layers and in the branch.
MIDDLE, EMBEDDING, STORY = "middle", "embedding", "story"
_PREFIX = "query: "
_MAX_TOKENS = 512
# Longer stories are as long as this one to the network.
_LONG = 30

# How many pieces, in texts of equal length, are computed in one run.
_TOGETHER = 256

Vectors = NDArray[np.float32]
Pieces = dict[str, NDArray[np.int64]]
Key = tuple[str, bytes]


def places(count: int) -> Vectors:
    """Where each sentence of a story stands: relative place, first, last, and how long the story is. Shape (count, 4).

    Examples
    --------
    >>> places(3)[:, 0].tolist()
    [0.0, 0.5, 1.0]
    """
    order = np.arange(count, dtype=np.float32)
    long = np.full(count, min(count, _LONG) / _LONG)
    return np.stack([order / max(count - 1, 1), order == 0, order == count - 1, long], axis=1).astype(np.float32)


class SentenceEncoder:
    """The ONNX encoder with a cache of the vectors it has computed, keyed by the text's hash.

    Parameters
    ----------
    folder : pathlib.Path
        Holds ``tokenizer.json``, ``manifest.json`` and the layers: ``lower.onnx``, and ``upper.onnx``, ``branch.onnx`` and ``reader.onnx``,
        which are read when they are first asked for.
    cache_size : int, default 20000
        The vectors of how many texts are remembered (3 kB each); the oldest are forgotten first.

    Raises
    ------
    ModelError
        If a file is missing or does not have the bytes that the manifest names.
    """

    def __init__(self, folder: Path, cache_size: int = 20_000) -> None:
        self._folder = folder
        tokenizer = _verified(folder, "tokenizer.json")
        self._lower = _session(_verified(folder, LOWER))
        self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._cache: OrderedDict[Key, Vectors] = OrderedDict()
        self._cache_size = cache_size

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts by all layers of the encoder, by which texts of any kind can be compared.

        Parameters
        ----------
        texts : sequence of str
            Beyond 512 tokens a text is cut.

        Returns
        -------
        ndarray of shape (len(texts), 384), float32
            Each row of length 1; the row of a text does not depend on the texts beside it.

        Examples
        --------
        >>> near, far = sentence_encoder().encode(["J'ai appelé la mairie."])[0] @ sentence_encoder().encode(
        ...     ["J'ai téléphoné à la municipalité.", "La soupe est trop salée."]
        ... ).T
        >>> bool(near > far)
        True
        """
        return self._vectors(texts, EMBEDDING, lambda pieces: self._above(self._upper, pieces)[0])

    def read(self, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
        """The meaning of each sentence by the lower layers, and its vector by the branch, which is what :meth:`opinion` reads.

        Returns
        -------
        tuple of ndarray, each of shape (len(texts), 384), float32
            Rows of length 1 that do not depend on the texts beside them.

        Examples
        --------
        >>> meanings, stories = sentence_encoder().read(["J'ai appelé la mairie.", "Elle a répondu."])
        >>> meanings.shape, stories.shape
        ((2, 384), (2, 384))
        """
        both = self._vectors(texts, STORY, self._meaning_and_story).reshape(len(texts), 2, DIMENSION)
        return both[:, 0], both[:, 1]

    def _meaning_and_story(self, pieces: Pieces) -> Vectors:
        story, middle = self._above(self._branch, pieces)
        meanings = [rows.mean(axis=0) for rows in middle.reshape(len(story), -1, DIMENSION)]
        return np.hstack([np.stack([meaning / np.linalg.norm(meaning) for meaning in meanings]), story])

    def _vectors(self, texts: Sequence[str], kind: str, computed: Callable[[Pieces], Vectors]) -> Vectors:
        """What is remembered of texts, and for the others ``computed``; a row a text."""
        keys = [(kind, hashlib.sha256(text.encode("utf-8", "replace")).digest()) for text in texts]
        # Several threads of the app share this cache, so what a call needs is kept by the call itself and never read back from the cache.
        found: dict[Key, Vectors] = {}
        new: dict[Key, str] = {}
        for key, text in zip(keys, texts, strict=True):
            vector = self._cache.get(key)
            if vector is not None:
                found[key] = vector
            else:
                new[key] = text
        for together, pieces in self._of_a_length(new):
            made = dict(zip(together, computed(pieces), strict=True))
            found |= made
            self._remember(made)
        return np.stack([found[key] for key in keys]) if keys else np.zeros((0, DIMENSION), dtype=np.float32)

    def _of_a_length(self, texts: Mapping[Key, str]) -> Iterator[tuple[list[Key], Pieces]]:
        """Texts of equally many pieces together, some at a time.

        A run has a price of its own, whatever it computes. Without padding a vector has the same bytes alone and among others; in a batch
        padded to one length its last bits would depend on its neighbours, and the same text must always give the same bytes.
        """
        lengths: dict[int, list[tuple[Key, list[int]]]] = {}
        for key, text in texts.items():
            ids = self._ids(text)
            lengths.setdefault(len(ids), []).append((key, ids))
        for length, alike in lengths.items():
            step = max(1, _TOGETHER // length)
            for first in range(0, len(alike), step):
                some = alike[first : first + step]
                yield [key for key, _ in some], _pieces([ids for _, ids in some])

    def opinion(self, story: Vectors) -> Opinion:
        """What the reader says of a story: the role of each sentence, and what it shows and reaches on the scales that it has learnt.

        Parameters
        ----------
        story : ndarray of shape (n_sentences, 384)
            The branch's vectors of the sentences, in order.

        Examples
        --------
        >>> _, told = sentence_encoder().read(["En mai, le pont était fermé.", "J'ai appelé la ville."])
        >>> sentence_encoder().opinion(told).roles.argmax(axis=1).tolist()  # the situation, an action
        [0, 2]
        """
        if not len(story):
            return nothing_said(0)
        given = {STORY: np.ascontiguousarray(story), "places": places(len(story))}
        roles, codes, targets = (one.astype(np.float64) for one in self._reader.run(["roles", "codes", "targets"], given))
        return Opinion(roles, codes, targets, self._known)

    def middle(self, text: str) -> Vectors:
        """What the lower layers make of each piece of a text, shape (n_pieces, 384): where the branches start from."""
        return self._below(_pieces([self._ids(text)]))

    @cached_property
    def _upper(self) -> onnxruntime.InferenceSession:
        return _session(_verified(self._folder, UPPER))

    @cached_property
    def _branch(self) -> onnxruntime.InferenceSession:
        return _session(_verified(self._folder, BRANCH))

    @cached_property
    def _reader(self) -> onnxruntime.InferenceSession:
        return _session(_verified(self._folder, READER))

    @cached_property
    def _known(self) -> Known:
        return known_by(self._folder)

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(_PREFIX + text.encode("utf-8", "replace").decode("utf-8")).ids)

    def _below(self, pieces: Pieces) -> Vectors:
        middle: Vectors = self._lower.run([MIDDLE], pieces)[0]
        return middle

    def _above(self, layers: onnxruntime.InferenceSession, pieces: Pieces) -> tuple[Vectors, Vectors]:
        """What some upper layers make of texts, a row a text, and what the lower ones made of their pieces, a row a piece."""
        middle = self._below(pieces)
        made: Vectors = layers.run(None, {**pieces, MIDDLE: middle})[0]
        return made, middle

    def _remember(self, vectors: Mapping[Key, Vectors]) -> None:
        self._cache.update(vectors)
        while len(self._cache) > self._cache_size:
            try:
                self._cache.popitem(last=False)
            except KeyError:  # another thread emptied it first
                break


def _pieces(ids: Sequence[Sequence[int]]) -> Pieces:
    """What the layers take of texts of equally many pieces, none of them padding."""
    numbers = np.array(ids, dtype=np.int64)
    return {"input_ids": numbers, "attention_mask": np.ones_like(numbers)}


def known_by(folder: Path) -> Known:
    """What the reader of an encoder has learnt.

    Raises
    ------
    ModelError
        If the manifest does not say.
    """
    try:
        reader = json.loads((folder / MANIFEST).read_text("utf-8"))["reader"]
        return Known(tuple(reader["codes"]), tuple(reader["targets"]))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise ModelError("encoder_missing", file=folder / MANIFEST) from problem


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread: the order of sums, and so the last bit of a vector, depends on nothing else; processes share the work.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _verified(folder: Path, name: str) -> bytes:
    """The bytes of a file of the encoder, after its sha256 has been compared with the manifest's."""
    try:
        expected = json.loads((folder / MANIFEST).read_text("utf-8"))["outputs"][name]["sha256"]
        content = (folder / name).read_bytes()
    except (OSError, ValueError, KeyError) as problem:
        raise ModelError("encoder_missing", file=folder / name) from problem
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelError("encoder_damaged", file=folder / name)
    return content


def encoder_file(name: str) -> bytes:
    """A file that stands beside the installation's encoder, checked against its manifest.

    Raises
    ------
    ModelError
        If it is missing or does not have the bytes that the manifest names.
    """
    return _verified(encoder_root(), name)


@cache
def sentence_encoder() -> SentenceEncoder:
    """The encoder of the installation, loaded once per process."""
    return SentenceEncoder(encoder_root())
