"""Interventions as data, in clinical units: doses, routes, cautions, and the names that a case may use for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict, model_validator

from onconeural.engine import Dose
from onconeural.model.registry import load, registry

Unit = Literal["g", "mg", "g/kg", "mg/kg", "mg/m2", "Gy", "% of plasma IgG", "share of the tumour"]
Status = Literal["measured", "inferred", "assumed"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Days(_Record):
    """Days of doses: ``times`` doses, ``every`` so many days, the whole block ``repeats`` times."""

    first: float
    every: float
    times: int
    repeat_every: float = 0.0
    repeats: int = 1

    def all(self) -> tuple[float, ...]:
        """Every day, counted from the start of the intervention.

        >>> Days(first=0, every=1, times=2, repeat_every=28, repeats=2).all()
        (0.0, 1.0, 28.0, 29.0)
        """
        blocks = range(self.repeats)
        return tuple(self.first + b * self.repeat_every + i * self.every for b in blocks for i in range(self.times))


class Effect(_Record):
    """What one clinical dose does to a state: what is added to it (or left of it), on which days."""

    state: str
    amount: float = 0.0
    keep: float = 1.0
    per: str | None = None
    infuse: float = 0.0
    taper: bool = False
    days: Days

    def doses(self, start: ArrayLike, factor: float = 1.0) -> Iterator[Dose]:
        """The doses of an intervention begun on day ``start`` (one number, or one per patient; NaN: not given)."""
        amount = factor * self.amount / (registry().parameter(self.per).value if self.per else 1.0)
        keep = 1.0 - factor * (1.0 - self.keep) if factor != 1.0 else self.keep
        days = self.days.all()
        for i, day in enumerate(days):
            share = 1.0 - i / len(days) if self.taper else 1.0
            time = np.asarray(start, dtype=np.float64) + day
            yield Dose(self.state, time, amount * share, keep, self.infuse)


class ClinicalDose(_Record):
    """One administration as a clinician writes it."""

    amount: float
    unit: Unit


class Caution(_Record):
    """What must not be overlooked, and how that was seen; ``recalled`` is to be confirmed."""

    text: str
    source: str | None
    status: Literal["read_primary", "read_secondary", "recalled"]


class Part(_Record):
    """An intervention inside another one, and the day on which it begins."""

    id: str
    day: float


class Intervention(_Record):
    """One drug regimen, procedure or tumour treatment; ``benefit`` and ``harm`` where the model has both sides."""

    id: str
    label: str
    kind: Literal["immunotherapy", "tumour_treatment", "symptomatic"]
    route: str
    dose: ClinicalDose | None = None
    regimen: str
    conversion: str
    status: Status
    sources: tuple[str, ...]
    benefit: str | None = None
    harm: str | None = None
    cautions: tuple[Caution, ...]
    doses: tuple[Effect, ...] = ()
    parts: tuple[Part, ...] = ()
    names: tuple[str, ...]

    @model_validator(mode="after")
    def _doses_or_parts(self) -> Intervention:
        if bool(self.doses) == bool(self.parts) or bool(self.doses) != (self.dose is not None):
            raise ValueError(f"{self.id}: expected a dose with its effects, or parts")
        return self

    @property
    def all_cautions(self) -> tuple[Caution, ...]:
        """Its own cautions and those of its parts, each once."""
        inside = (c for part in self.parts for c in intervention(part.id).all_cautions)
        return tuple(dict.fromkeys((*self.cautions, *inside)))


class ReferenceAdult(_Record):
    """The adult for whom doses per kg or m2 were turned into amounts."""

    weight_kg: float
    surface_m2: float
    status: Status


class _File(_Record):
    schema_version: Literal[2]
    reference_adult: ReferenceAdult
    interventions: tuple[Intervention, ...]
    combinations: dict[str, tuple[str, ...]]


@cache
def _file() -> _File:
    return _File.model_validate(load("drugs.yaml"))


def interventions() -> tuple[Intervention, ...]:
    """Every intervention that the model knows.

    >>> len(interventions()) > 15
    True
    """
    return _file().interventions


def reference_adult() -> ReferenceAdult:
    """The adult for whom doses per kg or m2 were turned into amounts (assumed)."""
    return _file().reference_adult


@cache
def intervention(key: str) -> Intervention:
    """An intervention by its id; KeyError when there is none."""
    for record in _file().interventions:
        if record.id == key:
            return record
    raise KeyError(key)


def interventions_named(name: str) -> tuple[str, ...]:
    """The interventions that a treatment name in a case file stands for; empty when the model has none.

    >>> interventions_named("plasmapheresis")
    ('plasma_exchange',)
    >>> interventions_named("tumour_treatment")
    ('local_tumour_treatment', 'chemotherapy')
    """
    if name in _file().combinations:
        return _file().combinations[name]
    return tuple(i.id for i in _file().interventions if name == i.id or name in i.names)


def doses(key: str, start: ArrayLike, dose: float | None = None) -> list[Dose]:
    """All doses of an intervention that starts on day ``start`` (one number, or one per patient; NaN: not given).

    ``dose``: one administration in the clinical unit of the record, if not the usual one; effects scale in proportion
    (assumed). Raises KeyError for an unknown intervention, ValueError for a dose that makes no sense.

    >>> [float(d.time) for d in doses("rituximab", 10.0)]
    [10.0, 24.0]
    >>> doses("surgery", 0.0, dose=0.9)[0].amount
    0.9
    """
    record = intervention(key)
    if record.parts:
        if dose is not None:
            raise ValueError(f"{key}: found a dose, expected none, since it is made of {len(record.parts)} part(s)")
        return [d for part in record.parts for d in doses(part.id, np.asarray(start, dtype=np.float64) + part.day)]
    factor = 1.0 if dose is None else _factor(record, dose)
    return [given for effect in record.doses for given in effect.doses(start, factor)]


def _factor(record: Intervention, dose: float) -> float:
    assert record.dose is not None  # noqa: S101 a record with effects has a dose
    most = {"share of the tumour": 1.0, "% of plasma IgG": 100.0}.get(record.dose.unit, np.inf)
    if not 0.0 <= dose <= most:
        raise ValueError(f"{record.id}: found {dose:g} {record.dose.unit}, expected 0 to {most:g}")
    return dose / record.dose.amount
