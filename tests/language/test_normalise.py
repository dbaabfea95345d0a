"""Cleaning keeps the way back to every original character."""

from hypothesis import given
from hypothesis import strategies as st

from assessor.language.normalise import fold, normalise


def test_quotes_blanks_and_zero_width_marks_become_plain():
    clean = normalise("  L\u2019\u00e9cole\u00a0:\u200b \u201coui\u201d\r\n\u2022\tcentre\x00 culturel\ud800  ")
    assert clean.text == 'L\'école : "oui"\n• centre culturel'


def test_decomposed_accents_are_composed_and_point_back():
    text = "J'ai appele\u0301 E\u0301milie"
    clean = normalise(text)
    start = clean.text.index("Émilie")
    assert clean.text == "J'ai appelé Émilie"
    assert text[slice(*clean.span(start, start + 6))] == "E\u0301milie"


@given(st.text(st.characters(), max_size=300))
def test_every_analysed_character_stands_somewhere_in_the_text(text):
    clean = normalise(text)
    assert len(clean.text) == len(clean.starts) == len(clean.ends)
    assert all(start < end <= len(text) for start, end in zip(clean.starts, clean.ends, strict=True))
    assert list(clean.starts) == sorted(clean.starts)
    assert "  " not in clean.text and clean.text == clean.text.strip(" \n")


@given(st.text(max_size=200))
def test_folding_keeps_offsets(text):
    assert len(fold(text)) == len(text)
