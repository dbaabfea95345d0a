"""What every process of the tests is told: how many threads, and what comes first."""

import os
from collections import Counter

import pytest

# Doctests are looked for in every module; of several called conftest, Python knows one.
collect_ignore_glob = ["conftest.py", "*/conftest.py"]

# A process a processor (pyproject.toml), so a thread a process: more would wait for one another, four times as long. Before any of the
# numeric libraries is loaded; what the tests start inherits it.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with many long tests first, the notebooks before all, so that no process is left alone with one at the end."""
    long = Counter(item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("e2e"))
    items.sort(key=lambda item: (item.path.parent.name != "notebooks", -long[item.path]))
