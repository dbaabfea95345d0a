"""Sentences to vectors, offline: the only place with onnxruntime and tokenizers.

The encoder is ``multilingual-e5-small`` cut to French and English (see ``models/encoder/README.md``). Vectors have 384 numbers, length 1.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assessor.errors import ModelError
from assessor.paths import encoder_root

DIMENSION = 384
_PREFIX = "query: "
_MAX_TOKENS = 512

Vectors = NDArray[np.float32]


class SentenceEncoder:
    """The ONNX encoder with a cache of the vectors it has computed, keyed by the text's hash.

    Parameters
    ----------
    folder : pathlib.Path
        Holds ``model.onnx``, ``tokenizer.json`` and ``manifest.json``.
    cache_size : int, default 20000
        How many vectors are remembered (1.5 kB each); the oldest are forgotten first.

    Raises
    ------
    ModelError
        If a file is missing or does not have the bytes that the manifest names.
    """

    def __init__(self, folder: Path, cache_size: int = 20_000) -> None:
        model, tokenizer = (_verified(folder, name) for name in ("model.onnx", "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        # One thread: the order of sums, and so the last bit of a vector, depends on nothing else; processes share the work.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
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
            found.update(zip(unknown, self._run(list(unknown.values())), strict=True))
            self._remember({key: found[key] for key in unknown})
        if not keys:
            return np.zeros((0, DIMENSION), dtype=np.float32)
        return np.stack([found[key] for key in keys])

    def _run(self, texts: list[str]) -> Vectors:
        encodings = [self._tokenizer.encode(_PREFIX + text.encode("utf-8", "replace").decode("utf-8")) for text in texts]
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        # One text a run: in a batch the last bits of a vector depend on its neighbours, and the same text must always give the same bytes.
        for row, encoding in enumerate(encodings):
            ids = np.array([encoding.ids], dtype=np.int64)
            vectors[row] = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
        return vectors

    def _remember(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        self._cache.update(vectors)
        while len(self._cache) > self._cache_size:
            try:
                self._cache.popitem(last=False)
            except KeyError:  # another thread emptied it first
                break


def _verified(folder: Path, name: str) -> bytes:
    """The bytes of a file of the encoder, after its sha256 has been compared with the manifest's."""
    try:
        expected = json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"][name]["sha256"]
        content = (folder / name).read_bytes()
    except (OSError, ValueError, KeyError) as problem:
        raise ModelError("encoder_missing", file=folder / name) from problem
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelError("encoder_damaged", file=folder / name)
    return content


@cache
def sentence_encoder() -> SentenceEncoder:
    """The encoder of the installation, loaded once per process."""
    return SentenceEncoder(encoder_root())
