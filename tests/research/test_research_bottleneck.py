"""Learning from somebody's examples is what `assessor train` does; what cannot be learnt from is refused with its reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_data import ARC, CERIC
from made_data import made as made_alike

from assessor.artifacts import common_model
from assessor.concepts import FeatureSet
from assessor.domain.example import SentenceLabel
from assessor.errors import TrainingDataError
from assessor.research import bottleneck
from assessor.research.bottleneck import Settings, learn
from assessor.research.encoding import encode
from assessor.threads import one_thread
from assessor.training.dataset import examples_folder, read_examples
from assessor.training.fit import fit_scale
from assessor.training.opinions import record
from assessor.training.texts import text_key
from assessor.training.train import ScaleData, judge

FEW = Settings(folds=4)


def made(scale):
    """Made-up answers whose texts differ, as people's do."""
    data = made_alike(scale)
    examples = tuple(replace(one, text=f"{one.text} Voilà {number}.") for number, one in enumerate(data.prepared.examples))
    return replace(data, prepared=replace(data.prepared, examples=examples))


def learnt(data, examples=None, settings=FEW, **options):
    return learn(examples or data.prepared.examples, data.prepared.encoded, data.scale, common_model(), settings, **options)


@pytest.fixture(scope="module")
def arc():
    return made(ARC)


@pytest.fixture(scope="module")
def found(arc):
    return learnt(arc)


class _HeardEnoughError(Exception):
    pass


def test_of_an_answer_of_the_corpora_only_what_was_said_by_readers_that_had_not_seen_it_is_learnt_from(monkeypatch):
    examples = read_examples(examples_folder(ARC.id), ARC)[:12]
    added = replace(examples[0], id="neuve", text=f"{examples[0].text} Il pleuvait.", sentences=())
    given = encode([*examples, added])
    heard = []

    def stop(_, encoded, __):
        heard.extend(encoded)
        raise _HeardEnoughError

    monkeypatch.setattr(bottleneck, "from_encoded", stop)
    with pytest.raises(_HeardEnoughError):
        learn([*examples, added], given, ARC, common_model())
    assert all(one.opinion is record()[text_key(example.text)] for one, example in zip(heard, examples, strict=False))
    assert heard[-1].opinion is given[-1].opinion


@pytest.mark.slow
def test_the_usual_settings_are_those_of_training(arc, found):
    usual = ScaleData(ARC, found.data.prepared, found.data.fold, found.data.gates)
    with one_thread():  # how a sum is split between threads changes its last bits
        stage, judged = judge(usual)
    assert np.array_equal(found.judged.reached, judged.reached)
    assert np.array_equal(found.judged.quantiles, judged.quantiles)
    model = fit_scale(usual.prepared, ARC, stage, judged, FeatureSet())
    assert found.model.head.temperature == model.head.temperature
    assert np.array_equal(found.model.head.classifiers[0].coef_, model.head.classifiers[0].coef_)
    assert found.model.quantile == model.quantile
    assert not found.passages


@pytest.mark.slow
def test_nobody_is_on_both_sides(found):
    sides = {}
    for example, fold in zip(found.data.prepared.examples, found.data.fold, strict=True):
        sides.setdefault(example.meta["author"], set()).add(int(fold))
    assert all(len(folds) == 1 for folds in sides.values())


@pytest.mark.slow
@pytest.mark.parametrize("settings", [replace(FEW, alpha=30.0), replace(FEW, concept_C=1e-5), replace(FEW, features=("facts",))])
def test_every_setting_matters(arc, found, settings):
    other = learnt(arc, settings=settings, final=False)
    assert not np.allclose(other.judged.raw, found.judged.raw)
    assert other.model is None


@pytest.mark.slow
def test_equal_weights_are_no_weights_and_heavy_answers_pull(arc, found):
    same = learnt(arc, weight=np.ones(60))
    assert np.allclose(same.judged.reached, found.judged.reached)
    assert np.allclose(same.model.head.classifiers[0].coef_, found.model.head.classifiers[0].coef_)
    low = np.array([20.0 if example.level == 0 else 1.0 for example in arc.prepared.examples])
    assert learnt(arc, weight=low, final=False).judged.raw.mean() < found.judged.raw.mean()


@pytest.mark.slow
def test_answers_of_one_source_count_more(arc, found):
    reviewed = [replace(one, meta={**one.meta, "source": "reviewed" if one.level == 0 else ""}) for one in arc.prepared.examples]
    assert learnt(arc, reviewed, final=False).judged.raw.mean() < found.judged.raw.mean()


