"""What a document may weigh: every limit of the room, in one place. Messages quote them, so that a person knows what is allowed."""

from __future__ import annotations

from typing import Final

LONGEST_ANSWER: Final = 100_000
"""Characters in one answer; a long STAR answer has about 6 000."""

LARGEST_FILE: Final = 50_000_000
"""Bytes in one file, as it stands on disk."""

MOST_ROWS: Final = 20_000
"""Answers read from one table."""

MOST_TITLES: Final = 5
"""Filled rows that may stand above a table's header: a title, a competition number, a date."""

MOST_PAGES: Final = 200
"""Pages of one PDF; beyond it is a collection, not an answer."""

LARGEST_UNPACKED: Final = 200_000_000
"""Bytes a .docx or .xlsx (both are zip archives) may unpack to."""

SMALL_UNPACKED: Final = 10_000_000
"""Bytes below which how well an archive is packed does not matter."""

HIGHEST_PACKING: Final = 250
"""Unpacked over packed size above which a large archive is a zip bomb: texts reach 20, repeated rows 100, bombs 1 000."""

BINARY_SHARE: Final = 0.05
"""Share of control characters from which bytes are no text: random bytes hold 0.11, texts almost none."""

MOST_COLUMNS_NAMED: Final = 12
"""Column names a message quotes before it stops."""
