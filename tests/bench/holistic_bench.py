"""How fast and how large the holistic fit is on this machine: ``python tests/bench/holistic_bench.py``.

Each line of the table comes from a fresh process. Four answers in five are learnt, the fifth is tested, rivals included, as the command
``assessor benchmark`` does.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np

WORDS = 60
JOBS = 2
SIZES = (2_000, 20_000)
LEVELS = 4
# What 2 000 answers may take in seconds on two cores, and 20 000 in MB.
TARGETS = {2_000: ("seconds", 180.0), 20_000: ("memory_mb", 4096.0)}
_SYLLABLES = tuple(first + second for first in "bcdfglmnprstv" for second in ("a", "e", "é", "i", "o", "ou", "an", "on"))
_VOCABULARY = 6000


def answers(count: int) -> tuple[list[str], list[int]]:
    """Answers of sixty made-up words, as frequent and as rare as words are, and a level that some of the words carry."""
    random = np.random.default_rng(0)
    words = np.array(["".join(random.choice(_SYLLABLES, size=size)) for size in random.integers(1, 5, size=_VOCABULARY)])
    share = 1 / np.arange(10, _VOCABULARY + 10)
    levels = random.integers(LEVELS, size=count)
    texts = []
    for level in levels:
        drawn = words[random.choice(_VOCABULARY, size=WORDS, p=share / share.sum())]
        drawn[random.permutation(WORDS)[:level]] = words[random.integers(100, 110, size=level)]
        texts.append(". ".join(" ".join(drawn[first : first + 15]).capitalize() for first in range(0, WORDS, 15)) + ".")
    return texts, levels.tolist()


def measure(count: int, jobs: int = JOBS) -> dict[str, float]:
    """In this process: seconds of fitting and testing, and megabytes of this process and its workers at their largest."""
    import pandas as pd
    from joblib.externals.loky import get_reusable_executor

    from assessor.holistic import benchmark

    texts, levels = answers(count)
    start = time.perf_counter()
    found = benchmark(pd.DataFrame({"text": texts, "level": levels}), "text", "level", jobs=jobs)
    seconds = time.perf_counter() - start
    get_reusable_executor().shutdown(wait=True)  # the system counts the memory of workers once they have ended
    own, worker = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": seconds, "memory_mb": own + (jobs if jobs > 1 else 0) * worker, "qwk": found["mean"]["holistic"]}


def in_a_fresh_process(count: int) -> dict[str, float]:
    """The same, with nothing loaded and nothing cached."""
    told = subprocess.run([sys.executable, __file__, str(count)], check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(told.stdout)
    return figures


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        print(f"{'answers':>8} {'seconds':>8} {'MB':>6} {'QWK':>6}   (60 words each, {JOBS} processes; fit, test and rivals)")
        for size in SIZES:
            one = in_a_fresh_process(size)
            name, most = TARGETS[size]
            kept = "within" if one[name] <= most else "beyond"
            print(f"{size:>8} {one['seconds']:>8.0f} {one['memory_mb']:>6.0f} {one['qwk']:>6.3f}   {kept} {most:.0f} {name}")
