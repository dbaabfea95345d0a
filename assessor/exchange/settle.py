"""Records brought together: one example an answer, its ratings beside it, and what stands in the way of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from assessor.documents.unreadable import garbled
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.exchange.labels import median, shown_by
from assessor.exchange.record import Imported, Progress, Record, problem, silent
from assessor.training.dataset import misfits
from assessor.wording import Text, say

_SAMPLE = 600  # characters; enough to tell a language


def settle(found: Iterable[Record | Issue], scale: Scale | None = None, author: str | None = None, progress: Progress = silent) -> Imported:
    """One example for each answer.

    Lines about one answer (one id; without ids, one text) are its ratings when each names its rater. The label is the one that was
    settled on; where there is none, the median of the ratings (:func:`~assessor.exchange.labels.median`), which are kept; where there are
    none either, what the marked sentences show. ``meta.author`` says who speaks, so that folds keep a speaker on one side: if nobody
    knows, each answer is its own author. A rater is never taken for an author.

    Parameters
    ----------
    found : iterable of Record or Issue
        In the order of the file.
    scale : Scale, optional
        Without one any whole number is a level, any label a code.
    author : str, optional
        Who speaks in answers that do not say it.
    progress : callable
        Called with what is being done, how many answers are settled, and how many there are.
    """
    problems: list[Issue] = []
    columns: dict[str, tuple[tuple[str, str], ...]] = {}
    groups: dict[tuple[str, str], list[Record]] = {}
    for number, one in enumerate(found, start=1):
        if isinstance(one, Issue):
            problems.append(one)
            continue
        if one.columns:
            columns[one.file] = one.columns
        if scale is not None and one.scale not in (None, scale.id):
            problems.append(problem("error", one.file, one.line, "scale", id=one.id or number, found=one.scale, expected=scale.id))
            continue
        key, record = _placed(one, number, groups)
        if fault := _clash(record, groups.get(key, [])):
            problems.append(fault)
        else:
            groups.setdefault(key, []).append(record)
    named = {record.meta.get("author") for group in groups.values() for record in group} | {author}
    examples: list[Example] = []
    by_median = 0
    for done, group in enumerate(groups.values(), start=1):
        progress("encode", done, len(groups))
        made = _example(group, scale, author, named)
        if isinstance(made, Issue):
            problems.append(made)
            continue
        example, left = made
        examples.append(example)
        problems += left
        by_median += _is_decided_here(example, group)
    problems += _alike(examples, {group[0].id: group[0] for group in groups.values()})
    if by_median:
        problems.append(problem("warning", next(iter(groups.values()))[0].file, 0, "by_median", count=by_median))
    # What was left out first, then what to know; each in the order of the files.
    return Imported(tuple(examples), tuple(sorted(problems, key=lambda issue: (issue.severity, issue.file, issue.line))), columns)


def _alike(examples: Sequence[Example], records: Mapping[str | None, Record]) -> list[Issue]:
    """One text with several labels under several identifiers, and texts whose accents were lost on the way."""
    found: list[Issue] = []
    known: dict[str, Example] = {}
    for one in examples:
        record = records[one.id]
        text = " ".join(one.text.split())
        first = known.setdefault(text, one)
        if (first.level, first.demonstrated) != (one.level, one.demonstrated):
            said = [_label(Rating("", example.level, example.demonstrated)) for example in (one, first)]
            found.append(
                problem("warning", record.file, record.line, "text_repeated", id=one.id, first=first.id, label=said[0], other=said[1])
            )
    if damaged := [one for one in examples if garbled(one.text)]:
        found.append(problem("warning", records[damaged[0].id].file, 0, "garbled", count=len(damaged), first=damaged[0].id))
    return found


def _is_decided_here(example: Example, group: Sequence[Record]) -> bool:
    """Whether raters differed and nobody settled it."""
    settled = any(record.said for record in group if not record.rater)
    return not settled and len({(one.level, one.demonstrated) for one in example.ratings}) > 1


def _placed(record: Record, number: int, groups: dict[tuple[str, str], list[Record]]) -> tuple[tuple[str, str], Record]:
    """Which answer a record is about, and the record with an id."""
    if record.id is None:
        key = ("text", record.text) if record.rater else ("id", str(number))
        known = groups.get(key)
        return key, replace(record, id=known[0].id if known else str(number))
    key = ("id", record.id)
    if record.other_id is not None and key in groups and groups[key][0].text != record.text:
        return ("id", record.other_id), replace(record, id=record.other_id)
    return key, record


def _clash(record: Record, group: Sequence[Record]) -> Issue | None:
    """Why a record cannot join those about the same answer."""
    for other in group:
        place = f"{other.file}:{other.line}"
        if other.text != record.text:
            return problem("error", record.file, record.line, "id_repeated", id=record.id, first=place)
        if twice := sorted(_twice(record, other)):
            return problem("error", record.file, record.line, "rater_repeated", id=record.id, first=place, rater=twice[0])
        if record.rater == other.rater and (not record.reviewer or record.reviewer == other.reviewer):
            return problem("error", record.file, record.line, "row_repeated", id=record.id, first=place)
    return None


def _twice(record: Record, other: Record) -> set[str]:
    """Who rated an answer in both records; earlier ratings may stand in each rater's own file, and what a rater gives there goes first."""
    if not (record.rater and other.rater) or record.rater == other.rater:
        return _raters(record) & _raters(other)
    differ = {one.rater for one in record.ratings for two in other.ratings if one.rater == two.rater and one != two}
    return differ - {record.rater, other.rater}


