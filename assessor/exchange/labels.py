"""Cells and labels into levels, demonstrations, codes and roles: those of a scale, or whatever they are when there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from numbers import Real
from typing import Final, Literal, get_args

from assessor.domain.assessment import Role
from assessor.domain.example import Rating, SentenceLabel
from assessor.domain.scale import Scale
from assessor.exchange.names import level_pattern, plain, says
from assessor.exchange.record import RowError
from assessor.wording import Text, say
from assessor.wording.several import quoted

STAR_PREFIX: Final = "STAR:"
ROLES: Final[tuple[Role, ...]] = get_args(Role)
_NAME_AFTER: Final = re.compile(r"\s+[-–—:]\s+|\s*:\s+")
_SEPARATORS: Final = re.compile(r"[,;|\s]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that a person marked: as evidence for a code, or with a STAR role."""

    start: int
    end: int
    code: str | None = None
    role: Role | None = None


def is_missing(value: object) -> bool:
    """Whether a cell says nothing: it is empty, or holds NaN or « n/a ».

    Examples
    --------
    >>> [is_missing(value) for value in (None, float("nan"), " N/A ", "0", 0)]
    [True, True, True, False, False]
    """
    if isinstance(value, str):
        return says("missing", value)
    if value is None or isinstance(value, (list, tuple, set, frozenset, dict)):
        return value is None
    try:
        return not bool(value == value)  # NaN and NaT differ from themselves
    except (TypeError, ValueError):  # pandas' NA does not even say whether it does
        return True


def read_level(value: object, scale: Scale | None = None) -> int | None:
    """A level as people write it; None if the cell says nothing.

    Parameters
    ----------
    value : object
        ``3``, ``3.0``, ``"3"``, ``"3,0"``, ``"niveau 3"``, ``"3 – Un nom"``, or the name of a level of the scale.
    scale : Scale, optional
        Without one any whole number is a level.

    Raises
    ------
    RowError
        ``level``: it is no level, or none of this scale.

    Examples
    --------
    >>> [read_level(value) for value in (3, 3.0, " 3 ", "Niveau 2", "2,0", "n/a", -1)]
    [3, 3, 3, 2, 2, None, -1]
    """
    if is_missing(value):
        return None
    found: int | None = None
    if isinstance(value, str):
        match = level_pattern().fullmatch(plain(value))
        names = {plain(name): level.number for level in (scale.levels if scale else ()) for name in (level.name.fr, level.name.en)}
        found = int(match[1]) if match else names.get(plain(value))
    elif isinstance(value, Real) and not isinstance(value, bool) and abs(float(value)) < 1e9 and float(value).is_integer():
        found = int(float(value))
    if found is None or (scale is not None and scale.level_numbers and found not in scale.level_numbers):
        raise RowError("level", found=shown(value), allowed=allowed_levels(scale))
    return found


def allowed_levels(scale: Scale | None) -> Text | str:
    """What a level may be, for a message."""
    return say("exchange.any_level") if scale is None or not scale.level_numbers else ", ".join(map(str, scale.level_numbers))


def read_demonstrated(value: object, scale: Scale | None = None) -> tuple[str, ...] | None:
    """The demonstrations of a checklist answer; None if the cell says nothing, an empty tuple if it says that there are none.

    Raises
    ------
    RowError
        ``demonstrated``: a code that the scale does not have.

    Examples
    --------
    >>> [read_demonstrated(value) for value in ("A1, A3", ["A1"], '["A2"]', "-", "")]
    [('A1', 'A3'), ('A1',), ('A2',), (), None]
    """
    if is_missing(value):
        return None
    if isinstance(value, str):
        text = value.strip()
        value = [] if says("nothing", text) else json_list(text) or [part for part in _SEPARATORS.split(text) if part]
    if not isinstance(value, (list, tuple, set, frozenset)):
        value = [value]
    codes = list(dict.fromkeys(_code(str(one), scale) or str(one).strip() for one in value))
    allowed = None if scale is None else scale.concept_codes
    if allowed is not None and (unknown := [code for code in codes if code not in allowed]):
        raise RowError("demonstrated", found=quoted(unknown), allowed=", ".join(allowed))
    return tuple(codes if allowed is None else (code for code in allowed if code in codes))


