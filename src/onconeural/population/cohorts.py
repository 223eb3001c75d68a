"""A simulated cohort: patients drawn, fallen ill and followed, and its summary in the definitions of publications."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onconeural.model import Antibody, antibody, areas, disease_model, involved_below, target_areas
from onconeural.population import readings as read
from onconeural.population.course import clinical_course
from onconeural.population.course_record import GRID, Course
from onconeural.population.estimates import Estimate, deviation, mean, median, median_survival, share
from onconeural.population.onset import Diseased, diseased
from onconeural.population.persons import persons

Array = NDArray[np.float64]

HALF_YEAR = 183.0
SLOWED = 0.8  # the tumour counts as slowed below this share of the growth that it would have without killing (assumed)
SURVIVAL_MONTHS = (3, 12, 24, 36)
AREA_MONTHS = (6, 12)
SEARCH_SHARE, COURSE_SHARE = 0.5, 0.5  # of the work, for the progress report


@dataclass(frozen=True)
class Cohort:
    """Patients with one antibody who fell ill among ``drawn`` plausible ones, and their courses."""

    antibody: str
    seed: int
    drawn: int
    people: Diseased
    course: Course


@dataclass(frozen=True)
class Row:
    """One line of a summary: what was measured, in which unit and by which definition."""

    id: str
    label: str
    unit: str
    estimate: Estimate
    definition: str


def cohort(key: str | Antibody, n: int, seed: int = 1, progress: Callable[[str, float], None] | None = None) -> Cohort:
    """Draw ``n`` plausible patients, find those who fall ill, and follow them for five years.

    ``key`` is the id of an antibody's settings, or a record (a calibrated one, or one treated differently).

    Raises KeyError for an antibody without settings of its own, ValueError when n is not positive.
    """
    if n < 1:
        raise ValueError(f"n: found {n}, expected a whole number of 1 or more")
    record, tell = antibody(key) if isinstance(key, str) else key, progress or (lambda what, part: None)
    people = diseased(record, seed, 0, n, lambda part: tell("looking for onset", SEARCH_SHARE * part))
    course = clinical_course(
        record, people, seed, lambda part: tell("following courses", SEARCH_SHARE + COURSE_SHARE * part)
    )
    return Cohort(record.id, seed, n, people, course)


def ill_of_tumours(found: Cohort, kind: str | None = None) -> NDArray[np.bool_]:
    """Who falls ill among the drawn patients with a tumour, or with one kind of it: one flag for each of them."""
    drawn = np.arange(found.drawn)
    who = persons(antibody(found.antibody), found.seed, drawn)
    counted = ~who.tumour_free & (np.array(kind is None) | (who.tumour == kind))
    return np.asarray(np.isin(drawn, found.people.patient)[counted])


def summary(found: Cohort) -> tuple[Row, ...]:
    """The rows of the cohort's table; patients who are never diagnosed count in none but the first two."""
    return (*_onset(found), *_finding(found), *_disability(found), *_areas(found), *_tumour(found), *_death(found))


def _onset(c: Cohort) -> Iterator[Row]:
    ill = np.arange(c.drawn) < len(c.people)
    yield Row("ill", "fall ill", "%", share(ill, np.ones(c.drawn)), "onset (mRS 1) among the plausible patients drawn")
    yield Row(
        "diagnosed",
        "reach the neurological diagnosis",
        "%",
        share(read.diagnosed(c.course), ~c.course.failed),
        "of those who fall ill; the others die first or stay mild",
    )


def _finding(c: Cohort) -> Iterator[Row]:
    course, who = c.course, read.diagnosed(c.course)
    lead = read.lead_months(course)
    yield Row("tumour_found", "tumour found", "%", share(np.isfinite(course.tumour_found), who), "of those diagnosed")
    yield Row("neurology_first", "neurology first", "%", share(read.neurology_first(course), who), "of those diagnosed")
    for name, statistic in (("mean", mean), ("sd", deviation), ("median", median)):
        yield Row(
            f"lead_{name}", f"lead of neurology, {name}", "months", statistic(lead), "onset to finding the tumour"
        )
    delay = course.diagnosis[who] / read.MONTH
    yield Row("delay", "onset to diagnosis, median", "months", median(delay), "neurological diagnosis")


