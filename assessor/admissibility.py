"""The gates before any level: each says whether it holds, why, and in which words.

Length and language are rules. Whether the text tells an event, in the first person, in acts rather than rubric words, is learnt from all
scales' examples together, but acts told without « je » and a repeated rubric fail for certain; whether it is about this competency, from
the scale's own evidence and exclusions and from the answer as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler, normalize

from assessor.concepts.features import EncodedAnswer, Floats, answer_vector
from assessor.domain.answer import Facts, ReadAnswer, Sentence
from assessor.domain.assessment import ROLES, Gate, GateName
from assessor.domain.scale import Concept, Exclusion, Scale
from assessor.encoder.opinion import Told
from assessor.language import summary
from assessor.levels.inputs import aggregate, log_odds
from assessor.levels.ordinal import CumulativeLinkClassifier
from assessor.levels.whole import WholeClassifier
from assessor.wording import Text, say

LEARNT_GATES: tuple[GateName, ...] = ("event", "first_person", "recited")
LANGUAGES = ("fr",)
# The shortest admissible examples of the corpora have some eighty words; with fewer there is no room for a situation, an act and a result.
LEAST_WORDS = 45
# Of the answers told in earnest, the one closest to the rubrics has a third of its words in sentences this similar; the rubrics' own
# words, turned to the first person or the past, have at least four sevenths.
RECITED_SIMILARITY = 0.68
RECITED_SHARE = 0.5

# One example in thirty-five fails: unweighted, the few would hardly be heard.
_FAILURE_WEIGHT = 6.0
_MOST_SIGNS = 2.0
_PLAINLY = 0.5
# Who speaks, and no « je » says so; « la soussignée » is how a report says it.
_SPEAKER = re.compile(r"\b(?:par moi|moi[- ]même|soussignée?)\b", re.IGNORECASE)

_FINITE = ("je", "nous", "on", "passive", "third", "past", "imperfect", "present", "future", "conditional")


def gate_classifier() -> Pipeline:
    """How surely one learnt gate fails, from the whole answer.

    A missed failure counts as six false alarms, so what it gives, between 0 and 1, is a probability only under that weight: a score that is
    on the cautious side. Penalty and weight were chosen by cross-validation.
    """
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=500, class_weight={0: 1.0, 1: _FAILURE_WEIGHT}))


def gate_vector(answer: EncodedAnswer) -> Floats:
    """What the learnt gates see: the answer's mean vector and facts, its summary, and its own acts. Shape (n_features,)."""
    return np.concatenate([answer_vector(answer), list(summary(answer.read).values()), own_acts(answer)])


def own_acts(answer: EncodedAnswer) -> Floats:
    """How much of what is done is done by the speaker, sentences that the reader takes for acts counting as such.

    Who tells what « nous » did, and says « je » for joy or fear alone, has no act of their own. Cross-validation finds
    all 103 examples of the corpora that fail the first person with these numbers, and 98 without.

    Returns
    -------
    ndarray of shape (3,)
        The share of the acts, between 0 and 1; how many sentences are plainly acts of the speaker's own (0, 1, or 2 for more), and how
        many acts those sentences tell (from 0 to 3, for more).
    """
    acts = answer.opinion.roles[:, ROLES.index("A")]
    own = np.array([_own_acts(sentence) for sentence in answer.read.sentences], dtype=np.float64)
    plainly = own[acts >= _PLAINLY]
    return np.array([acts @ (own > 0) / max(1.0, acts.sum()), min(np.sum(plainly > 0), 2), min(plainly.sum(), 3)])


def _own_acts(sentence: Sentence) -> int:
    """How often the speaker is who acts; the imperfect alone tells how they were (« j'étais inquiet »)."""
    facts = sentence.facts
    told = facts.je if facts.past or not facts.imperfect else 0
    return max(told, int(bool(_SPEAKER.search(sentence.clean))))


def rubric_statements(scale: Scale) -> list[str]:
    """Every sentence of a scale that somebody could recite, in French."""
    items: tuple[Concept | Exclusion, ...] = (*scale.concepts, *scale.exclusions)
    said = [text for item in items for text in (item.name, item.description, *item.indicators)]
    return [text.fr for text in (scale.definition, *(level.description for level in scale.levels), *said)]


