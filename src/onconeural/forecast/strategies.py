"""Strategies as data: what is done, from a start day on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onconeural.evidence import packaged

LATER_STARTS = (0.0, 30.0, 90.0)  # days after the forecast day
SEARCHES = 6  # tumour searches when none is known; the first on the start day (assumed, as in the first fit)
SEARCH_EVERY = 150.0  # days between searches (assumed, as in the first fit)


@dataclass(frozen=True)
class Strategy:
    """One strategy: interventions from the start day on, and those that wait until a tumour is known."""

    id: str
    label: str
    interventions: tuple[str, ...]
    tumour: tuple[str, ...]


@cache
def strategies() -> tuple[Strategy, ...]:
    """The strategies that a forecast compares.

    >>> [s.id for s in strategies()][:3]
    ['nothing', 'ivig', 'steroids']
    """
    records = packaged("onconeural.forecast", "data/strategies.yaml")["strategies"]
    return tuple(Strategy(r["id"], r["label"], tuple(r["interventions"]), tuple(r["tumour"])) for r in records)
