"""Observables of the course itself: finding of the tumour, areas, and death."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.sample import Sample
from onconeural.evidence.cohort_records import Observable
from onconeural.model import involved_below
from onconeural.population import readings as read
from onconeural.population.course import GRID

Columns = dict[str, NDArray[np.generic]]
Flags = NDArray[np.bool_]

AREAS = {  # words in the name of a group, and the area they mean
    "limbic": "limbic",
    "brainstem|rhombenceph": "brainstem",
    "cerebell|ataxia|pcd": "cerebellum",
    "multifocal|pem|encephalomyel": "multifocal",
    "sensory|neuropath|neuronopath|ssn|psn|peripheral": "peripheral",
}
SUM_OF_ONE = 110.0  # %: shares of predominant syndromes add up to no more than this, with rounding


def among(sample: Sample, y: Flags, of: Flags | None = None) -> Columns:
    """A share: what happened (y) among the patients of the cohort."""
    who = sample.who if of is None else sample.who & of
    return {"y": y[who]}


def tumour_known(sample: Sample) -> Flags:
    """Whose tumour is found at some time."""
    return np.isfinite(sample.course.tumour_found)


def tumour_found(sample: Sample, seen: Observable) -> Columns:
    """Share in whom a tumour is found."""
    return among(sample, tumour_known(sample))


def no_tumour(sample: Sample, seen: Observable) -> Columns:
    """Share in whom no tumour is found."""
    return among(sample, ~tumour_known(sample))


def neurology_first(sample: Sample, seen: Observable) -> Columns:
    """Share with onset before the tumour: among those with a tumour, unless the shares printed are of all."""
    return among(sample, read.neurology_first(sample.course), None if _of_all(sample) else tumour_known(sample))


def tumour_first(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour is known before onset; of all where no denominator is printed."""
    everyone = seen.kind == "count" and seen.n is None
    return among(sample, sample.course.tumour_found < 0, None if everyone else tumour_known(sample))


def _of_all(sample: Sample) -> bool:
    """Neurology first, tumour first and no tumour add up to the whole cohort where all three are printed."""
    rows = {o.name: o for o in sample.publication.observables}
    if not {"neuro_first", "tumour_first", "no_tumour"} <= rows.keys() or not sample.publication.n:
        return False
    parts = [float(rows[name].value or 0.0) for name in ("neuro_first", "tumour_first", "no_tumour")]
    n = sample.publication.n
    return abs(parts[0] * n / 100.0 + parts[1] + parts[2] - n) < 0.03 * n


