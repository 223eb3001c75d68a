"""Survival with the tumour alone, simulated and as published: each tumour should kill as often as registries say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from pydantic import model_validator

from onconeural.evidence import packaged
from onconeural.model import Antibody, antibody
from onconeural.model.settings import Record
from onconeural.population.persons import persons
from onconeural.population.readings import MONTH
from onconeural.population.tumour_alone import FIRST, YEAR, TumourAlone, tumour_alone

HORIZON = 8000.0  # days in which a tumour may be found: also one that grows slowly


class PublishedSurvival(Record):
    """One published number: percent alive so many years after the diagnosis, in patients without a syndrome.

    ``by_age`` (oldest age in years, percent) stands in where survival was printed by age; other deaths are taken out.
    """

    tumour: str
    antibody: str
    years: int
    percent: float | None = None
    by_age: tuple[tuple[float, float], ...] = ()
    kind: Literal["net", "relative", "cause-specific", "recalled"]
    source: str | None
    population: str

    @model_validator(mode="after")
    def _one_of_two(self) -> PublishedSurvival:
        if (self.percent is None) == (not self.by_age):
            raise ValueError("found both or none of percent and by_age, expected one")
        if (self.source is None) != (self.kind == "recalled"):
            raise ValueError("found a number without a source, expected a source, or kind: recalled")
        return self


class _File(Record):
    schema_version: Literal[1]
    within: float
    rows: tuple[PublishedSurvival, ...]


@dataclass(frozen=True)
class Survival:
    """A published number, what it is at the ages that are simulated, and what is simulated (percent alive)."""

    published: PublishedSurvival
    expected: float
    simulated: float
    n: int

    @property
    def close(self) -> bool:
        """Whether the two lie as close as the file asks for."""
        return abs(self.simulated - self.expected) <= _file().within


def published_survival() -> tuple[PublishedSurvival, ...]:
    """What registries and series printed, in the order of the table.

    >>> published_survival()[0].tumour
    'breast_carcinoma'
    """
    return _file().rows


def tumour_survival(row: PublishedSurvival, seed: int, n: int) -> Survival:
    """Simulate n patients with the tumour and no syndrome, treated as practised, and count who lives so long.

    S(y) = 1 - (deaths by the tumour within y years of its finding) / (tumours found); nobody dies of anything else.
    """
    record = antibody(row.antibody).with_only(row.tumour).model_copy(update={"horizon": HORIZON})
    lives = tumour_alone(record, seed, n, days=10 * YEAR + 1.0, other_deaths=False)
    return Survival(row, _expected(row, record, seed, n), _alive(lives, row.years), len(lives.died))


def _alive(lives: TumourAlone, years: int) -> float:
    dead = lives.died & (lives.months * MONTH < years * YEAR)
    return 100.0 * float(1.0 - dead.mean())


def _expected(row: PublishedSurvival, record: Antibody, seed: int, n: int) -> float:
    if row.percent is not None:
        return row.percent
    age = persons(record, seed, np.arange(FIRST, FIRST + n, dtype=np.int64)).age
    oldest, percent = (np.array(values) for values in zip(*row.by_age, strict=True))
    return float(percent[np.searchsorted(oldest + 1.0, age, side="right")].mean())


@cache
def _file() -> _File:
    return _File.model_validate(packaged("onconeural.population", "data/tumour_survival.yaml"))