def recited_share(answer: EncodedAnswer, rubric: Floats, centre: Floats) -> float:
    """Share of an answer's words in sentences that say what a sentence of a rubric says, almost word for word.

    Parameters
    ----------
    answer : EncodedAnswer
    rubric : ndarray of shape (n_statements, 384)
        Vectors of :func:`rubric_statements`.
    centre : ndarray of shape (384,)
        The mean vector of many sentences, from which they are compared: seen from there, what they all share is no likeness.
    """
    words = np.array([sentence.facts.words for sentence in answer.read.sentences], dtype=np.float64)
    if not words.sum() or not len(rubric):
        return 0.0
    told, said = (normalize(vectors - centre) for vectors in (answer.vectors, rubric))
    nearest = (told @ said.T).max(axis=1)
    return float(words[nearest >= RECITED_SIMILARITY].sum() / words.sum())


def subject_failure(classifier: WholeClassifier | None, vector: Floats, text: str) -> float:
    """How much the answer as a whole looks like one about something else; 0 where no example was (``classifier`` is None)."""
    return 0.0 if classifier is None else float(classifier.predict_proba(vector[None, :], [text])[0, 1])


def too_short(read: ReadAnswer) -> bool:
    """Whether an answer has fewer than ``LEAST_WORDS`` words."""
    return words_of(read) < LEAST_WORDS


def words_of(read: ReadAnswer) -> int:
    """How many words an answer has."""
    return sum(sentence.facts.words for sentence in read.sentences)


def in_known_language(read: ReadAnswer) -> bool:
    """Whether an answer is in a language that the models read, or too short to tell."""
    return read.language in (*LANGUAGES, "?")


def without_speaker(read: ReadAnswer) -> bool:
    """Whether acts are told and nobody says « je », « par moi » or « la soussignée »: all are those of « nous », of others, or of no one.

    Of the corpora's admissible examples, notes without subjects among them, none is like that.

    Examples
    --------
    >>> from assessor.domain.answer import Answer
    >>> from assessor.language import read_answer
    >>> without_speaker(read_answer(Answer("n", "Nous avons appelé la mairie."))), without_speaker(read_answer(Answer("m", "Merci !")))
    (True, False)
    >>> without_speaker(read_answer(Answer("p", "On a relu l'entente, et elle a été signée par moi.")))
    False
    >>> without_speaker(read_answer(Answer("c", "Ma cheffe a appelé la mairie. Elle a signé l'entente le lendemain.")))
    True
    """
    if any(_SPEAKER.search(sentence.clean) for sentence in read.sentences):
        return False
    facts = [sentence.facts for sentence in read.sentences]
    others = any(one.nous or one.on or one.passive or _of_others(one) for one in facts)
    return others and not any(one.je for one in facts)


def without_verb(read: ReadAnswer) -> bool:
    """Whether no sentence has a finite verb: a CV, a list of qualities, a word of politeness. Nothing is told of anybody.

    Three answers of the corpora are like that, of some twenty words each, and none is admissible; notes without subjects have verbs.

    Examples
    --------
    >>> from assessor.domain.answer import Answer
    >>> from assessor.language import read_answer
    >>> without_verb(read_answer(Answer("c", "Agente de liaison, de 2010 à 2015. Sens aigu du service. Bilingue.")))
    True
    >>> without_verb(read_answer(Answer("n", "Agente de liaison. Appelé les deux mairies, qui ont accepté.")))
    False
    """
    return not any(getattr(sentence.facts, name) for sentence in read.sentences for name in _FINITE)


def _of_others(facts: Facts) -> bool:
    """Whether a sentence tells what somebody else did."""
    return bool(facts.third and facts.past)


