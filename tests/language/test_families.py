"""Every family of expressions brings its own examples and counter-examples, and they hold."""

import pytest

from assessor.language.families import counts, families, occurrences
from assessor.language.normalise import fold

NEEDED = {
    "contact_made",
    "contact_kept",
    "new_contact",
    "future_need",
    "onward",
    "exchange",
    "wide",
    "long_effort",
    "agreement",
    "plan",
    "governance",
    "feedback",
    "explain",
    "apology_fix",
    "beneath",
    "advise",
    "segment",
    "skill",
    "workshop",
    "listen",
    "result",
    "rubric",
    "served",
    "paid",
}
EXAMPLES = [(name, text) for name, family in families().items() for text in family["examples"]]
COUNTEREXAMPLES = [(name, text) for name, family in families().items() for text in family["counterexamples"]]


def test_every_family_is_there_with_two_examples_and_two_counterexamples():
    assert set(families()) == NEEDED
    assert all(len(family[kind]) >= 2 for family in families().values() for kind in ("examples", "counterexamples"))


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_examples_are_found(name, text):
    assert name in dict(counts(fold(text)))


@pytest.mark.parametrize(("name", "text"), COUNTEREXAMPLES)
def test_counterexamples_are_not_found(name, text):
    assert name not in dict(counts(fold(text)))


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_no_expression_matches_nothing_or_everything(name):
    assert name not in {family for family, start, end in occurrences("x y z 12 zzz") if end - start}


def test_an_expression_is_counted_once_where_two_wordings_overlap():
    found = [(start, end) for family, start, end in occurrences("j'ai passe un coup de fil au maire") if family == "contact_made"]
    assert len(found) == 1
