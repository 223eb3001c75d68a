"""Observables of the course itself: finding of the tumour, diagnosis, inflammation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.published.provoked import provoked_by_drug
from onconeural.calibration.published.which_first import first_of_all
from onconeural.calibration.readings.columns import LATER, Columns, among, months, span, tumour_known
from onconeural.calibration.readings.moments import FIRST_VISIT
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read
from onconeural.population.relapse import TREATMENT_DELAY


def neurology_first(sample: Sample, seen: Observable) -> Columns:
    """Share with onset before the tumour: among those with a tumour, unless the shares printed are of all."""
    everyone = first_of_all(sample.publication, seen)
    return among(sample, sample.tumour_seen >= 0, None if everyone else tumour_known(sample))


def tumour_first(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is known before onset: among those with a tumour, unless the row counts of all."""
    everyone = first_of_all(sample.publication, seen)
    return among(sample, sample.tumour_seen < 0, None if everyone else tumour_known(sample))


def lead(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the tumour, neurology first."""
    return {"x": (sample.tumour_seen / read.MONTH)[sample.who & (sample.tumour_seen >= 0)]}


def lead_of_tumour(sample: Sample, seen: Observable) -> Columns:
    """Months from the finding of the tumour to onset, tumour first."""
    return {"x": (-sample.tumour_seen / read.MONTH)[sample.who & (sample.tumour_seen < 0)]}


def delay_share(sample: Sample, seen: Observable) -> Columns:
    """Share diagnosed within the time from onset that the row names, or later where it says so."""
    limit = span(seen.name)
    if limit is None:
        raise ValueError(f"no time is named in {seen.name}")
    early = sample.course.diagnosis <= limit * read.MONTH
    return among(sample, ~early if LATER.search(seen.name.lower()) else early)


def delay(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the neurological diagnosis."""
    return {"x": (sample.course.diagnosis / read.MONTH)[sample.who]}


def first_visit(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the first visit, which is half-way to the diagnosis."""
    return {"x": (FIRST_VISIT * sample.course.diagnosis / read.MONTH)[sample.who]}


def _on_drug(sample: Sample) -> NDArray[np.float64]:
    """Months on a checkpoint inhibitor before onset; raises ValueError where no drug provoked the syndrome."""
    if not provoked_by_drug(sample.publication):
        raise ValueError("no checkpoint inhibitor provoked the syndromes of this series")
    return np.asarray((-sample.course.tumour_found - TREATMENT_DELAY) / read.MONTH)


def drug_to_onset(sample: Sample, seen: Observable) -> Columns:
    """Months from the start of the checkpoint inhibitor, 21 days after the finding of the tumour, to onset."""
    return {"x": _on_drug(sample)[sample.who]}


def onset_on_drug(sample: Sample, seen: Observable) -> Columns:
    """Share with onset within the time from the start of the checkpoint inhibitor that the row names."""
    return among(sample, _on_drug(sample) <= months(sample, seen))


def in_remission(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour was found and treated before onset and is as small as a complete response on that day."""
    course = sample.course
    small = read.at(course.tumour, np.zeros(len(course))) < read.COMPLETE
    return among(sample, (course.treated < 0) & small)


def late_inflammation(sample: Sample, seen: Observable) -> Columns:
    """More killer T cells in tissue at a late diagnosis than 47 % of those diagnosed within 3 months have."""
    cells = read.at(sample.course.tissue_ctl, sample.course.diagnosis)
    known, late = sample.who & np.isfinite(cells), sample.course.diagnosis >= 3 * read.MONTH
    level = np.quantile(cells[known & ~late], 1.0 - 0.47) if np.any(known & ~late) else np.inf
    return among(sample, cells > level, known & late)
