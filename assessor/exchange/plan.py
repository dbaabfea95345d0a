"""Which column of a table holds what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from assessor.documents.columns import ID_COLUMNS, TEXT_COLUMNS, find_column
from assessor.errors import AnswerError
from assessor.exchange.labels import is_missing, read_level
from assessor.exchange.names import Role, plain, read_name
from assessor.exchange.record import Columns, RowError
from assessor.wording.several import quoted

Table = Sequence[tuple[int, Mapping[str, object]]]
_ENOUGH_LEVELS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """Which column holds what: roles, raters with whether theirs are levels, facts with their names; and facts that a rater may have given.

    ``doubtful`` are columns that bear a rater's name and hold too few levels to be one's.
    """

    roles: Mapping[Role, str]
    raters: Mapping[str, tuple[str, bool]]
    facts: Mapping[str, str]
    doubtful: tuple[str, ...] = ()

    @property
    def judged(self) -> bool:
        """Whether some column holds what answers were judged to be, or what shows it."""
        return bool(self.raters or {"level", "demonstrated", "ratings", "sentences"} & set(self.roles))

    @property
    def taken(self) -> tuple[tuple[str, str], ...]:
        """What each column was taken for: a role, ``raters``, ``author`` or ``fact``, with the column's name."""
        facts = [("author" if key == "author" else "fact", name) for name, key in self.facts.items()]
        return (*((role, name) for role, name in self.roles.items()), *(("raters", name) for name in self.raters), *sorted(facts))


def plan(names: Iterable[str], columns: Columns, file: str, rows: Table = ()) -> Plan:
    """Decide which column holds what: those asked for, those with usual names, then for the text and the identifier the one that holds one.

    Everything else is a fact about the answer.

    Parameters
    ----------
    names : iterable of str
    columns : Columns
    file : str
    rows : sequence of (int, mapping)
        A column that only its name makes a rater's must hold levels in half of its cells, or it is a fact.

    Raises
    ------
    AnswerError
        ``exchange_no_column``: a column asked for is not there; ``document_no_column``: none holds the texts;
        ``document_which_column``: several may.

    Examples
    --------
    >>> plan(["Réponse", "niveau_A", "niveau_B", "service"], Columns(), "notes.csv").raters
    {'niveau_A': ('A', True), 'niveau_B': ('B', True)}
    >>> plan(["No dossier", "Question 3 – Réponse", "niveau"], Columns(), "notes.csv").roles
    {'level': 'niveau', 'text': 'Question 3 – Réponse', 'id': 'No dossier'}
    """
    names = list(names)
    named: tuple[tuple[Role, str | None], ...] = (
        ("text", columns.text),
        ("level", columns.level),
        ("id", columns.id),
        ("rater", columns.rater),
    )
    roles: dict[Role, str] = {role: _asked(name, names, file) for role, name in named if name is not None}
    raters: dict[str, tuple[str, bool]] = {}
    for column in columns.raters:
        said = read_name(column)
        raters[_asked(column, names, file)] = (said.key or column, said.role != "demonstrated_of")
    facts: dict[str, str] = {} if columns.author is None else {_asked(columns.author, names, file): "author"}
    doubtful: list[str] = []
    free = {name: read_name(name) for name in names if name not in {*raters, *roles.values(), *facts}}
    texts = [name for name, meant in free.items() if meant.role == "text"]
    if "text" not in roles and len(texts) > 1:
        raise AnswerError("document_which_column", file=file, found=quoted(texts))
    for name, meant in sorted(free.items(), key=lambda pair: pair[1].rank):
        if meant.role in ("level_of", "demonstrated_of"):
            levels = meant.role == "level_of"
            if columns.raters or (levels and not _holds_levels(name, rows)):
                facts[name] = name
                doubtful += [] if columns.raters else [name]
            else:
                raters[name] = (meant.key, levels)
        elif meant.role == "fact" or meant.role in roles:
            facts[name] = name if columns.author and meant.key == "author" else meant.key or name
        else:
            roles[cast("Role", meant.role)] = name
    # As when answers are scored, so that what is scored and what is annotated have the same identifiers.
    for role, usual in (("text", TEXT_COLUMNS), ("id", ID_COLUMNS)):
        place = None if role in roles else find_column(names, None, usual)
        if place is not None and names[place] in facts:
            roles[cast("Role", role)] = names[place]
            del facts[names[place]]
    if "text" not in roles:
        raise AnswerError("document_no_column", file=file, found=quoted(names), allowed=quoted(TEXT_COLUMNS))
    return Plan(
        roles,
        {name: raters[name] for name in names if name in raters},
        {name: facts[name] for name in names if name in facts},
        tuple(name for name in names if name in doubtful),
    )


def _asked(asked: str, names: Sequence[str], file: str) -> str:
    """The column that was asked for, as the table writes it."""
    found = [name for name in names if name == asked] or [name for name in names if plain(name) == plain(asked)]
    if not found:
        raise AnswerError("exchange_no_column", file=file, asked=asked, found=quoted(names))
    return found[0]


def _holds_levels(name: str, rows: Table) -> bool:
    filled = [row[name] for _, row in rows if not is_missing(row.get(name))]
    return sum(map(holds_level, filled)) >= _ENOUGH_LEVELS * len(filled)


def holds_level(value: object) -> bool:
    """Whether a cell can be read as a level of some scale."""
    try:
        return read_level(value) is not None
    except RowError:
        return False
