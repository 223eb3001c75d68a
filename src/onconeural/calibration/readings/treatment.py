"""Observables of disability and of what came after treatment."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.classes import hold_everybody
from onconeural.calibration.readings.course import TIMES, Columns, Flags, among, months, tumour_known
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read
from onconeural.population.course import GRID

Array = NDArray[np.float64]

WINDOW = 6  # months after the start in which a change is looked for, where none is printed (assumed)


def start_of(sample: Sample, seen: Observable) -> Array:
    """Day of the start of treatment; where the row counts from elsewhere, that moment."""
    return sample.origin(seen.time_origin, "treatment")


def _window(sample: Sample, seen: Observable) -> int:
    if "long-term" in (seen.note or ""):
        return round(sample.last_seen)
    found = seen.time_months is not None or re.search(r"\d+(m|w|y)", seen.name)
    return max(1, round(months(sample, seen))) if found else WINDOW


def _alive(sample: Sample, day: Array) -> Flags:
    return np.isfinite(read.at(sample.course.mrs, day))


def improved(sample: Sample, seen: Observable) -> Columns:
    """One step better at a monthly visit."""
    start = start_of(sample, seen)
    return among(sample, read.improved(sample.course, start, _window(sample, seen)), _alive(sample, start))


def improved_untreated(sample: Sample, seen: Observable) -> Columns:
    """One step better at a monthly visit before any treatment, or without one; of all who were diagnosed."""
    start = sample.origin(seen.time_origin)
    treatment = np.where(np.isnan(sample.treatment), np.inf, sample.treatment)
    better = read.improved(sample.course, start, _window(sample, seen), until=treatment)
    return among(sample, better, _alive(sample, start))


def improved_last(sample: Sample, seen: Observable) -> Columns:
    """One step better when last seen than at the start of treatment; the dead are not."""
    start = start_of(sample, seen)
    last = sample.origin(None) + sample.last_seen * read.MONTH
    better = read.rated(sample.course, last, read.LATER) < read.rated(sample.course, start)
    return among(sample, better, _alive(sample, start))


def complete_response(sample: Sample, seen: Observable) -> Columns:
    """Share of treated tumours, found after onset, with a complete response."""
    return among(sample, read.complete_response(sample.course), read.tumour_treated(sample.course))


def held(sample: Sample, seen: Observable) -> Columns:
    """Not one step worse, and alive."""
    start = start_of(sample, seen)
    return among(sample, ~read.worse(sample.course, start, _window(sample, seen)), _alive(sample, start))


def worse(sample: Sample, seen: Observable) -> Columns:
    """One step worse or dead."""
    return {"y": ~held(sample, seen)["y"].astype(bool)}


def stable(sample: Sample, seen: Observable) -> Columns:
    """Neither better nor worse by a step."""
    start, span = start_of(sample, seen), _window(sample, seen)
    better, down = read.improved(sample.course, start, span), read.worse(sample.course, start, span)
    return among(sample, ~better & ~down, _alive(sample, start))


def stopped(sample: Sample, seen: Observable) -> Columns:
    """Progressing in the month before treatment, and not one step worse after it; of all treated."""
    start = start_of(sample, seen)
    rise = read.at(sample.course.mrs, start) - read.at(sample.course.mrs, np.maximum(start - 30.0, 0.0))
    return among(sample, (rise >= 0.25) & ~read.worse(sample.course, start, WINDOW), _alive(sample, start))


def mild_before(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 or less at the start, of those who are not one step worse half a year later."""
    start = start_of(sample, seen)
    before = read.rankin(read.at(sample.course.mrs, start))
    return among(sample, before <= 3, np.isfinite(before) & ~read.worse(sample.course, start, WINDOW))


def _if_grade(sample: Sample, seen: Observable, columns: Flags, severe: bool) -> Columns:
    before = read.rated(sample.course, start_of(sample, seen))
    return among(sample, columns, (before >= 4) if severe else (before <= 3))


def improved_if_severe(sample: Sample, seen: Observable) -> Columns:
    """One step better, among those with mRS 4 or more."""
    return _if_grade(sample, seen, read.improved(sample.course, start_of(sample, seen), WINDOW), severe=True)


def improved_if_mild(sample: Sample, seen: Observable) -> Columns:
    """One step better, among those with mRS 3 or less."""
    return _if_grade(sample, seen, read.improved(sample.course, start_of(sample, seen), WINDOW), severe=False)


