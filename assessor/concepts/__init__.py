"""From sentences to concept, exclusion and STAR-role probabilities, each sentence read in its place in the answer."""

from assessor.concepts.features import EncodedAnswer, FeatureSet, encode_answers, sentence_matrix
from assessor.concepts.finder import SentenceFinder
from assessor.concepts.roles import RoleTagger

__all__ = ["EncodedAnswer", "FeatureSet", "RoleTagger", "SentenceFinder", "encode_answers", "sentence_matrix"]
