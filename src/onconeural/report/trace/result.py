"""What a trace of one record holds: plain values, so that the terminal and JSON show the same thing."""

from __future__ import annotations

from dataclasses import dataclass

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Use:
    """One thing that depends on a record: its kind (equation, score, report, ...), its id, and how it depends."""

    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class Trace:
    """One record: what it says, where from, how strong, who keeps it, and all that depends on it."""

    kind: str
    id: str
    what: str
    facts: Facts
    strength: Facts
    sources: tuple[str, ...]
    editorial: Facts
    used_by: tuple[Use, ...]
    unconfirmed: bool = False
