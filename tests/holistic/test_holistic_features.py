"""Answers as numbers, and the pipeline of separate steps."""

import pickle

import numpy as np
import pandas as pd
import pytest
from made_answers import made
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV

from assessor.holistic import AnswerFeatures, holistic_pipeline
from assessor.holistic.statistics import NAMES, statistics


def test_each_column_has_its_name_and_each_row_its_answer():
    texts, _ = made(20)
    series = pd.Series(texts, index=[f"r{row}" for row in range(20)])
    frame = AnswerFeatures(wording=5).set_output(transform="pandas").fit_transform(series)
    assert frame.shape == (20, len(NAMES) + 2 * 384 + 5)
    assert frame.columns.is_unique
    assert frame.index.tolist() == series.index.tolist()
    assert {"words_log", "whole_383", "sentences_0", "wording_4"} <= set(frame.columns)
    assert (frame.dtypes == np.float32).all()


@pytest.mark.parametrize(
    ("kept", "columns"), [({"counts": False}, 768 + 4), ({"vectors": False}, len(NAMES) + 4), ({"wording": 0}, len(NAMES) + 768)]
)
def test_each_block_can_be_left_out(kept, columns):
    texts, _ = made(12)
    features = AnswerFeatures(**({"wording": 4} | kept)).fit(texts)
    assert features.transform(texts[:2]).shape == (2, columns)
    assert len(features.get_feature_names_out()) == columns


def test_wording_is_never_more_than_the_texts_allow():
    features = AnswerFeatures(vectors=False, wording=100).fit(["J'ai appelé.", "Rien."])
    assert features.n_wording_ == 2


def test_labels_and_other_answers_leave_no_trace():
    texts, levels = made(20)
    learnt, blind = AnswerFeatures(wording=5).fit(texts, levels), AnswerFeatures(wording=5).fit(texts)
    assert pickle.dumps(learnt) == pickle.dumps(blind)
    np.testing.assert_allclose(learnt.transform(texts)[3], learnt.transform(texts[3:4])[0], atol=1e-6)
    assert learnt.transform(texts).tobytes() == learnt.set_params(jobs=2).transform(texts).tobytes()


def test_counts_count():
    row = dict(zip(NAMES, statistics(["Il a dit : « oui, oui ». En 2024 !"])[0].tolist(), strict=True))
    assert (row["digits"], row["commas"], row["stops"], row["capitals"], row["passages"]) == (4, 2, 2, 2, 2)
    assert row["word_variety"] == pytest.approx(6 / 7)
    assert statistics(["…"]).tolist()[0][0] == 0


def test_what_makes_no_feature_is_refused():
    with pytest.raises(ValueError, match="leave no feature"):
        AnswerFeatures(counts=False, vectors=False, wording=0).fit(["J'ai appelé."])
    with pytest.raises(NotFittedError):
        AnswerFeatures().transform(["J'ai appelé."])


def test_a_grid_search_runs_over_the_whole_pipeline():
    texts, levels = made(40)
    grid = {"answerfeatures__wording": [2, 20], "cumulativelinkclassifier__alpha": [1.0, 1000.0]}
    search = GridSearchCV(holistic_pipeline().set_params(answerfeatures__vectors=False), grid, cv=2).fit(texts, levels)
    assert search.best_score_ > 0.5
    assert {"answerfeatures", "cumulativelinkclassifier"} < set(search.best_estimator_.named_steps)
    weighted = holistic_pipeline().fit(texts, levels, cumulativelinkclassifier__sample_weight=np.ones(40))
    assert weighted.score(texts, levels) > 0.8
    assert "AnswerFeatures" in weighted._repr_html_()
