"""Observables that sort patients by their outcome: recovered, never severe, partly better, not better."""

from __future__ import annotations

import re

import numpy as np

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.classes import hold_everybody
from onconeural.calibration.readings.columns import Columns, Flags, among
from onconeural.calibration.readings.given import start_of
from onconeural.calibration.readings.moments import grade_then, grade_when, worst_ever
from onconeural.calibration.readings.treatment import WINDOW, improved, window_of
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

TWO_STEPS = r"(?<!\d)(2|two)(_(or_more_)?(mrs|rankin|points?|steps?|grades?)|$)"


def recovered(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 4 or 5 at some time and 3 or less when last seen."""
    grade = grade_then(sample, seen)
    return among(sample, (read.rankin(worst_ever(sample)) >= 4) & (grade <= 3), np.isfinite(grade))


def never_severe(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 or less when last seen and never above."""
    grade = grade_then(sample, seen)
    return among(sample, (read.rankin(worst_ever(sample)) <= 3) & (grade <= 3), np.isfinite(grade))


def _better(sample: Sample, seen: Observable) -> Flags:
    return read.improved(sample.course, start_of(sample, seen), WINDOW)


def partial(sample: Sample, seen: Observable) -> Columns:
    """A step better at a monthly visit, and mRS 3 to 5 when last seen."""
    grade = grade_then(sample, seen)
    return among(sample, _better(sample, seen) & (grade >= 3) & (grade <= 5), np.isfinite(grade))


def recovered_partly(sample: Sample, seen: Observable) -> Columns:
    """One step better at a monthly visit, and mRS 2 to 5 at the moment of the row (3 to 5 beside a class *good*)."""
    found = grade_when(sample, seen)
    groups = [(o.group or "").lower() for o in sample.publication.observables if o.name == seen.name]
    least = 3 if any(re.match("(very_)?(good|marked|substantial|excellent)", group) for group in groups) else 2
    return among(sample, _better(sample, seen) & (found >= least) & (found <= 5), np.isfinite(found))


def improved_steps(sample: Sample, seen: Observable) -> Columns:
    """As many steps better as the row names at a monthly visit, of those alive at the start."""
    start, two = start_of(sample, seen), re.search(TWO_STEPS, seen.name.lower())
    better = read.improved(sample.course, start, window_of(sample, seen), steps=2 if two else 3)
    return among(sample, better, np.isfinite(read.at(sample.course.mrs, start)))


def improved_well(sample: Sample, seen: Observable) -> Columns:
    """One step better at a monthly visit, and mRS 0 to 2 at the moment of the row."""
    found = grade_when(sample, seen)
    return among(sample, _better(sample, seen) & (found <= 2), np.isfinite(found))


def improved_some(sample: Sample, seen: Observable) -> Columns:
    """One step better at a monthly visit, and not mRS 0 to 2 at the moment of the row."""
    found = grade_when(sample, seen)
    return among(sample, _better(sample, seen) & ~(found <= 2), np.isfinite(found))


def not_improved(sample: Sample, seen: Observable) -> Columns:
    """Never a step better; where the classes of outcome hold everybody, of these only who ends with mRS 3 or more."""
    if not hold_everybody(sample.publication, seen):
        return {"y": ~improved(sample, seen)["y"].astype(bool)}
    grade = grade_then(sample, seen)
    return among(sample, ~_better(sample, seen) & (grade >= 3), np.isfinite(grade))
