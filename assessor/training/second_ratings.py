"""What two raters, blind to each other, gave the same answers, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence

from assessor.domain.example import Example, Rating
from assessor.domain.scale import Scale
from assessor.training.metrics_raters import rater_agreement

Pair = tuple[Rating, Rating]

# Sources of answers whose label the raters themselves gave.
_RATED = ("imported", "reviewed")


def two_ratings(example: Example) -> Pair | None:
    """The first two ratings; where only somebody else than the author rated, the label stands for the author's.

    That is so where authors wrote for a level. The label of a real candidate's answer comes from the ratings: it is no second one.

    Examples
    --------
    >>> two_ratings(Example("1", "s", "…", level=2, meta={"author": "a"}, ratings=(Rating("a", 2),)))
    >>> [one.level for one in two_ratings(Example("1", "s", "…", level=2, meta={"author": "a"}, ratings=(Rating("b", 3),)))]
    [2, 3]
    >>> two_ratings(Example("1", "s", "…", level=3, meta={"author": "a", "source": "imported"}, ratings=(Rating("b", 3),)))
    """
    author, ratings = example.meta.get("author"), example.ratings
    if example.meta.get("source") not in _RATED and len(ratings) == 1 and author and ratings[0].rater != author:
        ratings = (Rating(author, example.level, example.demonstrated), *ratings)
    return (ratings[0], ratings[1]) if len(ratings) > 1 else None


def pair_agreement(pairs: Sequence[Pair], scale: Scale) -> dict[str, dict[str, float]]:
    """The :func:`~assessor.training.metrics_raters.rater_agreement` of two ratings.

    Parameters
    ----------
    pairs : sequence of pairs of Rating
        All of the scale.
    scale : Scale
        Its levels are the levels of every figure, whatever the raters happened to use.

    Returns
    -------
    dict
        On an ordinal scale one entry, ``level``; on a checklist one a demonstration, shown or not.

    Examples
    --------
    >>> from assessor.rubric import read_scale
    >>> both, none = Rating("a", demonstrated=("D1",)), Rating("b", demonstrated=())
    >>> found = pair_agreement([(both, both), (none, none)], read_scale("ceric-partenariats"))
    >>> found["D1"]["exact"], found["D1"]["kappa"], found["D1"]["alpha"]
    (100.0, 1.0, 1.0)
    """
    if scale.kind == "ordinal":
        step = {level: position for position, level in enumerate(scale.level_numbers)}
        return {"level": rater_agreement([[step[one.level or 0] for one in pair] for pair in pairs], len(step))}
    shown = [[set(one.demonstrated or ()) for one in pair] for pair in pairs]
    return {code: rater_agreement([[int(code in one) for one in pair] for pair in shown], 2) for code in scale.concept_codes}