def json_list(text: str) -> list[object] | None:
    """The list that a cell holds as JSON, if it does."""
    try:
        value = json.loads(text) if text.startswith("[") else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _code(label: str, scale: Scale | None) -> str | None:
    """The code that a label means: itself, the name of its concept, or « code – name »."""
    label = label.strip()
    if scale is None:
        return label or None
    for candidate in (label, _NAME_AFTER.split(label)[0]):
        for code in scale.codes:
            if candidate == code or plain(candidate) in {plain(scale.concept(code).name.fr), plain(scale.concept(code).name.en)}:
                return code
    return None


@cache
def _role_names() -> dict[str, Role]:
    return {plain(name): role for role in ROLES for name in (role, say(f"role.{role}").fr, say(f"role.{role}").en)}


def _role(label: str) -> Role | None:
    """The STAR role that a label means: its letter or its name."""
    return _role_names().get(plain(_NAME_AFTER.split(label.strip())[0]))


def read_mark(start: int, end: int, label: str, scale: Scale | None, kind: Literal["star", ""] = "") -> Mark:
    """A labelled passage.

    Parameters
    ----------
    start, end : int
        In characters as Python counts them.
    label : str
        ``"2"``, the name of a concept, ``"STAR:A"``, ``"Action"``…
    scale : Scale or None
        Without one every label is a code, but for those that begin with ``STAR:``.
    kind : {"star", ""}
        Whether the label comes from a set of STAR roles.

    Raises
    ------
    RowError
        ``label``: it is neither a code of the scale nor a role.

    Examples
    --------
    >>> read_mark(0, 12, "STAR:A", None), read_mark(0, 12, "2", None)
    (Mark(start=0, end=12, code=None, role='A'), Mark(start=0, end=12, code='2', role=None))
    """
    stated = label.strip().upper().startswith(STAR_PREFIX)
    name = label.strip()[len(STAR_PREFIX) :] if stated else label
    code = None if kind == "star" or stated else _code(name, scale)
    role = None if code is not None else _role(name)
    if code is None and role is None:
        codes = () if scale is None or kind == "star" else scale.codes
        raise RowError("label", found=label, allowed=", ".join((*codes, *(f"{STAR_PREFIX}{one}" for one in ROLES))))
    return Mark(start, end, code, role)


def shown_by(sentences: Iterable[SentenceLabel], scale: Scale | None, rater: str = "") -> Rating | None:
    """The label that marked sentences amount to: on an ordinal scale the highest level shown; None if nothing is marked."""
    marked = [code for sentence in sentences for code in sentence.concepts]
    if scale is None or not marked:
        return None
    if scale.kind == "checklist":
        return Rating(rater, demonstrated=tuple(code for code in scale.concept_codes if code in marked))
    return Rating(rater, max((concept.level or 0 for concept in scale.concepts if concept.code in marked), default=0))


def median(said: Sequence[Rating], scale: Scale | None = None) -> Rating:
    """The label that several raters amount to.

    The median of their levels, rounded to the nearest whole number and a half to the lower one, so that nothing is given that only half of
    them saw; of a checklist, each demonstration that more than half of them saw.

    Examples
    --------
    >>> median([Rating("a", 2), Rating("b", 3)]).level, median([Rating("a", 1), Rating("b", 4), Rating("c", 4)]).level
    (2, 4)
    >>> median([Rating("a", demonstrated=("A1", "A2")), Rating("b", demonstrated=("A1",))]).demonstrated
    ('A1',)
    """
    if levels := sorted(one.level for one in said if one.level is not None):
        middle = (levels[(len(levels) - 1) // 2] + levels[len(levels) // 2]) // 2
        return Rating("", max((one for one in (scale.level_numbers if scale else ()) if one <= middle), default=middle))
    seen = [one.demonstrated for one in said if one.demonstrated is not None]
    codes = dict.fromkeys(code for one in seen for code in one)
    return Rating("", demonstrated=tuple(code for code in codes if 2 * sum(code in one for one in seen) > len(seen)))


def shown(value: object) -> str:
    """A value for a message, cut short; what spreadsheets make of « 1-2 » is a date.

    Examples
    --------
    >>> shown(date(2026, 2, 1)), shown(" neuf "), shown(object())
    ('date 2026-02-01', 'neuf', '—')
    """
    if isinstance(value, date):
        return f"date {value:%Y-%m-%d}"
    text = str(value).strip() if isinstance(value, (str, Real, list, tuple, dict)) else "—"
    return text if len(text) <= 40 else f"{text[:39]}…"
