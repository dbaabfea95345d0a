"""The record of one decision: what was read, what the program said, what the person decided; written, and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment, Role
from assessor.domain.evidence import Evidence
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.review import Review, Verdict
from assessor.domain.scale import Scale
from assessor.errors import AnswerError
from assessor.reports.record import record
from assessor.rubric import read_scale
from assessor.training.dataset import misfits
from assessor.wording import Language, Text, say
from assessor.wording.several import quoted

FORMAT: Final = 1
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*")


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Answer(_Strict):
    id: str
    text: str


class _Scale(_Strict):
    id: str


class _Added(_Strict):
    start: int
    end: int
    quote: str
    concept: str


class _Review(_Strict):
    before: int | None = None
    after: int | None = None
    demonstrated: list[str] | None = None
    verdicts: dict[str, Verdict] = {}
    added: list[_Added] = []
    reasons: str = ""
    assessor: str = ""
    demonstrated_before: list[str] | None = None


class _Dossier(_Strict):
    """What is read back; whatever else stands in the file is for its readers, since the program works it out again."""

    dossier: int
    answer: _Answer
    scale: _Scale
    review: _Review


class _Star(_Strict):
    start: int
    end: int
    role: Role


class _Found(_Strict):
    start: int
    end: int
    concept: str
    probability: float


class _Assessed(BaseModel):
    model: str
    scale_version: str
    star: list[_Star]
    evidence: list[_Found]


def review_data(answer: Answer, review: Review, scale_id: str) -> dict[str, object]:
    """What a person has decided so far, as JSON-ready data that :func:`read_dossier` reads back."""
    return {
        "dossier": FORMAT,
        "answer": {"id": answer.id, "text": answer.text},
        "scale": {"id": scale_id},
        "review": {
            "before": review.before,
            "after": review.after,
            "demonstrated_before": None if review.demonstrated_before is None else list(review.demonstrated_before),
            "demonstrated": None if review.demonstrated is None else list(review.demonstrated),
            "verdicts": dict(sorted(review.verdicts.items())),
            "added": [{"start": one.start, "end": one.end, "quote": one.quote, "concept": one.concept} for one in review.added],
            "reasons": review.reasons,
            "assessor": review.assessor,
        },
    }


def dossier(
    assessment: Assessment, review: Review, scale: Scale, language: Language = "fr", *, alone: Assessment | None = None
) -> dict[str, object]:
    """The whole record of one decision, as JSON-ready data with keys in a fixed order.

    Parameters
    ----------
    assessment : Assessment
        With the review taken into account.
    review : Review
    scale : Scale
    language : {"fr", "en"}
        Of names, reasons and questions.
    alone : Assessment, optional
        What the program said by itself, before any verdict; written as ``program``, which is null without it.
    """
    return {
        **review_data(assessment.answer, review, scale.id),
        **_scale_and_policy(scale, language),
        "program": None if alone is None else _said(alone, language),
        "assessment": _said(assessment, language),
    }


def _scale_and_policy(scale: Scale, language: Language) -> dict[str, dict[str, Any]]:
    """What else a suggestion depends on."""
    policy = scale.policy
    settings = {rule.code: rule.value for rule in scale.settings}
    return {
        "scale": {"id": scale.id, "version": scale.version, "name": scale.name.in_(language), "settings": settings},
        "policy": {
            "name": policy.name.in_(language),
            "evidence_threshold": policy.evidence_threshold,
            "coverage": policy.coverage,
            "max_set_size": policy.max_set_size,
            "gate_threshold": policy.gate_threshold,
        },
    }


def _said(assessment: Assessment, language: Language) -> dict[str, object]:
    """An assessment with its reasons."""
    suggestion = assessment.suggestion
    reasons = {"why": suggestion.why, "why_not_next": suggestion.why_not_next}
    return record(assessment, language) | {name: [one.in_(language) for one in found] for name, found in reasons.items()}


def parsed(data: bytes | str) -> dict[str, Any] | None:
    r"""The JSON object in ``data`` if it is a dossier, whatever its state; None if it is something else.

    Examples
    --------
    >>> parsed('{"dossier": 1}'), parsed('{"id": "7", "text": "J\'ai appelé."}')
    ({'dossier': 1}, None)
    """
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and "dossier" in content else None


def read_dossier(data: Mapping[str, object]) -> tuple[Answer, Review, str]:
    """The answer, the review and the id of the scale that a dossier holds.

    Raises
    ------
    AnswerError
        With everything that is wrong with it.
    ScaleError
        If its scale is not installed.
    """
    try:
        read = _Dossier.model_validate(dict(data))
    except ValidationError as problem:
        raise _unusable(_field_problems(problem)) from problem
    if read.dossier != FORMAT:
        raise _unusable([say("report.problem.format", found=read.dossier, expected=FORMAT)])
    scale = read_scale(_plain_name(read.scale.id))
    answer = Answer(read.answer.id, read.answer.text)
    if problems := _contradictions(read.review, answer.text, scale):
        raise _unusable(problems)
    added = tuple(Evidence(one.start, one.end, one.quote, one.concept, 1.0, (say("reason.added"),)) for one in read.review.added)
    review = Review(
        before=read.review.before,
        after=read.review.after,
        verdicts=dict(read.review.verdicts),
        added=added,
        demonstrated=None if read.review.demonstrated is None else tuple(read.review.demonstrated),
        demonstrated_before=None if read.review.demonstrated_before is None else tuple(read.review.demonstrated_before),
        reasons=read.review.reasons,
        assessor=read.review.assessor,
    )
    return answer, review, scale.id


def made_otherwise(data: Mapping[str, object], scale: Scale, model: str) -> list[Text]:
    """What a whole dossier was made with and is not in use now: model, version of the scale, settings, policy; each with both values.

    Nothing is said of a review that was kept without an assessment. What the program says now is worked out with what is in use.

    Examples
    --------
    >>> scale = read_scale("arc-collaboration")
    >>> made_otherwise({"assessment": {"model": "a-1", "scale_version": scale.version}}, scale, "a-2")[0].en
    'model: a-1, now a-2'
    """
    parts = (data.get(name) for name in ("assessment", "scale", "policy"))
    said, named, policy = (one if isinstance(one, Mapping) else {} for one in parts)
    if "model" not in said:
        return []
    now = _scale_and_policy(scale, "fr")
    kept = [("model", said.get("model"), model), ("version", said.get("scale_version"), scale.version)]
    kept += [("settings", named.get("settings"), now["scale"]["settings"])] if "settings" in named else []
    kept += [(name, policy[name], value) for name, value in now["policy"].items() if name in policy and name != "name"]
    return [say(f"report.otherwise.{name}", then=before, now=after) for name, before, after in kept if before != after]


def unheard(assessment: Assessment, review: Review) -> list[Text]:
    """Verdicts that change nothing, each with its passage: the program that gave them cut the text elsewhere than the one in use."""
    shown, text = {one.key for one in assessment.evidence}, assessment.answer.text
    lines = []
    for key, verdict in sorted(review.verdicts.items()):
        if key not in shown:
            code, start, end = _parts(key)
            passage = quoted([text[int(start) : int(end)]])
            lines.append(say("report.unheard_one", verdict=say(f"report.state.{verdict}"), concept=code, quote=passage))
    return lines


def training_example(data: Mapping[str, object]) -> Example:
    """A complete dossier as an example to learn from.

    The person's level counts, never the program's. Its evidence comes along when it agrees with that level; where it does not, the level
    alone is learnt.

    Raises
    ------
    AnswerError
        If the dossier is unusable, or nobody has decided yet.
    ScaleError
        If its scale is not installed.
    """
    answer, review, scale_id = read_dossier(data)
    scale = read_scale(scale_id)
    try:
        assessed = _Assessed.model_validate(data.get("assessment"))
    except ValidationError as problem:
        raise _unusable(_field_problems(problem, "assessment.")) from problem
    level = review.before if review.after is None else review.after
    if (level if scale.kind == "ordinal" else review.demonstrated) is None:
        raise AnswerError("report_undecided", id=answer.id)
    said_blind = review.before is not None or review.demonstrated_before is not None
    blind = (Rating(review.assessor or "1", review.before, review.demonstrated_before),) if said_blind else ()
    example = Example(
        id=answer.id,
        scale=scale_id,
        text=answer.text,
        level=level if scale.kind == "ordinal" else None,
        demonstrated=review.demonstrated if scale.kind == "checklist" else None,
        meta={"source": "reviewed", "model": assessed.model, "scale_version": assessed.scale_version},
        ratings=blind,
    )
    marked = Example(**{name: getattr(example, name) for name in example.__slots__} | {"sentences": _labels(assessed)})
    return example if misfits(marked, scale) else marked


def _labels(assessed: _Assessed) -> tuple[SentenceLabel, ...]:
    """Each sentence with the codes of the standing evidence it shares most with."""
    codes: list[set[str]] = [set() for _ in assessed.star]
    for found in assessed.evidence:
        shared = [min(found.end, one.end) - max(found.start, one.start) for one in assessed.star]
        if found.probability > 0 and shared and max(shared) > 0:
            codes[shared.index(max(shared))].add(found.concept)
    return tuple(SentenceLabel(one.start, one.end, one.role, tuple(sorted(own))) for one, own in zip(assessed.star, codes, strict=True))


def _contradictions(review: _Review, text: str, scale: Scale) -> list[Text]:
    problems: list[Text] = []
    allowed = ", ".join(map(str, scale.level_numbers)) or "—"
    for name, level in (("before", review.before), ("after", review.after)):
        if level is not None and level not in scale.level_numbers:
            problems.append(say("report.problem.level", path=f"review.{name}", found=level, allowed=allowed))
    for name, codes in (("demonstrated_before", review.demonstrated_before), ("demonstrated", review.demonstrated)):
        if unknown := sorted(set(codes or ()) - set(scale.concept_codes)):
            path = f"review.{name}"
            problems.append(say("report.problem.code", path=path, found=", ".join(unknown), allowed=", ".join(scale.concept_codes)))
    for number, one in enumerate(review.added):
        path = f"review.added[{number}]"
        if one.concept not in scale.codes:
            problems.append(say("report.problem.code", path=path, found=one.concept, allowed=", ".join(scale.codes)))
        if not 0 <= one.start < one.end <= len(text) or text[one.start : one.end] != one.quote:
            problems.append(say("report.problem.quote", path=path, start=one.start, end=one.end))
    problems += [say("report.problem.verdict", found=key) for key in sorted(review.verdicts) if not _refers(key, text, scale)]
    return problems


def _refers(key: str, text: str, scale: Scale) -> bool:
    """Whether a verdict's key names a code of the scale and a place in the text."""
    code, start, end = _parts(key)
    return code in scale.codes and start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= len(text)


def _parts(key: str) -> tuple[str, str, str]:
    """The code, the start and the end that :attr:`Evidence.key` puts together, as they are written."""
    code, _, span = key.rpartition(":")
    start, _, end = span.partition("-")
    return code, start, end


def _field_problems(problem: ValidationError, prefix: str = "") -> list[Text]:
    paths = [prefix + ".".join(str(part) for part in one["loc"]) for one in problem.errors()]
    return [say("report.problem.field", path=path.rstrip(".")) for path in paths]


def _plain_name(scale_id: str) -> str:
    """The id if it can be the name of a scale's folder: a file from elsewhere must not lead the program to a path of its choosing."""
    if not _ID.fullmatch(scale_id):
        raise _unusable([say("report.problem.field", path="scale.id")])
    return scale_id


def _unusable(problems: list[Text]) -> AnswerError:
    lines = Text("\n".join(f"– {one.fr}" for one in problems), "\n".join(f"– {one.en}" for one in problems))
    return AnswerError("report_dossier", problems=lines)
