"""pandas tables: one row an answer, or one row a rating."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.exchange.record import Columns, Context, Imported
from assessor.exchange.rows import read_rows, to_rows
from assessor.exchange.settle import settle

if TYPE_CHECKING:
    import pandas as pd

NAME: Final = "DataFrame"


def from_frame(df: pd.DataFrame, scale: Scale | None = None, *, columns: Columns | None = None, author: str | None = None) -> Imported:
    """Annotated answers of a table.

    Parameters
    ----------
    df : pandas.DataFrame
        One row an answer: a column of texts (``text``, ``texte``, ``réponse``…) and one of levels (``level``, ``niveau``…), or one column
        a rater (``level_julie``, ``niveau_2``…), or one row a rating with a column that names the rater. Every other column is a fact
        about the answer.
    scale : Scale, optional
        Without one any whole number is a level.
    columns : Columns, optional
        Columns with other names than the usual ones.
    author : str, optional
        Who speaks in answers that do not say it; by default each is its own author.

    Returns
    -------
    Imported
        Problems name rows by their place, from 1.

    Raises
    ------
    AnswerError
        If the table is empty, or has no column of texts.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"texte": ["J'ai appelé le maire.", None], "niveau_A": [1, 2], "niveau_B": [2.0, None]})
    >>> read = from_frame(table)
    >>> [(one.text, one.level, [rating.level for rating in one.ratings]) for one in read.examples]
    [("J'ai appelé le maire.", 1, [1, 2])]
    >>> read.problems[0].message("en")
    'DataFrame:2: "2": the answer is empty. Write at least one sentence in it, or remove it.'
    """
    import numpy as np

    names = [str(name) for name in df.columns]
    values = ([cell.item() if isinstance(cell, np.generic) else cell for cell in row] for row in df.itertuples(index=False, name=None))
    rows = [(number, dict(zip(names, row, strict=True))) for number, row in enumerate(values, start=1)]
    return settle(read_rows(rows, Context(scale, columns or Columns()), NAME), scale, author)


def to_frame(examples: Iterable[Example]) -> pd.DataFrame:
    """Annotated answers as a table: one row an answer, a column ``level_<rater>`` a rater, a column a fact.

    ``level`` and the ratings are whole numbers that may be missing (``Int64``); ``demonstrated`` holds lists of codes, ``sentences`` lists
    of marked sentences as our examples write them.

    Examples
    --------
    >>> to_frame([Example("7", "", "J'ai appelé.", level=2, meta={"author": "A"})]).to_dict("records")
    [{'id': '7', 'lang': 'fr', 'text': "J'ai appelé.", 'level': 2, 'author': 'A'}]
    """
    import pandas as pd

    frame = pd.DataFrame(to_rows(examples))
    levels = [name for name in frame.columns if name == "level" or name.startswith("level_")]
    return frame.astype(dict.fromkeys(levels, "Int64"))
