"""The nouns of the field as frozen dataclasses: scale, answer, evidence, assessment, review. Standard library only."""
