"""Many answers, in order, in one process or several: the same lines whatever the number of workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from joblib import Parallel, delayed, parallel_config
from joblib.parallel import BACKENDS

from assessor.assess import load_assessor
from assessor.documents import Unreadable
from assessor.domain.answer import Answer
from assessor.errors import AssessorError
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
        Read lazily: with one worker a chunk at a time, with several as fast as they score.
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


def check_backend(name: str) -> None:
    """Refuse a backend that joblib could not start.

    Raises
    ------
    AssessorError
        ``backend_unknown``.
    """
    try:
        with parallel_config(backend=name):
            pass
    except (ValueError, ImportError) as problem:
        raise AssessorError("backend_unknown", name=name, known=", ".join(sorted(BACKENDS))) from problem


def repeated_ids(answers: Iterable[Answer | Unreadable]) -> list[str]:
    """Identifiers that several answers have, in the order in which they first come.

    Examples
    --------
    >>> repeated_ids([Answer("2", "Un."), Answer("7", "Deux."), Answer("2", "Trois.")])
    ['2']
    """
    return [name for name, count in Counter(answer.id for answer in answers).items() if count > 1]


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
