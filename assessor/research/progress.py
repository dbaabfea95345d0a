"""How far a long computation has come: a bar in a terminal and in a notebook, or whatever the caller wants."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from importlib import import_module
from typing import Any

from assessor.training.crossfit import Progress, silent
from assessor.wording import preferred, say

# A notebook is not sent more than a few states a second.
_PAUSE = 0.2


@contextmanager
def reported(progress: Progress | bool | None) -> Iterator[Progress]:
    """A function to tell how far each stage has come.

    Parameters
    ----------
    progress : callable, bool or None
        Called with the name of a stage, the steps done and their number; True for a bar a stage, None for silence.
    """
    if not progress:
        yield silent
    elif callable(progress):
        yield progress
    elif _in_notebook():
        yield _cell()
    else:
        from rich.progress import Progress as Bars
        from rich.progress import TaskID

        with Bars() as bars:
            running: dict[str, TaskID] = {}

            def report(stage: str, done: int, total: int) -> None:
                if stage not in running or bars.tasks[running[stage]].finished:
                    running[stage] = bars.add_task(_name(stage), total=total)
                bars.update(running[stage], completed=done, total=total)

            yield report


def _name(stage: str) -> str:
    return say(f"stage.{stage}").in_(preferred())


def _in_notebook() -> bool:
    """Whether cells of a Jupyter kernel are run: there, rich needs a package that notebooks often lack, and warns at every step."""
    shell: Any = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return hasattr(shell, "kernel")


def _cell() -> Progress:
    """Bars in the output of a cell: one line a stage, plain HTML and plain text, one output that is written over."""
    display: Any = import_module("IPython.display").display
    stages: list[tuple[str, int, int]] = []
    handle: Any = None
    last = 0.0

    def report(stage: str, done: int, total: int) -> None:
        nonlocal handle, last
        again = stages and stages[-1][0] == stage and stages[-1][1] < stages[-1][2]
        stages[-1 if again else len(stages) :] = [(stage, done, total)]
        now = time.monotonic()
        if handle is not None and done < total and now - last < _PAUSE:
            return
        last = now
        state = {"text/plain": "\n".join(f"{_name(one)} {at}/{of}" for one, at, of in stages), "text/html": _html(stages)}
        if handle is None:
            handle = display(state, raw=True, display_id=True)
        else:
            handle.update(state, raw=True)

    return report


def _html(stages: list[tuple[str, int, int]]) -> str:
    rows = []
    for stage, done, total in stages:
        name = escape(_name(stage))
        bar = f'<progress value="{done}" max="{total}" style="width:8em" aria-label="{name}"></progress>'
        line = f'<span style="min-width:10em">{name}</span>{bar}<span>{done}/{total}</span>'
        rows.append(f'<div style="display:flex;flex-wrap:wrap;gap:0 .8em">{line}</div>')
    return "".join(rows)
