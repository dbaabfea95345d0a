"""From an answer to its sentences with their facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.domain.answer import Answer, Facts, Party, ReadAnswer, Sentence
from assessor.language import families, measures
from assessor.language.detection import detect_language
from assessor.language.grammar import modality, repaired, verb_counts
from assessor.language.normalise import fold, normalise
from assessor.language.parties import merged, parties
from assessor.language.splitting import sentence_spans
from assessor.language.tagger import french_tagger

if TYPE_CHECKING:
    from spacy.tokens import Doc


def _facts(clean: str, folded: str, doc: Doc, found: tuple[Party, ...], latest_year: int | None) -> Facts:
    """The facts of one sentence, parties already merged over the answer."""
    counts = verb_counts(doc)
    dated = measures.dates(folded)
    return Facts(
        **counts,
        modality=modality(folded, counts, dated=dated > 0),
        parties=found,
        months=measures.months(folded, latest_year),
        dates=dated,
        quantities=measures.quantities(folded),
        words=sum(any(char.isalnum() for char in word) for word in clean.replace("'", "' ").split()),
        lexicon=families.counts(folded),
    )


def _read(answer: Answer, docs: Iterable[Doc], spans: Sequence[tuple[int, int, str]], offsets: Sequence[tuple[int, ...]]) -> ReadAnswer:
    """Put one answer together; ``offsets`` gives the original start and end of every analysed character of each sentence."""
    folded = [fold(clean) for _, _, clean in spans]
    years = [year for text in folded for year in measures.years(text)]
    latest = max(years, default=None)
    named = merged([parties(clean, text) for (_, _, clean), text in zip(spans, folded, strict=True)], folded)
    sentences = []
    for (start, end, clean), text, doc, found, at in zip(spans, folded, docs, named, offsets, strict=True):
        placed = tuple(replace(party, start=at[party.start], end=at[len(clean) + party.end - 1]) for party in found)
        sentences.append(Sentence(start, end, clean, _facts(clean, text, doc, placed, latest)))
    return ReadAnswer(answer, tuple(sentences), detect_language(answer.text))


def read_answers(answers: Sequence[Answer], batch_size: int = 32) -> list[ReadAnswer]:
    """Read several answers; each is read as if it were alone.

    Parameters
    ----------
    answers : sequence of Answer
        Any texts.
    batch_size : int, default 32
        How many sentences the tagger takes at a time; changes speed only.

    Returns
    -------
    list of ReadAnswer
        In the order given.

    Examples
    --------
    >>> [len(read.sentences) for read in read_answers([Answer("a", "J'ai appelé. Elle a répondu."), Answer("b", "")])]
    [2, 0]
    """
    prepared = []
    for answer in answers:
        normal = normalise(answer.text)
        spans, offsets = [], []
        for start, end in sentence_spans(normal.text):
            spans.append((*normal.span(start, end), normal.text[start:end].replace("\n", " ")))
            offsets.append((*normal.starts[start:end], *normal.ends[start:end]))
        prepared.append((answer, spans, offsets))
    docs = iter(french_tagger().pipe((repaired(clean) for _, spans, _ in prepared for _, _, clean in spans), batch_size=batch_size))
    return [_read(answer, [next(docs) for _ in spans], spans, offsets) for answer, spans, offsets in prepared]


def read_answer(answer: Answer) -> ReadAnswer:
    """Cut an answer into sentences and say of each what can be said without judging it.

    Parameters
    ----------
    answer : Answer
        Any text, empty included.

    Returns
    -------
    ReadAnswer
        Sentences in order; every ``start`` and ``end`` points into ``answer.text``.

    Examples
    --------
    >>> read = read_answer(Answer("a", "En 2019, j’ai appelé la directrice du port."))
    >>> facts = read.sentences[0].facts
    >>> facts.je, facts.past, facts.modality, facts.dates
    (1, 1, 'done', 1)
    """
    return read_answers([answer])[0]
