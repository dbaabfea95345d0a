"""Evidence and levels in behavioural-interview answers, against published rubrics. Read :mod:`assessor.assess` first.

Eighteen names for notebooks and scripts; each is loaded when it is first used, so that ``import assessor`` costs nothing.

>>> from assessor import read_scale
>>> read_scale("arc-collaboration").level_numbers
(0, 1, 2, 3, 4)
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assessor.domain.answer import Answer
    from assessor.domain.example import Example
    from assessor.domain.scale import Scale
    from assessor.holistic import HolisticClassifier
    from assessor.research.assessed import Assessed, AssessedList
    from assessor.research.assessing import assess
    from assessor.research.comparing import Comparison, compare
    from assessor.research.estimator import LevelClassifier
    from assessor.research.evaluating import Evaluation, evaluate
    from assessor.research.examples import read_examples
    from assessor.research.fitting import Fitted, fit, load, save
    from assessor.research.scales import read_scale

_HOMES = {
    "Answer": "domain.answer",
    "Assessed": "research.assessed",
    "AssessedList": "research.assessed",
    "Comparison": "research.comparing",
    "Evaluation": "research.evaluating",
    "Example": "domain.example",
    "Fitted": "research.fitting",
    "HolisticClassifier": "holistic",
    "LevelClassifier": "research.estimator",
    "Scale": "domain.scale",
    "compare": "research.comparing",
    "evaluate": "research.evaluating",
    "fit": "research.fitting",
    "load": "research.fitting",
    "read_examples": "research.examples",
    "read_scale": "research.scales",
    "save": "research.fitting",
}

__all__ = [
    "Answer",
    "Assessed",
    "AssessedList",
    "Comparison",
    "Evaluation",
    "Example",
    "Fitted",
    "HolisticClassifier",
    "LevelClassifier",
    "Scale",
    "assess",
    "compare",
    "evaluate",
    "fit",
    "load",
    "read_examples",
    "read_scale",
    "save",
]


def __getattr__(name: str) -> Any:
    if name == "assess":
        return import_module("assessor.assess")
    if name in _HOMES:
        value = globals()[name] = getattr(import_module(f"assessor.{_HOMES[name]}"), name)
        return value
    raise AttributeError(f"module 'assessor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Assess(ModuleType):
    """:mod:`assessor.assess` is a module and, called, the function of the same name: whichever is imported first, both work."""

    def __call__(self, answers: Any, scale: Any = "arc-collaboration", **options: Any) -> Any:
        """See :func:`assessor.research.assessing.assess`; without ``scale``, the collaboration scale of ARC."""
        from assessor.research.assessing import assess

        return assess(answers, scale, **options)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        if name == "assess" and type(value) is ModuleType:  # the import system binds a submodule here
            value.__class__ = _Assess
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
