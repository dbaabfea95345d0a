"""Figures on answers that no part of a model has seen, as tables."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assessor.artifacts import common_model
from assessor.concepts.finder import CONCEPT_C
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.errors import ModelError, TrainingDataError
from assessor.levels.head import ALPHA
from assessor.research.bottleneck import Learnt, Settings, learn
from assessor.research.checking import LEAST, check_labels, listed
from assessor.research.encoding import encode
from assessor.research.fragment import between, columns_of_figures, figure, grids
from assessor.research.judged import judged_frame
from assessor.research.progress import reported
from assessor.research.scales import read_scale
from assessor.threads import one_thread
from assessor.training.crossfit import Progress, silent
from assessor.training.evaluate import as_shown, guesses_of
from assessor.training.evaluate import evaluate as all_figures
from assessor.training.fit import HeldOut
from assessor.training.groups import FOLDS
from assessor.training.held_out import Record, held_out_bytes
from assessor.training.opinions import as_if_unseen
from assessor.training.prepared import from_encoded
from assessor.training.run import impact_figures
from assessor.training.studies import headline
from assessor.training.texts import text_key
from assessor.training.train import ScaleData
from assessor.wording import preferred, say

if TYPE_CHECKING:
    import pandas as pd

    from assessor.research.fitting import Fitted


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """All figures of one scale on held-out answers; agreement is in per cent, all else a share.

    Attributes
    ----------
    scale : Scale
    figures : mapping
        Everything, as plain numbers: what ``assessor evaluate --json`` gives.
    data, judged
        The answers and what was said of each, for further study.
    settings : Settings
        Of the models that judged them.
    """

    scale: Scale
    figures: Mapping[str, Any]
    data: ScaleData = field(repr=False)
    judged: HeldOut = field(repr=False)
    settings: Settings = Settings()  # noqa: RUF009  (frozen)

    @classmethod
    def of(cls, learnt: Learnt) -> Evaluation:
        """The figures of what was learnt."""
        data = learnt.data
        return cls(data.scale, all_figures(data.prepared, data.scale, data.fold, learnt.judged), data, learnt.judged, learnt.settings)

    @property
    def overall(self) -> pd.DataFrame:
        """Each figure, with its 95 % interval where one was worked out."""
        intervals = self.figures["intervals"]
        rows = {name: {"value": value, **_interval(intervals.get(name))} for name, value in self.figures["overall"].items()}
        return _frame(rows)

    @property
    def confusion(self) -> pd.DataFrame:
        """Answers given each level (rows) that were guessed each level (columns); of a scale of levels."""
        import pandas as pd

        if self.scale.kind == "checklist":
            raise ModelError("research_no_levels", scale=self.scale.id)
        numbers = self.figures["level_numbers"]
        return pd.DataFrame(self.figures["confusion"], index=pd.Index(numbers, name="truth"), columns=pd.Index(numbers, name="guess"))

    @property
    def by_level(self) -> pd.DataFrame:
        """Precision, recall and F1 of each level, or of each demonstration."""
        return _frame(self.figures["by_code" if self.scale.kind == "checklist" else "by_level"])

    @property
    def concepts(self) -> pd.DataFrame:
        """Precision, recall and F1 of each concept, sentence by sentence; empty if nobody marked passages."""
        return _frame((self.figures["concepts"] or {}).get("codes", {}))

    @property
    def gates(self) -> pd.DataFrame:
        """Precision and recall of each gate, a failure being what is looked for."""
        return _frame(self.figures["gates"])

    @property
    def calibration(self) -> pd.DataFrame:
        """For classes of announced probability: how often the guess was right."""
        import pandas as pd

        return pd.DataFrame(self.figures["calibration"]["bins"])

    @property
    def conformal(self) -> pd.DataFrame:
        """Coverage and size of the sets of levels: conformal; and as shown, of all answers, of borderline ones and of the others."""
        found = self.figures.get("conformal")
        if found is None:
            return _frame({})
        overall = {name: value for name, value in found.items() if not isinstance(value, Mapping)}
        return _frame({"conformal": overall, **{name: found[name] for name in ("shown", "borderline", "others")}})

    @property
    def groups(self) -> pd.DataFrame:
        """Figures of groups of ten answers or more, by what is known of the answers."""
        import pandas as pd

        rows = [
            {"field": name, "group": group, **found} for name, groups in self.figures["groups"].items() for group, found in groups.items()
        ]
        return pd.DataFrame(rows)

    @property
    def impact(self) -> pd.DataFrame:
        """Adverse impact: how often each group reaches each level, beside the group that does most often."""
        import pandas as pd

        found = impact_figures(self.data, guesses_of(self.scale, as_shown(self.data.prepared, self.judged)[0]))
        return pd.DataFrame([{"field": name, **row} for name, rows in found.items() for row in rows])

    @property
    def human(self) -> Mapping[str, Any] | None:
        """How far raters agree with one another, and how much of what they agree on is predicted (PRMSE); None without two raters."""
        found: Mapping[str, Any] | None = self.figures["human"]
        return found

    @property
    def held_out(self) -> pd.DataFrame:
        """What was said of each answer when nothing had seen it: ``id``, ``fold``, ``truth``, ``guess``, ``p_…``; sorted by id."""
        examples = self.data.prepared.examples
        order = sorted(range(len(examples)), key=lambda row: (examples[row].id, text_key(examples[row].text)))
        record = Record.model_validate_json(held_out_bytes(self.scale, self.data.prepared, self.judged))
        return judged_frame(record, self.data.fold[order].tolist())

    @property
    def misses(self) -> pd.DataFrame:
        """Every answer whose guess is not the level given, with the text."""
        import pandas as pd

        texts = {example.id: example.text for example in self.data.prepared.examples}
        return pd.DataFrame([{**one, "text": texts[one["id"]]} for one in self.figures["misses"]])

    def learning_curve(
        self, shares: Sequence[float] = (0.25, 0.5, 0.75), jobs: int = 1, progress: Progress | bool | None = None
    ) -> pd.DataFrame:
        """The same figures had there been fewer answers: whether annotating more would help. Each smaller share is cross-fitted anew.

        A share is drawn by the sha256 of each answer's id, so that a smaller one lies inside a larger one; shares of fewer answers than can
        be learnt from are left out.
        """
        import pandas as pd

        prepared, rows = self.data.prepared, []
        drawn = sorted(range(len(self.data.fold)), key=lambda row: hashlib.sha256(prepared.examples[row].id.encode()).hexdigest())
        with reported(progress) as report:
            for share in sorted({*shares, 1.0}):
                kept = sorted(drawn[: round(share * len(drawn))])
                if len(kept) < LEAST:
                    continue
                whole, judged = prepared, self.judged
                if len(kept) < len(drawn) or self.figures["folds"] == 1:  # all of them have been cross-fitted already
                    examples, encoded = [prepared.examples[row] for row in kept], [prepared.encoded[row] for row in kept]
                    found = learn(examples, encoded, self.scale, common_model(), self.settings, final=False, jobs=jobs, progress=report)
                    whole, judged = found.data.prepared, found.judged
                rows.append({"share": share, **headline(whole, self.scale, as_shown(whole, judged)[0])})
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        said = ", ".join(f"{name} {value:.3f}" for name, value in self.figures["overall"].items() if value is not None)
        return f"<Evaluation {self.scale.id}, {self.figures['answers']}: {said}>"

    def _repr_html_(self) -> str:
        language, intervals = preferred(), self.figures["intervals"]
        rows = [
            (
                say(f"evaluation.name.{name}").in_(language),
                figure(name, value, language, whole=100),
                between(name, intervals.get(name), language, whole=100),
            )
            for name, value in self.figures["overall"].items()
        ]
        tables: list[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = [("", columns_of_figures(language), rows)]
        if self.scale.kind == "ordinal":
            caption, corner = (say(f"research.confusion.{name}").in_(language) for name in ("caption", "corner"))
            numbers = [str(number) for number in self.figures["level_numbers"]]
            counted = [(level, *map(str, row)) for level, row in zip(numbers, self.figures["confusion"], strict=True)]
            tables.append((caption, [corner, *numbers], counted))
        said = say("research.evaluated", count=self.figures["answers"], folds=self.figures["folds"]).in_(language)
        return grids(self.scale.name.in_(language), said, tables, language)


def evaluate(
    examples: Sequence[Example],
    scale: str | Path | Scale | Fitted,
    jobs: int = 1,
    progress: Progress | bool | None = None,
    *,
    concept_C: float = CONCEPT_C,
    alpha: float = ALPHA,
    features: Sequence[str] = ("encoder", "facts", "context"),
    folds: int = FOLDS,
) -> Evaluation:
    """How good models are at these answers when they have not seen them.

    With a scale, models are fitted on some of the answers and judge the others, in turn (cross-fitting): what :func:`assessor.fit` would
    reach. With a fitted model, that model judges all of them; answers that it learnt from are left out.

    Parameters
    ----------
    examples : sequence of Example
    scale : str, pathlib.Path, Scale or Fitted
    jobs, progress, concept_C, alpha, features, folds
        See :func:`assessor.fit`.

    Raises
    ------
    TrainingDataError
        If the answers do not fit the scale, or are too few.

    Notes
    -----
    The gates common to all scales are those of the installed common model, which learnt from the project's own corpora: for these,
    ``assessor evaluate`` leaves the gates no answer to recognise either.
    """
    from assessor.research.fitting import Fitted

    given = listed(examples)
    with reported(progress) as report:
        if isinstance(scale, Fitted):
            return _by_model(given, scale, jobs, report)
        chosen, settings = read_scale(scale), Settings(concept_C, alpha, tuple(features), folds)
        return Evaluation.of(
            learn(given, encode(given, jobs, report), chosen, common_model(), settings, final=False, jobs=jobs, progress=report)
        )


def _by_model(examples: list[Example], model: Fitted, jobs: int, progress: Progress = silent) -> Evaluation:
    """What one model says of answers that are not among those it learnt from."""
    scale, assessor = model.scale, model.assessor
    check_labels(examples, scale)
    try:
        learnt = {one.text for one in model.record().answers}
    except ModelError:
        learnt = set()
    fresh = [example for example in examples if text_key(example.text) not in learnt]
    if len(fresh) < len(examples):
        warnings.warn(say("research.left_out", count=len(examples) - len(fresh), name=model.name).in_(preferred()), stacklevel=3)
    if not fresh:
        raise TrainingDataError("research_all_learnt", count=len(examples), name=model.name)
    encoded = as_if_unseen(encode(fresh, jobs, progress))
    prepared = from_encoded(fresh, encoded, assessor.model.finder.features)
    with one_thread():
        readings = [assessor.interpret(one) for one in encoded]
        said = [assessor.conclude(reading) for reading in readings]
    shares = np.array([list(one.suggestion.probabilities.values()) for one in said])
    reached = shares if scale.kind == "checklist" else np.cumsum(shares[:, ::-1], axis=1)[:, ::-1][:, 1:]
    failed = [next(gate.probability for gate in one.admissibility if gate.gate == "competency") for one in said]
    fold = np.zeros(len(fresh), dtype=np.intp)
    judged = HeldOut(
        reached=reached,
        raw=reached,
        ceiling=np.ones_like(reached),
        sentences=np.concatenate([reading.probabilities for reading in readings]),
        competency=np.array(failed),
        gates=np.array([reading.failures for reading in readings]),
        quantiles=np.full(len(fresh), assessor.model.quantile),
        fold=fold,
    )
    data = ScaleData(scale, prepared, fold, judged.gates[None])
    return Evaluation(scale, all_figures(prepared, scale, fold, judged), data, judged)


def _interval(pair: Sequence[float] | None) -> dict[str, float]:
    return {"low": pair[0], "high": pair[1]} if pair and pair[0] is not None else {}


def _frame(rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame.from_dict({name: dict(row) for name, row in rows.items()}, orient="index")
