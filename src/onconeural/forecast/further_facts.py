"""Facts that are held against the model by rank or by a chance: cells in the fluid, titre, signs, relapse, pace."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from onconeural.forecast.facts import MRS_SD, Fact
from onconeural.forecast.measurement import measurement, numbers
from onconeural.forecast.past import Past
from onconeural.model import Area, antibody, areas, involved_below

Array = NDArray[np.float64]

EARLY = 91.0  # days: before month 3
EVERY = 14.0  # days between looks at the course, where its shape is a fact
LEAST_CELLS = 0.5  # cells/uL that stand for none
FIRST_MONTHS = 91.0  # days within which a rapid course becomes severe
NORMAL = NormalDist()


@dataclass(frozen=True)
class CsfCells(Fact):
    """Cells in cerebrospinal fluid on a day: a count per microlitre, or only that they were raised or not.

    With z the score of the state and r the correlation, the score of the count is normal around r z with variance
    1 - r^2.
    """

    day: float
    count: float | None
    raised: bool

    @property
    def days(self) -> tuple[float, ...]:
        """The day of the test."""
        return (self.day,)

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the density of the count, or of the probability that it was raised or not."""
        total = np.zeros(len(past))
        for key in np.unique(past.people.antibody):
            here = past.people.antibody == key
            reading = antibody(str(key)).reading
            cells = measurement().csf_cells.surface if reading == "surface" else measurement().csf_cells.intracellular
            share = (cells.early if self.day <= EARLY else cells.late).value
            total[here] = self._of(past.score(cells.state, self.day)[here], share)
        return total

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the shares with raised cells and of their spread."""
        found = (number.source for _, number in numbers(measurement().csf_cells))
        return tuple(dict.fromkeys(source for source in found if source))

    def _of(self, score: Array, share: float) -> Array:
        if self.count is None:
            return _above_or_below(score, share, above=self.raised)
        known = measurement().csf_cells
        limit = NORMAL.inv_cdf(1.0 - share)
        found = limit + (log(max(self.count, LEAST_CELLS)) - log(known.normal.value)) / known.log_sd.value
        r = measurement().correlation.value
        return np.asarray(-((found - r * score) ** 2) / (2.0 * (1.0 - r**2)))


@dataclass(frozen=True)
class Titre(Fact):
    """A titre that was called high or low, in serum or cerebrospinal fluid; it weighs patients of that antibody."""

    name: str
    specimen: Literal["serum", "csf"]
    high: bool

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the probability of such a titre."""
        known = measurement().titre
        score = past.score(known.csf if self.specimen == "csf" else known.serum, float(past.days[-1]))
        here = np.array([antibody(str(key)).antibody == self.name for key in past.people.antibody])
        return np.where(here, _above_or_below(score, known.share.value, above=self.high), 0.0)


@dataclass(frozen=True)
class Sign(Fact):
    """A finding that speaks for an area, present or absent."""

    area: Area
    present: bool
    day: float

    @property
    def days(self) -> tuple[float, ...]:
        """The day of the finding."""
        return (self.day,)

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the probability of the finding, by whether the area is involved."""
        known = measurement().signs
        involved = past.involved(involved_below(), self.day)[:, areas().index(self.area)]
        chance = np.where(involved, known.seen.value, known.other.value)
        return np.asarray(np.log(chance if self.present else 1.0 - chance))


@dataclass(frozen=True)
class Relapse(Fact):
    """Worse again by a step of the mRS on a day, after something better."""

    day: float

    @property
    def days(self) -> tuple[float, ...]:
        """Looks at the course up to the day."""
        return (*np.arange(0.0, self.day, EVERY).tolist(), self.day)

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the chance that the rise above the lowest value since the first peak is called a relapse."""
        course = past.until("mrs", self.day)
        fallen = np.maximum.accumulate(course, axis=1) - course
        lowest = np.take_along_axis(course, np.argmax(fallen, axis=1)[:, None], axis=1)[:, 0]
        rise = np.minimum(course[:, -1] - lowest, fallen.max(axis=1))
        return _called(phi((rise - measurement().course.step.value) / MRS_SD))


@dataclass(frozen=True)
class NewArea(Fact):
    """A further area became involved by a day."""

    day: float

    @property
    def days(self) -> tuple[float, ...]:
        """The day."""
        return (self.day,)

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the chance of such a report, by whether two areas or more are involved."""
        several = np.count_nonzero(past.involved(involved_below(), self.day), axis=1) > 1
        return _called(several.astype(np.float64))


@dataclass(frozen=True)
class RapidProgression(Fact):
    """Severe within about three months, or not."""

    day: float
    rapid: bool

    @property
    def days(self) -> tuple[float, ...]:
        """The day on which it counts: that of three months, or the forecast day before it."""
        return (min(self.day, FIRST_MONTHS),)

    def log_probability(self, past: Past) -> Array:
        """Logarithm of the chance that the mRS of that day is called severe, or not."""
        severe = phi((past.on("mrs", self.days[0]) - measurement().course.rapid.value) / MRS_SD)
        return _called(severe if self.rapid else 1.0 - severe)


def _above_or_below(score: Array, share: float, *, above: bool) -> Array:
    """Log probability that a result with this score of its state lies in the upper ``share``, or below it."""
    r = measurement().correlation.value
    high = phi((r * score - NORMAL.inv_cdf(1.0 - share)) / np.sqrt(1.0 - r**2))
    return np.asarray(np.log(np.clip(high if above else 1.0 - high, 1e-12, 1.0)))


def _called(chance: Array) -> Array:
    """Log probability of a report where the model says yes with ``chance``, and either may be wrong."""
    wrong = measurement().course.wrong.value
    return np.asarray(np.log(wrong + (1.0 - 2.0 * wrong) * chance))


def phi(x: Array) -> Array:
    """Distribution function of the standard normal distribution, by straight lines between exact values."""
    grid = np.linspace(-6.0, 6.0, 1201)
    return np.interp(x, grid, [NORMAL.cdf(float(g)) for g in grid])
