"""Where a command's result goes: to a file that the user named, or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import typer

from onconeural.cli.failure import refuse
from onconeural.storage import atomic_file, require_file, require_folder


def files_or_refuse(*paths: Path | None) -> None:
    """End with exit code 2 before the work begins, where a file that was named could not be written after it."""
    for path in paths:
        if path is not None:
            with _refusing(path):
                require_file(path)


def folder_or_refuse(folder: Path | None) -> None:
    """End with exit code 2 before the work begins, where files could not be written into a folder after it."""
    if folder is None:
        return
    with _refusing(folder):
        require_folder(folder)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        a_file = isinstance(error, NotADirectoryError)
        why = "found a file, expected a folder" if a_file else (error.strerror or str(error)).lower()
        refuse(f"{path}: cannot be written: {why}")


@contextmanager
def saving(path: Path) -> Iterator[BinaryIO]:
    """A file to write, there whole or not at all; exit code 2 and the reason when it cannot be written."""
    with _refusing(path), atomic_file(path) as handle:
        yield handle


def save(path: Path, content: str | bytes) -> None:
    """Write a file whole, or end with exit code 2 and the reason."""
    with saving(path) as handle:
        handle.write(content.encode() if isinstance(content, str) else content)


def print_or_save(text: str, out: Path | None) -> None:
    """Print a text as it is, or write it to a file and print where it is."""
    if out is None:
        sys.stdout.write(text)
        return
    save(out, text)
    typer.echo(str(out))
