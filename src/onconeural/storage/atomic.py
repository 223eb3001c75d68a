"""Files that are there whole or not at all: the one way in which this program writes a file."""

from __future__ import annotations

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
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
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
