"""A model of one's own: fitted on annotated answers, with honest figures and a card; written to a folder, and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assessor.artifacts import COMMON, Packed, ScaleModel, common_model, load_folder, pack, read_manifest, read_packed, write
from assessor.assess import Assessor
from assessor.concepts.finder import CONCEPT_C
from assessor.domain.example import Example
from assessor.domain.scale import Scale
from assessor.errors import ModelError
from assessor.levels.head import ALPHA
from assessor.paths import models_root
from assessor.research.assessed import Assessed, AssessedList
from assessor.research.bottleneck import Learnt, Settings, learn
from assessor.research.checking import listed
from assessor.research.encoding import encode
from assessor.research.evaluating import Evaluation
from assessor.research.fragment import between, columns_of_figures, figure, grids
from assessor.research.judged import judged_frame
from assessor.research.progress import reported
from assessor.research.scales import read_scale
from assessor.rubric import list_scales
from assessor.rubric.kept import FILE as SCALE_FILE
from assessor.rubric.kept import scale_beside, scale_bytes
from assessor.training.card import card, figures, intervals
from assessor.training.crossfit import Progress
from assessor.training.dataset import digest
from assessor.training.evaluate import as_shown
from assessor.training.groups import FOLDS
from assessor.training.held_out import FILE as HELD_OUT
from assessor.training.held_out import Record, held_out_bytes
from assessor.training.texts import text_key
from assessor.training.versions_compare import common_folder
from assessor.wording import LANGUAGES, Language, preferred, say

if TYPE_CHECKING:
    import pandas as pd

_BETWEEN = "\n\n---\n\n"


@dataclass(frozen=True, slots=True, repr=False)
class Fitted:
    """A scale with a model of its own.

    Attributes
    ----------
    scale : Scale
    assessor : Assessor
        What assesses.
    packed : Packed
        The same as files: what :func:`save` writes.
    evaluation : Evaluation or None
        All figures on held-out answers; None of a model that was read from a folder.
    """

    scale: Scale
    assessor: Assessor
    packed: Packed
    evaluation: Evaluation | None = None

    @property
    def name(self) -> str:
        """The scale and the beginning of the model's checksum."""
        return self.assessor.name

    @property
    def figures(self) -> Mapping[str, float]:
        """The figures of the card: each answer was judged by models that had not seen it."""
        found: Mapping[str, float] = self.packed.manifest.get("figures", {})
        return found

    @property
    def intervals(self) -> Mapping[str, tuple[float, float]]:
        """95 % intervals of those figures."""
        return {name: (low, high) for name, (low, high) in self.packed.manifest.get("intervals", {}).items()}

    @property
    def held_out(self) -> pd.DataFrame:
        """What was said of each answer when nothing had seen it: ``id``, ``fold``, ``truth``, ``guess``, ``p_…``.

        Raises
        ------
        ModelError
            If the model was trained before these were kept.
        """
        return judged_frame(self.record(), [int(fold) for fold in self.packed.manifest.get("fold_of", "")])

    def record(self) -> Record:
        """The content of ``held_out.json``."""
        if HELD_OUT not in self.packed.files:
            raise ModelError("research_no_held_out", name=self.name)
        return Record.model_validate_json(self.packed.files[HELD_OUT])

    def card(self, language: Language | None = None) -> str:
        """What the model is for, what it learnt from, how good it is and where it ends: Markdown."""
        both = self.packed.files.get("card.md", b"").decode("utf-8").split(_BETWEEN)
        return both[min(LANGUAGES.index(language or preferred()), len(both) - 1)].strip() + "\n"

    def assess(self, answers: Any, *, language: Language | None = None, jobs: int = 1) -> Assessed | AssessedList:
        """:func:`assessor.assess` with this model."""
        from assessor.research.assessing import assess

        found: Assessed | AssessedList = assess(answers, self, language=language, jobs=jobs)
        return found

    def __repr__(self) -> str:
        return f"<Fitted {self.name}: {', '.join(f'{name} {value:.3f}' for name, value in self.figures.items())}>"

    def _repr_html_(self) -> str:
        language = preferred()
        rows = [
            (say(f"card.names.{name}").in_(language), figure(name, value, language), between(name, self.intervals.get(name), language))
            for name, value in self.figures.items()
        ]
        data = self.packed.manifest.get("data", {})
        said = say("research.fitted", name=self.name, count=data.get("examples", "?"), folds=data.get("folds", "?")).in_(language)
        return grids(self.scale.name.in_(language), said, [("", columns_of_figures(language), rows)], language)


