"""Who else a sentence names: people and organisations outside, clients, the own team."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assessor.domain.answer import Party
from assessor.language.lexicon_files import lexicon_file, words
from assessor.language.normalise import fold

_NAME = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:[-'][A-ZÀ-ÖØ-Þ]?[a-zà-öø-ÿ]+)*"
_WORD_START = re.compile(r"(?<![\w-])\w")
_ACRONYM = re.compile(r"(?<![\w.-])[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ]|\d(?=[A-Z])){1,6}(?![\w-])|(?<![\w.])(?:[A-Z]\.){2,6}")


def _plural(head: str) -> str:
    """A head, its plural and its feminine, as a regular expression."""
    one = "[ -]".join(map(re.escape, head.split(" ")))
    if head.endswith(("s", "x")):
        return one
    if head.endswith("eur"):
        return rf"{one[:-3]}(?:eurs?|euses?|rices?|eures?|eresses?)"
    if head.endswith("al"):
        return rf"{one[:-2]}(?:als?|aux)"
    return rf"{one}(?:ne|le)?e?[sx]?"


@cache
def _heads(group: str) -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The heads of a group, longest first, by their first three letters."""
    index: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for head in sorted(words("parties", group), key=lambda head: (-len(head), head)):
        index.setdefault(head[:3], []).append((head, re.compile(rf"{_plural(head)}(?!\w)")))
    return {key: tuple(heads) for key, heads in index.items()}


def _found(folded: str, group: str) -> Iterator[tuple[int, int, str]]:
    """Every head of a group and where it stands."""
    index = _heads(group)
    for word in _WORD_START.finditer(folded):
        for head, pattern in index.get(folded[word.start() : word.start() + 3], ()):
            if match := pattern.match(folded, word.start()):
                yield match.start(), match.end(), head
                break


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(lexicon_file("parties")["patterns"][name])


@cache
def _title() -> re.Pattern[str]:
    """A title right before a name."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(title) for title in sorted(words("parties", "titles"))) + r")\.? $")


@cache
def _names() -> re.Pattern[str]:
    """Capitalised words in a row, particles between."""
    particles = "|".join(one if one.endswith("'") else f"{one} " for one in lexicon_file("parties")["name_particles"])
    return re.compile(rf"(?<![\w'.-]){_NAME}(?: (?:{particles})?{_NAME}){{0,3}}")


def _mentions(clean: str, folded: str) -> Iterator[Party]:
    """Mentions in any order, overlaps included, most telling first."""
    yield from _team(folded)
    yield from _clients(folded)
    yield from _people(clean, folded)
    if not clean.isupper():
        for acronym in _ACRONYM.finditer(clean):
            name = acronym.group().replace(".", "")
            if name not in lexicon_file("parties")["not_acronyms"] and not (acronym.start() and clean[acronym.start() - 1].isupper()):
                yield Party(acronym.start(), acronym.end(), "outside", name.lower())
    for start, end, head in _found(folded, "outside_heads"):
        yield from _outside(clean, folded, start, end, head)


def _team(folded: str) -> Iterator[Party]:
    """« Mon équipe », « mes collègues », but not « mon collègue d'un autre ministère »."""
    for start, end, head in _found(folded, "team_heads"):
        owner = _pattern("owner").search(folded[max(0, start - 24) : start])
        if owner and not folded[end + 1 :].startswith(tuple(lexicon_file("parties")["others_mark"])):
            yield Party(start - len(owner.group()), end, "team", head)
    for bare in lexicon_file("parties")["team_bare"]:
        for match in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", folded):
            yield Party(match.start(), match.end(), "team", bare.rpartition("'")[2])


def _clients(folded: str) -> Iterator[Party]:
    for start, end, head in _found(folded, "client_heads"):
        yield Party(start, end, "client", head)