def lead(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the tumour, neurology first."""
    return {"x": (sample.course.tumour_found / read.MONTH)[sample.who & read.neurology_first(sample.course)]}


def delay(sample: Sample, seen: Observable) -> Columns:
    """Months from onset to the neurological diagnosis."""
    return {"x": (sample.course.diagnosis / read.MONTH)[sample.who]}


def group(sample: Sample, seen: Observable) -> Flags:
    """Patients of a printed subgroup that the simulation knows: with or without a tumour, others: everyone."""
    name = (seen.group or "").lower()
    if name in ("tumour", "cancer", "with_tumour"):
        return tumour_known(sample)
    return ~tumour_known(sample) if name in ("no_tumour", "no_cancer") else np.ones(len(sample.course), dtype=bool)


def survival(sample: Sample, seen: Observable) -> Columns:
    """Months from the printed origin to death or the end of observation."""
    return _times(sample, sample.origin(seen.time_origin), group(sample, seen))


def _times(sample: Sample, origin: NDArray[np.float64], of: Flags) -> Columns:
    died = np.isfinite(sample.course.death)
    time = (np.where(died, sample.course.death, GRID[-1]) - origin) / read.MONTH
    who = sample.who & of & np.isfinite(time) & (time > 0)
    return {"time": time[who], "died": died[who]}


def died(sample: Sample, seen: Observable) -> Columns:
    """Share dead by the printed time, else by the end of follow-up."""
    origin = sample.origin(seen.time_origin)
    end = origin + months(sample, seen) * read.MONTH
    dead = sample.course.death <= np.minimum(end, GRID[-1])
    return among(sample, dead, group(sample, seen) & np.isfinite(origin))


def months(sample: Sample, seen: Observable) -> float:
    """The months after the origin that a row speaks of: printed, in its name, or the follow-up."""
    if seen.time_months is not None:
        return seen.time_months
    found = re.search(r"(\d+)\s?_?(m|y|w)(onths|ears|eeks)?($|_)", seen.name)
    if found is None:
        return sample.last_seen
    return float(found.group(1)) * {"m": 1.0, "y": 12.0, "w": 7 / read.MONTH}[found.group(2)]


def _cox(sample: Sample, x: NDArray[np.float64], seen: Observable) -> Columns:
    columns = _times(sample, sample.origin(None), np.isfinite(x))
    time = sample.course.diagnosis
    died_at = np.where(np.isfinite(sample.course.death), sample.course.death, GRID[-1])
    who = sample.who & np.isfinite(x) & (died_at - time > 0)
    return {**columns, "x": x[who]}


def death_by_rankin(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis and the ordinal mRS then."""
    return _cox(sample, sample.grade, seen)


def death_by_high_rankin(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, mRS above 3 or not."""
    return _cox(sample, np.where(np.isfinite(sample.grade), sample.grade > 3, np.nan), seen)


def death_by_tumour_known(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, tumour known then or not."""
    return _cox(sample, (sample.course.tumour_found <= sample.course.diagnosis + 1.0).astype(float), seen)


def death_by_age(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, above the printed age or not."""
    limit = re.search(r"gt(\d+)", seen.name)
    return _cox(sample, (sample.age > float(limit.group(1) if limit else 60)).astype(float), seen)


def death_by_sclc(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis among those with a tumour, small-cell lung cancer or another."""
    return _cox(sample, np.where(tumour_known(sample), (sample.tumour == "sclc").astype(float), np.nan), seen)


def several_areas(sample: Sample, seen: Observable) -> Columns:
    """Share with two or more areas involved within five years."""
    return among(sample, read.involved_ever(sample.course) >= 2)


def syndrome(sample: Sample, seen: Observable) -> Columns:
    """Share with an area (or one of several) predominant at diagnosis, or involved where shares are not exclusive."""
    names = _areas_named(seen)
    if not names:
        raise ValueError(f"the four target areas do not tell {seen.group or seen.name} apart")
    if "multifocal" in names or _exclusive(sample, seen):
        return among(sample, np.isin(read.syndrome(sample.course), names))
    rows = [("peripheral", "limbic", "brainstem", "cerebellum").index(name) for name in names]
    lost = np.nan_to_num(read.losses(sample.course, sample.course.diagnosis))[:, rows]
    return among(sample, lost.max(axis=1) > 1.0 - involved_below())


def _areas_named(seen: Observable) -> list[str]:
    words = "cerebellar" if seen.name == "pcd_fraction_by_ab" else (seen.group or seen.name).lower()
    return [area for pattern, area in AREAS.items() if re.search(pattern, words)]


def _exclusive(sample: Sample, seen: Observable) -> bool:
    """Whether the printed shares are of predominant syndromes: the note says so, or they add up to one at most."""
    if "present" in (seen.group or "") or seen.name == "presentation":
        return False
    if "predominant" in (seen.note or ""):
        return True
    rows = [
        o
        for o in sample.publication.observables
        if o.name == seen.name and _areas_named(o) and "present" not in (o.group or "")
    ]
    unit = 100.0 / (sample.publication.n or 1)
    shares = [float(o.value) * (unit if o.kind == "count" else 1.0) for o in rows if isinstance(o.value, int | float)]
    return sum(shares) <= SUM_OF_ONE


def late_inflammation(sample: Sample, seen: Observable) -> Columns:
    """More killer T cells in tissue at a late diagnosis than 47 % of those diagnosed within 3 months have."""
    cells = read.at(sample.course.tissue_ctl, sample.course.diagnosis)
    known, late = sample.who & np.isfinite(cells), sample.course.diagnosis >= 3 * read.MONTH
    level = np.quantile(cells[known & ~late], 1.0 - 0.47) if np.any(known & ~late) else np.inf
    return among(sample, cells > level, known & late)
