"""« Échelles » shows everything that a scale says, in both languages, and finds words in it."""

from dataclasses import fields, is_dataclass

import pytest
from desk_tools import Page

from assessor.domain.scale import Marked, Policy, Scale
from assessor.rubric import list_scales, read_scale
from assessor.wording import LANGUAGES, Text

PAGE = "assessor/ui/pages/p20_scales.py"


def sentences(item: object, language: str) -> set[str]:
    """Every text in a scale, however deep."""
    match item:
        case Text():
            return {item.in_(language)}
        case Marked():
            return {item.text}
        case tuple():
            return set().union(*(sentences(one, language) for one in item))
        case _ if is_dataclass(item):
            return set().union(*(sentences(getattr(item, field.name), language) for field in fields(item)))
    return set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_scale_says_is_on_the_page(mounted, language):
    page = Page(mounted, PAGE, lang=language)
    for name in list_scales():
        page.at.selectbox[0].set_value(name)
        page.run()
        scale: Scale = read_scale(name)
        shown = {*sentences(scale, language)} - ({scale.name.in_(language)})
        assert {text for text in shown if text not in page.words} == set()
        assert scale.version in page.words


def test_settings_that_no_source_fixes_are_said_to_be_unset(mounted):
    page = Page(mounted, PAGE)
    page.at.selectbox[0].set_value("arc-collaboration")
    assert "[non fixé]" in page.run().words


def test_words_are_found_whatever_their_accents(mounted):
    page = Page(mounted, PAGE)
    page.at.selectbox[0].set_value("arc-collaboration")
    page.at.text_input(key="scales_search").set_value("PREDECESSEUR")
    page.run()
    assert "Passages trouvés" in page.words
    assert "prédécesseur" in page.words
    assert "Définition" not in page.words


def test_words_that_are_nowhere_are_said_as_typed(mounted):
    page = Page(mounted, PAGE)
    page.at.text_input(key="scales_search").set_value("<i>zzz</i>")
    page.run()
    assert "Rien ne correspond à « <i>zzz</i> »" in page.words
    assert "<i>zzz" not in page.html


def test_the_policy_is_named_with_its_values(mounted):
    page = Page(mounted, PAGE)
    policy: Policy = read_scale("approche-intervenants").policy
    assert f"{policy.name.fr} : une phrase compte comme preuve à partir de {round(100 * policy.evidence_threshold)} %" in page.words
