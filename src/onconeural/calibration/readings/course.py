"""Observables of the course itself: finding of the tumour, areas, and death."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from onconeural.calibration.patients.sample import Sample
from onconeural.evidence.cohort_records import Cohort as Publication
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
TIMES = r"m(?:o(?:nths?)?)?|y(?:rs?|ears?)?|w(?:ks?|eeks?)?|d(?:ays?)?"  # units in a name, as in 12m, 1y, 2_years
NUMBERED = ("peripheral", "limbic", "brainstem", "cerebellum")  # order of the areas in the columns of a course
SUM_OF_SIGNS = 150.0  # %: shares that add up to more than this are of signs, not of the main syndrome (assumed)


def among(sample: Sample, y: Flags, of: Flags | None = None) -> Columns:
    """A share: what happened (y) among the patients of the cohort."""
    who = sample.who if of is None else sample.who & of
    return {"y": y[who]}


def tumour_known(sample: Sample) -> Flags:
    """Whose tumour is found while the publication observes them."""
    return np.isfinite(sample.tumour_seen)


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


def survival(sample: Sample, seen: Observable) -> Columns:
    """Months from the printed origin to death or the end of observation."""
    return _times(sample, sample.origin(seen.time_origin))


def _times(sample: Sample, origin: NDArray[np.float64], of: Flags | None = None) -> Columns:
    days, died = read.since(sample.course, origin)
    time = days / read.MONTH
    who = sample.who & np.isfinite(time) & (time > 0)
    who = who if of is None else who & of
    return {"time": time[who], "died": died[who]}


def time_to_death(sample: Sample, seen: Observable) -> Columns:
    """Months from the printed origin to death, among those who die while they are observed."""
    dead = sample.course.death <= np.maximum(sample.followed, sample.course.diagnosis)
    time = (sample.course.death - sample.origin(seen.time_origin)) / read.MONTH
    return {"x": time[sample.who & dead & (time > 0)]}


def died(sample: Sample, seen: Observable) -> Columns:
    """Share dead by the printed time, else by the end of follow-up."""
    origin = sample.origin(seen.time_origin)
    end = origin + months(sample, seen) * read.MONTH
    dead = sample.course.death <= np.minimum(end, GRID[-1])
    return among(sample, dead, np.isfinite(origin))


def months(sample: Sample, seen: Observable) -> float:
    """The months after the origin that a row speaks of: printed, in its name, or the follow-up."""
    if seen.time_months is not None:
        return seen.time_months
    found = re.search(rf"(\d+)[ _-]?({TIMES})($|_)", seen.name.lower())
    if found is None:
        return sample.last_seen
    unit = {"m": 1.0, "y": 12.0, "w": 7 / read.MONTH, "d": 1 / read.MONTH}
    return float(found.group(1)) * unit[found.group(2)[0]]


def hazard_by(sample: Sample, x: NDArray[np.float64], seen: Observable) -> Columns:
    """Survival from diagnosis and a factor, beside the others of the publication where it prints several."""
    columns = _times(sample, sample.origin(None), np.isfinite(x))
    time = sample.course.diagnosis
    died_at = np.where(np.isfinite(sample.course.death), sample.course.death, GRID[-1])
    who = sample.who & np.isfinite(x) & (died_at - time > 0)
    beside = {f"beside_{name}": values[who] for name, values in _beside(sample, seen).items()}
    return {**columns, "x": x[who], **beside}


def _beside(sample: Sample, seen: Observable) -> dict[str, NDArray[np.float64]]:
    """The other factors of a multivariate analysis: those that a publication prints as relative risks of death."""
    rows = {o.name for o in sample.publication.observables if o.kind == "relative risk" and o.name != seen.name}
    found = {name: FACTORS[name](sample) for name in sorted(rows & FACTORS.keys())}
    return {name: np.nan_to_num(values.astype(float)) for name, values in found.items()}


def several_areas_then(sample: Sample) -> Flags:
    """Whether two or more areas are involved at diagnosis."""
    lost = np.nan_to_num(read.losses(sample.course, sample.course.diagnosis))
    return np.asarray((lost > 1.0 - involved_below()).sum(axis=1) >= 2)


FACTORS: dict[str, Callable[[Sample], NDArray[np.generic]]] = {
    "death_age_gt60": lambda sample: sample.age > 60,
    "death_rankin_gt3_at_dx": lambda sample: sample.grade > 3,
    "death_more_than_one_area": several_areas_then,
    "death_no_treatment": lambda sample: np.isnan(np.fmin(sample.course.treated, sample.course.immune)),
}


def death_by_rankin(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis and the ordinal mRS then."""
    return hazard_by(sample, sample.grade, seen)


