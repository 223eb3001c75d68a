"""Observables of what came after treatment."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import DISCHARGE, Sample
from onconeural.calibration.readings.columns import Columns, Flags, among, last_day, months, origin, span
from onconeural.calibration.readings.events import FIVE_YEARS
from onconeural.calibration.readings.given import second_start, start_of, treated_of
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read

Array = NDArray[np.float64]
SLOWLY = r"slow\w*_(improv|recover)|(improv|recover)\w*_slow"  # then the window is the whole follow-up
WINDOW = 6  # months after the start in which a change is looked for, where none is printed (assumed)


def window_of(sample: Sample, seen: Observable) -> int:
    """Months after the start of treatment in which a row looks for a change: printed, named, or half a year."""
    if "long-term" in (seen.note or "") or re.search(SLOWLY, seen.name.lower()):
        return round(sample.follow_up.usual)
    if "discharge" in seen.name.lower():
        return DISCHARGE
    found = seen.time_months is not None or span(seen.name) is not None
    return max(1, round(months(sample, seen))) if found else WINDOW


def _alive(sample: Sample, day: Array) -> Flags:
    return np.isfinite(read.at(sample.course.mrs, day))


def improved(sample: Sample, seen: Observable) -> Columns:
    """One step better at a monthly visit."""
    begin, (got, of) = start_of(sample, seen), treated_of(sample, seen)
    better = read.improved(sample.course, begin, window_of(sample, seen))
    return among(sample, better & got, of & (_alive(sample, begin) | ~got))


def improved_untreated(sample: Sample, seen: Observable) -> Columns:
    """One step better at a monthly visit before any treatment, or without one; of all who were diagnosed."""
    begin = origin(sample, seen)
    treatment = np.where(np.isnan(sample.treatment), np.inf, sample.treatment)
    better = read.improved(sample.course, begin, window_of(sample, seen), until=treatment)
    return among(sample, better, _alive(sample, begin))


def improved_last(sample: Sample, seen: Observable) -> Columns:
    """One step better when last seen than at the start of treatment; the dead are not."""
    begin = start_of(sample, seen)
    better = read.rated(sample.course, last_day(sample, seen), read.LATER) < read.rated(sample.course, begin)
    return among(sample, better, _alive(sample, begin))


def held_last(sample: Sample, seen: Observable) -> Columns:
    """Not one step worse when last seen than at the start of treatment, and alive."""
    begin = start_of(sample, seen)
    kept = read.rated(sample.course, last_day(sample, seen), read.LATER) <= read.rated(sample.course, begin)
    return among(sample, kept, _alive(sample, begin))


def complete_response(sample: Sample, seen: Observable) -> Columns:
    """Share of treated tumours, found after onset, with a complete response."""
    return among(sample, read.complete_response(sample.course), read.tumour_treated(sample.course))


def held(sample: Sample, seen: Observable) -> Columns:
    """Not one step worse, and alive."""
    begin, (got, of) = start_of(sample, seen), treated_of(sample, seen)
    kept = ~read.worse(sample.course, begin, window_of(sample, seen))
    return among(sample, kept & got, of & (_alive(sample, begin) | ~got))


def worse(sample: Sample, seen: Observable) -> Columns:
    """One step worse or dead."""
    return {"y": ~held(sample, seen)["y"].astype(bool)}


def stable(sample: Sample, seen: Observable) -> Columns:
    """Neither better nor worse by a step."""
    begin, window = start_of(sample, seen), window_of(sample, seen)
    better, down = read.improved(sample.course, begin, window), read.worse(sample.course, begin, window)
    return among(sample, ~better & ~down, _alive(sample, begin))


def stopped(sample: Sample, seen: Observable) -> Columns:
    """Progressing in the month before treatment, and not one step worse after it; of all treated."""
    begin = start_of(sample, seen)
    rise = read.at(sample.course.mrs, begin) - read.at(sample.course.mrs, np.maximum(begin - 30.0, 0.0))
    return among(sample, (rise >= 0.25) & ~read.worse(sample.course, begin, WINDOW), _alive(sample, begin))


def mild_before(sample: Sample, seen: Observable) -> Columns:
    """Shows mRS 3 or less at the start, of those who are not one step worse half a year later."""
    begin = start_of(sample, seen)
    before = read.rankin(read.at(sample.course.mrs, begin))
    return among(sample, before <= 3, np.isfinite(before) & ~read.worse(sample.course, begin, WINDOW))


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
    begin = start_of(sample, seen)
    treated = (sample.course.treated >= 0) & (sample.course.treated < begin + WINDOW * read.MONTH)
    return among(sample, treated & ~read.worse(sample.course, begin, WINDOW), _alive(sample, begin))


def stable_half_year(sample: Sample, seen: Observable) -> Columns:
    """Not one step worse half a year after tumour treatment began (after onset)."""
    treated = sample.course.treated
    return among(sample, ~read.worse(sample.course, treated, 6.0), (treated >= 0) & _alive(sample, treated))


def treatment_delay(sample: Sample, seen: Observable) -> Columns:
    """Months from onset (or the diagnosis) to the first treatment: immunotherapy where the name says so."""
    day = sample.course.immune if "immuno" in seen.name.lower() else sample.treatment
    time = (day - origin(sample, seen, "onset")) / read.MONTH
    return {"x": time[sample.who & np.isfinite(time)]}


def second_line_delay(sample: Sample, seen: Observable) -> Columns:
    """Months from onset (or the diagnosis) to the second line of immunotherapy, of those who get one."""
    time = (second_start(sample) - origin(sample, seen, "onset")) / read.MONTH
    return {"x": time[sample.who & np.isfinite(time)]}


def tumour_treatment_delay(sample: Sample, seen: Observable) -> Columns:
    """Months from onset (or the diagnosis) to the treatment of the tumour, where that comes later."""
    time = (sample.course.treated - origin(sample, seen, "onset")) / read.MONTH
    return {"x": time[sample.who & (time >= 0)]}


def relapse(sample: Sample, seen: Observable) -> Columns:
    """Relapse within the printed time of onset, else until the last visit."""
    printed = seen.time_months if seen.time_months is not None else span(seen.name)
    if printed is not None:
        return among(sample, np.isfinite(read.relapse_day(sample.course, printed)))
    return among(sample, read.relapse_day(sample.course, FIVE_YEARS) <= sample.followed)


def no_relapse(sample: Sample, seen: Observable) -> Columns:
    """No relapse within the printed time of onset, else until the last visit."""
    return {"y": ~relapse(sample, seen)["y"].astype(bool)}
