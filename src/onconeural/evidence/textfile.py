"""The text of a file from outside: a small regular file or a message, never a wait and never a traceback."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from onconeural.evidence.plain import plain
from onconeural.evidence.tree import TreeError


def read_text(path: Path, suffixes: tuple[str, ...], largest: int, content: str) -> str:
    """Return the text of a regular file, which must be UTF-8; otherwise as ``read_bytes``."""
    try:
        return read_bytes(path, suffixes, largest, content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TreeError("", f"bytes that are not UTF-8 (byte {error.start})", "a text file in UTF-8") from None


def read_bytes(path: Path, suffixes: tuple[str, ...], largest: int, content: str) -> bytes:
    """Return the bytes of a regular file of at most ``largest`` bytes; never waits for a pipe or a device.

    ``suffixes`` are the endings that the name may have, ``content`` what such a file should hold. Raises TreeError.
    """
    if path.suffix.lower() not in suffixes:
        endings = " or ".join((", ".join(suffixes[:-1]), suffixes[-1])) if len(suffixes) > 1 else suffixes[0]
        raise TreeError("", f"a file name ending in '{plain(path.suffix)[:20]}'", f"a {endings} file")
    try:
        mode = path.stat().st_mode
        return _bytes(path, largest, content) if stat.S_ISREG(mode) else _not_a_file(mode)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "a name that no file has"
        raise TreeError("", plain(reason.lower()), "a file that can be read") from None


def _not_a_file(mode: int) -> bytes:
    what = "a folder" if stat.S_ISDIR(mode) else "a pipe, device or socket"
    raise TreeError("", what, "a regular file")


def _bytes(path: Path, largest: int, content: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return _not_a_file(status.st_mode)
        data = b"" if status.st_size > largest else stream.read(largest + 1)
        if status.st_size > largest or len(data) > largest:
            raise TreeError("", f"more than {largest} bytes", content)
    return data
