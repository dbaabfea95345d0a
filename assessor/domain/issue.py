"""A problem found in a file that a person writes: said with its place, so that it can be put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assessor.wording import Language, Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong, where, and what is allowed. An ``error`` keeps the file from being used; a ``warning`` is advice.

    Line 0 stands for the file as a whole.
    """

    severity: Severity
    file: str
    line: int
    code: str
    text: Text

    @property
    def place(self) -> str:
        """File and line, or the file alone."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def message(self, language: Language = "fr") -> str:
        """The problem on one line, with its place first.

        Examples
        --------
        >>> Issue("error", "scale.yaml", 3, "tab", Text("Une tabulation.", "A tab.")).message("en")
        'scale.yaml:3: A tab.'
        """
        return f"{self.place}: {self.text.in_(language)}"
