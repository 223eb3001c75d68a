"""Observables of the modified Rankin scale at a printed moment: grades, and shares of patients between two grades."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.readings.columns import Columns, among
from onconeural.calibration.readings.disability import grade_then, worst_ever
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Array = NDArray[np.float64]

FIRST_WEEKS = 28.0  # days after first-line treatment on which its effect is rated: those still disabled get a second
SECOND_MONTHS = 3.0  # months after the second line on which its effect is rated (assumed)
AT_START = r"onset|baseline|admission|diagnosis|presentation|_dx|initial|before"
AT_TREATMENT = r"enrol|treatment_start|start_of_treatment|before_treatment|pre_?treat"
AT_WORST = r"nadir|peak|worst|max"


def grade_when(sample: Sample, seen: Observable) -> Array:
    """Ordinal mRS (n,) at the moment that a row names; 6 for the dead.

    That is the diagnosis, the start of treatment, the worst day, a printed time, or the end of follow-up.
    """
    words = "_".join((seen.name, seen.group or "")).lower()
    if re.search(AT_WORST, words):
        return np.where(np.isfinite(sample.course.diagnosis), read.rankin(worst_ever(sample)), np.nan)
    if re.search(AT_TREATMENT, words):
        return read.rated(sample.course, sample.origin(seen.time_origin, "treatment"))
    return sample.grade if re.search(AT_START, words) else grade_then(sample, seen)


def grade(sample: Sample, seen: Observable) -> Columns:
    """Ordinal mRS at the moment of the row."""
    found = grade_when(sample, seen)
    return {"x": found[sample.who & np.isfinite(found)]}


def between(sample: Sample, seen: Observable) -> Columns:
    """Share with an mRS between two grades at the moment of the row, of all patients; the dead have 6."""
    low, high = band(seen.name)
    found = grade_when(sample, seen)
    return among(sample, (found >= low) & (found <= high), np.isfinite(found))


def band(name: str) -> tuple[float, float]:
    """The grades, both included, that a name such as mRS_le3, mRS_0_1 or mRS_gt2 means.

    >>> band("mRS_gt2_12m"), band("mRS_0_2_last"), band("mRS_6")
    ((3.0, 6.0), (0.0, 2.0), (6.0, 6.0))
    """
    words = name.lower()
    if found := re.search(r"(?:mrs|rankin)(?:_score)?_?(?:of_)?([0-6])(?:_|-|_?to_?)?([0-6])(?![0-9]*(m|y))", words):
        return float(found.group(1)), float(found.group(2))
    if found := re.search(r"(?:mrs|rankin)(?:_score)?_?(?:of_)?([0-6])(?:_|$)", words):
        return float(found.group(1)), float(found.group(1))
    found = re.search(r"(?:mrs|rankin)(?:_score)?_?(le|lt|ge|gt|<=?|>=?)_?([0-6])", words)
    if found is None:
        raise ValueError(f"no grades of the modified Rankin scale are named in {name}")
    k = float(found.group(2))
    ends = {
        "le": (0.0, k),
        "<=": (0.0, k),
        "lt": (0.0, k - 1),
        "<": (0.0, k - 1),
        "gt": (k + 1, 6.0),
        ">": (k + 1, 6.0),
    }
    return ends.get(found.group(1), (k, 6.0))


def line(sample: Sample, seen: Observable) -> Columns:
    """Ordinal mRS before or after first-line or second-line immunotherapy, of those who got it."""
    second = "second" in seen.name.lower()
    start = sample.course.second if second else sample.course.immune
    later = SECOND_MONTHS * read.MONTH if second else FIRST_WEEKS
    after = "after" in (seen.group or seen.name).lower()
    found = read.rated(sample.course, start + (later if after else 0.0), read.LATER if after else read.FIRST)
    return {"x": found[sample.who & np.isfinite(found)]}


def time_to_wheelchair(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the first day with mRS 4 or 5, among those who reach it while they are observed."""
    course = sample.course
    bad = read.rankin(np.nan_to_num(course.mrs)) >= 4
    day = np.where(bad.any(axis=1), course.days[np.argmax(bad, axis=1)], np.inf)
    return {"x": (day / read.MONTH)[sample.who & (day <= sample.followed)]}


def recovered_fully(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 or 1 at the moment of the row (no symptoms, or none that disable)."""
    found = grade_when(sample, seen)
    return among(sample, found <= 1, np.isfinite(found))
