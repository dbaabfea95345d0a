"""The dossier of one decision as a page to print: one file, nothing to fetch, legible without colours."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from assessor.domain.assessment import ROLES, Assessment, Suggestion, gates_to_tell
from assessor.domain.evidence import Evidence
from assessor.domain.review import Review
from assessor.domain.scale import Scale
from assessor.reports.dossier import unheard
from assessor.reports.facts import told, written
from assessor.reports.marked import segments
from assessor.wording import Language, Text, say, whole_percent
from assessor.wording.several import quoted


@cache
def _template() -> Template:
    """The template; whatever a person typed is escaped by it."""
    environment = Environment(
        loader=PackageLoader("assessor.reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("dossier.html.jinja")


def dossier_page(
    assessment: Assessment, review: Review, scale: Scale, language: Language = "fr", *, alone: Assessment | None = None
) -> str:
    """The page, as HTML.

    Parameters
    ----------
    assessment : Assessment
        With the review taken into account.
    review : Review
    scale : Scale
    language : {"fr", "en"}
    alone : Assessment, optional
        What the program said by itself, before any verdict; where it differs, both stand in the page.
    """
    suggestion = assessment.suggestion
    first = None if alone is None or alone.suggestion.probabilities == suggestion.probabilities else alone.suggestion
    strengths = {one.key: one.probability for one in alone.evidence} if alone else _unjudged(assessment, review)

    def tr(code: str, **values: object) -> str:
        return say(f"report.{code}", **values).in_(language)

    def local(text: Text) -> str:
        return text.in_(language)

    def percent(share: float) -> str:
        return tr("percent", value=whole_percent(share))

    def state(evidence: Evidence) -> str:
        added = evidence.key in {one.key for one in review.added}
        return tr(f"state.{'added' if added else review.verdicts.get(evidence.key, 'found')}")

    def strength(evidence: Evidence) -> str:
        """The program's own; a passage that the person found has none."""
        return percent(strengths[evidence.key]) if evidence.key in strengths else "–"

    def level(number: int | None) -> str:
        return tr("undecided") if number is None else f"{number} – {local(scale.level_name(number))}"

    def demonstrations(codes: tuple[str, ...] | None) -> str:
        names = [f"{code} – {local(scale.concept(code).name)}" for code in codes or ()]
        return "\n".join(names) or tr("none_demonstrated")

    def said(suggestion: Suggestion) -> str:
        if suggestion.demonstrated is None:
            return f"{level(suggestion.level)} ({percent(suggestion.probabilities[str(suggestion.level)])})"
        return ", ".join(suggestion.demonstrated) or tr("none_demonstrated")

    questions = [local(one.question) for one in assessment.missing]  # said once, under what to ask
    doubts = [local(reason) for reason in suggestion.why_not_next]
    whole = sum(one.end - one.start for one in assessment.star) or 1
    shares = [(role, percent(sum(one.end - one.start for one in assessment.star if one.role == role) / whole)) for role in ROLES]
    return _template().render(
        language=language,
        gates=gates_to_tell(assessment.admissibility),
        tr=tr,
        local=local,
        percent=percent,
        state=state,
        strength=strength,
        first=first,
        said=said,
        colon=" : " if language == "fr" else ": ",
        quoted=lambda words: quoted([words]).in_(language),
        demonstrations=demonstrations,
        found=[
            (title, pieces)
            for title, counts in (("evidence", True), ("elsewhere", False))
            if (pieces := [one for one in assessment.evidence if (one.concept in scale.concept_codes) == counts]) or counts
        ],
        unheard=[local(one) for one in unheard(assessment, review)],
        level=level,
        gate_name=lambda name: say(f"gate.name.{name}").in_(language),
        role_name=lambda role: say(f"role.{role}").in_(language),
        told=told(assessment.facts),
        fact=lambda name: (tr(f"fact.{name}"), written(name, assessment.facts[name], language)),
        segments=segments(assessment.answer.text, assessment.evidence),
        shares=shares,
        why=[local(reason) for reason in suggestion.why],
        why_not_next=[line for line in doubts if not any(one in line for one in questions)],
        assessment=assessment,
        review=review,
        scale=scale,
    )


def _unjudged(assessment: Assessment, review: Review) -> dict[str, float]:
    """The program's strength of what no verdict has changed: all that can be known without its own assessment."""
    judged = {*review.verdicts, *(one.key for one in review.added)}
    return {one.key: one.probability for one in assessment.evidence if one.key not in judged}
