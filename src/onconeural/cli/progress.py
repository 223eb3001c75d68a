"""Lines or a bar that tell of the progress of work that takes longer than a person likes to wait, and of its stop."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

import typer

PATIENCE = 2.0  # seconds without a bar
ANEW = "begins again"  # what the same command does after Ctrl-C, where nothing is kept

Tell = Callable[[str, float], None]


def lines() -> Tell:
    """A function that writes what is being done to standard error, one line each time that this changes."""
    last = ""

    def tell(what: str, share: float) -> None:
        nonlocal last
        line = f"{share:4.0%} {what}"
        if line != last:
            last = line
            typer.echo(line, err=True)

    return tell


@contextmanager
def stoppable(then: str = ANEW) -> Iterator[None]:
    """Say after Ctrl-C what the same command will do; the command then ends with exit code 130."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"stopped; the same command {then}", err=True)
        raise


@contextmanager
def progress(then: str = ANEW) -> Iterator[Tell]:
    """A function that takes what is being done and the share done; after two seconds it shows a bar.

    Only on standard error, and only if a person is watching. ``then``: what the same command does after Ctrl-C.
    """
    with stoppable(then):
        if not sys.stderr.isatty():
            yield lambda what, share: None
            return
        with _bar() as tell:
            yield tell


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    words, percent = TextColumn("{task.description}"), TextColumn("{task.percentage:>3.0f}%")
    bar = Progress(words, BarColumn(), percent, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task("reading", total=1.0)
    begin = Timer(PATIENCE, bar.start)  # by the clock: the first step may take long before it tells anything
    begin.daemon = True
    begin.start()
    try:
        yield lambda what, share: bar.update(task, description=what, completed=share)
    finally:
        begin.cancel()
        begin.join()  # a bar that is just beginning would stay on the screen
        if bar.live.is_started:
            bar.stop()
