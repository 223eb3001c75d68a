"""Untrusted data that remembers which of its places were read, so that all the others can be listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Path = tuple[int | str, ...]


class Node:
    """One place in a tree of plain data; reading a value marks its place as understood.

    >>> node = Node({"code": "a", "note": "b"})
    >>> node.text("code"), list(node.unread())
    ('a', [('note',)])
    """

    def __init__(self, data: Any, path: Path = (), seen: set[Path] | None = None) -> None:  # noqa: ANN401 - any data
        self.data = data
        self.path = path
        self.seen: set[Path] = set() if seen is None else seen

    def __bool__(self) -> bool:
        """Tell whether anything stands here."""
        return self.data is not None

    def child(self, key: str) -> Node:
        """Return what stands under a key; an empty node when nothing does."""
        data = self.data.get(key) if isinstance(self.data, dict) else None
        return Node(data, (*self.path, key), self.seen)

    def items(self, key: str) -> list[Node]:
        """Return the items of a list; none when there is no list."""
        listed = self.child(key)
        rows = listed.data if isinstance(listed.data, list) else []
        return [Node(row, (*listed.path, i), self.seen) for i, row in enumerate(rows)]

    def names(self) -> tuple[str, ...]:
        """Return the keys of a mapping; none for anything else."""
        return tuple(self.data) if isinstance(self.data, dict) else ()

    def text(self, key: str) -> str | None:
        """Read a text, or None."""
        return self._read(key, str)  # type: ignore[no-any-return]

    def number(self, key: str) -> float | None:
        """Read a number, or None."""
        value = self._read(key, int | float)
        return None if value is None or isinstance(value, bool) else float(value)

    def flag(self, key: str) -> bool | None:
        """Read true or false, or None."""
        return self._read(key, bool)  # type: ignore[no-any-return]

    def _read(self, key: str, kind: Any) -> Any:  # noqa: ANN401 - any plain value
        place = self.child(key)
        if not isinstance(place.data, kind):
            return None
        place.mark()
        return place.data

    def mark(self) -> None:
        """Mark this place, with all below it, as understood."""
        self.seen.add(self.path)

    def unread(self) -> Iterator[Path]:
        """Give every place that was not read, each as high in the tree as nothing below it was read."""
        touched = {path[:i] for path in self.seen for i in range(len(path))}
        yield from _unread(self.data, self.path, self.seen, touched)


def _unread(data: Any, path: Path, seen: set[Path], touched: set[Path]) -> Iterator[Path]:  # noqa: ANN401 - any data
    if path in seen or data is None:
        return
    if path and path not in touched:  # the whole file is no place in it
        yield path
        return
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield from _unread(value, (*path, key), seen, touched)
