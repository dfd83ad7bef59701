"""Progress of a run: bars on a terminal, plain lines when piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A function (stage, done, total) that shows how far the run is, on standard error."""
    if sys.stderr.isatty():
        with _bars() as show:
            yield show
    else:
        yield _plain_line


def _plain_line(stage: str, done: int, total: int) -> None:
    if done == total:
        typer.echo(f"{stage}：{total}", err=True)


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show