def held_if_mild(sample: Sample, seen: Observable) -> Columns:
    """Not one step worse, among those with mRS 3 or less."""
    return _if_grade(sample, seen, ~read.worse(sample.course, start_of(sample, seen), WINDOW), severe=False)


def improved_four_weeks(sample: Sample, seen: Observable) -> Columns:
    """One step better 28 days after the start of any treatment."""
    then, later = (read.rankin(read.at(sample.course.mrs, sample.treatment + day)) for day in (0.0, 28.0))
    return among(sample, later < then, np.isfinite(later))


def stable_after_tumour(sample: Sample, seen: Observable) -> Columns:
    """Stable from start to end of tumour treatment."""
    return among(sample, read.stable_after_tumour_treatment(sample.course), read.tumour_treated(sample.course))


def held_of_both(sample: Sample, seen: Observable) -> Columns:
    """Tumour treated too, and not one step worse half a year after the drugs; of all who got them."""
    start = start_of(sample, seen)
    treated = (sample.course.treated >= 0) & (sample.course.treated < start + WINDOW * read.MONTH)
    return among(sample, treated & ~read.worse(sample.course, start, WINDOW), _alive(sample, start))


def stable_half_year(sample: Sample, seen: Observable) -> Columns:
    """Not one step worse half a year after tumour treatment began (after onset)."""
    treated = sample.course.treated
    return among(sample, ~read.worse(sample.course, treated, 6.0), (treated >= 0) & _alive(sample, treated))


def stable_by_response(sample: Sample, seen: Observable) -> Columns:
    """Stable, by complete response of the tumour, among those alive at the end of its treatment."""
    course = sample.course
    who = sample.who & read.tumour_treated(course) & ~(course.death < course.treated + read.CYCLES_END)
    return {"y": read.stable_after_tumour_treatment(course)[who], "e": read.complete_response(course)[who]}


def _half_year(sample: Sample) -> tuple[Flags, Flags]:
    course = sample.course
    return ~read.worse(course, course.diagnosis, 6.0), sample.who & (course.diagnosis + 183.0 <= course.days[-1])


def stable_by_tumour_treatment(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis, by tumour treatment; beside it age above 60 and mRS above 3."""
    stable_then, who = _half_year(sample)
    beside = {"beside_age": sample.age > 60, "beside_mrs": sample.grade > 3}
    return {"y": stable_then[who], **_by_treatment(sample, who, beside)}


def success_by_tumour_treatment(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis and mRS 3 or less then, by tumour treatment; beside it age and mRS."""
    happened, who = success(sample)
    return {"y": happened[who], **_by_treatment(sample, who, {"beside_age": sample.age, "beside_mrs": sample.grade})}


def _by_treatment(sample: Sample, who: Flags, beside: Mapping[str, NDArray[np.generic]]) -> Columns:
    treated = sample.course.treated < sample.course.diagnosis + 183.0
    return {"step": treated[who], **{name: values[who] for name, values in beside.items()}}


def success(sample: Sample) -> tuple[Flags, Flags]:
    """Who is not worse half a year after diagnosis with mRS 3 or less, and who is judged, each of shape (n,)."""
    stable_then, who = _half_year(sample)
    return stable_then & (read.rated(sample.course, sample.course.diagnosis + 183.0, read.LATER) <= 3), who


def stable_by_rankin(sample: Sample, seen: Observable) -> Columns:
    """Not worse half a year after diagnosis and mRS 3 or less then, per mRS step at diagnosis; beside it age."""
    happened, who = success(sample)
    return {"y": happened[who], "step": sample.grade[who], "beside_age": sample.age[who]}


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


def treatment_delay(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the first treatment: immunotherapy where the name says so."""
    day = sample.course.immune if "immuno" in seen.name else sample.treatment
    return {"x": (day / read.MONTH)[sample.who & np.isfinite(day)]}


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


def relapse(sample: Sample, seen: Observable) -> Columns:
    """Relapse within 24 months of onset."""
    return among(sample, read.relapse(sample.course))


def no_relapse(sample: Sample, seen: Observable) -> Columns:
    """No relapse within 24 months of onset."""
    return {"y": ~relapse(sample, seen)["y"].astype(bool)}


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
