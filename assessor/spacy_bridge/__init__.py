"""The evidence finder as a spaCy component."""
