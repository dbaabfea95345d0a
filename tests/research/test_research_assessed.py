"""What a notebook holds of an assessment says what `assessor score` says."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from told import NEW_TIE, TEAM

from assessor import Answer, assess
from assessor.scoring import score

TEXTS = [NEW_TIE, TEAM, "Bonjour.", f"{NEW_TIE}\n\n– {TEAM}\t<b>« fin »</b>"]


@pytest.fixture(scope="module")
def several():
    return assess(pd.Series(TEXTS, index=["neuf", "équipe", 3, "tout"]))


@pytest.mark.parametrize("scale", ["arc-collaboration", "ceric-partenariats"])
def test_the_record_is_the_line_of_the_command(scale, language):
    lines = [
        json.loads(line) for line, _ in score([Answer(str(number), text) for number, text in enumerate(TEXTS, start=1)], scale, language)
    ]
    assert [one.record() for one in assess(TEXTS, scale, language=language)] == lines
    assert assess(Answer("2", TEAM), scale, language=language).record() == lines[1]


def test_properties_are_those_of_the_record(several):
    for one in several:
        record = one.record()
        assert (one.id, one.level, dict(one.probabilities)) == (record["id"], record["level"], record["probabilities"])
        assert [found.quote for found in one.evidence] == [one.text[found.start : found.end] for found in one.evidence]
        assert list(one.levels_possible) == record["levels_possible"]
        assert one.admissible == all(gate["passed"] for gate in record["admissibility"])


def test_a_new_tie_is_told_from_the_own_team(several):
    tie, team = several[0], several[1]
    assert tie.level == 2
    assert {"2"} <= {found.concept for found in tie.evidence}
    assert (team.level, team.admissible) == (0, False)
    assert team.in_("en").explain() != team.explain()
    assert tie.summary() in tie.explain()


@pytest.mark.parametrize(("given", "named"), [((), "arc-collaboration"), (("cnrc-service",), "cnrc-service")])
def test_whatever_is_shown_names_its_scale(given, named):
    one, listed = assess(TEAM, *given), assess([TEAM, NEW_TIE], *given)
    assert f"({named})" in repr(one)
    assert repr(listed).count(f"({named})") == 2
    assert named in one._repr_html_() and named in listed._repr_html_()


def test_a_series_keeps_its_index(several):
    frame = several.to_frame()
    assert list(frame.index) == ["neuf", "équipe", 3, "tout"]
    assert list(frame["level"]) == [one.level for one in several]
    assert frame.filter(like="p_").sum(axis=1).round(4).eq(1).all()
    assert several.to_series()["équipe"] is several[1]
    assert [one.id for one in several] == ["neuf", "équipe", "3", "tout"]
    assert several[1:].labels == ("équipe", 3, "tout")
    assert several.records()[0] == several[0].record()


def test_a_list_is_numbered_from_one_and_anything_can_be_iterated():
    assert [one.id for one in assess(text for text in TEXTS[:2])] == ["1", "2"]
    empty = assess([])
    assert (len(empty), len(empty.to_frame()), empty._repr_html_()) == (0, 0, "<p>–</p>")


def test_a_checklist_has_demonstrations(language):
    one = assess(NEW_TIE, "ceric-partenariats", language=language)
    assert one.level is None
    assert list(one.demonstrated) == one.record()["demonstrated"]
    assert assess([NEW_TIE], "ceric-partenariats").to_frame()["demonstrated"][0] == " ".join(one.demonstrated)
    assert {missing.concept for missing in one.missing} == {"D1", "D2", "D3", "D4", "D5"} - set(one.demonstrated)
    assert all(missing.concept in one.explain() for missing in one.missing)
