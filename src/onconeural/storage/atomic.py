"""Files that are there whole or not at all: the one way in which this program writes a file."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, content: bytes, mode: int | None = None) -> None:
    """Write a file that is there whole or not at all. Raises OSError when the folder cannot be written."""
    with atomic_file(path, mode) as handle:
        handle.write(content)


@contextmanager
def atomic_file(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file to write through a draft beside it, so that a reader, or an interrupt, never meets half of it.

    ``mode``: who may read and write it, by default what the user's umask says. Raises OSError when the folder cannot
    be written.
    """
    draft = _beside(path)
    try:
        with draft.open("xb") as handle:  # x: never through a link that stands there
            if mode is not None:
                draft.chmod(mode)
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def require_file(path: Path) -> None:
    """Raise OSError where a file could not be written, before its content is made; nothing is left behind."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    draft = _beside(path)
    draft.open("xb").close()
    draft.unlink()


def require_folder(folder: Path) -> None:
    """Raise OSError where no files could be written into a folder that is there or will be made; nothing is left."""
    try:
        folder.stat()
    except FileNotFoundError:
        require_folder(folder.parent)
    else:
        require_file(folder / "file")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
