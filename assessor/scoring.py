"""Many answers, in order, in one process or several: the same lines whatever the number of workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from joblib import Parallel, delayed, parallel_config

from assessor.assess import load_assessor
from assessor.documents import Unreadable
from assessor.domain.answer import Answer
from assessor.reports.record import failure, line, record
from assessor.wording import Language

_CHUNK = 16


def score(
    answers: Iterable[Answer | Unreadable], scale: str, language: Language = "fr", workers: int = 1, backend: str = "loky"
) -> Iterator[tuple[str, bool]]:
    """One JSON line an answer, in the order given, and whether the answer could be scored.

    Parameters
    ----------
    answers : iterable of Answer or Unreadable
        Read lazily, a few hundred ahead at most.
    scale : str
        Scale id.
    language : {"fr", "en"}
        Of the reasons.
    workers : int, default=1
        Processes.
    backend : str, default="loky"
        A joblib backend; others than joblib's own must be installed and registered.

    Examples
    --------
    >>> [(text, scored)] = score([Answer("a", "Bonjour.")], "arc-collaboration")
    >>> text[:40], scored
    ('{"id": "a", "scale": "arc-collaboration"', True)
    """
    chunks = _chunks(answers)
    if workers == 1:
        for chunk in chunks:
            yield from _score_chunk(chunk, scale, language)
        return
    with parallel_config(backend=backend, n_jobs=workers):
        for lines in Parallel(return_as="generator", pre_dispatch="4*n_jobs")(
            delayed(_score_chunk)(one, scale, language) for one in chunks
        ):
            yield from lines


def _chunks(answers: Iterable[Answer | Unreadable]) -> Iterator[list[Answer | Unreadable]]:
    iterator = iter(answers)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def _score_chunk(chunk: list[Answer | Unreadable], scale: str, language: Language) -> list[tuple[str, bool]]:
    readable = [one for one in chunk if isinstance(one, Answer)]
    assessments = iter(load_assessor(scale).assess_all(readable))
    return [
        (line(record(next(assessments), language)), True)
        if isinstance(one, Answer)
        else (line(failure(one.id, one.code, one.text, language)), False)
        for one in chunk
    ]
