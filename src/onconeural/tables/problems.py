"""What is wrong with a population or dose file, as an exception."""

from __future__ import annotations

from onconeural.evidence.problems import MOST_PROBLEMS, Problem
from onconeural.evidence.tree import TreeError


class TableError(ValueError):
    """A table that cannot be used; ``problems`` lists what was found, one per line in the message."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class Problems:
    """Problems of one file as they are found; when there are too many, reading stops."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, path: str, found: str, expected: str, nearest: str | None = None) -> None:
        """Note one problem. Raises TableError at the 200th."""
        self.found.append(Problem(self.file, path, found, expected, nearest))
        if len(self.found) >= MOST_PROBLEMS:
            self.raise_any()

    def take(self, fault: TreeError) -> None:
        """Note what the reader of the file found."""
        self.add(fault.path, fault.found, fault.expected)

    def raise_any(self) -> None:
        """Raise TableError when there are problems."""
        if self.found:
            raise TableError(tuple(self.found))
