"""The parts: likeness is a kernel, leaving one out is leaving one out, cuts are where kappa is expected to be highest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.holistic.comparison import mean_kappa
from assessor.holistic.cuts import best_cuts
from assessor.holistic.decision import decide
from assessor.holistic.kernel import Likeness
from assessor.holistic.ridge import PENALTIES, fit_ridge
from assessor.holistic.texts import encode, passages
from assessor.training.metrics import kappa

TEXTS = (
    "J'ai appelé la mairie. Elle a dit oui.",
    "La mairie, je l'ai jointe par téléphone. C'est oui.",
    "I called the town hall.",
    "La soupe est froide.",
    "???",
    "J'ai appelé la mairie. Elle a dit oui.",
)


@pytest.fixture(scope="module")
def encoded():
    return encode(TEXTS)


def test_likeness_is_a_kernel_and_an_answer_is_one_to_itself(encoded):
    alike = Likeness().fit(encoded).to(encoded)
    np.testing.assert_allclose(alike, alike.T, atol=1e-6)
    # Marks without a word are alike in letters and meaning only.
    np.testing.assert_allclose(np.diag(alike), [1, 1, 1, 1, 5 / 6, 1], atol=1e-5)
    assert np.linalg.eigvalsh(alike).min() > -1e-5
    assert alike[0, 5] == pytest.approx(1, abs=1e-5)
    assert alike[0, 1] > alike[0, 2] > alike[0, 3]


def test_taking_answers_keeps_their_passages(encoded):
    some = encoded.take([2, 0])
    assert some.texts == (TEXTS[2], TEXTS[0])
    np.testing.assert_array_equal(some.parts, encode(some.texts).parts)
    np.testing.assert_allclose(encoded.mean()[0], encoded.parts[:2].mean(axis=0), atol=1e-6)
    np.testing.assert_array_equal(encoded.peak()[0], encoded.parts[:2].max(axis=0))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oui. Non !", ["Oui.", "Non !"]),
        ("3.5 litres… puis rien", ["3.5 litres…", "puis rien"]),
        ("- un\n- deux\n\n", ["- un", "- deux"]),
        ("Oui. . . Non", ["Oui.", "Non"]),
        ("???", ["???"]),
    ],
)
def test_passages_end_at_stops_and_lines(text, expected):
    assert passages(text) == expected


def test_an_essay_is_read_in_at_most_twelve_passages():
    sentences = [f"Phrase numéro {number}." for number in range(100)]
    pieces = passages(" ".join(sentences))
    assert len(pieces) == 12
    assert " ".join(pieces) == " ".join(sentences)


@pytest.mark.parametrize("landmarks", [30, 12])
def test_left_out_is_what_a_fit_without_the_answer_says(landmarks):
    random = np.random.default_rng(0)
    points = random.normal(size=(30, 4))
    alike = np.exp(-0.3 * ((points[:, None] - points) ** 2).sum(axis=2))
    y, weight = points @ [1.0, 2.0, 0.0, 0.0] + random.normal(size=30), random.uniform(0.5, 2, size=30)
    model, left_out = fit_ridge(alike[:, :landmarks], alike[:landmarks, :landmarks], y, weight)
    assert PENALTIES[0] <= model.penalty <= PENALTIES[-1]
    row = 29  # not a landmark in the second case; leaving a landmark out would also take it from the basis
    kept = np.arange(30) != row
    inner = alike[:landmarks, :landmarks] + 1e-4 * np.eye(landmarks)
    basis = np.linalg.solve(np.linalg.cholesky(inner), alike[:, :landmarks].T).T
    design = np.column_stack([basis[kept], np.ones(29)])
    penalty = np.diag([model.penalty] * landmarks + [0.0])
    solved = np.linalg.solve(design.T @ (design * weight[kept, None]) + penalty, design.T @ (weight[kept] * y[kept]))
    assert left_out[row] == pytest.approx(float(np.append(basis[row], 1) @ solved), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(8, 60))
def test_cuts_ascend_and_are_expected_to_do_better_than_rounding(seed, levels, count):
    random = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(levels), random.integers(levels, size=count)])
    expected = np.clip(0.6 * truth + 0.4 * truth.mean() + random.normal(scale=0.3, size=len(truth)), 0, levels - 1)
    weight = np.ones(len(truth))
    cuts = best_cuts(expected, truth, weight)
    assert len(cuts) == levels - 1
    assert (np.diff(cuts) >= 0).all()

    def expected_kappa(guess):
        chance = truth.var() + guess.var() + (truth.mean() - guess.mean()) ** 2
        return 2 * np.mean((expected - expected.mean()) * (guess - guess.mean())) / chance

    ours = expected_kappa(np.searchsorted(cuts, expected, side="right"))
    # The search is by one cut at a time, on a finite list of places.
    assert ours >= expected_kappa(np.rint(expected)) - 0.05
    assert ours >= expected_kappa(np.searchsorted(np.sort(random.uniform(0, levels, size=levels - 1)), expected)) - 0.05


def test_a_level_that_did_not_occur_is_never_chosen():
    truth = np.array([0, 0, 0, 2, 2, 2])
    decision = decide(np.array([[0.1], [0.0], [0.4], [1.6], [2.0], [1.9]]), truth, 4, np.ones(6))
    assert decision.positions(np.linspace(-1, 4, 9)[:, None]).tolist() == [0, 0, 0, 0, 2, 2, 2, 2, 2]
    assert decision.probabilities(np.array([[1.0]]))[0, [1, 3]].tolist() == [0, 0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3)), min_size=20, max_size=60))
def test_the_mean_kappa_is_the_mean_of_the_kappas(answers):
    tables = np.zeros((3, 4, 4), dtype=int)
    for prompt, truth, guess in answers:
        tables[prompt, truth, guess] += 1
    owner, truth, guess = np.array(answers).T
    each = [kappa(truth[owner == one], guess[owner == one], 4, "quadratic") for one in range(3)]
    expected = np.nanmean(each) if not np.isnan(each).all() else np.nan
    np.testing.assert_allclose(mean_kappa(tables), expected, atol=1e-12)
