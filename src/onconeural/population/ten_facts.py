"""The ten published facts: what was published, what is simulated in the same definition, and whether it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from onconeural.evidence import packaged
from onconeural.population.estimates import Estimate
from onconeural.population.fact_readings import SIZES, simulate_parts

__all__ = ["SIZES", "Fact", "Part", "Published", "facts", "published_facts"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Published(_Record):
    """One part of a fact as published: value, the interval inside which it holds, and how it is read."""

    id: str
    sources: tuple[str, ...]
    kind: Literal["published", "requirement"] = "published"
    value: float
    low: float | None
    high: float | None
    unit: str
    interval: Literal["published", "count", "range", "assumed", "order", "none"]
    reading: str

    def holds(self, simulated: float) -> bool:
        """Whether a simulated value lies in the interval; never for what the model does not have."""
        if self.interval == "none" or not np.isfinite(simulated):
            return False
        above = simulated > self.low if self.interval == "order" and self.low is not None else True
        return above and (self.low is None or simulated >= self.low) and (self.high is None or simulated <= self.high)


class PublishedFact(_Record):
    """One of the ten facts with its parts."""

    id: str
    text: str
    parts: tuple[Published, ...]


class _File(_Record):
    schema_version: Literal[1]
    facts: tuple[PublishedFact, ...]


@dataclass(frozen=True)
class Part:
    """One part, simulated; ``estimate`` is None where the model has no such quantity."""

    published: Published
    estimate: Estimate | None
    holds: bool


@dataclass(frozen=True)
class Fact:
    """One fact; it holds when all of its parts do."""

    number: int
    id: str
    text: str
    parts: tuple[Part, ...]

    @property
    def holds(self) -> bool:
        """Whether every part holds."""
        return all(part.holds for part in self.parts)


@cache
def published_facts() -> tuple[PublishedFact, ...]:
    """The ten facts as published.

    >>> len(published_facts())
    10
    """
    return _File.model_validate(packaged("onconeural.population", "data/facts.yaml")).facts


def facts(seed: int = 1, scale: float = 1.0, progress: Callable[[str, float], None] | None = None) -> tuple[Fact, ...]:
    """Simulate every part of every fact; ``scale`` multiplies the numbers of patients (1: under a minute).

    Raises ValueError for a scale that is not above 0.
    """
    if not scale > 0:
        raise ValueError(f"scale: found {scale}, expected a number above 0")
    found = simulate_parts(seed, scale, progress or (lambda what, share: None))
    return tuple(
        Fact(i, fact.id, fact.text, tuple(_judge(part, found) for part in fact.parts))
        for i, fact in enumerate(published_facts(), start=1)
    )


def _judge(part: Published, found: dict[str, Estimate]) -> Part:
    estimate = found.get(part.id)
    return Part(part, estimate, estimate is not None and part.holds(estimate.value))
