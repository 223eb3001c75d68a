"""Observables of the course itself: finding of the tumour, diagnosis, inflammation."""

from __future__ import annotations

import re

import numpy as np

from onconeural.calibration.patients.sample import Sample
from onconeural.calibration.readings.columns import Columns, among, tumour_known
from onconeural.evidence.cohort_records import Observable
from onconeural.population import readings as read


def tumour_found(sample: Sample, seen: Observable) -> Columns:
    """Share in whom a tumour is found."""
    return among(sample, tumour_known(sample))


def no_tumour(sample: Sample, seen: Observable) -> Columns:
    """Share in whom no tumour is found."""
    return among(sample, ~tumour_known(sample))


def neurology_first(sample: Sample, seen: Observable) -> Columns:
    """Share with onset before the tumour: among those with a tumour, unless the shares printed are of all."""
    everyone = _of_all(sample) or _counted_of_all(sample, seen)
    return among(sample, sample.tumour_seen >= 0, None if everyone else tumour_known(sample))


def tumour_first(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is known before onset; of all where no denominator is printed."""
    everyone = seen.kind == "count" and seen.n is None
    return among(sample, sample.tumour_seen < 0, None if everyone else tumour_known(sample))


def _of_all(sample: Sample) -> bool:
    """Neurology first, tumour first and no tumour add up to the whole cohort where all three are printed."""
    rows = {o.name: o for o in sample.publication.observables}
    if not {"neuro_first", "tumour_first", "no_tumour"} <= rows.keys() or not sample.publication.n:
        return False
    parts = [float(rows[name].value or 0.0) for name in ("neuro_first", "tumour_first", "no_tumour")]
    n = sample.publication.n
    return abs(parts[0] * n / 100.0 + parts[1] + parts[2] - n) < 0.03 * n


def _counted_of_all(sample: Sample, seen: Observable) -> bool:
    """Whether a row gives the n of the whole cohort, not all of whom have a tumour; or it counts and gives no n."""
    if seen.kind == "count" and seen.n is None:
        return True
    rows = [
        o for o in sample.publication.observables if re.match(r"(tumour|cancer)_(found|confirmed|detected)", o.name)
    ]
    counts = [o.count if o.count is not None else o.value for o in rows if not o.group and o.unit != "text"]
    fewer = any(isinstance(k, int | float) and k < (sample.publication.n or 0) for k in counts)
    return seen.n is not None and seen.n == sample.publication.n and fewer


def lead(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the tumour, neurology first."""
    return {"x": (sample.tumour_seen / read.MONTH)[sample.who & (sample.tumour_seen >= 0)]}


def delay(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the neurological diagnosis."""
    return {"x": (sample.course.diagnosis / read.MONTH)[sample.who]}


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
