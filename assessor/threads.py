"""One thread for linear algebra: how a sum is split between threads changes its last bit, and the same text must give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from threading import Lock

from threadpoolctl import ThreadpoolController

_lock = Lock()
_inside = 0
_limit = ExitStack()


@contextmanager
def one_thread() -> Iterator[None]:
    """A context in which numeric libraries work in one thread.

    The limit is the whole process's: it is lifted when the last of those inside has left, whichever of several threads that is.

    Examples
    --------
    >>> with one_thread():
    ...     round(0.1 + 0.2, 1)
    0.3
    """
    global _inside
    with _lock:
        _inside += 1
        if _inside == 1:
            _limit.enter_context(_libraries().limit(limits=1))
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                _limit.close()


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
