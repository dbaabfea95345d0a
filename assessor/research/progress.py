"""How far a long computation has come: a bar in a terminal and in a notebook, or whatever the caller wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assessor.training.crossfit import Progress, silent
from assessor.wording import preferred, say


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
    else:
        from rich.progress import Progress as Bars
        from rich.progress import TaskID

        with Bars() as bars:
            running: dict[str, TaskID] = {}

            def report(stage: str, done: int, total: int) -> None:
                if stage not in running or bars.tasks[running[stage]].finished:
                    running[stage] = bars.add_task(say(f"stage.{stage}").in_(preferred()), total=total)
                bars.update(running[stage], completed=done, total=total)

            yield report
