"""spaCy's DocBin (``.spacy``): texts with spans and categories, to train with spaCy or to look at with displaCy.

``doc.spans["evidence"]`` holds a span for each concept, its label the concept's code, and ``doc.spans["star"]`` one for each sentence, its
label the role: the keys of the project's own spaCy component. ``doc.cats`` holds every level (or demonstration) of the scale with 0 or 1,
``doc.user_data["assessor"]`` all else. Holds everything. Files made elsewhere give what their spans (or else entities) and categories say.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any, Final

from assessor.documents.limits import LARGEST_UNPACKED
from assessor.documents.source import Source
from assessor.domain.example import Example, Rating, SentenceLabel
from assessor.domain.issue import Issue
from assessor.domain.scale import Scale
from assessor.errors import AnswerError
from assessor.exchange.labels import read_mark
from assessor.exchange.plan import plan
from assessor.exchange.record import Context, Format, Record, RowError
from assessor.exchange.rows import label_of, read_row
from assessor.exchange.spans import sentences
from assessor.training.dataset import as_row
from assessor.wording import LANGUAGES, Language

EVIDENCE: Final = "evidence"
STAR: Final = "star"
USER_DATA: Final = "assessor"
_SURE: Final = 0.5


def read(source: Source, context: Context) -> Iterator[Record | Issue]:
    """The records of a DocBin.

    Raises
    ------
    AnswerError
        ``document_damaged``, ``document_bomb`` or ``document_no_rows``.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    values = {"file": source.file, "suffix": ".spacy"}
    try:
        unpacking = zlib.decompressobj()
        unpacking.decompress(source.data, LARGEST_UNPACKED)
        if unpacking.unconsumed_tail:
            raise AnswerError("document_bomb", **values)
        docs = list(DocBin().from_bytes(source.data).get_docs(Vocab()))
    except AnswerError:
        raise
    except Exception as problem:  # damaged bytes raise about anything: zlib.error, msgpack's errors, KeyError, IndexError…
        raise AnswerError("document_damaged", **values) from problem
    if not docs:
        raise AnswerError("document_no_rows", file=source.file)
    for number, doc in enumerate(docs, start=1):
        yield _record(doc, context, source.file.fr, number)


def _record(doc: Any, context: Context, file: str, number: int) -> Record | Issue:
    known = doc.user_data.get(USER_DATA)
    row = {**(known if isinstance(known, Mapping) else {}), "text": doc.text}
    said = {name: row.pop(name, None) for name in ("level", "demonstrated")}
    base = read_row(row, plan(row, context.columns, file), context, file, number, str(number))
    if isinstance(base, Issue):
        return base
    try:
        return replace(base, said=_said(doc.cats, said, context.scale), sentences=_sentences(doc, context.scale))
    except RowError as problem:
        return problem.issue(file, number, base.id or str(number))


def _said(cats: Mapping[str, float], kept: Mapping[str, object], scale: Scale | None) -> Rating | None:
    """What the categories say, since a tool may have changed them; what was kept beside them where they say nothing."""
    chosen = [name for name, score in cats.items() if score > _SURE]
    checklist = kept["demonstrated"] is not None if scale is None else scale.kind == "checklist"
    if not cats:
        return label_of(kept["level"], kept["demonstrated"], scale)
    if checklist:
        return label_of(None, chosen, scale)
    if len(chosen) > 1:
        raise RowError("levels", found=", ".join(chosen))
    return label_of(chosen[0] if chosen else None, None, scale)


def _sentences(doc: Any, scale: Scale | None) -> tuple[SentenceLabel, ...]:
    groups = {key: list(group) for key, group in doc.spans.items()} or {EVIDENCE: list(doc.ents)}
    marks = [
        read_mark(span.start_char, span.end_char, span.label_ or key, scale, "star" if key == STAR else "")
        for key, group in groups.items()
        for span in group
    ]
    return sentences(doc.text, marks)


def write(examples: Sequence[Example], scale: Scale | None, _language: Language) -> dict[str, bytes]:
    """The texts cut into words as spaCy cuts them, and at the edges of every marked sentence."""
    from spacy.tokens import DocBin, SpanGroup

    packed = DocBin(attrs=["ORTH"], store_user_data=True)
    for example in examples:
        doc = _doc(_maker(example.lang), example)
        places = [(one, doc.char_span(one.start, one.end)) for one in example.sentences]
        evidence = [_labelled(span, code) for one, span in places for code in one.concepts]
        doc.spans[EVIDENCE] = SpanGroup(doc, name=EVIDENCE, spans=evidence)
        doc.spans[STAR] = SpanGroup(doc, name=STAR, spans=[_labelled(span, one.star) for one, span in places])
        doc.cats = _cats(example, scale)
        kept = {name: value for name, value in as_row(example).items() if name not in ("text", "sentences")}
        doc.user_data[USER_DATA] = kept
        packed.add(doc)
    return {"": packed.to_bytes()}


@cache
def _maker(lang: str) -> Any:
    """What cuts a text of this language into words."""
    import spacy

    return spacy.blank(lang if lang in LANGUAGES else "xx")


def _doc(maker: Any, example: Example) -> Any:
    """The text as a Doc whose words end where its marked sentences do: spaCy would not cut « l'eau » everywhere a person may."""
    from spacy.tokens import Doc

    text = example.text
    edges = {edge for one in example.sentences for edge in (one.start, one.end)}
    for token in maker.make_doc(text):
        edges |= {token.idx, token.idx + len(token)}
    cuts = sorted(edges | {0, len(text)})
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(cuts):
        if text[start:end] == " " and words and not spaces[-1] and words[-1] != " " and not _marked(example, start, end):
            spaces[-1] = True
        else:
            words.append(text[start:end])
            spaces.append(False)
    return Doc(maker.vocab, words=words, spaces=spaces)


def _marked(example: Example, start: int, end: int) -> bool:
    """Whether a marked sentence begins or ends with this blank."""
    return any(one.start == start or one.end == end for one in example.sentences)


def _labelled(span: Any, label: str) -> Any:
    from spacy.tokens import Span

    return Span(span.doc, span.start, span.end, label=label)


def _cats(example: Example, scale: Scale | None) -> dict[str, float]:
    if example.demonstrated is not None:
        codes = example.demonstrated if scale is None else scale.concept_codes
        return {code: float(code in example.demonstrated) for code in codes}
    levels = (example.level,) if scale is None or not scale.level_numbers else scale.level_numbers
    return {str(level): float(level == example.level) for level in levels if level is not None}


FORMAT = Format("spacy", (".spacy",), read, write)
