"""Where a command's result goes: to a file that the user named, or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from onconeural.cli.failure import refuse


def save(path: Path, content: str | bytes) -> None:
    """Write a file whole, or end with exit code 2 and the reason."""
    from onconeural.report import write_atomically  # noqa: PLC0415 the report is slow to load

    try:
        write_atomically(path, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        refuse(f"{path}: cannot be written: {error.strerror or error}")


def print_or_save(text: str, out: Path | None) -> None:
    """Print a text as it is, or write it to a file and print where it is."""
    if out is None:
        sys.stdout.write(text)
        return
    save(out, text)
    typer.echo(str(out))
