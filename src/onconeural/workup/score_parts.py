"""What a diagnostic score hands back: plain immutable values for tables, pages and JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One item of the score: its points, what in the case earned them, the rule, and the rule's source."""

    name: str  # clinical, laboratory, cancer
    points: int
    finding: str
    rule: str
    source: str
    reading_status: str
    unconfirmed: bool
    note: str | None = None  # what the criteria add to this phenotype or antibody; changes no points
    records: tuple[str, ...] = ()  # ids of the rows of the criteria behind the points


@dataclass(frozen=True)
class Alternative:
    """The same score under another legal reading (other clock, antibody counted, row left out)."""

    reading: str
    score: int | None
    category: str


@dataclass(frozen=True)
class Certainty:
    """PNS-Care score of one case on one day (days from onset)."""

    score: int | None
    category: str  # definite, probable, possible, non_pns, not_applicable
    items: tuple[Item, ...]
    flags: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    missing: tuple[str, ...]
    clock: str
    day: float
    source: str
    special_rules: tuple[str, ...] = ()  # ids of the criteria's special rules that touched this score
    antibody: str | None = None  # key of the antibody whose class counts


@dataclass(frozen=True)
class Performance:
    """One published performance figure of a score; ``at`` is the cut-off, ``n`` the patients behind it."""

    metric: str
    at: str
    value: float
    unit: str
    n: int
    source: str
    reading_status: str
