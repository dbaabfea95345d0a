"""A scale as a person reads it: titled passages, all of them or those that hold the words searched for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from assessor.domain.scale import Concept, Exclusion, Scale
from assessor.ui import markup
from assessor.ui.texts import local, tr


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing a scale says: under which title, called what, in which words; then lists, each with its label (or none)."""

    section: str
    name: str
    lead: str = ""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()


def show(scale: Scale, words: str = "") -> None:
    """Draw the scale, or what in it holds the words."""
    found = [passage for passage in passages(scale) if matches(passage, words)]
    if words.strip():
        if not found:
            markup.notice("info", tr("ui.scales.nothing", words=words.strip()))
            return
        markup.show(Markup('<p role="status">{}</p>').format(tr("ui.scales.found", count=len(found))))
    for section, group in groupby(found, key=lambda passage: passage.section):
        markup.heading(section)
        markup.show(markup.joined(_drawn(passage) for passage in group))


def _drawn(passage: Passage) -> Markup:
    name = Markup('<h3 class="as-heading">{}</h3>').format(passage.name) if passage.name else Markup("")
    lead = Markup('<p class="as-text as-lead">{}</p>').format(passage.lead) if passage.lead else Markup("")
    lists = markup.joined(
        (Markup('<p class="as-quiet"><b>{}</b></p>').format(label) if label else Markup("")) + markup.listed(lines)
        for label, lines in passage.lists
    )
    return name + lead + lists


def matches(passage: Passage, words: str) -> bool:
    """Whether every word is in the passage, whatever its case and accents.

    Examples
    --------
    >>> passage = Passage("Niveaux", "Niveau 2", "Établit une relation")
    >>> matches(passage, "etablit RELATION"), matches(passage, "client"), matches(passage, " ")
    (True, False, True)
    """
    inside = _folded(" ".join((passage.name, passage.lead, *(line for label, lines in passage.lists for line in (label, *lines)))))
    return all(word in inside for word in _folded(words).split())


def passages(scale: Scale) -> Iterator[Passage]:
    """Everything the scale says, in the reader's language."""
    yield Passage(tr("ui.scales.definition"), "", local(scale.definition))
    for level in scale.levels:
        yield Passage(tr("ui.scales.levels"), local(level.name), local(level.description))
    for concept in scale.concepts:
        yield _concept(concept)
    for dimension in scale.dimensions:
        facts = tuple(tr(f"report.fact.{name}") for name in dimension.facts)
        ends = ((tr("ui.facts.low"), (local(dimension.low),)), (tr("ui.facts.high"), (local(dimension.high),)))
        yield Passage(tr("ui.scales.dimensions"), local(dimension.name), "", (*ends, (tr("ui.scales.facts"), facts)))
    for exclusion in scale.exclusions:
        belongs = (tr("ui.scales.belongs"), (local(exclusion.belongs_to),))
        name = f"{exclusion.code} – {local(exclusion.name)}"
        yield Passage(tr("ui.scales.exclusions"), name, local(exclusion.description), (belongs, *_shown(exclusion)))
    for section, rules in (("rules", scale.rules), ("information", scale.information)):
        yield from (Passage(tr(f"ui.scales.{section}"), "", local(rule.text)) for rule in rules)
    for rule in scale.settings:
        value = tr("ui.scales.unset") if rule.value is None else str(rule.value)
        yield Passage(tr("ui.scales.settings"), "", f"{local(rule.text)} [{value}]")
    yield from (Passage(tr("ui.scales.questions"), "", local(question)) for question in scale.questions)
    yield Passage(tr("ui.scales.policy"), "", _policy(scale))
    source = scale.source
    version = tr("ui.scales.version", id=scale.id, version=scale.version)
    yield Passage(tr("ui.scales.source"), f"{local(source.organisation)} – {local(source.title)}", local(source.note), (("", (version,)),))


def _concept(concept: Concept) -> Passage:
    level = f" ({tr('ui.scales.level_of', level=concept.level)})" if concept.level is not None else ""
    said = (("effort", concept.effort), ("benefit", concept.benefit), ("question", concept.question))
    lists = (*_shown(concept), *((tr(f"ui.scales.{name}"), (local(text),)) for name, text in said if text))
    return Passage(tr("ui.scales.concepts"), f"{concept.code} – {local(concept.name)}{level}", local(concept.description), lists)


def _shown(item: Concept | Exclusion) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Indicators, examples and counter-examples of a concept or an exclusion."""
    yield tr("ui.scales.indicators"), tuple(local(indicator) for indicator in item.indicators)
    for kind, marked in (("examples", item.examples), ("counterexamples", item.counterexamples)):
        if marked:
            yield tr(f"ui.scales.{kind}"), tuple(f"« {one.text} »" for one in marked)


def _policy(scale: Scale) -> str:
    policy = scale.policy
    return tr(
        "ui.scales.policy_values",
        name=policy.name,
        threshold=markup.percent(policy.evidence_threshold),
        coverage=markup.percent(policy.coverage),
        size=policy.max_set_size,
        gate=markup.percent(policy.gate_threshold),
    )


def _folded(text: str) -> str:
    """Without case and accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(letter))
