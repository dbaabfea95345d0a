"""From annotated answers to a model on disk: read, group, fit, evaluate."""
