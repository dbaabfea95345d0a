"""Dates, durations and quantities told in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assessor.language.lexicon_files import lexicon_file, words

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"


@cache
def number_pattern() -> str:
    """Matches a number in figures or in words."""
    names = "|".join(sorted((w for w in lexicon_file("measures")["numbers"] if w not in {"des", "demi", "demie"}), key=len, reverse=True))
    word = rf"(?:{names})(?!\w)"
    return rf"(?:\d+(?:[  .]\d{{3}}(?!\d))*(?:,\d+)?|{word}(?:[ -](?:et[ -])?{word}){{0,3}})"


def number_value(text: str) -> float:
    """The value of a number in figures or in French words.

    Examples
    --------
    >>> number_value("dix-huit"), number_value("quatre-vingt-deux"), number_value("1 200"), number_value("deux cents")
    (18.0, 82.0, 1200.0, 200.0)
    """
    if text[:1].isdigit():
        return float(re.sub(r"[^\d,]", "", text).replace(",", "."))
    total = 0.0
    for word in re.split(r"[ -]", text):
        value = float(lexicon_file("measures")["numbers"].get(word, 0))
        if word.endswith("aine") and total == 1.0:
            total = value
        elif value in {100.0, 1000.0} and total:
            total *= value
        elif value == 20.0 and total == 4.0:
            total = 80.0
        else:
            total += value
    return total


@cache
def _written(pattern: str) -> re.Pattern[str]:
    """A pattern of the lexicon file with the names in braces replaced by what they stand for."""
    data = lexicon_file("measures")
    names = {
        group: "|".join(data[key])
        for group, key in (("month", "months"), ("day", "days"), ("season", "seasons"), ("bare", "bare_quantities"))
    }
    names["skipped"] = "|".join(sorted(words("measures", "not_a_quantity"), key=len, reverse=True))
    names["unit"] = "|".join(sorted(data["months_of"], key=len, reverse=True))
    for name, value in {"year": _YEAR, "n": number_pattern(), **names}.items():
        pattern = pattern.replace("{" + name + "}", value)
    return re.compile(pattern)


def _pattern(name: str) -> re.Pattern[str]:
    return _written(lexicon_file("measures")["patterns"][name])


@cache
def _dates() -> re.Pattern[str]:
    return _written(rf"(?<!\w)(?:{'|'.join(lexicon_file('measures')['date_forms'])})")


@cache
def _whole() -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(rf"(?<!\w){pattern}"), float(value)) for pattern, value in lexicon_file("measures")["whole"].items())


@cache
def _any(group: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in lexicon_file("measures")[group]))


@cache
def _before() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(lexicon_file("measures")["not_a_duration"]) + r")(?:\w+ )?$|" + _pattern("frequency").pattern)


def _ranges(folded: str) -> Iterator[float]:
    """Durations between two years."""
    for found in _pattern("range").finditer(folded):
        first, last = (int(year) for year in found.groups() if year)
        yield max(0, last - first) * 12.0


def _limit(name: str) -> float:
    """A limit of the lexicon file, in months."""
    return 12.0 * float(lexicon_file("measures")[name])


def _told(folded: str, start: int, end: int, months: float) -> bool:
    """Whether a time is one that was spent: not a frequency, a date, a delay or an age."""
    before, after = folded[max(0, start - 28) : start], folded[end : end + 24]
    if _before().search(before) or re.match(rf" (?:{_any('not_after').pattern})", after):
        return False
    if _any("told_before").search(before):
        return months <= _limit("longest")
    aged = months >= 60.0 and folded[start:end].endswith(("an", "ans")) and _any("age_before").search(before)
    return not aged and months <= _limit("longest_untold")


def months(folded: str, latest_year: int | None = None) -> float:
    """The longest duration told, in months.

    Parameters
    ----------
    folded : str
        A sentence without accents or capitals.
    latest_year : int, optional
        The latest year the whole answer names: « depuis 2016 » lasts until then, and a year at least. The clock is never read.

    Examples
    --------
    >>> months("pendant trois ans, deux fois par semaine"), months("depuis dix-huit mois"), months("depuis 2016", 2022)
    (36.0, 18.0, 72.0)
    """
    longest = max(_ranges(folded), default=0.0)
    for found in _pattern("duration").finditer(folded):
        unit = float(lexicon_file("measures")["months_of"][found["unit"]])
        told = unit * (number_value(found["n"]) + (0.5 if found["half"] else 0.0))
        if told > longest and _told(folded, found.start(), found.end(), told):
            longest = told
    for pattern, value in _whole():
        if pattern.search(folded):
            longest = max(longest, value)
    for since in _pattern("since").finditer(folded):
        longest = max(longest, 12.0 * max(1, (latest_year or 0) - int(since[1])))
    return round(min(longest, _limit("longest")), 2)


def years(folded: str) -> list[int]:
    """The years a text names."""
    return [int(year) for year in re.findall(rf"(?<![\w.,]){_YEAR}(?![\w%]|,\d)", folded)]


def dates(folded: str) -> int:
    """How many dated expressions a sentence holds.

    Examples
    --------
    >>> dates("le 12 mars 2019, puis en avril et l'an dernier")
    3
    """
    return sum(1 for _ in _dates().finditer(folded))


def tells_change(folded: str) -> bool:
    """Whether a sentence says by how much something changed, in figures or in words; years and hours do not count.

    Beside :func:`quantities`, not in it: the models have learnt from what that counts.

    Examples
    --------
    >>> tells_change("les plaintes sont passees de 22 a 6 par mois"), tells_change("de 2019 a 2021, de 9 a 17 heures")
    (True, False)
    """
    return any(not re.match(rf"de {_YEAR}(?!\w)", found[0]) for found in _pattern("change").finditer(folded))


def quantities(folded: str) -> int:
    """How many figures come with what they measure; « un » and dates do not count.

    Examples
    --------
    >>> quantities("40 % d'erreurs en moins dans huit organismes"), quantities("le 12 mars 2019")
    (2, 0)
    """
    return sum(
        1
        for found in _pattern("quantity").finditer(folded)
        if not found["n"] or (number_value(found["n"]) != 1.0 and not re.fullmatch(_YEAR, found["n"]))
    )
