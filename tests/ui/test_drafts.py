"""A review in progress without any page: each gesture, and coming back from the browser's memory."""

import tomllib
from pathlib import Path

import pytest
from desk_tools import ANSWER, ARC
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import create_reference_msg, populate_hash_if_needed
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1.util import patch_config_options

from assessor.domain.answer import Answer
from assessor.errors import AssessorError
from assessor.reports.palette import colours
from assessor.rubric import list_scales, read_scale
from assessor.ui.draft import Draft, restored, trimmed
from assessor.ui.settings import OPTIONS, command
from assessor.ui.shell import page_files, page_name
from assessor.wording import codes

SPANS = st.tuples(st.integers(-5, len(ANSWER) + 5), st.integers(-5, len(ANSWER) + 5), st.sampled_from(read_scale(ARC).codes))


@settings(deadline=None)  # the first example also loads the wording
@given(st.lists(SPANS, max_size=6), st.booleans())
def test_a_draft_comes_back_from_the_browser_as_it_was(spans, revealed):
    draft = Draft(Answer("1", ANSWER), ARC, revealed=revealed)
    for start, end, code in spans:
        draft = draft.with_evidence(start, end, code)
    back = restored(draft.saved())
    assert back.saved() == draft.saved()
    assert back.revealed == revealed
    assert all(ANSWER[one.start : one.end] == one.quote and one.quote == one.quote.strip() != "" for one in back.review.added)


def test_nothing_is_added_twice_and_what_was_added_can_go():
    draft = Draft(Answer("1", ANSWER), ARC).with_evidence(0, 16, "2").with_evidence(0, 17, "2")
    assert len(draft.review.added) == 1
    assert draft.without_evidence(draft.review.added[0].key).review.added == ()


def test_adding_again_what_was_rejected_takes_the_rejection_back():
    draft = Draft(Answer("1", ANSWER), ARC).judged("2:0-16", "rejected").with_evidence(0, 17, "2")
    assert draft.review.verdicts == {}


@given(st.text(), st.integers(), st.integers())
def test_a_selection_is_trimmed_to_words_inside_the_text(text, start, end):
    span = trimmed(text, start, end)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        assert text[slice(*span)] == text[slice(*span)].strip()


@pytest.mark.parametrize("kept", ["", "{", "null", '{"dossier": 1}', '{"entry": "x"}', "\ud83d"])
def test_a_damaged_memory_is_an_error_that_can_be_said(kept):
    with pytest.raises(AssessorError):
        restored(kept)


def test_each_concept_of_a_scale_has_its_own_colour():
    for name in list_scales():
        scale = read_scale(name)
        shades = colours(scale)
        assert len({shades[code].fill for code in scale.concept_codes}) == len(scale.concept_codes)


def test_an_installed_application_is_served_like_a_checkout():
    config = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
    flat = {f"{group}.{name}": value for group, options in config.items() for name, value in options.items()}
    assert flat == dict(OPTIONS)
    assert "--browser.gatherUsageStats=false" in command(Path("app.py"))
    assert "--server.headless=false" in command(Path("app.py"), open_browser=True)


@pytest.mark.parametrize(
    ("options", "left_alone"), [(dict(OPTIONS), False), ({"global.minCachedMessageSize": 1e4}, True)], ids=["ours", "the usual ones"]
)
def test_a_redraw_overtaken_by_the_next_leaves_no_element_without_its_box(options, left_alone):
    """With the usual options a large element that the browser has already stays in the queue, though its box was thrown away."""
    with patch_config_options(options):
        box, element = ForwardMsg(), ForwardMsg()
        box.delta.add_block.allow_empty = True
        element.delta.new_element.code.code_text = ANSWER * 1_000
        queue = ForwardMsgQueue()
        for message, path in ((box, [0, 6]), (element, [0, 6, 0])):
            message.delta.fragment_id = "review"
            message.metadata.delta_path.extend(path)
            populate_hash_if_needed(message)
            queue.enqueue(create_reference_msg(message) if message.metadata.cacheable else message)
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=["review"])
    assert [list(one.metadata.delta_path) for one in queue.flush()] == ([[0, 6, 0]] if left_alone else [])


def test_every_page_has_a_name_in_both_languages():
    for language in ("fr", "en"):
        assert {f"ui.page.{page_name(file)}" for file in page_files()} <= codes(language)
