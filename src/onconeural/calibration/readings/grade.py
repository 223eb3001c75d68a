"""Observables of the modified Rankin scale at a printed moment: grades, and shares of patients between two grades."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.grades import DEAD, band
from onconeural.calibration.readings.columns import Columns, among
from onconeural.calibration.readings.moments import FIRST_WEEKS, grade_reached, grade_when, of_living
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Array = NDArray[np.float64]

OR_DEAD = r"_or_(dead|died|death)|(dead|died|death)_or_"
SECOND_MONTHS = 3.0  # months after the second line on which its effect is rated (assumed)


def grade(sample: Sample, seen: Observable) -> Columns:
    """Ordinal mRS at the moment of the row; the dead have 6, unless the row is of the living."""
    found = grade_when(sample, seen)
    lives = found < 6 if of_living(sample, seen) else np.isfinite(found)
    return {"x": found[sample.who & lives]}


def between(sample: Sample, seen: Observable) -> Columns:
    """Share with an mRS between two grades at the moment of the row, of all patients; the dead have 6."""
    low, high = band(seen.name)
    high = DEAD if re.search(OR_DEAD, seen.name.lower()) else high
    found = grade_when(sample, seen)
    return among(sample, (found >= low) & (found <= high), np.isfinite(found))


def line(sample: Sample, seen: Observable) -> Columns:
    """Ordinal mRS before or after first-line or second-line immunotherapy, of those who got it."""
    second = "second" in seen.name.lower()
    start = sample.course.second if second else sample.course.immune
    later = SECOND_MONTHS * read.MONTH if second else FIRST_WEEKS
    after = "after" in (seen.group or seen.name).lower()
    found = read.rated(sample.course, start + (later if after else 0.0), read.LATER if after else read.FIRST)
    return {"x": found[sample.who & np.isfinite(found)]}


def with_aid(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 among the living, at the plateau or the moment of the row."""
    found = grade_reached(sample, seen)
    return among(sample, found == 3, found <= 5)


def recovered_fully(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 or 1 at the moment of the row (no symptoms, or none that disable)."""
    found = grade_when(sample, seen)
    return among(sample, found <= 1, np.isfinite(found))


def residual(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 2 to 5 among the living, at the moment of the row."""
    found = grade_when(sample, seen)
    return among(sample, (found >= 2) & (found <= 5), found <= 5)
