"""What is said of a candidate's text, without any page: how a gate fails, the balance, what changed, what the browser hands back."""

from types import SimpleNamespace
from typing import get_args

import pytest
from desk_tools import ANSWER, ARC
from hypothesis import given, settings
from hypothesis import strategies as st
from practise_tools import OLD_FRIEND

from assessor.assess import load_assessor
from assessor.domain.answer import Answer
from assessor.domain.assessment import Gate, GateName
from assessor.rubric import list_scales, read_scale
from assessor.ui.components import practise_doubt
from assessor.ui.practise import _KINDS, Practice, Seen, balance, changes, gate_kind, other_competency, untold, word_changes
from assessor.wording import LANGUAGES, codes, say


def look(text: str, scale: str = ARC) -> Seen:
    assessor = load_assessor(scale)
    reading = assessor.read([Answer("1", text)])[0]
    return Seen(assessor.conclude(reading), reading.encoded.read.sentences)


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in _KINDS.items() for kind in kinds])
def test_each_way_a_gate_fails_is_told_apart_and_has_words_for_a_candidate(name, kind):
    assert gate_kind(Gate(name, False, say(f"gate.{name}.{kind}"))) == kind
    for language in LANGUAGES:
        assert {f"practise.gate.{name}.{kind}", f"practise.gate.{name}.{kind}_think"} <= codes(language)


def test_every_gate_has_a_name_for_a_candidate():
    assert {f"practise.gate_name.{name}" for name in get_args(GateName)} <= codes("fr")


@pytest.mark.parametrize("scale", list_scales())
def test_where_an_example_belongs_instead_is_known_from_the_reason(scale):
    for one in read_scale(scale).exclusions:
        reason = say("gate.competency.excluded", exclusion=one.name, belongs=one.belongs_to)
        assert other_competency(Gate("competency", False, reason), read_scale(scale)) == one
    other = say("gate.competency.other", competency=read_scale(scale).name)
    assert other_competency(Gate("competency", False, other), read_scale(scale)) is None


def test_no_word_of_the_page_is_a_verdict_or_a_mark():
    for language in LANGUAGES:
        words = " ".join(say(code).in_(language) for code in codes() if code.startswith("practise.") and "{" not in _raw(code, language))
        for verdict in ("réussi", "échou", "échec", "recal", "admis", "passed", "failed", "success", "fail "):
            assert verdict not in words.lower(), verdict


def _raw(code: str, language: str) -> str:
    from assessor.wording import _catalogue

    return _catalogue(language)[code]


def test_a_result_with_a_figure_is_told_from_one_without_and_from_none():
    told = "En mai, la caisse fermait. J'ai appelé la directrice et je lui ai expliqué le problème. "
    assert balance(look(ANSWER)).result == "figures"
    assert "six semaines" in balance(look(ANSWER)).quotes["figures"]
    assert balance(look(f"{told}Finalement, la caisse est restée ouverte et tout le monde était content.")).result == "plain"
    assert balance(look("J'ai appelé la directrice.")).result == "absent"


def test_je_nous_on_and_passive_are_counted_and_quoted():
    found = balance(look("Nous avons appelé la mairie. On a rempli le dossier. La lettre a été envoyée. J'ai relu le tout."))
    assert (found.je, found.nous, found.on, found.passive) == (1, 1, 1, 1)
    assert found.quotes["nous"] == "Nous avons appelé la mairie."
    assert found.quotes["unsaid"] == "La lettre a été envoyée."
    assert found.minutes == 1


@pytest.mark.parametrize("told", ["La lettre a été traduite par M. Tran.", "Mon équipe a été félicitée par le directeur."])
def test_a_passive_that_names_who_acted_is_not_said_to_hide_it(told):
    found = balance(look(f"J'ai appelé la mairie. {told}"))
    assert found.passive == 1 and "unsaid" not in found.quotes


@pytest.mark.parametrize("told", ["La lettre a été envoyée par courriel.", "La lettre a été envoyée deux fois par semaine."])
def test_how_a_thing_was_done_is_not_who_did_it(told):
    assert balance(look(f"J'ai appelé la mairie. {told}")).quotes["unsaid"] == told


@pytest.mark.parametrize(
    "told", ["les plaintes sont passées de 22 à 6 par mois", "le gaspillage a baissé de moitié", "les dons ont doublé"]
)
def test_by_how_much_something_changed_is_a_figure(told):
    whole = f"En mai, la caisse fermait. J'ai appelé la directrice et je lui ai expliqué le problème. Au bout du compte, {told}."
    assert balance(look(whole)).result == "figures"


WISH = "Si mon interprète me lâchait, j'appellerais une association. Je demanderais un nom. " * 5


