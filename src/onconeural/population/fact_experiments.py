"""The parts of the ten facts that need an experiment: other drugs, chosen days, patients without a syndrome."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from onconeural.model import Immunotherapy, Treated, antibody, disease_model
from onconeural.population import readings as read
from onconeural.population.cohorts import Cohort
from onconeural.population.course import clinical_course
from onconeural.population.course_record import Course
from onconeural.population.estimates import Z95, Estimate, mean, median_survival, odds_ratio, share
from onconeural.population.experiments import FIRST_LINE, TUMOUR_TREATMENT, disability, mean_disability
from onconeural.population.onset import Diseased
from onconeural.population.tumour_alone import TumourAlone, provoked, tumour_alone

Flags = NDArray[np.bool_]
Parts = Iterator[tuple[str, Estimate]]
Group = tuple[Course, NDArray[np.intp], int]  # courses, who of them, and the group's part in a printed ratio

ALONE, PROVOKED = 3_000, 12_000  # patients with small-cell lung cancer, not selected for disease
ARM, ORDER = 250, 1_000  # patients of an experiment with chosen days, and of the order of the levers
DELAYS = (0.0, 14.0, 30.0, 60.0, 90.0, 180.0)
DRUGS_1996, DRUGS_2000 = ("ivig",), ("ivig", "cyclophosphamide", "steroids")
LOW_TITRE = 0.01  # of the median titre at onset: above it the antibody counts as present (assumed)
GAIN = 0.5  # fall of the continuous mRS that counts as partial improvement (assumed)


def again(c: Cohort, drugs: tuple[str, ...], first_line: float, tumour: float | None = None) -> Course:
    """The same patients under other drugs; ``tumour``: the share whose tumour is treated (None: as practised)."""
    record = antibody(c.antibody)
    change: dict[str, object] = {"immunotherapy": Immunotherapy(first_line=first_line, drugs=drugs)}
    if tumour is not None:
        change["treated"] = Treated(local=tumour, chemotherapy=tumour)
    return clinical_course(record.model_copy(update=change), c.people, c.seed)


def in_ratio(groups: list[Group]) -> Iterator[tuple[Course, NDArray[np.intp]]]:
    """The first patients of each group, as many as the printed ratio of the groups allows."""
    unit = min(len(who) / parts for _, who, parts in groups)
    for course, who, parts in groups:
        yield course, who[: round(unit * parts)]


def late(cohorts: dict[str, Cohort]) -> Parts:
    """Fact 4: immunotherapy as given in two small trials, after the diagnosis."""
    flags: dict[str, list[Flags]] = {"improved": [], "mild": [], "stable": []}
    for course, who in in_ratio([_on(cohorts["hu"], DRUGS_2000, 10), _on(cohorts["yo"], DRUGS_2000, 7)]):
        start = read.at(course.mrs, course.immune)
        flags["improved"].append(read.improved(course, course.immune, 6)[who])
        flags["mild"].append((read.rankin(start) <= 3)[who])
        flags["stable"].append(~read.worse(course, course.immune, 6.0)[who])
    improved, mild, stable = (np.concatenate(v) for v in flags.values())
    yield "late_improved", share(improved, np.ones(len(improved)))
    yield "late_stabilised", share(stable, mild)
    before = [
        _before(course, who)
        for course, who in in_ratio([_on(cohorts["hu"], DRUGS_1996, 18), _on(cohorts["yo"], DRUGS_1996, 4)])
    ]
    flat, held = (np.concatenate([b[i] for b in before]) for i in (0, 1))
    yield "stable_before", share(flat, held)


def _on(c: Cohort, drugs: tuple[str, ...], parts: int) -> Group:
    course = again(c, drugs, 1.0)
    alive = np.isfinite(read.at(course.mrs, course.immune))
    return course, np.flatnonzero(read.diagnosed(course) & alive), parts


def _before(course: Course, who: NDArray[np.intp]) -> tuple[Flags, Flags]:
    """Who had stopped before the first infusion, and who is stable for half a year after it."""
    rise = read.at(course.mrs, course.immune) - read.at(course.mrs, np.maximum(course.immune - 30.0, 0.0))
    return (rise < 0.25)[who], ~read.worse(course, course.immune, 6.0)[who]


def antigen(cohorts: dict[str, Cohort]) -> Parts:
    """Fact 6: removal of antigen, observed and chosen."""
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
        yield f"{key}_order", _order(cohorts[key].people.take(np.arange(min(len(cohorts[key].people), ORDER))))


def _some(people: Diseased, of: Flags | None = None) -> Diseased:
    chosen = np.arange(len(people)) if of is None else np.flatnonzero(of)
    return people.take(chosen[:ARM])


def _order(people: Diseased) -> Estimate:
    """First-line minus tumour treatment, patient by patient."""
    arms = [disability(people, plan, 30.0, 540.0) for plan in (FIRST_LINE, TUMOUR_TREATMENT)]
    first, tumour = (np.trapezoid(arm, axis=1) / (arm.shape[1] - 1) for arm in arms)
    return mean(first - tumour)


def window(cohorts: dict[str, Cohort]) -> Parts:
    """Fact 7: what the day of treatment decides."""
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


def alone(hu: Cohort, seed: int, scale: float) -> Parts:
    """Facts 9 and 10: small-cell lung cancer without a syndrome."""
    record = antibody("hu").with_only("sclc")
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
