"""``assessor check`` on annotated answers: every problem of every line, and what no single line shows.

Lines come first (:mod:`assessor.training.faults`), then what answers share (:mod:`assessor.training.repeats`), what gives a label away
(:mod:`assessor.training.leaks`) and whether levels and difficulties are balanced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from assessor.domain.example import Example
from assessor.domain.issue import Issue, Severity
from assessor.domain.scale import Scale
from assessor.paths import scales_root
from assessor.rubric import read_scale
from assessor.training.crossfit import silent
from assessor.training.dataset import examples_folder
from assessor.training.faults import Located, corpus_issue, faults, read_lines
from assessor.training.leaks import ERROR, WARNING, leaks
from assessor.training.repeats import copies, shared_openings, shared_phrases
from assessor.training.second_ratings import two_ratings
from assessor.wording import Text, say

LEAST_EVEN_SHARE = 0.5
DIFFICULT = (0.25, 0.45)
# What these zeros are about, said in the same field; good stories told plainly, hard for no rater.
NOT_DIFFICULT = frozenset({"autre", "sous le niveau 4"})
LEAST_ADMISSIBLE_ZEROS = 30
_NAMED = 8


def check_examples(scale_id: str, progress: Callable[[str, int, int], None] = silent) -> list[Issue]:
    """Everything wrong, or better otherwise, with the annotated answers of a scale.

    Parameters
    ----------
    scale_id : str
        A scale without examples has no problem here.
    progress : callable
        Called with what is being done, how many files are read, and how many there are.

    Returns
    -------
    list of Issue
        By file and line; ``file`` is relative to the folder of the scales, line 0 for what concerns all answers together.

    Raises
    ------
    ScaleError
        If the scale itself cannot be used.
    """
    scale = read_scale(scale_id)
    folder = _folder(scale_id)
    read: list[Located] = []
    issues: list[Issue] = []
    files = sorted(folder.glob("*.jsonl"))
    for done, path in enumerate(files, start=1):
        here, unreadable = read_lines(path, _name(path))
        issues += unreadable
        read += here
        progress("encode", done, len(files))
    for one in read:
        issues += faults(one, scale)
    issues += _repeated_ids(read)
    issues += _without_second_rating(read)
    issues += _repeats(read, scale)
    # Figures over labels that are wrong or unknown would only confuse: what is wrong is put right first.
    if read and not any(issue.severity == "error" for issue in issues):
        examples = [one.example for one in read]
        issues += _leaks(examples, scale, _name(folder))
        issues += _balance(examples, scale, _name(folder))
    return sorted(issues, key=lambda issue: (issue.file, issue.line))


def _folder(scale_id: str) -> Path:
    """The examples of a scale named by its id, or by the path of its folder or of its file."""
    path = Path(scale_id)
    beside = (path.parent if path.suffix in {".yaml", ".yml"} else path) / "examples"
    own = examples_folder(scale_id)
    return own if own.is_dir() else beside


def _name(path: Path) -> str:
    return path.relative_to(scales_root()).as_posix() if path.is_relative_to(scales_root()) else str(path)


def _repeated_ids(read: Sequence[Located]) -> list[Issue]:
    first: dict[str, Located] = {}
    return [
        one.issue("error", "id_repeated", first=f"{first[one.example.id].file}:{first[one.example.id].line}")
        for one in read
        if first.setdefault(one.example.id, one) is not one
    ]


def _without_second_rating(read: Sequence[Located]) -> list[Issue]:
    """One issue a file: a corpus that has not been rated again yet would otherwise hide everything else."""
    lacking: dict[str, list[Located]] = {}
    for one in read:
        if two_ratings(one.example) is None:
            lacking.setdefault(one.file, []).append(one)
    return [
        corpus_issue("warning", file, ones[0].line, "second_missing", count=len(ones), ids=_ids([one.example.id for one in ones]))
        for file, ones in lacking.items()
    ]


def _repeats(read: Sequence[Located], scale: Scale) -> list[Issue]:
    """Copies, told at the later answer; phrases and openings, told at the last answer that has them."""
    examples = [one.example for one in read]
    texts = [example.text for example in examples]
    found = [
        read[copy.second].issue("warning", f"copy_{copy.kind}", other=examples[copy.first].id, similarity=_figure(copy.similarity))
        for copy in copies(examples, scale)
    ]
    for code, shared in (("phrase", shared_phrases(texts)), ("opening", shared_openings(texts))):
        for phrase, positions in shared:
            ids = _ids([examples[position].id for position in positions])
            found.append(read[positions[-1]].issue("warning", code, phrase=phrase, count=len(positions), ids=ids))
    return found


def _ids(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_NAMED]) + (", …" if len(ids) > _NAMED else "")


def _leaks(examples: Sequence[Example], scale: Scale, folder: str) -> list[Issue]:
    found = []
    for name, kappa in leaks(examples, scale).items():
        if kappa > WARNING:
            severity: Severity = "error" if kappa > ERROR else "warning"
            found.append(corpus_issue(severity, folder, 0, "leak", measure=say(f"corpus.measure.{name}"), kappa=_figure(kappa)))
    return found


def _balance(examples: Sequence[Example], scale: Scale, folder: str) -> list[Issue]:
    def warning(code: str, **values: object) -> Issue:
        return corpus_issue("warning", folder, 0, code, **values)

    if scale.kind == "ordinal":
        counts = Counter(str(example.level) for example in examples)
        names = [str(number) for number in scale.level_numbers]
    else:
        counts = Counter(code for example in examples for code in set(example.demonstrated or ()))
        names = list(scale.concept_codes)
    total, even = max(sum(counts.values()), 1), 1 / len(names)
    shares = {name: counts[name] / total for name in names}
    found = [
        warning("share_low", name=name, share=_percent(share), even=_percent(even))
        for name, share in shares.items()
        if share < LEAST_EVEN_SHARE * even
    ]
    marked = [example.difficulty for example in examples if example.difficulty]
    difficult = sum(one not in NOT_DIFFICULT for one in marked) / len(examples)
    low, high = DIFFICULT
    if not low <= difficult <= high:
        found.append(warning("difficult_share", share=_percent(difficult), low=_percent(low), high=_percent(high)))
    zeros = sum(example.meta.get("gate") == "competency" for example in examples)
    if zeros < LEAST_ADMISSIBLE_ZEROS:
        found.append(warning("zeros_few", count=zeros, least=LEAST_ADMISSIBLE_ZEROS))
    return found


def _percent(share: float) -> Text:
    return Text(f"{100 * share:.0f} %", f"{100 * share:.0f}%")


def _figure(value: float) -> Text:
    written = f"{value:.2f}"
    return Text(written.replace(".", ","), written)
