"""The ordinal mRS at the moment that a row names: first visit, diagnosis, treatment, worst day, a time, last."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.classes import hold_everybody
from onconeural.calibration.readings.columns import last_day, span
from onconeural.evidence.cohort_records import Observable
from onconeural.evidence.quantity import is_number
from onconeural.population import readings as read

Array = NDArray[np.float64]
FIRST_WEEKS = 28.0  # days after first-line treatment on which its effect is rated: those still disabled get a second
FIRST_VISIT = 0.5  # of the time from onset to diagnosis has passed when a patient is first seen (assumed)
NO_ORIGIN = r"(?<!after)(?<!from)(?<!since)(?<!of)_"  # the word that follows is a moment, not an origin of time
AT_WORST = r"nadir|peak|worst|max|(^|_)ever($|_)"
AT_TREATMENT = (
    r"enrol|treatment_start|(^|_)(at|before|pre)_?(the_)?(start_of_)?(\w+_)?(treat|therapy|immuno)|start_of_treat|"
    r"(^|_)pre_(?!morbid|onset|exist|ici|hospital)"
)
AT_FIRST_VISIT = rf"{NO_ORIGIN}(symptom_|disease_)?onset|first_(visit|examination|assessment)"
AT_START = rf"baseline|admission|presentation|initial|before|at_start|{NO_ORIGIN}(diagnosis|dx)(_|$)"
LIVING = r"surviv|alive|living"
DEATHS = r"died|dead|death|mortality|fatal|case_fatal"


def grade_then(sample: Sample, seen: Observable) -> Array:
    """Ordinal mRS at the printed time of a row, else at the last visit: 6 after death.

    Where printed classes of outcome hold everybody and none is of the dead, who died has the last mRS in life.
    """
    day = last_day(sample, seen)
    death = sample.course.death
    dead = death <= day
    after = read.rankin(read.at(sample.course.mrs, death)) if hold_everybody(sample.publication, seen) else 6.0
    return np.where(dead, after, read.rankin(read.at(sample.course.mrs, day)))


def _named_moment(sample: Sample, seen: Observable) -> Array | None:
    words, course = seen.name.lower(), sample.course
    if re.search(AT_WORST, words):
        return np.where(np.isfinite(course.diagnosis), read.rankin(worst_ever(sample)), np.nan)
    if re.search(AT_TREATMENT, words):
        return read.rated(course, sample.origin(seen.time_origin, "treatment"))
    if re.search(AT_FIRST_VISIT, words):
        return read.rated(course, FIRST_VISIT * course.diagnosis)
    if "discharge" in words:
        return read.rated(course, sample.origin("discharge"), read.LATER)
    return sample.grade if re.search(AT_START, words) else None


def grade_when(sample: Sample, seen: Observable) -> Array:
    """Ordinal mRS (n,) at the moment that a row names; 6 for the dead.

    That is the first visit (half-way from onset to the diagnosis), the diagnosis, the start of treatment, the worst
    day, discharge, a printed time, or the end of follow-up.
    """
    found = _named_moment(sample, seen)
    return grade_then(sample, seen) if found is None else found


def grade_reached(sample: Sample, seen: Observable) -> Array:
    """Ordinal mRS (n,) at the moment that a row names, else half a year after onset."""
    timed = seen.time_months is not None or span(seen.name) is not None
    if timed or re.search("last|outcome|follow|final", seen.name.lower()):
        return grade_then(sample, seen)
    found = _named_moment(sample, seen)
    half_year = np.full(len(sample.course), 6 * read.MONTH)
    return read.rankin(read.at(sample.course.mrs, half_year)) if found is None else found


def worst_ever(sample: Sample) -> Array:
    """Highest mRS in life, shape (n,)."""
    return np.asarray(np.where(np.isnan(sample.course.mrs), 0.0, sample.course.mrs).max(axis=1))


def of_living(sample: Sample, seen: Observable) -> bool:
    """Whether a row is of the living: it says so, or it prints a range that ends below 6 though patients have died."""
    if re.search(LIVING, f"{seen.name}_{seen.group or ''}".lower()):
        return True
    ends = seen.interval
    if ends is None or ends.type != "range" or ends.high is None or ends.high > 5:
        return False
    rows = sample.publication.observables
    return any(re.match(DEATHS, o.name.lower()) and is_number(o.value) and float(o.value or 0.0) > 0 for o in rows)