def death_by_high_rankin(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, mRS above 3 or not."""
    return hazard_by(sample, np.where(np.isfinite(sample.grade), sample.grade > 3, np.nan), seen)


def death_by_tumour_known(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, tumour known then or not."""
    return hazard_by(sample, (sample.course.tumour_found <= sample.course.diagnosis + 1.0).astype(float), seen)


def death_by_age(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis, above the printed age or not."""
    limit = re.search(r"gt(\d+)", seen.name)
    return hazard_by(sample, (sample.age > float(limit.group(1) if limit else 60)).astype(float), seen)


def death_by_sclc(sample: Sample, seen: Observable) -> Columns:
    """Survival from diagnosis among those with a tumour, small-cell lung cancer or another."""
    return hazard_by(sample, np.where(tumour_known(sample), (sample.tumour == "sclc").astype(float), np.nan), seen)


def in_remission(sample: Sample, seen: Observable) -> Columns:
    """Share whose tumour was found and treated before onset and is as small as a complete response on that day."""
    course = sample.course
    small = read.at(course.tumour, np.zeros(len(course))) < read.COMPLETE
    return among(sample, (course.treated < 0) & small)


def cause_of_death(sample: Sample, seen: Observable) -> Columns:
    """Share of deaths by the tumour or by the syndrome, among those who die while they are observed."""
    words = (seen.group or seen.name).lower()
    tumour = bool(re.search("tumour|cancer|neoplas|oncolog", words))
    if not tumour and not re.search("neuro|pns|syndrome|encephalitis", words):
        raise ValueError(f"the model does not tell the cause of death {words} apart")
    dead = sample.course.death <= np.maximum(sample.followed, sample.course.diagnosis)
    return among(sample, sample.course.by_tumour == tumour, dead)


def beyond_cerebellum(sample: Sample, seen: Observable) -> Columns:
    """Share with another area than the cerebellum involved within five years."""
    low = np.where(np.isnan(sample.course.area), 1.0, sample.course.area).min(axis=2)
    return among(sample, (np.delete(low, NUMBERED.index("cerebellum"), axis=1) < involved_below()).any(axis=1))


def predominant_of_all(sample: Sample, seen: Observable) -> Columns:
    """Share with a syndrome among all patients with the antibody, also those whom the series did not select."""
    who = sample.diagnosed if sample.part is None else sample.diagnosed & sample.part
    return {"y": _has_area(sample, _areas_named(seen), any_sign=False)[who]}


def several_areas(sample: Sample, seen: Observable) -> Columns:
    """Share with two or more areas involved within five years."""
    return among(sample, read.involved_ever(sample.course) >= 2)


def syndrome(sample: Sample, seen: Observable) -> Columns:
    """Share with an area (or one of several) predominant at diagnosis, or involved where the row means any sign.

    Where a series has no class for several areas, who has lost about as much in a second area counts in both.
    """
    if re.search(r"lems|lambert", (seen.group or seen.name).lower()):
        return among(sample, np.full(len(sample.course), _junction(sample)))
    names = _areas_named(seen)
    if not names:
        raise ValueError(f"the four target areas do not tell {seen.group or seen.name} apart")
    if _junction(sample):  # the nerve ending is no part of a neuropathy
        return among(sample, np.zeros(len(sample.course), dtype=bool))
    if "multifocal" in names or counts_classes(sample.publication, seen):
        return among(sample, np.isin(read.syndrome(sample.course), [*names, *_rest_of_classes(sample, seen)]))
    return among(sample, _has_area(sample, names, _any_sign(sample.publication, seen)))


def _has_area(sample: Sample, names: list[str], any_sign: bool) -> Flags:
    """Who has lost most, or about as much, in one of the areas at diagnosis; ``any_sign``: who has lost anything."""
    rows = [NUMBERED.index(name) for name in names]
    lost = np.nan_to_num(read.losses(sample.course, sample.course.diagnosis))
    least = 1.0 - involved_below()
    if not any_sign:
        least = np.maximum(least, read.EQUAL_SHARE * lost.max(axis=1))
    return np.asarray((lost[:, rows].max(axis=1) > least) | (np.argmax(lost, axis=1)[:, None] == rows).any(axis=1))


def _junction(sample: Sample) -> bool:
    return sample.cohort.antibody.split("@")[0] == "pq_vgcc"


def _rest_of_classes(sample: Sample, seen: Observable) -> set[str]:
    """Areas without a class of their own in a series whose classes hold everybody: its encephalomyelitis has them."""
    rows = [o for o in sample.publication.observables if o.name == seen.name and o.kind == "count"]
    whole = sum(float(o.value) for o in rows if isinstance(o.value, int | float)) == sample.publication.n
    named = {area for o in rows for area in _areas_named(o)}
    return set(AREAS.values()) - named if whole and "multifocal" in _areas_named(seen) else set()


def _areas_named(seen: Observable) -> list[str]:
    words = "cerebellar" if seen.name == "pcd_fraction_by_ab" else (seen.group or seen.name).lower()
    return [area for pattern, area in AREAS.items() if re.search(pattern, words)]


def counts_classes(publication: Publication, seen: Observable) -> bool:
    """Whether every patient has one class, and there is one for several areas: then a class is a predominant area."""
    rows = [o for o in publication.observables if o.name == seen.name]
    return any("multifocal" in _areas_named(o) for o in rows) and not _any_sign(publication, seen)


def _any_sign(publication: Publication, seen: Observable) -> bool:
    """Whether any sign of an area counts: the row says present, or all shares printed add up to far more than one."""
    if "present" in (seen.group or "") or seen.name == "presentation":
        return True
    if "predominant" in (seen.note or "") or re.search("at presentation|dominant", seen.group or ""):
        return False
    rows = [o for o in publication.observables if o.name == seen.name]
    unit = 100.0 / (publication.n or 1)
    shares = [float(o.value) * (unit if o.kind == "count" else 1.0) for o in rows if isinstance(o.value, int | float)]
    return sum(shares) > SUM_OF_SIGNS


def late_inflammation(sample: Sample, seen: Observable) -> Columns:
    """More killer T cells in tissue at a late diagnosis than 47 % of those diagnosed within 3 months have."""
    cells = read.at(sample.course.tissue_ctl, sample.course.diagnosis)
    known, late = sample.who & np.isfinite(cells), sample.course.diagnosis >= 3 * read.MONTH
    level = np.quantile(cells[known & ~late], 1.0 - 0.47) if np.any(known & ~late) else np.inf
    return among(sample, cells > level, known & late)
