"""What is wrong with a file: one value per problem, and how values and places are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onconeural.evidence.plain import plain

LONGEST_SHOWN = 80
MOST_PROBLEMS = 200


@dataclass(frozen=True)
class Problem:
    """One problem of a file: where, what stands there, what is expected, and the nearest valid name.

    ``file``, ``path`` and ``found`` hold printable characters only; ``found`` has at most 80.
    """

    file: str
    path: str
    found: str
    expected: str
    nearest: str | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Give the problem as one line.

        >>> print(Problem("a.yaml", "age", "'54'", "a number"))
        a.yaml: age: found '54', expected a number
        """
        where = f"{self.file}: {self.path}: " if self.path else f"{self.file}: "
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        mark = "warning: " if self.severity == "warning" else ""
        return f"{where}{mark}found {self.found}, expected {self.expected}{hint}"


@dataclass(frozen=True)
class Refused:
    """A value that a file may not hold (a date, a number too large), in the place where it was written."""

    text: str
    expected: str


def shown(value: object) -> str:
    """Return a value for a message: its repr in printable characters, at most 80 of them.

    >>> shown("a" * 100)[-5:], len(shown("a" * 100))
    ('a...', 80)
    """
    if isinstance(value, dict | list | tuple):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float | int):
        return _shortened(f"{value:.15g}")
    text = value.text if isinstance(value, Refused) else str(value)
    return _shortened(f"'{plain(text[:LONGEST_SHOWN])}'")


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def place(location: tuple[int | str, ...]) -> str:
    """Return a place in a file as text.

    >>> place(("treatments", 2, "start_day"))
    'treatments[2].start_day'
    """
    parts = [f"[{step}]" if isinstance(step, int) else f".{plain(step)[:LONGEST_SHOWN]}" for step in location]
    return "".join(parts).removeprefix(".")
