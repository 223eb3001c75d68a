"""What the simulation says to each part of the ten facts, read as in population/data/facts.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from onconeural.model import Immunotherapy, Treated, antibody, disease_model
from onconeural.population import readings as read
from onconeural.population.cohorts import Cohort, cohort
from onconeural.population.course import Course, clinical_course
from onconeural.population.estimates import (
    Z95,
    Estimate,
    deviation,
    mean,
    median,
    median_survival,
    odds_ratio,
    share,
)
from onconeural.population.experiments import FIRST_LINE, TUMOUR_TREATMENT, disability, mean_disability
from onconeural.population.onset import Diseased
from onconeural.population.tumour_alone import TumourAlone, provoked, tumour_alone

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Parts = Iterator[tuple[str, Estimate]]

SIZES = {"hu": 80_000, "yo": 40_000, "ma2": 40_000, "nmdar": 6_000, "gababr": 3_000, "pq_vgcc": 20_000}
ALONE, PROVOKED = 3_000, 12_000  # patients with small-cell lung cancer, not selected for disease
ARM = 250  # patients of an experiment with chosen days
DELAYS = (0.0, 14.0, 30.0, 60.0, 90.0, 180.0)
DRUGS_1996, DRUGS_2000 = ("ivig",), ("ivig", "cyclophosphamide", "steroids")
LOW_TITRE = 0.01  # of the median titre at onset: above it the antibody counts as present (assumed)
GAIN = 0.5  # fall of the continuous mRS that counts as partial improvement (assumed)


def simulate_parts(seed: int, scale: float, tell: Callable[[str, float], None]) -> dict[str, Estimate]:
    """Every part that the model can say something to, by its id."""
    cohorts: dict[str, Cohort] = {}
    for i, (key, size) in enumerate(SIZES.items()):
        tell(f"cohort {key}", 0.1 * i)
        cohorts[key] = cohort(key, max(int(scale * size), 1), seed)
    found: dict[str, Estimate] = {}
    blocks = (_first, _flat, _inflammation, _late, _surface, _antigen, _window, _kills, _frequency)
    for i, block in enumerate(blocks):
        tell(block.__name__.strip("_"), 0.6 + 0.04 * i)
        found |= dict(block(cohorts))
    found |= dict(_alone(cohorts["hu"], seed, scale))
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
    first = [(c.tumour_found[who] >= 0, c.tumour_found[who] / read.MONTH) for c, who in _in_ratio(limbic)]
    ahead, months = (np.concatenate([f[i] for f in first]) for i in (0, 1))
    yield "limbic_neurology_first", share(ahead, np.ones(len(ahead)))
    yield "limbic_lead_median", median(months[ahead])


def _known(course: Course) -> Flags:
    return np.asarray(read.diagnosed(course) & np.isfinite(course.tumour_found))


def _limbic(course: Course, parts: int) -> tuple[Course, NDArray[np.intp], int]:
    return course, np.flatnonzero(_known(course) & (read.syndrome(course) == "limbic")), parts


def _in_ratio(groups: list[tuple[Course, NDArray[np.intp], int]]) -> Iterator[tuple[Course, NDArray[np.intp]]]:
    """The first patients of each group, as many as the printed ratio of the groups allows."""
    unit = min(len(who) / parts for _, who, parts in groups)
    for course, who, parts in groups:
        yield course, who[: round(unit * parts)]


def _flat(cohorts: dict[str, Cohort]) -> Parts:
    yo = cohorts["yo"]
    yield "yo_plateau", read.plateau_within(yo.course, 6.0)
    yield "yo_plateau_untreated", read.plateau_within(_again(yo, (), 0.0, 0.0), 6.0)


def _again(c: Cohort, drugs: tuple[str, ...], first_line: float, tumour: float | None = None) -> Course:
    """The same patients under other drugs; ``tumour``: the share whose tumour is treated (None: as practised)."""
    record = antibody(c.antibody)
    change: dict[str, object] = {"immunotherapy": Immunotherapy(first_line=first_line, drugs=drugs)}
    if tumour is not None:
        change["treated"] = Treated(local=tumour, chemotherapy=tumour)
    return clinical_course(record.model_copy(update=change), c.people, c.seed)


def _inflammation(cohorts: dict[str, Cohort]) -> Parts:
    course = cohorts["hu"].course
    cells, late = read.at(course.tissue_ctl, course.diagnosis), course.diagnosis >= 3 * read.MONTH
    who = read.diagnosed(course) & np.isfinite(cells)
    if np.any(who & ~late):
        level = np.quantile(cells[who & ~late], 1.0 - 0.47)
        yield "hu_late_inflammation", share(cells > level, who & late)


def _late(cohorts: dict[str, Cohort]) -> Parts:
    flags: dict[str, list[Flags]] = {"improved": [], "mild": [], "stable": []}
    for course, who in _in_ratio([_on(cohorts["hu"], DRUGS_2000, 10), _on(cohorts["yo"], DRUGS_2000, 7)]):
        start = read.at(course.mrs, course.immune)
        flags["improved"].append(read.improved(course, course.immune, 6)[who])
        flags["mild"].append((read.rankin(start) <= 3)[who])
        flags["stable"].append(~read.worse(course, course.immune, 6.0)[who])
    improved, mild, stable = (np.concatenate(v) for v in flags.values())
    yield "late_improved", share(improved, np.ones(len(improved)))
    yield "late_stabilised", share(stable, mild)
    before = [
        _before(course, who)
        for course, who in _in_ratio([_on(cohorts["hu"], DRUGS_1996, 18), _on(cohorts["yo"], DRUGS_1996, 4)])
    ]
    flat, held = (np.concatenate([b[i] for b in before]) for i in (0, 1))
    yield "stable_before", share(flat, held)


def _on(c: Cohort, drugs: tuple[str, ...], parts: int) -> tuple[Course, NDArray[np.intp], int]:
    course = _again(c, drugs, 1.0)
    alive = np.isfinite(read.at(course.mrs, course.immune))
    return course, np.flatnonzero(read.diagnosed(course) & alive), parts


def _before(course: Course, who: NDArray[np.intp]) -> tuple[Flags, Flags]:
    """Who had stopped before the first infusion, and who is stable for half a year after it."""
    rise = read.at(course.mrs, course.immune) - read.at(course.mrs, np.maximum(course.immune - 30.0, 0.0))
    return (rise < 0.25)[who], ~read.worse(course, course.immune, 6.0)[who]


def _surface(cohorts: dict[str, Cohort]) -> Parts:
    course = cohorts["nmdar"].course
    who = read.diagnosed(course)
    start = np.fmin(course.immune, np.where(course.treated >= 0, course.treated, np.nan))
    then, later = (read.rankin(read.at(course.mrs, day)) for day in (start, start + 28.0))
    yield "nmdar_four_weeks", share(later < then, who & np.isfinite(later))
    two_years = read.at(course.mrs, np.full(len(course), 24 * read.MONTH))
    yield "nmdar_good", share(read.rankin(two_years) <= 2, who)
    yield "nmdar_relapse", share(_relapse(course), who)


def _relapse(course: Course) -> Flags:
    """An improvement by one step, then a rise by one step above the lowest value, within 24 months of onset."""
    mrs = np.where(np.isnan(course.mrs), 0.0, course.mrs)[:, course.days <= 24 * read.MONTH]
    lowest = np.full(len(mrs), np.inf)
    highest, better, again = np.zeros(len(mrs)), np.zeros(len(mrs), bool), np.zeros(len(mrs), bool)
    for value in mrs.T:
        highest = np.maximum(highest, np.where(better, highest, value))
        lowest = np.where(better, np.minimum(lowest, value), lowest)
        again |= better & (value >= lowest + 1.0)
        now = ~better & (value <= highest - 1.0) & (value > 0)
        better, lowest = better | now, np.where(now, value, lowest)
    return again


def _antigen(cohorts: dict[str, Cohort]) -> Parts:
    hu = cohorts["hu"].course
    yield "hu_response_odds", read.response_odds(hu)
    yield "hu_stable_treated", share(read.stable_after_tumour_treatment(hu), read.tumour_treated(hu))
    half_year = hu.diagnosis + 6 * read.MONTH
    yield (
        "hu_treatment_odds",
        odds_ratio(
            ~read.worse(hu, hu.diagnosis, 6.0), hu.treated < half_year, read.diagnosed(hu) & (half_year <= hu.days[-1])
        ),
    )
    ma2 = cohorts["ma2"].people
    occult = _some(ma2, np.isnan(ma2.tumour_found))
    removed = disability(occult, ("local_tumour_treatment",), 300.0, 1030.0)
    yield "ma2_orchiectomy", share(removed[:, 30] - removed[:, 30:].min(axis=1) >= GAIN, removed[:, 30] >= 1.0)
    for key in ("hu", "yo"):
        yield f"{key}_order", _order(_some(cohorts[key].people))


def _some(people: Diseased, of: Flags | None = None) -> Diseased:
    chosen = np.arange(len(people)) if of is None else np.flatnonzero(of)
    return people.take(chosen[:ARM])


def _order(people: Diseased) -> Estimate:
    """First-line minus tumour treatment, patient by patient."""
    arms = [disability(people, plan, 30.0, 540.0) for plan in (FIRST_LINE, TUMOUR_TREATMENT)]
    first, tumour = (np.trapezoid(arm, axis=1) / (arm.shape[1] - 1) for arm in arms)
    return mean(first - tumour)


def _window(cohorts: dict[str, Cohort]) -> Parts:
    yo = _some(cohorts["yo"].people)
    for name, day in (("early", 15.0), ("late", 120.0)):
        end = disability(yo, ("ivig",), day, 180.0)[:, -1]
        yield f"yo_window_{name}", share(read.rankin(end) <= 2, np.ones(len(end)))
    plans = (FIRST_LINE, TUMOUR_TREATMENT, (*FIRST_LINE, *TUMOUR_TREATMENT))
    falls = [_largest_fall(_some(c.people), plan) for c in cohorts.values() if len(c.people) for plan in plans]
    yield "delay_costs", Estimate(max(falls), np.nan, np.nan, ARM)


def _largest_fall(people: Diseased, plan: tuple[str, ...]) -> float:
    means = [mean_disability(people, plan, day, 730.0) for day in DELAYS]
    return float(max(0.0, *(-np.diff(means))))


def _kills(cohorts: dict[str, Cohort]) -> Parts:
    hu, yo = cohorts["hu"].course, cohorts["yo"].course
    for months in (3, 12, 36):
        yield f"hu_alive_{months}", read.alive_from_diagnosis(hu, months)
    yield "hu_hazard_ratio", read.death_per_rankin(hu)
    grade = read.rankin(read.at(yo.mrs, np.full(len(yo), 6 * read.MONTH)))
    yield "yo_cannot_walk", share(grade >= 4, read.diagnosed(yo) & np.isfinite(grade))


def _frequency(cohorts: dict[str, Cohort]) -> Parts:
    for key, name in (("hu", "hu_frequency"), ("pq_vgcc", "lems_frequency")):
        c = cohorts[key]
        yield name, share(np.arange(c.drawn) < len(c.people), np.ones(c.drawn))


def _alone(hu: Cohort, seed: int, scale: float) -> Parts:
    record = antibody("hu")
    lives = tumour_alone(record, seed, max(int(scale * ALONE), 10))
    level = LOW_TITRE * float(np.median(hu.people.state[disease_model().states.index("Ab")]))
    present = lives.titre > level
    yield "low_titre", share(present, np.ones(len(present)))
    for name, who in (("positive", present), ("negative", ~present)):
        yield f"cr_{name}", share(lives.complete, who & lives.treated)
        yield f"survival_{name}", _median_survival(lives, who)
    without, given = provoked(record, seed, max(int(scale * PROVOKED), 10), "checkpoint_inhibitor")
    yield "checkpoint", _ratio(int(given.sum()), int(without.sum()), len(given))


def _median_survival(lives: TumourAlone, who: Flags) -> Estimate:
    return median_survival(lives.months[who], lives.died[who])


def _ratio(a: int, b: int, n: int) -> Estimate:
    """Ratio of two counts with half added to each, and its interval on the logarithm."""
    log, half = np.log((a + 0.5) / (b + 0.5)), Z95 * np.sqrt(1 / (a + 0.5) + 1 / (b + 0.5))
    return Estimate(float(np.exp(log)), float(np.exp(log - half)), float(np.exp(log + half)), n)
