"""What a publication would have read off simulated courses, in its own definitions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.model import areas, involved_below
from onconeural.population.course_record import GRID, Course
from onconeural.population.estimates import (
    Estimate,
    hazard_ratio,
    odds_ratio,
    share,
    survival,
)

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

MONTH = 30.4375  # days
CYCLES_END = 98.0  # days from the start of tumour treatment to two weeks after its last cycle
COMPLETE = 3e8  # cells: a tumour below this size counts as a complete response (assumed)
FIRST, LATER = 0, 1  # occasions on which a rater sees a patient: what he adds by chance differs between them
EQUAL_SHARE = 0.75  # areas count as equally affected if the second loses at least so much of what the first loses
RELAPSES = 24.0  # months from onset in which the facts and groups of patients look for relapses (assumed)
PLATEAU = 0.9  # share of the rise above mRS 1 at which a plateau is reached (assumed)


def at(values: Array, day: Array) -> Array:
    """A curve (n, ..., days) on one day for each patient, by the last recorded day; NaN where the day is none."""
    known = np.isfinite(day) & (day >= 0) & (day <= GRID[-1])
    index = np.searchsorted(GRID, np.where(known, day, 0.0) + 1e-9, side="right") - 1
    picked = values[np.arange(len(day)), ..., index]
    return np.where(known.reshape(-1, *[1] * (picked.ndim - 1)), picked, np.nan)


def rankin(mrs: Array) -> Array:
    """The ordinal scale from the continuous one.

    >>> rankin(np.array([2.4, 2.5, 6.0])).tolist()
    [2.0, 3.0, 6.0]
    """
    return np.asarray(np.floor(mrs + 0.5))


def rated(course: Course, day: Array, occasion: int = FIRST) -> Array:
    """The ordinal mRS that a rater writes down on one day, shape (n,): between 0 and 5, NaN for the dead."""
    return np.clip(rankin(at(course.mrs, day) + course.rater[:, occasion]), 0.0, 5.0)


def diagnosed(course: Course) -> Flags:
    """Who reaches the neurological diagnosis: the patients whom a published series can contain."""
    return np.isfinite(course.diagnosis) & ~course.failed


def neurology_first(course: Course) -> Flags:
    """Whose tumour is found after onset."""
    return np.asarray(course.tumour_found >= 0)


def lead_months(course: Course) -> Array:
    """Months from onset to the finding of the tumour, for those diagnosed with neurology first."""
    return course.tumour_found[diagnosed(course) & neurology_first(course)] / MONTH


def alive_from_diagnosis(course: Course, months: float) -> Estimate:
    """Survival from the neurological diagnosis."""
    time, died, who = since_diagnosis(course)
    return survival(time[who], died[who], months * MONTH)


def since_diagnosis(course: Course) -> tuple[Array, Flags, Flags]:
    """Days from diagnosis to death or end of observation, who died, and who was diagnosed."""
    return *since(course, course.diagnosis), diagnosed(course)


def since(course: Course, origin: Array) -> tuple[Array, Flags]:
    """Days from each patient's ``origin`` to death or end of observation, and who died, shapes (n,)."""
    died = np.isfinite(course.death)
    return np.asarray(np.where(died, course.death, GRID[-1]) - origin), died


def death_per_rankin(course: Course) -> Estimate:
    """Hazard ratio of death per step of the ordinal mRS at diagnosis."""
    time, died, who = since_diagnosis(course)
    grade = rated(course, course.diagnosis)
    who = who & np.isfinite(grade)
    return hazard_ratio(time[who], died[who], grade[who])


def plateau_day(course: Course) -> tuple[Array, Flags]:
    """Day on which 90 % of the rise within two years is reached, and who was observed for 270 days or more."""
    early = np.where(GRID <= 730.0, course.mrs, -1.0)
    early = np.where(np.isnan(early), -1.0, early)
    goal = 1.0 + PLATEAU * (early.max(axis=1) - 1.0)
    observed = ~(course.death < 270.0) & ~course.failed
    return GRID[np.argmax(early >= goal[:, None], axis=1)], observed


def plateau_within(course: Course, months: float) -> Estimate:
    """Share whose disability has reached its plateau by so many months from onset."""
    day, observed = plateau_day(course)
    return share(day <= months * MONTH, observed)


