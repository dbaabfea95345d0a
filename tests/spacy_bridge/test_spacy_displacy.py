"""displaCy draws the evidence in the program's colours, legibly."""

import re
import warnings

import pytest
import spacy
from bridge_texts import ARC, BAKER, GENERAL
from spacy import displacy

from assessor.errors import ScaleError
from assessor.reports.palette import colours
from assessor.rubric import read_scale
from assessor.spacy_bridge import displacy_options


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("xx")
    nlp.add_pipe("assessor_evidence", config={"scale": ARC, "threshold": 0.3})
    return nlp


def test_every_piece_is_drawn_with_its_code_in_its_colour(nlp):
    doc = nlp(BAKER)
    html = displacy.render(doc, style="span", options=displacy_options(ARC), jupyter=False)
    drawn = re.findall(r'color: #000[^"]*">\s*([^\s<]+)', html)
    assert sorted(drawn) == sorted(span.label_ for span in doc.spans["evidence"]), "pieces on one another too"
    shades = colours(read_scale(ARC))
    used = {shades[span.label_].fill for span in doc.spans["evidence"]}
    assert used == set(re.findall(r"background: (#[0-9A-F]{6});", html))


def test_labels_are_black_on_white_whatever_the_colour(nlp):
    html = displacy.render(nlp(BAKER), style="span", options=displacy_options(ARC), jupyter=False)
    labels = re.findall(r"<span style=\"([^\"]*color: #000[^\"]*)\"", html)
    assert labels
    assert all("background: #fff;" in label for label in labels)


def test_every_code_of_a_scale_has_a_colour_whether_the_scale_or_its_id_is_given():
    scale = read_scale(ARC)
    options = displacy_options(scale, spans_key="preuves")
    assert set(options["colors"]) == set(scale.codes)
    assert options["spans_key"] == "preuves"
    assert options | {"spans_key": "evidence"} == displacy_options(ARC)


def test_nothing_found_is_drawn_as_the_plain_text(nlp):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # displaCy warns that there is nothing to draw
        html = displacy.render(nlp(GENERAL), style="span", options=displacy_options(ARC), jupyter=False)
    assert "background" not in html
    assert "partenaires" in html


def test_an_unknown_scale_is_answered_with_the_known_ones():
    with pytest.raises(ScaleError, match=ARC):
        displacy_options("arc")
