"""Facts of a case and the probability of each for every virtual patient: life, mRS, person, syndrome, tumour."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.likeness import log_likeness
from onconeural.forecast.past import FUNCTIONS, HAZARDS, SILENT, Past
from onconeural.model import Area, areas, involved_below

Array = NDArray[np.float64]

MRS_SD = 0.7  # one reading of the modified Rankin scale around the model's value (assumed)
WRONG_AREA = 0.02  # chance that a syndrome is named after an area that is not the one affected most (assumed)
OTHER_TEST = 0.05  # of a positive search: found by chance, although an earlier search as good had to find it (assumed)


@dataclass(frozen=True)
class Fact(ABC):
    """One thing that the case says; ``words`` name it. Facts count as independent, given the patient."""

    words: str

    @property
    def days(self) -> tuple[float, ...]:
        """Days from onset on which the patients are looked at, beside the forecast day."""
        return ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of how it is held against the model."""
        return ()

    @abstractmethod
    def log_probability(self, past: Past) -> Array:
        """Logarithm of its probability (density) for each patient of the pool, shape (n,)."""


@dataclass(frozen=True)
class Alive(Fact):
    """Alive on the forecast day: minus the hazard of death since onset."""

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the probability of being alive."""
        return np.where(past.gone, -np.inf, -past.since_onset(HAZARDS))


@dataclass(frozen=True)
class Disability(Fact):
    """One reading of the mRS, with a normal reading error."""

    day: float
    mrs: float

    @property
    def days(self) -> tuple[float, ...]:
        """The day of the reading."""
        return (self.day,)

    def log_probability(self, past: Past) -> Array:
        """Half of minus the squared difference, in units of the reading error."""
        return -self.misfit(past) / 2.0

    def misfit(self, past: Past) -> Array:
        """Squared difference in units of the reading error, shape (n,)."""
        return np.asarray(((past.on("mrs", self.day) - self.mrs) / MRS_SD) ** 2)


@dataclass(frozen=True)
class Person(Fact):
    """Age in years, sex or kind of tumour: what is published for the antibody."""

    age: float | None = None
    sex: Literal["F", "M"] | None = None
    kind: str | None = None

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the density of such a person."""
        return log_likeness(past.group, age=self.age, sex=self.sex, kind=self.kind)


@dataclass(frozen=True)
class Syndrome(Fact):
    """The areas that the syndrome names: one that has lost most function, or several that are involved."""

    named: tuple[Area, ...]

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the chance that the patient would be called so."""
        if len(self.named) > 1:
            right = np.count_nonzero(past.involved(involved_below()), axis=1) > 1
        else:
            function = np.stack([past.on(name) for name in FUNCTIONS], axis=1)
            right = np.array([a.id for a in areas()])[np.argmin(function, axis=1)] == self.named[0].id
        return np.asarray(np.log(np.where(right, 1.0 - WRONG_AREA, WRONG_AREA)))


@dataclass(frozen=True)
class Tumour(Fact):
    """What is known of the tumour: found (on a day) or not, before onset or not, and searches that found nothing.

    One level of detectability holds for all searches of a patient, so that a later search finds what an earlier one
    missed only because the tumour has grown: p = sens(day found) - highest sens of the days sought.
    """

    status: Literal["known", "unknown", "unstated"]
    day: float | None
    before_onset: bool | None
    sought: tuple[float, ...] = ()

    @property
    def days(self) -> tuple[float, ...]:
        """Days of searches."""
        found = (self.day,) if self.day is not None and self.day >= 0 else ()
        return (*self.sought, *found)

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the probability that the tumour was found, or not, as the case says."""
        known_before = np.isfinite(past.people.tumour_found)
        fits = np.zeros(len(past))
        if self.before_onset is not None:
            fits = np.where(known_before == self.before_onset, 0.0, -np.inf)
        if self.status == "unstated" or self.before_onset:
            return fits
        return np.asarray(fits + np.where(known_before, 0.0, self._searched(past)))

    def missed(self, past: Past) -> Array:
        """Level of detectability that the searches in vain leave possible: above their highest sensitivity, (n,)."""
        seen = [np.clip(past.on("sens", day), 0.0, 1.0) for day in self.sought]
        return np.asarray(np.max(seen, axis=0)) if seen else np.zeros(len(past))

    def _searched(self, past: Past) -> Array:
        missed = self.missed(past)
        with np.errstate(divide="ignore"):
            if self.status == "unknown":
                return np.asarray(np.log1p(-missed))
            day = self.day if self.day is not None and self.day >= 0 else None
            seen = np.clip(past.on("sens", day), 0.0, 1.0)
            quiet = past.since_onset(SILENT, day) if self.day is not None else 0.0
            return np.asarray(np.log(np.maximum(seen - missed, OTHER_TEST * seen)) - quiet)
