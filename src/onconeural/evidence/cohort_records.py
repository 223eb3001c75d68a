"""Published cohorts: what was observed in which patients, for calibration, for validation, or as background."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from pydantic.dataclasses import dataclass

from onconeural.evidence.claim_records import ReadingStatus
from onconeural.evidence.editorial import STRICT, Editorial
from onconeural.evidence.files import UnknownKeyError, records
from onconeural.evidence.quantity import Interval, Quantity, Scalar

COHORT_FILES = ("calibration.yaml", "validation.yaml", "fresh.yaml")
Kind = Literal[
    "auc",
    "count",
    "dose",
    "hazard ratio",
    "list",
    "mean",
    "median",
    "odds ratio",
    "p_value",
    "percent",
    "percent change",
    "range",
    "rate",
    "relative risk",
    "statement",
    "survival",
    "upper bound",
    "value",
]


@dataclass(frozen=True, config=STRICT)
class Observable:
    """One published statistic of a cohort.

    ``verified`` is true exactly when the number was read; only then may it be fitted. ``time_origin`` is null when
    no time is measured; ``time_months`` is the moment of a survival or a course.
    """

    name: str
    value: Scalar
    unit: str
    kind: Kind
    interval: Interval | None
    time_origin: str | None
    verified: bool
    status: ReadingStatus
    group: str | None = None
    n: int | None = None
    count: int | None = None
    time_months: float | None = None
    sd: float | None = None
    values: tuple[float, ...] | None = None
    comparator: Literal["<", ">", "~"] | None = None
    note: str | None = None


@dataclass(frozen=True, config=STRICT)
class Cohort(Editorial):
    """One published cohort; ``role``: calibration (may be fitted), context (background), validation or fresh (never).

    Fresh cohorts were looked for after the model was calibrated; they are predicted once, and nothing answers to them.
    """

    id: str
    antibody: tuple[str, ...]
    antibody_text: str
    syndrome: tuple[str, ...]
    syndrome_text: str
    design: str
    n: int | None
    n_verified: bool
    role: Literal["calibration", "context", "validation", "fresh"]
    source: str
    observables: tuple[Observable, ...]
    tags: tuple[str, ...] = ()
    caveat: str | None = None

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """Yield each observable as a quantity, with its id; the population is this cohort."""
        for position, seen in enumerate(self.observables):
            yield self.observable_id(position), as_quantity(self, seen)

    def observable_id(self, position: int) -> str:
        """Return the id of an observable: cohort/name/group/time; a second one of that name ends in #2."""
        name = self._name(position)
        before = sum(self._name(earlier) == name for earlier in range(position))
        return f"{name}#{before + 1}" if before else name

    def _name(self, position: int) -> str:
        seen = self.observables[position]
        time = None if seen.time_months is None else f"{seen.time_months:g}_months"
        return "/".join(filter(None, (self.id, seen.name, seen.group, time)))


def as_quantity(cohort: Cohort, seen: Observable) -> Quantity:
    """Return an observable as a quantity of the cohort's population."""
    return Quantity(
        value=seen.value,
        unit=seen.unit,
        statistic=seen.kind.replace(" ", "_"),  # type: ignore[arg-type]  # every kind is a statistic with spaces
        n=seen.n,
        interval=seen.interval,
        population=f"{cohort.antibody_text}; {cohort.syndrome_text}",
        time_origin=seen.time_origin,
        time_months=seen.time_months,
        comparator=seen.comparator,
        count=seen.count,
        sd=seen.sd,
        values=seen.values,
    )


@cache
def cohorts() -> Mapping[str, Cohort]:
    """Return every cohort by its id.

    >>> cohorts()["graus2001_hu200"].role
    'calibration'
    """
    found = [Cohort(**record) for name in COHORT_FILES for record in records(name, "cohorts")]
    return MappingProxyType({record.id: record for record in found})


def cohort(key: str) -> Cohort:
    """Return one cohort; raises UnknownKeyError, with the nearest id, when there is none."""
    if key not in cohorts():
        raise UnknownKeyError("cohort", key, tuple(cohorts()))
    return cohorts()[key]
