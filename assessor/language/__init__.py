"""Reads an answer: sentences, and what can be said of each without judging it. The only place with spaCy.

>>> from assessor.domain.answer import Answer
>>> [sentence.clean for sentence in read_answer(Answer("a", "J'ai appelé M. Roy. Il a dit oui.")).sentences]
["J'ai appelé M. Roy.", 'Il a dit oui.']
"""

from assessor.language.detection import detect_language
from assessor.language.fillers import without_fillers
from assessor.language.normalise import Normalised, normalise
from assessor.language.reader import read_answer, read_answers
from assessor.language.summary import FACT_NAMES, fact_vector, family_counts, summary

__all__ = [
    "FACT_NAMES",
    "Normalised",
    "detect_language",
    "fact_vector",
    "family_counts",
    "normalise",
    "read_answer",
    "read_answers",
    "summary",
    "without_fillers",
]
