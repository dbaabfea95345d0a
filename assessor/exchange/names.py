"""What people call the columns of their tables, and what their cells say: ``names.yaml``, compared without capitals or accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, get_args

import yaml

from assessor.documents.columns import ID_COLUMNS, TEXT_COLUMNS

Role = Literal["text", "id", "level", "demonstrated", "rater", "lang", "scale", "sentences", "meta", "ratings"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
META_PREFIX: Final = "meta:"
_LONGEST: Final = 40  # characters of a cell that says so
_BETWEEN: Final = " _-.:("
_BLANKS: Final = re.compile(r"[\s_.-]+")
_NO_NAME: Final = re.compile(r"^(?:de la |de l['’]|du |des |de |d['’]|of )")
_SURE: Final = ("level", "niveau", "demonstrated", "demontre", "demontres")


@cache
def _names() -> dict[str, Any]:
    data: dict[str, Any] = yaml.load((files(__package__) / "names.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    return data


def plain(name: object) -> str:
    """A name as it is compared.

    Examples
    --------
    >>> plain(" Évaluateur ")
    'evaluateur'
    """
    parts = unicodedata.normalize("NFD", str(name).strip().casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))


@cache
def names_of(role: Role) -> tuple[str, ...]:
    """The usual names of a column, as they are compared, the most usual first; those of texts and identifiers are the same everywhere."""
    shared = {"text": TEXT_COLUMNS, "id": ID_COLUMNS}
    return tuple(dict.fromkeys(plain(name) for name in shared.get(role) or _names()["columns"][role]))


def says(word: Literal["missing", "nothing"], value: str) -> bool:
    """Whether a cell says that there is no value, or that nothing was demonstrated.

    Examples
    --------
    >>> says("missing", " N/A "), says("nothing", "aucune"), says("missing", "2")
    (True, True, False)
    """
    return len(value) <= _LONGEST and plain(value) in _names()[word]


@cache
def level_pattern() -> re.Pattern[str]:
    """A level as people write it: a number, perhaps after « niveau », perhaps before its name."""
    words = "|".join(re.escape(word) for word in sorted(_names()["level_words"], key=len, reverse=True))
    return re.compile(rf"(?:(?:{words})\s*)?([+-]?\d{{1,9}})(?:[.,]0+)?(?:\s*[-–—:.]\s+\S.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """What a column's name says it holds: a role, one rater's levels or demonstrations, or a fact about the answer.

    ``key`` is the rater or the fact; ``rank`` is smaller the more usual the name is for its role.
    """

    role: Role | Literal["level_of", "demonstrated_of", "fact"]
    key: str = ""
    rank: int = 0


def read_name(name: object) -> Named:
    """What a column holds, by its name alone.

    Examples
    --------
    >>> read_name("Réponse").role, read_name("niveau_Julie").role, read_name("Secteur").role
    ('text', 'level_of', 'fact')
    >>> [read_name(name).key for name in ("niveau (Julie)", "note B", "évaluateur 2", "Secteur", "score_length")]
    ['Julie', 'B', 'évaluateur 2', 'sector', 'score_length']
    >>> read_name("niveau_retenu").role, read_name("Niveau d'études").role
    ('level', 'fact')
    """
    given = str(name).strip()
    compared = plain(given)
    if compared.startswith(META_PREFIX):
        return Named("fact", given[len(META_PREFIX) :])
    spaced = _BLANKS.sub(" ", compared)
    for role in ROLES:
        for said in (compared, spaced):
            if said in names_of(role):
                return Named(role, rank=names_of(role).index(said))
    for fact, usual in _names()["facts"].items():
        if compared in usual:
            return Named("fact", fact)
    return _of_rater(given) or Named("fact", given)


def _of_rater(name: str) -> Named | None:
    """What a column such as « level_rater2 », « niveau (Julie) », « note B » or « évaluateur 2 » holds."""
    numbered = rf"(?:(?:{'|'.join(names_of('rater'))})[ _-]*)?(?:\d+|[a-z])"
    for at, character in enumerate(name):
        word = plain(name[:at])
        if character in _BETWEEN and word in (*names_of("level"), *names_of("demonstrated")):
            rest = name[at + 1 :].strip()
            rater = rest.strip("()") if character in " (" else rest
            # « score_length » is a fact about the answer, « score_2 » a rater; « niveau_Julie » can be nothing else.
            sure = word in _SURE and _NO_NAME.split(_BLANKS.sub(" ", plain(rater)))[-1].split(" ")[0] not in _names()["no_rater"]
            if not rater or not (sure or re.fullmatch(numbered, plain(rater))):
                return None
            return Named("level_of" if word in names_of("level") else "demonstrated_of", rater)
    compared = plain(name)
    return Named("level_of", name) if re.fullmatch(numbered, compared) and len(compared) > 2 and not compared.isdigit() else None


def column_of_fact(key: str) -> str:
    """The column that holds a fact: its own name, unless that name would be read as something else.

    Examples
    --------
    >>> column_of_fact("sector"), column_of_fact("note")
    ('sector', 'meta:note')
    """
    free = read_name(key) == Named("fact", key) and plain(key) not in _names()["reserved"]
    return key if free else f"{META_PREFIX}{key}"
