"""What makes two texts the same answer."""

from __future__ import annotations

import hashlib
import unicodedata


def text_key(text: str) -> str:
    r"""What two copies of the same answer have in common, however lines are broken and accents are stored.

    Examples
    --------
    >>> text_key("J'ai appelé.\nPuis rappelé.") == text_key(" J'ai appele\u0301. Puis rappelé. "), len(text_key(""))
    (True, 32)
    """
    flat = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(flat.encode("utf-8", "replace")).hexdigest()[:32]
