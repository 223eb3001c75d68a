"""Observables of disability: grades reached, lost and regained."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.classes import hold_everybody
from onconeural.calibration.readings.columns import TIMES, Columns, among, months, tumour_known
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read
from onconeural.population.course_record import GRID

Array = NDArray[np.float64]


def grade_then(sample: Sample, seen: Observable) -> Array:
    """Ordinal mRS at the moment of a row, at the latest at the end of the five years simulated: 6 after death.

    Where printed classes of outcome hold everybody and none is of the dead, who died has the last mRS in life.
    """
    day = np.minimum(sample.origin(seen.time_origin) + months(sample, seen) * read.MONTH, GRID[-1])
    death = sample.course.death
    dead = death <= day
    after = read.rankin(read.at(sample.course.mrs, death)) if hold_everybody(sample.publication, seen) else 6.0
    return np.where(dead, after, read.rankin(read.at(sample.course.mrs, day)))


def good(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 to 2; the dead count against."""
    grade = grade_then(sample, seen)
    return among(sample, grade <= 2, np.isfinite(grade))


def poor(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 to 6."""
    return {"y": ~good(sample, seen)["y"].astype(bool)}


def favourable_by_tumour(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 to 2 when last seen, by a tumour found."""
    grade = grade_then(sample, seen)
    who = sample.who & np.isfinite(grade)
    return {"y": (grade <= 2)[who], "e": tumour_known(sample)[who]}


def independent(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 to 2 among the living: at diagnosis, one year later, or when last seen."""
    words = f"{seen.name}_{seen.group or ''}"
    first = re.search(r"dx|diagnosis|baseline|onset|admission", words)
    later = 0.0 if first else 12.0 if "1y" in words else months(sample, seen)
    day = np.minimum(sample.course.diagnosis + later * read.MONTH, GRID[-1])
    grade = read.rankin(read.at(sample.course.mrs, day))
    return among(sample, grade <= 2, np.isfinite(grade))


def disabled(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 to 5 among the living (4 to 5 where severe disability is meant)."""
    start = "onset" in seen.name or "start" in seen.name
    grade = sample.grade if start else grade_then(sample, seen)
    least = 4 if "severe" in seen.name else 3
    return among(sample, (grade >= least) & (grade <= 5), grade <= 5)


def cannot_walk(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 4 or 5 among the living: at the plateau, or later where the row says so."""
    grade = _grade_reached(sample, seen)
    return among(sample, grade >= 4, grade <= 5)


def can_walk(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 or less among the living when last seen."""
    grade = grade_then(sample, seen)
    return among(sample, grade <= 3, grade <= 5)


def bedridden(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 5 among the living: at the plateau, or later where the row says so."""
    grade = _grade_reached(sample, seen)
    return among(sample, grade >= 5, grade <= 5)


def _grade_reached(sample: Sample, seen: Observable) -> Array:
    """Ordinal mRS when last seen or at a printed time where the row says so, else half a year after onset."""
    timed = seen.time_months is not None or re.search(rf"last|outcome|follow|final|\d_?({TIMES})(_|$)", seen.name)
    half_year = np.full(len(sample.course), 6 * read.MONTH)
    return grade_then(sample, seen) if timed else read.rankin(read.at(sample.course.mrs, half_year))


def time_to_plateau(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to 90 % of the rise within two years, of those observed for nine months."""
    day, observed = read.plateau_day(sample.course)
    return {"x": (day / read.MONTH)[sample.who & observed]}


def worst_ever(sample: Sample) -> Array:
    """Highest mRS in life, shape (n,)."""
    return np.asarray(np.where(np.isnan(sample.course.mrs), 0.0, sample.course.mrs).max(axis=1))


def worst_grade(sample: Sample, seen: Observable) -> Columns:
    """Share with one highest grade."""
    wanted = re.search(r"(\d)", seen.group or "")
    return among(sample, read.rankin(worst_ever(sample)) == float(wanted.group(1) if wanted else 5))


def _first_good(sample: Sample) -> Array:
    """Months to the first mRS 0 to 2 after the worst day; infinite where it never comes."""
    course = sample.course
    early = course.mrs[:, course.days <= 730.0]
    worst = np.argmax(np.where(np.isnan(early), -1.0, early), axis=1)
    after = np.arange(early.shape[1])[None, :] >= worst[:, None]
    reached = after & (read.rankin(early) <= 2)
    return np.where(reached.any(axis=1), course.days[np.argmax(reached, axis=1)] / read.MONTH, np.inf)


def time_to_good(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the first mRS 0 to 2 after the worst day, among those who reach it in two years."""
    time = _first_good(sample)
    return {"x": time[sample.who & np.isfinite(time)]}


def good_within(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 to 2 after the worst day within the printed months of onset."""
    return among(sample, _first_good(sample) <= months(sample, seen))
