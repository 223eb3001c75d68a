"""The user's cache: files of this user only, checked before use, written whole, the oldest removed when too many."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from onconeural.storage.atomic import write_atomically

FOLDER = "ONCONEURAL_CACHE"  # environment variable: another folder, or nothing to keep nothing
_DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class Store:
    """One kind of files in the cache; of each kind the ``most`` newest are kept.

    Two processes may use one at once: a file is replaced whole. Where nothing can be kept, nothing is.

    >>> Store.key("a", "b") == Store.key("ab", "")
    False
    """

    kind: str
    most: int

    def folder(self) -> Path | None:
        """Where the files are; None: nowhere."""
        given = os.environ.get(FOLDER)
        if given is not None:
            return Path(given) / self.kind if given else None
        home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        return Path(home).expanduser() / "onconeural" / self.kind

    @staticmethod
    def key(*parts: str) -> str:
        """The name of what was made from some texts."""
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()

    def load(self, name: str) -> bytes | None:
        """The content of that name; None where there is none, or the file is altered or not this user's own."""
        place = self.folder()
        if place is None:
            return None
        try:
            with (place / name).open("rb") as file:
                if not (_is_mine(os.fstat(file.fileno())) and _is_mine(place.stat())):
                    return None
                digest, content = file.read(_DIGEST), file.read()
        except OSError:
            return None
        return content if hashlib.sha256(content).digest() == digest else None

    def save(self, name: str, content: bytes) -> None:
        """Keep content for the next time; where that is not possible, it is not kept."""
        place = self.folder()
        if place is None:
            return
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(place / name, hashlib.sha256(content).digest() + content, mode=0o600)
            self._prune(place)
        except OSError:
            return

    def _prune(self, place: Path) -> None:
        """Remove the oldest files when there are too many."""
        files = sorted(place.iterdir(), key=_age)
        for path in files[: -self.most]:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    """When a file was written; one that another process has just removed counts as old."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _is_mine(status: os.stat_result) -> bool:
    """Whether only this user can have written it."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
