"""Sentences to vectors and stories to roles, offline: the only place with onnxruntime and tokenizers.

The encoder is ``multilingual-e5-small`` cut to French and English (see ``models/encoder/README.md``). Vectors have 384 numbers, length 1.
A branch of it, learnt further on the corpora, gives each sentence a second vector; from those of a whole story, in order, a small recurrent
network says what STAR role each sentence seems to play.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assessor.errors import ModelError
from assessor.paths import encoder_root

MODEL, ROLES_MODEL, MANIFEST = "model.onnx", "roles.onnx", "manifest.json"
DIMENSION = 384
# Outputs of the graph beside the embedding: the branch's vector, and the states from which the branch grows.
STORY = "story"
MIDDLE = "middle"
_PREFIX = "query: "
_MAX_TOKENS = 512
# Longer stories are as long as this one to the network.
_LONG = 30

Vectors = NDArray[np.float32]


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
        Holds ``model.onnx``, ``tokenizer.json``, ``manifest.json`` and ``roles.onnx``, which is read when it is first asked for.
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
        self._session = _session(_verified(folder, MODEL))
        self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._cache: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._cache_size = cache_size

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts.

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
        return self.encode_both(texts)[:, :DIMENSION]

    def encode_both(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, and after them those of the branch, which are what :meth:`roles` reads. Shape (len(texts), 768).

        Raises
        ------
        ModelError
            If the encoder has no branch.
        """
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in texts]
        # Several threads of the app share this cache, so what a call needs is kept by the call itself and never read back from the cache.
        found: dict[bytes, NDArray[np.float32]] = {}
        unknown: dict[bytes, str] = {}
        for key, text in zip(keys, texts, strict=True):
            vector = self._cache.get(key)
            if vector is not None:
                found[key] = vector
            elif key not in unknown:
                unknown[key] = text
        if unknown:
            if not any(output.name == STORY for output in self._session.get_outputs()):
                raise ModelError("encoder_branch", file=self._folder / MODEL)
            new = {key: np.concatenate(self._run(text, "embedding", STORY), axis=1)[0] for key, text in unknown.items()}
            found |= new
            self._remember(new)
        if not keys:
            return np.zeros((0, 2 * DIMENSION), dtype=np.float32)
        return np.stack([found[key] for key in keys])

    def roles(self, story: Vectors) -> NDArray[np.float64]:
        """What role each sentence of one story seems to play.

        Parameters
        ----------
        story : ndarray of shape (n_sentences, 384)
            The branch's vectors of the sentences, in order.

        Returns
        -------
        ndarray of shape (n_sentences, 5)
            Probabilities, in the order of :data:`~assessor.domain.assessment.ROLES`.

        Examples
        --------
        >>> told = sentence_encoder().encode_both(["En mai, le pont était fermé.", "J'ai appelé la ville."])
        >>> sentence_encoder().roles(told[:, DIMENSION:]).argmax(axis=1).tolist()  # the situation, an action
        [0, 2]
        """
        if not len(story):
            return np.zeros((0, 5))
        given = {STORY: np.ascontiguousarray(story), "places": places(len(story))}
        said: NDArray[np.float64] = self._story_session.run(["probabilities"], given)[0].astype(np.float64)
        return said

    def middle(self, text: str) -> Vectors:
        """What the lower layers make of each piece of a text, shape (n_pieces, 384): where the branch starts from."""
        return self._run(text, MIDDLE)[0]

    @cached_property
    def _story_session(self) -> onnxruntime.InferenceSession:
        return _session(_verified(self._folder, ROLES_MODEL))

    def _run(self, text: str, *outputs: str) -> list[Vectors]:
        # One text a run: in a batch the last bits of a vector depend on its neighbours, and the same text must always give the same bytes.
        ids = np.array([self._tokenizer.encode(_PREFIX + text.encode("utf-8", "replace").decode("utf-8")).ids], dtype=np.int64)
        found: list[Vectors] = self._session.run(list(outputs), {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return found

    def _remember(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        self._cache.update(vectors)
        while len(self._cache) > self._cache_size:
            try:
                self._cache.popitem(last=False)
            except KeyError:  # another thread emptied it first
                break


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
