"""Annotated answers in and out: tables, annotation tools, downloaded reviews."""
