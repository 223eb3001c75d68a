"""Observables of disability: grades reached, lost and regained."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.grades import DISABLED, grade_named
from onconeural.calibration.readings.columns import Columns, among, last_day, months, tumour_known
from onconeural.calibration.readings.events import good_day
from onconeural.calibration.readings.moments import grade_reached, grade_then, grade_when, worst_ever
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read
from onconeural.population.course_record import GRID

Array = NDArray[np.float64]


# Liverpool outcome score (doi:10.2471/BLT.09.071357): 3 is a moderate sequela that lets a child live independently,
# which is mRS 2, so that 4 and 5 (minor, none) are mRS 0 to 1.
LIVERPOOL_4_OR_5, BEST = r"Liverpool score 4 or 5", 1


def good(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 to 2, or 0 to 1 where the row counts Liverpool scores of 4 and 5; the dead count against."""
    grade = grade_then(sample, seen)
    most = BEST if re.search(LIVERPOOL_4_OR_5, seen.note or "") else 2
    return among(sample, grade <= most, np.isfinite(grade))


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
    grade = _grade_in_life(sample, seen)
    return among(sample, grade <= 2, np.isfinite(grade))


def dependent(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 to 5 among the living: at diagnosis, one year later, or when last seen."""
    grade = _grade_in_life(sample, seen)
    return among(sample, grade > 2, np.isfinite(grade))


def _grade_in_life(sample: Sample, seen: Observable) -> Array:
    words = f"{seen.name}_{seen.group or ''}"
    first = re.search(r"dx|diagnosis|baseline|onset|admission", words)
    if first or "1y" in words:
        day = np.minimum(sample.course.diagnosis + (0.0 if first else 12.0) * read.MONTH, GRID[-1])
    else:
        day = last_day(sample, seen)
    return read.rankin(read.at(sample.course.mrs, day))


def disabled(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 to 5 among the living (4 to 5 where severe disability is meant)."""
    grade = grade_when(sample, seen)
    least = grade_named(seen.name.lower(), DISABLED)
    return among(sample, (grade >= least) & (grade <= 5), grade <= 5)


def disabled_or_dead(sample: Sample, seen: Observable) -> Columns:
    """Dead, or an mRS from the grade that is named (a severe deficit is one that is not mild) to 5."""
    grade, words = grade_when(sample, seen), seen.name.lower()
    least = DISABLED if re.search("deficit|sequel", words) else grade_named(words, DISABLED)
    return among(sample, grade >= least, np.isfinite(grade))


def cannot_walk(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 4 or 5 among the living: at the plateau, or at the moment of the row."""
    grade = grade_reached(sample, seen)
    return among(sample, grade >= 4, grade <= 5)


def can_walk(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 or less among the living when last seen, or at the moment of the row."""
    grade = grade_when(sample, seen)
    return among(sample, grade <= 3, grade <= 5)


def bedridden(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 5 among the living: at the plateau, or at the moment of the row."""
    grade = grade_reached(sample, seen)
    return among(sample, grade >= 5, grade <= 5)


def time_to_plateau(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to 90 % of the rise within two years, of those observed for nine months."""
    day, observed = read.plateau_day(sample.course)
    return {"x": (day / read.MONTH)[sample.who & observed]}


def plateau_share(sample: Sample, seen: Observable) -> Columns:
    """Share whose disability reaches 90 % of its rise by the printed time from onset, of those observed nine months."""
    day, observed = read.plateau_day(sample.course)
    return among(sample, day <= months(sample, seen) * read.MONTH, observed)


def plateau_later(sample: Sample, seen: Observable) -> Columns:
    """Share whose disability still rises at the printed time from onset, of those observed nine months."""
    return {"y": ~plateau_share(sample, seen)["y"].astype(bool)}


def worst_grade(sample: Sample, seen: Observable) -> Columns:
    """Share with one highest grade."""
    wanted = re.search(r"(\d)", seen.group or "")
    return among(sample, read.rankin(worst_ever(sample)) == float(wanted.group(1) if wanted else 5))


def good_within(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 0 to 2 after the worst day within the printed months of onset, as long as a patient is followed."""
    end = np.full(len(sample.course), months(sample, seen) * read.MONTH)
    return among(sample, good_day(sample) <= (np.fmin(end, sample.followed) if sample.follow_up.printed else end))
