"""One thread for linear algebra: how a sum is split between threads changes its last bit, and the same text must give the same bytes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[object]:
    """A context in which numeric libraries work in one thread.

    Examples
    --------
    >>> with one_thread():
    ...     round(0.1 + 0.2, 1)
    0.3
    """
    limit: AbstractContextManager[object] = _libraries().limit(limits=1)
    return limit


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
