"""A process a processor (``pyproject.toml``), so a thread a process: more would wait for one another, four times as long."""

import os

# Before any of them is loaded; what the tests start inherits it.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
