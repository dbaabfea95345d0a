"""What spaCy calls: an assessment written on each Doc, in one pass over a batch, saved and loaded with the pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span, SpanGroup

from assessor.domain.answer import Answer
from assessor.errors import AssessorError, ModelError
from assessor.reports.record import record
from assessor.wording import Language as Tongue

if TYPE_CHECKING:
    from assessor.assess import Assessor
    from assessor.domain.assessment import Assessment

FACTORY = "assessor_evidence"
EXTENSION = "assessment"
_IDENTITY_FILE = "model.json"

# A plain value on each Doc. Registered once: spaCy may import this module again in a worker that already has its state.
if not Doc.has_extension(EXTENSION):
    Doc.set_extension(EXTENSION, default=None)


class EvidenceComponent(Pipe):
    """Quoted evidence, STAR roles and level probabilities on every Doc.

    The text of the Doc is read as it stands, by the program's own sentences and tagger: the rest of the pipeline changes nothing to the
    result, nor the result to the rest. What is written:

    - ``doc.spans[spans_key]``: one span for each piece of evidence, its label the code of the concept, widened to whole tokens;
      ``span.id_`` is ``code:start-end`` with the exact characters, ``doc.spans[spans_key].attrs["scores"]`` the probabilities, in order;
    - ``doc.spans[star_key]``: the sentences that have a STAR role, their label the role;
    - ``doc.cats``: the probability of each level, or of each demonstration on a checklist;
    - ``doc._.assessment``: the dict that ``assessor score`` writes, with exact characters and reasons. Its id is ``doc.user_data["id"]``.

    A second component in the same pipeline needs keys of its own, and replaces ``doc._.assessment``.

    Parameters
    ----------
    name : str
        In the pipeline.
    scale : str
        Scale id.
    spans_key, star_key : str
        Where in ``doc.spans``.
    threshold : float, optional
        The probability from which a sentence is evidence, instead of the scale's own. The level and its probabilities do not depend on it,
        and what the suggestion rests on stays quoted below it.
    language : {"fr", "en"}
        Of reasons and questions.

    Raises
    ------
    AssessorError
        If there is no such scale, its model cannot be used, or the threshold is no probability.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("fr")
    >>> component = nlp.add_pipe("assessor_evidence", config={"scale": "arc-collaboration"})
    >>> doc = nlp(
    ...     "À trois jours de la foire, notre interprète est tombée malade. Je ne connaissais personne qui parle portugais. J'ai joint une "
    ...     "association de Québec que je ne connaissais pas, et la secrétaire m'a donné le nom d'une infirmière à la retraite. Je l'ai "
    ...     "appelée le soir même, je me suis présentée et je lui ai expliqué ce qu'il nous fallait. Elle a traduit quatre réunions."
    ... )
    >>> [(span.label_, span.text[:11]) for span in doc.spans["evidence"]][0]
    ('2', "J'ai joint ")
    >>> [span.label_ for span in doc.spans["star"]]
    ['S', 'S', 'A', 'A', 'R']
    >>> start, end = doc._.assessment["evidence"][0]["start"], doc._.assessment["evidence"][0]["end"]
    >>> doc.spans["evidence"][0].id_ == f"2:{start}-{end}"
    True
    """

    def __init__(
        self,
        name: str,
        *,
        scale: str,
        spans_key: str = "evidence",
        star_key: str = "star",
        threshold: float | None = None,
        language: Tongue = "fr",
    ) -> None:
        self.name = name
        self.cfg = {"scale": scale, "spans_key": spans_key, "star_key": star_key, "threshold": threshold, "language": language}
        self._spans_key, self._star_key, self._language = spans_key, star_key, language
        self._assessor = _with_threshold(scale, threshold)

    @property
    def labels(self) -> tuple[str, ...]:
        """Codes of the scale: its concepts, then what belongs to other competencies."""
        return self._assessor.scale.codes

    @property
    def identity(self) -> dict[str, str]:
        """What the results depend on and a saved pipeline remembers: scale, version of the scale, name of the model."""
        return {"scale": self._assessor.scale.id, "scale_version": self._assessor.scale.version, "model": self._assessor.name}

    def __call__(self, doc: Doc) -> Doc:
        """Assess one Doc."""
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Assess Docs by batches: the same results as one by one, sooner."""
        handle = self.get_error_handler()
        left = iter(stream)
        while docs := list(islice(left, batch_size)):
            try:
                self._annotate(docs)
            except Exception as problem:  # spaCy's own rule: whether the rest goes on is for the pipeline's error handler to say
                handle(self.name, self, docs, problem)
            else:
                yield from docs

    def _annotate(self, docs: Sequence[Doc]) -> None:
        answers = [Answer(str(doc.user_data.get("id", "")), doc.text) for doc in docs]
        for doc, assessment in zip(docs, self._assessor.assess_all(answers), strict=True):
            self._write(doc, assessment)

    def _write(self, doc: Doc, assessment: Assessment) -> None:
        evidence, told = assessment.evidence, [one for one in assessment.star if one.role != "-"]
        doc.spans[self._spans_key] = _group(doc, self._spans_key, [(one.start, one.end, one.concept) for one in evidence])
        doc.spans[self._spans_key].attrs["scores"] = np.array([one.probability for one in evidence], dtype=np.float64)
        doc.spans[self._star_key] = _group(doc, self._star_key, [(one.start, one.end, one.role) for one in told])
        doc.cats = {**doc.cats, **assessment.suggestion.probabilities}
        doc._.set(EXTENSION, record(assessment, self._language))

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Which model the pipeline was saved with; the model itself stays with the installation."""
        return json.dumps(self.identity, indent=1).encode("utf-8")

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> EvidenceComponent:
        """Check that the installation has the model that the pipeline was saved with.

        Raises
        ------
        ModelError
            If it has another: a saved pipeline never changes its results in silence.
        """
        try:
            saved = json.loads(data)
        except ValueError:
            saved = None
        return self._checked(saved)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write in a folder what :meth:`to_bytes` gives."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _IDENTITY_FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> EvidenceComponent:
        """The same check as :meth:`from_bytes`."""
        file = Path(path) / _IDENTITY_FILE
        return self.from_bytes(file.read_bytes() if file.is_file() else b"")

    def __reduce__(self) -> tuple[Any, ...]:
        # Models are not pickled: the process that unpickles has its own, loaded once and checked.
        return _unpickled, (self.name, self.cfg, self.identity, getattr(self, "error_handler", None))

    def _checked(self, saved: object) -> EvidenceComponent:
        if saved != self.identity:
            raise ModelError("spacy_bridge_model", name=self.name, saved=_told(saved), installed=_told(self.identity))
        return self


def make_evidence_component(
    nlp: Language, name: str, scale: str, spans_key: str, star_key: str, threshold: float | None, language: Tongue
) -> EvidenceComponent:
    """The factory behind ``nlp.add_pipe("assessor_evidence", config={...})``; see :class:`EvidenceComponent` for the settings."""
    return EvidenceComponent(name, scale=scale, spans_key=spans_key, star_key=star_key, threshold=threshold, language=language)


Language.factory(
    FACTORY,
    default_config={"spans_key": "evidence", "star_key": "star", "threshold": None, "language": "fr"},
    assigns=["doc.spans", "doc.cats", f"doc._.{EXTENSION}"],
    func=make_evidence_component,
)


def _with_threshold(scale: str, threshold: float | None) -> Assessor:
    """The assessor of a scale, its policy with another threshold if one is given."""
    from assessor.assess import load_assessor

    if threshold is not None and not 0 <= threshold <= 1:
        raise AssessorError("spacy_bridge_threshold", value=threshold)
    assessor = load_assessor(scale)
    if threshold is None:
        return assessor
    policy = replace(assessor.scale.policy, evidence_threshold=threshold)
    return replace(assessor, scale=replace(assessor.scale, policy=policy))


def _group(doc: Doc, key: str, pieces: list[tuple[int, int, str]]) -> SpanGroup:
    """Characters as spans of whole tokens."""
    widened = [doc.char_span(start, end, label, span_id=f"{label}:{start}-{end}", alignment_mode="expand") for start, end, label in pieces]
    return SpanGroup(doc, name=key, spans=cast(list[Span], widened))


def _told(identity: object) -> str:
    return " · ".join(map(str, identity.values())) if isinstance(identity, dict) else "?"


def _unpickled(name: str, settings: dict[str, Any], identity: dict[str, str], handler: Any) -> EvidenceComponent:
    component = EvidenceComponent(name, **settings)._checked(identity)
    if handler is not None:
        component.set_error_handler(handler)
    return component
