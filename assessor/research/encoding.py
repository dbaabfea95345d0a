"""Texts read and encoded once in a process: a search over settings, a fit after an evaluation or a second reading costs nothing more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock

import numpy as np

from assessor.concepts import EncodedAnswer
from assessor.domain.answer import Answer
from assessor.domain.example import Example
from assessor.threads import one_thread
from assessor.training.crossfit import Progress, silent
from assessor.training.train import encode_examples

# A text of 150 words takes some 30 kB: at most a third of a gigabyte.
KEPT = 10_000
_known: OrderedDict[str, EncodedAnswer] = OrderedDict()
_lock = Lock()


def encode(answers: Sequence[Answer | Example], jobs: int = 1, progress: Progress = silent) -> list[EncodedAnswer]:
    """Answers read and encoded, in the order given; texts seen before in this process are not read again.

    Parameters
    ----------
    answers : sequence of Answer or Example
    jobs : int, default=1
        Processes; changes speed, never a result.
    progress : callable, optional
    """
    with _lock:
        found = {one.text: _known[one.text] for one in answers if one.text in _known}
    new = list(dict.fromkeys(one.text for one in answers if one.text not in found))
    with one_thread():
        encoded = encode_examples([Example(str(place), "", text) for place, text in enumerate(new)], jobs, progress)
    found |= dict(zip(new, encoded, strict=True))
    with _lock:
        for text in new[-KEPT:]:
            # The encoder speaks in single precision: half the room, and nothing is lost.
            _known[text] = replace(found[text], vectors=found[text].vectors.astype(np.float32))
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return [_named(found[one.text], one.id) for one in answers]


def _named(encoded: EncodedAnswer, identifier: str) -> EncodedAnswer:
    """The same, under the identifier of this answer, in the precision that models take."""
    read = replace(encoded.read, answer=Answer(identifier, encoded.read.answer.text))
    return replace(encoded, read=read, vectors=encoded.vectors.astype(np.float64))
