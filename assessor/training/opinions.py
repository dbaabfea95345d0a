"""What the role reader says of the corpora's answers when it has not learnt from them.

The reader in ``models/encoder/`` has learnt from the corpora, so what it says of their answers is too good to learn from. Its training
(``assessor train-encoder``) therefore leaves beside it what readers said that had seen neither the answer nor, in the corpora as they were,
its author or sector. An answer added since is judged by the reader itself, which has not learnt from it.

One thing is not held apart: when a fold is judged in cross-validation, the tagger has learnt from the opinions of readers of which some had
seen that fold. They say nothing of its answers; doing without would take as many readers again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO

import numpy as np

from assessor.concepts import EncodedAnswer
from assessor.concepts.features import Floats
from assessor.concepts.roles import without_opinion
from assessor.encoder import encoder_file
from assessor.training.texts import text_key

FILE = "roles_held_out.npz"


def recorded_bytes(said: Mapping[str, Floats]) -> bytes:
    """The record as the bytes of its file; probabilities in half precision."""
    names = sorted(said)
    counts = np.array([len(said[name]) for name in names], dtype=np.int32)
    stacked = np.concatenate([said[name] for name in names]).astype(np.float16)
    buffer = BytesIO()
    np.savez_compressed(buffer, keys=np.array(names, dtype="S32"), counts=counts, probabilities=stacked)
    return buffer.getvalue()


@cache
def record() -> Mapping[str, Floats]:
    """For each answer of the record, by :func:`~assessor.training.texts.text_key`, probabilities of shape (n_sentences, 5).

    Raises
    ------
    ModelError
        If the file is missing or not the one that the encoder's manifest names.
    """
    with np.load(BytesIO(encoder_file(FILE))) as stored:
        ends = np.cumsum(stored["counts"])
        rows = np.split(stored["probabilities"].astype(np.float64), ends[:-1])
        return dict(zip((one.decode("ascii") for one in stored["keys"]), rows, strict=True))


def as_if_unseen(answers: Sequence[EncodedAnswer]) -> list[EncodedAnswer]:
    """Answers with what was said of them by a reader that had not learnt from them; those not of the record as they are."""
    known = record()
    return [_as_if_unseen(answer, known) for answer in answers]


def _as_if_unseen(answer: EncodedAnswer, known: Mapping[str, Floats]) -> EncodedAnswer:
    opinion = known.get(text_key(answer.read.answer.text))
    if opinion is None:
        return answer
    # Cut otherwise than when the reader learnt from it: what the reader says would give the answer away.
    return replace(answer, opinion=opinion) if len(opinion) == len(answer.opinion) else without_opinion(answer)
