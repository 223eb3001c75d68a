"""What the simulation says to each part of the ten facts, read as in population/data/facts.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from onconeural.population import readings as read
from onconeural.population.cohorts import Cohort, cohort, ill_of_tumours
from onconeural.population.course_record import Course
from onconeural.population.estimates import Estimate, deviation, mean, median, share
from onconeural.population.fact_experiments import again, alone, antigen, in_ratio, late, window

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Parts = Iterator[tuple[str, Estimate]]

SIZES = {"hu": 80_000, "yo": 40_000, "ma2": 40_000, "nmdar": 12_000, "gababr": 3_000, "pq_vgcc": 20_000}


def simulate_parts(seed: int, scale: float, tell: Callable[[str, float], None]) -> dict[str, Estimate]:
    """Every part that the model can say something to, by its id."""
    cohorts: dict[str, Cohort] = {}
    for i, (key, size) in enumerate(SIZES.items()):
        tell(f"cohort {key}", 0.1 * i)
        cohorts[key] = cohort(key, max(int(scale * size), 1), seed)
    found: dict[str, Estimate] = {}
    blocks = (_first, _flat, _inflammation, late, _surface, antigen, window, _kills, _frequency)
    for i, block in enumerate(blocks):
        tell(block.__name__.strip("_"), 0.6 + 0.04 * i)
        found |= dict(block(cohorts))
    found |= dict(alone(cohorts["hu"], seed, scale))
    return found


def _first(cohorts: dict[str, Cohort]) -> Parts:
    hu = cohorts["hu"].course
    lead = read.lead_months(hu)
    yield "hu_neurology_first", share(read.neurology_first(hu), read.diagnosed(hu))
    yield "hu_lead_mean", mean(lead)
    yield "hu_lead_sd", deviation(lead)
    yield "hu_no_tumour", share(np.isnan(hu.tumour_found), read.diagnosed(hu))
    for key in ("yo", "ma2"):
        yield f"{key}_neurology_first", share(read.neurology_first(cohorts[key].course), _known(cohorts[key].course))
    limbic = [_limbic(cohorts["hu"].course, 18), _limbic(cohorts["ma2"].course, 12)]
    first = [(c.tumour_found[who] >= 0, c.tumour_found[who] / read.MONTH) for c, who in in_ratio(limbic)]
    ahead, months = (np.concatenate([f[i] for f in first]) for i in (0, 1))
    yield "limbic_neurology_first", share(ahead, np.ones(len(ahead)))
    yield "limbic_lead_median", median(months[ahead])


def _known(course: Course) -> Flags:
    return np.asarray(read.diagnosed(course) & np.isfinite(course.tumour_found))


def _limbic(course: Course, parts: int) -> tuple[Course, NDArray[np.intp], int]:
    return course, np.flatnonzero(_known(course) & (read.syndrome(course) == "limbic")), parts


def _flat(cohorts: dict[str, Cohort]) -> Parts:
    yo = cohorts["yo"]
    yield "yo_plateau", read.plateau_within(yo.course, 6.0)
    yield "yo_plateau_untreated", read.plateau_within(again(yo, (), 0.0, 0.0), 6.0)


def _inflammation(cohorts: dict[str, Cohort]) -> Parts:
    course = cohorts["hu"].course
    cells, late = read.at(course.tissue_ctl, course.diagnosis), course.diagnosis >= 3 * read.MONTH
    who = read.diagnosed(course) & np.isfinite(cells)
    if np.any(who & ~late):
        level = np.quantile(cells[who & ~late], 1.0 - 0.47)
        yield "hu_late_inflammation", share(cells > level, who & late)


def _surface(cohorts: dict[str, Cohort]) -> Parts:
    course = cohorts["nmdar"].course
    who = read.diagnosed(course)
    start = np.fmin(course.immune, np.where(course.treated >= 0, course.treated, np.nan))
    then, later = (read.rankin(read.at(course.mrs, day)) for day in (start, start + 28.0))
    yield "nmdar_four_weeks", share(later < then, who & np.isfinite(later))
    two_years = read.at(course.mrs, np.full(len(course), 24 * read.MONTH))
    yield "nmdar_good", share(read.rankin(two_years) <= 2, who)
    yield "nmdar_relapse", share(read.relapse(course), who)


def _kills(cohorts: dict[str, Cohort]) -> Parts:
    hu, yo = cohorts["hu"].course, cohorts["yo"].course
    for months in (3, 12, 36):
        yield f"hu_alive_{months}", read.alive_from_diagnosis(hu, months)
    yield "hu_hazard_ratio", read.death_per_rankin(hu)
    grade = read.rankin(read.at(yo.mrs, np.full(len(yo), 6 * read.MONTH)))
    yield "yo_cannot_walk", share(grade >= 4, read.diagnosed(yo) & np.isfinite(grade))


def _frequency(cohorts: dict[str, Cohort]) -> Parts:
    for key, name in (("hu", "hu_frequency"), ("pq_vgcc", "lems_frequency")):
        ill = ill_of_tumours(cohorts[key], "sclc")
        yield name, share(ill, np.ones(len(ill)))
