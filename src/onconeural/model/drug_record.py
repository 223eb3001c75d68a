"""The records of drugs.yaml: a clinical dose, its days, what it does to the equations, and what to beware of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict, model_validator

from onconeural.engine import Dose
from onconeural.model.registry import registry

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
    """One administration as a clinician writes it; ``of`` names the agent where the label is wider."""

    amount: float
    unit: Unit
    of: str | None = None


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


class ReferenceAdult(_Record):
    """The adult for whom doses per kg or m2 were turned into amounts."""

    weight_kg: float
    surface_m2: float
    status: Status


class DrugFile(_Record):
    """The whole file: every intervention, and names that mean more than one."""

    schema_version: Literal[2]
    reference_adult: ReferenceAdult
    interventions: tuple[Intervention, ...]
    combinations: dict[str, tuple[str, ...]]
