"""Who acts, when, and whether it happened: verbs counted by person, tense and modality."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assessor.domain.answer import Modality
from assessor.language.lexicon_files import lexicon_file, words
from assessor.language.normalise import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Endings that no other tense has; the tagger alone mistakes rare forms.
_CONDITIONAL_1S = re.compile(r"(?:er|[^aeiou]ir|[dvtu]r|our|ser|fer|oir|enr)ais$")
_CONDITIONAL = re.compile(r"(?:rais|rait|rions|riez|raient)$")
_FUTURE = re.compile(r"(?:rai|ras|ra|rons|rez|ront)$")
_COUNTED = ("je", "nous", "on", "passive", "third", "past", "imperfect", "present", "future", "conditional")


@dataclass(frozen=True, slots=True)
class _Word:
    """What is needed of a token, without the token: its form, and its verbal features if the tagger gave any."""

    form: str
    accented: bool
    finite: bool
    participle: bool
    tense: str
    mood: str
    person: str
    plural: bool


@cache
def _features(morph: str) -> dict[str, str]:
    return dict(feature.split("=", 1) for feature in morph.split("|") if "=" in feature)


def _word(token: Token) -> _Word:
    """What is needed of a token."""
    morph = _features(str(token.morph)) if token.pos_ in {"VERB", "AUX"} and token.text[0].isalpha() else {}
    form = fold(token.text)
    return _Word(
        form=form,
        accented=token.text.endswith(("é", "ée", "és", "ées")),
        finite=morph.get("VerbForm") == "Fin"
        or bool(_CONDITIONAL_1S.search(form) and not _is(form, "present_ais") and not _imperfect_r(form)),
        participle=morph.get("VerbForm") == "Part" and morph.get("Tense") != "Pres",
        tense=morph.get("Tense", ""),
        mood=morph.get("Mood", ""),
        person=morph.get("Person", ""),
        plural=morph.get("Number") == "Plur",
    )


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """The patterns of one group of the grammar file, as one that asks once, before all of them, whether a word begins."""
    patterns = lexicon_file("grammar")[group]
    return re.compile(rf"(?<!\w)(?:{patterns if isinstance(patterns, str) else '|'.join(patterns)})")


@cache
def _repairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), into) for pattern, into in lexicon_file("grammar")["repairs"])


def repaired(clean: str) -> str:
    """A sentence as the tagger should read it: elisions restored that were typed without their mark, and no capitals throughout.

    Examples
    --------
    >>> repaired("jai dit qu il viendrait"), repaired("J'AI DIT OUI")
    ("j'ai dit qu'il viendrait", "j'ai dit oui")
    """
    if clean.isupper():
        clean = clean.lower()
    for pattern, into in _repairs():
        clean = pattern.sub(into, clean)
    return clean


_END = _Word("", False, False, False, "", "", "", False)


def _is(form: str, group: str) -> bool:
    return form in words("grammar", group)


def _participle(word: _Word) -> bool:
    """Whether a word is a past participle, as the tagger says or by its form."""
    if _is(word.form, "not_participles"):
        return False
    return word.participle or word.accented or _stem_in(word.form, "participles_irregular")


def _stem_in(form: str, group: str) -> bool:
    """Whether a form, or the masculine singular it comes from, is in a group."""
    return any(_is(bare, group) for bare in (form, form.removesuffix("s"), form.removesuffix("e"), form.removesuffix("es")))


def _imperfect_r(form: str) -> bool:
    """Whether a form in -rais is an imperfect (``je préparais``)."""
    return form.endswith("rais") and _is(form.removesuffix("ais"), "imperfect_r_stems")


def _next_participle(sentence: Sequence[_Word], at: int) -> int | None:
    """Where the participle of the auxiliary at ``at`` stands, with a few adverbs between."""
    for after in range(at + 1, min(at + 6, len(sentence))):
        word = sentence[after]
        last = after + 1 == len(sentence)
        # After « avoir », a word in -e that was typed without its accent: « j'ai demande un rendez-vous ».
        bare = (
            after == at + 1
            and _is(sentence[at].form, "auxiliaries")
            and len(word.form) > 4
            and word.form.endswith("e")
            and not word.form.endswith(("re", "que"))
        )
        if _participle(word) or (bare and not _is(word.form, "between") and not _is(word.form, "not_participles")):
            if last or not _is(word.form, "between") or not _participle(sentence[after + 1]):
                return after
        elif not _is(word.form, "between"):
            return None
    return None


def _subject(sentence: Sequence[_Word], at: int) -> str:
    """The pronoun that is subject of the verb at ``at``: je, nous, on, or nothing."""
    for before in range(at - 1, max(at - 6, -1), -1):
        form = sentence[before].form
        if _is(form, "first_singular"):
            return "je"
        if _is(form, "indefinite") or (_is(form, "first_plural") and sentence[at].form.endswith(("ons", "mes"))):
            return "on" if _is(form, "indefinite") else "nous"
        if sentence[before].finite or _is(form, "clause_marks"):
            break
    return "je" if at + 1 < len(sentence) and _is(sentence[at + 1].form, "first_singular") and sentence[at].person == "1" else ""


def _tense(word: _Word, subject: str) -> str:
    """Tense of a finite verb; endings decide where they are safer than the tagger."""
    form = word.form
    if form.endswith("ais") and (subject == "je" or not word.person) and not _is(form, "present_ais"):
        return "conditional" if form.endswith("rais") and not _imperfect_r(form) else "imperfect"
    if form.endswith("rai") and subject == "je" and len(form) > 4:
        return "future"
    if word.mood == "Cnd" and _CONDITIONAL.search(form):
        return "conditional"
    if word.tense == "Fut" and _FUTURE.search(form):
        return "future"
    return {"Imp": "imperfect", "Past": "past"}.get(word.tense, "present")


def _voice(sentence: Sequence[_Word], at: int, subject: str) -> tuple[str, bool]:
    """Tense of the finite verb at ``at`` with its participle, and whether it is passive."""
    word = sentence[at]
    tense = _tense(word, subject)
    have, be = _is(word.form, "auxiliaries"), _is(word.form, "be_forms")
    partner = _next_participle(sentence, at) if have or be else None
    if partner is None:
        return tense, False
    compound = "past" if tense in {"present", "imperfect", "past"} else tense
    form = sentence[partner].form
    described = _stem_in(form, "states")
    if have:
        been = not _is(form, "been") and any(_is(between.form, "been") for between in sentence[at + 1 : partner])
        return compound, been and not described
    reflexive = any(_is(sentence[before].form, "reflexive") for before in range(max(0, at - 2), at))
    if subject == "nous" and at > 1 and sentence[at - 1].form == sentence[at - 2].form == "nous":
        reflexive = True
    if _stem_in(form, "be_verbs") or reflexive:
        return compound, False
    return tense, not described


def _elided(sentence: Sequence[_Word]) -> int:
    """First persons left out of a note: participles that open it or follow a comma or an « et » (``appelé le maire``)."""
    count = 0
    opening = True
    for word, after in pairwise([*sentence, _END]):
        form = word.form
        masculine = len(form) > 2 and not form.endswith(("es", "ee", "ees", "ie", "ue"))
        if (
            opening
            and masculine
            and _participle(word)
            and (word.participle or _is(after.form, "openers"))
            and not _is(after.form, "no_agent_after")
            and not (_is(form, "nouns_in_notes") or (_is(form, "nouns_before_of") and _is(after.form, "of")))
        ):
            count += 1
        if word.finite:
            break
        opening = _is(form, "note_links") or (opening and (not form[0].isalpha() or _is(form, "between")))
    return count


def verb_counts(doc: Doc) -> dict[str, int]:
    """Finite verbs of a sentence by person and by tense, notes with an elided first person included."""
    sentence = [_word(token) for token in doc]
    counts: Counter[str] = Counter()
    for at, word in enumerate(sentence):
        subject = _subject(sentence, at)
        plain = (subject and _is(word.form, "auxiliaries")) or (subject == "je" and len(word.form) > 4 and word.form.endswith("rai"))
        if not (word.finite or plain) or (at and _is(sentence[at - 1].form, "auxiliaries")):
            continue
        tense, passive = _voice(sentence, at, subject)
        person = subject or _person(word, opening=at == 0)
        counts[tense] += 1
        counts["passive" if passive and person not in {"je", "nous"} else person or "third"] += 1
    notes = 0 if counts["je"] or counts["nous"] or counts["on"] else _elided(sentence)
    counts["je"] += notes
    counts["past"] += notes
    return {name: counts[name] for name in _COUNTED}


def _person(word: _Word, *, opening: bool) -> str:
    """The person of a verb without a pronoun near: « nous » by its ending, « je » in notes (« ai appelé », « demanderais »)."""
    if word.form.endswith(("ons", "mes")) and word.plural and word.person == "1":
        return "nous"
    if _is(word.form, "own_in_notes") or word.form.endswith("rais") or (opening and word.form.endswith("ais")):
        return "je"
    return ""


def modality(folded: str, counts: dict[str, int], *, dated: bool) -> Modality:
    """Whether a sentence tells what was done, what is usually done, what would be done, or what holds in general."""
    told = counts["past"]
    ahead = counts["conditional"] + (counts["future"] if counts["je"] + counts["on"] + counts["nous"] else 0)
    if _pattern("unreal").search(folded) and (not told or ahead):
        return "hypothetical"
    if ahead > told and (ahead >= counts["imperfect"] or _pattern("if").search(folded)):
        return "hypothetical"
    if not told and not counts["imperfect"] and _pattern("future_near").search(folded):
        return "hypothetical"
    usual, general = _pattern("habit").search(folded), _pattern("general").search(folded)
    if told or counts["imperfect"]:
        # « chaque fois que le cas s'est présenté, je demande »: mostly present, and usual
        return "habitual" if usual and counts["present"] > 2 * (told + counts["imperfect"]) else "done"
    if not counts["present"]:
        return "general" if general or counts["future"] else "done"
    if general and not dated:
        return "general"
    if usual and not _pattern("narrative").search(folded):
        return "habitual"
    return "done" if dated or _pattern("narrative").search(folded) else "general"
