"""Further annotated answers for one fit: reviews downloaded from the page « Évaluer » and imported, or a researcher's own corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from assessor.domain.example import Example
from assessor.errors import TrainingDataError
from assessor.rubric import list_scales, read_scale
from assessor.training.dataset import read_examples
from assessor.training.texts import text_key


def read_added(sources: Iterable[Path], scale_ids: Sequence[str] = ()) -> list[Example]:
    """Annotated answers from JSONL files, or folders of them, each line checked against the scale it names.

    Parameters
    ----------
    sources : iterable of pathlib.Path
    scale_ids : sequence of str
        The scales that will be trained; empty for all.

    Raises
    ------
    TrainingDataError
        If a file is not JSONL, a line cannot be used, an answer is of a scale that will not be trained, or a text has two labels.
    """
    scales = {name: read_scale(name) for name in list_scales()}
    examples: list[Example] = []
    for source in sources:
        examples += read_examples(jsonl(source), scales)
    wanted = list(scale_ids) or list(scales)
    others = sorted({example.scale for example in examples} - set(wanted))
    if others:
        count = sum(example.scale in others for example in examples)
        raise TrainingDataError("versions_other_scales", count=count, others=", ".join(others), wanted=", ".join(wanted))
    return _settled(examples)


def jsonl(source: Path) -> Path:
    """The same path, once it is found to name JSONL, or a folder: a table of another kind would be a fault a line.

    Raises
    ------
    TrainingDataError
        If it names another kind of file; the message names the command that converts it.
    """
    if source.suffix != ".jsonl" and not source.is_dir():
        raise TrainingDataError("versions_not_jsonl", file=source)
    return source


def _settled(examples: Iterable[Example]) -> list[Example]:
    """Each text once; the last of several that agree."""
    kept: dict[tuple[str, str], Example] = {}
    for example in examples:
        key = example.scale, text_key(example.text)
        if key in kept and label_of(kept[key]) != label_of(example):
            raise TrainingDataError("versions_two_labels", first=kept[key].id, second=example.id)
        kept[key] = example
    return list(kept.values())


def label_of(example: Example) -> object:
    """The level, or the set of demonstrations."""
    return example.level if example.demonstrated is None else frozenset(example.demonstrated)


def with_added(own: Sequence[Example], added: Sequence[Example]) -> list[Example]:
    """A scale's examples and the added ones; an added answer takes the place of the scale's own with the same text.

    Left side by side, the two could fall on either side of a split, and an answer would then be judged by a model that had seen it.

    Examples
    --------
    >>> own = [Example("a", "s", "J'ai appelé.", level=1), Example("b", "s", "Il pleuvait.", level=0)]
    >>> [(one.id, one.level) for one in with_added(own, [Example("r", "s", "J'ai  appelé.", level=2)])]
    [('b', 0), ('r', 2)]
    """
    replaced = {text_key(example.text) for example in added}
    return [example for example in own if text_key(example.text) not in replaced] + list(added)
