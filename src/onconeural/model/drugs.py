"""Interventions as data: the doses of a regimen, and the names under which a case file may mention it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict

from onconeural.engine import Dose
from onconeural.model.registry import load, registry


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
    """One line of a regimen: what is added to a state (or left of it), on which days."""

    state: str
    amount: float = 0.0
    keep: float = 1.0
    per: str | None = None
    infuse: float = 0.0
    taper: bool = False
    days: Days

    def doses(self, start: ArrayLike) -> Iterator[Dose]:
        """The doses of an intervention begun on day ``start`` (one number, or one per patient; NaN: not given)."""
        amount = self.amount / (registry().parameter(self.per).value if self.per else 1.0)
        days = self.days.all()
        for i, day in enumerate(days):
            share = 1.0 - i / len(days) if self.taper else 1.0
            time = np.asarray(start, dtype=np.float64) + day
            yield Dose(self.state, time, amount * share, self.keep, self.infuse)


class Intervention(_Record):
    """One drug regimen, procedure or tumour treatment."""

    id: str
    label: str
    regimen: str
    status: Literal["measured", "inferred", "assumed"]
    sources: tuple[str, ...]
    doses: tuple[Effect, ...]
    names: tuple[str, ...]


class _File(_Record):
    schema_version: Literal[1]
    interventions: tuple[Intervention, ...]
    combinations: dict[str, tuple[str, ...]]


@cache
def _file() -> _File:
    return _File.model_validate(load("drugs.yaml"))


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


def doses(key: str, start: ArrayLike) -> list[Dose]:
    """All doses of an intervention that starts on day ``start`` (one number, or one per patient; NaN: not given).

    >>> [float(d.time) for d in doses("rituximab", 10.0)]
    [10.0, 24.0]
    """
    return [dose for effect in intervention(key).doses for dose in effect.doses(start)]
