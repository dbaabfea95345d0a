"""What a candidate writes and what can be said of it. Nothing here knows of a page, and nothing is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Literal

from assessor.domain.answer import Sentence
from assessor.domain.assessment import Assessment, Gate
from assessor.domain.evidence import Evidence
from assessor.domain.scale import Exclusion, Scale
from assessor.language.measures import tells_change
from assessor.language.normalise import fold
from assessor.wording import say

_WORDS_A_MINUTE: Final = 140
_ALIKE: Final = 0.4
# Who acts in a passive sentence: « par la mairie », « par M. Tran »; « par semaine » and « par courriel » say something else.
_AGENT: Final = re.compile(
    r"\bpar (?:l'|(?:le|la|les|un|une|des|mon|ma|mes|nos?|notre|son|sa|ses|leurs?|ce|cet|cette|ces|M\.) |"
    r"[A-ZÀ-ÖØ-Þ]|(?:moi|lui|elles?|eux|nous)\b)"
)
_KINDS: Final = {
    "event": ("hypothetical", "habitual", "general", "failed"),
    "first_person": ("nous", "on", "passive", "others", "failed"),
    "recited": ("failed",),
}


@dataclass(frozen=True, slots=True)
class Practice:
    """The text being written and the versions that were kept; ``number`` rises whenever the program, not the person, changes the text.

    ``version`` is that of the text being written: a new one, or the kept one that was taken up. ``beside`` is the kept one that the text is
    compared with, 0 if there is none.
    """

    scale: str
    aim: str = ""
    turn: int = 0
    text: str = ""
    version: int = 1
    earlier: tuple[tuple[int, str], ...] = ()
    beside: int = 0
    number: int = 0

    @property
    def kept(self) -> str | None:
        """The version that the text is compared with."""
        return dict(self.earlier).get(self.beside)

    @property
    def next_version(self) -> int:
        """What the text would be kept as: a version that was taken up and changed becomes a new one, and the old one stays.

        Examples
        --------
        >>> taken = Practice("x", text="J'ai appelé.").keeping().taking_up(1)
        >>> taken.next_version, replace(taken, text="J'ai écrit.").next_version
        (1, 3)
        """
        known = dict(self.earlier)
        return self.version if known.get(self.version, self.text) == self.text else max(known) + 1

    @property
    def versions(self) -> dict[str, object]:
        """What the page hands back if the program was restarted meanwhile."""
        return {"version": self.version, "earlier": [list(one) for one in self.earlier], "beside": self.beside}

    def told(self, typed: Mapping[str, object]) -> Practice:
        """With what the browser sent; a message about a text that the program has since replaced is no longer true."""
        if typed.get("number") != self.number or not isinstance(typed.get("text"), str):
            return self
        told = replace(self, text=str(typed["text"]))
        match (self.earlier, typed):
            case ((), {"earlier": [*pairs], "beside": int(beside), "version": int(version)}):
                known = tuple((number, text) for pair in pairs for number, text in _version(pair))
                return replace(told, earlier=known, beside=beside, version=version)
        return told

    def keeping(self) -> Practice:
        """With the text kept as a version; the same text goes on as the next one.

        Examples
        --------
        >>> kept = Practice("x", text="J'ai appelé.").keeping()
        >>> kept.beside, kept.version, kept.kept == kept.text
        (1, 2, True)
        """
        known = dict(self.earlier) | {self.next_version: self.text}
        return replace(self, earlier=tuple(known.items()), beside=self.next_version, version=max(known) + 1)

    def taking_up(self, version: int) -> Practice:
        """With a kept version taken up again; the text that was being written is kept as well, so that neither is lost."""
        if version not in dict(self.earlier):
            return self
        left = self.keeping()
        text = dict(left.earlier)[version]
        return replace(left, text=text, version=version, number=self.number + 1)

    def erased(self) -> Practice:
        """Without any text."""
        return Practice(self.scale, self.aim, self.turn, number=self.number + 1)


def _version(pair: object) -> list[tuple[int, str]]:
    """A version as the browser hands it back; none if it is no such thing."""
    match pair:
        case [int(number), str(text)]:
            return [(number, text)]
    return []


@dataclass(frozen=True, slots=True)
class Seen:
    """What the program sees in a text: the assessment, and the sentences with their facts."""

    assessment: Assessment
    sentences: tuple[Sentence, ...]

    @property
    def failed(self) -> tuple[Gate, ...]:
        """The gates that do not hold."""
        return tuple(gate for gate in self.assessment.admissibility if not gate.passed)

    @property
    def readable(self) -> bool:
        """Whether there is enough text, in a language that the program reads."""
        return not {"length", "language"} & {gate.gate for gate in self.failed}


def shown(assessment: Assessment) -> dict[str, tuple[Evidence, ...]]:
    """The evidence for each code, in the order of the text."""
    codes = sorted({one.concept for one in assessment.evidence})
    return {code: tuple(one for one in assessment.evidence if one.concept == code) for code in codes}


def gate_kind(gate: Gate) -> str:
    """How a gate fails: what its reason says, so that a candidate can be told in other words.

    Examples
    --------
    >>> gate_kind(Gate("event", False, say("gate.event.habitual")))
    'habitual'
    """
    return next((kind for kind in _KINDS.get(gate.gate, ()) if gate.reason == say(f"gate.{gate.gate}.{kind}")), "failed")


def other_competency(gate: Gate, scale: Scale) -> Exclusion | None:
    """Where the answer belongs instead, if an exclusion of the scale says so."""
    for one in scale.exclusions:
        if gate.reason == say("gate.competency.excluded", exclusion=one.name, belongs=one.belongs_to):
            return one
    return None


def untold(seen: Seen) -> bool:
    """Whether what stands there is no story: a wish, a habit, an opinion, the words of a rubric."""
    return bool({"event", "recited"} & {gate.gate for gate in seen.failed})


@dataclass(frozen=True, slots=True)
class Balance:
    """Who acts, how long the story is, and whether its result is counted; ``quotes`` holds a sentence that shows each thing.

    ``result`` is None where no event is told: what somebody would do has no result.
    """

    je: int
    nous: int
    on: int
    passive: int
    words: int
    minutes: int
    result: Literal["figures", "plain", "absent"] | None
    quotes: Mapping[str, str]


def balance(seen: Seen) -> Balance:
    """The balance of a text."""
    text = seen.assessment.answer.text
    results = {one.start for one in seen.assessment.star if one.role == "R"}
    ends = [one for one in seen.sentences if one.start in results]
    counted = [one for one in ends if one.facts.quantities or one.facts.months or tells_change(fold(one.clean))]
    showing = {name: [one for one in seen.sentences if getattr(one.facts, name)] for name in ("nous", "on")} | {
        "unsaid": [one for one in seen.sentences if one.facts.passive and not _AGENT.search(one.clean)],
        "figures": counted,
    }
    total = {name: sum(getattr(one.facts, name) for one in seen.sentences) for name in ("je", "nous", "on", "passive", "words")}
    return Balance(
        **total,
        minutes=max(1, round(total["words"] / _WORDS_A_MINUTE)),
        result=None if untold(seen) else "figures" if counted else "plain" if ends else "absent",
        quotes={name: text[found[0].start : found[0].end] for name, found in showing.items() if found},
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What the text shows that the kept version did not, and the other way round; gates by name."""

    gained: Mapping[str, tuple[Evidence, ...]]
    lost: Mapping[str, tuple[Evidence, ...]]
    cleared: tuple[str, ...]
    raised: tuple[str, ...]


