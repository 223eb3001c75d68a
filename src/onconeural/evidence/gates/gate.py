"""What a gate is: one rule over the whole evidence, with a name, a reason and a severity."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from onconeural.evidence.entries import Base, Entry
from onconeural.evidence.problems import Problem, shown


@dataclass(frozen=True)
class GateProblem(Problem):
    """A record that a gate refuses: the problem, the gate's id and the record's id."""

    gate: str = ""
    record: str = ""

    def __str__(self) -> str:
        """Give the problem as one line, with the record and the gate."""
        return f"{super().__str__()} [{self.record}; {self.gate}]"


class Gate(ABC):
    """One rule; ``refuses`` and ``why`` are sentences for people, ``severity`` says whether it stops the check."""

    id: ClassVar[str]
    refuses: ClassVar[str]
    why: ClassVar[str]
    severity: ClassVar[Literal["error", "warning"]] = "error"

    @abstractmethod
    def check(self, base: Base) -> Iterator[GateProblem]:
        """Yield every problem of the records that are being checked."""

    def problem(
        self, entry: Entry[Any], path: str, found: object, expected: str, nearest: str | None = None
    ) -> GateProblem:
        """Return one problem of a record, in the words that every file's problems have."""
        text = found if isinstance(found, Shown) else shown(found)
        return GateProblem(entry.file, path, text, expected, nearest, self.severity, self.id, entry.id)


class Shown(str):
    """Words about what was found, to be printed as they are: of ours, never of the file."""

    __slots__ = ()
