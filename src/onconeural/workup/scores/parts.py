"""What a bedside score hands back: items, the possible totals, and what the published table says for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["present", "absent", "unknown"]


@dataclass(frozen=True)
class Answer:
    """Whether an item is met, and what in the case says so."""

    status: Status
    finding: str


@dataclass(frozen=True)
class ScoreItem:
    """One item: its answer, its points if present, and the points that it adds (None while unknown)."""

    id: str
    text: str
    weight: int
    status: Status
    points: int | None
    finding: str
    source: str
    reading_status: str


@dataclass(frozen=True)
class Risk:
    """What the published table says for one total; ``percent`` is None where it is not known, with the reason."""

    scores: tuple[int, ...]
    outcome: str
    percent: float | None
    reason: str | None
    source: str
    reading_status: str
    unconfirmed: bool
    n: int | None = None


@dataclass(frozen=True)
class ScoreResult:
    """One score of one case: the lowest and highest possible total, equal when nothing is unknown.

    ``score`` is None while facts are missing or when the score is not for this patient (``applicable`` false,
    ``reason`` says why). ``verdict`` is what the score says in one sentence, or why it says nothing.
    """

    id: str
    name: str
    purpose: str
    applicable: bool
    reason: str
    score: int | None
    low: int | None
    high: int | None
    maximum: int
    items: tuple[ScoreItem, ...]
    risks: tuple[Risk, ...]
    verdict: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    source: str
    reading_status: str
    sources: tuple[str, ...] = ()
