"""Every exception of the program. Each says where, what is wrong, what is allowed and what to do, in French and in English."""

from __future__ import annotations

from typing import Any

from assessor.wording import Language, Text, preferred, say


class AssessorError(Exception):
    """What a person can act on; never shown as a traceback. As a string, in French, or in English with ``ASSESSOR_LANG=en``.

    Parameters
    ----------
    code : str
        The message's code below ``error`` in the wording catalogue; also what programs read.
    **values
        What fills the message.

    Examples
    --------
    >>> str(AnswerError("empty"))
    "La réponse est vide. Collez ou déposez un texte d'au moins une phrase."
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        self.text: Text = say(f"error.{code}", **values)
        super().__init__(code)

    def __str__(self) -> str:
        return self.message(preferred())

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors come back from other processes: by their code and values, not by their message."""
        return _again, (type(self), self.code, self.values)

    def message(self, language: Language = "fr") -> str:
        """The message in the reader's language."""
        return self.text.in_(language)


def _again(kind: type[AssessorError], code: str, values: dict[str, object]) -> AssessorError:
    return kind(code, **values)


class AnswerError(AssessorError):
    """An answer or a document that cannot be read; the rest of a batch goes on."""


class ScaleError(AssessorError):
    """A scale that cannot be used as it is written, or that does not exist."""


class ModelError(AssessorError):
    """A model on disk that is missing, damaged, or of another version."""


class TrainingDataError(AssessorError):
    """Examples that cannot be learnt from."""