def tumour_treated(course: Course) -> Flags:
    """Diagnosed patients with neurology first whose tumour is treated, and who do not die of it meanwhile."""
    end = course.treated + CYCLES_END
    gone = course.by_tumour & (course.death < end)
    known = diagnosed(course) & neurology_first(course)
    return np.asarray(known & np.isfinite(course.treated) & (end <= GRID[-1]) & ~gone)


def stable_after_tumour_treatment(course: Course) -> Flags:
    """No step worse from the start to the end of tumour treatment, and the patient lives."""
    return np.asarray(rated(course, course.treated + CYCLES_END, LATER) <= rated(course, course.treated))


def complete_response(course: Course) -> Flags:
    """The tumour is below the size of a complete response two weeks after the last cycle; the dead have none."""
    return np.asarray(at(course.tumour, course.treated + CYCLES_END) < COMPLETE)


def response_odds(course: Course) -> Estimate:
    """Odds ratio of stabilisation between those with and without complete response of the tumour.

    Of everybody in whom stability is counted, those who die of the syndrome meanwhile too: `keimeguibert1999` prints
    the share and the ratio of the same 51 patients.
    """
    return odds_ratio(stable_after_tumour_treatment(course), complete_response(course), tumour_treated(course))


def improved(course: Course, start: Array, months: int, until: Array | None = None, steps: int = 1) -> Flags:
    """The ordinal mRS is ``steps`` lower than at ``start`` at a monthly visit after it (and not after ``until``)."""
    first = rated(course, start)
    days = [start + k * MONTH for k in range(1, months + 1)]
    better = [
        (rated(course, day, LATER) <= first - steps) & ((day <= until) if until is not None else True) for day in days
    ]
    return np.asarray(np.any(np.array(better), axis=0))


def worse(course: Course, start: Array, months: float) -> Flags:
    """The ordinal mRS is higher so many months after ``start``, or the patient died until then."""
    end = start + months * MONTH
    return np.asarray((rated(course, end, LATER) > rated(course, start)) | (course.death < end))


def losses(course: Course, day: Array) -> Array:
    """Lost function of each area on one day, shape (n, areas)."""
    return np.asarray(1.0 - at(course.area, day))


def syndrome(course: Course) -> NDArray[np.str_]:
    """The predominant area at diagnosis, or ``multifocal`` where a second area is about equally affected."""
    lost = np.nan_to_num(losses(course, course.diagnosis))
    ordered = np.sort(lost, axis=1)
    several = (ordered[:, -2] >= EQUAL_SHARE * ordered[:, -1]) & (ordered[:, -2] > 1.0 - involved_below())
    names = np.array([a.id for a in areas()])[np.argmax(lost, axis=1)]
    return np.where(several, "multifocal", names)


def involved_ever(course: Course) -> NDArray[np.intp]:
    """How many areas become involved within five years, shape (n,)."""
    low = np.where(np.isnan(course.area), 1.0, course.area).min(axis=2)
    return np.asarray((low < involved_below()).sum(axis=1))


def new_area(course: Course, start: Array, months: float) -> Flags:
    """Whether an area that is not involved on the day ``start`` becomes involved within so many months."""
    before = losses(course, start) > 1.0 - involved_below()
    since = (GRID[None, :] > start[:, None]) & (GRID[None, :] <= start[:, None] + months * MONTH)
    values = np.where(since[:, None, :] & ~np.isnan(course.area), course.area, 1.0)
    return np.asarray(np.any((values.min(axis=2) < involved_below()) & ~before, axis=1))


def relapse(course: Course) -> Flags:
    """An improvement by one step, then a rise by one step above the lowest value, within 24 months of onset."""
    return np.isfinite(relapse_day(course, RELAPSES))


def relapse_day(course: Course, months: float) -> Array:
    """Day of the first relapse within so many months of onset, shape (n,): better by a step, then worse by one."""
    early = course.days <= months * MONTH
    mrs = np.where(np.isnan(course.mrs), 0.0, course.mrs)[:, early]
    lowest = np.full(len(mrs), np.inf)
    highest, better, found = np.zeros(len(mrs)), np.zeros(len(mrs), bool), np.full(len(mrs), np.nan)
    for day, value in zip(course.days[early], mrs.T, strict=True):
        highest = np.maximum(highest, np.where(better, highest, value))
        lowest = np.where(better, np.minimum(lowest, value), lowest)
        found = np.where(np.isnan(found) & better & (value >= lowest + 1.0), day, found)
        now = ~better & (value <= highest - 1.0) & (value > 0)
        better, lowest = better | now, np.where(now, value, lowest)
    return found