def changes(before: Seen, after: Seen) -> Changes:
    """From the kept version to the text being written."""
    old, new = shown(before.assessment), shown(after.assessment)
    closed, still = ([gate.gate for gate in one.failed] for one in (before, after))
    return Changes(
        gained={code: found for code, found in new.items() if code not in old},
        lost={code: found for code, found in old.items() if code not in new},
        cleared=tuple(name for name in closed if name not in still),
        raised=tuple(name for name in still if name not in closed),
    )


Pieces = list[tuple[str, bool]]


def word_changes(before: str, after: str) -> tuple[Pieces, Pieces] | None:
    """Two texts in pieces, each with whether the other text lacks it; None if they have too little in common for that to be read.

    Examples
    --------
    >>> word_changes("Nous avons appelé Yves.", "J'ai appelé Yves.")
    ([('Nous avons', True), (' appelé Yves.', False)], [("J'ai", True), (' appelé Yves.', False)])
    """
    old, new = (re.findall(r"\s*\S+", text) for text in (before, after))
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    if matcher.ratio() < _ALIKE:
        return None
    left: Pieces = []
    right: Pieces = []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        left += [("".join(old[old_start:old_end]), kind != "equal")] if old_end > old_start else []
        right += [("".join(new[new_start:new_end]), kind != "equal")] if new_end > new_start else []
    return left, right
