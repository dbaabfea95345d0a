"""Any table of text and ordinal label: fitted without spans and without a rubric, in French or English."""

from assessor.holistic.classifier import HolisticClassifier
from assessor.holistic.comparison import benchmark
from assessor.holistic.features import AnswerFeatures, holistic_pipeline
from assessor.holistic.table import read_table

__all__ = ["AnswerFeatures", "HolisticClassifier", "benchmark", "holistic_pipeline", "read_table"]
