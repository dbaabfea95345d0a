"""What the reader of stories says of the corpora's answers when it has not learnt from them.

The reader in ``models/encoder/`` has learnt from the corpora, so what it says of their answers is too good to learn from. Its training
(``assessor train-encoder``) therefore leaves beside it what readers said that had seen neither the answer nor, in the corpora as they were,
its author or sector. An answer added since is judged by the reader itself, which has not learnt from it.

One thing is not held apart: when a fold is judged in cross-validation, later stages have learnt from the opinions of readers of which some
had seen that fold. They say nothing of its answers; doing without would take as many readers again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO

import numpy as np

from assessor.concepts import EncodedAnswer
from assessor.concepts.features import without_opinion
from assessor.encoder import encoder_file, known_by
from assessor.encoder.opinion import Opinion
from assessor.paths import encoder_root
from assessor.training.texts import text_key

FILE = "held_out.npz"


def recorded_bytes(said: Mapping[str, Opinion]) -> bytes:
    """The record as the bytes of its file; probabilities in half precision."""
    names = sorted(said)
    kept = {
        "roles": np.concatenate([said[name].roles for name in names]),
        "codes": np.concatenate([said[name].codes for name in names]),
        "targets": np.stack([said[name].targets for name in names]),
    }
    counts = np.array([len(said[name].roles) for name in names], dtype=np.int32)
    buffer = BytesIO()
    halves = {name: one.astype(np.float16) for name, one in kept.items()}
    np.savez_compressed(buffer, allow_pickle=False, keys=np.array(names, dtype="S32"), counts=counts, **halves)
    return buffer.getvalue()


@cache
def record() -> Mapping[str, Opinion]:
    """For each answer of the record, by :func:`~assessor.training.texts.text_key`, what was said of it.

    Raises
    ------
    ModelError
        If the file is missing or not the one that the encoder's manifest names.
    """
    known = known_by(encoder_root())
    with np.load(BytesIO(encoder_file(FILE))) as stored:
        ends = np.cumsum(stored["counts"])[:-1]
        roles, codes = (np.split(stored[name].astype(np.float64), ends) for name in ("roles", "codes"))
        names = [one.decode("ascii") for one in stored["keys"]]
        said = zip(roles, codes, stored["targets"].astype(np.float64), strict=True)
        return {name: Opinion(*one, known) for name, one in zip(names, said, strict=True)}


def as_if_unseen(answers: Sequence[EncodedAnswer]) -> list[EncodedAnswer]:
    """Answers with what was said of them by a reader that had not learnt from them; those not of the record as they are."""
    known = record()
    return [_as_if_unseen(answer, known) for answer in answers]


def _as_if_unseen(answer: EncodedAnswer, known: Mapping[str, Opinion]) -> EncodedAnswer:
    opinion = known.get(text_key(answer.read.answer.text))
    if opinion is None:
        return answer
    # Cut otherwise than when the reader learnt from it: what the reader says would give the answer away.
    return replace(answer, opinion=opinion) if len(opinion.roles) == len(answer.vectors) else without_opinion(answer)
