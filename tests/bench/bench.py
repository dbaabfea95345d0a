"""How fast and how large the program is on this machine: ``python tests/bench/bench.py``.

Everything runs in fresh processes, so that nothing is already loaded and nothing is cached but what a figure says.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
SCALE = "arc-collaboration"
BATCH = 48
_LINES = 14
# What the program must reach on an ordinary machine that does nothing else.
TARGETS = {"read_ms": 150.0, "verdict_ms": 10.0, "start_s": 6.0, "memory_mb": 900.0, "per_core_1": 8.0, "per_core_2": 8.0}
NAMES = {
    "read_ms": "250 words read and judged, models loaded, nothing cached (ms)",
    "verdict_ms": "worked out again after a verdict (ms)",
    "start_s": "command line, from start to the first answer (s)",
    "memory_mb": "resident memory after that (MB)",
    "per_core_1": "answers of 250 words a second, one process",
    "per_core_2": "answers of 250 words a second and process, two processes",
}
PHRASES = (
    "En {month}, il nous manquait {thing} pour le chantier {mark} et personne chez nous ne savait où en trouver.",
    "J'ai cherché dans l'annuaire {mark} le nom d'un atelier de {town}, que je ne connaissais pas, et je l'ai appelé le jour même.",
    "Le patron, monsieur {name}, hésitait, alors je suis allé le voir avec nos plans et le croquis {mark}.",
    "Je lui ai expliqué le besoin {mark} et je lui ai demandé ce qu'il pensait de notre calendrier de {month}.",
    "Il m'a présenté deux confrères de {town}, que j'ai rencontrés la semaine suivante au stand {mark}.",
    "J'ai noté dans la fiche {mark} leurs prix, leurs délais et ce qui les gênait dans nos commandes.",
    "Depuis, je rappelle {name} tous les mois au poste {mark} pour prendre des nouvelles et lui dire ce qui nous attend.",
    "Le chantier {mark} a été livré avec trois jours d'avance, et l'équipe a fêté cela à {town}.",
)
VALUES = {
    "month": ("mars", "juin", "octobre", "janvier", "mai"),
    "thing": ("un four", "douze bagues", "du sel", "une grue", "des lits", "un traducteur", "deux pompes"),
    "town": ("Quimper", "Namur", "Rimouski", "Thiès", "Vevey", "Oran", "Cluses", "Sète", "Gaspé", "Arlon", "Redon"),
    "name": ("Roche", "Nguyen", "Keita", "Tremblay", "Haddad", "Le Goff", "Favre", "Mendes", "Puig", "Sanou", "Roy", "Otis", "Huot"),
}


def answers(count: int, first: int = 0) -> list[str]:
    """Answers of some 250 words, all different, so that no sentence has been seen before."""
    texts = []
    for number in range(first, first + count):
        phrases = []
        for line in range(_LINES):
            step = 31 * number + 7 * line
            values = {name: choices[step % len(choices)] for name, choices in VALUES.items()}
            # No sentence may have been seen before: its vector would be remembered, and most of the time is spent on vectors.
            phrases.append(PHRASES[line % len(PHRASES)].format(mark=_LINES * number + line, **values))
        texts.append(" ".join(phrases))
    return texts


def timed(action: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def reading_and_verdict() -> dict[str, float]:
    """In this process: reading a new answer, and concluding again after a verdict; medians."""
    from assessor.assess import load_assessor
    from assessor.domain.answer import Answer
    from assessor.domain.review import Review

    assessor = load_assessor(SCALE)
    fresh = [Answer(str(number), text) for number, text in enumerate(answers(16, 10_000))]
    assessor.assess(fresh[0])
    read = median(timed(lambda answer=answer: assessor.assess(answer)) for answer in fresh[1:])
    reading = assessor.read([fresh[0]])[0]
    sentence = reading.encoded.read.sentences[1]
    review = Review(verdicts={f"2:{sentence.start}-{sentence.end}": "rejected"})
    verdict = median(timed(lambda: assessor.conclude(reading, review)) for _ in range(30))
    return {"read_ms": 1000 * read, "verdict_ms": 1000 * verdict}


def start_and_memory() -> dict[str, float]:
    """In a new process: the command line on one answer, and the most memory it held."""
    import resource

    from typer.testing import CliRunner

    from assessor.cli import app

    result = CliRunner().invoke(app, ["score", "-", "--scale", SCALE], input=answers(1)[0].encode())
    assert result.exit_code == 0, result.output
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"memory_mb": peak / (1024 * 1024 if sys.platform == "darwin" else 1024)}


def throughput(workers: int) -> dict[str, float]:
    """Answers a second and process of a batch, once every process has loaded its models."""
    from assessor.domain.answer import Answer
    from assessor.scoring import score

    list(score([Answer(str(number), text) for number, text in enumerate(answers(16 * workers * 2, 50_000))], SCALE, workers=workers))
    batch = [Answer(str(number), text) for number, text in enumerate(answers(BATCH * workers))]
    seconds = timed(lambda: list(score(batch, SCALE, workers=workers)))
    return {f"per_core_{workers}": len(batch) / seconds / workers}


PARTS: dict[str, Callable[[], dict[str, float]]] = {
    "reading": reading_and_verdict,
    "start": start_and_memory,
    "one": lambda: throughput(1),
    "two": lambda: throughput(2),
}


def measure(parts: tuple[str, ...] = tuple(PARTS)) -> dict[str, float]:
    """All figures, each part in a process of its own with one thread."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    found: dict[str, float] = {}
    for part in parts:
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, __file__, part],
            env={**os.environ, **threads, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        if part == "start":
            found["start_s"] = time.perf_counter() - start
        found |= json.loads(done.stdout.splitlines()[-1])
    return found


def machine() -> str:
    """The machine in one line."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next((line.split(":")[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")), model)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}{load}"


def main() -> None:
    """Print the table."""
    from rich.console import Console
    from rich.table import Table

    figures = measure()
    table = Table("", "measured", "target", title=machine())
    for name, title in NAMES.items():
        target = f"{'≥' if name.startswith('per_core') else '≤'} {TARGETS[name]:g}"
        table.add_row(title, f"{figures[name]:.1f}", target)
    Console(width=110).print(table)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(PARTS[sys.argv[1]]()))
    else:
        main()
