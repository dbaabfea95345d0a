"""Made-up answers with made-up vectors: sentences that show a concept lie near that concept's direction."""

import numpy as np

from assessor.concepts import EncodedAnswer, FeatureSet
from assessor.domain.answer import Answer, Facts, ReadAnswer, Sentence
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.encoder import DIMENSION
from assessor.encoder.opinion import nothing_said
from assessor.language import FACT_NAMES
from assessor.rubric import read_scale
from assessor.training.crossfit import cross_fitted_gates
from assessor.training.prepared import from_encoded
from assessor.training.train import AllData, ScaleData

ARC, CERIC = read_scale("arc-collaboration"), read_scale("ceric-partenariats")
AUTHORS = 4
_DIRECTIONS = np.random.default_rng(1).normal(size=(14, DIMENSION))
_SENTENCE = "J'ai appelé la mairie du village voisin pour parler du chantier avec eux."


def author_of(number):
    """Each author writes six answers in a row, so that every author shows every level."""
    return number // 6 % AUTHORS


def example(scale, number, random):
    """Three sentences; the middle one shows the answer's highest concept."""
    shown = number % 5 if scale is ARC else number % (len(scale.concept_codes) + 1)
    codes = (scale.concept_codes[shown - 1],) if shown else ()
    spans = [(index * (len(_SENTENCE) + 1), index * (len(_SENTENCE) + 1) + len(_SENTENCE)) for index in range(4)]
    gates = {0: ("competency", "autre"), 10: ("event", "habitude"), 20: ("first_person", "nous"), 30: ("recited", "recite")}
    gate, difficulty = gates.get(number, ("competency", "autre")) if not shown else ("", "limite" if number % 7 == 0 else "")
    one = Example(
        id=f"{scale.id}-{number}",
        scale=scale.id,
        text=" ".join([_SENTENCE] * 4),
        level=None if scale is CERIC else shown,
        demonstrated=codes if scale is CERIC else None,
        sentences=tuple(SentenceLabel(*span, "SAAR"[index], codes if index == 1 else ()) for index, span in enumerate(spans)),
        meta={
            "author": f"a{author_of(number)}",
            "gender": "FM"[number % 2],
            "region": "<b>Ici</b>",
            "difficulty": difficulty,
            "gate": gate,
        },
        ratings=(Rating("r1", shown), Rating("r2", max(shown - (number % 6 == 0), 0))) if scale is ARC else (),
    )
    vectors = _DIRECTIONS[[9, shown or 9, 9, 9]] + 0.5 * random.normal(size=(4, DIMENSION))
    if gate:
        vectors += _DIRECTIONS[["competency", "event", "first_person", "recited"].index(gate) + 10]
    sentences = tuple(Sentence(*span, _SENTENCE, Facts(je=1, past=1, words=14)) for span in spans)
    read = ReadAnswer(Answer(one.id, one.text), sentences)
    return one, EncodedAnswer(read, vectors, np.zeros((4, len(FACT_NAMES))), nothing_said(4))


def made(scale, count=60):
    random = np.random.default_rng(0)
    pairs = [example(scale, number, random) for number in range(count)]
    prepared = from_encoded(*zip(*pairs, strict=True), FeatureSet())
    fold = np.array([author_of(number) for number in range(count)])
    return ScaleData(scale, prepared, fold, cross_fitted_gates(prepared, fold))


def everything(*data):
    """Some scales as if they had been prepared together."""
    examples = [one for own in data for one in own.prepared.examples]
    together = from_encoded(examples, [one for own in data for one in own.prepared.encoded], FeatureSet())
    return AllData({own.scale.id: own for own in data}, together, np.concatenate([own.fold for own in data]))
