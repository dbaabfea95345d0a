"""What a scale's own corpus teaches without its marked sentences, from levels alone: python tests/bench/levels_only.py [SCALE] [JOBS]."""

from __future__ import annotations

import sys
from dataclasses import replace
from time import perf_counter

from assessor import evaluate, read_scale
from assessor.research.encoding import encode
from assessor.research.passages import with_passages
from assessor.training.dataset import examples_folder, read_examples
from assessor.training.prepared import align


def main(name: str = "arc-collaboration", jobs: str = "2") -> None:
    scale = read_scale(name)
    examples = read_examples(examples_folder(name), scale)
    encoded = encode(examples, int(jobs))
    bare = [replace(one, sentences=()) for one in examples]
    taken = right = 0
    for one, guessed, read in zip(examples, with_passages(bare, encoded, scale), encoded, strict=True):
        for given, found in zip(align(read.read, one.sentences)[1], align(read.read, guessed.sentences)[1], strict=True):
            taken += len(found or ())
            right += len((found or frozenset()) & (given or frozenset()))
    print(f"sentences taken for evidence: {taken}, marked for the same concept by a person: {right / taken:.3f}")
    for title, corpus in (("marked sentences", examples), ("levels only", bare)):
        start = perf_counter()
        found = evaluate(corpus, scale, int(jobs)).figures["overall"]
        said = ", ".join(f"{key} {value:.3f}" for key, value in found.items() if value is not None)
        print(f"{title}: {said} ({perf_counter() - start:.0f} s)")


if __name__ == "__main__":
    main(*sys.argv[1:])
