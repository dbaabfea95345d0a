"""A review in progress, and what each gesture of the person makes of it. Nothing here knows of a page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace

from assessor.domain.answer import Answer
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review, Verdict
from assessor.errors import AnswerError
from assessor.reports.dossier import parsed, read_dossier, review_data
from assessor.wording import say


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer on a scale, and what has been decided of it; ``revealed`` once the suggestion may be seen."""

    answer: Answer
    scale: str
    review: Review = field(default_factory=Review)
    revealed: bool = False

    @property
    def key(self) -> str:
        """The same for the same text of the same identifier on the same scale: pasting it, or dropping its file, finds its review again.

        Two candidates may well give the same few words; what is decided of one says nothing of the other.

        Examples
        --------
        >>> Draft(Answer("a", "J'ai appelé."), "x").key == Draft(Answer("b", "J'ai appelé."), "x").key
        False
        """
        return hashlib.sha256(f"{self.scale}\0{self.answer.id}\0{self.answer.text}".encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def decided(self) -> bool:
        """Whether the person has said a level that still counts, or what is demonstrated."""
        return self.review.after is not None or self.review.demonstrated is not None

    @property
    def touched(self) -> bool:
        """Whether the person has said anything at all of it.

        Examples
        --------
        >>> draft = Draft(Answer("a", "J'ai appelé."), "x")
        >>> draft.touched, draft.judged("1:0-12", "rejected").touched
        (False, True)
        """
        return self.review != Review()

    def judged(self, evidence: str, verdict: Verdict | None) -> Draft:
        """With a verdict on a piece of evidence; None takes it back.

        Examples
        --------
        >>> draft = Draft(Answer("a", "J'ai appelé."), "x").judged("1:0-12", "rejected")
        >>> dict(draft.review.verdicts), dict(draft.judged("1:0-12", None).review.verdicts)
        ({'1:0-12': 'rejected'}, {})
        """
        verdicts = {key: known for key, known in self.review.verdicts.items() if key != evidence}
        if verdict is not None:
            verdicts[evidence] = verdict
        return replace(self, review=replace(self.review, verdicts=verdicts))

    def with_evidence(self, start: int, end: int, concept: str) -> Draft:
        """With evidence that the person found in the text; white space at its ends is left out, and nothing is added twice."""
        span = trimmed(self.answer.text, start, end)
        if span is None:
            return self
        start, end = span
        added = Evidence(start, end, self.answer.text[start:end], concept, 1.0, (say("reason.added"),))
        if added.key in {one.key for one in self.review.added}:
            return self
        return replace(self, review=replace(self.review, added=(*self.review.added, added))).judged(added.key, None)

    def without_evidence(self, evidence: str) -> Draft:
        """Without a piece of evidence that the person had added."""
        kept = tuple(one for one in self.review.added if one.key != evidence)
        return replace(self, review=replace(self.review, added=kept)).judged(evidence, None)

    def saved(self) -> str:
        """What the browser keeps of it."""
        return json.dumps({**review_data(self.answer, self.review, self.scale), "revealed": self.revealed}, ensure_ascii=False)


def restored(saved: str | bytes) -> Draft:
    """A draft from what the browser kept, or from a dossier that was exported (its suggestion has been seen).

    Raises
    ------
    AssessorError
        If it cannot be used; the message says what is wrong with it.
    """
    content = parsed(saved)
    if content is None:
        raise AnswerError("report_dossier", problems=say("report.problem.not_dossier"))
    answer, review, scale = read_dossier(content)
    return Draft(answer, scale, review, content.get("revealed") is not False)


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A span inside the text without white space at its ends; None if nothing is left.

    Examples
    --------
    >>> trimmed("Bon. J'ai appelé. ", 4, 18), trimmed("Bon.", 4, 9)
    ((5, 17), None)
    """
    start, end = max(0, start), min(len(text), end)
    chosen = text[start:end] if start < end else ""
    if not chosen.strip():
        return None
    return start + len(chosen) - len(chosen.lstrip()), end - len(chosen) + len(chosen.rstrip())
