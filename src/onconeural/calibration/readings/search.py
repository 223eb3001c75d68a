"""Observables of the search for the tumour: when it is found, by the first search or later."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.printed_tumours import tumours_behind
from onconeural.calibration.published.tumour_names import tumours_meant
from onconeural.calibration.published.wording import plain
from onconeural.calibration.readings.columns import LATER, Columns, among, months, origin, span, tumour_known
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read
from onconeural.population.course import SEARCH_EVERY

# Rows that count whose tumour the first search finds.
FIRST_SEARCH = re.compile(
    r"(tumour|cancer|malignan)\w*_(at|on|by)_(the_)?(first|initial|diagnosis|dx)|(first|initial)_(tumour_)?(screen|search|work_?up)"
)


def tumour_found(sample: Sample, seen: Observable) -> Columns:
    """Share in whom a tumour is found: by the time from the origin (diagnosis) that the row names, else at all.

    By a time it is of those with a tumour where the row prints fewer than all patients, or more than have one at all.
    """
    limit = seen.time_months if seen.time_months is not None else span(seen.name)
    if limit is None:
        return among(sample, tumour_known(sample))
    of = tumour_known(sample) if tumours_behind(sample.publication, seen) else _base(sample, seen)
    return among(sample, sample.tumour_seen <= origin(sample, seen) + limit * read.MONTH, of)


def kind_found(sample: Sample, seen: Observable) -> Columns:
    """Share in whom a tumour of the kind named is found by the time from the origin (diagnosis) that the row names."""
    kind = np.isin(sample.tumour, tumours_meant(seen.name))
    by = origin(sample, seen) + months(sample, seen) * read.MONTH
    return among(sample, kind & (sample.tumour_seen <= by))


def no_tumour(sample: Sample, seen: Observable) -> Columns:
    """Share in whom no tumour is found."""
    return among(sample, ~tumour_known(sample))


def found_at_first(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is known by the first search, which is made at the diagnosis."""
    return among(sample, sample.tumour_seen <= _first_search(sample), _base(sample, seen))


def found_later(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is found after the first search."""
    return among(sample, sample.tumour_seen > _first_search(sample), _base(sample, seen))


def found_beyond(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is found later after the origin (diagnosis) than the time that the row names."""
    return among(
        sample, sample.tumour_seen > origin(sample, seen) + months(sample, seen) * read.MONTH, _base(sample, seen)
    )


def found_in_follow_up(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is found in the follow-up: after the first search where the series counts this apart."""
    rows = sample.publication.observables
    apart = any(FIRST_SEARCH.search(plain(o).name.lower()) for o in rows)
    return found_later(sample, seen) if apart else among(sample, tumour_known(sample))


def lead_share(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is found within the time from onset that the row names, or later, of those neurology first."""
    found, limit = sample.tumour_seen, span(seen.name)
    early = found <= (limit or 0.0) * read.MONTH
    return among(sample, ~early if LATER.search(seen.name.lower()) else early, tumour_known(sample) & (found >= 0))


def synchronous(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is found within a month of onset, before or after it."""
    return among(sample, np.abs(sample.tumour_seen) <= read.MONTH, _base(sample, seen))


def search_time(sample: Sample, seen: Observable) -> Columns:
    """Months from the diagnosis of the syndrome to the finding of the tumour, where that comes later."""
    time = (sample.tumour_seen - sample.course.diagnosis) / read.MONTH
    return {"x": time[sample.who & (time > 0)]}


def _first_search(sample: Sample) -> NDArray[np.float64]:
    return np.asarray(sample.course.diagnosis + SEARCH_EVERY / 2.0)


def _base(sample: Sample, seen: Observable) -> NDArray[np.bool_] | None:
    """Of whom a share is: of those with a tumour where the row prints fewer than all patients, else of all."""
    n = sample.publication.n
    if re.search(r"screen\w*_positive|positive_\w*screen", seen.name.lower()):
        return None  # of all who were screened
    return tumour_known(sample) if seen.n is not None and n is not None and seen.n < n else None
