"""Observables of death: when, of what, and with which factors."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.wording import SHORT
from onconeural.calibration.readings.areas import several_areas_then
from onconeural.calibration.readings.columns import Columns, Flags, among, last_day, origin, small_cell
from onconeural.evidence.cohort_records import Cohort as Publication
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read
from onconeural.population.course_record import GRID

MOST_DEAD = 0.75  # an n below this part of all patients is that of the dead, where no deaths are printed (assumed)


def survival(sample: Sample, seen: Observable) -> Columns:
    """Months from the printed origin to death or the end of observation."""
    return _times(sample, origin(sample, seen))


def _times(sample: Sample, start: NDArray[np.float64], of: Flags | None = None) -> Columns:
    days, died = read.since(sample.course, start)
    time = days / read.MONTH
    who = sample.who & np.isfinite(time) & (time > 0)
    who = who if of is None else who & of
    return {"time": time[who], "died": died[who]}


def time_to_death(sample: Sample, seen: Observable) -> Columns:
    """Months from the printed origin to death, among those who die while they are observed."""
    dead = sample.course.death <= np.maximum(sample.followed, sample.course.diagnosis)
    time = (sample.course.death - origin(sample, seen)) / read.MONTH
    return {"x": time[sample.who & dead & (time > 0)]}


def died(sample: Sample, seen: Observable) -> Columns:
    """Share dead by the printed time, else by the end of follow-up."""
    return among(sample, sample.course.death <= last_day(sample, seen), np.isfinite(origin(sample, seen)))


def hazard_by(sample: Sample, x: NDArray[np.float64], seen: Observable) -> Columns:
    """Survival from diagnosis and a factor, beside the others of the publication where it prints several."""
    columns = _times(sample, sample.origin(None), np.isfinite(x))
    time = sample.course.diagnosis
    died_at = np.where(np.isfinite(sample.course.death), sample.course.death, GRID[-1])
    who = sample.who & np.isfinite(x) & (died_at - time > 0)
    beside = {f"beside_{name}": values[who] for name, values in _beside(sample, seen).items()}
    return {**columns, "x": x[who], **beside}


def _beside(sample: Sample, seen: Observable) -> dict[str, NDArray[np.float64]]:
    """The other factors of a multivariate analysis: those that a publication prints as relative risks of death."""
    rows = {o.name for o in sample.publication.observables if o.kind == "relative risk" and o.name != seen.name}
    found = {name: FACTORS[name](sample) for name in sorted(rows & FACTORS.keys())}
    return {name: np.nan_to_num(values.astype(float)) for name, values in found.items()}


FACTORS: dict[str, Callable[[Sample], NDArray[np.generic]]] = {
    "death_age_gt60": lambda sample: sample.age > 60,
    "death_rankin_gt3_at_dx": lambda sample: sample.grade > 3,
    "death_more_than_one_area": several_areas_then,
    "death_no_treatment": lambda sample: np.isnan(np.fmin(sample.course.treated, sample.course.immune)),
}


def death_by_rankin(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis and the ordinal mRS then."""
    return hazard_by(sample, sample.grade, seen)


def death_by_high_rankin(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, mRS above 3 or not."""
    return hazard_by(sample, np.where(np.isfinite(sample.grade), sample.grade > 3, np.nan), seen)


def death_by_tumour_known(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, tumour known then or not."""
    return hazard_by(sample, (sample.course.tumour_found <= sample.course.diagnosis + 1.0).astype(float), seen)


def death_by_age(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, above the printed age or not."""
    limit = re.search(r"gt(\d+)", seen.name)
    return hazard_by(sample, (sample.age > float(limit.group(1) if limit else 60)).astype(float), seen)


def death_by_sclc(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, small-cell lung cancer or another tumour."""
    return hazard_by(sample, small_cell(sample), seen)


def cause_of_death(sample: Sample, seen: Observable) -> Columns:
    """Share of deaths by the tumour or by the syndrome, among those who die while they are observed.

    A mortality by one cause, without the number of deaths, is of all patients.
    """
    words = (seen.group or seen.name).lower()
    tumour = bool(re.search("tumour|cancer|neoplas|oncolog", words))
    if not tumour and not re.search(rf"neuro|pns|ataxia|syndrome|enceph|(?<![a-z]){SHORT}", words):
        raise ValueError(f"the model does not tell the cause of death {words} apart")
    dead = sample.course.death <= np.maximum(sample.followed, sample.course.diagnosis)
    causes = sample.course.by_tumour == tumour
    if re.match("cause", seen.name.lower()) or _of_the_dead(sample.publication, seen):
        return among(sample, causes, dead)
    return among(sample, causes & dead)


def _of_the_dead(publication: Publication, seen: Observable) -> bool:
    """Whether the n of a row is that of the dead: not above the deaths of the series, else far below its patients."""
    rows = [o for o in publication.observables if re.match(r"died$|dead$|deaths?$|mortality$", o.name.lower())]
    deaths = [o.value for o in rows if o.kind == "count" and not o.group and isinstance(o.value, int | float)]
    if seen.n is None or publication.n is None:
        return False
    return seen.n <= (deaths[0] if deaths else MOST_DEAD * publication.n)