def _disability(c: Cohort) -> Iterator[Row]:
    course, who = c.course, read.diagnosed(c.course)
    grade = read.rankin(read.at(course.mrs, course.diagnosis))
    yield Row("mrs_diagnosis", "mRS at diagnosis, mean", "1", mean(grade[who]), "ordinal mRS on the day of diagnosis")
    yield Row("mrs_over_3", "mRS above 3 at diagnosis", "%", share(grade > 3, who & np.isfinite(grade)), "ordinal mRS")
    year = read.at(course.mrs, course.diagnosis + 12 * read.MONTH)
    yield Row("mrs_year", "mRS 12 months later, mean", "1", mean(year[who]), "continuous mRS of those alive")
    yield Row(
        "plateau", "plateau within 6 months", "%", read.plateau_within(course, 6.0), "90 % of the rise, from onset"
    )


def _areas(c: Cohort) -> Iterator[Row]:
    course, who = c.course, read.diagnosed(c.course)
    found = read.syndrome(course)
    reached = [*(a.id for a in target_areas(c.antibody)), "multifocal"]
    labels = {a.id: a.label for a in areas()} | {"multifocal": "several areas equally"}
    for name in reached:
        yield Row(f"syndrome_{name}", f"predominant: {labels[name]}", "%", share(found == name, who), "at diagnosis")
    several = read.involved_ever(course) >= 2
    involved = f"function of the area below {100 * involved_below():g} %"
    yield Row("several_areas", "two or more areas at some time", "%", share(several, who), involved)
    for months in AREA_MONTHS:
        new = read.new_area(course, course.diagnosis, months)
        label = f"new area within {months} months of diagnosis"
        yield Row(f"new_area_{months}", label, "%", share(new, who), f"{involved}; the dead before that had none")


def _tumour(c: Cohort) -> Iterator[Row]:
    size = c.course.tumour
    first, later = size[:, 0], read.at(size, np.full(len(c.course), HALF_YEAR))
    untouched = np.isfinite(later) & ~(c.course.treated < HALF_YEAR)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.log(later / first) / np.log(_free(c, first) / first)
    parts = {
        "regression": (growth < 0, "smaller than at onset"),
        "slowing": ((growth >= 0) & (growth < SLOWED), f"grown less than {SLOWED:g} of growth without killing"),
        "escape": (growth >= SLOWED, "grown nearly or just as without killing"),
    }
    for name, (flags, words) in parts.items():
        definition = f"half a year after onset, untreated until then: {words} (on the logarithmic scale)"
        yield Row(f"tumour_{name}", f"tumour {name}", "%", share(flags, untouched), definition)
    treated = read.tumour_treated(c.course)
    stable = read.stable_after_tumour_treatment(c.course)
    yield Row(
        "complete_response",
        "complete response of a treated tumour",
        "%",
        share(read.complete_response(c.course), treated),
        f"fewer than {read.COMPLETE:g} cells two weeks after the last cycle",
    )
    yield Row(
        "stable_treated", "stable at the end of tumour treatment", "%", share(stable, treated), "mRS rose < 1 step"
    )


def _free(c: Cohort, size: Array) -> Array:
    """Tumour size half a year later by Gompertz growth alone: K (T/K)^exp(-g t)."""
    ceiling = disease_model().parameters["K"]
    return np.asarray(ceiling * (size / ceiling) ** np.exp(-c.people.parameters["g"] * HALF_YEAR))


def _death(c: Cohort) -> Iterator[Row]:
    for months in SURVIVAL_MONTHS:
        alive = read.alive_from_diagnosis(c.course, months)
        yield Row(f"alive_{months}", f"alive {months} months after diagnosis", "%", alive, "Kaplan-Meier")
    time, died, who = read.since_diagnosis(c.course)
    middle = median_survival(time[who] / read.MONTH, died[who])
    yield Row("survival", "survival from diagnosis, median", "months", middle, "Kaplan-Meier")
    by_tumour = died & c.course.by_tumour
    yield Row("death_by_tumour", "deaths by the tumour", "%", share(by_tumour, who & died), f"within {GRID[-1]:g} days")
    yield Row(
        "death_hr", "hazard ratio of death per mRS step", "1", read.death_per_rankin(c.course), "mRS at diagnosis"
    )