def _outside(clean: str, folded: str, start: int, end: int, head: str) -> Iterator[Party]:
    """An organisation or a role; what is named « de » it belongs to its key."""
    before = folded[max(0, start - 20) : start]
    of = re.compile(" " + lexicon_file("parties")["patterns"]["organisation_of"]).match(folded, end)
    told_who = of or re.match(f" {_NAME}", clean[end:]) or _pattern("introduced").search(before)
    owned = _pattern("owner").search(before) and head not in words("parties", "owned_outside")
    if owned or (head in words("parties", "roles") and not told_who):
        return
    yield Party(start, of.end() if of else end, "outside", f"{head} {_singular(of[1])}" if of else head)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith(("s", "x")) else word


def _people(clean: str, folded: str) -> Iterator[Party]:
    """Proper names: with a title, of two words, or alone beside a verb of persons."""
    for match in _names().finditer(clean):
        start, end = match.span()
        parts = match.group().split(" ")
        while parts and fold(parts[0]) in words("parties", "not_names") | words("parties", "titles"):
            start += len(parts[0]) + 1
            parts = parts[1:]
        if not parts or all(fold(part) in words("parties", "not_names") for part in parts):
            continue
        before = folded[max(0, start - 36) : start]
        titled = bool(_title().search(before))
        if titled or _person(parts, before, folded[end : end + 24], opening=start == 0 or clean[start - 2 : start - 1] in ".:!?"):
            owner = _pattern("owner_of_name").search(before)
            mine = owner and any(re.search(rf"(?<!\w){_plural(head)}(?!\w)", owner.group()) for head in words("parties", "team_heads"))
            yield Party(start, end, "team" if mine else "outside", fold(parts[-1] if titled else " ".join(parts)))


def _person(parts: Sequence[str], before: str, after: str, *, opening: bool) -> bool:
    """Whether capitalised words without a title name a person and not a place."""
    last = re.split(r"[ ']", before.rstrip(" '"))[-1]
    if len(parts) > 1:
        return last not in words("parties", "name_blockers")
    if last in words("parties", "place_words") or len(parts[0]) < 3:
        return False
    verb = re.match(r",? ?(\w+'?\w*)", after)
    follows = verb[1] if verb else ""
    if opening:
        return follows.startswith(tuple(lexicon_file("parties")["person_openers"]))
    return follows in words("parties", "person_verbs") or last in words("parties", "person_before")


def parties(clean: str, folded: str) -> tuple[Party, ...]:
    """Parties named in a sentence, without overlap; offsets point into ``clean``.

    Examples
    --------
    >>> said = "J'ai appelé Mme Roy, de l'association des parents, puis une cliente et mon équipe."
    >>> [(party.kind, party.key) for party in parties(said, fold(said))]
    [('outside', 'roy'), ('outside', 'association parent'), ('client', 'client'), ('team', 'equipe')]
    """
    taken: list[Party] = []
    for party in sorted(_mentions(clean, folded), key=lambda one: (one.kind != "team", -(one.end - one.start), one.start, one.kind)):
        if all(party.end <= other.start or other.end <= party.start for other in taken):
            taken.append(party)
    return tuple(sorted(taken, key=lambda one: one.start))


def merged(sentences: Sequence[tuple[Party, ...]], folded: Sequence[str]) -> list[tuple[Party, ...]]:
    """The parties of a whole answer with one key for each party.

    « L'association » is the association named before; « Griet » is Griet Vanhoof; a first name once of the team stays of the team.
    """
    heads = words("parties", "outside_heads") | words("parties", "team_heads")
    last: dict[str, str] = {}
    named: dict[str, Party] = {}
    for party in (party for found in sentences for party in found if party.kind != "client" and party.key.partition(" ")[0] not in heads):
        for part in party.key.split(" "):
            if len(part) > 2:
                named.setdefault(part, party)
    result = []
    for found, text in zip(sentences, folded, strict=True):
        same = []
        for party in found:
            key, kind = party.key, party.kind
            head, _, rest = key.partition(" ")
            if kind != "client" and key in named:
                key, kind = named[key].key, named[key].kind
            elif kind == "outside" and not rest and _pattern("definite").search(text[: party.start]):
                key = last.get(head, key)
            if kind == "outside":
                last[head] = key
            same.append(Party(party.start, party.end, kind, key))
        result.append(tuple(same))
    return result
