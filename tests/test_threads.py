"""One thread for linear algebra, however many ask for it at once."""

import numpy  # noqa: F401  (whose threads are counted)
from threadpoolctl import threadpool_info, threadpool_limits

from assessor.threads import one_thread


def threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_the_first_to_leave_does_not_lift_the_limit_of_those_inside():
    with threadpool_limits(2, "blas"):
        first, second = one_thread(), one_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert threads() == {1}
        second.__exit__(None, None, None)
        assert threads() == {2}
