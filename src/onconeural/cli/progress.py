"""Lines or a bar that tell of the progress of work that takes longer than a person likes to wait."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

PATIENCE = 2.0  # seconds without a bar

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
def progress() -> Iterator[Tell]:
    """A function that takes what is being done and the share done; after two seconds it shows a bar.

    Only on standard error, and only if a person is watching.
    """
    if not sys.stderr.isatty():
        yield lambda what, share: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    words, percent = TextColumn("{task.description}"), TextColumn("{task.percentage:>3.0f}%")
    bar = Progress(words, BarColumn(), percent, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task("reading", total=1.0)
    begun = time.monotonic()

    def tell(what: str, share: float) -> None:
        bar.update(task, description=what, completed=share)
        if time.monotonic() - begun > PATIENCE and not bar.live.is_started:
            bar.start()

    try:
        yield tell
    finally:
        if bar.live.is_started:
            bar.stop()
