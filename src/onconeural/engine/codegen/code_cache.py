"""Machine code on disk, so that a model is compiled once: files of this user only, checked before use."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path

MOST_FILES = 200
FOLDER = "ONCONEURAL_CACHE"  # environment variable: another folder, or nothing to keep nothing
_DIGEST = hashlib.sha256().digest_size


def folder() -> Path | None:
    """Where machine code is kept; None: nowhere."""
    given = os.environ.get(FOLDER)
    if given is not None:
        return Path(given) / "code" if given else None
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home).expanduser() / "onconeural" / "code"


def key(*parts: str) -> str:
    """The name of what was made from some texts."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def load(name: str) -> bytes | None:
    """The code of that name; None where there is none, or the file is altered or not this user's own."""
    place = folder()
    if place is None:
        return None
    try:
        with (place / name).open("rb") as file:
            if not (_is_mine(os.fstat(file.fileno())) and _is_mine(place.stat())):
                return None
            digest, image = file.read(_DIGEST), file.read()
    except OSError:
        return None
    return image if hashlib.sha256(image).digest() == digest else None


def save(name: str, image: bytes) -> None:
    """Keep code for the next time; where that is not possible, it is not kept."""
    place = folder()
    if place is None:
        return
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as file:
            file.write(hashlib.sha256(image).digest() + image)
        Path(file.name).replace(place / name)
        _prune(place)
    except OSError:
        return


def _is_mine(status: os.stat_result) -> bool:
    """Whether only this user can have written it."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _prune(place: Path) -> None:
    """Remove the oldest files when there are too many."""
    files = sorted(place.iterdir(), key=lambda p: p.stat().st_mtime)
    for path in files[:-MOST_FILES]:
        path.unlink(missing_ok=True)