def _raters(record: Record) -> set[str]:
    return {one.rater for one in record.ratings} | ({record.rater} if record.rater else set())


def _example(
    group: Sequence[Record], scale: Scale | None, author: str | None, named: Set[str | None]
) -> tuple[Example, list[Issue]] | Issue:
    """The example of the records about one answer, with what was left aside; or why there is none. ``named`` are others' authors."""
    base = next((record for record in group if not record.rater), group[0])
    ratings = tuple(_all_ratings(group, scale))
    settled = [record.said for record in group if record.said and not record.rater] or list(ratings)
    said = median(settled, scale) if settled else shown_by(base.sentences, scale)
    if said is None:
        return problem("error", base.file, base.line, "level_missing", id=base.id)
    meta = {key: value for record in reversed([base, *group]) for key, value in record.meta.items()}
    name = str(base.id)
    example = Example(
        id=name,
        scale=base.scale or (scale.id if scale else ""),
        text=base.text,
        level=said.level,
        demonstrated=said.demonstrated,
        lang=next((record.lang for record in group if record.lang), None) or _language(base.text),
        meta={
            **meta,
            "source": meta.get("source") or "imported",
            "author": meta.get("author") or author or (f"#{name}" if name in named else name),
        },
        ratings=ratings,
    )
    candidates = [record.sentences for record in (base, *group) if record.sentences]
    for marked in candidates:
        if not misfits(replace(example, sentences=marked), scale):
            return replace(example, sentences=marked), []
    return example, [_contradiction(base, candidates[0], said, scale)] if candidates else []


def _all_ratings(group: Sequence[Record], scale: Scale | None) -> list[Rating]:
    """The ratings of an answer, in order: those that stand in several raters' files once, and those that a rater gave anew only so."""
    blind = [_blind(record, scale) for record in group]
    anew = {one.rater for one in blind if one}
    found: list[Rating] = []
    for record, own in zip(group, blind, strict=True):
        found += [one for one in record.ratings if one.rater not in anew and not (record.rater and one in found)]
        found += [own] if own else []
    return found


def _blind(record: Record, scale: Scale | None) -> Rating | None:
    """What the rater of a record gave; the marked sentences say it where nothing else does."""
    if not record.rater:
        return None
    said = record.said or shown_by(record.sentences, scale)
    return replace(said, rater=record.rater) if said else None


def _contradiction(base: Record, marked: tuple[SentenceLabel, ...], said: Rating, scale: Scale | None) -> Issue:
    shows = shown_by(marked, scale)
    return problem("warning", base.file, base.line, "contradiction", id=base.id, sentences=_label(shows), label=_label(said))


def _label(rating: Rating | None) -> Text | str:
    if rating is None or rating.demonstrated == ():
        return say("exchange.nothing")
    return str(rating.level) if rating.demonstrated is None else ", ".join(rating.demonstrated)


def _language(text: str) -> str:
    """The language of an answer that does not say it; French if there is too little to tell."""
    from assessor.language.detection import detect_language  # here, since it brings spaCy along

    found = detect_language(text[:_SAMPLE])
    return "fr" if found == "?" else found
