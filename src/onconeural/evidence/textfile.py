"""The text of a file from outside: a small regular file or a message, never a wait and never a traceback."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from onconeural.evidence.plain import plain
from onconeural.evidence.tree import TreeError


def read_text(path: Path, suffixes: tuple[str, ...], largest: int, content: str) -> str:
    """Return the text of a regular file, which must be UTF-8; otherwise as ``read_bytes``."""
    try:
        return read_bytes(path, suffixes, largest, content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TreeError("", f"bytes that are not UTF-8 (byte {error.start})", "a text file in UTF-8") from None


def read_bytes(path: Path, suffixes: tuple[str, ...], largest: int, content: str) -> bytes:
    """Return the bytes of a regular file of at most ``largest`` bytes; otherwise as ``open_bytes``."""
    with open_bytes(path, suffixes, largest, content) as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:  # it grew
        raise _too_large(largest, content)
    return data


def open_bytes(path: Path, suffixes: tuple[str, ...], largest: int, content: str) -> BinaryIO:
    """Open a regular file of at most ``largest`` bytes; never waits for a pipe or a device.

    ``suffixes`` are the endings that the name may have, ``content`` what such a file should hold. Raises TreeError.
    """
    if path.suffix.lower() not in suffixes:
        endings = " or ".join((", ".join(suffixes[:-1]), suffixes[-1])) if len(suffixes) > 1 else suffixes[0]
        found = "a folder" if path.is_dir() else f"a file name ending in '{plain(path.suffix)[:20]}'"
        raise TreeError("", found, f"a {endings} file")
    try:
        _refuse_other(path.stat().st_mode)
        stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "a name that no file has"
        raise TreeError("", plain(reason.lower()), "a file that can be read") from None
    try:
        status = os.fstat(stream.fileno())
        _refuse_other(status.st_mode)
        if status.st_size > largest:
            raise _too_large(largest, content)
    except TreeError:
        stream.close()
        raise
    return stream


def _refuse_other(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise TreeError("", "a folder" if stat.S_ISDIR(mode) else "a pipe, device or socket", "a regular file")


def _too_large(largest: int, content: str) -> TreeError:
    return TreeError("", f"more than {largest} bytes", content)
