"""Texts in, what a model says of them out: one, a list, or a pandas Series with its index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from assessor.assess import Assessor, load_assessor
from assessor.domain.answer import Answer
from assessor.domain.example import Example
from assessor.errors import AnswerError
from assessor.research.assessed import Assessed, AssessedList
from assessor.research.encoding import encode
from assessor.research.progress import reported
from assessor.rubric import list_scales
from assessor.threads import one_thread
from assessor.training.crossfit import Progress
from assessor.wording import Language, preferred

if TYPE_CHECKING:
    import pandas as pd

    from assessor.research.fitting import Fitted

_SHOWN = 10


@overload
def assess(  # type: ignore[overload-overlap]  # a text is an iterable of texts too
    answers: str | Answer | Example,
    scale: str | Path | Fitted = ...,
    *,
    language: Language | None = ...,
    jobs: int = ...,
    progress: Progress | bool | None = ...,
) -> Assessed: ...


@overload
def assess(
    answers: Iterable[str | Answer | Example] | pd.Series[Any],
    scale: str | Path | Fitted = ...,
    *,
    language: Language | None = ...,
    jobs: int = ...,
    progress: Progress | bool | None = ...,
) -> AssessedList: ...


def assess(
    answers: Any,
    scale: str | Path | Fitted = "arc-collaboration",
    *,
    language: Language | None = None,
    jobs: int = 1,
    progress: Progress | bool | None = None,
) -> Assessed | AssessedList:
    """What a model says of one text or of many: evidence quoted, gates, level and how sure it is. A person decides.

    Without ``scale``, the texts are read on the collaboration scale of ARC, ``"arc-collaboration"``; what comes back names the scale.

    Parameters
    ----------
    answers : str, Answer, Example, or several of them in a list or a pandas Series
        What a list holds is numbered from 1, what a Series holds is named by its index.
    scale : str, pathlib.Path or Fitted, default="arc-collaboration"
        The name of an installed scale, the folder of a saved model, or what :func:`assessor.fit` gave.
    language : {"fr", "en"}, optional
        Of reasons and questions; by default that of ``ASSESSOR_LANG``, else French.
    jobs : int, default=1
        Processes; changes speed, never a result.
    progress : bool or callable, optional
        True for a bar.

    Returns
    -------
    Assessed or AssessedList
        Shown in notebooks with the evidence highlighted; ``record()`` is what ``assessor score`` writes.

    Raises
    ------
    AnswerError
        If something is not a text or is empty; the message names each.
    ModelError
        If there is no such model, or it cannot be used.

    Examples
    --------
    >>> found = assess("En mai, la caisse du village fermait. J'ai appelé sa directrice pour la première fois.")
    >>> found.level, found.record()["scale"]
    (0, 'arc-collaboration')
    >>> assess("Il pleuvait.", "cnrc-service", language="en")
    <Assessed '1' (cnrc-service): Suggested level: 0 (100%). Cannot be ruled out: 0.>
    """
    model, said = assessor_of(scale), language or preferred()
    if isinstance(answers, (str, Answer, Example)):
        return _judged(model, [_answer(answers, "1")], said, 1, None)[0]
    if not isinstance(answers, Iterable):
        found = repr(str(answers)) if isinstance(answers, Path) else type(answers).__name__
        raise AnswerError("research_wrong_texts", found=found)
    if hasattr(answers, "columns"):
        raise AnswerError("research_frame", columns=", ".join(map(str, answers.columns)))
    several, index = list(answers), getattr(answers, "index", None)
    labels = range(len(several)) if index is None or callable(index) else list(index)
    names = [str(label + 1) for label in labels] if isinstance(labels, range) else [str(label) for label in labels]
    problems = [name for name, one in zip(names, several, strict=True) if not _is_text(one)]
    if problems:
        raise AnswerError("research_not_texts", count=len(problems), names=", ".join(problems[:_SHOWN]))
    listed = [_answer(one, name) for one, name in zip(several, names, strict=True)]
    return AssessedList(_judged(model, listed, said, jobs, progress), labels)


def assessor_of(scale: str | Path | Fitted | Assessor) -> Assessor:
    """The model that a name, a folder or a fit stands for, ready to assess."""
    from assessor.research.fitting import Fitted, load

    if isinstance(scale, Assessor):
        return scale
    if isinstance(scale, Fitted):
        return scale.assessor
    installed = isinstance(scale, str) and (scale in list_scales() or not Path(scale).is_dir())  # a misspelt name is told the right ones
    return load_assessor(str(scale)) if installed else load(scale).assessor


def _judged(model: Assessor, answers: list[Answer], language: Language, jobs: int, progress: Progress | bool | None) -> list[Assessed]:
    with reported(progress) as report:
        encoded = encode(answers, jobs, report)
    with one_thread():
        return [Assessed(model.conclude(model.interpret(one)), model.scale, language) for one in encoded]


def _is_text(one: object) -> bool:
    text = one.text if isinstance(one, (Answer, Example)) else one
    return isinstance(text, str) and bool(text.strip())


def _answer(one: str | Answer | Example, name: str) -> Answer:
    if not _is_text(one):
        raise AnswerError("empty")
    return Answer(name, one) if isinstance(one, str) else Answer(one.id, one.text)