def learnt_failures(answer: EncodedAnswer, classifiers: Mapping[str, Any], rubric: Floats, centre: Floats) -> Floats:
    """How surely each of ``LEARNT_GATES`` fails, in that order.

    An answer without a speaker fails the first person for certain, one without a verb also the event; what mostly repeats the ``rubric``,
    seen from the ``centre``, is recited for certain.
    """
    row = gate_vector(answer)[None, :]
    failures = np.array([classifiers[name].predict_proba(row)[0, 1] for name in LEARNT_GATES])
    if without_verb(answer.read):
        failures[LEARNT_GATES.index("event")] = 1.0
    if without_speaker(answer.read) or without_verb(answer.read):
        failures[LEARNT_GATES.index("first_person")] = 1.0
    if recited_share(answer, rubric, centre) >= RECITED_SHARE:
        failures[LEARNT_GATES.index("recited")] = 1.0
    return failures


@dataclass(frozen=True, slots=True)
class CompetencyGate:
    """Whether an answer is about something else than the scale's competency.

    Evidence for a concept can only speak for the competency, an exclusion and what gives it away only against it, whatever was learnt.
    """

    classifier: CumulativeLinkClassifier

    def failure(self, evidence: Floats, exclusions: Floats, whole: Floats, subject: float, told: Told, signs: Floats) -> float:
        """Probability that the gate fails."""
        return float(self.classifier.predict_proba(competency_row(evidence, exclusions, whole, subject, told, signs)[None, :])[0, 1])


def exclusion_signs(read: ReadAnswer, scale: Scale, exclusions: Floats) -> Floats:
    """How often words that give an exclusion away stand in sentences that may show it, two at most.

    One clause may tell that those who are visited and written to are customers, in a sentence that is otherwise like any other.

    Parameters
    ----------
    read : ReadAnswer
    scale : Scale
    exclusions : ndarray of shape (n_sentences, n_exclusions) or more
        Which exclusion each sentence shows; nothing is given away by a sentence that a person has said does not (0). Rows after those of
        the sentences are of words that a person added outside every sentence.

    Returns
    -------
    ndarray of shape (n_exclusions,)

    Examples
    --------
    >>> from assessor.domain.answer import Answer
    >>> from assessor.language import read_answer
    >>> from assessor.rubric import read_scale
    >>> told = read_answer(Answer("1", "Je les appelle chaque mois. Ils ont renouvelé leur contrat."))
    >>> exclusion_signs(told, read_scale("arc-collaboration"), np.full((2, 2), 0.1)).tolist()
    [1.0, 0.0]
    """
    families = [exclusion.facts for exclusion in scale.exclusions]
    found = [[sum(dict(one.facts.lexicon).get(name, 0) for name in names) for names in families] for one in read.sentences]
    counts = np.array(found, dtype=np.float64).reshape(len(read.sentences), len(families))
    signs: Floats = np.minimum((counts * (exclusions[: len(read.sentences)] > 0)).sum(axis=0), _MOST_SIGNS)
    return signs


def competency_row(evidence: Floats, exclusions: Floats, whole: Floats, subject: float, told: Told, signs: Floats) -> Floats:
    """Features of the gate: any concept's evidence, the answer's own score for one and the reader's; then what speaks for another subject.

    That is the answer's own score, the reader's, each exclusion's evidence, and :func:`exclusion_signs`.
    """
    any_concept = evidence.max(axis=1) if evidence.size else np.zeros(0)
    excluded = np.array([aggregate(column)[1] for column in exclusions.T])
    reached = [whole.max(initial=0.0), told.reached.max(initial=0.0)]
    judged = log_odds(np.concatenate([aggregate(any_concept), reached, [subject, told.elsewhere], excluded]))
    return np.concatenate([judged, signs])


def fit_competency_gate(rows: Floats, fails: Any, exclusions: int) -> CompetencyGate:
    """Fit the gate on rows of :func:`competency_row` and whether each answer is about something else."""
    against = 2 + 2 * exclusions
    signs = [-1] * (rows.shape[1] - against) + [1] * against
    return CompetencyGate(CumulativeLinkClassifier(signs=signs, alpha=1.0).fit(rows, np.asarray(fails, dtype=int)))