def test_what_is_no_story_has_no_result():
    assert untold(look(WISH)) and balance(look(WISH)).result is None
    assert not untold(look(ANSWER))


def test_concepts_gained_and_lost_are_told_both_ways():
    before, after = look(OLD_FRIEND), look(ANSWER)
    there, back = changes(before, after), changes(after, before)
    assert there.gained
    assert dict(there.gained) == dict(back.lost)
    assert dict(there.lost) == dict(back.gained)
    assert all(one.quote in ANSWER for pieces in there.gained.values() for one in pieces)


def test_a_gate_that_opens_or_closes_is_told():
    short, whole = look("En mai, la caisse fermait."), look(ANSWER)
    assert "length" in changes(short, whole).cleared
    assert changes(whole, short).raised == changes(short, whole).cleared
    assert changes(whole, whole) == changes(short, short)


@settings(deadline=None)
@given(st.text(), st.text())
def test_two_versions_in_pieces_still_hold_every_word(before, after):
    compared = word_changes(before, after)
    if compared is None:
        return
    for text, pieces in zip((before, after), compared, strict=True):
        assert "".join(words for words, _ in pieces).split() == text.split()
    kept, still = (" ".join(words for words, changed in pieces if not changed).split() for pieces in compared)
    assert kept == still


def test_texts_with_little_in_common_are_not_compared_word_by_word():
    assert word_changes(ANSWER, "Bonjour, je m'appelle Anne.") is None


TEXTS = st.text(max_size=20)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_taking_up_the_kept_version_loses_neither_text(first, second):
    kept = Practice(ARC, text=first).keeping()
    writing = kept.told({"number": kept.number, "text": second})
    back = writing.taking_up(1)
    assert (back.text, back.kept, back.number) == (first, second, writing.number + 1)
    assert (back.taking_up(2).text, back.taking_up(2).kept) == (second, first)
    assert back.keeping().version == 3


@settings(deadline=None)
@given(st.lists(st.one_of(st.just("keep"), st.integers(1, 4), TEXTS.map(lambda text: f"« {text}")), max_size=12))
def test_no_text_that_was_kept_or_left_for_another_is_ever_lost(acts):
    now, safe = Practice(ARC), set()
    for act in acts:
        if act == "keep":
            now, safe = now.keeping(), safe | {now.text}
        elif isinstance(act, int):
            now, safe = now.taking_up(act), safe | {now.text} if act in dict(now.earlier) else safe
        else:
            now = now.told({"number": now.number, "text": act})
        assert safe <= {text for _, text in now.earlier}
        assert len(dict(now.earlier)) == len(now.earlier)
        assert now.next_version not in dict(now.earlier) or dict(now.earlier)[now.next_version] == now.text


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_late_message_does_not_undo_what_the_person_asked_for(first, second):
    erased = Practice(ARC, text=first).erased()
    assert erased.told({"number": erased.number - 1, "text": second}) == erased
    assert erased.text == ""


def test_after_a_restart_the_page_hands_back_both_versions():
    before = Practice(ARC, text="Un.").keeping().told({"number": 0, "text": "Un. Deux."})
    again = Practice(ARC).told({**before.versions, "number": 0, "text": before.text})
    assert again == before


def test_what_is_no_version_is_not_handed_back():
    typed = {"number": 0, "text": "Un.", "version": 3, "beside": 1, "earlier": [[1, "Un."], [2], "x", [3, 4], None]}
    assert Practice(ARC).told(typed).earlier == ((1, "Un."),)


@pytest.mark.parametrize("typed", [{}, {"number": 0}, {"number": 0, "text": 3}, {"number": "0", "text": "x"}, {"text": "x"}])
def test_a_message_that_is_none_changes_nothing(typed):
    assert Practice(ARC, text="Un.").told(typed) == Practice(ARC, text="Un.")


def test_how_often_it_is_right_is_said_for_a_level_or_for_each_demonstration():
    level = SimpleNamespace(level=3, demonstrated=None)
    assert practise_doubt.measured(level, {"3": 0.917})[0].startswith("Sur 100 réponses jugées de niveau 3, 92 l'étaient.")
    assert "(0), 96 n'en montraient aucun" in practise_doubt.measured(SimpleNamespace(level=0, demonstrated=None), {"0": 0.96})[0]
    shown = SimpleNamespace(level=None, demonstrated=("D2", "D5"))
    assert [line.split(" est ")[0][-2:] for line in practise_doubt.measured(shown, {"D2": 0.9, "D5": 0.8})] == ["D2", "D5"]
    assert practise_doubt.measured(shown, {}) == [say("practise.doubt.unmeasured").fr]
