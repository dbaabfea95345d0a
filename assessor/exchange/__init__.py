"""Annotated answers in and out: tables, annotation tools, downloaded reviews.

A bad row is named with its place, the reason and what is allowed, and the rest is read: see :class:`Imported`. What each format can hold
stands at the top of its module.
"""

from assessor.exchange.frame import from_frame, to_frame
from assessor.exchange.read import FORMATS, read_annotated, write_annotated
from assessor.exchange.record import Columns, Format, Imported

__all__ = ["FORMATS", "Columns", "Format", "Imported", "from_frame", "read_annotated", "to_frame", "write_annotated"]