def gates(read: ReadAnswer, scale: Scale, failures: Mapping[GateName, float], exclusions: Floats) -> tuple[Gate, ...]:
    """All gates of an answer, in a fixed order.

    Parameters
    ----------
    read : ReadAnswer
    scale : Scale
    failures : mapping
        Probability that each learnt gate and ``"competency"`` fails.
    exclusions : ndarray of shape (n_sentences, n_exclusions)
        Which exclusion each sentence shows.

    Examples
    --------
    >>> from assessor.domain.answer import Answer
    >>> from assessor.language import read_answer
    >>> from assessor.rubric import read_scale
    >>> short = read_answer(Answer("1", "J'ai appelé la mairie."))
    >>> [gate.gate for gate in gates(short, read_scale("arc-collaboration"), {}, np.zeros((1, 2))) if not gate.passed]
    ['length']
    """
    limit = scale.policy.gate_threshold
    short, known = too_short(read), in_known_language(read)
    found = {name: failures.get(name, 0.0) for name in (*LEARNT_GATES[:2], "competency", LEARNT_GATES[2])}
    results = [_learnt(name, probability, limit, read, scale, exclusions) for name, probability in found.items()]
    results.append(
        Gate(
            "length",
            not short,
            say("gate.length.failed" if short else "gate.length.passed", words=words_of(read), least=LEAST_WORDS),
            None,
            float(short),
        )
    )
    results.append(Gate("language", known, _language(read.language, known=known), None, float(not known)))
    return tuple(results)


def _language(code: str, *, known: bool) -> Text:
    """What is said of a text's language: too short to tell, or its name, or its code where we have no name for it."""
    if code == "?":
        return say("gate.language.untold")
    name = say(f"gate.name_of_language.{code}") if known or code in ("en", "ar") else Text(code, code)
    return say("gate.language.passed" if known else "gate.language.failed", language=name)


def _learnt(name: GateName, failure: float, limit: float, read: ReadAnswer, scale: Scale, exclusions: Floats) -> Gate:
    if failure < limit:
        return Gate(name, True, say(f"gate.{name}.passed"), None, failure)
    if name == "competency":
        return _other_competency(failure, read, scale, exclusions)
    kind, sentence = ("verbless", None) if name != "recited" and without_verb(read) else _witness(name, read.sentences)
    quote = read.answer.text[sentence.start : sentence.end] if sentence else None
    return Gate(name, False, say(f"gate.{name}.{kind}"), quote, failure)


def _other_competency(failure: float, read: ReadAnswer, scale: Scale, exclusions: Floats) -> Gate:
    strengths = [aggregate(column)[1] for column in exclusions.T]
    if not strengths or max(strengths) < 0.25:
        return Gate("competency", False, say("gate.competency.other", competency=scale.name), None, failure)
    strongest = int(np.argmax(strengths))
    exclusion = scale.exclusions[strongest]
    row = int(np.argmax(exclusions[:, strongest]))
    reason = say("gate.competency.excluded", exclusion=exclusion.name, belongs=exclusion.belongs_to)
    if row >= len(read.sentences):  # shown by words that a person added outside every sentence
        return Gate("competency", False, reason, None, failure)
    sentence = read.sentences[row]
    return Gate("competency", False, reason, read.answer.text[sentence.start : sentence.end], failure)


def _witness(name: GateName, sentences: Sequence[Sentence]) -> tuple[str, Sentence | None]:
    """The kind of failure that the facts show, and the first sentence that shows it."""
    if name == "event":
        for kind in ("hypothetical", "habitual", "general"):
            shown = [sentence for sentence in sentences if sentence.facts.modality == kind]
            if 3 * len(shown) >= len(sentences):
                return kind, shown[0]
    if name == "first_person":
        for kind in ("nous", "on", "passive"):
            shown = [sentence for sentence in sentences if getattr(sentence.facts, kind) and not sentence.facts.je]
            if shown:
                return kind, shown[0]
        others = [sentence for sentence in sentences if _of_others(sentence.facts)]
        if others and not any(sentence.facts.je for sentence in sentences):
            return "others", others[0]
    if name == "recited":
        ranked = [sentence for sentence in sentences if dict(sentence.facts.lexicon).get("rubric")]
        return "failed", max(ranked, key=lambda sentence: dict(sentence.facts.lexicon)["rubric"]) if ranked else None
    return "failed", None