def fit(
    examples: Sequence[Example],
    scale: str | Path | Scale,
    jobs: int = 1,
    progress: Progress | bool | None = None,
    *,
    concept_C: float = CONCEPT_C,
    alpha: float = ALPHA,
    features: Sequence[str] = ("encoder", "facts", "context"),
    folds: int = FOLDS,
) -> Fitted:
    """A model for a scale, from annotated answers; STAR roles and the gates common to all scales come from the installed common model.

    Answers with a level only are enough: the rubric then says which sentence most probably carries the level. Answers whose
    ``meta["source"]`` is ``"reviewed"`` count three times. Whoever wrote several answers is kept on one side of every split if
    ``meta["author"]`` says so.

    Parameters
    ----------
    examples : sequence of Example
        Forty at least, of different levels.
    scale : str, pathlib.Path or Scale
    jobs : int, default=1
        Processes; changes speed, never a result.
    progress : bool or callable, optional
        True for a bar a stage.
    concept_C, alpha, features, folds
        See :class:`assessor.LevelClassifier`; by default those of ``assessor train``.

    Returns
    -------
    Fitted

    Raises
    ------
    TrainingDataError
        If they are no examples, do not fit the scale, or are too few or too much alike, or ``folds`` is below 3; nothing is fitted then.
    """
    chosen, given = read_scale(scale), listed(examples)
    settings = Settings(concept_C, alpha, tuple(features), folds)
    with reported(progress) as report:
        learnt = learn(given, encode(given, jobs, report), chosen, common_model(), settings, jobs=jobs, progress=report)
    return fitted(learnt)


def fitted(learnt: Learnt) -> Fitted:
    """What was learnt, with its card and figures."""
    assert learnt.model is not None
    data, judged = learnt.data, learnt.judged
    scale, prepared = data.scale, data.prepared
    shown = replace(judged, reached=as_shown(prepared, judged)[0])
    order = sorted(range(len(data.fold)), key=lambda row: (prepared.examples[row].id, text_key(prepared.examples[row].text)))
    packed = pack(
        learnt.model,
        scale.id,
        beside={HELD_OUT: held_out_bytes(scale, prepared, judged), SCALE_FILE: scale_bytes(scale)},
        card=partial(_card, learnt, shown),
        scale=scale.id,
        scale_version=scale.version,
        common=str(read_manifest(COMMON)["name"]),
        data={"examples": len(data.fold), "sha256": digest(prepared.examples), "folds": len(np.unique(data.fold))},
        figures=figures(scale, prepared, shown),
        intervals=intervals(scale, prepared, shown),
        passages="rubric" if learnt.passages else "marked",
        # One digit an answer, in the order of held_out.json.
        fold_of="".join(str(data.fold[row]) for row in order),
    )
    assessor = Assessor(scale, learnt.model, common_model(), str(packed.manifest["name"]))
    return Fitted(scale, assessor, packed, Evaluation.of(learnt))


def _card(learnt: Learnt, shown: Any, manifest: Mapping[str, Any]) -> str:
    """The card, saying where sentence labels come from when no person gave them."""
    text = card(learnt.data.scale, learnt.data.prepared, shown, manifest)
    if not learnt.passages:
        return text
    notes = [
        say("research.card_passages", count=sum(bool(one.sentences) for one in learnt.data.prepared.examples)).in_(one) for one in LANGUAGES
    ]
    return _BETWEEN.join(f"{part.rstrip()}\n\n{note}\n" for part, note in zip(text.split(_BETWEEN), notes, strict=True))


def save(fitted: Fitted, folder: str | Path) -> Path:
    """Write a model, its figures, its card and its scale to a folder; what was there stays until all is written.

    Parameters
    ----------
    fitted : Fitted
    folder : str or pathlib.Path
        Created if needed.

    Raises
    ------
    ModelError
        If the folder cannot be written.
    """
    target = Path(folder)
    try:
        write({target: fitted.packed})
    except OSError as problem:
        raise ModelError("research_unwritable", folder=target, reason=problem.strerror or problem) from problem
    return target


def load(folder: str | Path) -> Fitted:
    """A model from a folder, or the installed one of a scale, checked before anything of it is run.

    Reading a model runs code that it holds: a folder must come from somebody you trust. The checks say only that it is whole, and made for
    the libraries that are installed.

    Parameters
    ----------
    folder : str or pathlib.Path
        What :func:`save` wrote, or the name of an installed scale.

    Raises
    ------
    ModelError
        If there is no model, if it is damaged, or made for something else; the message says what to do.

    Examples
    --------
    >>> load("cnrc-service").scale.id
    'cnrc-service'
    """
    installed = isinstance(folder, str) and folder in list_scales()
    place = models_root() / folder if installed else Path(folder)
    if not installed and not place.is_dir():
        raise ModelError("research_wrong_folder", folder=place, known=", ".join(list_scales()))
    if not installed and not (place / "manifest.json").is_file():
        raise ModelError("research_not_scale_model", folder=place)
    packed = read_packed(place)
    scale = scale_beside(place, str(packed.manifest.get("scale", place.name)))
    model, manifest = load_folder(place, scale.version)
    if not isinstance(model, ScaleModel):
        raise ModelError("research_not_scale_model", folder=place)
    return Fitted(scale, Assessor(scale, model, load_folder(common_folder(place))[0], str(manifest["name"])), packed)
