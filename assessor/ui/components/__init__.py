"""Pieces of pages; each draws itself with ``show(…, key=…)``."""
