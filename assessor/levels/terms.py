"""Words weighted by rarity, written to the same bytes by every process."""

from __future__ import annotations

from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer


class Terms(TfidfVectorizer):  # type: ignore[misc]  # scikit-learn has no types
    """A ``TfidfVectorizer`` whose state holds no address.

    scikit-learn remembers which list of stop words it has checked by where that list, or None, lies in memory. That would stand in a
    model's file, and the same training would give other bytes in another process.

    Examples
    --------
    >>> import pickle
    >>> fitted = Terms().fit(["un pont", "une rive"])
    >>> _ = fitted.transform(["un pont"])
    >>> "_stop_words_id" in vars(pickle.loads(pickle.dumps(fitted)))
    False
    """

    def __getstate__(self) -> dict[str, Any]:
        """What is written."""
        state: dict[str, Any] = dict(super().__getstate__())
        state.pop("_stop_words_id", None)
        return state