def test_copies_of_a_text_are_on_one_side(arc):
    several = [replace(one, text=f" copie\t{number % 15}") for number, one in enumerate(arc.prepared.examples)]
    fold = bottleneck._copies_together(several, np.arange(60) % 4)
    assert sorted(set(fold)) == list(range(fold.max() + 1))
    assert all(len({fold[row] for row in range(60) if row % 15 == copy}) == 1 for copy in range(15))


@pytest.mark.slow
def test_a_corpus_without_level_0_still_knows_what_nothing_is(arc):
    rows = [row for row, example in enumerate(arc.prepared.examples) if example.level]
    examples, encoded = ([each[row] for row in rows] for each in (arc.prepared.examples, arc.prepared.encoded))
    found = learn(examples, encoded, ARC, common_model(), FEW)
    assert found.judged.reached.shape == (len(rows), 4)
    assert len(found.judged.sentences) == len(found.data.prepared.owner)
    assert set(found.model.head.classifiers[0].classes_) == {0, 1, 2, 3, 4}


@pytest.mark.slow
def test_a_checklist():
    data = made(CERIC)
    found = learnt(data)
    assert found.model.head.targets == CERIC.concept_codes
    assert not np.allclose(learnt(data, settings=replace(FEW, alpha=30.0), final=False).judged.raw, found.judged.raw)


def refused(data, examples, **options) -> TrainingDataError:
    with pytest.raises(TrainingDataError) as problem:
        learn(examples, data.prepared.encoded[: len(examples)], data.scale, common_model(), FEW, **options)
    return problem.value


def test_too_few_answers(arc):
    few = refused(arc, arc.prepared.examples[:39])
    assert few.code == "research_few"
    assert "39" in few.message("en")
    same = [replace(one, text=f"copie {number % 2}", sentences=()) for number, one in enumerate(arc.prepared.examples)]
    assert refused(arc, same).code == "research_few"


def test_one_level_only(arc):
    one = refused(arc, [replace(one, level=2, sentences=()) for one in arc.prepared.examples])
    assert one.code == "research_one_level"
    assert "2 (60)" in str(one)


def test_labels_that_the_scale_does_not_have(arc):
    wrong = [replace(one, level=7) for one in arc.prepared.examples]
    assert refused(arc, wrong).code == "training_rows"
    assert arc.prepared.examples[0].id in str(refused(arc, wrong))


@pytest.mark.parametrize(
    ("change", "french"),
    [
        ({"level": None}, "niveau – ; permis : 0, 1, 2, 3, 4"),
        ({"level": "2"}, "niveau '2' ; permis : 0, 1, 2, 3, 4"),
        ({"scale": "autre"}, "échelle « autre » ; attendue : arc-collaboration"),
        ({"sentences": (SentenceLabel(0, 9999, "-"),)}, "extrait 0-9999 hors du texte"),
        ({"sentences": (SentenceLabel(0, 5, "-", ("Z9",)),)}, "codes Z9 ; permis : "),
    ],
)
def test_each_misfit_is_told_in_the_language_asked_for(arc, change, french):
    first, *others = arc.prepared.examples
    problem = refused(arc, [replace(first, **change), *others])
    assert f"{first.id} : {french}" in problem.message("fr")
    assert french not in problem.message("en")
    assert len(problem.message("en").splitlines()) == 3


def test_demonstrations_that_the_checklist_does_not_have():
    data = made(CERIC)
    first, *others = data.prepared.examples
    problem = refused(data, [replace(first, demonstrated=("D9",), sentences=()), *others])
    assert f"{first.id}: demonstrations: D9; allowed: D1, D2, D3, D4, D5" in problem.message("en")


def test_short_or_foreign_answers_are_sent_elsewhere(arc):
    encoded = [replace(one, read=replace(one.read, language="en")) for one in arc.prepared.encoded]
    with pytest.raises(TrainingDataError) as problem:
        learn(arc.prepared.examples, encoded, ARC, common_model(), FEW)
    assert problem.value.code == "research_stopped"
    assert "HolisticClassifier" in str(problem.value)


def test_a_demonstration_that_everybody_shows():
    data = made(CERIC)
    always = [replace(one, demonstrated=("D1",), sentences=()) for one in data.prepared.examples]
    problem = refused(data, always)
    assert problem.code == "research_one_side"
    assert "D2" in str(problem)
