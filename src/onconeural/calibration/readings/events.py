"""Days on which something first happens to a patient: a grade, a relapse, progression, improvement."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.grades import grade_named
from onconeural.calibration.readings.columns import Columns, Flags, origin
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read
from onconeural.population.course_record import GRID

Array = NDArray[np.float64]
FIVE_YEARS = 60.0  # months simulated


def first_day(sample: Sample, least: int) -> Array:
    """First day with an mRS of ``least`` or more, shape (n,); infinite where it never comes."""
    course = sample.course
    bad = read.rankin(np.nan_to_num(course.mrs)) >= least
    return np.where(bad.any(axis=1), course.days[np.argmax(bad, axis=1)], np.inf)


def progression_day(sample: Sample, start: Array) -> Array:
    """First day after ``start`` with an mRS one step above the lowest since then, shape (n,); infinite for none."""
    course = sample.course
    since = (course.days[None, :] >= start[:, None]) & ~np.isnan(course.mrs)
    lowest = np.minimum.accumulate(np.where(since, course.mrs, np.inf), axis=1)
    worse = since & (np.where(since, course.mrs, 0.0) >= lowest + 1.0)
    return np.where(worse.any(axis=1), course.days[np.argmax(worse, axis=1)], np.inf)


def improvement_day(sample: Sample, start: Array) -> Array:
    """First monthly visit within two years of ``start`` with an mRS one step lower, shape (n,); infinite for none."""
    first = read.rated(sample.course, start)
    day = np.full(len(start), np.inf)
    for month in range(24, 0, -1):
        visit = start + month * read.MONTH
        day = np.where(read.rated(sample.course, visit, read.LATER) <= first - 1, visit, day)
    return day


def good_day(sample: Sample) -> Array:
    """First day with mRS 0 to 2 after the worst day of two years, shape (n,); infinite where it never comes."""
    course = sample.course
    early = course.mrs[:, course.days <= 730.0]
    worst = np.argmax(np.where(np.isnan(early), -1.0, early), axis=1)
    after = np.arange(early.shape[1])[None, :] >= worst[:, None]
    reached = after & (read.rankin(early) <= 2)
    return np.where(reached.any(axis=1), course.days[np.argmax(reached, axis=1)], np.inf)


def until(sample: Sample, day: Array, start: Array, of: Flags | None = None) -> Columns:
    """Months from ``start`` to an event, to death, or to the end of the five years: as a survival is counted."""
    end, who = _end(sample), at_risk(sample, day, start)
    who = who if of is None else who & of
    time = (np.where(day <= end, day, end) - start) / read.MONTH
    return {"time": time[who], "died": (day <= end)[who]}


def at_risk(sample: Sample, day: Array, start: Array) -> Flags:
    """Whom the publication can follow to an event after ``start``, shape (n,)."""
    end = _end(sample)
    return np.asarray(sample.who & np.isfinite(start) & (np.where(day <= end, day, end) > start))


def _end(sample: Sample) -> Array:
    return np.asarray(np.fmin(sample.course.death, GRID[-1]))


def free_survival(sample: Sample, seen: Observable) -> Columns:
    """Months from the origin (diagnosis) without progression, or relapse where only that is named, and alive."""
    start = origin(sample, seen)
    relapse = read.relapse_day(sample.course, FIVE_YEARS)
    later = np.where(relapse > start, relapse, np.inf)
    day = progression_day(sample, start) if re.search("progress|deteriorat|pfs|event", seen.name.lower()) else later
    return until(sample, np.fmin(day, sample.course.death), start)


def _among_those(sample: Sample, seen: Observable, day: Array, start: Array) -> Columns:
    seen_then = np.isfinite(day) & (day <= np.maximum(sample.followed, sample.course.diagnosis)) & (day >= start)
    return {"x": ((day - start) / read.MONTH)[sample.who & seen_then]}


def time_to_grade(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the first day with the grade that the row names, among those who are seen to reach it."""
    return _among_those(sample, seen, first_day(sample, grade_named(seen.name.lower())), origin(sample, seen, "onset"))


def reached(sample: Sample, seen: Observable) -> Columns:
    """Months from the origin (onset) to the first day with the grade of the row; who dies before is censored."""
    start = origin(sample, seen, "onset")
    columns = until(sample, first_day(sample, grade_named(seen.name.lower())), start)
    return {"time": columns["time"], "reached": columns["died"]}


def time_to_relapse(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the first relapse, among those who are seen to have one."""
    return _among_those(sample, seen, read.relapse_day(sample.course, FIVE_YEARS), origin(sample, seen, "onset"))


def time_to_improvement(sample: Sample, seen: Observable) -> Columns:
    """Months from the start of treatment to the first monthly visit one step better, among those improved."""
    start = origin(sample, seen, "treatment")
    return _among_those(sample, seen, improvement_day(sample, start), start)


def time_to_good(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the first mRS 0 to 2 after the worst day, among those who reach it in two years."""
    day = good_day(sample)
    return {"x": (day / read.MONTH)[sample.who & np.isfinite(day)]}


# Words of an event, and its day; the first that is found counts.
EVENTS: tuple[tuple[str, Callable[[Sample, str], Array]], ...] = (
    (r"good|success|(?<!un)favourable|independ|mrs_?(l[te]|<=?|0_?2)", lambda s, w: good_day(s)),
    (r"improv|respon|recover", lambda s, w: improvement_day(s, s.treatment)),
    (r"relaps|recurr", lambda s, w: read.relapse_day(s.course, FIVE_YEARS)),
    (r"progress|wors|deteriorat", lambda s, w: progression_day(s, s.origin(None))),
    (
        r"(mrs|rankin)_?(gt|ge|>=?)?_?[0-6]|wheelchair|ambul|walk|bedridden|disab|depend|poor|bad|unfavourable",
        lambda s, w: first_day(s, 3 if re.search("poor|bad|unfav", w) else grade_named(w)),
    ),
    (r"(tumour|cancer|sclc)(_(found|detect\w*|diagnos\w*))?$", lambda s, w: s.tumour_seen),
)
