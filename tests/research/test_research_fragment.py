"""The piece of page is whole by itself: no script, nothing to fetch, every word as it was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import NEW_TIE, TEAM

from assessor import assess
from assessor.domain.answer import Answer
from assessor.domain.assessment import Assessment, Gate, Suggestion
from assessor.domain.evidence import Evidence, Missing
from assessor.research.assessed import Assessed, AssessedList
from assessor.rubric import read_scale
from assessor.wording import Text

TAGS = {"div", "span", "b", "i", "mark", "ul", "ol", "li", "p", "br", "details", "summary", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"style", "title", "role", "aria-label", "aria-hidden", "lang", "scope"}
ARC, CERIC = read_scale("arc-collaboration"), read_scale("ceric-partenariats")


class Read(HTMLParser):
    """What a browser would make of it: tags that are balanced, attributes, and the text of the marked answer."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)


def check(html: str) -> Read:
    read = Read(html)
    assert read.tags <= TAGS
    assert {name for name, _ in read.attributes} <= ATTRIBUTES
    assert not any(re.search(r"url\(|expression|@import|javascript:", value) for name, value in read.attributes if name == "style")
    return read


def made(text: str, evidence: tuple[Evidence, ...] = (), scale=ARC) -> Assessed:
    """An assessment in which everything a person could have typed is this text."""
    ordinal = scale.kind == "ordinal"
    odd = Text(text, text)
    suggestion = Suggestion(
        level=2 if ordinal else None,
        demonstrated=None if ordinal else ("D1",),
        probabilities={str(number): 0.2 for number in range(5)} if ordinal else dict.fromkeys(scale.concept_codes, 0.5),
        levels_possible=(1, 2) if ordinal else (),
        abstained=True,
        why=(odd,),
        why_not_next=(odd,),
    )
    gates = (Gate("event", False, odd, text), Gate("length", True, odd))
    missing = (Missing(scale.concept_codes[0], odd),)
    answer = Answer(text, text)
    return Assessed(Assessment(answer, scale.id, "1.0.0", text, gates, evidence, missing, suggestion), scale, "fr")


@st.composite
def marked_texts(draw):
    text = draw(
        st.text(min_size=1, max_size=60) | st.sampled_from(["<script>alert(1)</script>", "\"'><img src=x onerror=y>", "</div>&amp;&lt;"])
    )
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(ARC.codes)), max_size=4))
    evidence = [Evidence(start, end, text[start:end], code, 0.7, (Text(text, text),)) for start, end, code in spans if start < end]
    return text, tuple(evidence)


@given(marked_texts())
def test_whatever_was_typed_is_shown_as_typed(pair):
    text, evidence = pair
    one = made(text, evidence)
    read = check(one._repr_html_())
    # The browser's reader makes one newline of a carriage return; nothing else may change.
    shown = read.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if not evidence:
        assert text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd") in shown
    check(AssessedList([one, one])._repr_html_())


@pytest.mark.parametrize("scale", [ARC, CERIC])
def test_levels_and_demonstrations_are_all_there(scale, language):
    one = replace(made("J'ai appelé la mairie.", scale=scale), language=language)
    text = check(one._repr_html_()).text
    names = [scale.level_name(number) for number in scale.level_numbers] or [concept.name for concept in scale.concepts]
    assert all(name.in_(language) in text for name in names)
    assert one.summary() in text


def test_no_colour_stands_alone():
    one = assess(NEW_TIE)
    html = one._repr_html_()
    assert html.count("<mark") >= len(one.evidence) > 0
    text = check(html).text
    for found in one.evidence:
        # The code follows the quote, and the legend says what it is.
        assert f"{found.quote}{found.concept}" in text
        assert ARC.concept(found.concept).name.fr in text


def test_the_failed_gate_is_told_with_its_quote():
    one = assess(TEAM, language="en")
    failed = [gate for gate in one.gates if not gate.passed]
    assert failed
    text = check(one._repr_html_()).text
    assert all(gate.reason.en in text and (gate.quote or "") in text for gate in failed)


def test_a_long_list_is_cut_and_says_so():
    found = AssessedList([made(f"texte {number}") for number in range(25)])
    read = check(found._repr_html_())
    assert "texte 19" in read.text
    assert "texte 20" not in read.text
    assert "5" in read.text.rsplit("…", 1)[1]
