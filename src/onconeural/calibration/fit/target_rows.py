"""The targets of the calibration: rows of calibration cohorts with an interval, and how far a prediction may be off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.comparison.between_cohorts import between_cohorts
from onconeural.calibration.comparison.predict import countable, obstacle, predict
from onconeural.calibration.comparison.scale import half_width, monte_carlo, to_scale
from onconeural.calibration.parameters import Free, free_parameters
from onconeural.calibration.patients.mixture import JUNCTION, Mixture, mixture
from onconeural.calibration.patients.simulator import SMALL_CELL, Simulator
from onconeural.calibration.published.intervals import Published, published
from onconeural.calibration.readings.tumour import of_tumours
from onconeural.evidence.cohort_records import Cohort, Observable, cohorts
from onconeural.model import antibody, areas_of_phenotype, modelled, without_antibody

Array = NDArray[np.float64]

# Settings sets that the calibration moves: not those of rare surface antibodies, whose few rows were fitted by hand.
FITTED = tuple(key for key in (*modelled(), *without_antibody()) if key not in ("ampar", "caspr2", "mglur1", "mglur5"))


@dataclass(frozen=True)
class Target:
    """One published statistic to be met, on its scale: ``centre``, and the standard error of ``sampling``.

    ``sd``: of sampling and of the difference between cohorts together.
    """

    id: str
    publication: Cohort
    seen: Observable
    published: Published
    centre: float
    sampling: float
    sets: tuple[str, ...]

    @property
    def sd(self) -> float:
        """Standard deviation of sampling and of the difference between cohorts together."""
        return float((self.sampling**2 + between_cohorts().tau ** 2) ** 0.5)

    def moved_by(self) -> tuple[Free, ...]:
        """The free parameters that can change it."""
        return tuple(free for free in free_parameters() if any(free.moves(antibody(key)) for key in self.sets))


def targets() -> tuple[Target, ...]:
    """Every row that is fitted: verified, of a calibration cohort, predicted, of antibodies that are moved.

    A count that only mirrors another row of its cohort (no tumour, where tumours found are printed) is left out.

    >>> all(target.publication.role == "calibration" for target in targets())
    True
    """
    return tuple(
        target for publication in cohorts().values() if publication.role == "calibration" for target in _of(publication)
    )


def _of(publication: Cohort) -> Iterable[Target]:
    names = {seen.name for seen in publication.observables}
    for position, seen in enumerate(publication.observables):
        mirrored = seen.name == "no_tumour" and "tumour_found" in names
        sets = _sets(publication, seen)
        if mirrored or not sets or not countable(publication, seen) or obstacle(publication, seen) is not None:
            continue
        yield _target(publication.observable_id(position), publication, seen, sets)


def _target(key: str, publication: Cohort, seen: Observable, sets: tuple[str, ...]) -> Target:
    found = published(publication, seen)
    low, high, value = float(found.low or 0.0), float(found.high or 0.0), float(found.value or 0.0)
    middle = (to_scale(low, found.unit) + to_scale(high, found.unit)) / 2.0
    extreme = found.unit == "%" and not 0.0 < value < 100.0
    centre = middle if extreme else to_scale(value, found.unit)
    return Target(key, publication, seen, found, centre, half_width(low, high, found.unit), sets)


def _sets(publication: Cohort, seen: Observable) -> tuple[str, ...]:
    """The settings sets behind a row, none where one of them is not moved."""
    if of_tumours(publication):
        return (SMALL_CELL, JUNCTION)
    syndromes = publication.syndrome
    if len(publication.antibody) > 1 and len(syndromes) == 1 and len(areas_of_phenotype(syndromes[0])) == 1:
        return ()  # a series chosen by one syndrome: too few simulated patients have it
    mix = mixture(publication, seen)
    found = tuple(mix.parts) if isinstance(mix, Mixture) else ()
    return found if all(key in FITTED for key in found) else ()


def centres(wanted: Sequence[Target]) -> tuple[Array, Array]:
    """Published values on their scales, and their standard deviations (`Target.sd`), each (K,)."""
    return np.array([t.centre for t in wanted]), np.array([t.sd for t in wanted])


def as_fitted(wanted: Sequence[Target]) -> dict[str, list[float]]:
    """By target: value and standard deviation on its scale, as a posterior keeps them."""
    return {t.id: [round(t.centre, 6), round(t.sd, 6)] for t in wanted}


def read_otherwise(fitted: Mapping[str, Sequence[float]]) -> tuple[str, ...]:
    """The rows that a posterior was fitted to and that are read otherwise now, or are no target any more.

    ``fitted``: as `as_fitted` gives it. Words and rules that read a series are not in the hashes of a posterior: most
    of what changes there changes no fitted row.

    >>> wanted = targets()[:3]
    >>> read_otherwise(as_fitted(wanted))
    ()
    """
    now = as_fitted(targets())
    return tuple(key for key, then in fitted.items() if list(then) != now.get(key))


Simulated = dict[str, list[float] | None]  # by target: the prediction on its scale and its Monte-Carlo error


def simulate_targets(wanted: tuple[Target, ...], simulator: Simulator) -> Simulated:
    """Each target's prediction on its scale and its Monte-Carlo standard error; None where too few patients remain."""
    found: Simulated = {}
    for target in wanted:
        try:
            value = predict(target.publication, target.seen, simulator)
        except ValueError:
            found[target.id] = None
        else:
            unit = target.published.unit
            found[target.id] = [to_scale(value.value, unit), monte_carlo(value, unit)]
    return found
